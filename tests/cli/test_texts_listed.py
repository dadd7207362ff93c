"""`kzcheck texts`, and `kzcheck claim` beside the texts of cited works and with `--source`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from lab.scenes import html
from lab.server import Lab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Edit, Run

RIVERS = """\
# Rivers that never were

Can Öztürk

Maps of the steppe show rivers that nobody has crossed. Some rivers never were: a clerk drew them so that the sheet would not be
empty, and later maps copied them.

Whoever walks there with such a map may walk for a day in search of a ford. A river on paper is wetter than a river on land, and in
1871 a whole regiment went thirsty beside it.
"""
QUOTED = "“a river on paper is wetter than a lake on land”"


@pytest.fixture
def at_hand(folder: Path) -> Path:
    """The small article with the text of its second entry beside the list."""
    (folder / "texts").mkdir()
    (folder / "texts" / "2.md").write_text(RIVERS, "utf-8")
    return folder


def test_texts_at_hand_and_to_get_are_listed(kzcheck: Run, at_hand: Path):
    done = kzcheck("texts", at_hand, "--offline")

    assert done.returncode == 0, done.stderr
    assert "1 of 2 texts that claims need are at hand; only files in texts/ were looked for" in " ".join(done.stdout.split())
    assert "[2]  Can Öztürk (2010). Rivers that never were\n     texts/2.md · " in done.stdout
    assert "for 1 claim: p. 12" in done.stdout
    assert "[1]  A. B. Iskakova (2001). A Grammar of Invented Things\n     for 1 claim · save it as texts/1.pdf\n" in done.stdout


def test_the_list_is_written_for_the_library_for_a_spreadsheet_and_for_programs(kzcheck: Run, at_hand: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    files = [out / name for name in ("texts.md", "texts.csv", "texts.json")]
    command = ("texts", at_hand, "--offline", *(part for file in files for part in ("--write", file)))

    assert [kzcheck(*command).returncode for _ in range(2)] == [0, 0]  # a file that kzcheck wrote is written anew
    assert "- [ ] [1] A. B. Iskakova" in files[0].read_text("utf-8")
    assert [row["reference"] for row in csv.DictReader(io.StringIO(files[1].read_text("utf-8-sig")))] == ["1", "2"]
    assert files[2].read_text("utf-8") == kzcheck("texts", at_hand, "--offline", "--format", "json").stdout


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("texts.pdf", "there is no such format; end it in .md, .csv, .json"),
        ("notes.md", "is not a file that kzcheck wrote, and was left unchanged; give another name"),
    ],
)
def test_a_list_that_cannot_be_written_is_refused_at_once(kzcheck: Run, at_hand: Path, name: str, error: str):
    (at_hand / "notes.md").write_text("My own notes.\n", "utf-8")
    done = kzcheck("texts", at_hand, "--offline", "--write", at_hand / name)

    assert done.returncode == 2
    assert done.stderr == f"kzcheck: --write {at_hand / name}: {error}\n"


def test_a_claim_is_shown_beside_the_text_that_it_cites(kzcheck: Run, at_hand: Path, edit: Edit):
    edit(at_hand / "claims.yaml", "text: Some rivers never were.", f"text: 'In 1905 Öztürk wrote that {QUOTED}.'")
    done = kzcheck("claim", "c2", "--path", at_hand, "--offline")

    text = " ".join(done.stdout.replace("│", "").split())
    assert "IN THE CITED WORK [2] " in text
    assert "[2]: the quotation is there with other words: “lake” instead of “river”" in text
    assert "not in the text at hand of [2]: 1905" in text
    assert "nearest passage: [2] (score 0." in text
    assert not done.stdout.rstrip().endswith("still to read: p. 12 of [2]")


def test_a_claim_whose_source_is_not_at_hand_ends_with_the_pages_to_read(kzcheck: Run, folder: Path):
    assert kzcheck("claim", "c2", "--path", folder, "--offline").stdout.endswith("\nstill to read: p. 12 of [2]\n")


def test_a_statement_is_compared_with_a_file_anywhere(kzcheck: Run, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    file = tmp_path / "elsewhere" / "öztürk.md"
    file.write_text(RIVERS, "utf-8")
    done = kzcheck("claim", "--text", f"Öztürk holds that {QUOTED}.", "--source", file, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("text: Öztürk holds that “a river on paper is wetter")
    assert "source: öztürk.md · " in done.stdout
    assert "“lake” instead of “river”" in " ".join(done.stdout.split())
    assert "QUOT702" in done.stdout
    assert "still to read" not in done.stdout

    card = json.loads(
        kzcheck("claim", "--text", f"Öztürk holds that {QUOTED}.", "--source", file, "--format", "json", cwd=tmp_path).stdout
    )
    assert card["comparisons"][0]["alignments"][0]["changes"] == [{"quoted": "lake", "source": "river"}]
    assert card["texts"][0]["where"] == "öztürk.md"


def test_a_statement_is_compared_with_a_page(kzcheck: Run, tmp_path: Path):
    title, *paragraphs = RIVERS.removeprefix("# ").split("\n\n")
    page = f"<title>{title}</title><article><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</article>"
    with Lab(lambda request: html(page) if request.path == "/rivers" else html("gone", status=404)) as lab:
        command = ("claim", "--text", f"Öztürk holds that {QUOTED}.", f"--allow-private={lab.servers[0]}")
        done = kzcheck(*command, "--source", f"{lab.url}/rivers", cwd=tmp_path)
        gone = kzcheck(*command, "--source", f"{lab.url}/lakes", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert f"source: the page {lab.url}/rivers · " in done.stdout
    assert "“lake” instead of “river”" in " ".join(done.stdout.split())
    assert gone.returncode == 3
    assert "the page is not found (404)" in gone.stderr
    assert gone.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        ((), 2, "give the id of a claim or some words of it, or else --text and --source"),
        (("c1", "--text", "Rivers."), 2, "give either the id of a claim, or --text and --source"),
        (("c1", "--source", "a.pdf"), 2, "give either the id of a claim, or --text and --source"),
        (("--text", "Rivers."), 2, "--text needs --source: the file, DOI or URL of the work to compare it with"),
        (("--source", "a.pdf"), 2, "--source needs --text: the statement to compare with it"),
        (("--text", " ", "--source", "a.pdf"), 2, "--text: is empty"),
        (
            ("--text", "Rivers.", "--source", "a.pdf"),
            3,
            "--source a.pdf: there is no such file, and it is not a DOI or a web address",
        ),
        (("--text", "Rivers.", "--source", "."), 3, "--source .: is not a file"),
        (("--text", "Rivers.", "--source", "10.5555/a", "--offline"), 3, "--source 10.5555/a: the audit was run offline"),
    ],
)
def test_what_cannot_be_compared_gets_one_line(kzcheck: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, error: str):
    done = kzcheck("claim", *arguments, cwd=tmp_path)

    assert done.returncode == code
    assert done.stderr == f"kzcheck: {error}\n"
    assert done.stdout == ""


def test_a_file_without_words_gets_one_line(kzcheck: Run, tmp_path: Path):
    (tmp_path / "empty.txt").write_text("\n", "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")

    for name in ("empty.txt", "broken.pdf"):
        done = kzcheck("claim", "--text", "Rivers.", "--source", name, cwd=tmp_path)
        assert done.returncode == 3
        assert done.stderr.startswith(f"kzcheck: --source {name}: ")
        assert done.stderr.count("\n") == 1

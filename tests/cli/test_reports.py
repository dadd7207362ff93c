"""Destinations of reports: standard output in one format, files in others, chosen by extension or format."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from docx import Document
from lxml import etree
from msgspec.structs import replace

from kzcheck import audit
from kzcheck.cli.reports import is_ours
from kzcheck.formats import Format, render
from kzcheck.locale import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Edit, Run

NAMED = {
    "report.txt": "CITE101",
    "report.json": '"CITE101"',
    "report.html": "<!DOCTYPE html>",
    "report.md": "CITE101",
    "queries.md": "**1.** ",
    "queries.txt": "Dear author",
    "report.sarif": '"ruleId"',
    "report.xml": "<testsuites",
}


@pytest.fixture
def broken(folder: Path, edit: Edit) -> Path:
    """The small article with a claim that cites a missing entry."""
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    return folder


def test_one_audit_writes_any_number_of_reports_by_their_names(kzcheck: Run, broken: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    targets = [part for name in NAMED for part in ("--write", out / name)]
    done = kzcheck("audit", broken, "--offline", *targets, "--write", f"gitlab:{out / 'quality.json'}", "--format", "github")

    assert done.returncode == 1
    assert "::error " in done.stdout
    assert {name: mark in (out / name).read_text("utf-8") for name, mark in NAMED.items()} == dict.fromkeys(NAMED, True)
    assert json.loads((out / "report.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert json.loads((out / "quality.json").read_text("utf-8"))[0]["check_name"].startswith("CITE101")
    assert etree.parse(out / "report.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            ("--write", "report.docx"),
            "a Word document is named annotated.docx (the manuscript with the findings as comments) or queries.docx",
        ),
        (("--write", "nowhere/report.html"), "there is no folder"),
        (("--write", "sarif:."), "is a folder"),
        (("--write", f"{'x' * 300}.json"), "is not a valid path"),
        (("--save-evidence", "nowhere/evidence.json"), "there is no folder"),
        (("--write", "one.json", "--save-evidence", "./one.json"), "is to be written twice"),
    ],
)
def test_a_file_that_cannot_be_written_is_reported_before_gathering(
    kzcheck: Run, broken: Path, options: tuple[str, ...], says: str
):
    done = kzcheck("audit", broken, "--offline", *options, cwd=broken)

    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("paper.md", ("audit", "--write", "paper.md")),
        ("paper.tex", ("audit", "--write", "queries:paper.tex")),
        ("paper.md", ("audit", "-o", "paper.md")),
        ("paper.md", ("audit", "--save-evidence", "paper.md")),
        ("paper.md", ("baseline", "--output", "paper.md")),
        ("references.yaml", ("audit", "references.yaml", "--write", "markdown:references.yaml")),
        ("kzcheck.toml", ("audit", "references.yaml", "--write", "markdown:kzcheck.toml")),
    ],
)
def test_a_file_that_somebody_else_wrote_is_never_overwritten(kzcheck: Run, folder: Path, target: str, command: tuple[str, ...]):
    (folder / "claims.yaml").unlink()
    (folder / "kzcheck.toml").write_text('select = ["CITE101"]\n', "utf-8")
    for name in ("paper.md", "paper.tex"):
        (folder / name).write_text("Rivers never were \\cite{2} [@2].\n", "utf-8")
    before = (folder / target).read_bytes()
    done = kzcheck(*command, "--offline", cwd=folder)

    assert done.returncode == 2
    assert "is not a file that kzcheck wrote, and was left unchanged; give another name" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (folder / target).read_bytes() == before


def test_a_letter_in_word_is_written_anew_until_somebody_saved_it(kzcheck: Run, broken: Path):
    letter = broken / "queries.docx"
    first = kzcheck("audit", "--offline", "--write", letter, cwd=broken)
    again = kzcheck("audit", "--offline", "--write", f"queries:{letter}", cwd=broken)
    document = Document(str(letter))
    document.tables[0].rows[0].cells[0].text = "It is on page 3."
    document.save(str(letter))
    answered = letter.read_bytes()
    last = kzcheck("audit", "--offline", "--write", letter, cwd=broken)

    assert (first.returncode, again.returncode, last.returncode) == (1, 1, 2)
    assert "is not a file that kzcheck wrote" in last.stderr
    assert letter.read_bytes() == answered


@pytest.mark.parametrize(
    "text",
    [
        "# Rivers\n\nThey never were [@2]. The list was checked with kzcheck 0.1.0.\n",
        "# Queries in relational databases\n\nThey are old [@1].\n",
        "# References in “Rivers” and elsewhere\n",
        "[ ] to do\n",
        "Rivers: a chapter, 12:30:15: note the time.\n",
        "<!DOCTYPE html><html><head><title>kzcheck</title></head></html>\n",
        '{"version": 2, "name": "kzcheck"}\n',
        "<?xml version='1.0'?>\n<testsuites name=\"mine\"/>\n",
        '[{"id": "one", "type": "book", "title": "Invented"}]\n',
        "PK\x03\x04, as a Word document begins",
    ],
)
def test_a_file_of_somebody_else_is_not_taken_for_ours(tmp_path: Path, text: str):
    (tmp_path / "file").write_text(text, "utf-8")

    assert not is_ours(tmp_path / "file")


def test_output_never_replaces_a_file_of_ours_that_is_read(kzcheck: Run, broken: Path):
    baseline = '{"version": 2, "kzcheck": "0", "findings": []}'
    (broken / "known.json").write_text(baseline, "utf-8")
    done = kzcheck("audit", "--baseline", "known.json", "--write", "known.json", "--offline", cwd=broken)

    assert done.returncode == 2
    assert "is a file that the audit reads" in done.stderr
    assert (broken / "known.json").read_text("utf-8") == baseline


def test_every_file_is_overwritten_by_the_next_run(kzcheck: Run, broken: Path):
    command = ("audit", "--offline", *(part for name in NAMED for part in ("--write", name)), "--save-evidence", "seen.json")
    kzcheck(*command, cwd=broken)
    assert '"17"' in (broken / "report.json").read_text("utf-8")
    (broken / "claims.yaml").unlink()
    done = kzcheck(*command, cwd=broken)

    assert done.stderr == ""
    assert '"17"' not in "".join((broken / name).read_text("utf-8") for name in NAMED)


@pytest.mark.parametrize("findings", [True, False])
@pytest.mark.parametrize("title", ["", "An Invented Article", f"{'Rivers' * 12} {'and rivers ' * 60}"])
def test_a_report_in_any_format_and_language_is_known_as_ours(folder: Path, edit: Edit, title: str, *, findings: bool):
    edit(folder / "claims.yaml", "title: An Invented Article", f"title: {json.dumps(title)}")
    if findings:
        edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    report = audit(folder, offline=True, select="ALL" if findings else "CITE101")
    for language in LANGUAGES:
        for form in Format:
            (folder / "report").write_text(render(replace(report, language=language), form), "utf-8")
            assert is_ours(folder / "report"), (language, form)
    for end in ("\n", "\r\n"):
        (folder / "report").write_text(render(report, Format.QUERIES), "utf-8", newline=end)
        assert is_ours(folder / "report")


OUTPUTS = ("--write", "--save-evidence", "baseline --output")


def written(kzcheck: Run, folder: Path, output: str, file: str | Path) -> tuple[int, str]:
    """Let kzcheck write a file, and return its exit code and its error message."""
    command = ("baseline", ".", "--output") if output == OUTPUTS[2] else ("audit", ".", output)
    done = kzcheck(*command, file, "--offline", cwd=folder)
    return done.returncode, done.stderr


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path, outside: path.symlink_to(outside / "canary"), "is a symbolic link"),
        (lambda path, _: path.symlink_to("claims.yaml"), "is a symbolic link"),
        (lambda path, _: os.mkfifo(path), "is not an ordinary file"),
        (lambda path, _: path.mkdir(), "is a folder"),
    ],
    ids=["a link out", "a link within", "a pipe", "a folder"],
)
def test_output_to_anything_but_an_ordinary_file_is_refused(
    kzcheck: Run, broken: Path, output: str, make: Callable[[Path, Path], None], says: str
):
    outside = broken.with_name(f"{broken.name} outside")
    outside.mkdir()
    (outside / "canary").write_text("kept", "utf-8")
    make(broken / "out.json", outside)
    before = (broken / "claims.yaml").read_bytes()
    code, complaint = written(kzcheck, broken, output, "out.json")

    assert (code, complaint.count("\n")) == (2, 1)
    assert says in complaint
    assert (outside / "canary").read_text("utf-8") == "kept"
    assert (broken / "claims.yaml").read_bytes() == before


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("hidden", [False, True])
def test_a_link_in_the_article_s_folder_never_leads_output_out_of_it(
    kzcheck: Run, broken: Path, tmp_path_factory: pytest.TempPathFactory, output: str, *, hidden: bool
):
    target = broken / ".hooks" if hidden else tmp_path_factory.mktemp("outside")
    target.mkdir(exist_ok=True)
    (broken / "reports").symlink_to(target)
    code, complaint = written(kzcheck, broken, output, "reports/out.json")

    assert (code, complaint.count("\n")) == (2, 1)
    assert "a symbolic link that leads out of the article's folder, or to something hidden in it" in complaint
    assert list(target.iterdir()) == []


def test_a_link_in_the_article_s_repository_never_leads_output_out_of_it(
    kzcheck: Run, broken: Path, tmp_path_factory: pytest.TempPathFactory
):
    repository, outside = broken.parent / "repository", tmp_path_factory.mktemp("outside")
    (repository / ".git").mkdir(parents=True)
    broken.rename(repository / "paper")
    (repository / "reports").symlink_to(outside)
    code, _ = written(kzcheck, repository / "paper", "--write", "../reports/out.json")
    beside, _ = written(kzcheck, repository / "paper", "--write", "../out.json")

    assert (code, beside) == (2, 1)
    assert list(outside.iterdir()) == []
    assert (repository / "out.json").exists()


@pytest.mark.parametrize("output", OUTPUTS)
def test_links_outside_and_within_the_article_are_followed(
    kzcheck: Run, broken: Path, tmp_path_factory: pytest.TempPathFactory, output: str
):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "there").mkdir()
    (outside / "link").symlink_to(outside / "there")
    (outside / "paper").symlink_to(broken)
    (broken / "reports").mkdir()
    (broken / "latest").symlink_to("reports")
    codes = {
        written(kzcheck, folder, output, file)[0]
        for folder in (broken, outside / "paper")
        for file in (outside / "link" / "out.json", "latest/out.json", outside / "paper" / "out.json")
    }

    assert codes <= {0, 1}
    assert (outside / "there" / "out.json").exists()
    assert (broken / "reports" / "out.json").exists()
    assert (broken / "out.json").exists()

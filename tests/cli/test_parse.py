"""`kzcheck parse`: printed references become a list, in any format, or are shown with how sure each field is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

NYE = "Nye J.S. Soft Power // Foreign Policy. 1990. № 80. P. 153–171."
DOE = "Doe, J., & Roe, B. (2004). Rivers of examples. Journal of Examples, 12(3), 45-67. https://doi.org/10.5555/rivers"
PETROV = "Петров И. И. Культура и власть : учебное пособие для вузов. 2-е изд., перераб. и доп. М. : Наука, 2008. 352 с."
DOUBTED = "Doe J. Rivers. Lakes. Roads 12 13."
STRINGS = f"{NYE}\n{DOE}\n{PETROV}"


def parsed(kzcheck: Run, text: str, *options: str) -> list[dict[str, object]]:
    done = kzcheck("parse", "-", *options, stdin=text)
    assert (done.returncode, done.stderr) == (0, "")
    items = json.loads(done.stdout)
    assert isinstance(items, list)
    return items


def test_strings_become_csl_json_in_their_order(kzcheck: Run):
    nye, doe, petrov = parsed(kzcheck, STRINGS)

    assert nye == {
        "id": "1",
        "type": "article-journal",
        "author": [{"family": "Nye", "given": "J.S."}],
        "title": "Soft Power",
        "container-title": "Foreign Policy",
        "issue": "80",
        "page": "153–171",
        "issued": {"date-parts": [[1990]]},
        "custom": {"printed": NYE},
    }
    assert (doe["DOI"], doe["volume"], doe["issue"]) == ("10.5555/rivers", "12", "3")
    assert (petrov["type"], petrov["publisher"], petrov["number-of-pages"]) == ("book", "Наука", "352")


def test_a_pasted_list_may_have_a_heading_numbers_and_broken_lines(kzcheck: Run, tmp_path: Path):
    (tmp_path / "list.txt").write_text(f"References\n\n[3] {NYE[:30]}\n{NYE[30:]}\n[4] {DOE[:50]}\n    {DOE[50:]}\n", "utf-8")
    items = json.loads(kzcheck("parse", "list.txt", cwd=tmp_path).stdout)

    assert [(item["id"], item["title"]) for item in items] == [("3", "Soft Power"), ("4", "Rivers of examples")]


def test_strings_of_which_a_few_begin_with_a_number_are_one_to_a_line(kzcheck: Run):
    assert len(parsed(kzcheck, "\n".join((NYE, f"1. {NYE}", DOE, f"2. {DOE}", *(PETROV,) * 4)))) == 8


def test_a_single_string_that_does_not_look_like_a_reference_is_parsed_all_the_same(kzcheck: Run):
    ((item),) = parsed(kzcheck, "Wikidata : https://www.example.org/wikidata")

    assert item["URL"] == "https://www.example.org/wikidata"


def test_fields_that_are_in_doubt_are_written_and_named(kzcheck: Run):
    (item,) = parsed(kzcheck, DOUBTED)
    custom = item["custom"]

    assert isinstance(custom, dict)
    assert custom["printed"] == DOUBTED
    assert any(field in item for field in custom["doubtful"])


def test_explain_shows_how_sure_each_field_is_and_which_are_in_doubt(kzcheck: Run):
    done = kzcheck("parse", "-", "--explain", stdin=f"{NYE}\n{DOUBTED}\n")
    first, second = done.stdout.split("\n\n")

    assert re.search(r"^  title +Soft Power  \d+%$", first, re.MULTILINE)
    assert "doubtful" not in first
    assert re.search(r"\d+%, doubtful$", second, re.MULTILINE)
    assert "\x1b" not in done.stdout


def test_explain_is_coloured_where_colour_is_wanted_and_fits_narrow_screens(kzcheck: Run):
    def explained(**env: str) -> str:
        return kzcheck("parse", "-", "--explain", stdin=DOUBTED, env=env).stdout

    assert "\x1b[33m" in explained(FORCE_COLOR="1")
    assert "\x1b" not in explained(FORCE_COLOR="1", NO_COLOR="1")
    assert max(map(len, explained(COLUMNS="30").splitlines())) <= 30


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (b"", "list.txt: is empty; write the list into it"),
        (b"\n \n", "list.txt: "),
        (b"PK\x03\x04\x00\x00", "list.txt: "),
        (b"Nye J.S. \x00 Soft Power", "list.txt: "),
    ],
)
def test_what_cannot_be_read_is_one_line(kzcheck: Run, tmp_path: Path, text: bytes, wrong: str):
    (tmp_path / "list.txt").write_bytes(text)
    done = kzcheck("parse", "list.txt", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"kzcheck: {wrong}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".yaml", ".json"])
def test_a_list_whose_fields_are_known_is_not_parsed_as_printed_references(kzcheck: Run, tmp_path: Path, suffix: str):
    path = tmp_path / f"refs{suffix}"
    path.write_text(NYE)

    result = kzcheck("parse", path)

    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert "kzcheck audit judges it" in result.stderr


def test_a_missing_file_is_one_line(kzcheck: Run, tmp_path: Path):
    done = kzcheck("parse", "missing.txt", cwd=tmp_path)

    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert done.stderr.startswith("kzcheck: missing.txt: ")


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "7" * 100_000, "Doe J. Аb漢 " * 8_000, "\x1b[31mNye\u202e J.S.\x07 Soft Power. 1990.", "Doe, J. " * 12_000],
)
@pytest.mark.parametrize("options", [(), ("--explain",), ("--format", "bibtex"), ("--format", "ris")])
def test_hostile_strings_are_parsed_and_print_no_commands_for_the_terminal(kzcheck: Run, text: str, options: tuple[str, ...]):
    done = kzcheck("parse", "-", *options, stdin=text)

    assert (done.returncode, done.stderr) == (0, "")
    assert not set("\x1b\x07\u202e") & set(done.stdout)

"""The sentences that people can read: found by one extractor, for people and for Babel, and made text in one function."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from kzcheck.csl import Date
from kzcheck.finding import Fix
from kzcheck.formats.asked import ASKED
from kzcheck.reasons import REASONS
from kzcheck.unreadable import UNREADABLE
from kzcheck.wording import FieldName, People, Plural, WorkName, long_date, text, written

ROOT = Path(__file__).parents[1]
SENTENCES = runpy.run_path(str(ROOT / "docs" / "sentences.py"))


def listed() -> set[tuple[str, ...]]:
    files = (path for ending in ("*.py", "*.j2") for path in SENTENCES["SOURCES"].rglob(ending))
    return {forms for path in files for _, forms in SENTENCES["translated"](path)}


def test_babel_extracts_the_sentences_that_are_listed_and_their_plurals(tmp_path: Path):
    catalogue = tmp_path / "kzcheck.pot"
    command = ("-m", "babel.messages.frontend", "--quiet", "extract", "-F", "babel.cfg", "--no-wrap", "-o", str(catalogue), "src")
    subprocess.run([sys.executable, *command], cwd=ROOT, env={"PYTHONPATH": "docs"}, check=True)
    with catalogue.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]

    assert {(one,) if isinstance(one, str) else tuple(one) for one in ids} == listed()


def test_every_sentence_of_a_table_is_listed():
    known = {form for forms in listed() for form in forms}
    tables = [
        *REASONS.values(),
        *UNREADABLE.values(),
        *(one for question in ASKED.values() for one in (question.asks, *question.sentences)),
    ]

    for wording in tables:
        forms = (wording,) if isinstance(wording, str) else (wording.one, wording.more)
        assert {*forms} <= known | {"{message}"}, wording


def test_both_forms_of_a_plural_show_the_same_values():
    for forms in listed():
        shown = [{name for _, name, _, _ in Formatter().parse(form) if name} for form in forms if len(forms) > 1]
        assert all(one == shown[0] for one in shown), forms


@pytest.mark.parametrize(("count", "says"), [(1, "1 page"), (0, "0 pages"), (1200, "1,200 pages")])
def test_a_count_chooses_between_the_two_forms(count: int, says: str):
    pages = Plural("{count:,} page", "{count:,} pages")

    assert written(pages, {"count": count}) == str(Fix(pages, {"count": count})) == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ((), ""),
        (("[1]", "[2]"), "[1], [2]"),
        (tuple(range(10)), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"),
        (date(2026, 1, 2), "2026-01-02"),
        (Date((2004, 5)), "2004-05"),
        (FieldName("container_title"), "the title of the journal or book"),
        (FieldName("doi"), "the DOI"),
        (FieldName("author.0.family"), "a name in author"),
        (People(("Nye",)), "Nye"),
        (People(("Nye", "Keohane")), "Nye and Keohane"),
        (People(("A", "B", "C", "D")), "A, B, C and 1 other"),
        (People(("A", "B", "C", "D", "E")), "A, B, C and 2 others"),
        (People(("Nye",), others=True), "Nye et al."),
        (WorkName("Rivers", People(("Doe", "Roe")), 2001), "“Rivers” by Doe and Roe (2001)"),
        (WorkName("Rivers", People(())), "“Rivers”"),
        (WorkName("", People(("Doe",)), 2001), "a work without a title by Doe (2001)"),
    ],
)
def test_a_value_is_written_as_its_type_is_read(value: object, says: str):
    assert text(value) == says
    assert written("{value}", {"value": value}) == says


def test_a_letter_writes_a_day_with_the_name_of_its_month():
    assert [long_date(date(2026, month, 2)) for month in (1, 12)] == ["2 January 2026", "2 December 2026"]


def test_what_a_value_holds_is_no_template():
    assert written("{title}", {"title": "{0} {title} {x.y}"}) == "{0} {title} {x.y}"


def faults() -> list[tuple[str, str, set[str]]]:
    """Every call that says what is wrong with an entry: its place, its code and the values that it gives."""
    found: list[tuple[str, str, set[str]]] = []
    for path in sorted(SENTENCES["SOURCES"].rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name("Wrong"), [code, *values]):
                    given = {
                        key.value
                        for one in values
                        if isinstance(one, ast.Dict)
                        for key in one.keys
                        if isinstance(key, ast.Constant)
                    }
                    codes = [one.value for one in ast.walk(code) if isinstance(one, ast.Constant) and one.value in UNREADABLE]
                    found += [(f"{path.name}:{node.lineno}", one, given) for one in codes]
    return found


def test_what_is_wrong_with_an_entry_formats_with_the_values_that_its_code_is_given():
    calls = faults()

    assert {code for _, code, _ in calls} == UNREADABLE.keys()
    for place, code, given in calls:
        assert {name for _, name, _, _ in Formatter().parse(UNREADABLE[code]) if name} == given, place

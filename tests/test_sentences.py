"""The sentences for people: extracted in one way for people and Babel, and formatted by one function."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from kzcheck.csl import Date
from kzcheck.finding import Fix
from kzcheck.formats.asked import ASKED
from kzcheck.reasons import REASONS
from kzcheck.unreadable import UNREADABLE
from kzcheck.wording import FieldName, People, Plural, Words, WorkName, long_date, text, written

ROOT = Path(__file__).parents[1]
SENTENCES = runpy.run_path(str(ROOT / "docs" / "sentences.py"))


@cache
def listed() -> set[tuple[str, ...]]:
    files = (path for ending in ("*.py", "*.j2") for path in SENTENCES["SOURCES"].rglob(ending))
    return {forms for path in files for _, forms in SENTENCES["translated"](path)}


def test_babel_extracts_the_listed_sentences_and_their_plurals(tmp_path: Path):
    catalogue = tmp_path / "kzcheck.pot"
    command = ("-m", "babel.messages.frontend", "--quiet", "extract", "-F", "babel.cfg", "--no-wrap", "-o", str(catalogue), "src")
    subprocess.run([sys.executable, *command], cwd=ROOT, env={"PYTHONPATH": "docs"}, check=True)
    with catalogue.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]

    assert {(key,) if isinstance(key, str) else tuple(key) for key in ids} == listed()


def test_sentences_name_fields_in_words_since_most_lists_do_not_have_the_keys_of_csl():
    keys = ("(accessed)", "(container-title)", "(issued)", "(number-of-pages)", "(page)", "(publisher-place)")

    assert not [form for forms in listed() for form in forms if any(key in form for key in keys)]


def test_every_sentence_in_a_table_is_listed():
    known = {form for forms in listed() for form in forms}
    tables = [
        *REASONS.values(),
        *UNREADABLE.values(),
        *(text for question in ASKED.values() for text in (question.asks, *question.sentences)),
    ]

    for wording in tables:
        forms = (wording,) if isinstance(wording, str) else (wording.one, wording.more)
        assert {*forms} <= known | {"{message}"}, wording


def test_singular_and_plural_show_the_same_values():
    for forms in listed():
        shown = [{name for _, name, _, _ in Formatter().parse(form) if name} for form in forms if len(forms) > 1]
        assert all(one == shown[0] for one in shown), forms


@pytest.mark.parametrize(("count", "says"), [(1, "1 page"), (0, "0 pages"), (1200, "1,200 pages")])
def test_a_count_chooses_between_singular_and_plural(count: int, says: str):
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
        (Words("claim {id}", {"id": "c05"}), "claim c05"),
        (WorkName("", People(("Doe",)), 2001), "an untitled work by Doe (2001)"),
    ],
)
def test_a_value_is_formatted_by_its_type(value: object, says: str):
    assert text(value) == says
    assert written("{value}", {"value": value}) == says


def test_a_letter_writes_a_day_with_the_name_of_its_month():
    assert [long_date(date(2026, month, 2)) for month in (1, 12)] == ["2 January 2026", "2 December 2026"]


def test_text_in_a_value_is_not_a_template():
    assert written("{title}", {"title": "{0} {title} {x.y}"}) == "{0} {title} {x.y}"


def faults() -> list[tuple[str, str, set[str]]]:
    """Return every call that reports an error in an entry: its place, its code and its values."""
    calls: list[tuple[str, str, set[str]]] = []
    for path in sorted(SENTENCES["SOURCES"].rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(ast.Name("Wrong"), [code, *values]):
                    given = {
                        key.value
                        for value in values
                        if isinstance(value, ast.Dict)
                        for key in value.keys
                        if isinstance(key, ast.Constant)
                    }
                    codes = [node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and node.value in UNREADABLE]
                    calls += [(f"{path.name}:{node.lineno}", code, given) for code in codes]
    return calls


def test_each_error_in_an_entry_formats_with_the_values_of_its_code():
    calls = faults()

    assert {code for _, code, _ in calls} == UNREADABLE.keys()
    for place, code, given in calls:
        assert {name for _, name, _, _ in Formatter().parse(UNREADABLE[code]) if name} == given, place

"""Inline ignores: which comments count, and what they apply to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reading
    from kzcheck.article import Article


def found_ignores(article: Article) -> list[tuple[int, tuple[str, ...], str, str | None, str | None]]:
    return [(ignore.location.line, ignore.codes, ignore.reason, ignore.reference, ignore.claim) for ignore in article.ignores]


def test_an_ignore_on_the_line_of_an_entrys_id_applies_to_the_entry(reading: Reading):
    article = reading(
        """\
references:
- id: "1"  # kzcheck: ignore[REF201, CITE] seen on paper
  title: x  # kzcheck: ignore[REF210]
- title: y  # kzcheck: ignore[mixed-script]
  id: "2"   #kzcheck:ignore [REF2] twice
- {id: "3", title: z}  # kzcheck: ignore[REF202]
""",
        "claims:\n- id: c1 # kzcheck: ignore[CITE101] later\n  text: x\n",
    )

    assert found_ignores(article) == [
        (2, ("REF201", "CITE"), "seen on paper", "1", None),
        (3, ("REF210",), "", None, None),
        (4, ("mixed-script",), "", "2", None),
        (5, ("REF2",), "twice", "2", None),
        (6, ("REF202",), "", "3", None),
        (2, ("CITE101",), "later", None, "c1"),
    ]
    assert all(ignore.inline for ignore in article.ignores)
    assert article.ignores[0].location.column == 12


def test_an_unreadable_entry_keeps_its_ignores(reading: Reading):
    assert found_ignores(reading("- id: 1  # kzcheck: ignore[KZ002]\n  title: [x]\n")) == [(1, ("KZ002",), "", "1", None)]


def test_an_ignore_on_a_line_with_two_entries_applies_to_neither(reading: Reading):
    assert found_ignores(reading("[{id: 1}, {id: 2}]  # kzcheck: ignore[REF201]\n")) == [(1, ("REF201",), "", None, None)]


@pytest.mark.parametrize(
    "value",
    [
        '"# kzcheck: ignore[REF201] x"',
        "'a # kzcheck: ignore[REF201] x'",
        "https://example.org/#kzcheck:ignore[REF201]",
        "|\n      a\n      # kzcheck: ignore[REF201] x\n      b",
        ">-\n      a\n      # kzcheck: ignore[REF201] x",
        '"a\n      # kzcheck: ignore[REF201]\n      b"',
        "{'# kzcheck: ignore[REF201]': 1}",
    ],
)
def test_text_inside_a_value_is_not_a_comment(reading: Reading, value: str):
    article = reading(f"- id: 1\n  custom:\n    printed: {value}\n" if value[0] != "{" else f"- id: 1\n  custom: {value}\n")

    assert article.ignores == ()
    assert article.unreadable == ()


def test_comments_next_to_block_texts_are_recognised(reading: Reading):
    article = reading("- id: 1\n  title: >  # kzcheck: ignore[REF1] head\n    text\n\n  # kzcheck: ignore[REF2] after\n- id: 2\n")

    assert [(line, codes) for line, codes, *_ in found_ignores(article)] == [(2, ("REF1",)), (5, ("REF2",))]


@pytest.mark.parametrize(
    "comment", ["ignore", "ignore[]", "ignore[ ]", "ignore REF201", "ignore[REF201", "ignore[REF201,]", "ignore[!]"]
)
def test_an_ignore_without_codes_is_reported(reading: Reading, comment: str):
    article = reading(f"- id: 1\n- id: 2  # kzcheck: {comment}\n")

    assert article.ignores == ()
    assert [(str(problem.location), str(problem.wrong).partition("; expected")[0]) for problem in article.unreadable] == [
        ("references.yaml:2:10", "an ignore names no codes")
    ]
    assert len(article.references) == 2


def test_other_comments_are_ignored(reading: Reading):
    article = reading("# kzcheck: ignorance\n- id: 1  # kzcheck reads this; ignore[REF201]\n")

    assert (article.ignores, article.unreadable) == ((), ())


def test_json_has_no_comments(reading: Reading):
    assert reading('[{"id": "1", "note": "# kzcheck: ignore[REF201]"}]', name="list.json").ignores == ()

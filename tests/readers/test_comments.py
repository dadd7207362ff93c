"""Inline ignores: real comments only, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reading
    from kzcheck.article import Article


def found(article: Article) -> list[tuple[int, tuple[str, ...], str, str | None, str | None]]:
    return [(one.location.line, one.codes, one.reason, one.reference, one.claim) for one in article.ignores]


def test_an_ignore_in_the_line_of_an_entry_s_id_is_for_the_entry(reading: Reading):
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

    assert found(article) == [
        (2, ("REF201", "CITE"), "seen on paper", "1", None),
        (3, ("REF210",), "", None, None),
        (4, ("mixed-script",), "", "2", None),
        (5, ("REF2",), "twice", "2", None),
        (6, ("REF202",), "", "3", None),
        (2, ("CITE101",), "later", None, "c1"),
    ]
    assert all(one.inline for one in article.ignores)
    assert article.ignores[0].location.column == 12


def test_an_entry_that_cannot_be_read_has_its_ignores_too(reading: Reading):
    assert found(reading("- id: 1  # kzcheck: ignore[KZ002]\n  title: [x]\n")) == [(1, ("KZ002",), "", "1", None)]


def test_a_line_in_which_two_entries_begin_belongs_to_neither(reading: Reading):
    assert found(reading("[{id: 1}, {id: 2}]  # kzcheck: ignore[REF201]\n")) == [(1, ("REF201",), "", None, None)]


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
def test_text_inside_a_value_is_no_comment(reading: Reading, value: str):
    article = reading(f"- id: 1\n  custom:\n    printed: {value}\n" if value[0] != "{" else f"- id: 1\n  custom: {value}\n")

    assert article.ignores == ()
    assert article.unreadable == ()


def test_comments_beside_block_texts_are_real(reading: Reading):
    article = reading("- id: 1\n  title: >  # kzcheck: ignore[REF1] head\n    text\n\n  # kzcheck: ignore[REF2] after\n- id: 2\n")

    assert [(line, codes) for line, codes, *_ in found(article)] == [(2, ("REF1",)), (5, ("REF2",))]


@pytest.mark.parametrize(
    "comment", ["ignore", "ignore[]", "ignore[ ]", "ignore REF201", "ignore[REF201", "ignore[REF201,]", "ignore[!]"]
)
def test_an_ignore_without_codes_is_an_unreadable_thing(reading: Reading, comment: str):
    article = reading(f"- id: 1\n- id: 2  # kzcheck: {comment}\n")

    assert article.ignores == ()
    assert [(str(one.location), str(one.wrong).partition("; expected")[0]) for one in article.unreadable] == [
        ("references.yaml:2:10", "an ignore that names no codes")
    ]
    assert len(article.references) == 2


def test_other_comments_are_left_alone(reading: Reading):
    article = reading("# kzcheck: ignorance\n- id: 1  # kzcheck reads this; ignore[REF201]\n")

    assert (article.ignores, article.unreadable) == ((), ())


def test_json_has_no_comments(reading: Reading):
    assert reading('[{"id": "1", "note": "# kzcheck: ignore[REF201]"}]', name="list.json").ignores == ()

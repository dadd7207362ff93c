"""Pasted lists of printed references: where entries begin, the identifiers in them, and texts that are not lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import printed, references
from kzcheck.readers.nodes import Source

if TYPE_CHECKING:
    from conftest import Reading, Refusing

NYE = "Nye J.S. Soft Power // Foreign Policy. 1990. № 80. P. 153–171."
RIVERS = "Öztürk C. Rivers that never were. Journal of Invented Geography. 2010;4(2):11-29. doi:10.5555/jig.2010.4."
GRAMMAR = "Iskakova A.B. A Grammar of Invented Things. Almaty: Steppe, 2001. ISBN 978-3-16-148410-0."
SITE = "Portal SNG. About experience. URL: https://portal.example.org/news (accessed 20.03.2024)"
FOUR = (NYE, RIVERS, GRAMMAR, SITE)


def texts(reading: Reading, text: str) -> dict[str, str]:
    article = reading(text, name="list.txt")
    assert not article.unreadable
    return {reference.id: reference.printed for reference in article.references}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(FOUR),
        "References\n\n" + "\n\n".join(FOUR),
        "Annex 2: SOURCES\n" + "\r\n".join(FOUR) + "\r\n",
        "\n".join(f"{number}. {entry}" for number, entry in enumerate(FOUR, 1)),
        "СПИСОК ЛИТЕРАТУРЫ\n" + "\n".join(f"[{number}] {entry}" for number, entry in enumerate(FOUR, 1)),
        "\n".join(f" {number})\t{entry}" for number, entry in enumerate(FOUR, 1)),
        "\n".join(f"• {entry}" for entry in FOUR),
        "\n\n".join(entry.replace(". ", ".\n", 1) for entry in FOUR),
        "\n".join(entry.replace(". ", ".\n    ", 2) for entry in FOUR),
        f"Books\n\n1. {NYE}\n2. {RIVERS}\n\nOther sources\n\n3. {GRAMMAR}\n4. {SITE}\n".replace("Journal of ", "Journal of\n   "),
    ],
)
def test_entries_are_told_apart_by_numbers_bullets_indents_paragraphs_or_lines(reading: Reading, text: str):
    assert texts(reading, text) == {str(number): entry for number, entry in enumerate(FOUR, 1)}


def test_a_year_or_page_at_the_beginning_of_a_line_does_not_begin_an_entry(reading: Reading):
    text = f"1. {NYE[:20]}\n1990. № 80. P. 153–171.\n2. {SITE[:60]}\n20.03.2024).\n3. {GRAMMAR}\n"

    assert list(texts(reading, text)) == ["1", "2", "3"]


def test_numbers_are_ids_and_a_repeated_one_is_replaced(reading: Reading):
    assert list(texts(reading, f"1. {NYE}\n4. {RIVERS}\n1. {GRAMMAR}\n2. {SITE}\n")) == ["1", "4", "3", "2"]


def test_identifiers_in_an_entry_are_read_with_their_places(reading: Reading):
    article = reading(f"1. {RIVERS}\n2. {GRAMMAR} PMID: 12345678\n3. {SITE}\n", name="list.txt")
    rivers, grammar, site = article.references
    place = rivers.places["doi"]

    assert (rivers.item.doi, rivers.item.url) == ("10.5555/jig.2010.4", "")
    assert (place.line, place.column, place.end_column) == (1, 4 + RIVERS.index("10.5555"), 4 + len(RIVERS) - 1)
    assert (grammar.item.isbn, grammar.item.pmid) == ("9783161484100", "12345678")
    assert site.item.url == "https://portal.example.org/news"


def test_the_fields_of_an_entry_are_read_from_its_words(reading: Reading):
    (nye, *_) = reading("\n".join(FOUR), name="list.txt").references

    assert (nye.item.type, nye.item.title, nye.item.container_title) == ("article-journal", "Soft Power", "Foreign Policy")
    assert ([name.family for name in nye.item.author], nye.item.year, nye.item.page) == (["Nye"], 1990, "153–171")
    assert nye.places["title"].line == 1


def test_an_entry_names_what_was_read_with_doubt(reading: Reading):
    doubted = "Doe J. Rivers. Lakes. Roads, bridges and 12 other things 7. Exampleton 2004."
    *_, last = reading("\n".join((*FOUR, doubted)), name="list.txt").references

    assert last.doubtful
    assert last.partly_read
    assert last.printed == doubted


@pytest.mark.parametrize(
    "text",
    [
        "We study rivers that do not exist.\nThey are many and long.\n\nNo such river has been found so far.\n",
        "Dear colleagues,\n\nplease find the list enclosed.\n\nYours,\nJane\n",
    ],
)
def test_a_text_that_is_not_a_list_is_refused(refusing: Refusing, text: str):
    assert refusing(text, name="list.txt") == (
        "list.txt: most lines of this text do not look like references; give a list with one reference to a line or paragraph",
    )


LINES = st.sampled_from(
    [*FOUR, "1. ", "[2] x", "", " ", "\t\t", "References", "• a", "   more", "2004", "10.5555/é. ", "doi:10.5555/x-\ny"]
)


@given(st.lists(LINES, max_size=30).map("\n".join) | st.lists(LINES, max_size=30).map("\r\n".join) | st.text(max_size=60))
def test_any_text_is_read_with_valid_locations_or_refused(text: str):
    source = Source("list.txt", text)
    try:
        listed = printed.read(source)
        assert listed.root is not None
        article = references.read(source, listed.root)
    except UnreadableError:
        return
    assert not article.unreadable
    for where in [place for reference in article.entries for place in (reference.location, *reference.places.values())]:
        assert 1 <= where.line <= where.end_line <= len(source.starts)
        start = source.starts[where.line - 1] + where.column - 1
        end = source.starts[where.end_line - 1] + where.end_column - 1
        assert 0 <= start <= end <= len(text)

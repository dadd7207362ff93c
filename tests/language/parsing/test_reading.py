"""Printed entries are read as items: what is sure is a field, what is in doubt is named, and every entry can be read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.language.parsing import read

ARTICLE = "Doe, J., & Roe, B. (2004). Rivers of examples. Journal of Examples, 12(3), 45-67. https://doi.org/10.5555/rivers"
LENGTH, SECONDS, TRIES = 100_000, 1, 4
"""Characters of a hostile entry, and the processor time for it: ten times the linear cost."""
GOST = "Петров И. И. Культура и власть : учебное пособие для вузов. 2-е изд., перераб. и доп. М. : Наука, 2008. 352 с."


def test_an_article_becomes_its_fields():
    reading = read(ARTICLE, "1")
    item = reading.item

    assert (item.id, item.type, item.title) == ("1", "article-journal", "Rivers of examples")
    assert [name.family for name in item.author] == ["Doe", "Roe"]
    assert (item.year, item.container_title, item.volume, item.issue) == (2004, "Journal of Examples", "12", "3")
    assert (item.page, item.doi, reading.doubtful) == ("45-67", "10.5555/rivers", ())


def test_a_book_after_gost_becomes_its_fields():
    item = read(GOST, "1").item

    assert (item.type, item.title, item.publisher, item.year) == ("book", "Культура и власть", "Наука", 2008)
    assert (item.publisher_place, item.number_of_pages, item.page) == ("М", "352", "")


def test_fields_are_the_words_of_the_entry_in_their_places():
    for text in (ARTICLE, GOST):
        fields = read(text, "1").fields
        assert all(text[field.start : field.end] == field.text for field in fields)
        assert [field.start for field in fields] == sorted(field.start for field in fields)


def test_words_in_no_field_are_a_doubt_and_the_names_of_identifiers_are_not():
    assert "note" in read("Omeka : https://example.org/omeka. " + "12345 " * 2000, "1").doubtful
    assert "note" not in read(f"{GOST} ISBN 978-3-16-148410-0. URL: https://example.org/kultura", "1").doubtful


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from([*ARTICLE.split(), *GOST.split(), "//", "—", "10.5555/x"])).map(" ".join))
def test_a_field_is_either_known_or_in_doubt(text: str):
    reading = read(text, "1")

    assert not any(reading.item.has(field) for field in reading.doubtful if field != "note")
    assert len({*reading.doubtful}) == len(reading.doubtful)


@pytest.mark.parametrize(
    "part",
    [
        "x",
        "Я",
        "1",
        "12 ",
        "a.",
        "Doe J., ",
        "() ",
        "// ",
        "« ",
        "\x00",
        "\u202e",
        "漢",
        "аbв ",
        "10.5555/",
        "https://",
        "1999. ",
        "é\u0301",
    ],
)
def test_hostile_entries_are_read_within_a_second(part: str):
    text = (part * LENGTH)[:LENGTH]

    def seconds() -> float:
        begin = time.process_time()
        read(text, "1")
        return time.process_time() - begin

    assert any(seconds() < SECONDS for _ in range(TRIES))


def test_a_year_among_other_words_may_be_that_of_the_work():
    reading = read("Doe J. The crisis of 1929 and after. Exampleton: Example Press.", "1")
    assert reading.item.issued or "issued" in reading.doubtful


def test_a_title_that_was_read_as_people_is_in_doubt():
    reading = read("Тұрғынбаев Ә. Логика. -Алматы: Білім, 2000. – 176 б.", "1")
    assert reading.item.title or "title" in reading.doubtful

from __future__ import annotations

import pytest

from kzcheck.csl import Item, Name
from kzcheck.services.searching import MOST_WORDS, Book, book_of, content_words, main_title, title_words


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Clouds of the Steppe: a short history", "Clouds of the Steppe"),
        ("Clouds of the Steppe. A short history", "Clouds of the Steppe"),
        ("Clouds of the Steppe – a short history", "Clouds of the Steppe"),
        ("Clouds of the Steppe (2nd ed.)", "Clouds of the Steppe"),
        ("<i>Clouds</i> of the Steppe [Text]", "Clouds of the Steppe"),
        ("Clouds of the Steppe, vol. 2: Rain", "Clouds of the Steppe"),
        ("Облака над степью в 5 т. Т. 1", "Облака над степью"),
        ("Wolken der Steppe, Bd. 3", "Wolken der Steppe"),
        ("Clouds: a short history", "Clouds: a short history"),
        ("St. Nowhere in winter", "St. Nowhere in winter"),
        ("Part 2", "Part 2"),
        ("Post-war clouds", "Post-war clouds"),
        ("", ""),
    ],
)
def test_the_main_title_is_found_without_subtitle_and_volumes(title, main):
    assert main_title(title) == main


def test_words_ignored_by_catalogues_are_left_out_unless_there_are_no_others():
    assert content_words("The Clouds and the Rivers of a Steppe") == ["Clouds", "Rivers", "Steppe"]
    assert content_words("Облака и реки в степи") == ["Облака", "реки", "степи"]
    assert content_words("The The") == ["The", "The"]


def test_operators_become_ordinary_words():
    assert title_words("Clouds AND rain OR not") == ["Clouds", "and", "rain", "or", "not"]


@pytest.mark.parametrize(
    ("item", "book"),
    [
        (Item(id="1", type="book", title="Clouds", author=(Name(family="van der Vondel"),)), Book("Clouds", "Vondel")),
        (Item(id="1", type="book", title="Clouds", editor=(Name(family="Odongo"),)), Book("Clouds", "Odongo")),
        (Item(id="1", type="book", title="Clouds", author=(Name(literal="Cloud Society"),)), Book("Clouds")),
        (Item(id="1", type="entry-encyclopedia", title="Rain", container_title="All clouds"), Book("All clouds")),
        (Item(id="1", type="article-journal", title="Rain"), None),
    ],
)
def test_the_book_to_search_for_is_determined(item, book):
    assert book_of(item) == book


@pytest.mark.parametrize("title", ["(" * 4000, "vol. " * 800, "a" * 4000, ". a" * 1300, "<a" * 2000, "1,1" * 1300, "- " * 2000])
def test_any_title_is_reduced_to_words(title):
    assert len(main_title(title)) <= len(title)
    assert len(title_words(title)) <= MOST_WORDS

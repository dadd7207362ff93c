"""Whether a work named in a text is an entry's, or certainly another."""

from __future__ import annotations

import pytest

from kzcheck.csl import Date, Item
from kzcheck.matching.attribution.other_works import (
    differs_in_date,
    differs_in_numbers,
    is_other_work,
    is_work,
    kind,
    kind_of_title,
)


@pytest.mark.parametrize(
    ("named", "listed", "same"),
    [
        ("Soft Power", "Soft Power: The Means to Success in World Politics", True),
        ("Kazakhstan 2030", "Kazakhstan - 2030 Program", True),
        ("Kazakhstan 2030", "Kazakhstan - 2050 Strategy", False),
        ("The Structure of the Artistic Text", "Структура художественного текста", False),
        ("Структура художественного текста", "Struktura khudozhestvennogo teksta", True),
        ("Power", "Soft Power", False),
    ],
)
def test_a_title_is_recognised_as_that_of_an_entry(named: str, listed: str, same: bool):
    assert is_work(named, Item("1", title=listed)) is same


@pytest.mark.parametrize(
    ("named", "noun", "item", "other"),
    [
        ("A Course for the Future", "piece", Item("1", title="Poslanie prezidenta narodu", language="ru-Latn"), True),
        ("A Course for the Future", "speech", Item("1", title="Poslanie prezidenta narodu", language="ru-Latn"), False),
        ("The Structure of the Text", "book", Item("1", title="Struktura teksta", language="ru-Latn"), False),
        ("The Future of the World Order", "book", Item("1", title="Bound to Lead in the Age of Empires", language="en"), True),
        ("The Future of the World Order", "essay", Item("1", type="book", title="Bound to Lead in the Age", language="en"), False),
        ("The Future of the World Order", "book", Item("1"), False),
    ],
)
def test_another_work_by_the_same_person_is_recognised(named: str, noun: str, item: Item, other: bool):
    assert is_other_work(named, noun, item) is other


def test_titles_that_differ_only_in_numbers_are_recognised():
    assert differs_in_numbers("Kazakhstan 2030 Strategy", Item("1", title="Kazakhstan 2050 Strategy"))
    assert not differs_in_numbers("Kazakhstan 2030", Item("1", title="Kazakhstan 2030 Strategy"))
    assert not differs_in_numbers("Agenda 21", Item("1", title="Rivers of 1990"))


def test_addresses_of_different_dates_are_recognised():
    day = (2017, 1, 31)

    assert differs_in_date("address", day, Item("1", title="Address to the people of 10 January 2018"))
    assert differs_in_date("послание", day, Item("1", title="Послание народу", issued=Date((2018, 1, 10))))
    assert not differs_in_date("address", day, Item("1", title="Poslanie narodu. 31 yanvarya 2017 g."))
    assert not differs_in_date("address", day, Item("1", title="Address to the people", issued=Date((2018,))))
    assert not differs_in_date("address", day, Item("1", title="Law on culture of 10 January 2018"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("article", "article"),
        ("piece", "article"),
        ("статье", "article"),
        ("послание", "address"),
        ("kitabında", "book"),
        ("стратегия", "programme"),
        ("river", ""),
    ],
)
def test_kinds_of_works_are_recognised_by_their_nouns(word: str, expected: str):
    assert kind(word) == expected


def test_a_title_gives_its_kind_in_its_first_words():
    assert kind_of_title("Poslanie prezidenta narodu") == "address"
    assert kind_of_title("On rivers, lakes and an address") == ""

"""Numbers in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.numbers import mentions


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("15 nations", 15, "nations"),
        ("1,500 participants", 1500, "participants"),
        ("1 500 человек", 1500, "человек"),
        ("1\u00a0500 человек", 1500, "человек"),
        ("1.500.000 lira", 1_500_000, "lira"),
        ("3,5 км", 3.5, "км"),
        ("3.5 km", 3.5, "km"),
        ("10 000,50 тенге", 10000.5, "тенге"),
        ("2.5 million people", 2_500_000, "people"),
        ("5 тыс. человек", 5000, "человек"),
        ("3 миллиарда тенге", 3e9, "тенге"),
        ("2 млн тонн", 2e6, "тонн"),
        ("almost 90% of the land", 90, "%"),
        ("90 percent of the land", 90, "%"),
        ("90 процентов земли", 90, "%"),
        ("%90'ı", 90, "%"),
        ("yüzde 90", 90, "%"),
        ("1991", 1991, ""),
    ],
)
def test_digits_are_read_in_the_usual_forms(text: str, value: float, unit: str):
    (mention,) = mentions(text)
    assert (mention.value, mention.last, mention.unit) == (value, value, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-seven member states", 27),
        ("one hundred and sixty meanings", 160),
        ("two hundred and five men", 205),
        ("three hundred sixty-five days", 365),
        ("двадцать семь стран", 27),
        ("сто двадцать рек", 120),
        ("жиырма жеті мемлекет", 27),
        ("он екі ай", 12),
        ("екі жүз адам", 200),
        ("yirmi yedi ülke", 27),
        ("on iki ay", 12),
        ("iki yüz kişi", 200),
    ],
)
def test_number_words_are_read(text: str, value: float):
    (mention,) = mentions(text)
    assert mention.value == value


def test_a_number_word_has_its_position():
    text = "CICA has twenty-seven members"
    (mention,) = mentions(text)
    assert (text[mention.start : mention.end], mention.unit) == ("twenty-seven", "members")


def test_two_words_that_do_not_form_a_number_are_two_numbers():
    assert [numeral.value for numeral in mentions("twelve, thirteen")] == [12, 13]
    assert [numeral.value for numeral in mentions("ten five")] == [10, 5]


def test_a_range_has_two_ends():
    (mention,) = mentions("15–20 pages")
    assert (mention.value, mention.last, mention.unit) == (15, 20, "pages")


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "он пришёл",
        "he went on",
        "bir gün",
        "COVID-19",
        "12.05.2010",
        "the 34th conference",
        "p.12",
        "10.5555/12",
        "H2O",
    ],
)
def test_text_that_is_not_a_number_is_not_mentioned(text: str):
    assert mentions(text) == ()


@given(st.text(st.sampled_from("0123456789.,  -–%'’ткmtwoоnжүз онiki"), max_size=60) | st.text(max_size=60))
def test_mentions_are_within_the_text_and_in_order(text: str):
    numbers_found = mentions(text)
    assert all(0 <= numeral.start < numeral.end <= len(text) for numeral in numbers_found)
    assert [numeral.start for numeral in numbers_found] == sorted(numeral.start for numeral in numbers_found)


@given(st.integers(0, 10**12))
def test_thousands_separators_do_not_change_a_number(number: int):
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u00a0")):
        (mention,) = mentions(f"there are {written} rivers")
        assert (mention.value, mention.unit) == (number, "rivers")

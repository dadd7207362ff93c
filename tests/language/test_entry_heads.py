"""Who wrote a work, and when, is read from the beginning of its printed reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.entry_heads import LOOKED_AT, entry_head, entry_heads

PEOPLE = {
    "Doe J.A. Rivers // Journal of Examples. 2004. № 80. P. 153–171.": (["Doe"], 2004),
    "Doe J.A., Roe M. Rivers. Exampleton: Example Press, 2004. 240 p.": (["Doe", "Roe"], 2004),
    "Doe, J. A., & Roe, M. (2004a). Rivers. Journal of Examples, 8(2), 153–171.": (["Doe", "Roe"], 2004),
    "Doe, J.A., Roe, M. and Poe, A., 2004. Rivers. Exampleton: Example Press.": (["Doe", "Roe", "Poe"], 2004),
    "Doe, Jane A. Rivers That Move. Exampleton: Example Press, 2004.": (["Doe"], 2004),
    "Doe, Jane, and Mary Roe. 2004. Rivers. Exampleton: Example Press.": (["Doe", "Roe"], 2004),
    "Doe JA, Roe M. Rivers. J Ex. 2004;8(2):153-171.": (["Doe", "Roe"], 2004),
    "J. A. Doe and M. Roe, Rivers, Journal of Examples 8 (2004) 153–171.": (["Doe", "Roe"], 2004),
    "Doe, J.; Roe, M. Rivers. J. Ex. 2004, 8, 153–171.": (["Doe", "Roe"], 2004),
    "Doe J., et al. Rivers. Journal of Examples 110, 1990-2010 (2004).": (["Doe"], 2004),
    "van der Doe J., O'Roe M. Rivers. 2004.": (["van der Doe", "O'Roe"], 2004),
    "Doe-Roe J.C.E. Rivers // Roads. 2004. P. 232–244.": (["Doe-Roe"], 2004),
    "Иванов И.И., Петров П.П. Реки // Вестник. – 2004. – № 2. – С. 5–9.": (["Иванов", "Петров"], 2004),
    "Иванов, И. И. Реки / И. И. Иванов. – М. : Пример, 2004. – 240 с.": (["Иванов"], 2004),
    "Әлиев Қ.К. Өзендер // Хабаршы. – 2004. – Б. 5–9.": (["Әлиев"], 2004),
    "Şahin, Ö. ve Çelik, I. (2004). Nehirler. Örnek Dergisi, 8(2), 5-9.": (["Şahin", "Çelik"], 2004),
    "Реки и дороги / И. И. Иванов, П. П. Петров. – М., 2004. – 240 с.": (["Иванов", "Петров"], 2004),
    "A survey of rivers / J. Doe [и др.] // Examples. — 2004. — Т. 40, № 4. — С. 769—790.": (["Doe"], 2004),
    "World Example Organization (2004). Rivers of the world. Exampleton.": (["World Example Organization"], 2004),
    "UNESCO. What is a river? [Electronic resource] // UNESCO. 2015. URL: https://example.org (accessed: 20.03.2024).": (
        ["UNESCO"],
        2015,
    ),
}


@pytest.mark.parametrize("text", PEOPLE)
def test_people_and_year_are_read_in_the_usual_styles(text: str):
    head = entry_head(text)

    assert ([*head.names], head.year) == PEOPLE[text]


@pytest.mark.parametrize(
    "text",
    [
        "Rivers and roads: an atlas. Exampleton, 2004.",
        "Что такое река [Электронный ресурс]. – Режим доступа: https://example.org/reka",
        "Портал примеров. Об опыте рек // Портал. 2004.",
        "Portal SNG. Ob opyte rek // Portal. 2004.",
        "https://example.org/rivers",
    ],
)
def test_a_title_is_not_a_person(text: str):
    assert not entry_head(text).surely


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Doe J. Rivers 1991–2018 // Examples. 2021. № 47. P. 507–527.", 2021),
        ("Doe J. Rivers. 2016. P. 2081 p.", 2016),
        ("Doe J. Rivers. URL: https://example.org/2019/ (accessed: 19.03.2024).", None),
        ("Doe J. Rivers. Exampleton, n.d.", None),
        ("Doe J. Rivers. Science 303, 1999-2003 (2004).", 2004),
        ("Doe J. The Sheet of 1688. Exampleton: Example Press.", None),
        ("Doe J. Rivers in 1848. Exampleton: Example Press, 1999.", 1999),
        ("Doe J. Ríos // Ejemplos. 5 mayo de 2004.", 2004),
        ("Иванов И. Реки // Примеры. 5 мая 2004.", 2004),
        ("Doe J. Strategy to 2030 in outline. Exampleton.", None),
    ],
)
def test_numbers_that_are_not_its_year_are_left_alone(text: str, year: int | None):
    assert entry_head(text).year == year


def test_the_letter_after_the_year_is_read():
    assert entry_head("Doe, J. (2004b). Roads. Exampleton.").suffix == "b"
    assert entry_head("Иванов И.И. Реки. М., 2004а. 240 с.").suffix == "а"


def test_a_dash_stands_for_the_people_before():
    heads = entry_heads(["Doe, J. 2004. Rivers. Exampleton.", "———. 2008. Roads. Exampleton.", "Roe, M. 2009. Lakes. Exampleton."])

    assert [head.names for head in heads] == [("Doe",), ("Doe",), ("Roe",)]
    assert [head.year for head in heads] == [2004, 2008, 2009]


def test_others_are_noted():
    assert entry_head("Doe, J., et al. (2004). Rivers.").others
    assert entry_head("Иванов И.И., Петров П.П. и др. Реки. М., 2004.").others
    assert not entry_head("Doe, J. (2004). Rivers.").others


def test_the_title_follows_the_people_and_the_year():
    assert entry_head("Doe J.A. Rivers that move // Journal of Examples. 2004.").title == "Rivers that move"
    assert entry_head("Doe, J. (2004). “Rivers that move.” Examples, 8.").title == "Rivers that move"
    assert entry_head("Atlas of rivers [Electronic resource]. 2004.").title == "Atlas of rivers"


@given(st.text(max_size=60))
def test_any_text_has_a_head(text: str):
    head = entry_head(text * 3)

    assert all(name in text * 3 for name in head.names if " " not in name)
    assert head.year is None or 1400 <= head.year < 2100


def test_a_long_text_is_read_at_its_beginning():
    assert entry_head("Doe, " * LOOKED_AT).year is None
    assert entry_head("A. " * LOOKED_AT).year is None
    assert entry_head("Doe J., " * LOOKED_AT).names

"""Recognising publishers, journals, cities and forthcoming works by their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date, Item
from kzcheck.language.publishing import is_forthcoming, is_unpublished, names_city, names_journal, names_publisher


@pytest.mark.parametrize(
    "text",
    [
        "Springer",
        "Example Publishing Company, Inc.",
        "IOP Publishing",
        "Wiley-Blackwell",
        "Example University Press",
        "Univ. of Example Press",
        "Presses universitaires d'Exemple",
        "Beispiel Verlag GmbH",
        "Örnek Yayınları",
        "Örnek Yayınevi",
        "Изд-во МГУ",
        "Пример баспасы",
        "Wydawnictwo Uniwersytetu Przykładowego",
        "Pelda Kiadó",
        "例子出版社",
    ],
)
def test_a_publisher_is_recognised_by_its_words(text: str) -> None:
    assert names_publisher(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nature",
        "Publishing Research Quarterly",
        "Известия издательства",
        "Yayın Dünyası Dergisi",
        "Winnipeg Free Press",
        "Learned Publishing",
        "Scholarly Publishing",
        "The Seybold Report on Desktop Publishing",
        "x" * 400,
    ],
)
def test_a_journal_about_publishing_is_not_a_publisher(text: str) -> None:
    assert not names_publisher(text)


@pytest.mark.parametrize(
    "text",
    [
        "Journal of Examples",
        "The International Journal of Examples",
        "Вестник КазНУ",
        "ҚазҰУ хабаршысы",
        "Örnek Dergisi",
        "Zeitschrift für Beispiele",
        "Revue d'exemples",
        "Revista de ejemplos",
        "Annals of Examples",
        "例子学报",
    ],
)
def test_a_journal_is_recognised_by_its_words(text: str) -> None:
    assert names_journal(text)


@pytest.mark.parametrize("text", ["", "Springer", "Nature", "Example House", "Journal of Examples Publishing Group", "x" * 400])
def test_a_possible_publisher_is_not_clearly_a_journal(text: str) -> None:
    assert not names_journal(text)


@pytest.mark.parametrize("text", ["London", "Алматы", "İstanbul", "Санкт-Петербург", "Köln"])
def test_cities_of_publishers_are_recognised_in_every_script(text: str) -> None:
    assert names_city(text)


def test_the_initial_of_a_city_counts_only_on_request() -> None:
    assert (names_city("М."), names_city("М.", short=True)) == (False, True)


@pytest.mark.parametrize("text", ["", "France", "London School of Economics", "J. London"])
def test_a_country_a_school_and_a_person_are_not_cities(text: str) -> None:
    assert not names_city(text)


@pytest.mark.parametrize(
    "text", ["in press", "Forthcoming", "в печати", "baskıda", "im Druck", "à paraître", "en prensa", "(in press)"]
)
def test_a_work_may_be_marked_as_forthcoming(text: str) -> None:
    assert is_forthcoming(Item("1", status=text))
    assert is_forthcoming(Item("1", issued=Date(raw=text)))


@pytest.mark.parametrize(
    "text",
    [
        "unpublished",
        "private communication, Example Research Center",
        "pers. comm.",
        "Личное сообщение",
        "kişisel görüşme",
        "Persönliche Mitteilung",
        "comm. pers.",
        "неопубликованный отчёт",
        "готовится к печати",
        "these proceedings",
    ],
)
def test_a_work_may_be_oral_or_unprinted(text: str) -> None:
    assert is_unpublished(Item("1", note=text))
    assert is_unpublished(Item("1", publisher=text))


def test_an_unpublished_thesis_is_an_ordinary_work() -> None:
    assert not is_unpublished(Item("1", type="thesis", genre="Unpublished doctoral thesis"))
    assert not is_unpublished(Item("1", publisher="Springer", note="Published in two parts"))


def test_a_title_about_the_press_does_not_make_a_work_forthcoming() -> None:
    assert not is_forthcoming(Item("1", title="Women in press offices", issued=Date(start=(2001,)), volume="12"))


@given(st.text(max_size=400))
def test_any_text_is_accepted(text: str) -> None:
    answers = (names_publisher(text), names_journal(text), names_city(text, short=True), is_forthcoming(Item("1", note=text)))
    assert all(isinstance(answer, bool) for answer in answers)

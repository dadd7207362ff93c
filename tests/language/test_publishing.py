"""Publishers, journals, cities and works that are not out yet, told apart by their words."""

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
def test_a_publishing_house_is_known_by_its_words(text: str) -> None:
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
def test_a_journal_about_publishing_is_no_house(text: str) -> None:
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
def test_a_journal_is_known_by_its_words(text: str) -> None:
    assert names_journal(text)


@pytest.mark.parametrize("text", ["", "Springer", "Nature", "Example House", "Journal of Examples Publishing Group", "x" * 400])
def test_what_may_be_a_house_is_no_sure_journal(text: str) -> None:
    assert not names_journal(text)


@pytest.mark.parametrize("text", ["London", "Алматы", "İstanbul", "Санкт-Петербург", "Köln"])
def test_cities_of_publishers_are_known_in_every_script(text: str) -> None:
    assert names_city(text)


def test_the_initial_of_a_city_counts_only_where_asked_for() -> None:
    assert (names_city("М."), names_city("М.", short=True)) == (False, True)


@pytest.mark.parametrize("text", ["", "France", "London School of Economics", "J. London"])
def test_a_country_a_school_and_a_person_are_no_cities(text: str) -> None:
    assert not names_city(text)


@pytest.mark.parametrize(
    "text", ["in press", "Forthcoming", "в печати", "baskıda", "im Druck", "à paraître", "en prensa", "(in press)"]
)
def test_a_work_may_be_marked_as_not_out_yet(text: str) -> None:
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
def test_a_work_may_be_told_or_never_printed(text: str) -> None:
    assert is_unpublished(Item("1", note=text))
    assert is_unpublished(Item("1", publisher=text))


def test_an_unpublished_thesis_is_a_work_like_others() -> None:
    assert not is_unpublished(Item("1", type="thesis", genre="Unpublished doctoral thesis"))
    assert not is_unpublished(Item("1", publisher="Springer", note="Published in two parts"))


def test_a_title_about_the_press_does_not_make_a_work_forthcoming() -> None:
    assert not is_forthcoming(Item("1", title="Women in press offices", issued=Date(start=(2001,)), volume="12"))


@given(st.text(max_size=400))
def test_any_text_can_be_asked_about(text: str) -> None:
    answers = (names_publisher(text), names_journal(text), names_city(text, short=True), is_forthcoming(Item("1", note=text)))
    assert all(isinstance(answer, bool) for answer in answers)

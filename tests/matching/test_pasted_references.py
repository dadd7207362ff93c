"""Pasted references: whether a printed text names a record's work."""

from __future__ import annotations

import pytest

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Asked, Found, Record, Resolution
from kzcheck.matching.works import judge
from kzcheck.matching.works.identity import Comparison, pasted

RIVERS = Record(
    "crossref",
    "10.5555/rivers",
    Item(
        id="",
        title="Rivers that never were: a history",
        author=(Name("Öztürk", "Can"), Name("Iskakova", "A.")),
        issued=Date((2010,)),
        container_title="Journal of Invented Geography",
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "Öztürk C., Iskakova A. Rivers that never were: a history // J. Invented Geogr. 2010. Vol. 4. P. 11-29.",
        "OZTURK, C. (2010). “Rivers That Never Were – A History”.",
        "Öztürk C. Rivers that never were: a his- tory. 2010.",
        "Öztürk C. Riversthat never were: a history. 2010.",
        "[12] Искакова А. Rivers that never were: A history, 2010",
    ],
)
def test_a_text_with_title_person_and_year_is_the_work(text: str):
    assert pasted(text, RIVERS).identity == "same"


@pytest.mark.parametrize(
    "text",
    [
        "Öztürk C. Rivers that never were: a history. 1999.",
        "Somebody B. Rivers that never were: a history. 2010.",
    ],
)
def test_a_text_without_person_or_year_is_unsure(text: str):
    assert pasted(text, RIVERS).identity == "unsure"


@pytest.mark.parametrize(
    "text", ["Öztürk C. Lakes that never were: a history. 2010.", "2010", "", "were never that Rivers Öztürk 2010"]
)
def test_a_text_without_the_title_is_another_work(text: str):
    assert pasted(text, RIVERS).identity == "other"


def test_a_record_found_by_an_identifier_is_the_work_unless_nothing_of_it_is_in_the_text():
    assert pasted("Öztürk, https://doi.org/10.5555/rivers", RIVERS, identified=True).identity == "same"
    assert pasted("", RIVERS, identified=True).identity == "same"
    assert pasted("Smith J. On the grammar of things. Almaty, 1987.", RIVERS, identified=True).identity == "other"


def test_a_chapter_precedes_its_book():
    book = Record("crossref", "b", Item(id="", title="Invented waters", author=(Name("Doe", "J."),), issued=Date((2010,))))
    text = "Öztürk C. Rivers that never were: a history. In: Doe J. (ed.) Invented waters. 2010."

    assert pasted(text, RIVERS).score > pasted(text, book).score


def test_a_record_that_the_printed_words_name_is_the_work_even_if_the_fields_read_from_them_are_another_s():
    misread = Item("1", title="Maps of steppes", author=(Name("Doe", "J."),), issued=Date((1987,)))
    asked = (Asked("crossref", "reference", "rivers", Found((RIVERS,))),)

    def work(printed: str) -> Comparison | None:
        return judge(misread, printed, Resolution(asked), {}).work

    assert work("") is None
    assert work("Doe J. Maps of steppes. 1987.") is None
    comparison = work(
        "Öztürk C. Rivers that never were: a history // Journal of Invented Geography. 2010. Maps of steppes, Doe J., 1987."
    )
    assert comparison is not None
    assert (comparison.record, comparison.differences) == (RIVERS, ())

"""The fields of an entry become a CSL item: dates in parts, numbers without labels, every value in its own field."""

from __future__ import annotations

from typing import Any

import pytest

from kzcheck.csl import Date, Name, to_json
from kzcheck.language.parsing import Field, Label, item_of


def made(*values: tuple[Label, str]) -> dict[str, Any]:
    """Return the CSL-JSON of an entry with these fields, without its id and type."""
    fields = [Field(label, text, 0, len(text), 1.0) for label, text in values]
    item = to_json(item_of(fields, "1"))
    return {key: value for key, value in item.items() if key not in {"id", "type"}}


DATES = [
    ("2014", [[2014]]),
    ("15 декабря 2006 г.", [[2006, 12, 15]]),
    ("2021, August", [[2021, 8]]),
    ("2009 жылғы 31 қаңтар", [[2009, 1, 31]]),
    ("31 Ocak 2012", [[2012, 1, 31]]),
    ("May–June 2012", [[2012, 5], [2012, 6]]),
    ("1990–1992", [[1990], [1992]]),
    ("1926, 1928", [[1926], [1928]]),
]


@pytest.mark.parametrize(("printed", "parts"), DATES)
def test_a_date_is_read_in_parts(printed: str, parts: list[list[int]]) -> None:
    assert made(("issued", printed)) == {"issued": {"date-parts": parts}}


@pytest.mark.parametrize(("printed", "suffix"), [("2014a", "a"), ("2007 b", "b"), ("2020б", "б"), ("(2014a, May)", "a")])
def test_the_letter_after_a_year_is_apart_from_it(printed: str, suffix: str) -> None:
    item = made(("issued", printed))

    assert item["year-suffix"] == suffix
    assert item["issued"]["date-parts"][0][0] == int("".join(filter(str.isdecimal, printed)))


def test_the_year_of_the_first_edition_is_another_date() -> None:
    expected = {"issued": {"date-parts": [[2003]]}, "original-date": {"date-parts": [[1910]]}}
    assert made(("issued", "2003 [1910]")) == expected
    assert made(("issued", "[1910] 2003")) == expected


def test_a_date_in_two_places_is_one() -> None:
    assert made(("issued", "1992"), ("issue", "5"), ("issued", "29 января"))["issued"] == {"date-parts": [[1992, 1, 29]]}
    assert made(("issued", "2009"), ("issued", "2011"))["issued"] == {"date-parts": [[2009]]}


def test_what_is_not_a_date_stays_as_printed() -> None:
    assert made(("issued", "б. г.")) == {"issued": {"raw": "б. г."}}


NUMBERS: list[tuple[Label, str, dict[str, str]]] = [
    ("volume", "13", {"volume": "13"}),
    ("volume", "13(2)", {"volume": "13", "issue": "2"}),
    ("volume", "13 (2–3)", {"volume": "13", "issue": "2–3"}),
    ("volume", "27, no. 8", {"volume": "27", "issue": "8"}),
    ("volume", "81(4):044005", {"volume": "81", "issue": "4", "page": "044005"}),
    ("volume", "128(1):183–269", {"volume": "128", "issue": "1", "page": "183–269"}),
    ("volume", "vol. 3", {"volume": "3"}),
    ("volume", "Cilt 4", {"volume": "4"}),
    ("volume", "Т. 2", {"volume": "2"}),
    ("volume", "B39", {"volume": "B39"}),
    ("volume", "45/4", {"volume": "45/4"}),
    ("volume", "II", {"volume": "II"}),
    ("issue", "№ 2 (35)", {"issue": "2 (35)"}),
    ("issue", "Вып. 6", {"issue": "6"}),
    ("issue", "Suppl 1", {"issue": "Suppl 1"}),
    ("page", "pp. 12–40", {"page": "12–40"}),
    ("page", "p17", {"page": "17"}),
    ("page", "С. 784 - 799", {"page": "784-799"}),
    ("page", "35-46 б.", {"page": "35-46"}),
    ("page", "S08003", {"page": "S08003"}),
    ("page", "e1234", {"page": "e1234"}),
    ("page", "082001 (7pp)", {"page": "082001"}),
    ("page", "427, 426", {"page": "427, 426"}),
    ("number_of_pages", "240 с.", {"number-of-pages": "240"}),
    ("number_of_pages", "352", {"number-of-pages": "352"}),
    ("edition", "2nd ed.", {"edition": "2"}),
    ("edition", "4th", {"edition": "4"}),
    ("edition", "2-е изд., перераб.", {"edition": "2-е изд., перераб."}),
    ("edition", "15. Baskı", {"edition": "15. Baskı"}),
    ("edition", "2nd rev. version", {"edition": "2nd rev. version"}),
    ("doi", "https://doi.org/10.5555/ABC", {"DOI": "10.5555/ABC"}),
    ("doi", "doi:10.5555/12", {"DOI": "10.5555/12"}),
    ("arxiv", "1607.00647", {"number": "arXiv:1607.00647"}),
    ("title", "«Гибкая власть»", {"title": "Гибкая власть"}),
    ("title", "«Слово» и «дело»", {"title": "«Слово» и «дело»"}),
    ("parallel_title", "Soft Power", {"original-title": "Soft Power"}),
    ("citation_number", "12", {}),
]


@pytest.mark.parametrize(("label", "printed", "expected"), NUMBERS)
def test_a_value_is_in_its_own_field(label: Label, printed: str, expected: dict[str, str]) -> None:
    assert made((label, printed)) == expected


def test_a_volume_is_not_parted_if_the_entry_has_an_issue() -> None:
    assert made(("volume", "13(2)"), ("issue", "4")) == {"volume": "13(2)", "issue": "4"}


def test_a_year_before_the_volume_is_the_date() -> None:
    assert made(("volume", "2012;30(15)")) == {"issued": {"date-parts": [[2012]]}, "volume": "30", "issue": "15"}


def test_the_address_of_a_site_is_named_without_its_scheme() -> None:
    assert made(("container_title", "https://example.org/")) == {"container-title": "example.org"}


def test_parts_of_a_title_and_several_places_are_joined() -> None:
    item = made(
        ("title", "Гибкая власть"), ("title", "как добиться успеха"), ("publisher_place", "М."), ("publisher_place", "СПб.")
    )
    assert item == {"title": "Гибкая власть: как добиться успеха", "publisher-place": "М.; СПб."}


def test_the_address_of_a_copy_is_not_that_of_the_work() -> None:
    assert made(("url", "https://web.archive.org/web/2020/https://example.org"), ("url", "https://example.org")) == {
        "URL": "https://example.org"
    }
    assert made(("url", "https://example.org/a"), ("url", "https://example.org/b")) == {"URL": "https://example.org/a"}


def test_of_two_statements_of_the_authors_the_fuller_counts() -> None:
    fields: list[tuple[Label, str]] = [("author", "Роу Б."), ("title", "Реки"), ("author", "Б. Роу, А. Доу [и др.]")]
    assert made(*fields)["author"] == [
        {"family": "Роу", "given": "Б."},
        {"family": "Доу", "given": "А."},
        {"literal": "others"},
    ]


def test_a_publisher_that_was_read_as_a_journal_is_a_publisher() -> None:
    assert made(("title", "Rivers"), ("container_title", "Example University Press"))["publisher"] == "Example University Press"
    assert made(("title", "Rivers"), ("publisher", "Journal of Botany"))["container-title"] == "Journal of Botany"


def test_a_file_in_an_archive_has_its_archive_and_its_place_there() -> None:
    fields = [
        Field("title", "Письма", 0, 6, 1.0),
        Field("container_title", "РГАДА", 9, 14, 1.0),
        Field("note", "Ф. 21. Оп. 1. Д. 3", 16, 34, 1.0),
    ]
    item = item_of(fields, "1")

    assert (item.type, item.archive, item.other) == ("document", "РГАДА", {"archive_location": "Ф. 21. Оп. 1. Д. 3"})


def test_an_entry_without_fields_is_an_empty_item() -> None:
    assert made() == {}


def test_names_and_dates_are_parts_of_the_item() -> None:
    item = item_of([Field("editor", "Г.А. Василевича", 0, 15, 1.0), Field("accessed", "13.12.2025", 20, 30, 1.0)], "1")
    assert item.editor == (Name(family="Василевича", given="Г.А."),)
    assert item.accessed == Date((2025, 12, 13))

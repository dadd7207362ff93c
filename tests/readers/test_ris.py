"""RIS lists: conversion of tags, their locations, and the effect of broken entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date, Name
from kzcheck.errors import UnreadableError
from kzcheck.readers import references, ris
from kzcheck.readers.nodes import Source

if TYPE_CHECKING:
    from conftest import Reading, Refusing
    from kzcheck.article import Article
    from kzcheck.csl import Item

RIS = "refs.ris"


def read(reading: Reading, text: str) -> Article:
    return reading(text, name=RIS)


def item(reading: Reading, lines: str, kind: str = "JOUR") -> Item:
    """Return the only item of a list, with these lines after its TY and no problems."""
    article = read(reading, f"TY  - {kind}\n{lines}\nER  - \n")
    assert not article.unreadable
    assert not article.unknown_fields
    return article.references[0].item


def test_all_fields_of_an_article_are_read(reading: Reading):
    article = read(
        reading,
        """TY  - JOUR
ID  - ozturk2010
AU  - Öztürk, Can
AU  - Nye, Joseph S., Jr.
A1  - UNESCO
TI  - Rivers that Never Were:
      A Catalogue
JF  - Journal of Invented Geography
JA  - J. Inv. Geogr.
PY  - 2010/05/12/Spring
VL  - 4
IS  - 2
SP  - 11
EP  - 29
SN  - 0000-0019
DO  - 10.5555/jig.2010.4
UR  - https://example.org/rivers;a=1
Y2  - 2020/01/15/
LA  - en
AB  - Words.
KW  - rivers
KW  - maps
N1  - A note
L1  - file.pdf
C1  - own
ER  -
""",
    )
    (reference,) = article.references
    entry = reference.item

    assert not article.unreadable
    assert not article.unknown_fields
    assert (entry.id, entry.type, entry.title) == ("ozturk2010", "article-journal", "Rivers that Never Were: A Catalogue")
    assert entry.author == (
        Name(family="Öztürk", given="Can"),
        Name(family="Nye", given="Joseph S.", suffix="Jr."),
        Name(literal="UNESCO"),
    )
    assert (entry.container_title, entry.container_title_short) == ("Journal of Invented Geography", "J. Inv. Geogr.")
    assert (entry.issued, entry.accessed) == (Date((2010, 5, 12)), Date((2020, 1, 15)))
    assert (entry.volume, entry.issue, entry.page, entry.issn) == ("4", "2", "11-29", "0000-0019")
    assert (entry.doi, entry.url, entry.note) == ("10.5555/jig.2010.4", "https://example.org/rivers;a=1", "A note")
    assert entry.other == {"abstract": "Words.", "keyword": "rivers, maps"}


def test_authors_keep_the_order_of_the_file_under_all_their_tags(reading: Reading):
    entry = item(reading, "A1  - Doe, Jane\nAU  - Roe, Rick; UNESCO\nA1  - Nye, J.")

    assert [str(name) for name in entry.author] == ["Jane Doe", "Rick Roe", "UNESCO", "J. Nye"]


def test_every_value_has_its_location_in_the_file(reading: Reading):
    article = read(reading, "TY  - BOOK\r\nAU  - Doe, Jane; Roe, Rick\r\nTI  - Bridges\r\n  on Paper\r\nPY  - 2004\r\nER  - \r\n")
    (reference,) = article.references
    places = {path: (place.line, place.column, place.end_line, place.end_column) for path, place in reference.places.items()}

    assert reference.item.title == "Bridges on Paper"
    assert places == {
        "id": (1, 7, 1, 11),
        "type": (1, 7, 1, 11),
        "author": (2, 7, 2, 27),
        "author.0": (2, 7, 2, 16),
        "author.0.family": (2, 7, 2, 10),
        "author.0.given": (2, 12, 2, 16),
        "author.1": (2, 18, 2, 27),
        "author.1.family": (2, 18, 2, 21),
        "author.1.given": (2, 23, 2, 27),
        "title": (3, 7, 4, 11),
        "issued": (5, 7, 5, 11),
    }


@pytest.mark.parametrize(
    ("kind", "csl"),
    [
        ("JOUR", "article-journal"),
        ("MGZN", "article-magazine"),
        ("NEWS", "article-newspaper"),
        ("BOOK", "book"),
        ("CHAP", "chapter"),
        ("CONF", "paper-conference"),
        ("CPAPER", "paper-conference"),
        ("THES", "thesis"),
        ("RPRT", "report"),
        ("ELEC", "webpage"),
        ("DATA", "dataset"),
        ("COMP", "software"),
        ("PAT", "patent"),
        ("UNPB", "manuscript"),
        ("GEN", "document"),
        ("jour", "article-journal"),
    ],
)
def test_types_are_converted_to_csl_types(reading: Reading, kind: str, csl: str):
    assert item(reading, "TI  - T", kind).type == csl


@pytest.mark.parametrize(
    ("kind", "lines", "path", "text"),
    [
        ("CHAP", "T2  - The Whole", "container_title", "The Whole"),
        ("CHAP", "T2  - The Whole\nT3  - Series", "collection_title", "Series"),
        ("BOOK", "T2  - Series", "collection_title", "Series"),
        ("BOOK", "T2  - Series", "container_title", ""),
        ("BOOK", "BT  - The Title", "title", "The Title"),
        ("THES", "T2  - Department", "collection_title", ""),
        ("JOUR", "JO  - J. Ex.", "container_title", "J. Ex."),
        ("JOUR", "T2  - Journal of Examples\nJO  - J. Ex.", "container_title_short", "J. Ex."),
        ("JOUR", "SP  - 12-20\nEP  - 20", "page", "12-20"),
        ("JOUR", "SP  - 12", "page", "12"),
        ("JOUR", "C7  - e12", "page", "e12"),
        ("BOOK", "SP  - 320", "number_of_pages", "320"),
        ("JOUR", "C2  - PMC7654321", "pmcid", "PMC7654321"),
        ("JOUR", "AN  - PMC7654321\nDB  - PMC", "pmcid", "PMC7654321"),
        ("JOUR", "AN  - 12345678\nDB  - PubMed", "pmid", "12345678"),
        ("JOUR", "AN  - 12345678\nDP  - NLM", "pmid", "12345678"),
        ("JOUR", "AN  - 12345678\nDB  - Example Index", "pmid", ""),
        ("JOUR", "AN  - WOS:000012345600001\nDB  - PubMed", "pmid", ""),
        ("JOUR", "C3  - PUBMED 12345678,EMBASE 617305812", "pmid", "12345678"),
        ("BOOK", "SN  - 978-3-16-148410-0", "isbn", "978-3-16-148410-0"),
        ("BOOK", "SN  - 978316148410", "isbn", "978316148410"),
        ("BOOK", "SN  - 0022-1694 (print)", "issn", "0022-1694 (print)"),
        ("JOUR", "SN  - 0022-169", "issn", "0022-169"),
        ("JOUR", "SN  - 0000-0019\n2434-561X", "issn", "0000-0019, 2434-561X"),
        ("JOUR", "UR  - https://example.org/a;b; https://example.com/", "url", "https://example.org/a;b"),
        ("JOUR", "UR  - https://example.org/a\nUR  - https://example.com/", "url", "https://example.org/a"),
        ("RPRT", "SN  - TR-7", "number", "TR-7"),
        ("RPRT", "IS  - 7", "number", "7"),
        ("THES", "M3  - PhD thesis", "genre", "PhD thesis"),
        ("JOUR", "M3  - Journal Article", "genre", ""),
        ("JOUR", "M3  - doi: 10.5555/1", "doi", "10.5555/1"),
        ("BOOK", "CY  - Almaty", "publisher_place", "Almaty"),
        ("BOOK", "PB  - \nPB  - Press", "publisher", "Press"),
        ("BOOK", "ET  - 2nd", "edition", "2nd"),
        ("JOUR", "N2  - Abstract", "abstract", "Abstract"),
    ],
)
def test_tags_are_converted_to_csl_fields(reading: Reading, kind: str, lines: str, path: str, text: str):
    assert item(reading, lines, kind).text(path) == text


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("PY  - 2004", Date((2004,))),
        ("Y1  - 2004///", Date((2004,))),
        ("PY  - 2004/05//", Date((2004, 5))),
        ("PY  - 2004/00/00", Date((2004,))),
        ("PY  - 2004\nDA  - 2004/05/31", Date((2004, 5, 31))),
        ("PY  - 2004\nDA  - 2005/05/31", Date((2004,))),
        ("DA  - 2004-05-31", Date((2004, 5, 31))),
        ("DA  - May 31, 2004", Date((2004, 5, 31))),
        ("PY  - 2004/13/31", Date((2004, 13, 31))),
        ("PY  - in press", Date(raw="in press")),
        ("PY  - ", None),
    ],
)
def test_all_forms_of_dates_are_read(reading: Reading, lines: str, date: Date | None):
    assert item(reading, lines).issued == date


def test_editors_translators_and_series_editors_are_read(reading: Reading):
    lines = "A2  - Doe, Jane\nED  - Roe, Rick\nA3  - Poe, Edgar\nA4  - Loe, Lee"
    entry = item(reading, lines, "CHAP")

    assert entry.editor == (Name(family="Doe", given="Jane"), Name(family="Roe", given="Rick"))
    assert entry.translator == (Name(family="Loe", given="Lee"),)
    assert entry.contributors == {"collection_editor": (Name(family="Poe", given="Edgar"),)}
    assert not item(reading, lines, "THES").contributors


def test_entries_without_an_id_are_identified_by_their_number(reading: Reading):
    article = read(reading, "TY  - JOUR\nER  - \nTY  - JOUR\nID  - 3\nER  - \nTY  - JOUR\nER  - \n")

    assert [reference.id for reference in article.references] == ["1", "3", "#3"]


def test_an_entry_may_lack_its_end_tag(reading: Reading):
    article = read(reading, "TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\n\nTY  - CHAP\nTI  - Three")

    assert [reference.item.title for reference in article.references] == ["One", "Two", "Three"]
    assert not article.unreadable


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        ("AU  - Doe, Jane\nTI  - Lost\nER  - \n", "4:1 entry 2 begins without a TY line"),
        ("TY  - \nTI  - Lost\nER  - \n", "4:1 entry 2 has no type"),
        ("TY  - JOUR\nID  - one\nER  - \n", '5:7 the id "one" is already used on line 2'),
    ],
)
def test_a_broken_entry_does_not_affect_others(reading: Reading, broken: str, wrong: str):
    article = read(reading, f"TY  - JOUR\nID  - one\nER  - \n{broken}TY  - BOOK\nTI  - Last\nER  - \n")

    assert [
        f"{problem.location.line}:{problem.location.column} {str(problem.wrong).partition('; expected')[0]}"
        for problem in article.unreadable
    ] == [wrong]
    assert [reference.id for reference in article.references] == ["one", "3"]


def test_a_repeated_tag_gives_a_warning_and_keeps_its_entry(reading: Reading):
    article = read(
        reading, "TY  - JOUR\nTI  - One\nTI  - Two\nVL  - 3\nVL  - 3\nAU  - Doe, J.\nAU  - Roe, B.\nUR  - a\nUR  - b\nER  - \n"
    )

    assert [reference.item.title for reference in article.references] == ["One"]
    assert [(entry.location.line, str(entry.wrong)) for entry in article.unreadable] == [
        (3, "the tag TI appears twice, first on line 2; expected each such tag once")
    ]


def test_unknown_types_are_reported_but_not_unknown_tags(reading: Reading):
    article = read(reading, "TY  - JUOR\nXY  - z\nTI  - T\nER  - \n")

    assert [(unknown.key, unknown.like, unknown.reference) for unknown in article.unknown_fields] == [("JUOR", "", "1")]
    assert article.references[0].item.type == "document"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffTY  - JOUR\nTI  - T\nER  - \n".encode(),
        "TY  - JOUR\nTI  - T\nER  - \n".encode("utf-16"),
        b"TY  - JOUR\r\nTI  - T\r\nER  - \r\n",
        b"TY  - JOUR\rTI  - T\rER  - \r",
        b"TY - JOUR\nTI - T\nER -",
        b"TY -  JOUR\nTI  -T\nER  -",
        b"Provider: Example\nContent: text/plain\n\n\n  TY  - JOUR\n  TI  - T\n  ER  - \n",
    ],
)
def test_byte_order_marks_line_endings_and_spaces_make_no_difference(reading: Reading, text: bytes):
    article = reading(text, name="REFS.RIS")

    assert [(reference.item.type, reference.item.title) for reference in article.references] == [("article-journal", "T")]


@pytest.mark.parametrize("text", ["no list", "TI  - T\nER  - \n"])
def test_a_file_without_entries_is_refused(refusing: Refusing, text: str):
    assert refusing(text, name=RIS) == ("refs.ris: no entry in this file; an entry begins with `TY  - JOUR` or another type",)


LINES = st.sampled_from(
    """TY  - JOUR|TY  - BOOK|TY  -|ER  -|ID  - a|ID  - 1|AU  - Doe, Jane; Roe|AU  - ,|A2  - ;;|TI  - Title|more| |T2  - Whole|
    |JO  - J|PY  - 2004/05/31/x|PY  - x|DA  - May 2004|SP  - 1|EP  - 9|SN  - 1234-5678|SN  - x|M3  - 10.5555/x|KW  - k|N1  - n|
    |XX  - x|TY - JOUR|UR  - https://example.org|Y2  - 2004//""".split("|")
)


@given(st.lists(LINES, max_size=40).map("\n".join) | st.lists(LINES, max_size=40).map("\r\n".join) | st.text(max_size=60))
def test_any_text_is_read_with_valid_locations_or_refused(text: str):
    source = Source(RIS, text)
    try:
        listed = ris.read(source)
        assert listed.root is not None
        article = references.read(source, listed.root)
    except UnreadableError:
        return
    places = [place for reference in article.entries for place in (reference.location, *reference.places.values())]
    places += [problem.location for problem in (*article.unreadable, *listed.unreadable, *listed.unknown)]
    for place in places:
        assert 1 <= place.line <= place.end_line <= len(source.starts)
        start = source.starts[place.line - 1] + place.column - 1
        end = source.starts[place.end_line - 1] + place.end_column - 1
        assert 0 <= start <= end <= len(text)

"""Lists in tagged formats other than RIS: MEDLINE (PubMed), the Web of Science, and Refer (EndNote, Google Scholar)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date, Name
from kzcheck.errors import UnreadableError
from kzcheck.readers import medline, references, web_of_science
from kzcheck.readers import refer as refer_format
from kzcheck.readers.nodes import Source

if TYPE_CHECKING:
    from types import ModuleType

    from conftest import Reading
    from kzcheck.article import Reference

NBIB = """
PMID- 12345678
OWN - NLM
IS  - 0000-0019 (Print)
IS  - 2434-561X (Electronic)
VI  - 4
IP  - 2
DP  - 2010 May 12
TI  - Rivers that never were: a catalogue
      of maps.
PG  - 11-29
LID - 10.5555/jig.2010.4 [doi]
FAU - Öztürk, Can
AU  - Öztürk C
FAU - Nye, Joseph S Jr
AU  - Nye JS Jr
CN  - Steppe Rivers Group
LA  - eng
PT  - Comparative Study
PT  - Journal Article
PL  - England
TA  - J Inv Geogr
JT  - Journal of invented geography (London, England)
PMC - PMC7654321
OT  - rivers
OT  - maps
AID - 10.5555/jig.2010.4 [doi]
SO  - J Inv Geogr. 2010 May 12;4(2):11-29. doi: 10.5555/jig.2010.4.

PMID- 12345679
DP  - 2011 Winter
TI  - [On lakes].
TT  - Über Seen.
AU  - Roe R
ED  - Doe J
PT  - Book Chapter
BTI - A book of waters
LA  - ger
SO  - A book of waters. doi: 10.5555/waters.
"""

SAVEDRECS = """\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Ozturk, C
   Nye, JS
AF Ozturk, Can
   Nye, Joseph S.
CA Steppe Rivers Grp
TI Rivers that never were:
   A catalogue of maps
SO JOURNAL OF INVENTED GEOGRAPHY
LA English
DT Article; Proceedings Paper
PD MAY 12
PY 2010
VL 4
IS 2
BP 11
EP 29
SN 0000-0019
EI 2434-561X
DI 10.5555/jig.2010.4
PM 12345678
UT WOS:000012345600001
ER

PT B
AU Doe, J
TI On lakes
BE Roe, R
   Poe, P
SO BOOK OF WATERS
DT Article; Book Chapter
EA MAR 2021
AR e7
BN 978-3-16-148410-0
UT WOS:000012345600002
ER

EF
"""

ENW = """%0 Journal Article
%A Öztürk, Can
%A Steppe Rivers Group,
%T Rivers that never were
%J Journal of Invented Geography
%V 4
%N 2
%P 11-29
%@ 0000-0019
%D 2010
%8 May 12
%R 10.5555/jig.2010.4
%U https://example.org/rivers
%K rivers
%K maps
%F ozturk2010

%0 Book Section
%A Roe, R.
%E Doe, Jane
%B A Book of Waters
%S Waters of the World
%T On lakes:
a study
%I Steppe
%C Almaty
%D 1999
%@ 978-3-16-148410-0
%X An abstract

of two paragraphs.
%Z a note
"""


def read(reading: Reading, text: str, name: str) -> list[Reference]:
    article = reading(text, name=name)
    assert not article.unreadable
    assert not article.unknown_fields
    return list(article.references)


def place(reference: Reference, path: str) -> tuple[int, int, int, int]:
    where = reference.places[path]
    return where.line, where.column, where.end_line, where.end_column


@pytest.mark.parametrize("name", ["pubmed.nbib", "pubmed.txt", "pubmed"])
def test_an_article_and_a_chapter_from_pubmed_are_read(reading: Reading, name: str):
    first, second = read(reading, NBIB, name)
    article, chapter = first.item, second.item

    assert (article.id, article.type, article.title) == (
        "12345678",
        "article-journal",
        "Rivers that never were: a catalogue of maps",
    )
    assert article.author == (
        Name(family="Öztürk", given="Can"),
        Name(family="Nye", given="Joseph S", suffix="Jr"),
        Name(literal="Steppe Rivers Group"),
    )
    assert (article.container_title, article.container_title_short) == ("Journal of invented geography", "J Inv Geogr")
    assert (article.volume, article.issue, article.page, article.issued) == ("4", "2", "11-29", Date((2010, 5, 12)))
    assert (article.doi, article.pmid, article.text("pmcid")) == ("10.5555/jig.2010.4", "12345678", "PMC7654321")
    assert (article.issn, article.language, article.text("keyword")) == ("0000-0019, 2434-561X", "en", "rivers, maps")
    assert place(first, "title") == (9, 7, 10, 15)
    assert place(first, "doi") == (12, 7, 12, 25)

    assert (chapter.type, chapter.title, chapter.original_title) == ("chapter", "On lakes", "Über Seen")
    assert (chapter.container_title, chapter.language, chapter.doi) == ("A book of waters", "de", "10.5555/waters")
    assert (chapter.author, chapter.editor) == ((Name(family="Roe", given="R"),), (Name(family="Doe", given="J"),))
    assert chapter.issued == Date((2011,), season=4)


@pytest.mark.parametrize("name", ["savedrecs.txt", "savedrecs.ciw", "savedrecs"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_article_and_a_chapter_from_the_web_of_science_are_read(reading: Reading, name: str, end: str):
    first, second = read(reading, SAVEDRECS.replace("\n", end), name)
    article, chapter = first.item, second.item

    assert (article.id, article.type) == ("WOS:000012345600001", "article-journal")
    assert article.title == "Rivers that never were: A catalogue of maps"
    assert article.author == (
        Name(family="Ozturk", given="Can"),
        Name(family="Nye", given="Joseph S."),
        Name(literal="Steppe Rivers Grp"),
    )
    assert (article.container_title, article.language) == ("JOURNAL OF INVENTED GEOGRAPHY", "en")
    assert (article.volume, article.issue, article.page, article.issued) == ("4", "2", "11-29", Date((2010, 5, 12)))
    assert (article.doi, article.pmid, article.issn) == ("10.5555/jig.2010.4", "12345678", "0000-0019, 2434-561X")
    assert place(first, "author.1") == (7, 4, 7, 18)

    assert (chapter.type, chapter.container_title, chapter.isbn) == ("chapter", "BOOK OF WATERS", "978-3-16-148410-0")
    assert (chapter.author, chapter.editor) == (
        (Name(family="Doe", given="J"),),
        (Name(family="Roe", given="R"), Name(family="Poe", given="P")),
    )
    assert (chapter.page, chapter.issued) == ("e7", Date((2021, 3)))


@pytest.mark.parametrize("name", ["list.enw", "list.txt", "list"])
def test_an_article_and_a_chapter_from_endnote_are_read(reading: Reading, name: str):
    first, second = read(reading, ENW, name)
    article, chapter = first.item, second.item

    assert (article.id, article.type, article.title) == ("ozturk2010", "article-journal", "Rivers that never were")
    assert article.author == (Name(family="Öztürk", given="Can"), Name(literal="Steppe Rivers Group"))
    assert (article.container_title, article.volume, article.issue) == ("Journal of Invented Geography", "4", "2")
    assert (article.page, article.issued, article.issn) == ("11-29", Date((2010, 5, 12)), "0000-0019")
    assert (article.doi, article.url) == ("10.5555/jig.2010.4", "https://example.org/rivers")
    assert article.text("keyword") == "rivers, maps"
    assert place(first, "doi") == (12, 4, 12, 22)

    assert (chapter.id, chapter.type, chapter.title) == ("2", "chapter", "On lakes: a study")
    assert (chapter.container_title, chapter.collection_title) == ("A Book of Waters", "Waters of the World")
    assert (chapter.editor, chapter.isbn, chapter.publisher_place) == ((Name("Doe", "Jane"),), "978-3-16-148410-0", "Almaty")
    assert (chapter.text("abstract"), chapter.note) == ("An abstract of two paragraphs.", "a note")


def test_entries_of_refer_without_a_type_are_told_apart_by_empty_lines(reading: Reading):
    first, second, third = read(
        reading, "%A Doe, J.\n%T Lakes\n%J Waters\n%D 1999\n\n%T Ponds\n%I Steppe\n\n%T Puddles\n", "list.enw"
    )

    assert [(entry.id, entry.item.type) for entry in (first, second, third)] == [
        ("1", "article-journal"),
        ("2", "book"),
        ("3", "document"),
    ]


def test_an_organisation_ends_in_a_comma_in_endnote_and_is_one_name(reading: Reading):
    (entry,) = read(reading, "%0 Report\n%T Lakes\n%A Ministry of Lakes,\n", "list.enw")

    assert entry.item.author == (Name(literal="Ministry of Lakes"),)


@pytest.mark.parametrize(
    ("day", "issued"),
    [
        ("May 12", Date((2010, 5, 12))),
        ("2010/05/12", Date((2010, 5, 12))),
        ("May 2010", Date((2010, 5))),
        ("5/12/", Date((2010, 5, 12))),
        ("10//", Date((2010, 10))),
        ("//", Date((2010,))),
        ("2009/05/12", Date((2010,))),
        ("Spring", Date((2010,), season=1)),
        ("online first", Date((2010,))),
    ],
)
def test_the_day_in_a_tag_of_its_own_counts_if_it_fits_the_year(reading: Reading, day: str, issued: Date):
    (entry,) = read(reading, f"%0 Book\n%T Lakes\n%D 2010\n%8 {day}\n", "list.enw")

    assert entry.item.issued == issued


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("%0 Book\n%T Lakes\n%U <Go to ISI>://WOS:000012345600001\n", "list.enw"),
        ("TY  - BOOK\nUR  - <Go to ISI>://WOS:000012\nER  -\n", "list.ris"),
    ],
)
def test_the_mark_of_a_record_in_the_web_of_science_is_not_an_address(reading: Reading, text: str, name: str):
    (entry,) = read(reading, text, name)

    assert entry.item.url == ""


FORMATS = {"list.nbib": (medline, NBIB), "list.ciw": (web_of_science, SAVEDRECS), "list.enw": (refer_format, ENW)}


@pytest.mark.parametrize(("name", "reader", "seed"), [(name, *format_) for name, format_ in FORMATS.items()])
def test_any_text_is_read_with_valid_locations_or_refused(name: str, reader: ModuleType, seed: str):
    lines = st.sampled_from([*seed.splitlines(), "", "more", "   more", "ER", "%", "PMID-"])
    shuffled = st.lists(lines, max_size=40)

    @given(shuffled.map("\n".join) | shuffled.map("\r\n".join) | st.text(max_size=60))
    def check(text: str) -> None:
        source = Source(name, text)
        try:
            listed = reader.read(source)
            article = references.read(source, listed.root)
        except UnreadableError:
            return
        places = [place for reference in article.entries for place in (reference.location, *reference.places.values())]
        for where in [*places, *(problem.location for problem in article.unreadable)]:
            assert 1 <= where.line <= where.end_line <= len(source.starts)
            start = source.starts[where.line - 1] + where.column - 1
            end = source.starts[where.end_line - 1] + where.end_column - 1
            assert 0 <= start <= end <= len(text)

    check()

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Found, Record
from kzcheck.services.dnb import SERVICE
from lab import play_sru
from lab.replies import answers, reply

lookup, search, read = SERVICE.lookup, SERVICE.search, SERVICE.read
THESIS = (Path(__file__).parent / "dnb" / "thesis.xml").read_bytes()
ASK = lookup("ISBN", ["9780000000019"])
WORK = Item(
    id="1",
    type="book",
    title="Das erfundene Gedächtnis: Schrift und Wolken",
    author=(Name(family="Müller-Ausgedacht", given="Jörg"),),
    editor=(Name(family="Muster", given="Otto"),),
    issued=Date(start=(2013,)),
    isbn="9780000000019",
    language="de",
)


def records() -> tuple[Record, ...]:
    (answer,) = read(ASK, reply(THESIS)).values()
    assert isinstance(answer, Found)
    return answer.records


def test_all_fields_of_a_thesis_are_read():
    thesis = records()[0]

    assert thesis.item.title == "Das erfundene Gedächtnis: Schrift und Wolken"
    assert [(name.family, name.given) for name in thesis.item.author] == [("Müller-Ausgedacht", "Jörg")]
    assert (thesis.item.type, thesis.item.genre) == ("thesis", "Musterstadt, Univ., Diss., 2012")
    assert (thesis.item.year, thesis.years) == (2013, (2013, 2012))
    assert (thesis.item.number_of_pages, thesis.item.doi, thesis.item.language) == ("[8], 344", "10.5555/diss.13", "de")
    assert thesis.url == "https://d-nb.info/900000004"


def test_the_journal_of_an_article_is_read():
    item = records()[1].item

    assert (item.type, item.title, item.container_title) == ("article-journal", "Remembering clouds", "Journal of Invented Clouds")
    assert (item.volume, item.issue, item.page, item.issn) == ("5", "2", "11-29", "0000-0019")


def test_both_forms_of_an_isbn_are_requested():
    query = parse_qs(ASK.path.lstrip("?"))

    assert query["query"] == ['num="9780000000019" or num="0000000019"']
    assert query["recordSchema"] == ["MARC21-xml"]


def test_only_books_in_german_or_an_unknown_language_are_searched():
    assert list(search(WORK))
    assert list(search(Item(id="1", type="book", title="Faust")))
    assert not list(search(Item(id="1", type="book", title="Clouds of the Steppe", language="en")))
    assert not list(search(Item(id="1", type="article-journal", title="Wolken der Steppe", language="de")))


def test_the_fake_writes_records_like_the_library():
    asks = [ASK, *search(WORK)]

    for ask in asks:
        (result,) = answers(SERVICE, ask, play_sru.answer, (WORK,)).values()
        item = result.records[0].item
        assert (item.title, item.author, item.editor) == (WORK.title, WORK.author, WORK.editor)
    assert list(answers(SERVICE, lookup("ISBN", ["9780000000026"]), play_sru.answer, (WORK,)).values()) == [Absent()]

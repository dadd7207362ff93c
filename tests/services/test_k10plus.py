from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found, Record
from kzcheck.language.scripts import main_script
from kzcheck.reasons import Reason
from kzcheck.services import sru
from kzcheck.services.k10plus import SERVICE
from lab import play_sru
from lab.replies import answers, reply

lookup, search, read = SERVICE.lookup, SERVICE.search, SERVICE.read
FILES = Path(__file__).parent / "k10plus"
BOOK = (FILES / "book.xml").read_text("utf-8")
CYRILLIC = (FILES / "cyrillic.xml").read_text("utf-8")
ASK = lookup("ISBN", ["9780000000019"])
HEAD = '<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><version>1.1</version>'
TAIL = "</searchRetrieveResponse>"
WORKS = (
    Item(
        id="1",
        type="book",
        title="Clouds & <Rivers>: a short history",
        author=(Name(family="Nurgalieva", given="Aigul"), Name(family="Odongo", given="O.")),
        issued=Date(start=(1999,)),
        publisher="Example Press",
        publisher_place="Nowhere",
        number_of_pages="311",
        edition="2",
        isbn="978-0-00-000001-9",
        language="en",
    ),
    Item(
        id="2",
        type="book",
        title="Облака над степью",
        author=(Name(family="Выдуманов", given="П. А."),),
        issued=Date(start=(1998,)),
    ),
)


def records(content: str) -> tuple[Record, ...]:
    (answer,) = read(ASK, reply(content)).values()
    assert isinstance(answer, Found)
    return answer.records


def marc(*fields: str, leader: str = "     cam a22     2  4500", fixed: str = "") -> Record:
    """Return the record of these fields, each given as `245 10 $aTitle$bSubtitle`."""
    inner = ""
    for field in fields:
        tag, first, second, parts = field[:3], field[4], field[5], field[7:].split("$")[1:]
        values = "".join(f'<subfield code="{part[0]}">{part[1:]}</subfield>' for part in parts)
        inner += f'<datafield tag="{tag}" ind1="{first}" ind2="{second}">{values}</datafield>'
    if not any(field.startswith("245") for field in fields):
        inner += '<datafield tag="245" ind1="1" ind2="0"><subfield code="a">Clouds</subfield></datafield>'
    record = f'<record><leader>{leader}</leader><controlfield tag="008">{fixed}</controlfield>{inner}</record>'
    (record,) = records(
        f"{HEAD}<numberOfRecords>1</numberOfRecords><records><record><recordData>{record}</recordData></record></records>{TAIL}"
    )
    return record


def queries(item: Item) -> list[str]:
    return [parse_qs(ask.path.lstrip("?"))["query"][0] for ask in search(item)]


def test_all_fields_of_a_book_are_read():
    record = records(BOOK)[0]

    assert (record.id, record.item.title) == ("90000002X", "Die Wolken der Steppe: Eine kurze Geschichte")
    assert record.titles == ("Die Wolken der Steppe", "A short history", "Steppenwolken", "Clouds of the steppe")
    assert [str(name) for name in record.item.author] == ["Ada Erfunden"]
    assert [str(name) for name in record.item.editor] == ["Hans Herausgeber"]
    assert [str(name) for name in record.item.translator] == ["Otto Muster"]
    assert (record.item.year, record.years) == (2004, (2004, 1998))
    assert (record.item.number_of_pages, record.item.edition, record.item.isbn) == ("XII, 240", "7. Auflage", "9780000000019")
    assert (record.item.publisher, record.item.publisher_place) == ("Beispiel Verlag", "Musterstadt")
    assert (record.item.type, record.item.language, record.item.collection_title) == ("book", "de", "Musterreihe")
    assert record.item.original_title == "Clouds of the steppe"
    assert not record.more_authors
    assert record.url.endswith("PPN=90000002X")


def test_the_record_with_the_isbn_comes_before_the_one_linked_to_it():
    assert [record.item.isbn for record in records(BOOK)] == ["9780000000019", "9780000000026"]


def test_an_online_book_has_the_year_of_publication_and_the_pages_of_the_book():
    online = records(BOOK)[1]

    assert (online.item.year, online.years) == (2017, (2017, 2016))
    assert online.item.number_of_pages == "XII, 344"


def test_titles_in_original_script_and_in_transliteration_are_read():
    (record,) = records(CYRILLIC)

    assert record.item.title == "Oblaka nad stepʹju. Tom 2. Veter"
    assert {"Облака над степью. Том 2. Ветер", "Облака над степью", "Ветер", "Veter", "Oblaka nad stepʹju"} <= set(record.titles)
    assert [str(name) for name in record.item.author] == ["Petr A. Vydumanov"]


def test_every_year_of_a_span_counts():
    (record,) = records(CYRILLIC)

    assert record.item.issued == Date(start=(1998,), end=(2001,))
    assert set(record.years) == {1998, 1999, 2000, 2001}


def test_a_title_page_with_et_al_means_more_authors():
    assert records(CYRILLIC)[0].more_authors


@pytest.mark.parametrize(
    ("imprint", "fixed", "year"),
    [
        ("$c[2004]", "", 2004),
        ("$cc2004", "", 2004),
        ("$c1425 [2004]", "040101s2004    ", 2004),
        ("$c2024nen 7gatsu 5ka", "", 2024),
        ("$c[o. J.]", "040101s1987    ", 1987),
        ("$c20", "040101suuuu    ", None),
    ],
)
def test_a_year_is_read_from_free_text_and_from_code(imprint, fixed, year):
    assert marc(f"264  1 {imprint}", fixed=fixed).item.year == year


@pytest.mark.parametrize(
    ("extent", "pages"),
    [
        ("240 S.", "240"),
        ("XII, 240 S. : Ill.", "XII, 240"),
        ("240 Seiten", "240"),
        ("240 с.", "240"),
        ("xii, 240 p.", "xii, 240"),
        ("[2] Bl., 240 S., 16 Bl.", "240"),
        ("240", "240"),
        ("240 бет", "240"),
        ("3 Bände", ""),
        ("1 CD-ROM", ""),
        ("", ""),
    ],
)
def test_the_number_of_pages_is_read_from_the_extent(extent, pages):
    assert marc(f"300    $a{extent}").item.number_of_pages == pages


@pytest.mark.parametrize(
    ("fields", "role", "names"),
    [
        (["100 1  $aErfunden, Ada"], "author", ["Ada Erfunden"]),
        (["700 1  $aErfunden, Ada$4edt"], "editor", ["Ada Erfunden"]),
        (["700 1  $aErfunden, Ada$eHrsg."], "editor", ["Ada Erfunden"]),
        (["700 1  $aErfunden, Ada$4http://id.loc.gov/vocabulary/relators/trl"], "translator", ["Ada Erfunden"]),
        (["700 1  $aErfunden, Ada$4ths"], "author", []),
        (["700 1  $aErfunden, Ada$tAnother book$4aut"], "author", []),
        (["110 2  $aInvented Society$bCloud Section$4aut"], "author", ["Invented Society. Cloud Section"]),
        (["100 0  $aJohannes$bII.$4aut"], "author", ["Johannes II."]),
        (["100 1  $aErfunden, Ada", "700 1  $aMuster, Otto$4aut"], "author", ["Ada Erfunden", "Otto Muster"]),
    ],
)
def test_people_get_their_role_in_the_record(fields, role, names):
    assert [str(name) for name in getattr(marc(*fields).item, role)] == names


def test_a_person_without_a_role_is_not_an_author_but_leaves_the_list_open():
    record = marc("100 1  $aErfunden, Ada", "700 1  $aMuster, Otto")

    assert [str(name) for name in record.item.author] == ["Ada Erfunden"]
    assert record.more_authors


def test_isbd_punctuation_is_removed_from_titles():
    assert marc("245 10 $aClouds :$ba short history /$cAda Erfunden").item.title == "Clouds: a short history"


@pytest.mark.parametrize(
    ("status", "content", "outcome"),
    [
        (200, f"{HEAD}<numberOfRecords>0</numberOfRecords>{TAIL}", Absent),
        (200, f"{HEAD}<diagnostics><diagnostic><uri>info:srw/diagnostic/1/61</uri></diagnostic></diagnostics>{TAIL}", Absent),
        (200, f"{HEAD}<diagnostics><diagnostic><uri>info:srw/diagnostic/1/10</uri></diagnostic></diagnostics>{TAIL}", Failed),
        (200, f"{HEAD}<numberOfRecords>many</numberOfRecords>{TAIL}", Failed),
        (200, f"{HEAD}<numberOfRecords>2</numberOfRecords>{TAIL}", Failed),
        (200, f"{HEAD}{TAIL}", Failed),
        (200, "<rss/>", Failed),
        (200, BOOK[:2000], Failed),
        (200, "<!DOCTYPE html><html><body>Wartung</body></html>", Failed),
        (200, "", Failed),
        (200, "{}", Failed),
        (404, "", Failed),
        (503, "", Failed),
    ],
)
def test_each_kind_of_answer_is_recognised(status, content, outcome):
    (answer,) = read(ASK, reply(content, status, "text/xml")).values()

    assert isinstance(answer, outcome)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE r [<!ENTITY a "clouds"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_entity_declarations_is_refused(declaration, encoding):
    content = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{BOOK.partition("?>")[2].replace("Steppe", "&a;")}'
    (answer,) = read(ASK, reply(content.encode(encoding))).values()

    assert isinstance(answer, Failed)


def test_an_answer_that_is_too_large_is_refused():
    assert read(ASK, reply(b" " * (sru.LARGEST + 1)))["9780000000019"] == Failed(Reason("too-large", {"size": 5}))


def test_a_broken_record_is_skipped():
    broken = re.sub(r'<datafield tag="245".*?</datafield>', "", BOOK, count=1, flags=re.DOTALL)

    assert len(records(broken)) == 1


def test_both_forms_of_an_isbn_are_requested():
    assert unquote(ASK.path) == (
        '?version=1.1&operation=searchRetrieve&query=pica.isb="9780000000019" or pica.isb="0000000019"'
        "&maximumRecords=10&recordSchema=marcxml"
    )
    assert "or" not in unquote(lookup("ISBN", ["9791000000008"]).path).partition("query=")[2].partition("&")[0].split()


def test_a_title_is_searched_word_by_word_without_operators():
    item = Item(
        id="1",
        type="book",
        title='The "Clouds" and (not) Rivers* of X=Y? \\ or <b>prox</b>: a history',
        author=(Name(family='O"Hara'),),
    )

    assert queries(item)[0] == (
        'pica.tit="Clouds" and pica.tit="not" and pica.tit="Rivers" and pica.tit="prox" and pica.per="Hara"'
    )


def test_a_transliterated_title_is_also_searched_in_cyrillic():
    asks = list(search(Item(id="1", type="book", title="Istoriia oblakov nad rekoi", author=(Name(family="Vydumanov"),))))

    assert [main_script(ask.values[0]) for ask in asks] == ["Latin", "Latin", "Cyrillic"]


def test_the_fake_finds_books_by_isbn_and_by_title():
    asks = [ASK, *search(WORKS[0])]

    for ask in asks:
        (answer,) = answers(SERVICE, ask, play_sru.answer, WORKS).values()
        item = answer.records[0].item
        assert (item.title, item.year, item.number_of_pages, item.publisher) == (WORKS[0].title, 1999, "311", "Example Press")
        assert item.author == WORKS[0].author
    assert list(answers(SERVICE, lookup("ISBN", ["9780000000026"]), play_sru.answer, WORKS).values()) == [Absent()]


def test_the_fake_gives_titles_in_both_scripts():
    (answer,) = answers(SERVICE, next(iter(search(WORKS[1]))), play_sru.answer, WORKS).values()

    assert main_script(answer.records[0].item.title) == "Latin"
    assert WORKS[1].title in answer.records[0].titles


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(
    lambda text: re.sub("[<>&$\ufffe\uffff]", "", text)
)


@given(
    st.lists(
        st.tuples(st.sampled_from("100 245 246 264 300 490 502 700 773 880 xyz".split()), st.sampled_from("abcegnp46t"), TEXT),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_record_can_be_read(fields):
    assert marc("245 10 $aClouds", *(f"{tag} 1  ${code}{value}" for tag, code, value in fields)).service == "k10plus"


@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"{HEAD}{text}{TAIL}".encode("utf-8", "surrogatepass")))
@settings(max_examples=50, deadline=None)
def test_any_bytes_can_be_read(content):
    assert isinstance(read(ASK, reply(content))["9780000000019"], Failed)

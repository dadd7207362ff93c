"""Library catalogues with an SRU 1.1 interface (https://www.loc.gov/standards/sru/sru-1-1.html): their requests and answers.

Queries are in CQL. Each word is a quoted term of its own, joined by `and`: no word of a title can act as an operator, and
the catalogues need not agree on what a phrase is.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from kzcheck.evidence import Absent
from kzcheck.language.languages import item_language
from kzcheck.services import marc
from kzcheck.services.searching import book_of, content_words, main_title, spellings
from kzcheck.services.service import Ask, Service, UnreadableAnswer, check_answered, every
from kzcheck.services.values import answer_of, text
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from lxml.etree import _Element as Element

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Record
    from kzcheck.sources import SourceName
    from kzcheck.web.messages import Reply

LARGEST = 5 * 1024 * 1024
"""Most bytes of XML in an answer: ten full records of a union catalogue have some 100 KB."""

MOST_MARKS = 200_000
"""Most XML marks, `<` and `=`, in an answer: records have some 25 in 1,000 bytes."""

MOST_RECORDS = 10
"""Records requested: one ISBN has up to five (editions, print and online), and a distinctive title rarely more."""

MOST_TERMS = 8
"""Most words of a title in a query: all must be in the record, so each further word is another chance of a mismatch."""

_NO_TERM = re.compile(r"[\\\"*?^=<>/()#]")
_NOTHING = re.compile(r"/61$|\bno (?:records|hits|results)\b", re.IGNORECASE)
"""Diagnostics of an empty result: 61 is "First record position out of range"."""


def path(query: str, schema: str) -> str:
    """Return the part of the address for a CQL query that follows the catalogue's URL."""
    return (
        f"?version=1.1&operation=searchRetrieve&query={quote(query, safe='')}&maximumRecords={MOST_RECORDS}&recordSchema={schema}"
    )


def term(index: str, word: str) -> str:
    """Return one CQL clause with the word in quotes, without wildcards and escapes."""
    return f'{index}="{_NO_TERM.sub(" ", word).strip()}"'


def both_isbns(isbn: str) -> list[str]:
    """Return an ISBN with thirteen digits and, if it has one, its form with ten: catalogues use the form printed in the book."""
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - costs 15 ms, and many lists hold no ISBN
    from stdnum.isbn import to_isbn10  # noqa: PLC0415

    try:
        return [isbn, to_isbn10(isbn)]
    except ValidationError:
        return [isbn]


def catalogue(  # noqa: PLR0913 - all by name
    *, name: SourceName, url: str, page: str, schema: str, isbn: str, title: str, person: str, languages: Container[str] = ()
) -> Service:
    """Return a catalogue as a service that looks up books by ISBN, one at a time, and searches them.

    `page` is the address of a record's page for readers, with "{}" for its number. `isbn`, `title` and `person` are indices. If
    `languages` are given, only books in these languages are searched for.
    """
    return Service(
        name=name,
        url=url,
        routes={"search": Limit(5, 2)},
        batch={"ISBN": 1},
        lookup=lambda _by, values: lookup(values[0], isbn, schema),
        search=lambda item: search(item, title, person, schema) if not languages or item_language(item) in languages else (),
        answers=partial(answers, name, page),
    )


def lookup(isbn: str, index: str, schema: str) -> Ask:
    """Ask for the books with one ISBN."""
    query = " or ".join(term(index, number) for number in both_isbns(isbn))
    return Ask("ISBN", (isbn,), path(query, schema), "search", "application/xml")


def search(item: Item, title_index: str, maker_index: str, schema: str) -> Iterator[Ask]:
    """Search for a book, or the book of a chapter: by title and first author, by title alone, and in Cyrillic if transliterated."""
    book = book_of(item)
    if book is None:
        return
    for title in spellings(book.title):
        words = content_words(main_title(title), MOST_TERMS)
        terms = [term(title_index, word) for word in words]
        for maker in dict.fromkeys((book.maker if title == book.title else "", "")) if words else ():
            value = " ".join(words) + (f" ({maker})" if maker else "")
            query = " and ".join([*terms, term(maker_index, maker)] if maker else terms)
            yield Ask("title", (value,), path(query, schema), "search", "application/xml")


def answers(service: SourceName, page: str, ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the value of the request; `page` is the address of a record's page, with "{}" for its number.

    Records with the ISBN itself come before those linked to it (such as the e-book of a printed book).
    """
    check_answered(reply)
    root = _parsed(reply.content)
    if _is_empty(root):
        return every(ask, Absent())
    records = _records(root, service, page)
    if ask.by == "ISBN":
        records.sort(key=lambda record: ask.values[0] not in record.item.isbn)
    return every(ask, answer_of(records))


def _records(root: Element, service: SourceName, page: str) -> list[Record]:
    elements = [record for data in root.iterfind("{*}records/{*}record/{*}recordData") for record in data.iterfind("{*}record")]
    records = [record for element in elements[:MOST_RECORDS] if (record := marc.record(element, service, page)).item.title]
    if not records:
        raise UnreadableAnswer("other-records")
    return records


def _parsed(content: bytes) -> Element:
    """Parse an answer and return its root element."""
    from lxml import etree  # noqa: PLC0415 - costs 20 ms, and few lists need a library catalogue

    if len(content) > LARGEST:
        raise UnreadableAnswer("too-large", size=LARGEST // 1024**2)
    if sum(map(content.count, b"<=")) > MOST_MARKS:
        raise UnreadableAnswer("too-many-marks", most=MOST_MARKS)
    if b"<html" in content[:2000].lower():
        raise UnreadableAnswer("page-for-xml")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        if b"<!DOCTYPE" in content:
            raise UnreadableAnswer("document-type")
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableAnswer("broken-xml") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableAnswer("document-type")
    if etree.QName(root).localname not in {"searchRetrieveResponse", "diagnostics"}:
        raise UnreadableAnswer("other-kind-of-xml")
    return root


def _is_empty(root: Element) -> bool:
    """Return whether the answer says that no record matches."""
    for diagnostic in (*root.iterfind("{*}diagnostics/{*}diagnostic"), *root.iterfind("{*}diagnostic")):
        parts = [text(part.text) for part in diagnostic]
        if any(_NOTHING.search(part) for part in parts):
            return True
        raise UnreadableAnswer("says", words=" ".join(parts)[:200])
    number = text(root.findtext("{*}numberOfRecords"))
    if not number.isdecimal():
        raise UnreadableAnswer("other-xml")
    return not number.strip("0")

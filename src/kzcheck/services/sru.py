"""SRU 1.1 (https://www.loc.gov/standards/sru/sru-1-1.html): how library catalogues are asked, and what their XML comes to.

Queries are CQL. Each word is a term of its own in quotes, joined by `and`: so nothing that a title holds can be an operator, and
neither service need agree with the other on what a phrase is.
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
"""Bytes of XML that are read: ten full records of a union catalogue come to some 100 KB."""

MOST_MARKS = 200_000
"""The most marks of XML, `<` and `=`, in what is read: records have some 25 in 1,000 bytes."""

MOST_RECORDS = 10
"""Records asked for: one ISBN has up to five (editions, print and online), a title of its own rarely more."""

MOST_TERMS = 8
"""Words of a title in a query: all must be in the record, so more of them only add chances of a slip."""

_NO_TERM = re.compile(r"[\\\"*?^=<>/()#]")
_NOTHING = re.compile(r"/61$|\bno (?:records|hits|results)\b", re.IGNORECASE)
"""Diagnostics of an empty result: 61 is "First record position out of range"."""


def path(query: str, schema: str) -> str:
    """Return what follows a catalogue's URL for a CQL query."""
    return (
        f"?version=1.1&operation=searchRetrieve&query={quote(query, safe='')}&maximumRecords={MOST_RECORDS}&recordSchema={schema}"
    )


def term(index: str, word: str) -> str:
    """Return one CQL clause: the word in quotes, without wildcards and escapes."""
    return f'{index}="{_NO_TERM.sub(" ", word).strip()}"'


def both_isbns(isbn: str) -> list[str]:
    """Return an ISBN as thirteen digits and, where there is one, as ten: catalogues hold what was printed in the book."""
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - costs 15 ms, and many lists hold no ISBN
    from stdnum.isbn import to_isbn10  # noqa: PLC0415

    try:
        return [isbn, to_isbn10(isbn)]
    except ValidationError:
        return [isbn]


def catalogue(  # noqa: PLR0913 - all by name
    *, name: SourceName, url: str, page: str, schema: str, isbn: str, title: str, person: str, languages: Container[str] = ()
) -> Service:
    """Return a catalogue as a service: books are looked up by ISBN, one at a time, and searched.

    `page` is where a reader sees a record, with "{}" for its number. `isbn`, `title` and `person` are its indices. Where it has
    `languages`, it is searched for no books in others.
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
    """Ask for the books of one ISBN."""
    query = " or ".join(term(index, number) for number in both_isbns(isbn))
    return Ask("ISBN", (isbn,), path(query, schema), "search", "application/xml")


def search(item: Item, title_index: str, maker_index: str, schema: str) -> Iterator[Ask]:
    """Look for a book, or the book of a chapter: by title and first author, by title alone, and in Cyrillic if transliterated."""
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
    """Return the answer to the value of an ask; `page` is where a reader sees a record, with "{}" for its number.

    Of the records of an ISBN those that bear it come before those that are linked with it (the e-book of a printed book).
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
    held = [record for data in root.iterfind("{*}records/{*}record/{*}recordData") for record in data.iterfind("{*}record")]
    records = [record for data in held[:MOST_RECORDS] if (record := marc.record(data, service, page)).item.title]
    if not records:
        raise UnreadableAnswer("other-records")
    return records


def _parsed(content: bytes) -> Element:
    """Return the root of an answer."""
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
    """Tell whether the answer says that there is nothing."""
    for diagnostic in (*root.iterfind("{*}diagnostics/{*}diagnostic"), *root.iterfind("{*}diagnostic")):
        parts = [text(part.text) for part in diagnostic]
        if any(_NOTHING.search(part) for part in parts):
            return True
        raise UnreadableAnswer("says", words=" ".join(parts)[:200])
    number = text(root.findtext("{*}numberOfRecords"))
    if not number.isdecimal():
        raise UnreadableAnswer("other-xml")
    return not number.strip("0")

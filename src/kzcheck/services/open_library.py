"""Open Library (https://openlibrary.org/developers/api): a catalogue of books that anyone can edit.

ISBNs too are looked up with `/search.json`: one request gives the work, its authors' names and the edition with that number,
whereas `/isbn/…` redirects to an edition that gives only the keys of its authors. It confirms that a book exists, but titles
contain booksellers' additions, editors are listed as authors, and a work combines all of its editions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item
from kzcheck.evidence import Record
from kzcheck.identifiers import find_isbns
from kzcheck.services.names import name_of
from kzcheck.services.searching import book_of, main_title, spellings, title_words
from kzcheck.services.service import Ask, Service, every, json_of
from kzcheck.services.values import (
    MOST_NAMES,
    candidates,
    dated,
    distinct,
    each,
    inside,
    joined,
    records_of,
    text,
    texts,
    year,
    years_in,
)
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

_WORK = (
    "key title subtitle author_name first_publish_year publish_year isbn publisher number_of_pages_median language edition_count"
)
_EDITION = "key title subtitle isbn publisher publish_date language number_of_pages"
FIELDS = ",".join([*_WORK.split(), "editions", *(f"editions.{field}" for field in _EDITION.split())])
MOST_YEARS = 500
MOST_ISBNS = 60
"""ISBNs kept per work: classics have hundreds."""

_NOISE = re.compile(
    r"\s*[(\[](?:[^()\[\]]{0,60}\b(?:edition|ed|series|paperback|hardcover|volume|vol|library|classics|press|museum)\b[^()\[\]]{0,60})"
    r"[)\]]\s*$",
    re.IGNORECASE,
)


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for the book with one ISBN; the index holds both forms of each number."""
    return Ask(by, tuple(values), f"/search.json?isbn={quote(values[0], safe='')}&fields={FIELDS}&limit=3", "search")


def search(item: Item) -> Iterator[Ask]:
    """Search for a book, or the book of a chapter: by title and author, by title alone, and in Cyrillic if transliterated."""
    book = book_of(item)
    if book is None:
        return
    for title in spellings(book.title):
        if words := " ".join(title_words(main_title(title))):
            yield from (_search(words, maker) for maker in dict.fromkeys((book.maker if title == book.title else "", "")))


def _search(title: str, author: str = "") -> Ask:
    query = f"title={quote(title)}" + (f"&author={quote(author)}" if author else "")
    return Ask("title", (f"{title} ({author})" if author else title,), f"/search.json?{query}&fields={FIELDS}&limit=5", "search")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the value of the request."""
    answer = json_of(reply)
    return every(ask, candidates(records_of(inside(answer, "docs"), record), inside(answer, "numFound")))


def record(work: dict[str, Any]) -> Record:
    """Convert one work to a record, with the title, year and ISBN of the matching edition.

    `years` are those of all editions. A page count is given only if it is this edition's, or if there is no other edition.
    """
    key = text(work.get("key"))
    editions = each(inside(work, "editions", "docs"))
    edition = editions[0] if editions and isinstance(editions[0], dict) else {}
    names = [*_titles(edition), *_titles(work)]
    published = years_in(text(edition.get("publish_date")) or " ".join(texts(edition.get("publish_date"))))
    first = year(work.get("first_publish_year"))
    alone = work.get("edition_count") == 1
    when = published[0] if published else first
    item = Item(
        id=key,
        type="book",
        title=next(iter(names), ""),
        author=tuple(name for written in each(work.get("author_name"), MOST_NAMES) if (name := name_of(written))),
        issued=dated(when),
        publisher=next(iter(texts(edition.get("publisher")) or (texts(work.get("publisher")) if alone else ())), ""),
        number_of_pages=text(edition.get("number_of_pages")) or (text(work.get("number_of_pages_median")) if alone else ""),
        language=_language(edition) or (_language(work) if alone else ""),
        isbn=_isbns(edition) or _isbns(work),
    )
    years = [when, first, *published, *map(year, each(work.get("publish_year"), MOST_YEARS))]
    return Record(
        "open-library",
        key,
        item,
        titles=distinct(names[1:], but=item.title),
        years=tuple(dict.fromkeys(filter(None, years))),
        url=f"https://openlibrary.org{key}" if key.startswith("/works/") else "",
    )


def _titles(book: dict[str, Any]) -> list[str]:
    """Return the title with its subtitle and without, then both without booksellers' additions in brackets."""
    title, subtitle = text(book.get("title")), text(book.get("subtitle"))
    plain = _NOISE.sub("", title)
    whole = [joined(name, subtitle) for name in (title, plain) if name and subtitle]
    return list(distinct([*whole[:1], title, *whole[1:], plain]))


def _language(book: dict[str, Any]) -> str:
    languages = texts(book.get("language"))
    return languages[0] if len(languages) == 1 else ""


def _isbns(book: dict[str, Any]) -> str:
    numbers = (number for written in texts(book.get("isbn")) for number in find_isbns(written))
    return " ".join(distinct(numbers)[:MOST_ISBNS])


SERVICE = Service(
    name="open-library",
    url="https://openlibrary.org",
    routes={"search": Limit(3, 2)},
    anonymous={"search": Limit(1, 2)},
    batch={"ISBN": 1},
    lookup=lookup,
    search=search,
    answers=answers,
)

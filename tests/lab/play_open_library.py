"""A web that plays Open Library: `/search.json` by ISBN, title and author, and editions that name their authors by key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kzcheck.identifiers import find_isbns
from lab.fielded_search import by_isbn, matching
from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item
    from lab.server import Call

MARC = {"en": "eng", "ru": "rus", "de": "ger", "kk": "kaz", "tr": "tur", "fr": "fre"}


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as Open Library would if these were all of its books: searches, the edition behind `/isbn/…`, and its authors."""
    address = urlsplit(call.path)
    place, _, number = unquote(address.path).strip("/").removesuffix(".json").partition("/")
    if place == "search":
        return _search(works, dict(parse_qsl(address.query)))
    if place == "isbn" and (matches := by_isbn(works, number)):
        return Answer(302, {"Location": f"/books/{_key(works, matches[0], 'M')}.json"})
    if place == "books" and number[2:-1].isdigit() and int(number[2:-1]) < len(works):
        return _json(_edition(works, works[int(number[2:-1])]))
    if place == "authors" and number[2:-1].isdigit() and int(number[2:-1]) < len(works):
        work = works[int(number[2:-1])]
        return _json({"key": f"/authors/{number}", "name": str(next(iter(work.author or work.editor), ""))})
    return Answer(404, {"Content-Type": "application/json"}, b'{"error": "notfound"}')


def _search(works: Sequence[Item], asked: dict[str, str]) -> Answer:
    most = int(asked.get("limit", "100"))
    if "isbn" in asked:
        matches = by_isbn(works, asked["isbn"])[:most]
    else:
        matches = matching(works, asked.get("title", ""), asked.get("author", ""), most)
    fields = asked.get("fields", "key,title,author_name").split(",")
    docs = [{key: value for key, value in written(works, work).items() if key in fields and value} for work in matches]
    return _json(
        {"numFound": len(docs), "start": 0, "numFoundExact": True, "num_found": len(docs), "docs": docs, "q": "", "offset": None}
    )


def written(works: Sequence[Item], work: Item) -> dict[str, Any]:
    """Return a book as a work with one edition, as in search results."""
    title, _, subtitle = work.title.partition(": ")
    pages = work.number_of_pages
    edition = {
        "key": f"/books/{_key(works, work, 'M')}",
        "title": title,
        "subtitle": subtitle,
        "isbn": list(find_isbns(work.isbn)),
        "publisher": [work.publisher],
        "publish_date": [str(work.year)] if work.year else [],
        "language": [MARC.get(work.language[:2], "und")],
    }
    return {
        "key": f"/works/{_key(works, work, 'W')}",
        "title": title,
        "subtitle": subtitle,
        "author_name": [str(name) for name in (*work.author, *work.editor)],
        "first_publish_year": work.year,
        "publish_year": [work.year] if work.year else [],
        "isbn": list(find_isbns(work.isbn)),
        "publisher": [work.publisher],
        "number_of_pages_median": int(pages) if pages.isdigit() else None,
        "language": edition["language"],
        "edition_count": 1,
        "editions": {"numFound": 1, "start": 0, "numFoundExact": True, "docs": [edition]},
    }


def _edition(works: Sequence[Item], work: Item) -> dict[str, Any]:
    return {
        "key": f"/books/{_key(works, work, 'M')}",
        "title": work.title,
        "authors": [{"key": f"/authors/{_key(works, work, 'A')}"}],
        "publish_date": f"January {work.year}",
        "publishers": [work.publisher],
        "isbn_13": list(find_isbns(work.isbn)),
        "works": [{"key": f"/works/{_key(works, work, 'W')}"}],
        "type": {"key": "/type/edition"},
    }


def _key(works: Sequence[Item], work: Item, kind: str) -> str:
    return f"OL{next(place for place, one in enumerate(works) if one is work)}{kind}"


def _json(body: object) -> Answer:
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(body).encode())

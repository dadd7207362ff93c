"""The German National Library (https://www.dnb.de/EN/sru): what Germany published since 1913, theses too, and what is in German.

No key is needed, data under CC0. Its indices are `num` (ISBN and other numbers), `tit` (words of titles) and `per` (people).
It marks what does not count in sorting by two control characters, and writes its letters decomposed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language.readable import language
from kzcheck.services import marc, sru
from kzcheck.services.service import Ask, Service
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.etree import _Element as Element

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Record
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

SCHEMA = "MARC21-xml"
PAGE = "https://d-nb.info/{}"


def lookup(by: By, values: Sequence[str]) -> Ask:  # noqa: ARG001 - it can be asked by ISBN alone
    """Ask for the books of one ISBN."""
    return sru.lookup(values[0], "num", SCHEMA)


def search(item: Item) -> Iterable[Ask]:
    """Look for a book, or the book of a chapter, that is in German or does not say its language."""
    return sru.search(item, "tit", "per", SCHEMA) if language(item) in {"de", ""} else ()


def read(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the value of an ask."""
    return sru.read("dnb", PAGE, ask, reply)


def record(element: Element) -> Record:
    """Return one MARC record."""
    return marc.record(element, "dnb", PAGE)


SERVICE = Service(
    name="dnb",
    url="https://services.dnb.de/sru/dnb",
    routes={"search": Limit(5, 2)},
    anonymous={"search": Limit(5, 2)},
    batch={"ISBN": 1},
    lookup=lookup,
    search=search,
    read=read,
)

"""K10plus (https://wiki.k10plus.de/display/K10PLUS/SRU): the union catalogue of the German libraries, with books of all countries.

No key, no published limit, data under CC0. Its indices are `pica.isb` (ISBN), `pica.tit` (words of titles) and `pica.per` (people),
by its own explain record. One ISBN has up to five records: editions, and e-books that are linked with the printed book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.services import marc, sru
from kzcheck.services.service import Ask, Service
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Record
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

SCHEMA = "marcxml"
PAGE = "https://opac.k10plus.de/DB=2.299/PPNSET?PPN={}"


def lookup(by: By, values: Sequence[str]) -> Ask:  # noqa: ARG001 - it can be asked by ISBN alone
    """Ask for the books of one ISBN."""
    return sru.lookup(values[0], "pica.isb", SCHEMA)


def search(item: Item) -> Iterator[Ask]:
    """Look for a book, or the book of a chapter, in any language."""
    return sru.search(item, "pica.tit", "pica.per", SCHEMA)


def read(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the value of an ask."""
    return sru.read("k10plus", PAGE, ask, reply)


def record(element: Element) -> Record:
    """Return one MARC record."""
    return marc.record(element, "k10plus", PAGE)


SERVICE = Service(
    name="k10plus",
    url="https://sru.k10plus.de/opac-de-627",
    routes={"search": Limit(5, 2)},
    anonymous={"search": Limit(5, 2)},
    batch={"ISBN": 1},
    lookup=lookup,
    search=search,
    read=read,
)

"""What comparing one field of an entry and a record comes to, and what of the two tells how to take it: edition and version."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from kzcheck import data
from kzcheck.data.subjects import PreprintServers
from kzcheck.identifiers import find_isbns, normal_doi
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold
from kzcheck.matching.differences import Difference
from kzcheck.matching.titles import kind

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record

FieldOutcome = Difference | Literal["same", "unknown"]
"""A difference; or the two agree; or one of them gives nothing, or nothing that can be compared."""


@cache
def _repository() -> re.Pattern[str]:
    kept = data.read("preprint_servers", PreprintServers)
    return re.compile(rf"(?<!\w){any_of(kept.servers | kept.repositories)}(?!\w)")


def isbns(item: Item) -> frozenset[str]:
    """Return the valid ISBNs of an item, as thirteen digits."""
    return frozenset(find_isbns(item.isbn)) if item.isbn else frozenset()


def same_doi(item: Item, record: Record) -> bool:
    """Tell whether an entry and a record bear one DOI."""
    return bool(item.doi and record.item.doi) and normal_doi(item.doi) == normal_doi(record.item.doi)


def edition_number(item: Item) -> str:
    """Return the number of an item's edition, or the words of its statement, folded; "" where it gives none."""
    digits = re.search(r"\d+", item.edition)
    return digits[0] if digits else fold(item.edition)


def same_edition(item: Item, record: Record) -> bool:
    """Tell whether a book's record is surely of the edition that the entry cites: one ISBN or one edition statement.

    A DOI does not tell: publishers give old books one in the year of their scan.
    """
    recorded = edition_number(record.item)
    if isbns(item) & isbns(record.item):
        return recorded in {"", "1", edition_number(item)}
    return bool(edition_number(item)) and edition_number(item) == edition_number(record.item)


def has_editions(item: Item) -> bool:
    """Tell whether works of an item's kind come in editions and printings: books, and chapters of them."""
    if item.type in {"report", "pamphlet"}:
        return False
    return kind(item.type) in {"book", "part"} or (not item.type and bool(item.isbn or (item.publisher and item.number_of_pages)))


@lru_cache(maxsize=1 << 12)
def repositories(name: str) -> frozenset[str]:
    """Return the servers and repositories that a name names, each under one spelling: "CoRR" and "arXiv.org" are arXiv."""
    kept = data.read("preprint_servers", PreprintServers)
    named = {place.replace(" ", "") for place in _repository().findall(fold(name[:300]))}
    return frozenset(kept.other_names.get(place, place) for place in named) - kept.any_kind


def is_repository(name: str) -> bool:
    """Tell whether a name is that of a server for preprints, a repository or a series of working papers."""
    return bool(_repository().search(fold(name[:300])))


def another_version(item: Item, record: Record) -> bool:
    """Tell whether one of the two is a preprint or a deposited copy and the other may be the published work."""
    return _deposited(item, ()) != _deposited(record.item, record.containers)


def _deposited(item: Item, containers: tuple[str, ...]) -> bool:
    place = item.container_title or next(iter(containers), "") or item.archive or item.publisher
    return kind(item.type) == "preprint" or is_repository(place) or is_repository(item.genre)

"""The outcome of comparing one field of an entry and a record, and the editions and versions that explain differences."""

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
"""A difference; "same"; or "unknown" if either gives no value, or none that can be compared."""


@cache
def _repository() -> re.Pattern[str]:
    kept = data.read("preprint_servers", PreprintServers)
    return re.compile(rf"(?<!\w){any_of(kept.servers | kept.repositories)}(?!\w)")


def isbns(item: Item) -> frozenset[str]:
    """Return the valid ISBNs of an item, with thirteen digits."""
    return frozenset(find_isbns(item.isbn)) if item.isbn else frozenset()


def same_doi(item: Item, record: Record) -> bool:
    """Return whether an entry and a record have the same DOI."""
    return bool(item.doi and record.item.doi) and normal_doi(item.doi) == normal_doi(record.item.doi)


def edition_number(item: Item) -> str:
    """Return the number of an item's edition, or the folded words of its edition statement, or ""."""
    digits = re.search(r"\d+", item.edition)
    return digits[0] if digits else fold(item.edition)


def same_edition(item: Item, record: Record) -> bool:
    """Return whether a book's record is surely that of the edition cited: the same ISBN or edition statement.

    A DOI does not prove it: publishers assign one to old books in the year of their scan.
    """
    recorded = edition_number(record.item)
    if isbns(item) & isbns(record.item):
        return recorded in {"", "1", edition_number(item)}
    return bool(edition_number(item)) and edition_number(item) == edition_number(record.item)


def has_editions(item: Item) -> bool:
    """Return whether works of this kind have editions and printings: books and their chapters."""
    if item.type in {"report", "pamphlet"}:
        return False
    return kind(item.type) in {"book", "part"} or (not item.type and bool(item.isbn or (item.publisher and item.number_of_pages)))


@lru_cache(maxsize=1 << 12)
def repositories(name: str) -> frozenset[str]:
    """Return the servers and repositories in a name, each under one spelling: "CoRR" and "arXiv.org" become arXiv."""
    kept = data.read("preprint_servers", PreprintServers)
    named = {place.replace(" ", "") for place in _repository().findall(fold(name[:300]))}
    return frozenset(kept.other_names.get(place, place) for place in named) - kept.any_kind


def is_repository(name: str) -> bool:
    """Return whether a name is that of a preprint server, a repository or a series of working papers."""
    return bool(_repository().search(fold(name[:300])))


def another_version(item: Item, record: Record) -> bool:
    """Return whether one is a preprint or a deposited copy and the other may be the published work."""
    return _deposited(item, ()) != _deposited(record.item, record.containers)


def _deposited(item: Item, containers: tuple[str, ...]) -> bool:
    place = item.container_title or next(iter(containers), "") or item.archive or item.publisher
    return kind(item.type) == "preprint" or is_repository(place) or is_repository(item.genre)

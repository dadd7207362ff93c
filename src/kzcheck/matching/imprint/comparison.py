"""Where and when: year, container, volume, issue, pages and page count of an entry beside those of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import Publishers
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.containers import compare_container
from kzcheck.matching.imprint.field_outcomes import has_editions, isbns, same_doi, same_edition
from kzcheck.matching.imprint.volume_issue_pages import compare_issue, compare_page_count, compare_pages, compare_volume
from kzcheck.matching.imprint.years import NEAR, compare_year, years_apart
from kzcheck.matching.titles import kind
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.imprint.field_outcomes import Outcome

_PARTS = frozenset(("article", "talk", "preprint", "part", "review"))
_WHOLES = frozenset(("book", "thesis", "data", "patent", "law", "sound", "picture"))
"""Kinds of works that services take for each other (a talk for an article), and kinds that none of them is."""


class Imprint(Struct, frozen=True):
    """Where and when an entry and a record were published, field by field.

    `same` and `other` are the fields that both give and that agree or do not, to tell whether the two can be one work: of `year`,
    `container_title`, `volume`, `issue`, `page`, `publisher`, `isbn`, `doi`, `type`; what can be form or another edition is
    neither. `differences` are those in year, container, volume, issue, pages and page count, if they are one work.
    """

    same: frozenset[str]
    other: frozenset[str]
    differences: tuple[Difference, ...]


def compare_imprint(item: Item, record: Record) -> Imprint:
    """Compare year, container, volume, issue, pages and the like of an entry with a record, each once."""
    apart = years_apart(item, record)
    outcomes = {
        "year": compare_year(item, record, apart),
        "container_title": compare_container(item, record),
        "volume": compare_volume(item, record),
        "issue": compare_issue(item, record),
        "page": compare_pages(item, record),
        "number_of_pages": compare_page_count(item, record),
    }
    standings = {
        **{field: _lenient(outcomes[field]) for field in ("container_title", "volume", "issue", "page")},
        "year": _year(item, record, apart),
        "publisher": _publisher(item, record),
        "isbn": _sets(isbns(item), isbns(record.item)),
        "doi": same_doi(item, record) if item.doi and record.item.doi and normal_doi(item.doi) else None,
        "type": _kind(item, record),
    }
    return Imprint(
        same=frozenset(field for field, standing in standings.items() if standing is True),
        other=frozenset(field for field, standing in standings.items() if standing is False),
        differences=tuple(outcome for outcome in outcomes.values() if isinstance(outcome, Difference)),
    )


def _lenient(outcome: Outcome) -> bool | None:
    """Return whether a field agrees; None for what cannot be told, which is also all that is slight."""
    if isinstance(outcome, Difference):
        return None if outcome.slight else False
    return True if outcome == "same" else None


def _year(item: Item, record: Record, apart: int | None) -> bool | None:
    if apart is None or (apart > NEAR and has_editions(item) and not same_edition(item, record)):
        return None
    return apart <= NEAR


def _publisher(item: Item, record: Record) -> bool | None:
    """Compare publishers by the words that tell them apart; the present owner of a DOI proves nothing."""
    mine, theirs = (_words(one.publisher) for one in (item, record.item))
    if not mine or not theirs:
        return None
    return True if mine & theirs else None if SOURCES[record.service].names_owner else False


def _words(publisher: str) -> frozenset[str]:
    return frozenset(
        word
        for word in fold(publisher[:300]).split()
        if word not in data.read("publishers", Publishers).name_words and len(word) > 1
    )


def _sets(mine: frozenset[str], theirs: frozenset[str]) -> bool | None:
    return bool(mine & theirs) if mine and theirs else None


def _kind(item: Item, record: Record) -> bool | None:
    mine, theirs = kind(item.type), kind(record.item.type)
    if not mine or not theirs:
        return None
    if mine == theirs:
        return True
    return False if (mine in _WHOLES) != (theirs in _WHOLES) else None

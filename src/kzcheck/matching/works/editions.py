"""What came after a cited work: the publication of a preprint, a newer edition of a book."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.evidence import Found
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold, lower
from kzcheck.matching.titles import kind
from kzcheck.matching.works.identity import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item
    from kzcheck.evidence import Record, Resolution
    from kzcheck.matching.works.notices import Notice

LARGEST = 40
"""The highest number of an edition that is believed: a larger one is a year or the number of a series."""

_ENOUGH = 4
"""Letters of a word that tells one publishing house from another."""


@cache
def _ordinals() -> dict[str, int]:
    """Return the words, folded, that number an edition. A "revised" one is not the first."""
    languages = data.languages().values()
    return {fold(word): number for language in languages for number, word in enumerate(language.ordinals, 1)} | {"revised": 2}


class Newer(Struct, frozen=True):
    """A newer edition: its DOI and year as far as they are known, and, by a record, what it calls the edition and whose it is."""

    doi: str
    year: int | None
    edition: str = ""
    source: str = ""


def published_version(record: Record) -> str:
    """Return the DOI of the publication of a preprint by the preprint's own record, or ""."""
    own = normal_doi(record.item.doi)
    for relation in record.relations:
        doi = normal_doi(relation.id) if lower(relation.id_type) == "doi" else ""
        if doi and doi != own and relation.type == "is-preprint-of":
            return doi
    return ""


def newer_edition(item: Item, notices: tuple[Notice, ...], resolution: Resolution, until: int | None) -> Newer | None:
    """Return a newer edition of a book: by the notices told of its record, or else the newest of all records of the same book.

    Editions later than the year `until` are not looked at.
    """
    for notice in notices:
        year = notice.date.year if notice.date else None
        if notice.doi and not (until and year and year > until):
            return Newer(notice.doi, year)
    if kind(item.type) != "book" or item.type == "classic" or item.original_date or not item.year:
        return None
    newer = [record for record in _candidates(item, resolution) if not until or (record.item.year or 0) <= until]
    newest = max(newer, key=lambda record: (record.item.year or 0, _number(record.item.edition)), default=None)
    if newest is None:
        return None
    return Newer(normal_doi(newest.item.doi), newest.item.year, newest.item.edition, newest.source)


def _candidates(item: Item, resolution: Resolution) -> Iterator[Record]:
    """Yield records of the same title, people and house with a higher number of edition and a later year."""
    edition, year = _number(item.edition) or 1, item.year or 0
    for asked in resolution.asked:
        for record in asked.answer.records if isinstance(asked.answer, Found) else ():
            later = _number(record.item.edition) > edition and (record.item.year or 0) > year
            if later and kind(record.item.type) == "book" and _same_house(item, record.item):
                comparison = compare(item, record)
                if comparison.identity == "same" and {"title", "author"} <= comparison.agreeing:
                    yield record


def _number(edition: str) -> int:
    """Return the number that an edition bears in words ("4., überarb. Aufl.", "Third edition", "Изд. 3-е"), 0 without one."""
    for word in re.findall(r"\d+|[a-z]+", fold(edition[:100])):
        if word.isdecimal() and len(word) < 4:  # noqa: PLR2004 - four digits are a year
            return int(word) if int(word) <= LARGEST else 0
        if number := _ordinals().get(word):
            return number
    return 0


def _same_house(item: Item, recorded: Item) -> bool:
    """Whether two books are of one publishing house: each house counts the editions of a classic anew."""
    names, others = ({word for word in fold(book.publisher).split() if len(word) >= _ENOUGH} for book in (item, recorded))
    return bool(names & others)

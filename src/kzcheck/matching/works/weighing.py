"""Weighing: what an entry and a record have in common, all at once, to tell whether the two can be one work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.imprint import Signs, signs
from kzcheck.matching.titles import likeness
from kzcheck.matching.works.authors import Agreement, agreement

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record


class Weighed(Struct, frozen=True):
    """An entry beside a record: how alike the titles are, how far the people agree, which fields agree, and what these weigh.

    `comparable` if the titles are in one script and language, as far as one can tell. `exact` if volume and page, or page and
    container agree: no two works share these.
    """

    title: float
    people: Agreement
    signs: Signs
    same: float
    other: float
    comparable: bool
    exact: bool


NEAR_TITLE, AKIN_TITLE, UNLIKE_TITLE, HALF_TITLE = 0.8, 0.7, 0.6, 0.5
"""Likeness of titles: the same but for slips and subtitle; a word swapped; a word or two; another title below; half of it."""

_WEIGHTS = {
    "doi": 3.0,
    "isbn": 2.0,
    "page": 1.5,
    "volume": 1.0,
    "container_title": 1.0,
    "issue": 0.5,
    "year": 0.5,
    "publisher": 0.25,
}
"""How much it tells that a field agrees or differs: thousands of works share a year, and few a first page."""

_IDENTIFIERS = frozenset(("doi", "isbn"))

PLACED = 2.0
"""Weight of the fields that must agree for a work to be known by its place: container and volume, page and year."""

IN_PLACE = 1.5
"""Weight of container and year: where a talk is published, and nothing more."""


def weigh(item: Item, record: Record, *, identified: bool) -> Weighed:
    """Weigh an entry and a record; `identified` if an identifier of the entry led to it, which agrees in any case."""
    common = signs(item, record)
    same = common.same - _IDENTIFIERS if identified else common.same
    # A search may find the right work of an entry whose DOI is wrong, or another edition.
    other = common.other - _IDENTIFIERS
    return Weighed(
        likeness(item, record),
        agreement(item, record),
        common,
        sum(_WEIGHTS.get(field, 0) for field in same),
        sum(_WEIGHTS.get(field, 0) for field in other),
        comparable=_comparable(item.title, record.item.title or next(iter(record.titles), "")),
        exact="page" in common.same and not common.same.isdisjoint({"volume", "container_title"}),
    )


def _comparable(title: str, other: str) -> bool:
    if main_script(title) != main_script(other):
        return False
    one, two = guess(title)[:2], guess(other)[:2]
    return not one or not two or one == two

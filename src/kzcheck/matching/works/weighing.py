"""Weighing: what an entry and a record have in common, all at once, to tell whether the two can be one work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.imprint import Imprint, compare_imprint
from kzcheck.matching.titles import likeness
from kzcheck.matching.works.authors import People, compare_people

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record


class Weighed(Struct, frozen=True):
    """An entry beside a record: how alike the titles are, how people and imprint compare, and what the imprint weighs.

    `exact` if volume and page, or page and container agree: no two works share these.
    """

    title: float
    people: People
    imprint: Imprint
    same: float
    other: float
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
    imprint = compare_imprint(item, record)
    same = imprint.same - _IDENTIFIERS if identified else imprint.same
    # A search may find the right work of an entry whose DOI is wrong, or another edition.
    other = imprint.other - _IDENTIFIERS
    return Weighed(
        likeness(item, record),
        compare_people(item, record),
        imprint,
        sum(_WEIGHTS.get(field, 0) for field in same),
        sum(_WEIGHTS.get(field, 0) for field in other),
        exact="page" in imprint.same and not imprint.same.isdisjoint({"volume", "container_title"}),
    )


def comparable(item: Item, record: Record) -> bool:
    """Tell whether the titles of an entry and a record are in one script and language, as far as one can tell."""
    title, other = item.title, record.item.title or next(iter(record.titles), "")
    if main_script(title) != main_script(other):
        return False
    one, two = guess(title)[:2], guess(other)[:2]
    return not one or not two or one == two

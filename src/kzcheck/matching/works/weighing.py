"""Weighing: compares all that an entry and a record have in common, to decide whether they can be one work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from rapidfuzz import fuzz

from kzcheck.language.folding import fold
from kzcheck.language.languages import guess
from kzcheck.language.notices import marked
from kzcheck.language.scripts import main_script
from kzcheck.matching.imprint import Imprint, compare_imprint
from kzcheck.matching.titles import SAME_TITLE, is_about_another, kind, likeness, same_numbers
from kzcheck.matching.works.authors import People, compare_people
from kzcheck.matching.works.notices import is_notice as notifies

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record


class Weighed(Struct, frozen=True):
    """An entry beside a record: the similarity of titles, the comparison of people and imprint, and the weight of the imprint.

    `exact` is true if volume and page, or page and container agree: no two works share these.
    """

    title: float
    people: People
    imprint: Imprint
    same: float
    other: float
    exact: bool


NEAR_TITLE, AKIN_TITLE, UNLIKE_TITLE, HALF_TITLE = 0.8, 0.7, 0.6, 0.5
"""Similarity of titles: equal except for slips and subtitle; a word swapped; a word or two; below, another title; half of it."""

MISREAD_JOURNAL = 75.0
"""Similarity of the names of journals that may be one but for misread letters: "Joumal 0f Invcnted Ge0graphy" has 84 per cent."""

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
"""The evidence of a field that agrees or differs: thousands of works share a year, and few a first page."""

_IDENTIFIERS = frozenset(("doi", "isbn"))

PLACED = 2.0
"""Weight of the agreeing fields that identify a work by its place: container and volume, page and year."""

IN_PLACE = 1.5
"""Weight of container and year: the place of publication of a talk, and nothing more."""


def weigh(item: Item, record: Record, *, identified: bool) -> Weighed:
    """Weigh an entry and a record; `identified` if an identifier of the entry led to it, which then always agrees."""
    imprint = compare_imprint(item, record)
    same = imprint.same - _IDENTIFIERS if identified else imprint.same
    # A search may find the right work of an entry with a wrong DOI, or another edition.
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
    """Return whether the titles of an entry and a record are in one script and language, as far as is known."""
    title, other = item.title, record.item.title or next(iter(record.titles), "")
    if main_script(title) != main_script(other):
        return False
    language, two = guess(title)[:2], guess(other)[:2]
    return not language or not two or language == two


_ABSTRACTS = re.compile(r"\babstracts?\b")
_RANGE = re.compile(r"\d\W{1,3}\w")
_SINGLE = re.compile(r"(?P<page>[A-Za-z]{0,3}\d+)(?:-(?P=page))?")
_NOTICES = frozenset(("retraction", "concern", "correction"))


def is_review_of(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record is a review of the cited work: by its type or mark, or in a journal under a book's title.

    JSTOR's reviews have the title of the book, list its author beside the reviewer, and are typed as articles.
    """
    if kind(item.type) == "review" or _form(item) == "review":
        return False
    if record.item.type == "review-book" or any(relation.type == "is-review-of" for relation in record.relations):
        return True
    if _form(record.item) == "review":
        return weighed.title < SAME_TITLE or weighed.people.agreement != "same"
    bookish = kind(item.type) == "book" and not (item.container_title or item.volume)
    if not bookish or kind(record.item.type) != "article" or not record.item.container_title:
        return False
    more_authors = len(record.item.author) > max(len(item.author), len(item.editor))
    return weighed.title >= AKIN_TITLE and (more_authors or weighed.people.agreement != "same" or "year" in weighed.imprint.other)


def is_piece(item: Item) -> bool:
    """Return whether an entry is of a part of a book: a chapter, a talk, something without a type in a container."""
    kinds = kind(item.type)
    return kinds in {"part", "talk"} or (not kinds and bool(item.container_title))


def is_whole(item: Item, record: Record) -> bool:
    """Return whether a record is the book that contains the cited chapter, by the title of the container."""
    if not item.container_title or kind(record.item.type) not in {"book", ""}:
        return False
    return likeness(_titled(item, item.container_title), record) >= AKIN_TITLE


def is_part(item: Item, record: Record) -> bool:
    """Return whether a record is a chapter of the cited book."""
    if kind(record.item.type) not in {"part", "talk"} or item.container_title or kind(item.type) not in {"book", ""}:
        return False
    hosts = (record.item.container_title, *record.containers)
    return any(likeness(item, _named(record, host)) >= SAME_TITLE for host in hosts if host)


def is_piece_about(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record is an abstract of a work, a comment on it or a supplement to it, and the entry is not.

    An abstract may have the plain title: it is elsewhere, among abstracts or on a single page.
    """
    if is_about_another(item.title):
        return False
    if any(map(is_about_another, (record.item.title, *record.titles))):
        return True
    containers = f"{record.item.container_title} {record.item.collection_title}"
    if _ABSTRACTS.search(fold(containers)) and not _ABSTRACTS.search(fold(item.container_title)):
        return "container_title" not in weighed.imprint.same
    if "container_title" not in weighed.imprint.other or "volume" in weighed.imprint.same or not _RANGE.search(item.page):
        return False
    return bool(_SINGLE.fullmatch(record.item.page)) and not item.page.startswith(record.item.page)


def is_notice(item: Item, record: Record) -> bool:
    """Return whether a record is a notice about a work, and the entry does not itself cite a notice."""
    if _form(item) in _NOTICES:
        return False
    return _form(record.item) in _NOTICES or notifies(record)


def is_notice_of(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a notice is about the cited work: by the title that it names, or else by people or container."""
    mark = marked(record.item.title)
    if mark and mark.title:
        return likeness(item, _named(record, mark.title)) >= (
            AKIN_TITLE if weighed.people.agreement in {"same", "some"} else SAME_TITLE
        )
    return weighed.title >= SAME_TITLE or weighed.people.agreement in {"same", "some"} or "container_title" in weighed.imprint.same


def is_other_part(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether a record may be a later or earlier part: its title has other numbers, and it has another year and place."""
    if "year" not in weighed.imprint.other or weighed.imprint.other.isdisjoint({"volume", "page"}):
        return False
    return not any(same_numbers(item.title, title) for title in (record.item.title, *record.titles))


def is_in_place(item: Item, record: Record, weighed: Weighed) -> bool:
    """Return whether volume, page and year are the same, and so may be the journals but for misread letters."""
    journals = fold(item.container_title), fold(record.item.container_title)
    return {"volume", "page", "year"} <= weighed.imprint.same and (not all(journals) or fuzz.ratio(*journals) >= MISREAD_JOURNAL)


def _titled(item: Item, title: str) -> Item:
    return msgspec.structs.replace(item, title=title, title_short="", original_title="")


def _named(record: Record, title: str) -> Record:
    return msgspec.structs.replace(record, item=_titled(record.item, title), titles=())


@lru_cache(maxsize=1 << 12)
def _form_of(title: str) -> str:
    mark = marked(title)
    return mark.form if mark else ""


def _form(item: Item) -> str:
    return _form_of(item.title)

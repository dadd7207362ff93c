"""Outliers: entries that alone lack something, and articles with too little information to find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.matching.titles import is_common_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kzcheck.csl import Item

LEAST = 10
"""Entries that must all have what one lacks: among fewer, one may rightly be different."""

_DATED_IF_ALL_ARE = frozenset(("", "document", "entry-encyclopedia", "post", "post-weblog", "webpage"))
"""Types of works that are often undated."""

_BY_PEOPLE = frozenset(("article-journal", "book", "chapter", "paper-conference", "thesis"))
"""Types of works that usually have authors or editors."""


def only_undated(items: Sequence[Item]) -> int | None:
    """Return the position of the only undated entry of a list, unless its type is often undated; else None."""
    return _only(
        items, lambda item: any((item.issued, item.original_date, item.event_date, item.available_date)), _DATED_IF_ALL_ARE
    )


def only_anonymous(items: Sequence[Item]) -> int | None:
    """Return the position of the only entry of a list without people, if its type usually has some; else None."""
    place = _only(items, lambda item: any(item.names()), _BY_PEOPLE)
    return None if place is None or is_common_title(items[place].title) else place


def _only(items: Sequence[Item], has: Callable[[Item], bool], types: frozenset[str]) -> int | None:
    lacking = [place for place, item in enumerate(items) if not has(item)]
    if len(lacking) != 1 or len(items) <= LEAST:
        return None
    item = items[lacking[0]]
    return lacking[0] if item.type in types and item.title and not item.archive else None


def has_volume_alone(item: Item) -> bool:
    """Return whether an article has a volume, but no issue, page, number or identifier by which readers can find it there."""
    if item.type != "article-journal" or not (item.volume and item.container_title and item.title):
        return False
    locating = (item.issue, item.page, item.number, item.doi, item.url, item.pmid, item.note)
    return not any((*locating, item.text("pmcid"), item.text("section")))

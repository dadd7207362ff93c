"""Archived copies: which of them shows best what was cited on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Article
    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Memento

MIDDLE = (7, 1)
"""Month and day that stand for a year alone."""


def ranked(mementos: Iterable[Memento], day: date) -> tuple[Memento, ...]:
    """Return copies in the order in which they show what was seen on a day: the nearest before it first, then the nearest after."""

    def order(memento: Memento) -> tuple[int, timedelta]:
        gap = memento.time.date() - day
        return (1, gap) if gap > timedelta() else (0, -gap)

    return tuple(sorted(mementos, key=order))


def seen_on(item: Item, article: Article, gathered: date) -> date:
    """Return the day on which a page was most likely read: when it was accessed, else when the article came out, else now."""
    for found in (item.accessed, article.issued):
        if found and found.start and (day := _day(found)) and day <= gathered:
            return day
    return gathered


def _day(found: Date) -> date | None:
    parts = found.start if len(found.start) > 2 else (*found.start[:1], *MIDDLE) if len(found.start) == 1 else (*found.start, 15)  # noqa: PLR2004
    try:
        return date(*parts)
    except ValueError:
        return None

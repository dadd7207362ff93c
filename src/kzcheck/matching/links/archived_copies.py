"""Archived copies: of which address one is, and which of them shows best what was cited on a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kzcheck.identifiers import check_url, split
from kzcheck.identifiers.urls import WEB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Article
    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Memento

MIDDLE = (7, 1)
"""Month and day that stand for a year alone."""

_ARCHIVE = re.compile(
    r"(?:(?:web\.archive\.org/web|(?:www\.)?archive\.org/(?:web|wayback))(?=/(?:[\d*]|https?:))|perma\.cc(?=/[a-z0-9]{4}-[a-z0-9]{4})"
    r"|(?:www\.)?archive\.(?:ph|today|is|li|fo|md|vn)|(?:www\.)?webcitation\.org|arquivo\.pt/(?:no)?wayback|wayback\.archive-it\.org"
    r"|webarchive\.(?:nationalarchives\.gov\.uk|loc\.gov|org\.uk|nla\.gov\.au)|(?:wayback\.)?vefsafn\.is)/(?P<rest>.+)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"(?:.*?/)??(?:\d{4,14}|\*|newest|oldest)[a-z_*]{0,4}/(?P<copied>.+)|.*[?&]url=(?P<asked>[^&#]+)|(?P<plain>https?://.+)",
    re.IGNORECASE,
)


def original(url: str) -> str | None:
    """Return the address of which a URL is the copy at an archive: "" where it does not name it, None where it is no such copy."""
    parts = split(url.strip())
    match = _ARCHIVE.match(parts.host + parts.rest) if parts and parts.scheme in WEB and not parts.user else None
    return _named(match["rest"]) if match else None


def _named(rest: str) -> str:
    match = _ORIGINAL.match(rest)
    if not match:
        return ""
    url = match["copied"] or match["plain"] or unquote(match["asked"])
    url = re.sub(r"^(https?):/(?=[^/])", r"\1://", url)
    if not re.match(r"https?://", url):
        url = "http://" + url
    return url if check_url(url) is None and "." in url else ""


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

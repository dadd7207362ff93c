"""Chooses the archived copy to offer for a lost page: one that shows it, nearest to the day on which it was read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from msgspec import Struct

from kzcheck.article import ARCHIVED
from kzcheck.evidence import Archived, Copies, Memento, Page
from kzcheck.identifiers import check_url, split
from kzcheck.identifiers.urls import WEB
from kzcheck.matching.links.page_states import judge, shows, verified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.article import Article, Reference
    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Evidence
    from kzcheck.matching.links.link_rot import SeenLink
    from kzcheck.matching.links.page_states import PageState

MIDDLE = (7, 1)
"""Month and day assumed for a year alone."""

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
    """Return the original address of an archived copy: "" if the URL does not give it, None if it is not such a copy."""
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
    """Return copies by how well they show a page on a given day: the nearest before it first, then the nearest after."""

    def order(memento: Memento) -> tuple[int, timedelta]:
        gap = memento.time.date() - day
        return (1, gap) if gap > timedelta() else (0, -gap)

    return tuple(sorted(mementos, key=order))


def seen_on(item: Item, article: Article, gathered: date) -> date:
    """Return the day on which a page was most likely read: its access date, else the article's date, else today."""
    for known in (item.accessed, article.issued):
        if known and known.start and (day := _day(known)) and day <= gathered:
            return day
    return gathered


def _day(known: Date) -> date | None:
    parts = known.start if len(known.start) > 2 else (*known.start[:1], *MIDDLE) if len(known.start) == 1 else (*known.start, 15)  # noqa: PLR2004
    try:
        return date(*parts)
    except ValueError:
        return None


Given = Literal["none", "shows", "unsure", "lost"]
"""The value of an entry's own copy: there is none, it shows the work, it is uncertain, it was seen not to show it."""

PAUSE = 429
"""The status with which an archive refuses too many requests: it says nothing about the copy."""


class Replacement(Struct, frozen=True):
    """A replacement for a page: `memento`, which `shows` it or was not read; None if no copy is worth a look.

    `archived` is the archive's answer about the page. `days` is the time between reading the page and archiving the copy, None
    if the day of reading is unknown.
    """

    archived: Archived | None
    memento: Memento | None = None
    shows: bool = False
    days: int | None = None


def given(reference: Reference, pages: Mapping[str, Page]) -> Given:
    """Return what is known of the archived copy in an entry; an unreadable one may well show the work."""
    url, cited = reference.urls.get(ARCHIVED, ""), (reference.item,)
    if not url:
        return "none"
    page = pages.get(url, Page(()))
    state = judge(url, page, cited)
    if state.state in {"dead", "soft-404"} or state.kind == "unsafe":
        return "lost"
    return "shows" if any(shows(url, visit, cited) for visit in page.visits) else "unsure"


def is_spared(seen: SeenLink, evidence: Evidence, pages: Mapping[str, PageState]) -> bool:
    """Return whether readers reach the work anyway: by the entry's copy, or by the page of which this is the copy."""
    if seen.link.is_copy and seen.link.reference:
        page = pages.get(seen.link.reference.urls.get("url", ""))
        return page is not None and page.state in {"ok", "moved"}
    return given_copy(seen, evidence) in {"shows", "unsure"}


def given_copy(seen: SeenLink, evidence: Evidence) -> Given:
    """Return what is known of the archived copy that the entry gives of a page; "none" for the copy itself."""
    return given(seen.link.reference, evidence.pages) if seen.link.reference and not seen.link.is_copy else "none"


def replacement(seen: SeenLink, article: Article, evidence: Evidence) -> Replacement:
    """Return the copy of a page to offer or check; for an entry's own copy, another copy of its page."""
    link, reference = seen.link, seen.link.reference
    url, archived = link.url, seen.page.archived
    if link.is_copy and reference:
        url = reference.urls.get("url", "")
        archived = evidence.pages.get(url, Page(())).archived
    mementos = archived.mementos if isinstance(archived, Copies) else ()
    if link.is_copy and reference:
        mementos = tuple(memento for memento in mementos if memento.url != reference.archived)
    today = evidence.gathered.date()
    day = seen_on(reference.item, article, today) if reference else today
    best = ranked(mementos, day)
    cited = (reference.item,) if reference else ()
    if memento := verified(url, Page((), archived=Copies(best)), cited):
        accessed = reference.item.accessed if reference else None
        is_day_known = accessed is not None and accessed.start == (day.year, day.month, day.day)
        return Replacement(archived, memento, shows=True, days=(memento.time.date() - day).days if is_day_known else None)
    return Replacement(archived, next((memento for memento in best if _is_unread(memento)), None))


def _is_unread(memento: Memento) -> bool:
    """Return whether the content of a copy is unknown: not requested, not received, or refused by the archive for now."""
    return memento.visit is None or memento.visit.status in {None, PAUSE}

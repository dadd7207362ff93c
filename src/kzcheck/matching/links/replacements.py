"""Which archived copy to give in place of a page that is lost: one that shows it, nearest to the day on which it was read."""

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
"""What an entry's own copy is worth: there is none, it shows the work, nobody can tell, it is seen not to show it."""

PAUSE = 429
"""The status by which an archive says that it was asked too often: it tells nothing of the copy."""


class Replacement(Struct, frozen=True):
    """What can be given in place of a page: `memento`, which `shows` it or was not read; None where no copy is worth a look.

    `archived` is what the archive said of the page. `days` are those from the day on which the page was read to that of the copy,
    None where that day is not known.
    """

    archived: Archived | None
    memento: Memento | None = None
    shows: bool = False
    days: int | None = None


def given(reference: Reference, pages: Mapping[str, Page]) -> Given:
    """Return what is known of the archived copy that an entry gives; one that cannot be read may well show the work."""
    url, cited = reference.urls.get(ARCHIVED, ""), (reference.item,)
    if not url:
        return "none"
    page = pages.get(url, Page(()))
    state = judge(url, page, cited)
    if state.state in {"dead", "soft-404"} or state.kind == "unsafe":
        return "lost"
    return "shows" if any(shows(url, visit, cited) for visit in page.visits) else "unsure"


def is_spared(seen: SeenLink, evidence: Evidence, pages: Mapping[str, PageState]) -> bool:
    """Tell whether readers reach the work all the same: by the copy that the entry gives, or by the page of which this is one."""
    if seen.link.is_copy and seen.link.reference:
        page = pages.get(seen.link.reference.urls.get("url", ""))
        return page is not None and page.state in {"ok", "moved"}
    return given_copy(seen, evidence) in {"shows", "unsure"}


def given_copy(seen: SeenLink, evidence: Evidence) -> Given:
    """Return what is known of the archived copy that the entry gives of a page; "none" for the copy itself."""
    return given(seen.link.reference, evidence.pages) if seen.link.reference and not seen.link.is_copy else "none"


def replacement(seen: SeenLink, article: Article, evidence: Evidence) -> Replacement:
    """Return which copy of a page to give, or to look at; for a copy of an entry, which other copy of its page."""
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
    """Tell whether nobody knows what a copy shows: it was not asked for, nothing came back, or the archive asked for a pause."""
    return memento.visit is None or memento.visit.status in {None, PAUSE}

"""Which archived copy to give in place of a page that is lost: one that shows it, nearest to the day on which it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.article import ARCHIVED
from kzcheck.evidence import Archived, Copies, Memento, Page
from kzcheck.matching.links.archived_copies import ranked, seen_on
from kzcheck.matching.links.page_states import judge, shows, verified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.article import Article, Reference
    from kzcheck.evidence import Evidence
    from kzcheck.matching.links.link_rot import Seen
    from kzcheck.matching.links.page_states import PageState

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


def is_spared(seen: Seen, evidence: Evidence, pages: Mapping[str, PageState]) -> bool:
    """Tell whether readers reach the work all the same: by the copy that the entry gives, or by the page of which this is one."""
    if seen.link.is_copy and seen.link.reference:
        page = pages.get(seen.link.reference.urls.get("url", ""))
        return page is not None and page.state in {"ok", "moved"}
    return given_copy(seen, evidence) in {"shows", "unsure"}


def given_copy(seen: Seen, evidence: Evidence) -> Given:
    """Return what is known of the archived copy that the entry gives of a page; "none" for the copy itself."""
    return given(seen.link.reference, evidence.pages) if seen.link.reference and not seen.link.is_copy else "none"


def replacement(seen: Seen, article: Article, evidence: Evidence) -> Replacement:
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

"""What to give in place of a page that is lost: an archived copy that shows it, nearest to the day on which it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kzcheck.article import ARCHIVED
from kzcheck.evidence import SERVICE_TITLES, Copies, NoCopy, NotAsked, Page
from kzcheck.finding import Edit, Fix
from kzcheck.identifiers import whole
from kzcheck.matching.links.archived_copies import ranked, seen_on
from kzcheck.matching.links.page_states import judge, shows, verified
from kzcheck.matching.sources import cut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kzcheck.article import Article, Reference
    from kzcheck.evidence import Archived, Evidence, Memento
    from kzcheck.matching.links.link_rot import Seen
    from kzcheck.matching.links.page_states import PageState

Given = Literal["none", "shows", "unsure", "lost"]
"""What an entry's own copy is worth: there is none, it shows the work, nobody can tell, it is seen not to show it."""

WAYBACK = SERVICE_TITLES["wayback"]

PAUSE = 429
"""The status by which an archive says that it was asked too often: it tells nothing of the copy."""

_MONTH, _YEAR = 30.44, 365.25
"""Days of a month and a year on average."""
_MONTHS, _YEARS = 60, 731
"""Days from which a gap is told in months, in years."""


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
    return _nothing(seen, evidence) is not None


def instead(seen: Seen, article: Article, evidence: Evidence) -> Fix:
    """Return what to give in place of what is lost: nothing where the entry gives a copy, else one that was read and shows it."""
    reference, archived = seen.link.reference, seen.page.archived
    if seen.link.is_copy and reference:
        return _another(reference, article, evidence)
    if nothing := _nothing(seen, evidence):
        return nothing
    if reference and ARCHIVED in reference.urls:
        return Fix("find where the page is now, or another copy: the archived one that the entry gives does not show it")
    if isinstance(archived, Copies):
        found = _copy(seen.link.url, reference, archived.mementos, article, evidence)
        return found or Fix("find where the page is now, or another source: no archived copy that was looked at shows it")
    if isinstance(archived, NoCopy):
        return Fix(f"find where the page is now, or another source: {WAYBACK} has no copy of it")
    return Fix(f"find where the page is now, or a copy in an archive{_why(archived)}")


def again(seen: Seen, evidence: Evidence) -> Fix:
    """Return what to do about a page that could not be read just now."""
    copy = "another archived copy" if seen.link.reference and ARCHIVED in seen.link.reference.urls else "the archived copy"
    later = Fix(f"try it again on another day; if it goes on, give {copy} of the day on which it was read")
    return _nothing(seen, evidence) or later


def _nothing(seen: Seen, evidence: Evidence) -> Fix | None:
    """Return that nothing is to be done about a page, as the entry gives a copy of it that may show it; None where it does not."""
    reference = seen.link.reference
    known = given(reference, evidence.pages) if reference and not seen.link.is_copy else "none"
    if known == "shows":
        return Fix("nothing to do: readers have the archived copy that the entry gives, and it shows the page")
    if known == "unsure" and reference:
        where = whole(reference.archived)
        return Fix(f"nothing to do but to look whether the archived copy that the entry gives shows the page: {where}")
    return None


def _another(reference: Reference, article: Article, evidence: Evidence) -> Fix:
    """Return what to give in place of a copy that does not show the page of its entry."""
    url = reference.urls.get("url", "")
    archived = evidence.pages.get(url, Page(())).archived
    others = tuple(one for one in archived.mementos if one.url != reference.archived) if isinstance(archived, Copies) else ()
    if found := _copy(url, reference, others, article, evidence):
        return found
    why = f": {WAYBACK} has none that shows the page" if isinstance(archived, Copies | NoCopy) else _why(archived)
    return Fix(f"find another copy, or leave this one out{why}")


def _why(archived: Archived | None) -> str:
    return f": {WAYBACK} {cut(str(archived.reason))}" if isinstance(archived, NotAsked) else ""


def _copy(url: str, reference: Reference | None, mementos: tuple[Memento, ...], article: Article, evidence: Evidence) -> Fix | None:
    """Return which copy of a page to give, or to look at; None where all that were looked at do not show it."""
    today = evidence.gathered.date()
    day = seen_on(reference.item, article, today) if reference else today
    best = ranked(mementos, day)
    cited = (reference.item,) if reference else ()
    if shown_by := verified(url, Page((), archived=Copies(best)), cited):
        copy = f"the archived copy of {shown_by.time:%Y-%m-%d}{_gap(shown_by, day, reference)}"
        where = whole(shown_by.url)
        if reference is None:
            return Fix(f"give {copy}: {where}")
        edit = Edit(ARCHIVED, reference.archived or None, shown_by.url, WAYBACK, reference.id)
        put = f"give {copy} in its place as" if reference.archived else f"add {copy} as"
        return Fix(f"{put} custom.archived: {where}", edits=(edit,))
    if unread := next((one for one in best if _is_unread(one)), None):
        return Fix(f"look whether the archived copy of {unread.time:%Y-%m-%d} shows the page: {whole(unread.url)}")
    return None


def _is_unread(memento: Memento) -> bool:
    """Tell whether nobody knows what a copy shows: it was not asked for, nothing came back, or the archive asked for a pause."""
    return memento.visit is None or memento.visit.status in {None, PAUSE}


def _gap(memento: Memento, day: date, reference: Reference | None) -> str:
    """Return how far a copy is from the day on which the page was read, where that is known: " (12 days after it was read)"."""
    accessed = reference.item.accessed if reference else None
    if accessed is None or accessed.start != (day.year, day.month, day.day):
        return ""
    gap = (memento.time.date() - day).days
    days = abs(gap)
    if not days:
        return " (of the day on which it was read)"
    count, unit = (days, "day") if days < _MONTHS else (days / _MONTH, "month") if days < _YEARS else (days / _YEAR, "year")
    return f" ({count:.0f} {unit}{'s' if days > 1 else ''} {'after' if gap > 0 else 'before'} it was read)"

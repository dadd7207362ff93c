"""What to give in place of a page that is lost: an archived copy that shows it, nearest to the day on which it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.evidence import SERVICE_TITLES, Copies, NoCopy, NotAsked, Page
from kzcheck.finding import Edit, Fix
from kzcheck.identifiers import shown
from kzcheck.matching.copies import ranked, seen_on
from kzcheck.matching.linked import LONGEST
from kzcheck.matching.pages import verified
from kzcheck.matching.sources import cut

if TYPE_CHECKING:
    from datetime import date

    from kzcheck.article import Article, Reference
    from kzcheck.evidence import Evidence, Memento
    from kzcheck.matching.linked import Link, Seen

ARCHIVE = SERVICE_TITLES["wayback"]

_MONTH, _YEAR = 30.44, 365.25
"""Days of a month and a year on average."""
_MONTHS, _YEARS = 60, 731
"""Days from which a gap is told in months, in years."""


def instead(seen: Seen, article: Article, evidence: Evidence) -> Fix:
    """Return what to give in place of a page that is lost: a copy that was read and shows it, else whoever may have one."""
    archived = seen.page.archived
    if isinstance(archived, Copies):
        reference, today = seen.link.reference, evidence.gathered.date()
        day = seen_on(reference.item, article, today) if reference else today
        return _copy(seen.link, ranked(archived.mementos, day), day)
    if isinstance(archived, NoCopy):
        return Fix(f"find where the page is now, or another source: {ARCHIVE} has no copy of it")
    why = f": {ARCHIVE} {cut(archived.reason)}" if isinstance(archived, NotAsked) else ""
    return Fix(f"find where the page is now, or a copy in an archive{why}")


def _copy(link: Link, mementos: tuple[Memento, ...], day: date) -> Fix:
    reference = link.reference
    cited = (reference.item,) if reference else ()
    if shown_by := verified(link.url, Page((), archived=Copies(mementos)), cited):
        copy = f"the archived copy of {shown_by.time:%Y-%m-%d}{_gap(shown_by, day, reference)}"
        if reference is None:
            return Fix(f"give {copy}: {shown(shown_by.url, LONGEST)}")
        edit = Edit("custom.archived", None, shown_by.url, ARCHIVE, reference.id)
        return Fix(f"add {copy} as custom.archived: {shown(shown_by.url, LONGEST)}", (edit,))
    if unread := next((one for one in mementos if one.visit is None), None):
        return Fix(f"look whether the archived copy of {unread.time:%Y-%m-%d} shows the page: {shown(unread.url, LONGEST)}")
    return Fix("find where the page is now, or another source: no archived copy that was looked at shows it")


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

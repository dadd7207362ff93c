"""How notices are told to a reader: what was done, when, how long before the article, why, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.identifiers import shown
from kzcheck.matching.sources import cut

if TYPE_CHECKING:
    from kzcheck.csl import Date
    from kzcheck.matching.works import Notice

_TOLD_BY = {"publisher": "the publisher", "retraction-watch": "Retraction Watch"}
_DONE = {
    "removal": "was removed by its publisher",
    "withdrawal": "was withdrawn",
    "retraction": "was retracted",
    "partial_retraction": "was retracted in part",
    "expression_of_concern": "came under an expression of concern",
}
_MONTHS = 12
_MONTH, _DAY = 2, 3
"""How many numbers a date has that is known to the month, to the day."""


def done(told: Notice) -> str:
    """Return what was done to the work: "was retracted and replaced"."""
    return _DONE.get(told.type, "was retracted") + (" and replaced" if told.replaced else "")


def on(date: Date | None) -> str:
    """Return a date behind its verb: " on 2010-02-06", " in 2010", "" where none is known."""
    if date is None or not str(date):
        return ""
    return f" {'on' if len(date.start) >= _DAY else 'in'} {cut(str(date), 40)}"


def when(date: Date | None, issued: Date | None) -> str:
    """Return how long before or after the article a day was, ", 15 years before this article"; "" where one is not known."""
    if date is None or issued is None or not date.start or not issued.start:
        return ""
    then, now = date.start, issued.start
    to_the_month = min(len(then), len(now)) >= _MONTH
    months = _MONTHS * (now[0] - then[0]) + (now[1] - then[1] if to_the_month else 0)
    if not months:
        return f", in the {'month' if to_the_month else 'year'} of this article"
    count, unit = (abs(months) // _MONTHS, "year") if abs(months) >= _MONTHS else (abs(months), "month")
    return f", {count} {unit}{'s' if count > 1 else ''} {'before' if months > 0 else 'after'} this article"


def why(told: Notice) -> str:
    """Return the reasons that the table gives ("+A;+B;") as a reader writes them, or ""."""
    parts = (part.strip(" +") for part in told.reason[:1000].split(";"))
    reasons = cut("; ".join(part for part in parts if part))
    return f"; reason given by Retraction Watch: {reasons}" if reasons else ""


def where(told: Notice) -> str:
    """Return where the notice stands and who tells of it: " (notice 10.5555/n; the publisher, Retraction Watch)"."""
    parts = [f"notice {shown(told.doi)}"] if told.doi else []
    parts += [", ".join(_TOLD_BY.get(one, cut(one, 40)) for one in told.sources)] if told.sources else []
    return f" ({'; '.join(parts)})" if parts else ""


def line(told: Notice) -> str:
    """Return a notice among others: "erratum 10.5555/e (2002-05)"."""
    date = cut(str(told.date), 40) if told.date else ""
    return told.type.replace("_", " ") + (f" {shown(told.doi)}" if told.doi else "") + (f" ({date})" if date else "")

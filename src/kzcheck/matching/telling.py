"""How notices are told to a reader: what was done, when, how long before the article, why, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.finding import template
from kzcheck.identifiers import shown
from kzcheck.matching.sources import cut
from kzcheck.sources import RETRACTION_WATCH

if TYPE_CHECKING:
    from kzcheck.csl import Date
    from kzcheck.matching.works import Notice

_TOLD_BY = {"publisher": "the publisher", RETRACTION_WATCH.name: RETRACTION_WATCH.title}
_MONTHS = 12
_MONTH, _DAY = 2, 3
"""How many numbers a date has that is known to the month, to the day."""

Clause = tuple[tuple[str, ...], dict[str, str | int]]
"""A clause of a message, or none, and its values."""
NOTHING: Clause = (), {}

_REPLACED = (
    template("was retracted and replaced"),
    template("was retracted and replaced on {day}"),
    template("was retracted and replaced in {day}"),
)
_DONE = {
    "removal": (
        template("was removed by its publisher"),
        template("was removed by its publisher on {day}"),
        template("was removed by its publisher in {day}"),
    ),
    "withdrawal": (template("was withdrawn"), template("was withdrawn on {day}"), template("was withdrawn in {day}")),
    "retraction": (template("was retracted"), template("was retracted on {day}"), template("was retracted in {day}")),
    "partial_retraction": (
        template("was retracted in part"),
        template("was retracted in part on {day}"),
        template("was retracted in part in {day}"),
    ),
    "expression_of_concern": (
        template("came under an expression of concern"),
        template("came under an expression of concern on {day}"),
        template("came under an expression of concern in {day}"),
    ),
}
_REINSTATED = (
    template("was retracted and then reinstated: it stands"),
    template("was retracted and then reinstated on {day}: it stands"),
    template("was retracted and then reinstated in {day}: it stands"),
)
_APART = {
    ("year", 1, "before"): template(", 1 year before this article"),
    ("year", 2, "before"): template(", {count} years before this article"),
    ("year", 1, "after"): template(", 1 year after this article"),
    ("year", 2, "after"): template(", {count} years after this article"),
    ("month", 1, "before"): template(", 1 month before this article"),
    ("month", 2, "before"): template(", {count} months before this article"),
    ("month", 1, "after"): template(", 1 month after this article"),
    ("month", 2, "after"): template(", {count} months after this article"),
}


def done(told: Notice) -> str:
    """Return the template of what was done to the work, and on which day: "was retracted and replaced on {day}"."""
    return (_REPLACED if told.replaced else _DONE.get(told.type, _DONE["retraction"]))[_known_to(told.date)]


def reinstated(told: Notice) -> str:
    """Return the template of a work that stands again."""
    return _REINSTATED[_known_to(told.date)]


def day(date: Date | None) -> dict[str, str | int]:
    """Return the value of a date in the templates of what was done, if it is known."""
    return {"day": cut(str(date), 40)} if _known_to(date) else {}


def _known_to(date: Date | None) -> int:
    """Return which of three templates fits a date: 0 where none is known, 1 for a day, 2 for a month or a year."""
    if date is None or not str(date):
        return 0
    return 1 if len(date.start) >= _DAY else 2


def when(date: Date | None, issued: Date | None) -> Clause:
    """Return how long before or after the article a day was: ", 15 years before this article"."""
    if date is None or issued is None or not date.start or not issued.start:
        return NOTHING
    then, now = date.start, issued.start
    to_the_month = min(len(then), len(now)) >= _MONTH
    months = _MONTHS * (now[0] - then[0]) + (now[1] - then[1] if to_the_month else 0)
    if not months:
        return (template(", in the month of this article") if to_the_month else template(", in the year of this article"),), {}
    count, unit = (abs(months) // _MONTHS, "year") if abs(months) >= _MONTHS else (abs(months), "month")
    return (_APART[unit, min(count, 2), "before" if months > 0 else "after"],), {"count": count} if count > 1 else {}


def why(told: Notice) -> Clause:
    """Return the reasons that the table gives ("+A;+B;") as a reader writes them."""
    parts = (part.strip(" +") for part in told.reason[:1000].split(";"))
    reasons = cut("; ".join(part for part in parts if part))
    return ((template("; reason given by Retraction Watch: {reasons}"),), {"reasons": reasons}) if reasons else NOTHING


def where(told: Notice) -> Clause:
    """Return where the notice stands and who tells of it: " (notice 10.5555/n; the publisher, Retraction Watch)"."""
    notice = shown(told.doi) if told.doi else ""
    sources = ", ".join(_TOLD_BY.get(one, cut(one, 40)) for one in told.sources)
    if notice and sources:
        return (template(" (notice {notice}; {sources})"),), {"notice": notice, "sources": sources}
    if notice:
        return (template(" (notice {notice})"),), {"notice": notice}
    return ((template(" ({sources})"),), {"sources": sources}) if told.sources else NOTHING


def line(told: Notice) -> str:
    """Return a notice among others: "erratum 10.5555/e (2002-05)"."""
    date = cut(str(told.date), 40) if told.date else ""
    return told.type.replace("_", " ") + (f" {shown(told.doi)}" if told.doi else "") + (f" ({date})" if date else "")

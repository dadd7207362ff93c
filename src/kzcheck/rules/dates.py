"""REF208: impossible dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kzcheck.csl import Date
from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity
from kzcheck.language import dates
from kzcheck.language.publishing import is_forthcoming
from kzcheck.rule import rule
from kzcheck.wording import FieldName, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case

LIVING = frozenset(
    "webpage post post-weblog dataset software entry entry-dictionary entry-encyclopedia legislation regulation".split()
)
"""Works that change in place: their issue date may be that of the last change."""

EARLY_VIEW = frozenset(
    "article article-journal article-magazine book chapter paper-conference report review review-book thesis".split()
)
"""Works often read before their nominal date: online first, or with next year on the title page."""

MODERN = frozenset(
    """article article-journal article-magazine article-newspaper bill broadcast chapter dataset entry-encyclopedia legal_case
    motion_picture paper-conference patent post post-weblog report review review-book software standard thesis webpage""".split()
)
"""Kinds of works that did not exist before the tenth century: a year of fewer than four digits is incomplete."""

FIRST_YEARS = {"article-journal": 1665, "article-magazine": 1663, "article-newspaper": 1605, "motion_picture": 1874}
"""The Journal des sçavans began in 1665, Erbauliche Monaths-Unterredungen in 1663, the Strasbourg Relation in 1605."""

WEB_BEGAN = 1990
"""Nothing was accessed by URL before the web; dates of access in databases of the 1980s are too rare to count."""

NEXT_YEAR_FROM = 7
"""The month from which a book or an issue is usually dated the next year."""

OF_ONE_DATE = frozenset("article-journal article-magazine article-newspaper paper-conference patent thesis".split())
"""Kinds of works published at one time: a modern one has no span of years, except for a combined volume."""

LONGEST_VOLUME = 2
"""Years from the first to the last of a combined volume of a journal; from 1990 on, longer ones hardly exist."""

LAST_YEAR = 9998
"""The last year in Python's calendar with a day after it."""

_MONTHS = 12
_DAYS = 31
_FULL = 3
_FULL_YEAR = len("2019")
_COMPACT = len("20190228")
_MONTH_OR_YEAR = re.compile(r"\d{4}[-/]\d\d")


@rule("REF208", "implausible-date", Severity.WARNING, key=("field", "date", "year", "accessed"))
def implausible_date(case: Case) -> Iterator[Problem]:
    """A date does not exist, is in the future, or contradicts another date.

    Why:
        A wrong year sends readers to the wrong volume. A date of access before the work appeared, or a source later than the
        article that cites it, shows that one of the two dates is mistyped. A year before there were journals (1665), magazines
        (1663), newspapers (1605) or films (1874) is reported too. A month or day of 0, by which programs mean “unknown”, is a note,
        and so is a difference of one year that online publication may explain.

    Example:
        issued: 2019-02-31          # no such day
        issued: 2108                # in the future
        issued: 2019                # and …
        accessed: 2016-05-01        # … accessed three years before

        issued: 2018-02-28          # good

    Silent:
        Works in press, next year's issues and books from July on, shortened or open spans (`1889-96`), and ancient and early works
        are fine. Web pages, data and laws may be later than the article, because their date may be that of the last change.

    Fix:
        Look the date up in the work itself, and correct it (issued or accessed).
    """
    today = case.evidence.gathered.date()
    for reference in case.article.references:
        possible: dict[str, Date] = {}
        for field, written in reference.item.dates():
            value = _read(written)
            if problem := _impossible(reference, field, value, written, today):
                yield problem
            elif value.start:
                possible[field] = value
        problem = _issued(reference, possible.get("issued"), case.article.issued, today)
        if problem := problem or _accessed(reference, possible.get("accessed"), possible.get("issued"), today):
            yield problem


def _read(value: Date) -> Date:
    """Read a date that is kept as text, taking `11/2006` for a month and a year, not for a span."""
    if value.raw and not value.start:
        return dates.read(value.raw)
    if len(value.start) == len(value.end) == 1 and value.start[0] <= _MONTHS and value.end[0] > 999:  # noqa: PLR2004
        return Date(start=(value.end[0], value.start[0]))
    return value


def _impossible(reference: Reference, field: str, value: Date, as_given: Date, today: date) -> Problem | None:
    if value.raw.isdecimal() and _FULL_YEAR < len(value.raw) < _COMPACT:
        return Problem(
            reference.place(field),
            "{field} is {date}: a year has four digits",
            {"field": FieldName(field), "date": value},
            reference=reference.id,
            fix=Fix("check the date"),
        )
    month = _is_month(reference.item.type, field, value, today)
    if value.possible and not month:
        return _reversed(reference, field, value, as_given)
    written = Date(raw=value.raw) if month else as_given
    values = {"field": FieldName(field), "date": written}
    if any(0 in parts[1:] for parts in (value.start, value.end)):
        known = value.start[: value.start.index(0, 1)] if 0 in value.start[1:] else value.start
        short = "-".join(f"{part:02d}" for part in known)
        edits = () if value.end else (Edit(field, str(written), short, "the entry", reference=reference.id),)
        return Problem(
            reference.place(field),
            "{field} is {date}: an unknown month or day should be left out, not written as 0",
            values,
            reference=reference.id,
            fix=Fix("write {date}", {"date": short}, edits),
            severity=Severity.NOTE,
        )
    return Problem(
        reference.place(field),
        "{field} is {date}: there is no such month"
        if month or any(part > _MONTHS for part in (*value.start[1:2], *value.end[1:2]))
        else "{field} is {date}: there is no such day",
        values,
        reference=reference.id,
        fix=_mended(value.start),
    )


def _is_month(kind: str, field: str, value: Date, today: date) -> bool:
    """Return whether a short span of years (`2004-13`) must be a year and a month: nothing is read or published for so long."""
    if not value.end or not _MONTH_OR_YEAR.fullmatch(value.raw):
        return False
    first, last = value.start[0], value.end[0]
    long = kind in OF_ONE_DATE and first >= WEB_BEGAN and last - first > LONGEST_VOLUME
    return long or field == "accessed" or last > today.year + 1


def _mended(parts: tuple[int, ...]) -> Fix:
    if len(parts) == _FULL and parts[1] > _MONTHS >= parts[2] and parts[1] <= _DAYS:
        date_ = f"{parts[0]:04d}-{parts[2]:02d}-{parts[1]:02d}"
        return Fix("if month and day were swapped, write {date}", {"date": date_})
    return Fix("check the date")


def _reversed(reference: Reference, field: str, value: Date, as_given: Date) -> Problem | None:
    shared = min(len(value.start), len(value.end))
    if not value.end or value.end[:shared] >= value.start[:shared]:
        return None
    return Problem(
        reference.place(field),
        "{field} is {date}: the end is before the beginning",
        {"field": FieldName(field), "date": as_given},
        reference=reference.id,
        fix=Fix("check the dates"),
    )


def _issued(reference: Reference, issued: Date | None, article: Date | None, today: date) -> Problem | None:
    item = reference.item
    if not issued or _is_page_range(issued):
        return None
    year = issued.start[0]
    if problem := _too_early(reference, year):
        return problem
    if is_forthcoming(item):
        return None
    if year > today.year + 1 or (year == today.year + 1 and today.month < NEXT_YEAR_FROM):
        meant = _swapped(year, today.year)
        return Problem(
            reference.place("issued"),
            "the year {year} is in the future",
            {"year": year},
            reference=item.id,
            fix=Fix("check the year ({meant}?); mark a work that has not appeared yet as forthcoming", {"meant": meant})
            if meant
            else Fix("check the year; mark a work that has not appeared yet as forthcoming"),
            severity=None if year > today.year + 1 else Severity.NOTE,
        )
    own = article.year if article else None
    if own is None or year <= own or item.type in LIVING or item.original_date:
        return None
    if issued.end and issued.start[0] <= own:
        return None
    meant = _swapped(year, own)
    return Problem(
        reference.place("issued"),
        "the source is dated {year}, but the article that cites it {own}",
        {"year": year, "own": own},
        reference=item.id,
        fix=Fix("check the year ({meant}?)", {"meant": meant}) if meant else Fix("check the year"),
        severity=None if year > own + 1 else Severity.NOTE,
    )


def _is_page_range(issued: Date) -> bool:
    """Return whether a "date" is a page range (`153–171`), which REF206 reports."""
    return bool(issued.end) and 0 < issued.start[0] < 1000 and issued.end[0] < 1000  # noqa: PLR2004


def _too_early(reference: Reference, year: int) -> Problem | None:
    item = reference.item
    modern = item.type in MODERN or (item.type == "book" and bool(item.isbn or item.publisher))
    if (0 <= year < 1000 and modern) or year == 0:  # noqa: PLR2004
        message, more = template("the year {year} is incomplete or mistyped"), {}
    elif 0 < year < FIRST_YEARS.get(item.type, 0) and item.container_title:
        message, more = _BEFORE_THE_FIRST[item.type], {"first": FIRST_YEARS[item.type]}
    else:
        return None
    return Problem(
        reference.place("issued"),
        message,
        {"year": year, **more},
        reference=item.id,
        fix=Fix("write the year with four digits" if year < 1000 else "check the year"),  # noqa: PLR2004
    )


_BEFORE_THE_FIRST = {
    "article-journal": template("{year} is before the first journals appeared, in {first}"),
    "article-magazine": template("{year} is before the first magazines appeared, in {first}"),
    "article-newspaper": template("{year} is before the first newspapers appeared, in {first}"),
    "motion_picture": template("{year} is before the first films appeared, in {first}"),
}


def _swapped(year: int, latest: int) -> int | None:
    """Return the only recent year that becomes `year` with two digits swapped: 2108 may be 2018."""
    digits = str(year)
    swaps = {int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]) for at in range(1, len(digits) - 1)}
    plausible = [swap for swap in swaps if latest - 60 <= swap <= latest]
    return plausible[0] if len(plausible) == 1 else None


def _accessed(reference: Reference, accessed: Date | None, issued: Date | None, today: date) -> Problem | None:
    if not accessed:
        return None
    year = accessed.start[0]
    latest = today + timedelta(days=1)
    if accessed.start > (latest.year, latest.month, latest.day)[: len(accessed.start)]:
        message, values = template("the date of access, {accessed}, is after the date of this audit, {today}"), {"today": today}
    elif year < WEB_BEGAN:
        message, values = template("the date of access, {accessed}, is before the web existed"), {}
    else:
        return _accessed_early(reference, accessed, issued)
    return Problem(
        reference.place("accessed"),
        message,
        {"accessed": accessed, **values},
        reference=reference.id,
        fix=Fix("correct the date of access"),
    )


def _accessed_early(reference: Reference, accessed: Date, issued: Date | None) -> Problem | None:
    """Compare access and issue by year; by day if both are complete and the work has an issue day of its own."""
    item = reference.item
    if not issued or issued.start[0] > LAST_YEAR or is_forthcoming(item):
        return None
    years = issued.start[0] - accessed.start[0]
    early_view = item.type in EARLY_VIEW
    if years <= 0 and (early_view or years < 0 or not _by_day(accessed, issued)):
        return None
    noted = item.type in LIVING or (early_view and years < 2)  # noqa: PLR2004
    return Problem(
        reference.place("accessed"),
        "the date of access, {accessed}, is before the date of publication, {issued}",
        {"accessed": accessed, "issued": issued},
        reference=item.id,
        fix=Fix("check both dates: one of them is wrong"),
        severity=Severity.NOTE if noted else None,
        confidence=Confidence.LIKELY if noted else None,
    )


def _by_day(accessed: Date, issued: Date) -> bool:
    """Return whether the access date is more than one day before the issue date (time zones account for one)."""
    if len(accessed.start) < _FULL or len(issued.start) < _FULL:
        return False
    return date(*accessed.start[:_FULL]) + timedelta(days=1) < date(*issued.start[:_FULL])


RULES = (implausible_date,)

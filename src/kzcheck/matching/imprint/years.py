"""Years: when a work was published, by an entry and by every date of its record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.publishing import is_forthcoming
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.field_outcomes import another_version, has_editions, is_repository, same_doi, same_edition
from kzcheck.matching.titles import kind
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Record
    from kzcheck.matching.imprint.field_outcomes import Outcome

NEAR = 1
"""Years apart that print, online publication and the turn of a year account for."""

OF_A_VERSION = 4
"""Years that a preprint and the published work are apart at most as a matter of version."""

LONGEST_SPAN = 60
"""Years of a span that are all taken for the work's."""

COMMON_ERA = range(1450, 2101)
"""Years of printed works in the calendar of the Common Era: others are of the Hijri, the Buddhist or another calendar."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def compare_year(item: Item, record: Record, apart: int | None) -> Outcome:
    """Return how the year of an entry differs from all years that the record bears; `apart` as `years_apart` tells it."""
    if apart is None:
        return "unknown"
    if not apart or item.issued is None:
        return "same"
    listed, recorded = str(item.year or item.issued), sorted(_recorded(record))
    edition = apart > NEAR and has_editions(item) and not _same_publication(item, record)
    version = apart <= OF_A_VERSION and (another_version(item, record) or _is_first_version(record, item.issued))
    return Difference(
        "issued",
        "edition" if edition else "year",
        listed,
        tuple(recorded),
        words=(listed,),
        new=str(recorded[0]) if len(recorded) == len(item.issued.start) == 1 and not item.issued.end else "",
        slight=edition or version or apart <= NEAR or item.issued.circa,
    )


def _is_first_version(record: Record, issued: Date) -> bool:
    """Tell whether a record's year may be that of the preprint, which is the only one that some indexes keep."""
    source = SOURCES[record.service]
    first = source.gives_first_year or (source.merges_versions and any(map(is_repository, record.containers)))
    return first and max(_recorded(record)) < max(_years(issued), default=0)


def years_apart(item: Item, record: Record) -> int | None:
    """Return the years between an entry and the nearest date of a record, None where the two cannot be compared."""
    if item.issued is None or is_forthcoming(item):
        return None
    listed = {year for date in (item.issued, item.original_date, item.available_date, item.event_date) for year in _years(date)}
    recorded = _recorded(record)
    if not listed or not recorded or any(year not in COMMON_ERA for year in listed | recorded):
        return None
    return min(abs(one - other) for one in listed for other in recorded)


def _recorded(record: Record) -> set[int]:
    item = record.item
    dates = (item.issued, item.original_date, item.available_date, item.event_date)
    return {*record.years, *(year for date in dates for year in _years(date))}


def _years(date: Date | None) -> Iterable[int]:
    """Return the years of a date: all of a span, all that its text names."""
    if date is None:
        return ()
    if date.start and date.end and 0 <= date.end[0] - date.start[0] <= LONGEST_SPAN:
        return range(date.start[0], date.end[0] + 1)
    return (*date.start[:1], *date.end[:1]) if date.start else map(int, _YEAR.findall(date.raw))


def _same_publication(item: Item, record: Record) -> bool:
    return same_edition(item, record) or (kind(item.type) == "part" and same_doi(item, record))

"""Reads the Retraction Watch table as published by Crossref, with one notice per row.

See https://gitlab.com/crossref/retraction-watch-data. The table is downloaded whole, not queried row by row.
Dates are American (`2/6/2010 0:00`), DOIs may be `unavailable`, and encodings have been mixed.
"""

from __future__ import annotations

import csv
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.csl import Date
from kzcheck.evidence import Update
from kzcheck.identifiers import normal_doi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

URL = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"

COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionDate", "RetractionNature", "Reason")
"""The columns that are read; the published table has 15 more."""

NATURES = {
    "retraction": "retraction",
    "expression of concern": "expression_of_concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
"""The table's kinds of notices and Crossref's words for them."""

LONGEST = 1 << 20
"""Most characters of one value: the longest value seen has some 8,000."""

LONGEST_REASON = 1000
"""Characters kept of the reasons for one notice."""


class Row(NamedTuple):
    """A notice and the DOI, in lower case, of the work it is about."""

    doi: str
    notice: Update


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """Yield the rows that give the DOI of a work; skip unreadable rows.

    Raises:
        ValueError: a column is missing, so this is another table.
    """
    csv.field_size_limit(LONGEST)
    reader = csv.reader(lines)
    names = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
    if missing := [name for name in COLUMNS if name not in names]:
        raise ValueError(f"it lacks the column {missing[0]}")
    places = [names.index(name) for name in COLUMNS]
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        if len(row) > max(places) and (read := _row(*(row[place].strip() for place in places))):
            yield read


def _row(work: str, notice: str, day: str, nature: str, reason: str) -> Row | None:
    doi, kind = normal_doi(work), NATURES.get(nature.casefold())
    if not doi or kind is None:
        return None
    reasons = "; ".join(filter(None, (part.strip(" \t\n\r+") for part in reason[:LONGEST_REASON].split(";"))))
    return Row(doi, Update(kind, normal_doi(notice), _date(day), "retraction-watch", reasons))


@lru_cache(maxsize=20_000)  # several notices share a date, and parsing dates takes a fifth of the time
def _date(text: str) -> Date | None:
    try:
        day = datetime.strptime(text.partition(" ")[0], "%m/%d/%Y")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
    return Date(start=(day.year, day.month, day.day))

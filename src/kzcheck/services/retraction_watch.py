"""The table of Retraction Watch, as Crossref publishes it: one row a notice, in the published columns.

https://gitlab.com/crossref/retraction-watch-data describes it. It is read from a file, not asked over the network row by row.
Dates are American (`2/6/2010 0:00`), DOIs may be `unavailable`, and the encoding has been a mixture.
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
"""What the table calls a notice, and Crossref's word for it."""

LONGEST = 1 << 20
"""Characters of one value: the longest that was seen has some 8,000."""

LONGEST_REASON = 1000
"""Characters of the reasons of one notice that are kept."""


class Row(NamedTuple):
    """One notice: the DOI of the work that it is about, lower case, and the notice."""

    doi: str
    notice: Update


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """Read the rows of the table that name a work by its DOI; a row that cannot be read is left out.

    Raises:
        ValueError: it is no such table: a column is missing.
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


@lru_cache(maxsize=20_000)  # a day has several notices, and reading it takes a fifth of all the time
def _date(text: str) -> Date | None:
    try:
        day = datetime.strptime(text.partition(" ")[0], "%m/%d/%Y")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
    return Date(start=(day.year, day.month, day.day))

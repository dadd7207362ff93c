"""Compares the whole imprint of an entry with a record's: year, container, volume, issue, pages and page count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import Publishers
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold
from kzcheck.language.publishing import is_forthcoming
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.containers import compare_container
from kzcheck.matching.imprint.field_outcomes import another_version, has_editions, is_repository, isbns, same_doi, same_edition
from kzcheck.matching.imprint.volume_issue_pages import compare_issue, compare_page_count, compare_pages, compare_volume
from kzcheck.matching.titles import kind
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.csl import Date, Item
    from kzcheck.evidence import Record
    from kzcheck.matching.imprint.field_outcomes import FieldOutcome

NEAR = 1
"""Years between print, online publication and the turn of a year."""

BEFORE_PREPRINT = 2
"""Years before the posting of a preprint from which a cited year cannot be its publication year, unless it was posted late."""

OF_A_VERSION = 4
"""Years at most between a preprint and the published work."""

LONGEST_SPAN = 60
"""Years of a span that all count as the work's."""

COMMON_ERA = range(1450, 2101)
"""Years of printed works in the Common Era; others belong to the Hijri, the Buddhist or another calendar."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def compare_year(item: Item, record: Record, apart: int | None, *, final: bool = False) -> FieldOutcome:
    """Return how the year of an entry differs from all years in the record; `apart` is the result of `years_apart`.

    The entry cites the `final` form of the work if it gives the record's volume or pages.
    """
    if apart is None:
        return "unknown"
    if not apart or item.issued is None:
        return "same"
    listed, recorded = str(item.year or item.issued), sorted(_recorded(record))
    edition = apart > NEAR and has_editions(item) and not _same_publication(item, record)
    version = apart <= OF_A_VERSION and (another_version(item, record) or _is_first_version(record, item.issued))
    is_near = apart <= NEAR and not _is_unexplained(item, record, final=final)
    slight = item.issued.circa or ((edition or version or is_near) and not before_preprint(item, record))
    return Difference(
        "issued",
        "edition" if edition else "year",
        listed,
        tuple(recorded),
        words=(listed,),
        new=str(recorded[0]) if len(recorded) == len(item.issued.start) == 1 and not item.issued.end else "",
        slight=slight,
    )


def before_preprint(item: Item, record: Record) -> bool:
    """Return whether an entry names a publication years before its identifier's preprint was posted.

    An article that gives volume or pages may have been deposited late.
    """
    recorded, listed = _recorded(record), item.year
    registered = SOURCES[record.service].registers and kind(record.item.type) == "preprint"
    if not registered or not recorded or not listed or item.volume or item.page:
        return False
    return min(recorded) - listed >= BEFORE_PREPRINT


def _is_unexplained(item: Item, record: Record, *, final: bool) -> bool:
    """Return whether a difference of one year is not that between print and online publication, which the registry may not know.

    A work in print may have been online the year before, unless the entry cites the `final` form, with volume or pages; one online
    may be in print the year after, unless it has an article number. Issues of January and December carry the other year, a meeting
    carries the year in its name, and books have another year on the cover.
    """
    year, kinds, dates = item.year, kind(record.item.type), (record.in_print, record.online)
    if not SOURCES[record.service].registers or not year or kinds not in {"article", "talk", "part"}:
        return False
    names = (record.item.container_title, record.item.event_title, *record.containers)
    named = any(str(year) in name for name in (item.container_title, item.event_title, *names))
    if another_version(item, record) or named or any(map(_turns, (*dates, record.item.issued))):
        return False
    recorded = _recorded(record)
    if all(dates) or any(str(other) in name for other in recorded for name in names):
        return True
    if kinds != "article":
        return kinds == "talk" and record.item.issued is not None and len(record.item.issued.start) > 1
    if year < min(recorded):
        return final or record.online is not None
    article_number = not re.search(r"\d\D+\d", record.item.page)
    return record.in_print is not None or (record.online is not None and final and article_number)


def _turns(date: Date | None) -> bool:
    """Return whether a date is in January or December."""
    return date is not None and date.start[1:2] in {(1,), (12,)}


def _is_first_version(record: Record, issued: Date) -> bool:
    """Return whether a record's year may be that of the preprint, the only one that some indexes keep."""
    source = SOURCES[record.service]
    first = source.gives_first_year or (source.merges_versions and any(map(is_repository, record.containers)))
    return first and max(_recorded(record)) < max(_years(issued), default=0)


def years_apart(item: Item, record: Record) -> int | None:
    """Return the years between an entry and the nearest date of a record, or None if they cannot be compared."""
    if item.issued is None or is_forthcoming(item):
        return None
    listed = {year for date in (item.issued, item.original_date, item.available_date, item.event_date) for year in _years(date)}
    recorded = _recorded(record)
    if not listed or not recorded or any(year not in COMMON_ERA for year in listed | recorded):
        return None
    return min(abs(year - other) for year in listed for other in recorded)


def _recorded(record: Record) -> set[int]:
    item = record.item
    dates = (item.issued, item.original_date, item.available_date, item.event_date)
    return {*record.years, *(year for date in dates for year in _years(date))}


def _years(date: Date | None) -> Iterable[int]:
    """Return the years of a date: all of a span, and all in its text."""
    if date is None:
        return ()
    if date.start and date.end and 0 <= date.end[0] - date.start[0] <= LONGEST_SPAN:
        return range(date.start[0], date.end[0] + 1)
    return (*date.start[:1], *date.end[:1]) if date.start else map(int, _YEAR.findall(date.raw))


def _same_publication(item: Item, record: Record) -> bool:
    return same_edition(item, record) or (kind(item.type) == "part" and same_doi(item, record))


_PARTS = frozenset(("article", "talk", "preprint", "part", "review"))
_WHOLES = frozenset(("book", "thesis", "data", "patent", "law", "sound", "picture"))
"""Kinds of works that services confuse (a talk with an article) and kinds that they do not."""


class Imprint(Struct, frozen=True):
    """When and where an entry and a record were published, field by field.

    `same` and `other` are the fields that both give and that agree or differ; they show whether the two can be one work: `year`,
    `container_title`, `volume`, `issue`, `page`, `publisher`, `isbn`, `doi`, `type`. A field that may differ by form or edition is
    in neither. `differences` are those in year, container, volume, issue, pages and page count, if the two are one work.
    """

    same: frozenset[str]
    other: frozenset[str]
    differences: tuple[Difference, ...]


def compare_imprint(item: Item, record: Record) -> Imprint:
    """Compare year, container, volume, issue, pages and other fields of an entry with those of a record, each once."""
    apart = years_apart(item, record)
    volume, pages = compare_volume(item, record), compare_pages(item, record)
    outcomes = {
        "year": compare_year(item, record, apart, final="same" in {volume, pages}),
        "container_title": compare_container(item, record),
        "volume": volume,
        "issue": compare_issue(item, record),
        "page": pages,
        "number_of_pages": compare_page_count(item, record),
    }
    standings = {
        **{field: _lenient(outcomes[field]) for field in ("container_title", "volume", "issue", "page")},
        "year": _year(item, record, apart),
        "publisher": _publisher(item, record),
        "isbn": _sets(isbns(item), isbns(record.item)),
        "doi": same_doi(item, record) if item.doi and record.item.doi and normal_doi(item.doi) else None,
        "type": _kind(item, record),
    }
    return Imprint(
        same=frozenset(field for field, standing in standings.items() if standing is True),
        other=frozenset(field for field, standing in standings.items() if standing is False),
        differences=tuple(outcome for outcome in outcomes.values() if isinstance(outcome, Difference)),
    )


def _lenient(outcome: FieldOutcome) -> bool | None:
    """Return whether a field agrees; None if it is unknown or the difference is slight."""
    if isinstance(outcome, Difference):
        return None if outcome.slight else False
    return True if outcome == "same" else None


def _year(item: Item, record: Record, apart: int | None) -> bool | None:
    if apart is None or (apart > NEAR and has_editions(item) and not same_edition(item, record)):
        return None
    return apart <= NEAR


def _publisher(item: Item, record: Record) -> bool | None:
    """Compare publishers by their distinctive words; a DOI's present owner proves nothing."""
    listed, recorded = (_words(work.publisher) for work in (item, record.item))
    if not listed or not recorded:
        return None
    return True if listed & recorded else None if SOURCES[record.service].names_owner else False


def _words(publisher: str) -> frozenset[str]:
    return frozenset(
        word
        for word in fold(publisher[:300]).split()
        if word not in data.read("publishers", Publishers).name_words and len(word) > 1
    )


def _sets(listed: frozenset[str], recorded: frozenset[str]) -> bool | None:
    return bool(listed & recorded) if listed and recorded else None


def _kind(item: Item, record: Record) -> bool | None:
    listed, recorded = kind(item.type), kind(record.item.type)
    if not listed or not recorded:
        return None
    if listed == recorded:
        return True
    return False if (listed in _WHOLES) != (recorded in _WHOLES) else None

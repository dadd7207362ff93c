"""Compares volume, issue, pages and page count of an entry with those of a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck.language.folding import fold
from kzcheck.language.locators import DASHES, PAGE_LABEL, extent, page_ranges
from kzcheck.language.numbers import roman
from kzcheck.matching.differences import Difference
from kzcheck.matching.imprint.field_outcomes import another_version, has_editions, same_doi, same_edition
from kzcheck.matching.titles import kind

if TYPE_CHECKING:
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.differences import DifferenceKind
    from kzcheck.matching.imprint.field_outcomes import FieldOutcome

LONGEST = 200
"""Characters that are read of a field."""

SHARE, PAGES = 0.1, 16
"""Page counts differ by more than this share and by more than one sheet of 16 pages."""

WITHIN_A_YEAR, WHOLE_NUMBER = 12, 24
"""The most issues in a year, and the number from which issues are counted from the journal's first: one journal may use both."""

ARTICLE_NUMBER = 10_000
"""A single page from this number on is an article number."""

YEARS = range(1800, 2101)
"""Numbers of volumes and issues that are years."""

_ROMAN = re.compile(r"(?<![^\W_])[MDCLXVI]+(?![^\W_])")
_ARXIV = re.compile(r"(?i)abs/|\b\d{4}\.\d{4,5}\b|arxiv|preprint|forthcoming|press|early|ahead|online")
_WITH_ISSUE = re.compile(r"(?P<volume>[^()/,;:№]{1,40}?)\s*(?:\((?P<within>[^()]{1,40})\)|[/:,;]\s*(?P<after>.{1,40}))\s*")
_ISSUE_LABEL = re.compile(r"(?i)\b(?:no|nr|issue|iss|heft|h|вып|sayı|num|n|sayi|nº|n°)\b|№")
_FRONT = re.compile(r"(?i)[\[(]?\b(?P<front>[ivxlc]{1,9})\b[\])]?\s?[,;+]\s?[\[(]?\d")
_LETTERS_BEFORE = re.compile(r"^\W*[^\W\d_]+\W?\d")


Standing = Literal["same", "near", "other", "unknown"]


class Span(NamedTuple):
    """Pages from `first` to `last`, equal for a single page; `number` if it looks like an article number."""

    first: int
    last: int
    number: bool


def compare_volume(item: Item, record: Record) -> FieldOutcome:
    """Return how the volume of an entry differs from the record's; a year or the issue number may replace it."""
    listed, recorded = volume_and_issue(item), volume_and_issue(record.item)
    if not item.volume or not record.item.volume or _ARXIV.search(item.volume) or _ARXIV.search(record.item.volume):
        return "unknown"
    volumes, recorded_volumes = numbers(listed[0]), numbers(recorded[0])
    if not volumes or not recorded_volumes:
        return "same" if fold(listed[0]) == fold(recorded[0]) else "unknown"
    if volumes & recorded_volumes:
        return "same"
    if _changed_places(listed, recorded) or any(map(_is_year, volumes)) != any(map(_is_year, recorded_volumes)):
        return "unknown"
    slight = kind(item.type) == "book" or another_version(item, record)
    return _difference("volume", "volume", item.volume, record.item.volume, slight=slight)


def compare_issue(item: Item, record: Record) -> FieldOutcome:
    """Return how the issue of an entry differs from the record's; months, special issues and supplements cannot be compared."""
    listed, recorded = volume_and_issue(item), volume_and_issue(record.item)
    issues, recorded_issues = numbers(listed[1]), numbers(recorded[1])
    if not issues or not recorded_issues:
        return "unknown"
    if issues & recorded_issues:
        return "same"
    if _changed_places(listed, recorded) or any(map(_is_year, issues | recorded_issues)):
        return "unknown"
    low, high = sorted((min(issues), min(recorded_issues)))
    counted_on = low <= WITHIN_A_YEAR and high >= WHOLE_NUMBER
    slight = counted_on or another_version(item, record)
    return _difference("issue", "issue", item.issue or listed[1], record.item.issue or recorded[1], slight=slight)


def compare_pages(item: Item, record: Record) -> FieldOutcome:
    """Return how the pages of an entry differ from the record's.

    A first page alone, an article number beside pages, and (for a chapter) pages within the recorded ones are not differences; one
    page more or fewer at the end is slight.
    """
    listed, recorded = _pages(item.page), _pages(record.item.page)
    if not listed or not recorded or kind(item.type) == "book":
        return "unknown"
    standing = _standing(listed, recorded, part=kind(item.type) == "part")
    if standing == "other" and _counted_anew(listed, recorded, final=bool(record.item.volume)):
        standing = "near"
    if standing == "same" or standing == "unknown":  # noqa: PLR1714 - so the type is known
        return standing
    edition = kind(item.type) == "part" and not same_edition(item, record) and not same_doi(item, record)
    slight = standing == "near" or edition or another_version(item, record)
    return _difference("page", "edition" if edition and standing == "other" else "page", item.page, record.item.page, slight=slight)


def compare_page_count(item: Item, record: Record) -> FieldOutcome:
    """Return how the page count of an entry differs from the record's, by more than 10 % and more than 16 pages."""
    listed, recorded = _counts(item.number_of_pages), _counts(record.item.number_of_pages)
    if not listed or not recorded:
        return "unknown"
    apart, of = min((abs(count - other), max(count, other)) for count in listed for other in recorded)
    if apart <= max(PAGES, SHARE * of):
        return "same"
    edition = has_editions(item) and not same_edition(item, record)
    sort: DifferenceKind = "edition" if edition else "page-count"
    return _difference("number_of_pages", sort, item.number_of_pages, record.item.number_of_pages, slight=edition)


def volume_and_issue(item: Item) -> tuple[str, str]:
    """Return volume and issue of an item, separated if both are in one field: `7(3)`, `Vol. 7, no. 3`, `7/3`."""
    volume, issue = item.volume[:LONGEST], (item.issue or item.number)[:LONGEST]
    joined = _WITH_ISSUE.fullmatch(volume)
    if joined and (not issue or numbers(joined["within"] or joined["after"]) & numbers(issue)):
        return joined["volume"], issue or joined["within"] or joined["after"]
    if not issue and _ISSUE_LABEL.search(volume):
        return "", volume
    return volume, issue


def numbers(text: str) -> frozenset[int]:
    """Return the numbers of a volume or an issue, in digits or Roman numerals; both ends of `1–2`."""
    counted = {int(digits) for digits in re.findall(r"\d{1,9}", text)}
    return frozenset(counted or {roman(match[0]) for match in _ROMAN.finditer(text.upper())} - {0})


def _is_year(number: int) -> bool:
    return number in YEARS


def _changed_places(listed: tuple[str, str], recorded: tuple[str, str]) -> bool:
    """Return whether the volume of one is the issue of the other, as in journals that number their issues continuously."""
    (volume, issue), (their_volume, their_issue) = ([numbers(part) for part in pair] for pair in (listed, recorded))
    crossed = [volumes & issues for volumes, issues in ((volume, their_issue), (issue, their_volume)) if volumes and issues]
    return bool(crossed) and all(crossed)


def _pages(text: str) -> Span | None:
    ranges = page_ranges(text[:LONGEST])
    firsts = [pages.first for pages in ranges if pages.first is not None]
    if not firsts:
        return None
    first, last = firsts[0], ranges[-1].last
    lettered = bool(ranges[0].prefix) or bool(_LETTERS_BEFORE.match(text) and not re.match(rf"(?i)\W*{PAGE_LABEL}\b", text))
    single = len(ranges) == 1 and (last is None or last == first)
    number = single and (lettered or first >= ARTICLE_NUMBER or bool(re.search(r"(?<!\d)0\d", text)))
    return Span(first, first if last is None or last < first else last, number)


def _standing(listed: Span, recorded: Span, *, part: bool) -> Standing:
    """Compare two spans of pages: same, near, other, unknown."""
    single = [span for span in (listed, recorded) if span.first == span.last]
    if listed.first == recorded.first:
        apart = abs(listed.last - recorded.last)
        return "same" if single or not apart else "near" if apart == 1 else "other"
    if len(single) == 1:
        span = recorded if single[0] is listed else listed
        if single[0].number or span.first == 1:
            return "unknown"
        return "same" if single[0] is listed and span.first <= listed.first <= span.last and part else "near"
    if len(single) == 2:  # noqa: PLR2004 - both
        return "unknown" if listed.number != recorded.number else "other"
    if part and recorded.first <= listed.first <= listed.last <= recorded.last:
        return "same"
    return "near" if part and listed.first <= recorded.first <= recorded.last <= listed.last else "other"


def _counted_anew(listed: Span, recorded: Span, *, final: bool) -> bool:
    """Return whether one of two spans counts pages from 1: the list's, or that of a record without an issue."""
    as_long = abs((listed.last - listed.first) - (recorded.last - recorded.first)) <= 1
    return as_long and (listed.first == 1 or (recorded.first == 1 and not final))


def _counts(text: str) -> frozenset[int]:
    """Return the possible values of a page count: the longest run, with and without the Roman pages before it."""
    count = extent(text)
    if not count:
        return frozenset()
    front = _FRONT.search(text[:LONGEST])
    front_pages = roman(front["front"]) if front else 0
    return frozenset((count, count + front_pages))


def _difference(field: str, sort: DifferenceKind, listed: str, recorded: str, *, slight: bool) -> Difference:
    return Difference(field, sort, listed, recorded, words=(listed.strip(),), new=_written_alike(listed, recorded), slight=slight)


def _written_alike(listed: str, recorded: str) -> str:
    """Return the record's value with the dash that the list uses; "" if it is more than numbers."""
    if not re.fullmatch(rf"[\w\s.,/()+{DASHES}]{{1,60}}", recorded):
        return ""
    dash = next((sign for sign in listed if sign in DASHES), "")
    return re.sub(rf"\s?[{DASHES}]+\s?", dash, recorded.strip()) if dash else recorded.strip()

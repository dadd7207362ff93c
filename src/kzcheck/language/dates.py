"""Reads dates as people write them: `read` for the date of an entry, `mentions` for the dates in running text.

The words are those of `data/languages/`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import csl, data
from kzcheck.csl import Date
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, lower
from kzcheck.language.numbers import roman

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DateKind = Literal["event", "plan", "name", "citation", "quoted", "bare"]


class DateMention(Struct, frozen=True, gc=False):
    """A date in running text, with its position in characters; a missing month or day is 0.

    `kind` comes from the words around the date: an `event` where only a date can follow ("in 2010", "2010 жылы", "5 October
    1992"), a `plan` in the future or at the end of a period yet to come ("by 2030", «до 2030 года»), a `name` in a proper name
    ("Agenda 2030"), a `citation` after an author ("Tylor, 1871"), `quoted` in quotation marks. Anything else that looks like a year
    is `bare`.
    """

    year: int
    month: int
    day: int
    start: int
    end: int
    kind: DateKind


# A word and a comma before a date are a weekday, in any language.
_WEEKDAY = re.compile(r"([^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?)\s?,\s?(?=.*\d)")
_CJK = re.compile(r"(\d{4})\s?[年년](?:\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?)?")
_COPYRIGHT = re.compile(r"^(?:©|℗|c|p)\s?(?=\d{4}$)")
_DECADE = re.compile(r"(?:1[4-9]|20)(?:\d[-–—?]|[-–—?]{2})\??")
_MONTH_FIRST = re.compile(r"(\d{1,2})[./-](\d{4})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s?(?:г\.?|ж\.?)?")
_SPAN = re.compile(r"\s-\s|\s?[–—]\s?|\s/\s")
_DAYS = re.compile(r"(?<![\d.,/:-])(\d{1,2})\s?[-–—]\s?(\d{1,2})(?![\d.,/:–-]\d|\d)")
_TOKEN = re.compile(r"(\d{1,4})(?:-?(?:st|nd|rd|th|er|го|ші|шы|[ºª°]))?(?!\w)|([^\W\d_]+)|\d\w*")
# Characters: no written date is longer.
_LONGEST = 80


def read(text: str) -> Date:
    """Read the date of an entry; a text that is not a date becomes the `raw` text of a date without numbers.

    If day and month could be swapped (`04/05/2012`), only the year is read. A month or day written as zero is
    unknown. A decade or century as catalogues write it (`192-?`, `18--`) has no year.
    """
    body = _COPYRIGHT.sub("", text.strip().strip("[]()"))
    if _DECADE.fullmatch(body):
        return Date(raw=text.strip())
    if match := _MONTH_FIRST.fullmatch(body):
        return Date(start=_known((int(match[2]), int(match[1]))))
    date = csl.date(text)
    if date.start:
        return replace(date, start=_known(date.start), end=_known(date.end))
    if len(body) > _LONGEST or date.undated or not any(character.isdigit() for character in body):
        return date
    if match := _CJK.fullmatch(body):
        return Date(start=tuple(int(part) for part in match.groups() if part))
    if match := _NUMERIC.fullmatch(body):
        return _numeric(match) or date
    circa = bool(_circa().match(body))
    if (match := _WEEKDAY.match(body)) and not month(match[1]) and fold(match[1]) not in _seasons():
        body = body[match.end() :]
    return _worded(body, circa=circa) or _span(body, circa=circa) or date


def month(word: str) -> int:
    """Return the number of the month that a word names in any language, with or without a Kazakh case ending; else 0."""
    folded = fold(word)
    if number := _months().get(folded):
        return number
    return next((place for place, name in enumerate(_kazakh_months(), 1) if folded.startswith(name)), 0)


@functools.cache
def _months() -> dict[str, int]:
    return _places(language.months for language in data.languages().values())


@functools.cache
def _seasons() -> dict[str, int]:
    return _places(language.seasons for language in data.languages().values())


def _places(calendars: Iterable[Sequence[Sequence[str]]]) -> dict[str, int]:
    return {fold(name): place for names in calendars for place, forms in enumerate(names, 1) for name in forms}


@functools.cache
def _kazakh_months() -> tuple[str, ...]:
    """Return the Kazakh months, whose case endings follow without a break: қаңтарда, қаңтардағы."""
    return tuple(fold(name) for names in data.languages()["kk"].months for name in names)


@functools.cache
def _fillers() -> frozenset[str]:
    """Return the words that add nothing to the date beside them."""
    fields = ("date_words", "year_words", "circa", "accessed", "weekdays")
    return frozenset(fold(word) for field in fields for word in data.words(field))


@functools.cache
def _circa() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(data.words('circa'))}\s", re.IGNORECASE)


def _roman_month(word: str) -> int:
    number = roman(word) if word.isupper() else 0
    return number if number <= 12 else 0  # noqa: PLR2004


def _known(parts: tuple[int, ...]) -> tuple[int, ...]:
    while len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    return parts


def _numeric(match: re.Match[str]) -> Date | None:
    first, second, year = (int(part) for part in match.groups())
    if first <= 12 < second:  # noqa: PLR2004
        return Date(start=(year, first, second))
    if first == second or (first > 12 and second <= 12):  # noqa: PLR2004
        return Date(start=(year, second, first))
    return Date(start=(year,), raw=match[0]) if first <= 12 else None  # noqa: PLR2004


def _worded(text: str, *, circa: bool) -> Date | None:
    """Read one year and at most one month or season and one day, in any order; with any other word the text is not a date."""
    year = month_number = day = season = 0
    for match in _TOKEN.finditer(text):
        digits, word = match.groups()
        if digits and len(digits) > 2 and not year:  # noqa: PLR2004
            year = int(digits)
        elif digits and len(digits) <= 2 and not day:  # noqa: PLR2004
            day = int(digits)
        elif word and not month_number and (number := _roman_month(word) or month(word)):
            month_number = number
        elif word and not season and (number := _seasons().get(fold(word), 0)):
            season = number
        elif not word or fold(word) not in _fillers():
            return None
    if not year or (day and not month_number) or (season and month_number):
        return None
    return Date(start=tuple(part for part in (year, month_number, day) if part), season=season, circa=circa)


def _span(text: str, *, circa: bool) -> Date | None:
    """Read two dates with a dash between them; the first may omit what the second gives: `5–7 June 2015`, `May–June 2012`."""
    if days := _DAYS.search(text):
        start, end = (_worded(f"{text[: days.start()]} {day} {text[days.end() :]}", circa=circa) for day in days.groups())
        return Date(start=start.start, end=end.start, circa=circa) if start and end else None
    ends = _SPAN.split(text) if _SPAN.search(text) else re.split(r"[-/]", text)
    if len(ends) != 2 or not all(ends):  # noqa: PLR2004
        return None
    last = _worded(ends[1], circa=circa) or (csl.date(ends[1]) if ends[1].strip().isdigit() else None)
    if not last or not last.start:
        return None
    names = [word for _, word in _TOKEN.findall(ends[1]) if month(word)]
    for missing in ("", f" {last.start[0]}", f" {' '.join(names)} {last.start[0]}"):
        first = _worded(ends[0] + missing, circa=circa)
        if first and (first.season or len(first.start) == len(last.start)):
            return Date(start=first.start, end=last.start, season=first.season, circa=circa)
    return None


_QUOTED = re.compile(r"“[^”]{1,300}”|«[^»]{1,300}»|„[^“”]{1,300}[“”]|\"[^\"]{1,300}\"|‹[^›]{1,300}›|‘[^’]{1,300}’(?!\w)")
_YEARS = re.compile(
    r"(?<![.,/:@#€$£№~<>=±×+–—-])(?<![^\W一-鿿가-힣])"
    r"(?:(\d{1,2})[./](\d{1,2})[./]([12]\d{3})|([12]\d{3})-(\d\d)-(\d\d)|([12]\d{3})(?:\s?[-–—/]\s?([12]\d{3}|\d\d))?)"
    r"(?![^\W年년]|[.,]\d|[-–—/]\s?\w|\s?[%°‰])"
)
_WORD = re.compile(r"\w+|[^\w\s]")
_BEFORE, _AFTER = 60, 40


@functools.cache
def _unread() -> re.Pattern[str]:
    """Return the pattern of text that is never the date of an event: addresses, DOIs, dates of access."""
    accessed = any_of(data.words("accessed"))
    return re.compile(
        rf"https?://\S{{1,2000}}|www\.\S{{1,2000}}|10\.\d{{4,9}}/\S{{1,200}}|[(\[]{accessed}[^)\]]{{0,60}}[)\]]", re.IGNORECASE
    )


@functools.cache
def _future() -> re.Pattern[str]:
    endings = any_of(data.words("future_endings"))
    return re.compile(rf"\b(?:{any_of(data.words('future'))}|\w{{3,}}{endings}\w*)\b", re.IGNORECASE)


def mentions(text: str) -> tuple[DateMention, ...]:
    """Return the dates of running text in order: years of four digits, alone or with month and day.

    Both ends of a span of years (`1990–2012`, `2013-22`) are mentions. Web addresses, dates of access, decades and years BC
    are not; every other number from 1000 to 2999 that could be a year is at least a `bare` mention.
    """
    if not any(character.isdigit() for character in text):
        return ()
    seen = _unread().sub(lambda match: " " * len(match[0]), text)
    quoted = [match.span() for match in _QUOTED.finditer(seen)]
    opened = [start for start, _ in quoted]
    future = bool(_future().search(seen))
    dates: list[DateMention] = []
    for match in _YEARS.finditer(seen):
        nearest = bisect_right(opened, match.start()) - 1
        inside = nearest >= 0 and match.start() < quoted[nearest][1]
        dates.extend(_mentioned(match, seen, dates[-1] if dates else None, inside=inside, future=future))
    return tuple(dates)


def _mentioned(match: re.Match[str], text: str, last: DateMention | None, *, inside: bool, future: bool) -> Iterator[DateMention]:
    before = _WORD.findall(text, max(0, match.start() - _BEFORE), match.start())
    after = _WORD.findall(text, match.end(), match.end() + _AFTER)
    if after and lower(after[0]) in data.words("before_christ"):
        return
    numbers = [int(part) if part else 0 for part in match.groups()]
    if numbers[2] or numbers[3]:
        day, month_number, year = numbers[:3] if numbers[2] else numbers[5:2:-1]
        ends = [(year, month_number, day)]
    else:
        month_number, day = _month_beside(before, after)
        ends = [(numbers[6], month_number, day)]
        if numbers[7]:
            century = 0 if len(match[8]) == 4 else numbers[6] // 100 * 100  # noqa: PLR2004
            ends = [(numbers[6], 0, 0), (century + numbers[7], month_number, day)]
    kind = _kind(before, after, last, match.start(), dated=bool(month_number))
    if inside:
        kind = "quoted"
    elif future and kind == "event":
        kind = "plan"
    for year, month_number, day in ends:
        yield DateMention(year, month_number, day, match.start(), match.end(), kind)


def _month_beside(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return month and day from the words beside a year (`31 January`, `October 5,`, `жылғы 31 қаңтар`), 0 for a missing one."""
    words = [word for word in before if word not in ",."][-2:]
    day = next((int(word) for word in words if word.isdecimal() and int(word) <= 31), 0)  # noqa: PLR2004
    for word in words:
        # "set", "out" and "ago" are months in other languages.
        if (number := month(word)) and (day or len(word) > 3 or word[0].isupper()) and (day or word == words[-1]):  # noqa: PLR2004
            return number, day
    if after and lower(after[0]) in data.words("year_words"):
        for place, word in enumerate(after[1:3]):
            if not word.isdecimal() and (number := month(word)):
                return number, int(after[1]) if place and after[1].isdecimal() else 0
    return 0, 0


def _kind(before: Sequence[str], after: Sequence[str], last: DateMention | None, start: int, *, dated: bool) -> DateKind:
    left = before[-1] if before else ""
    follows = after[0] if after else ""
    word = lower(left)
    if word in data.words("until") and not (word in data.words("span_to") and _follows(last, start)):
        return "plan"
    if any(lower(token) in data.words("until_after") for token in after[:2]):
        return "plan"
    if dated or lower(follows) in data.words("year_words") or follows[:1] in ("年", "년"):
        return "event"
    if follows in ("'", "’") and len(after) > 1 and after[1] in data.languages()["tr"].case_endings:
        return "event"
    if word in data.words("before_year") or (word in data.words("span_from") and _opens_span(after)):
        return "event"
    if word in data.words("during") or (word in data.words("span_to") and _follows(last, start)):
        return "event" if not follows.isalnum() or lower(follows) in data.words("after_year") or follows[0].isupper() else "bare"
    named = [token for token in before[-3:] if token[0].isalpha()]
    if named and named[-1][0].isupper() and not left.isdecimal():
        return "citation" if left in ("(", ",", "[") or named[-1] == "al" else "name"
    return "citation" if named and named[-1] in ("al", "др") else "bare"


def _follows(last: DateMention | None, start: int) -> bool:
    """Return whether one short word separates the year from the event before it: `1990 and 2012`."""
    return last is not None and last.kind == "event" and start - last.end <= len(" and ")


def _opens_span(after: Sequence[str]) -> bool:
    return len(after) > 1 and lower(after[0]) in data.words("span_to") and after[1].isdecimal() and len(after[1]) == 4  # noqa: PLR2004

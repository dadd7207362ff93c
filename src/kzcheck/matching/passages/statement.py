"""What a claim states itself: its text without citations, locators and years of citations; its figures and its names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language import dates, numbers, sentences
from kzcheck.language.alternatives import whole_words
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.attribution.words import bare, opens
from kzcheck.language.folding import lower
from kzcheck.language.locators import PAGE_LABEL
from kzcheck.language.markers import markers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.language.numbers import NumberMention

LONGEST = 5000
"""Characters of a claim that are compared: more is not one statement."""
SMALLEST = 3
"""A smaller number in words or digits counts points and parts ("two reasons") in any text."""
_LAST_MONTH, _LAST_DAY = 12, 31

_DAY_FIRST = re.compile(r"(?<![\d.,])(\d{1,2})(?:-?(?:st|nd|rd|th|er|го))?[.\s]{1,2}(?:of\s|de\s)?([^\W\d_]{3,20})")
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]{3,20})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?![\d.,]\d|\d)")
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[’'ʼ‐‑-](?=[^\W_]))*")
_GAP = re.compile(r"[\s\u00a0]|\.\s")
ROMAN = re.compile(r"(?<![^\W_])[IVXІХ]{2,8}(?![^\W_])")
"""The number of a century, a ruler or a volume; in Russian and Kazakh its letters may be Cyrillic."""


class Named(Struct, frozen=True):
    """A name in a claim as written, and the words of it."""

    written: str
    words: tuple[str, ...]


class Figure(Struct, frozen=True):
    """A number, a range, or a day of the year in a claim as written: its `values`, or its `day` as month and day."""

    written: str
    values: tuple[float, ...] = ()
    day: tuple[int, int] | None = None


@cache
def _locator() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{PAGE_LABEL})\.?\s?\d{{1,5}}(?:\s?[–—-]\s?\d{{1,5}})?(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1 << 10)
def own_words(text: str) -> str:
    """Return a claim's text with blanks in place of citations, of their years and of locators, letter for letter."""
    text = text[:LONGEST]
    years = [(mention.start, mention.end) for mention in dates.mentions(text) if mention.kind == "citation"]
    for start, end in (*markers(text), *years, *(match.span() for match in _locator().finditer(text))):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def figures(claim: str) -> tuple[Figure, ...]:
    """Return the numbers and days of the year in a claim's own words, in order."""
    text = own_words(claim)
    days = {match.span(): Figure(match[0], day=day) for match, day in days_of_year(text)}
    plain = [
        ((mention.start, mention.end), Figure(text[mention.start : mention.end].strip(), tuple({mention.value, last_of(mention)})))
        for mention in numbers.mentions(text)
        if max(mention.value, mention.last) >= SMALLEST and not any(start <= mention.start < end for start, end in days)
    ]
    return tuple(figure for _, figure in sorted([*days.items(), *plain], key=lambda placed: placed[0]))


def last_of(mention: NumberMention) -> float:
    """Return the last number of a range, with the digits that it shares with the first: 1918 of "1914–18"."""
    first, last = mention.value, mention.last
    if last >= first or not (first.is_integer() and last.is_integer()):
        return last
    digits = str(int(last))
    return float(f"{int(first)}"[: -len(digits)] + digits)


def days_of_year(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int]]]:
    """Yield the days that a text names with their month: "5 October", "October 5", "5 қазан"."""
    for pattern, day, word in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(text):
            if (month := _month(match[word])) and 1 <= int(match[day]) <= _LAST_DAY:
                yield match, (month, int(match[day]))


@lru_cache(maxsize=1 << 14)
def _month(word: str) -> int:
    return dates.month(word)


def names(claim: str) -> tuple[Named, ...]:
    """Return the names in a claim's own words: runs of words with a capital, inside a sentence or of several words."""
    text = own_words(claim)
    named: dict[str, Named] = {}
    for span in sentences.split(text):
        run: list[re.Match[str]] = []
        for match in (*_NAME.finditer(text, span.start, span.end), None):
            beside = match and run and _GAP.fullmatch(text, run[-1].end(), match.start())
            if match and _is_capitalised(match[0]) and (beside or not run):
                run.append(match)
                continue
            if run and (name := _named(text, run, span.start)):
                named.setdefault(name.written, name)
            run = [match] if match and _is_capitalised(match[0]) else []
    return tuple(named.values())


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and lower(word) not in _calendar()


def _named(text: str, run: list[re.Match[str]], start: int) -> Named | None:
    if run[0].start() - start <= 1 and not _is_acronym(run[0][0]) and (len(run) == 1 or opens(lower(run[0][0]))):
        run = run[1:]
    words = tuple(bare(match[0]) for match in run if len(match[0]) > 1 and not ROMAN.fullmatch(match[0]))
    if not words or all(opens(lower(word)) for word in words):
        return None
    return Named(text[run[0].start() : run[-1].start()] + bare(run[-1][0]), words)


def _is_acronym(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


@cache
def _calendar() -> frozenset[str]:
    """Return the names of months and days of the week: dates are compared apart."""
    months = (form for language in data.languages().values() for forms in language.months for form in forms)
    return frozenset(lower(word) for word in (*months, *data.words("weekdays")))


def credited(text: str) -> tuple[str, ...]:
    """Return the people whose view, finding or words a sentence reports."""
    of_people = (credit for credit in credits(text) if credit.kind in {"paraphrase", "quotation"} and credit.cue)
    return tuple(dict.fromkeys(name for credit in of_people for name in credit.names))


def hedges(sentence: str, clause: str | None = None) -> tuple[str, ...]:
    """Return the words that limit what a sentence says, in lower case: "may" in its clause, by default in all of it, "in mice"."""
    tentative = whole_words("claims.tentative").finditer(sentence if clause is None else clause)
    found = (*tentative, *whole_words("claims.limits").finditer(sentence))
    return tuple(dict.fromkeys(lower(match[0]) for match in found if match[0][0].islower() or not match.start()))

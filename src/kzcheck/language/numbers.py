"""Reads numbers in running text: digits in any of the usual forms, and the number words of `data/languages/`."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMERAL = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int:
    """Return the value of a Roman numeral in capitals or small letters; 0 for any other text."""
    if not _NUMERAL.fullmatch(text.upper()):
        return 0
    worth = [_WORTH[letter] for letter in text.upper()]
    return sum(-value if value < after else value for value, after in zip(worth, [*worth[1:], 0], strict=True))


class NumberMention(Struct, frozen=True, gc=False):
    """A number, or a range from `value` to `last`, with its position in characters; `unit` is "%", the word after it, or ""."""

    value: float
    last: float
    unit: str
    start: int
    end: int


_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:,\d{1,9})?|\d{1,3}(?:\.\d{3}){2,5}|"
    r"\d{1,15}(?:[.,]\d{1,9})?)"
    r"(?![.,]?\d)"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_UNIT = re.compile(r"[\s\u00a0-]{1,2}([^\W\d_]{2,40})")
_WORD = re.compile(r"[^\W\d_]+")
TEN, HUNDRED = 10, 100


def mentions(text: str) -> tuple[NumberMention, ...]:
    """Return the numbers of running text in order.

    Separators: `1,500`, `1 500`, `1.500.000` are groups, `3.5` and `3,5` decimals; a single `1.500` is read as a decimal. Scales
    after digits count (`2 million`, `5 тыс.`). Numbers inside words, identifiers and dates such as 12.05.2010 are skipped; a
    year alone is a number like any other.
    """
    numbers = [*_digits(text), *_words(text)]
    return tuple(sorted(numbers, key=lambda mention: mention.start))


def _digits(text: str) -> Iterator[NumberMention]:
    for match in _number().finditer(text):
        scale = _scale(match["scale"]) if match["scale"] else 1.0
        first = _value(match["first"]) * scale
        last = _value(match["last"]) * scale if match["last"] else first
        unit = "%" if match["percent"] or match["before"] else _unit(text, match.end())
        yield NumberMention(first, last, unit, match.start(), match.end())


@functools.cache
def _number() -> re.Pattern[str]:
    scales, before, after = (any_of(data.words(field)) for field in ("scales", "percent_before", "percent"))
    return re.compile(
        rf"(?<![\w.,/:@#+–—-])(?P<before>%\s?|{before}\s)?(?P<first>{_DIGITS})(?:\s?[–—-]\s?(?P<last>{_DIGITS}))?"
        rf"(?:[\s\u00a0](?P<scale>{scales})\b\.?)?(?![\w/]|[–—-]\w)(?P<percent>\s?%|\s{after})?",
        re.IGNORECASE,
    )


def _scale(word: str) -> float:
    scales = (scale for language in data.languages().values() for scale in language.scales.items())
    return next(float(worth) for stem, worth in scales if lower(word).startswith(stem.rstrip("*")))


def _value(digits: str) -> float:
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(",", "") if "," in plain else plain.replace(".", ""))
    return float(plain.replace(",", "."))


def _unit(text: str, end: int) -> str:
    match = _UNIT.match(text, end)
    return match[1] if match else ""


@functools.cache
def _table() -> dict[str, tuple[str, int]]:
    return {word: (code, number) for code, language in data.languages().items() for word, number in language.numerals.items()}


def _words(text: str) -> Iterator[NumberMention]:
    run: list[tuple[re.Match[str], int]] = []
    language = ""
    for match in _WORD.finditer(text):
        word = lower(match[0]).replace("ё", "е")
        of, number = _table().get(word, ("", 0))
        beside = bool(run) and text[run[-1][0].end() : match.start()] in (" ", "-", "\u00a0")
        if run and beside and word == "and" and run[-1][1] % HUNDRED == 0:
            run.append((match, 0))
            continue
        if run and not (beside and of == language and number and _fits(run[-1][1], number, of)):
            yield from _said(run, text)
            run = []
        if number:
            run.append((match, number))
            language = of
    if run:
        yield from _said(run, text)


def _fits(before: int, number: int, language: str) -> bool:
    """Return whether a number word can continue the one before it: twenty-seven, two hundred, hundred and sixty, он екі, on iki."""
    if not before or (number == HUNDRED and before < TEN):
        return True
    if before >= HUNDRED:
        return number < HUNDRED
    return number < TEN and before % TEN == 0 and (before > TEN or language in ("kk", "tr"))


def _said(run: list[tuple[re.Match[str], int]], text: str) -> Iterator[NumberMention]:
    while run and not run[-1][1]:
        run = run[:-1]
    if len(run) == 1 and lower(run[0][0][0]) in data.words("other_words_too"):
        return
    total = 0
    for _, number in run:
        total = total * HUNDRED if number == HUNDRED and 0 < total < TEN else total + number
    start, end = run[0][0].start(), run[-1][0].end()
    yield NumberMention(float(total), float(total), _unit(text, end), start, end)


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the positions of the longest rising subsequence of numbers; those at all other positions are out of order."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    run = []
    place = places[-1] if places else -1
    while place >= 0:
        run.append(place)
        place = before[place]
    return run[::-1]

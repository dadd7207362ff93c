"""Reads the inside of a numeric marker: "1, 3-5, 7", "4, p. 19–21", "12, с. 4; 13, с. 5", "см. 5"."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.citations.locating import DASH, locator_at

WIDEST = 60
"""Numbers that a range may cover."""

_NUMBER = re.compile(r"\s*(\d{1,4})(?![\w%°]|\.\d)")
_LAST = re.compile(rf"\s?(?:{DASH}{{1,2}}|\.\.)\s?(\d{{1,4}})(?![\w.%°])")
_NUMBERED = re.compile(r"\s*(?:№\s?|#)?")


class Cited(Struct, frozen=True):
    """A number or a range of numbers in a marker, its place, and its locator."""

    first: int
    last: int
    start: int
    end: int
    locator: str = ""
    label: str = "page"


@cache
def before() -> re.Pattern[str]:
    """Return a pattern for the words before a cited work: "see", "см. также"."""
    return re.compile(rf"\s*(?:{any_of(data.words('citing.before'))}(?:(?<=\.)|(?!\w))\s*[.,:;]?\s*){{0,3}}", re.IGNORECASE)


@cache
def after() -> re.Pattern[str]:
    """Return a pattern for the words after a cited work: ", emphasis added"."""
    words = data.words("citing.after") | data.words("credits.colleagues")
    return re.compile(rf"(?:\s*[,;]?\s*{any_of(words)}\.?(?!\w))?\s*[.,;]?\s*", re.IGNORECASE)


@cache
def _between() -> re.Pattern[str]:
    words = any_of(data.words("and_words") | data.words("credits.joining") | {"&"})
    return re.compile(rf"\s*(?:[,;，、；]\s*(?:{words}(?!\w))?|{words}(?!\w))\s*", re.IGNORECASE)


def numbers(text: str, start: int, end: int) -> tuple[Cited, ...]:
    """Return the numbers, in order, in a marker whose inside is from `start` to `end`; none unless all of it can be read.

    A number in a label or a range is not one of the list: "19–21" in "4, p. 19–21" are pages.
    """
    found: list[Cited] = []
    at = start
    while True:
        at = _match(before(), text, at, end)
        at = _match(_NUMBERED, text, at, end)
        match = _NUMBER.match(text, at, end)
        if not match:
            return ()
        first, at, last_at = match[1], match.end(), match.end()
        place = match.start(1)
        last = first
        locator = locator_at(text, at, end)
        if not locator and (through := _LAST.match(text, at, end)):
            last, at = through[1], through.end()
            last_at = at
            locator = locator_at(text, at, end)
        if not 0 <= int(last) - int(first) <= WIDEST or first[0] == "0":
            return ()
        if locator:
            at = last_at = locator.end
        found.append(Cited(int(first), int(last), place, last_at, *((locator.text, locator.label) if locator else ())))
        if after().fullmatch(text, at, end):
            return tuple(found)
        between = _between().match(text, at, end)
        if not between:
            return ()
        at = between.end()


def _match(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at

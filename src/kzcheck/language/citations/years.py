"""Reads the years of a citation, with the letters and locators after them: "2004, p. 5, 2010a, b", "1912/1985", "n.d."."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.citations.locating import DASH, RANGE, locator_at
from kzcheck.language.citations.tokens import year_of
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from kzcheck.language.citations.tokens import Tokens

_MOST = 20

_AND = rf"(?:{any_of(data.words('and_words') | {'&'})})"
_YEAR = r"((?:1[4-9]|20)\d\d)([^\W\d_]?)(?!\w)"
_PAGES = re.compile(rf"\s?,\s?(?!(?:1[4-9]|20)\d\d(?!\d))(?P<value>{RANGE})(?=\s*[;)\]])")
_LETTER = re.compile(rf"(?:\s?[,;]\s?(?:{_AND}\s)?|\s?{_AND}\s)\s?([^\W\d_])(?=\s*(?:[,;)\]]|{_AND}\s))")
_ANOTHER = re.compile(rf"(?:\s?[,;]\s?(?:{_AND}\s)?|\s?{_AND}\s)\s?{_YEAR}")
_REPRINT = re.compile(rf"\s?[/\])]\s?{_YEAR}")
_THROUGH = re.compile(rf"\s?{DASH}\s?\d")


class Dated(Struct, frozen=True):
    """A year after names: the years that it may be ("1912/1985"; None for "n.d."), the letter, its place, and its locator.

    `written` is the year as the text has it.
    """

    years: tuple[int | None, ...]
    suffix: str
    written: str
    start: int
    end: int
    locator: str = ""
    label: str = "page"


@cache
def _undated() -> re.Pattern[str]:
    return re.compile(rf"{any_of(data.words('undated') | data.words('forthcoming'))}(?!\w)", re.IGNORECASE)


@cache
def _first_words() -> frozenset[str]:
    words = data.words("undated") | data.words("forthcoming")
    return frozenset(match[0] for word in words if (match := re.match(r"[^\W\d_]+", lower(word))))


def years_at(tokens: Tokens, index: int) -> list[Dated]:
    """Return the years of one citation that begin at a token; none if it is not a year, or the beginning of a span of years."""
    first = _first(tokens, index)
    if not first:
        return []
    text, found = tokens.text, [first]
    while len(found) < _MOST:
        last = found[-1]
        if not last.locator and (locator := locator_at(text, last.end, len(text))):
            found[-1] = replace(last, end=locator.end, locator=locator.text, label=locator.label)
        elif not last.locator and (pages := _PAGES.match(text, last.end)):
            found[-1] = replace(last, end=pages.end(), locator=pages["value"])
        elif last.suffix and (letter := _LETTER.match(text, last.end)):
            written = last.written.removesuffix(last.suffix) + letter[1]
            found.append(Dated(last.years, lower(letter[1]), written, letter.start(1), letter.end()))
        elif another := _ANOTHER.match(text, last.end):
            written = another[1] + another[2]
            found.append(Dated((int(another[1]),), lower(another[2]), written, another.start(1), another.end()))
        else:
            break
    return found


def _first(tokens: Tokens, index: int) -> Dated | None:
    word, text, start, end = tokens.words[index], tokens.text, tokens.starts[index], tokens.ends[index]
    if year := year_of(word):
        if reprint := _REPRINT.match(text, end):
            return Dated((year[0], int(reprint[1])), lower(reprint[2]), text[start : reprint.end()], start, reprint.end())
        return None if _THROUGH.match(text, end) else Dated((year[0],), year[1], word, start, end)
    undated = _undated().match(text, start) if lower(word) in _first_words() else None
    if not undated:
        return None
    end = undated.end() + (text[undated.end() : undated.end() + 1] == ".")
    return Dated((None,), "", text[start:end], start, end)

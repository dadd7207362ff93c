"""The automatic numbers of lists and headings, as Word prints them: "1.", "[12]", "а)", "2.1"."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.readers.documents.docx.package import W
from kzcheck.readers.documents.docx.styles import number_of, on, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from kzcheck.readers.documents.docx.styles import Style, Styles

LEVELS = 9
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""The letters by which Word numbers; it leaves some Russian ones out."""
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"))
ROMAN_UNITS = ((5, "v"), (4, "iv"), (1, "i"))
CHICAGO = "*†‡§"
LONGEST_TEXT = 60
LONGEST = 100_000
"""Largest number that is printed in letters or Roman numerals."""

_PLACE = re.compile(r"%([1-9])")


class Level(Struct, frozen=True):
    """One level of a list: its first number, the form of its numbers, its text with `%1` for that of level 1, its style.

    `restart` is the number of levels whose numbers begin this one anew; all above it unless the document says otherwise.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int = LEVELS
    decimal: bool = False


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Take the part of the lists, if there is one, and the styles: a style may name a list."""
        self._styles = styles
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = _by_id(root, "num", "numId")
        self._levels: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def place(self, properties: Element | None, key: str | None, style: Style) -> tuple[str, int]:
        """Return the list of a paragraph and its level in it; "" for none. `key` is the id of the paragraph's style."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, level = value(own, "numId"), value(own, "ilvl")
        if number is None:
            number = style.number
            if level is None and style.level is None:
                levels = self._list(number)[1] if number else {}
                return number, next((place for place, about in levels.items() if key and about.style == key), 0)
        return ("" if number == "0" else number), min(number_of(level, style.level or 0), LEVELS - 1)

    def label(self, number: str, at: int) -> str:
        """Count one paragraph of a list at a level, from 0, and return what Word prints before it; "" for a bullet."""
        abstract, levels, starts = self._list(number)
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for place in starts:
                counts[place] = None

        def start(place: int) -> int:
            return starts.get(place, levels.get(place, Level()).start)

        count = counts[at]
        counts[at] = start(at) if count is None else count + 1
        for place in range(at + 1, LEVELS):
            if at < levels.get(place, Level()).restart:
                counts[place] = None
        level = levels.get(at, Level())

        def printed(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            count = counts[place]
            if count is None:
                count = counts[place] = start(place)
            return written(count, "decimal" if level.decimal else levels.get(place, Level()).form)

        return "" if level.form == "bullet" else " ".join(_PLACE.sub(printed, level.text).split())

    def _list(self, number: str) -> tuple[str, dict[int, Level], dict[int, int]]:
        """Return the id of a list's pattern, its levels, and the first numbers that are its own."""
        if number not in self._levels:
            element = self._numbers.get(number)
            abstract = value(element, "abstractNumId") or ""
            pattern, seen = self._abstract.get(abstract), {abstract}
            while pattern is not None and (link := value(pattern, "numStyleLink")):
                abstract = value(self._numbers.get(self._styles.get(link).number), "abstractNumId") or ""
                if abstract in seen:
                    break
                seen.add(abstract)
                pattern = self._abstract.get(abstract)
            levels = (
                {} if pattern is None else {_at(level): _level(level) for level in islice(pattern.iterchildren(f"{W}lvl"), LEVELS)}
            )
            starts = {}
            for override in () if element is None else element.findall(f"{W}lvlOverride"):
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[_at(override)] = _level(own)
                if (first := value(override, "startOverride")) is not None:
                    starts[_at(override)] = number_of(first, 1)
            self._levels[number] = abstract, levels, starts
        return self._levels[number]


def _by_id(root: Element | None, name: str, key: str) -> dict[str, Element]:
    return {} if root is None else {element.get(f"{W}{key}", ""): element for element in root.findall(f"{W}{name}")}


def _at(element: Element) -> int:
    return min(number_of(element.get(f"{W}ilvl"), 0), LEVELS - 1)


def _level(element: Element) -> Level:
    form = element.find(f".//{W}numFmt")
    legal = element.find(f"{W}isLgl")
    return Level(
        number_of(value(element, "start"), 0),
        "decimal" if form is None else form.get(f"{W}val", "decimal"),
        (value(element, "lvlText") or "")[:LONGEST_TEXT],
        value(element, "pStyle") or "",
        number_of(value(element, "lvlRestart"), LEVELS),
        legal is not None and on(legal.get(f"{W}val")),
    )


def written(number: int, form: str) -> str:
    """Return a number in a form of Word's; forms that are not known print digits."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if 0 < number < LONGEST:
        if form in ("lowerLetter", "upperLetter", "russianLower", "russianUpper"):
            letters = RUSSIAN if form.startswith("russian") else LATIN
            times, place = divmod(number - 1, len(letters))
            return _cased(letters[place] * min(times + 1, LEVELS), form)
        if form in ("lowerRoman", "upperRoman"):
            return _cased(_roman(number), form)
        if form == "chicago":
            times, place = divmod(number - 1, len(CHICAGO))
            return CHICAGO[place] * min(times + 1, LEVELS)
    return str(number)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.endswith("Upper") or form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for worth, sign in (*ROMAN, *ROMAN_UNITS):
        times, number = divmod(number, worth)
        text += sign * times
    return text

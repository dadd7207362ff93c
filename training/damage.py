"""The damage of print and of text taken from PDF files: done to a labelled string, whose spans stay right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Edit = tuple[int, int, str]
"""Start and end in the old text, and what replaces it; an edit lies within a span or outside all spans."""

_LOOKALIKES = """
    o0 0o О0 l1 1l Il ин ни пн ес се шщ ьъ aа cс ec hb un 5S 8S З3 3З б6 ıi ğg şs İI öo üu çc қк әэ ңн ғг үу ұу өо іi ée
"""
MISREAD = {pair[0]: pair[1] for pair in _LOOKALIKES.split()} | {"m": "rn"}
_WORD = re.compile(r"[^\W\d_]{6,}")
_BLANK = re.compile(" ")
_POINT = re.compile(r"(?<=\w)[.,:;](?= )")
_SEPARATOR = re.compile(r"//|[–—:;/]|(?<= )-(?= )")
_BEFORE = re.compile(r"(?<=\w)(?=[.,:;)])|(?<=[(«“])(?=\w)")
_AFTER = re.compile(r"(?<=[.,:;]) (?=\w)")
_DASH = re.compile("[–—]")
_QUOTE = re.compile("[«»“”]")


def damaged(reference: Labelled, random: Random) -> Labelled:
    """Return a string with one or two faults of print."""
    for _ in range(random.choice((1, 1, 2))):
        edit = random.choice(_FAULTS)(reference.text, random)
        if edit:
            reference = edited(reference, edit)
    return reference


def edited(reference: Labelled, edit: Edit) -> Labelled:
    """Return a string with one edit. Text inserted at the border of a span is outside it."""
    start, end, text = edit
    move = len(text) - (end - start)
    changed = reference.text[:start] + text + reference.text[end:]
    spans = []
    for field, first, last in reference.spans:
        first_moved = first + move if end <= first else first
        last_moved = last + move if start < last else last
        printed = changed[first_moved:last_moved]
        first_moved += len(printed) - len(printed.lstrip())
        last_moved -= len(printed) - len(printed.rstrip())
        if last_moved > first_moved:
            spans.append((field, first_moved, last_moved))
    return Labelled(changed, tuple(spans), reference.source)


def _place(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return random.choice(matches) if matches else None


def _hyphen(text: str, random: Random) -> Edit | None:
    """Leave the hyphen of a line's end in a word: "раз- витие"."""
    word = _place(_WORD, text, random)
    if not word:
        return None
    place = random.randint(word.start() + 2, word.end() - 2)
    return place, place, random.choice(("- ", "-", "\N{NOT SIGN} ", "\N{SOFT HYPHEN}", "\N{SOFT HYPHEN} ", " "))


def _misread(text: str, random: Random) -> Edit | None:
    """Read one letter as another."""
    places = [place for place, letter in enumerate(text) if letter in MISREAD]
    if not places:
        return None
    place = random.choice(places)
    return place, place + 1, MISREAD[text[place]]


def _lost(pattern: re.Pattern[str], replacement: str) -> Callable[[str, Random], Edit | None]:
    def fault(text: str, random: Random) -> Edit | None:
        match = _place(pattern, text, random)
        return (match.start(), match.end(), replacement) if match else None

    return fault


_FAULTS: tuple[Callable[[str, Random], Edit | None], ...] = (
    _hyphen,
    _misread,
    _misread,
    _lost(_BLANK, ""),
    _lost(_BLANK, "  "),
    _lost(_POINT, ""),
    _lost(_SEPARATOR, ""),
    _lost(_SEPARATOR, " "),
    _lost(_BEFORE, " "),
    _lost(_AFTER, ""),
    _lost(_DASH, "-"),
    _lost(_QUOTE, '"'),
)

"""The damage of print to a reference string: one fault in each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from labelled import Labelled

_CONFUSED = {
    "l": "1",
    "1": "l",
    "o": "0",
    "0": "O",
    "и": "н",
    "н": "и",
    "е": "с",
    "m": "rn",
    "h": "b",
    "ш": "щ",
    "5": "S",
    "i": "ı",
}
"""What optical recognition takes for another: letters and digits of Latin and Cyrillic print."""


def _replaced(entry: Labelled, start: int, end: int, words: str) -> Labelled:
    """Return an entry with other words from `start` to `end`, and its spans moved accordingly."""
    shift = len(words) - (end - start)

    def moved(offset: int) -> int:
        return offset if offset <= start else max(start, offset + shift) if offset >= end else min(offset, start + len(words))

    spans = tuple((label, moved(first), moved(last)) for label, first, last in entry.spans)
    return replace(entry, text=entry.text[:start] + words + entry.text[end:], spans=spans)


def misread(entry: Labelled, random: Random) -> Labelled | None:
    """Replace one letter or digit by another that looks like it."""
    places = [at for at, letter in enumerate(entry.text) if letter in _CONFUSED]
    if not places:
        return None
    at = random.choice(places)
    return _replaced(entry, at, at + 1, _CONFUSED[entry.text[at]])


def broken(entry: Labelled, random: Random) -> Labelled | None:
    """Break a word by a hyphen and a blank, as a lost line break leaves it."""
    words = [*re.finditer(r"[^\W\d_]{7,}", entry.text)]
    if not words:
        return None
    word = random.choice(words)
    at = word.start() + len(word[0]) // 2
    return _replaced(entry, at, at, "- ")


def unseparated(entry: Labelled, random: Random) -> Labelled | None:
    """Drop one separator between two fields, but for its blank."""
    gaps = [(one[2], other[1]) for one, other in zip(entry.spans, entry.spans[1:], strict=False)]
    signs = [
        (start + match.start(), start + match.end())
        for start, end in gaps
        for match in [re.search(r"[.,:;]|//|[–—-]", entry.text[start:end])]
        if match
    ]
    if not signs:
        return None
    return _replaced(entry, *random.choice(signs), "")


FAULTS: dict[str, Callable[[Labelled, Random], Labelled | None]] = {
    "one letter misread": misread,
    "one word broken": broken,
    "one separator lost": unseparated,
}

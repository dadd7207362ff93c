"""Recognises a list that gives the works of another one again, in another alphabet or language: Литература and References.

The same work has the same numbers in both (years, volumes, pages, digits of a DOI or an address), and names that fold alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.identifiers import find_dois
from kzcheck.language.folding import fold_name, lower

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME_WORK = 0.5
"""Likeness, from 0 to 1, of two entries that are of one work."""
PAIRED = 0.6
"""Share of the shorter list that must have a pair in the other."""
FEWEST = 2
AROUND = 12
"""Positions by which the two entries of a pair may be apart."""
SHIFTED = 0.05
"""What a likeness loses for each step that an entry has moved."""

_URL = re.compile(r"https?://\S+|www\.\S+|\b10\.\d{4,}/\S+")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_FIRST_WORDS = 6


class _Entry(Struct, frozen=True):
    dois: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]


def aligned(first: Sequence[str], second: Sequence[str]) -> tuple[int, ...]:
    """Return, for each entry of the second list, the position of the same work in the first, or -1; empty if they are not parallel.

    The pairs keep the order of the lists where they can: an entry is compared with those near its place only.
    """
    if min(len(first), len(second)) < FEWEST:
        return ()
    ours, theirs = [_entry(text) for text in first], [_entry(text) for text in second]
    # the lists may have different lengths, so places are compared on the longer scale, too
    likenesses = [
        (likeness - SHIFTED * min(abs(here - there), AROUND) / AROUND, -abs(here - there), here, there)
        for there, entry in enumerate(theirs)
        for here in range(max(0, there - AROUND), min(len(ours), there + AROUND + 1))
        if (likeness := _likeness(ours[here], entry)) >= SAME_WORK
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, here, there in sorted(likenesses, reverse=True):
        if there not in pairs and here not in taken:
            pairs[there] = here
            taken.add(here)
    if len(pairs) < max(FEWEST, PAIRED * min(len(first), len(second))):
        return ()
    _fill(pairs, taken, len(first), len(second))
    return tuple(pairs.get(there, -1) for there in range(len(second)))


def _fill(pairs: dict[int, int], taken: set[int], first: int, second: int) -> None:
    """Pair entries that have little in common but whose neighbours on both sides are pairs."""
    for there in range(second):
        here = pairs.get(there - 1, -1) + 1 if there else 0
        follows = pairs.get(there + 1, first if there == second - 1 else -1)
        if there not in pairs and here not in taken and here < first and follows == here + 1:
            pairs[there] = here
            taken.add(here)


def _entry(text: str) -> _Entry:
    plain = _URL.sub(" ", text)
    words = _WORD.findall(plain)
    return _Entry(
        frozenset(lower(doi.value) for doi in find_dois(text)),
        frozenset(_NUMBER.findall(plain)),
        frozenset(fold_name(word) for word in words[:_FIRST_WORDS]),
        frozenset(fold_name(word) for word in words),
    )


def _likeness(a: _Entry, b: _Entry) -> float:
    if a.dois and b.dois:
        return 1.0 if a.dois & b.dois else 0.0
    numbers = _shared(a.numbers, b.numbers)
    names = _shared(a.names, b.names)
    words = _shared(a.words, b.words)
    return max(numbers * 0.6 + max(names, words) * 0.4, names * 0.5 + words * 0.5)


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0

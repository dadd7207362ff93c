"""Distances between strings, by edlib, whatever their letters."""

from __future__ import annotations

from functools import lru_cache

import edlib

LONGEST = 4000
"""Characters of two strings whose distance is calculated; of longer ones only the beginning is."""
_MOST_SYMBOLS = 255


def edits(one: str, other: str) -> int:
    """Return the number of letters to put in, take out or change to make one string of the other."""
    if one == other:
        return 0
    if not one or not other:
        return len(one) + len(other)
    rest = abs(len(one[LONGEST:]) - len(other[LONGEST:]))
    one, other = one[:LONGEST], other[:LONGEST]
    return rest + int(edlib.align(*coded(one, other), mode="NW", task="distance")["editDistance"])


_edits_of_words = lru_cache(maxsize=1 << 14)(edits)


def likeness(one: str, other: str) -> float:
    """Return the share (0 to 1) of the longer word that two words have in common."""
    longer = max(len(one), len(other))
    if longer > LONGEST or min(len(one), len(other)) * 3 < longer:
        return float(one == other)
    return 1 - _edits_of_words(one, other) / longer


def reach(begun: str, text: str) -> int:
    """Return how many characters of a text, from its beginning, are most like `begun`; the most of several."""
    if not begun or not text:
        return 0
    ends = edlib.align(*coded(begun[:LONGEST], text[: 2 * LONGEST]), mode="SHW", task="locations")["locations"]
    return max((int(end) for _, end in ends if end is not None), default=-1) + 1


def inside(words: bytes, text: bytes, most: int) -> tuple[int, int] | None:
    """Return where in a text something most like `words` begins and ends, within `most` edits.

    The beginning of the first place alone is looked for, backwards from its end: edlib would look for that of each.
    """
    found = edlib.align(words, text, mode="HW", task="distance", k=most)
    if found["editDistance"] < 0:
        return None
    end = int(found["locations"][0][1]) + 1
    before = text[max(0, end - len(words) - most) : end]
    back = edlib.align(words[::-1], before[::-1], mode="SHW", task="distance")
    return end - int(back["locations"][0][1]) - 1, end


def coded(one: str, other: str) -> tuple[bytes, bytes]:
    """Return two strings as bytes: the same letter is the same byte, as long as there are no more letters than bytes."""
    codes = {letter: chr(min(code, _MOST_SYMBOLS)) for code, letter in enumerate(dict.fromkeys(one))}
    return tuple("".join([codes.get(letter, "\xff") for letter in text]).encode("latin-1") for text in (one, other))  # type: ignore[return-value]

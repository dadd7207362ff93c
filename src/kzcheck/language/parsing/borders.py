"""Finds where a field begins and ends around its words: with its own brackets, quotation marks and question mark."""

from __future__ import annotations

import re

_OWN = re.compile(r"[?!%+°]+|\.{3}|…")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("„", "“"))


def borders(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of a field whose words are between two offsets.

    A question mark and the like belong to the words before them; a bracket or a quotation mark belongs to the field if the other of
    its pair is inside.
    """
    if match := _OWN.match(text, end):
        end = match.end()
    stop = 1 if text[end : end + 1] in {".", ","} else 0
    before, after = text[start - 1 : start], text[end + stop : end + stop + 1]
    lacks_opening = lacks_closing = False
    for opening, closing in _PAIRS:
        if before == opening or after == closing:
            least, last = _depths(text[start:end], opening, closing)
            lacks_opening |= before == opening and least < 0
            lacks_closing |= after == closing and last > least
    if '"' in {before, after} and (inside := text.count('"', start, end)):
        odd = inside % 2 == 1
        lacks_closing |= after == '"' and (odd or before == '"')
        lacks_opening |= before == '"' and ((odd and after != '"') or (not odd and after == '"'))
    return start - lacks_opening, end + (stop + 1 if lacks_closing else 0)


def _depths(words: str, opening: str, closing: str) -> tuple[int, int]:
    """Return the lowest depth of brackets in words, and that at their end: below 0 if a bracket is closed that is not open."""
    depth = least = 0
    for sign in words:
        depth += (sign == opening) - (sign == closing)
        least = min(least, depth)
    return least, depth

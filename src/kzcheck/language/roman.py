"""Roman numerals."""

from __future__ import annotations

import re

_NUMERAL = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORTH = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int:
    """Return the number that a Roman numeral stands for, in capitals or small letters; 0 for any other text."""
    if not _NUMERAL.fullmatch(text.upper()):
        return 0
    worth = [_WORTH[letter] for letter in text.upper()]
    return sum(-value if value < after else value for value, after in zip(worth, [*worth[1:], 0], strict=True))

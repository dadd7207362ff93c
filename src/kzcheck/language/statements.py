"""Recognises statements that readers may wish to check: with a date, a figure, or the holder of an office."""

from __future__ import annotations

import re
from itertools import pairwise

from kzcheck.language import dates, numbers
from kzcheck.language.alternatives import whole_words

SMALLEST_NUMBER = 5
"""A smaller number usually counts points: "two reasons"."""

_CITED_IN_TEXT = re.compile(r"\[\d{1,4}[\],;–-]")
_WORD = re.compile(r"\w+")


def is_checkable(text: str) -> bool:
    """Return whether a sentence without a citation states a date, a figure or an office's holder, but not the authors' own data."""
    mentioned = dates.mentions(text)
    own_data = whole_words("claims.own_data").search(text)
    if own_data or _CITED_IN_TEXT.search(text) or any(mention.kind == "citation" for mention in mentioned):
        return False
    if any(mention.kind == "event" for mention in mentioned):
        return True
    if any(number.unit and not _is_year(number.value) for number in numbers.mentions(text) if number.value >= SMALLEST_NUMBER):
        return True
    return bool(whole_words("claims.officers").search(text)) and _names_someone(text)


def _names_someone(text: str) -> bool:
    """Return whether two capitalised words are next to each other inside the sentence."""
    return any(first[0].isupper() and second[0].isupper() for first, second in pairwise(_WORD.findall(text)[1:]))


def _is_year(value: float) -> bool:
    return 1000 <= value < 2100 and value.is_integer()  # noqa: PLR2004

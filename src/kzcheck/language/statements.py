"""Recognises statements that readers may wish to check: with a date, a figure, or the holder of an office."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kzcheck.language import dates, numbers
from kzcheck.language.alternatives import whole_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.dates import DateMention

SMALLEST_NUMBER = 5
"""A smaller number usually counts points: "two reasons"."""
LARGE = 1000
"""A count from which it is about a country or a market rather than about what the authors built or measured."""

_CITED_IN_TEXT = re.compile(r"\[\d{1,4}[\],;–-]")
_NAMED_IN_BRACKETS = re.compile(r"\((?:[^\W\d_a-zа-яё][\w.-]*[ ,]{0,2}){2,6}\)")
_WORD = re.compile(r"\w+")


def is_checkable(text: str) -> bool:
    """Return whether a sentence without a citation states a date, a figure or an office's holder, but not the authors' own data."""
    mentioned = dates.mentions(text)
    if _has_source(text, mentioned):
        return False
    if any(mention.kind == "event" for mention in mentioned):
        return True
    if any(number.unit and not _is_year(number.value) for number in numbers.mentions(text) if number.value >= SMALLEST_NUMBER):
        return True
    return _names_officer(text)


def is_of_the_world(text: str) -> bool:
    """Return whether a checkable sentence is surely not about the authors' own work, so that nobody need have chosen it as a claim.

    Of 60 sentences of theses with any figure, 39 told of the authors' designs and measurements. So a figure must be a share or a
    large count, beside a word such as "currently" or the name of a place or a people.
    """
    mentioned = dates.mentions(text)
    if _has_source(text, mentioned) or _NAMED_IN_BRACKETS.search(text):
        return False
    if any(mention.kind == "event" for mention in mentioned):
        return True
    figures = (number for number in numbers.mentions(text) if number.unit and not _is_year(number.value))
    if any(number.value >= (SMALLEST_NUMBER if number.unit == "%" else LARGE) for number in figures):
        return bool(whole_words("claims.now").search(text)) or _names_place(text)
    return _names_officer(text)


def is_of_own_work(heading: str) -> bool:
    """Return whether a heading names the authors' own work: their design, tests, calculations, examples."""
    return bool(whole_words("claims.own_work").search(heading) or whole_words("claims.own_data").search(heading))


def _has_source(text: str, mentioned: Sequence[DateMention]) -> bool:
    """Return whether a sentence names a source, or is about the authors' own data."""
    if whole_words("claims.own_data").search(text) or _CITED_IN_TEXT.search(text):
        return True
    return any(mention.kind == "citation" for mention in mentioned)


def _names_officer(text: str) -> bool:
    return bool(whole_words("claims.officers").search(text)) and _names_someone(text)


def _names_place(text: str) -> bool:
    fields = ("credits.places", "credits.peoples")
    return any(text[match.start()].isupper() for field in fields for match in whole_words(field).finditer(text))


def _names_someone(text: str) -> bool:
    """Return whether two capitalised words are next to each other inside the sentence."""
    return any(first[0].isupper() and second[0].isupper() for first, second in pairwise(_WORD.findall(text)[1:]))


def _is_year(value: float) -> bool:
    return 1000 <= value < 2100 and value.is_integer()  # noqa: PLR2004

"""Surnames so common that two people of one list may well share one, or differ in it by a letter: no proof of a person."""

from __future__ import annotations

from functools import cache

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.folding import fold_name


def is_common(surname: str) -> bool:
    """Tell whether a surname is one of the common ones, in any script and transliteration."""
    return fold_name(surname) in _known("surnames") or is_east_asian(surname)


def is_east_asian(surname: str) -> bool:
    """Tell whether a surname is a common one of China, Korea, Japan or Vietnam."""
    return fold_name(surname) in _known("east_asian_surnames")


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(map(fold_name, getattr(data.read("names_of_people", NamesOfPeople), field)))

"""Common names: surnames, in which two people of a list may well agree, and given names, which show that a name is a person's."""

from __future__ import annotations

from functools import cache

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.folding import fold, fold_name


def is_common(surname: str) -> bool:
    """Tell whether a surname is one of the common ones, in any script and transliteration."""
    return fold_name(surname) in _known("surnames") or is_east_asian(surname)


def is_east_asian(surname: str) -> bool:
    """Tell whether a surname is a common one of China, Korea, Japan or Vietnam."""
    return fold_name(surname) in _known("east_asian_surnames")


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(map(fold_name, getattr(data.read("names_of_people", NamesOfPeople), field)))


def is_firm(name: str) -> bool:
    """Tell whether a whole name is a company's: Philip Morris makes cigarettes and no statements of his own."""
    return fold(name) in data.read("names_of_people", NamesOfPeople).companies


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name, in any script that folds to Latin letters."""
    return fold(word) in data.read("names_of_people", NamesOfPeople).given_names

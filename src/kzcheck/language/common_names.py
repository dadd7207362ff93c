"""Common names: surnames that two people of a list may share by chance, and given names, which mark a name as a person's."""

from __future__ import annotations

from functools import cache

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.folding import fold, fold_name


def is_common(surname: str) -> bool:
    """Return whether a surname is a common one, in any script and transliteration."""
    return fold_name(surname) in _known("surnames") or is_east_asian(surname)


def is_east_asian(surname: str) -> bool:
    """Return whether a surname is a common Chinese, Korean, Japanese or Vietnamese one."""
    return fold_name(surname) in _known("east_asian_surnames")


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(map(fold_name, getattr(data.read("names_of_people", NamesOfPeople), field)))


def is_firm(name: str) -> bool:
    """Return whether a whole name is a company's: Philip Morris makes cigarettes, not statements."""
    return fold(name) in data.read("names_of_people", NamesOfPeople).companies


def is_given_name(word: str) -> bool:
    """Return whether a word is a common given name, in any script that folds to Latin letters."""
    return fold(word) in data.read("names_of_people", NamesOfPeople).given_names


@cache
def surname_endings() -> tuple[str, ...]:
    """Return the folded endings of surnames: "ov", "oglu"."""
    return tuple(data.read("names_of_people", NamesOfPeople).surname_endings)

"""Common given names: two capitalised words of which the first is one of these are a person, not a body or a thing."""

from __future__ import annotations

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.folding import fold


def is_firm(name: str) -> bool:
    """Tell whether a whole name is a company's: Philip Morris makes cigarettes and no statements of his own."""
    return fold(name) in data.read("names_of_people", NamesOfPeople).companies


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name, in any script that folds to Latin letters."""
    return fold(word) in data.read("names_of_people", NamesOfPeople).given_names

"""What the files of subjects hold, a struct each; `about` says where the facts come from."""

from __future__ import annotations

from msgspec import Struct

Words = frozenset[str]


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """What every file says of itself."""

    about: str


class Publishers(Subject, frozen=True):
    """Houses, presses whose names say no university, and words that many houses have in their names."""

    houses: Words
    presses: Words
    name_words: Words


class Cities(Subject, frozen=True):
    """Cities known for their publishers, and how lists abbreviate the greatest."""

    cities: Words
    abbreviations: Words

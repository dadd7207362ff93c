"""What the files of subjects hold, a struct each; `about` says where the facts come from."""

from __future__ import annotations

from msgspec import Struct

Words = frozenset[str]


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """What every file says of itself."""

    about: str


class PageSigns(Subject, frozen=True):
    """Hosts of services that park domains; scripts, elements and headers of pages that ask a reader for proof of being human."""

    parking_hosts: Words
    challenge_sources: Words
    challenge_ids: Words
    challenge_headers: tuple[str, ...]


class ChatPrograms(Subject, frozen=True):
    """What chat programs call themselves in addresses, and what their marks of citations point to."""

    programs: Words
    turns: Words


class Publishers(Subject, frozen=True):
    """Houses, presses whose names say no university, and words that many houses have in their names."""

    houses: Words
    presses: Words
    name_words: Words


class Cities(Subject, frozen=True):
    """Cities known for their publishers, and how lists abbreviate the greatest."""

    cities: Words
    abbreviations: Words

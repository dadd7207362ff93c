"""Exchanged names: finds given names in place of family names, and the reverse.

Many names are both ("Thomas", "Martin"), in East Asia most are, so a name counts as exchanged only on evidence from both parts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import NamesOfPeople
from kzcheck.language.common_names import is_common, is_east_asian, is_given_name
from kzcheck.language.folding import fold
from kzcheck.matching.names.initials import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.csl import Name

LONGEST = 60
"""Characters of a part of a name; anything longer is not a name."""

SHORTEST = 3
"""Letters of a surname beside initials: shorter words may themselves be initials or syllables."""

MOSTLY = 0.8
"""Share of a list's given names without a final full stop ("JS", "J. S") from which this is the list's way to write initials."""

ENDING_LETTERS = 6
"""Letters from which its ending identifies a surname: "Lev" and "Eva" are given names."""

_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]*){1,4}[^\W\d_]?")
_CAPITALS = re.compile(r"(?=[A-ZА-ЯЁ])[^\W\d_](?:[ -]?[^\W\d_]){0,2}")
_VOWEL = re.compile("[aeiouyаеёиоуыэюя]", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
_PATRONYMIC = re.compile(r"\w+(?:ovich|evich|ovna|evna)")


def exchanged(names: Sequence[Name]) -> Iterator[int]:
    """Yield the positions of names in a list whose family and given name are most likely exchanged."""
    full = {place: name for place, name in enumerate(names) if 0 < len(name.family) <= LONGEST and 0 < len(name.given) <= LONGEST}
    usual: defaultdict[str, set[str]] = defaultdict(set)
    for name in full.values():
        usual[fold(name.family)].update(part.text for part in parts(name.given)[:1])
    bare = sum(_is_bare(name.given) and not _is_capitals(name.family) for name in full.values())
    by_capitals = bare >= MOSTLY * len(full)
    for place, name in full.items():
        if _initials_first(name, by_capitals=by_capitals) or _given_name_first(name, usual):
            yield place


def _initials_first(name: Name, *, by_capitals: bool) -> bool:
    """Return whether the family name consists of initials: with full stops, or as nearly all given names of the list are written.

    Otherwise capitals are initials only if there are two or more without a vowel: "AN", "LI" and "OU" may be surnames, and
    people from South India have an initial of their own after the name.
    """
    family, given = name.family.strip(), name.given.strip()
    if not _WORDS.fullmatch(given) or len(given) < SHORTEST or is_east_asian(family) or (_may_be_given(given) and not by_capitals):
        return False
    if _INITIALS.fullmatch(family):
        return not _is_capitals(given)
    return _is_capitals(family) and not given.isupper() and (by_capitals or (len(family) > 1 and not _VOWEL.search(family)))


def _may_be_given(text: str) -> bool:
    return any(is_given_name(word) and not is_common(word) for word in text.split())


def _is_capitals(text: str) -> bool:
    return text.isupper() and _CAPITALS.fullmatch(text) is not None


def _is_bare(text: str) -> bool:
    """Return whether a given name consists of initials without a final full stop."""
    return _is_capitals(text) or (_INITIALS.fullmatch(text) is not None and text[-1].isalpha())


def _given_name_first(name: Name, usual: dict[str, set[str]]) -> bool:
    """Return whether the family name is a given name, and the given name a word that is only a surname.

    A common surname alone proves nothing: Wilson and Taylor are given names, too.
    """
    first, *others = name.family.split() or [""]
    given = fold(name.given)
    if not _WORDS.fullmatch(name.given) or not is_given_name(first) or is_given_name(given) or is_east_asian(given):
        return False
    if others:
        return all(_INITIALS.fullmatch(word) or _PATRONYMIC.fullmatch(fold(word)) for word in others) and " " not in given
    if not is_only_given(first, given):
        return False
    by_list = bool(usual.get(given, set()) & {fold(first), fold(first)[0]})
    return by_list or (len(given) >= ENDING_LETTERS and given.endswith(_endings()))


def is_only_given(word: str, other: str) -> bool:
    """Return whether a word is a given name and not a common surname, and another may be a surname but not a given name."""
    return is_given_name(word) and not is_common(word) and not is_given_name(other) and not is_east_asian(other)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(data.read("names_of_people", NamesOfPeople).surname_endings)

"""Journals: whether one name abbreviates another, as "Int. Stud. Perspect." does "International Studies Perspectives"."""

from __future__ import annotations

import re
from functools import lru_cache

from kzcheck.language.folding import fold

_SMALL_WORDS = frozenset(
    """the an of and in on for to at by de del della dei delle du des der die das und et la le les los las el il y e i o do da dos
    das fur fuer van het en av och og na v po dlya ve ile""".split(),
)
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_SHORTEST = 2
"""Letters: what an abbreviation saves of a word at least ("Science" is none of "Sciences"), and what a contraction exceeds."""

_PHYSICS = ("phys", "physi")
"""ISO 4 writes `phys` for physics and `physiol` for physiology: the short form is no beginning of the other word."""

_CONTRACTED = 0.7
"""Share of a word's letters that a contraction of it has at most ("Natl" has half): a misspelt word has more."""

_COUNTRIES = (("u", "s", "a"), ("usa",), ("united", "states", "america"))


@lru_cache(maxsize=1 << 13)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a journal's name that count: folded, without articles, prepositions, brackets and "USA"."""
    folded = fold(_BRACKETED.sub(" ", name)).split()
    kept = tuple(word for word in folded if word not in _SMALL_WORDS) or tuple(folded)
    return next((kept[: -len(country)] for country in _COUNTRIES if kept[-len(country) :] == country and kept != country), kept)


def block(name: str) -> str:
    """Return a key that a journal's name and its abbreviations share: the initials of its first two words."""
    return "".join(word[0] for word in words(name)[:2])


def abbreviates(short: str, full: str) -> bool:
    """Tell whether one name of a journal abbreviates the other.

    Word by word and in order, each is the beginning of its word ("Perspect") or a contraction of it ("Natl", "Intl"), and at least
    one is shorter than it. A single word must bear the full stop of an abbreviation. Acronyms are not taken: journals share them.
    """
    mine, theirs = words(short), words(full)
    if not mine or len(mine) != len(theirs) or mine == theirs or (len(mine) == 1 and not short.rstrip().endswith(".")):
        return False
    return all(_stands_for(one, other) for one, other in zip(mine, theirs, strict=True))


def same_journal(a: str, b: str) -> bool:
    """Tell whether two names can be one journal's: equal but for case, punctuation and small words, or one short for the other."""
    return words(a) == words(b) or abbreviates(a, b) or abbreviates(b, a)


def _stands_for(short: str, word: str) -> bool:
    if short == word:
        return True
    if len(word) - len(short) < _SHORTEST or not word.startswith(short[0]):
        return False
    if word.startswith(short):
        return not (short in _PHYSICS and word.startswith("physio"))
    return len(short) > _SHORTEST and len(short) <= _CONTRACTED * len(word) and short[-1] == word[-1] and _in_order(short, word)


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)

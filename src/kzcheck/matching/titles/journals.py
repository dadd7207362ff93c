"""Journals: decides whether one name abbreviates another, as "Int. Stud. Perspect." does "International Studies Perspectives"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kzcheck.language.alternatives import folded_words
from kzcheck.language.folding import fold

_ARTICLE = re.compile(r":\s+An?\s+(?=\w)")
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_LONGEST = 400
"""Characters that are compared of a name: the longest title of proceedings seen had 310."""

_SHORTEST = 2
"""Letters that an abbreviation saves at least ("Science" does not abbreviate "Sciences"), and that a contraction must exceed."""

_PHYSICS = ("phys", "physi")
"""ISO 4 writes `phys` for physics and `physiol` for physiology: here the short form does not abbreviate the other word."""

_CONTRACTED = 0.7
"""Share of a word's letters that a contraction has at most ("Natl" has half): a misspelt word has more."""

_COUNTRIES = (("u", "s", "a"), ("usa",), ("united", "states", "america"))

_INITIALS = frozenset("j z zh".split())
"""One-letter words that may end a name: Journal, Zeitschrift, Журнал. Any other letter there is that of a section."""

_SURE = 4
"""Letters from which one abbreviation may begin another: "Disc." and "Discov.", but "Min." and "Miner." are two words."""

_TELLING = 3
"""Letters of a word that is evidence: "A" for "Astronomy" alone is not."""

_STOPPED = re.compile(r"([^\W\d_]+)\s?\.")
_SECTION = re.compile(r"(?<=[\w.:,] )(?P<letter>[EIOY])(?=[.:,;)]?(?:\s|$))|(?<=[a-z]{3})(?P<glued>[A-Z])$")


@cache
def _small_words() -> frozenset[str]:
    return folded_words("small_words") - {"a", "k", "s"}  # letters of sections


@lru_cache(maxsize=1 << 13)
def words(name: str) -> tuple[str, ...]:
    """Return the words of a journal's name that count: folded, without articles, prepositions, brackets and "USA".

    The letter of a section counts: "Physical Review E".
    """
    name = name[:_LONGEST]
    folded = fold(_SECTION.sub(r" section\g<letter>\g<glued> ", _ARTICLE.sub(": ", _BRACKETED.sub(" ", name)))).split()
    folded = folded[1:] if folded[:1] == ["a"] and "A " in name[:2] else folded
    kept = tuple(word.removeprefix("section") or word for word in folded if word not in _small_words()) or tuple(folded)
    return next((kept[: -len(country)] for country in _COUNTRIES if kept[-len(country) :] == country and kept != country), kept)


def block(name: str) -> str:
    """Return a key shared by a journal's name and its abbreviations: the initials of its first two words."""
    return "".join(word[0] for word in words(name)[:2])


def abbreviates(short: str, full: str) -> bool:
    """Return whether one name of a journal certainly abbreviates the other.

    Word by word and in order, each is the beginning of its counterpart ("Perspect") or a contraction of it ("Natl", "Intl"), and at
    least one is shorter. A single word needs the full stop of an abbreviation. If the longer word is itself abbreviated, the
    shorter must be its beginning, with four letters. Words of one or two letters alone prove nothing, and a section has its letter
    in both. Acronyms do not count: journals share them.
    """
    if not may_abbreviate(short, full):
        return False
    shorts, fulls = words(short), words(full)
    pairs = [(word, other) for word, other in zip(shorts, fulls, strict=True) if word != other]
    section = shorts[-1] != fulls[-1] and len(shorts[-1]) == 1 and shorts[-1] not in _INITIALS
    if section or max(map(len, shorts)) < _TELLING:
        return False
    unsure = _abbreviations(full, fulls)
    return all(other not in unsure or (len(word) >= _SURE and other.startswith(word)) for word, other in pairs)


def may_abbreviate(short: str, full: str) -> bool:
    """Return whether one name of a journal may stand for the other: as many words, each a beginning or contraction of its peer."""
    shorts, fulls = words(short), words(full)
    if not shorts or len(shorts) != len(fulls) or shorts == fulls or (len(shorts) == 1 and not short.rstrip().endswith(".")):
        return False
    return all(_stands_for(word, other) for word, other in zip(shorts, fulls, strict=True))


def same_journal(a: str, b: str) -> bool:
    """Return whether two names can be one journal's: equal except for case, punctuation and small words, or abbreviated."""
    return words(a) == words(b) or may_abbreviate(a, b) or may_abbreviate(b, a)


def _abbreviations(name: str, own: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a name that may be abbreviations: those with a full stop, or all if a short one has none."""
    if stopped := _STOPPED.findall(name[:_LONGEST]):
        return frozenset(map(fold, stopped))
    return frozenset(own) if any(len(word) < _TELLING for word in own[:-1]) else frozenset()


def _stands_for(short: str, word: str) -> bool:
    if short == word:
        return True
    if len(word) - len(short) < _SHORTEST or not word.startswith(short[0]) or not word.isalpha():
        return False
    if word.startswith(short):
        return not (short in _PHYSICS and word.startswith("physio"))
    return len(short) > _SHORTEST and len(short) <= _CONTRACTED * len(word) and short[-1] == word[-1] and in_order(short, word)


def in_order(letters: str, word: str) -> bool:
    """Return whether letters occur in a word in order, with anything in between."""
    remaining = iter(word)
    return all(letter in remaining for letter in letters)

"""Builds regular expressions from lists of words; everything that searches for words of a list uses this module."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    r"""Return a group that matches any of the words, longest first; a star matches any letters and digits: `планиру*`.

    A space matches any white space. Words with the same first letter are grouped, so that few are tried at each position.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]).replace(r"\*", r"\w*").replace(r"\ ", r"\s+"))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(tails)})" for first, tails in groups.items()) + ")"


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that end in a star, without the star: they match as beginnings of words."""
    return tuple(word[:-1] for word in words if word.endswith("*"))


def folded(words: Iterable[str]) -> frozenset[str]:
    """Return the words and phrases folded, keeping a star at the end."""
    return frozenset(" ".join(fold(word) + "*" * word.endswith("*") for word in phrase.split()) for phrase in words)


@cache
def folded_words(field: str) -> frozenset[str]:
    """Return the words of all languages in a field of `Language`, folded."""
    return folded(data.words(field))


@cache
def whole_words(field: str) -> re.Pattern[str]:
    """Return a pattern for the words of all languages in a field of `Language`: whole words, in any case."""
    return re.compile(rf"\b{any_of(data.words(field))}(?:(?<=\.)|\b)", re.IGNORECASE)

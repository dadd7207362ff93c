"""Patterns made of words: the one way from a list of words to a part of a regular expression."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    r"""Return a group that matches any of the words, the longest first; a star stands for any letters and digits: `планиру*`.

    A space stands for any white space. Words with the same first letter stand together, so that few are tried at each place.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]).replace(r"\*", r"\w*").replace(r"\ ", r"\s+"))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()) + ")"


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """Return those of the words that end in a star, without it: the beginnings of more words."""
    return tuple(word[:-1] for word in words if word.endswith("*"))


def folded(words: Iterable[str]) -> frozenset[str]:
    """Return the words and phrases folded; a star at a word's end stays."""
    return frozenset(" ".join(fold(word) + "*" * word.endswith("*") for word in phrase.split()) for phrase in words)


@cache
def folded_words(field: str) -> frozenset[str]:
    """Return the words of all languages that stand in a field of `Language`, folded."""
    return folded(data.words(field))


@cache
def whole_words(field: str) -> re.Pattern[str]:
    """Return the pattern of the words of all languages that stand in a field of `Language`, as whole words in any case."""
    return re.compile(rf"\b{any_of(data.words(field))}(?:(?<=\.)|\b)", re.IGNORECASE)

"""Words that decide what a sentence says: negations, numbers, directions, and turns such as "but" and "unless"."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.matching.quotations.spelling import WORD, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WITH_ENDING = 3
"""Characters of a digit with its ending: "2nd"."""
_LONGEST = 15
"""Digits of a number whose value is compared."""
_NEVER = re.compile(r"(?!)")


def _of(field: str, language: str) -> frozenset[str]:
    """Return the words of a language in a field; of all languages if the language has none."""
    own = data.languages().get(language)
    return (attrgetter(field)(own) if own else frozenset()) or data.words(field)


@cache
def _pattern(field: str, language: str) -> re.Pattern[str]:
    """Return a pattern of folded words and phrases with single spaces between them."""
    phrases = (" ".join(spelt(word) + "*" * word.endswith("*") for word in phrase.split()) for phrase in _of(field, language))
    words = {phrase for phrase in phrases if phrase}
    return re.compile(rf"(?<!\S){any_of(words)}(?!\S)") if words else _NEVER


def _forms(words: str) -> str:
    return " ".join(filter(None, map(spelt, WORD.findall(words))))


def turn_after(words: str, language: str) -> str:
    """Return the "but", "unless" or "except" with which the rest of a sentence begins, or ""."""
    rest = _forms(words)
    match = _pattern("turns.contrasts", language).match(rest)
    return match[0] if match else ""


def turn_within(words: str, language: str) -> str:
    """Return the first negation or turn in words that a quotation leaves out, or ""."""
    rest = _forms(words)
    matches = (_pattern(f"turns.{field}", language).search(rest) for field in ("negations", "contrasts"))
    first = min(filter(None, matches), key=lambda match: match.start(), default=None)
    return first[0] if first else ""


def negations(forms: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the negations among words, in order."""
    return tuple(match[0] for match in _pattern("turns.negations", language).finditer(" ".join(forms)))


def directions(forms: Iterable[str], language: str) -> tuple[int, ...]:
    """Return the directions among words: 1 for each word of rising, -1 for each of falling, in order."""
    words = " ".join(forms)
    found = [(match.start(), 1) for match in _pattern("turns.rising", language).finditer(words)]
    found += [(match.start(), -1) for match in _pattern("turns.falling", language).finditer(words)]
    return tuple(direction for _, direction in sorted(found))


@cache
def _numerals(language: str) -> dict[str, int]:
    own = data.languages().get(language)
    languages = [own] if own and own.numerals else data.languages().values()
    common = {spelt(word) for known in languages for word in known.other_words_too}
    numerals = {spelt(word): value for known in languages for word, value in known.numerals.items()}
    return {word: value for word, value in numerals.items() if word not in common}


def figures(forms: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the numbers among words: "1990s" and "2nd" as digits (but not "1ayer"), numerals by their values."""
    numerals = _numerals(language)
    return tuple(
        str(numerals[form]) if form in numerals else digits for form in forms if form in numerals or (digits := _digits(form))
    )


def value(forms: Sequence[str]) -> int | None:
    """Return the number of which forms are the words or the digits, in any language; None if there are other words among them."""
    values = [int(form) if form.isdecimal() and len(form) <= _LONGEST else _numerals("").get(form) for form in forms]
    return sum(number for number in values if number) if values and None not in values else None


def _digits(form: str) -> str:
    digits = "".join(filter(str.isdigit, form)) if form[:1].isdigit() else ""
    return digits if len(digits) > 1 or len(form) <= _WITH_ENDING else ""


@cache
def _denying(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the beginnings that deny a word, and the letters that deny it from inside, the longest first."""
    parts = _of("turns.negative_parts", language) if language in data.languages() else frozenset()
    beginnings = (spelt(part[:-1]) for part in parts if not part.startswith("*"))
    insides = (spelt(part.strip("*")) for part in parts if part.startswith("*"))
    return tuple(sorted(beginnings, key=len, reverse=True)), tuple(sorted(insides, key=len, reverse=True))


def denies(one: str, other: str, language: str) -> bool:
    """Return whether one of two words is the other with letters that deny it: "unhappy", «неясно», "gitmedi"."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    more = len(longer) - len(shorter)
    beginnings, insides = _denying(language)
    if any(len(part) == more and longer == part + shorter for part in beginnings):
        return True
    same = next((at for at in range(len(shorter)) if longer[at] != shorter[at]), len(shorter))
    return any(
        len(part) == more and longer[at : at + more] == part and longer[:at] + longer[at + more :] == shorter
        for part in insides
        for at in range(max(1, same - more), same + 1)
    )

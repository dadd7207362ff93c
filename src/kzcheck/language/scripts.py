"""Determines the script of a letter or text, and finds look-alike letters of another script inside a word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import LookAlikes

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_SCRIPT = frozenset(
    "MODIFIER SUPERSCRIPT SUBSCRIPT MATHEMATICAL CIRCLED PARENTHESIZED SQUARED NEGATIVE MICRO FEMININE MASCULINE".split()
)
_LETTERLIKE_SYMBOLS = ("\u2100", "\u214f")


class MixedWord(Struct, frozen=True, gc=False):
    """A word with look-alike letters of another script: its start, the word in its main script, and the foreign letters."""

    word: str
    start: int
    suggestion: str
    foreign: str


@lru_cache(maxsize=1 << 13)
def script(letter: str) -> str:
    """Return the script of a character by its Unicode name ("Latin", "Han"); "" if it is not a letter or common to all scripts."""
    if not letter.isalpha():
        return ""
    first, _, tail = unicodedata.name(letter, "").partition(" ")
    if first in {"FULLWIDTH", "HALFWIDTH"}:
        first = tail.partition(" ")[0]
    if first in _NO_SCRIPT or not first.isalpha() or _LETTERLIKE_SYMBOLS[0] <= letter <= _LETTERLIKE_SYMBOLS[1]:
        return ""
    return "Han" if first in {"CJK", "IDEOGRAPHIC"} else first.capitalize()


def scripts(text: str) -> frozenset[str]:
    """Return the scripts of the text's letters, without characters common to all scripts (digits, punctuation, the micro sign)."""
    return frozenset(map(script, set(text))) - {""}


@lru_cache(maxsize=1 << 13)
def main_script(text: str) -> str:
    """Return the script of most of the text's letters (at a tie the first), or "" without letters."""
    if text.isascii():
        return "Latin" if any(map(str.isalpha, text)) else ""
    counts = Counter(map(script, text))
    del counts[""]
    return counts.most_common(1)[0][0] if counts else ""


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f]+|[\u0400-\u052f]+")
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_SERBIAN = re.compile("[абвгдђежзијклљмнњопрстћуфхцчџшѓќѕj]+", re.IGNORECASE)
_ROMAN = frozenset("IVX")

_SYMBOL = 2  # letters: a word as short as this is often a unit or an element (мA, pН)
_FORMULA = 4  # letters: a word this short beside a digit, or of look-alikes alone, may be a formula or a grade (СО2, В2С)
_ACRONYM = 5
_AROUND = 120  # characters on either side whose script breaks a tie
_CLEARLY = 2  # a script is the main one of a word of look-alikes alone if it has this many times the letters of the other


def _stands_for(foreign: str) -> dict[str, dict[str, str]]:
    """Return the counterparts of each look-alike letter of a foreign script, by the main script of the word."""
    return data.read("look_alikes", LookAlikes).letters.get(foreign, {})


def mixed_words(text: str) -> Iterator[MixedWord]:
    """Yield the words with letters of another script in place of letters that look the same: "Сorpus" with a Cyrillic С.

    Hyphens, apostrophes and digits separate words. A word does not count if both scripts have letters in it without a look-alike
    in the other (COVIDом, α-synuclein); if an acronym or a Roman numeral of one script has an ending or a prefix in the other (PRа,
    XIXв, mРНК); if it may be a unit or a formula (мA, СО2); or if all its letters look alike and neither their number nor the words
    around them decide.
    """
    if text.isascii():
        return
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) == 1 or _PLAIN.fullmatch(word):
            continue
        main = _main(word, text[max(match.start() - _AROUND, 0) : match.start()] + text[match.end() : match.end() + _AROUND])
        if main and not _may_be_symbol(word, text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]):
            foreign = [letter for letter in word if script(letter) not in {main, ""}]
            look_alikes = _stands_for(script(foreign[0]))[main]
            suggestion = "".join(look_alikes[letter] if script(letter) not in {main, ""} else letter for letter in word)
            yield MixedWord(word, match.start(), suggestion, "".join(foreign))


def _main(word: str, around: str) -> str:
    """Return the main script of a word with look-alike letters of another, "" for every other word."""
    counts = Counter(map(script, word))
    del counts[""]
    if len(counts) != 2:  # noqa: PLR2004
        return ""
    first, other = counts
    mains = [main for main, foreign in ((first, other), (other, first)) if _all_look_alike(word, foreign, main)]
    if not mains or _acronym_with_ending(word):
        return ""
    (most, many), (_, few) = counts.most_common(2)
    if "Greek" in counts and (most not in mains or many < _CLEARLY * few or _may_be_greek_symbol(word)):
        return ""
    if len(mains) == 1:
        return mains[0]
    if many >= _CLEARLY * few:
        return most
    around = main_script(around)
    return around if around in counts and (len(word) > _FORMULA or word[1:].islower()) else ""


def _all_look_alike(word: str, foreign: str, main: str) -> bool:
    look_alikes = _stands_for(foreign).get(main)
    if look_alikes is None:
        return False
    letters = {letter for letter in word if script(letter) == foreign}
    if main == "Cyrillic" and (
        ("h" in letters and not _KAZAKH.search(word))
        or (letters & {"j", "J"} and not _SERBIAN.fullmatch(word))
        or (letters == {"I"} and word[1:-1].count("I") == word.count("I") and not word.isupper())
    ):
        return False
    return letters <= look_alikes.keys()


def _may_be_greek_symbol(word: str) -> bool:
    return len(word) < _FORMULA or (word.isupper() and len(word) <= _ACRONYM)


def _acronym_with_ending(word: str) -> bool:
    first = script(word[0])
    length = next((place for place, letter in enumerate(word) if script(letter) not in {first, ""}), len(word))
    head, tail = word[:length], word[length:]
    if any(script(letter) == first for letter in tail):
        return False
    if tail.islower():
        return (head.isupper() and length > 1) or (head in _ROMAN and len(tail) <= _SYMBOL)
    return head.islower() and length <= _SYMBOL and tail.isupper() and 1 < len(tail) <= _ACRONYM


def _may_be_symbol(word: str, neighbours: str) -> bool:
    if len(word) <= _SYMBOL:
        return not word[1:].islower()
    return len(word) <= _FORMULA and any(map(str.isdigit, neighbours))

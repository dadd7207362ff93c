"""Words of a text in the form in which a quotation and its source are compared: without case, line breaks and old spellings."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'’ʼ‘´`′"
_HYPHENS = "-‐‑¬"
WORD = re.compile(
    rf"[^\W_]++(?:(?:[{_UNSEEN}]++\s*+|[{_HYPHENS}][^\S\n]*+\n\s*+|[{_APOSTROPHES}])[^\W_]++)*+|%",
)
"""A word, with the apostrophes, soft hyphens and hyphens at the ends of lines inside it; or the sign %."""

PERCENT = "percent"
"""The form of the sign %."""
_LONGEST_WORD = 64
"""Characters: a longer word is compared as it is, and not kept in memory."""

_OLD_LETTERS = {"ё": "е", "ѣ": "е", "і": "и", "ї": "и", "ѳ": "ф", "ѵ": "и", "æ": "ae", "œ": "oe", "ı": "i"}
_WITHOUT_CIRCUMFLEX = {"â": "a", "î": "i", "û": "u"}
_DROPPED = f"{_UNSEEN}{_APOSTROPHES}{_HYPHENS}\n\r\t \u00a0\u0307"
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LETTERS = str.maketrans({**_OLD_LETTERS, **_WITHOUT_CIRCUMFLEX, **dict.fromkeys(_DROPPED, "")})
_CHANGED = re.compile("[" + re.escape("".join(map(chr, _LETTERS))) + "]")
_OLD_ENDINGS = {"аго": "ого", "яго": "его"}
"""Endings of Russian adjectives before the reform of 1918, besides the hard sign at the end of words."""


def spelt(word: str) -> str:
    """Return a word of a text in the form in which it is compared; "" if it is only the mark of a note.

    Ligatures, the long s, capitals, Turkish circumflexes and dotless letters, Russian letters and endings of before 1918, line
    breaks inside a word and superscript numbers make no difference.
    """
    return _spelt_cached(word) if len(word) <= _LONGEST_WORD else _spelt(word)


def _spelt(word: str) -> str:
    if word == "%":
        return PERCENT
    if word.isascii() and word.isalnum():
        return word.lower()
    form = normalize("NFKC", _SUPERSCRIPT.sub("", word)).casefold()
    if _CHANGED.search(form):
        form = form.translate(_LETTERS)
    if form.endswith("ъ"):
        return form[:-1]
    if form.endswith(tuple(_OLD_ENDINGS)):
        return f"{form[:-3]}{_OLD_ENDINGS[form[-3:]]}"
    return form


_spelt_cached = lru_cache(maxsize=1 << 16)(_spelt)

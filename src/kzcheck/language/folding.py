"""Folding: one plain form for spellings that differ only in case, script, diacritics, punctuation or transliteration.

The Cyrillic table follows BGN/PCGN where systems differ (ж zh, ю yu) and gives Kazakh letters the Latin ones used in passports;
all other scripts use anyascii. The rules by which `fold_name` merges spellings are our own: each lists two or more spellings that
transliteration systems (BGN/PCGN, ALA-LC, ISO 9 with and without its diacritics, German, French, Polish, Turkish, Kazakh) use for
one sound. Measured in tests/matching/test_names.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from html import unescape

from anyascii import anyascii

from kzcheck import data
from kzcheck.data.subjects import Transliteration

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

_LONG = 2000
_SHORT_NAME = 4
_MOST_WORDS = 1 << 17


@cache
def _own() -> dict[str, str]:
    """Return our own folded forms of some characters, which take precedence over other tables."""
    latin = data.read("transliteration", Transliteration).latin
    return latin | dict.fromkeys("ъь'’‘ʼʹʺ`´′″ʻ{}\u00ad\u200b\u200c\u200d\u2060\ufeff", "") | {"µ": "m"}


class _Table(dict[int, str]):
    """Folded forms by code point, computed when a character first occurs."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _folded(chr(point))
        return folded


def _folded(character: str) -> str:
    lower = character.lower()
    if lower in _own():
        return _own()[lower]
    kind = unicodedata.category(character)[0]
    if kind == "M":
        return ""
    plain = anyascii(character).lower() if kind in "LN" or not lower.isascii() else character
    letters = "".join(letter if letter.isalnum() else "" if letter in "'`" else " " for letter in plain)
    return letters if kind in "LN" else " "


_TABLE = _Table()


def lower(text: str) -> str:
    """Return the text in lower case as in word lists, letter for letter: İktisatçı becomes iktisatçı.

    Python adds a combining dot to the small i of İ; word lists lack it, and it shifts the position of every later letter.
    """
    return text.replace("İ", "i").lower()


def fold(text: str) -> str:
    """Return the text as words of lower-case ASCII letters and digits, separated by single spaces.

    Markup (HTML, MathML), entities, braces, apostrophes and diacritics vanish; all other punctuation separates words. "Қазақстан –
    2050" becomes "kazakstan 2050".
    """
    return _fold_cached(text) if len(text) <= _LONG else _fold(text)


def _unmarked(text: str) -> str:
    if "&" in text and ";" in text:
        text = unescape(text)
    return _TAG.sub("", text) if "<" in text else text


def _fold(text: str) -> str:
    text = _unmarked(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_TABLE).split())


_fold_cached = lru_cache(maxsize=1 << 16)(_fold)

# One syllable, as in most Chinese, Korean and Vietnamese family names: Zhang and Zang, Jiang and Yang, Chen and Shen stay distinct.
_SYLLABLE = re.compile(r"(?:[zcsktpg]h|ts|tz|hs|ng|tr|[bcdfghjklmnpqrstvwxyz])?[aeiouy]{1,3}(?:ng|[nmhkpt])?")
_INNER_Y = re.compile(r"(?<!^)y")

_CONSONANTS = {
    **dict.fromkeys(("schtsch", "stsch", "chtch", "shch", "szcz", "sch", "sh", "sz"), "s"),
    **dict.fromkeys(("tsch", "tch", "cz", "ch", "ts", "tz"), "c"),
    **dict.fromkeys(("dzh", "dj", "zh"), "z"),
    "kh": "h",
    "gh": "g",
    "ph": "f",
    "x": "ks",
    "q": "k",
    "w": "v",
}
_CONSONANT = re.compile(f"{'|'.join(sorted(_CONSONANTS, key=len, reverse=True))}|ck(?![iy][iyj]?$)|sc(?=[eiu])|(?<=[eo])ff$")
_CONTEXT = {"ck": "k", "sc": "s", "ff": "v"}
_TELLS_CH_FOR_KH = re.compile("tsch|cz|sz")
_SOUNDS = (
    (re.compile(r"i?[yj]e|ie|(?<=[bcdfghklmnprstvz])[yj]o|[yij]o(?=v)|(?<=[csz])o(?=va?$)"), "e"),
    (re.compile(r"[yij]u|ou"), "u"),
    (re.compile(r"y|j(?!i)"), "i"),
    (re.compile(r"(?<=[aou])e"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_TOO_SHORT = "-"


@lru_cache(maxsize=1 << 15)
def fold_name(text: str) -> str:
    """Return the name folded so that its transliterations become equal: Тоқаев, Tokayev, Tokaev and Toqaev.

    The result is a key, not a spelling. Words of fewer than four letters or of one syllable keep every letter of their plain fold,
    and a longer word never becomes equal to a short one. Gendered forms (Ivanov, Ivanova) stay distinct.
    """
    return " ".join(map(_collapsed, fold(text).split()))


def _collapsed(word: str) -> str:
    if len(word) < _SHORT_NAME or not word.isalpha():
        return word
    if _SYLLABLE.fullmatch(word):
        return _INNER_Y.sub("i", word)
    consonants = _CONSONANTS | {"ch": "h"} if _TELLS_CH_FOR_KH.search(word) else _CONSONANTS
    word = _CONSONANT.sub(lambda match: consonants.get(match[0]) or _CONTEXT[match[0]], word)
    for spelling, sound in _SOUNDS:
        word = spelling.sub(sound, word)
    return word if len(word) >= _SHORT_NAME else word + _TOO_SHORT


class _Words(dict[str, str]):
    """Folded words by how they are written, computed when they first occur; forgotten when they are too many."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        folded = self[written] = " ".join(map(_collapsed, _fold(written).split()))
        return folded


_WORDS = _Words()


def fold_words(text: str) -> str:
    """Return what `fold_name` does, faster for many texts, of which most words recur: each is remembered."""
    return " ".join(filter(None, map(_WORDS.__getitem__, _unmarked(text).replace("-", " ").split())))

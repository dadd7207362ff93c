"""Title similarity: a score, whether two titles can be one work's, and keys that variants of one title share.

Titles are compared word by word in folded form. A typing error, a compound written as two words, or another transliteration
keeps a word; another word or another number does not: "Part I" and "Part II", 2030 and 2050 separate works.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import combinations, islice

from msgspec import Struct
from rapidfuzz.distance import OSA, Indel

from kzcheck import data
from kzcheck.data.subjects import Titles
from kzcheck.language.alternatives import any_of, folded_words
from kzcheck.language.folding import fold, fold_name
from kzcheck.language.numbers import roman

# Chosen on 1,700 titles of references, their variants, and all pairs of them that share a key (see
# tests/matching/test_title_similarity.py).
SAME_TITLE = 0.9
SUBTITLE_DROPPED = 0.95
WORD_REPLACED = 0.85
MAIN_TOO_SHORT = 0.8
NUMBERS_DIFFER = 0.6
IN_ORDER = 0.8
FAR_APART = 0.72  # of all letters in order: below this, words are not compared one by one

# Letters from which a word may contain one slip: any in a small word; a letter more, fewer or swapped; any one; one in its first
# letter; two.
_SMALL_WORD_LETTERS, _GAP_LETTERS, _SLIP_LETTERS, _FIRST_LETTER_LETTERS, _TWO_SLIPS_LETTERS = 3, 4, 5, 8, 9
_LONGEST, _MOST_MARKS = 4000, 3

_NUMERAL = re.compile(r"(?<![^\W_])(?:[IVXІХ]+|ii|iii|iv|viii?|xii|xiii|xiv|xv|xvii?|xviii|xix|xxi?)(?![^\W_])")
_TO_LATIN = str.maketrans("ІХ", "IX")
_DIGITS = re.compile(r"\d+")
_MISREAD = re.compile(r"(?<!\w)(?=\w{4})[^\W\d_]+(?:[01][^\W\d_]+)+(?!\w)")
"""A word with single digits between its letters, as o and l are read from print: "c0mmon", "evo1ution"."""
_MEANT = str.maketrans("01", "ol")
_SUBTITLE = re.compile(r"\s*[:;=]\s+|(?<=\w{3})[.?!]\s+|\s+[-–—|/]\s+|—")


@cache
def _before_numeral() -> re.Pattern[str]:
    return re.compile(rf"{any_of(data.words('part_labels') | data.words('numbered_nouns'))}\W{{1,2}}$", re.IGNORECASE)


@cache
def _opposites() -> re.Pattern[str]:
    return re.compile(any_of(data.read("titles", Titles).opposites))


class _Title(Struct, frozen=True, gc=False):
    """A title prepared for comparison: its folded words without numbers, the numbers, and all words joined."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    joined: str


def similarity(a: str, b: str) -> float:
    """Return the similarity (0 to 1) of two titles: the share of their letters in common words.

    Case, punctuation, diacritics, markup and small words cost little at most. A subtitle that only one has costs 0.05, if the
    main title has at least two words. Different numbers lower it to 0.6 at most, a word in another's place to 0.85. A digit
    that was misread for a letter is not a number, if the other title has the word.
    """
    if a == b:
        return 1.0 if a else 0.0
    if _title(a).numbers != _title(b).numbers:
        a, b = _as_meant(a, b), _as_meant(b, a)
    whole = _alike(_title(a), _title(b))
    if whole >= SUBTITLE_DROPPED:
        return whole
    shortened = [(main, b) for main in _mains(a)] + [(a, main) for main in _mains(b)]
    return max([whole, *(_without_subtitle(_title(first), _title(two)) for first, two in shortened)])


def _as_meant(title: str, other: str) -> str:
    """Return a title whose misread words are those of the other; Sox1a and Sox0a remain two genes."""
    words = set(_title(other).words)

    def meant(match: re.Match[str]) -> str:
        word = match[0].translate(_MEANT)
        return word if fold(word) in words else match[0]

    return _MISREAD.sub(meant, title)


def same_title(a: str, b: str) -> bool:
    """Return whether two titles can be one work's: their similarity is at least `SAME_TITLE`."""
    return similarity(a, b) >= SAME_TITLE


def same_numbers(a: str, b: str) -> bool:
    """Return whether two titles contain the same numbers: a later part has one more."""
    return _title(a).numbers == _title(b).numbers


def _without_subtitle(a: _Title, b: _Title) -> float:
    """Compare a whole title with the main part of another: all distinctive words must be the same."""
    if a.numbers != b.numbers or Indel.normalized_similarity(a.joined, b.joined) < FAR_APART:
        return 0
    left, right = _unmatched(a.words, b.words)
    if not folded_words("small_words").issuperset(left + right):
        return 0
    return SUBTITLE_DROPPED if all(len(title.words) + len(title.numbers) > 1 for title in (a, b)) else MAIN_TOO_SHORT


@lru_cache(maxsize=1 << 15)
def _title(text: str) -> _Title:
    plain = fold(_NUMERAL.sub(_arabic, text[:_LONGEST]))
    words = tuple(_DIGITS.sub(" ", plain).split())
    return _Title(words, tuple(sorted(number.lstrip("0") for number in _DIGITS.findall(plain))), "".join(words))


def _arabic(match: re.Match[str]) -> str:
    """Return a Roman numeral in Arabic digits; one letter counts only after the name of a part or at the end."""
    numeral = match[0].upper().translate(_TO_LATIN)
    text, end = match.string, match.end()
    if (
        len(numeral) == 1
        and text[end:].strip(" .:")
        and text[end : end + 1] != ":"
        and not _before_numeral().search(text[: match.start()][-12:])
    ):
        return match[0]
    return str(roman(numeral) or match[0])


@lru_cache(maxsize=1 << 14)
def _mains(title: str) -> tuple[str, ...]:
    """Return the possible titles before a subtitle: the text before each of the first marks that can separate the two."""
    marks = islice(_SUBTITLE.finditer(title[:_LONGEST]), _MOST_MARKS)
    return tuple(title[: mark.start()] for mark in marks if mark.start() and mark.end() < len(title))


@lru_cache(maxsize=1 << 14)
def _alike(a: _Title, b: _Title) -> float:
    if not a.joined or not b.joined:
        return float(a.joined == b.joined and a.numbers == b.numbers and bool(a.numbers))
    if a.joined == b.joined:
        return 1.0 if a.numbers == b.numbers else NUMBERS_DIFFER
    likeness = Indel.normalized_similarity(a.joined, b.joined)
    if likeness < FAR_APART:
        return min(likeness, NUMBERS_DIFFER) if a.numbers != b.numbers else likeness
    left, right = _unmatched(a.words, b.words)
    score = 1 - (sum(map(len, left)) + sum(map(len, right))) / (len(a.joined) + len(b.joined))
    if left and right and not folded_words("small_words").issuperset(left + right):
        score = min(score, WORD_REPLACED)
    if not left and not right and likeness < IN_ORDER:
        score = min(score, WORD_REPLACED)
    return score if a.numbers == b.numbers else min(score, NUMBERS_DIFFER)


def _unmatched(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the words that only one title has, after removing slips, spellings and compounds."""
    left, right = list(a), list(b)
    for word in a:
        if word in right:
            right.remove(word)
            left.remove(word)
    for word in tuple(left):
        twin = next((other for other in right if _one_word(word, other)), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    for parts, wholes in ((left, right), (right, left)):
        for first, second in zip(tuple(parts), tuple(parts[1:]), strict=False):
            if first + second in wholes and first in parts and second in parts:
                wholes.remove(first + second)
                parts.remove(first)
                parts.remove(second)
    return left, right


def _one_word(a: str, b: str) -> bool:
    """Return whether two words are one except for a slip or transliteration; opposites (hypotension, hypertension) are two."""
    shorter, longer = min(len(a), len(b)), max(len(a), len(b))
    slips = 2 if shorter >= _TWO_SLIPS_LETTERS and a[0] == b[0] else 1
    if OSA.distance(a, b, score_cutoff=slips) > slips:
        return fold_name(a) == fold_name(b)
    if shorter >= _SMALL_WORD_LETTERS and not folded_words("small_words").isdisjoint((a, b)):
        return True
    if a[0] != b[0] and shorter < _FIRST_LETTER_LETTERS:
        return False
    same_length = len(a) == len(b) and sorted(a) != sorted(b)
    if longer < (_SLIP_LETTERS if same_length else _GAP_LETTERS):
        return False
    prefix, other = _opposites().match(a), _opposites().match(b)
    return not (prefix and other and prefix[0] != other[0])


_PREFIX, _END, _BEGINNING, _KEY_WORDS = 5, 3, 20, 4
_LEAST_LETTERS = 4


@lru_cache(maxsize=1 << 14)
def title_keys(title: str) -> tuple[str, ...]:
    """Return keys for blocking: variants of a title (case, punctuation, diacritics, a slip or two, no subtitle) share at least one.

    A key consists of the first letters of two of the first four distinctive words; short titles add the first and last three
    letters, and a title with a subtitle adds the keys of the main title. One key is the beginning of the title, for compounds.
    """
    forms = (title, *_mains(title)[:1])
    return tuple(dict.fromkeys(key for form in forms for key in _keys(_title(form))))


def _keys(title: _Title) -> list[str]:
    long = [word for word in title.words if len(word) >= _LEAST_LETTERS]
    distinctive = [word for word in long if word not in data.read("titles", Titles).common_words]
    chosen = (distinctive if len(distinctive) > 1 else long or list(title.words))[:_KEY_WORDS]
    keys = [title.joined[:_BEGINNING]] if title.joined else []
    if len(chosen) == 1:
        return [*keys, f"{chosen[0][:_END]}*", f"*{chosen[0][-_END:]}"]
    pairs = [sorted(pair) for pair in combinations(chosen, 2)]
    keys += [f"{first[:_PREFIX]} {two[:_PREFIX]}" for first, two in pairs]
    if len(chosen) < _KEY_WORDS:
        keys += [f"{first[:_END]}* {two[:_END]}*" for first, two in pairs]
        keys += [" ".join(sorted((f"*{first[-_END:]}", f"*{two[-_END:]}"))) for first, two in pairs]
    return keys

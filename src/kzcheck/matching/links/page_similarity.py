"""Texts of pages: how much of a title stands in one, and how alike two of them are; both in linear time."""

from __future__ import annotations

import re
from functools import lru_cache

from kzcheck.language.folding import fold, fold_name
from kzcheck.language.scripts import main_script

NEAR = 6
"""Words that may stand between two words of a title: small words, a line break, a name."""

LETTERS = 4
"""Letters from which a word tells something, in scripts that part words."""

MOST_WORDS, MOST_HITS = 40, 20_000
"""Words of a title that are looked for, and places in a text where one of them stands: more is a text made to take time."""

SHINGLE = 5
"""Words of which texts are compared at a time (Bar-Yossef, Broder, Kumar, Tomkins, "Sic transit gloria telae", WWW 2004)."""

LONGEST = 200_000

_SIGN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that do not part words: each counts as a word."""

_WITH_DIGIT = re.compile(r"\S*\d\S*")


def words(text: str) -> list[str]:
    """Return the folded words of a text, of Chinese, Japanese and the like each sign."""
    return fold(_parted(text)).split()


def _parted(text: str) -> str:
    """Return a text with spaces around the letters of scripts that do not part words."""
    return text[:LONGEST] if text.isascii() else _SIGN.sub(r" \g<0> ", text[:LONGEST])


def telling_words(title: str) -> list[str]:
    """Return the folded words of a title that say something, each once: long ones, numbers, Chinese signs; all if these are few."""
    found = words(title[:1000])
    signs = set(words(" ".join(_SIGN.findall(title[:1000])))) if not title.isascii() else set[str]()
    telling = [word for word in found if len(word) >= LETTERS or word in signs or word.isdecimal()]
    return list(dict.fromkeys(telling if len(telling) > 1 else found))[:MOST_WORDS]


def mention(title: str, text: str) -> float:
    """Return from 0 to 1 which share of a title's telling words stands together somewhere in a text, in their order.

    Case, accents, marks and transliteration do not matter. Words far apart do not count: any long text holds those of any title.
    """
    wanted, found = telling_words(title), words(text)
    if not wanted or not found:
        return 0.0
    share = _chain(wanted, found) / len(wanted)
    if share == 1 or main_script(title) not in {"Latin", "Cyrillic"}:
        return share
    alphabet = {word: fold_name(word) for word in set(found) if len(word) >= LETTERS}
    sounds = [alphabet.get(word, word) for word in found]
    return max(share, _chain([fold_name(word) if len(word) >= LETTERS else word for word in wanted], sounds) / len(wanted))


def _chain(wanted: list[str], found: list[str]) -> int:
    """Return how many of the wanted words follow each other at most, none further than `NEAR` words from the last."""
    places = {word: place for place, word in enumerate(wanted)}
    lengths, ends = [0] * len(wanted), [-1] * len(wanted)
    best = 0
    for at, word in [(at, word) for at, word in enumerate(found) if word in places][:MOST_HITS]:
        place = places[word]
        before = (lengths[one] for one in range(place) if lengths[one] and at - ends[one] <= NEAR + place - one)
        length = 1 + max(before, default=0)
        if length >= lengths[place] or at - ends[place] > NEAR:
            lengths[place], ends[place] = length, at
            best = max(best, length)
    return best


def alike(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two texts are: the share of their runs of five words that both have.

    Words with digits (times, numbers of requests) do not count. Two texts without words are alike.
    """
    a, b = _shingles(one), _shingles(other)
    return len(a & b) / len(a | b) if a or b else 1.0


@lru_cache(maxsize=64)
def _shingles(text: str) -> frozenset[str]:
    found = [word for word in _parted(text).casefold().split() if not _WITH_DIGIT.fullmatch(word)]
    count = max(len(found) - SHINGLE + 1, min(len(found), 1))
    return frozenset(" ".join(found[start : start + SHINGLE]) for start in range(count))

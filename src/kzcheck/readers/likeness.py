"""Which known key or type somebody may have meant: another spelling of it, a word of another format, or one slip of the hand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Keys

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS = data.read("keys", Keys)
OTHER_WORDS = {word: known for known, words in _KEYS.other_words.items() for word in words}


def _served(texts: Iterable[str], lists: Iterable[str]) -> dict[str, bool]:
    return dict.fromkeys(sorted(texts), False) | dict.fromkeys(sorted(lists), True)


SERVED = _served(_KEYS.served_texts, _KEYS.served_lists)
"""Keys that Crossref's answers carry beside CSL's, and whether they hold a list or a mapping there (else a text or a number).

They are no slips of anybody: an answer that is saved as a list has 30 of them in each entry. In another shape (`published: 2004`)
a person wrote them.
"""

SERVED_IN_NAMES = _served(_KEYS.served_in_names_texts, _KEYS.served_in_names_lists)
"""The same for names; `name` is the name of a group."""

LONGEST = 40
"""Characters; no key or type that is known is longer than 32."""

SHORTEST = 5
"""Letters of a known word from which one slip is forgiven: below, it leads from word to word (`page` and `pace`)."""


class Known:
    """A set of known words, ready to be compared with."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in the spelling to be suggested."""
        self._words = tuple(sorted(words))
        self._folded = {fold(word): word for word in self._words}
        self._turned = {_turned(word): word for word in self._words}
        self.like = lru_cache(maxsize=1024)(self._like)

    def _like(self, word: str) -> str:
        """Return the known word that `word` resembles, or ""."""
        if len(word) > LONGEST or not (folded := fold(word)):
            return ""
        if same := self._folded.get(folded) or self._turned.get(_turned(word)):
            return same
        if (other := OTHER_WORDS.get(folded)) in self._folded.values():
            return other or ""
        if folded in OTHER_WORDS or word in SERVED:
            return ""
        # imported here since most lists have no slip in them, and every start would pay for it
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        found = process.extract(folded, list(self._folded), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=None)
        return min((self._folded[known] for known, _, _ in found if len(known) >= SHORTEST), default="")


def fold(word: str) -> str:
    """Return a word without the differences that are no matter of spelling: case, hyphens, underscores, dots, spaces."""
    return re.sub(r"[-_ .]", "", word.casefold())


def _turned(word: str) -> str:
    """The parts of a word in alphabetical order: Crossref writes `journal-article`."""
    return "-".join(sorted(re.split(r"[-_ ]", word.casefold())))

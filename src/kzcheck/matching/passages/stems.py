"""Reduces words to stems, so that the forms of a word meet: by Snowball's algorithms, in Kazakh by its endings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Callable

ALGORITHMS = {"en": "english", "ru": "russian", "tr": "turkish", "de": "german", "fr": "french"}
"""Snowball's algorithm for each language; the words of all others stay as they are, but for Kazakh."""
LONGEST_WORD = 40
"""Letters: a longer run is not a word, and is passed over."""
SHORTEST_STEM = 3
MOST_ENDINGS = 3
"""Letters that a Kazakh stem keeps, and endings that are taken off: number, possession and case."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]{1,3}(?!\w))?")
_DIGIT = re.compile(r"\d")
_APOSTROPHE = re.compile("['’].*")


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text's words in order; what has a digit in it is its own stem."""
    stem = _stemmer(language if language in ALGORITHMS or language == "kk" else "")
    words = (word for word in _WORD.findall(lower(text)) if len(word) <= LONGEST_WORD)
    return [word if _DIGIT.search(word) else stem(word) for word in words]


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language == "kk":
        return lru_cache(maxsize=1 << 17)(_without_kazakh_endings)
    if not language:
        return lambda word: _APOSTROPHE.sub("", word)
    import snowballstemmer  # noqa: PLC0415 - costs 95 ms, and rules load this module at each start

    algorithm = snowballstemmer.stemmer(ALGORITHMS[language])
    # Each call creates no state but the algorithm's own, and the same word has the same stem.
    return lru_cache(maxsize=1 << 17)(lambda word: str(algorithm.stemWord(_APOSTROPHE.sub("", word))))


@cache
def _kazakh_endings() -> tuple[str, ...]:
    return tuple(sorted(data.languages()["kk"].case_endings, key=len, reverse=True))


def _without_kazakh_endings(word: str) -> str:
    word = _APOSTROPHE.sub("", word)
    for _ in range(MOST_ENDINGS):
        ending = next((ending for ending in _kazakh_endings() if word.endswith(ending)), "")
        if not ending or len(word) - len(ending) < SHORTEST_STEM:
            break
        word = word[: -len(ending)]
    return word

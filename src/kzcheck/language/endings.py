"""Case endings: the dictionary forms behind a name in a Slavic, Turkic or Germanic sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from kzcheck import data
from kzcheck.language.folding import lower

_APOSTROPHES = "'’‘ʼ`´"
_WITH_ENDING = re.compile(rf"(\w[\w{_APOSTROPHES}-]+)[{_APOSTROPHES}]\w{{0,7}}")
_GENITIVE_S = re.compile(r"([^\W\d_]{4,})(?<!s)s")
_CYRILLIC = re.compile("[\u0400-\u052f]")

_LONGEST = 4
_SHORTEST_STEM = 2


@lru_cache(maxsize=1 << 13)
def dictionary_forms(word: str) -> tuple[str, ...]:
    """Return the word, and the forms without a case ending that it may come from.

    "Назарбаевым" gives "Назарбаев" among others, "Вернадскому" "Вернадский", "Atatürk'ün" "Atatürk". The word itself comes first.
    Too many forms are better than too few, because they are compared with a known name.
    """
    word = word.strip(_APOSTROPHES)
    forms = {word: None}
    for pattern in (_WITH_ENDING, _GENITIVE_S):
        if match := pattern.fullmatch(word):
            forms[match[1]] = None
    if _CYRILLIC.search(word):
        forms.update(dict.fromkeys(_cyrillic_forms(word)))
    return tuple(forms)


def _cyrillic_forms(word: str) -> list[str]:
    forms = []
    lowered = lower(word)
    for length in range(1, min(_LONGEST, len(word) - _SHORTEST_STEM) + 1):
        stem, ending = word[:-length], lowered[-length:]
        if ending in data.words("noun_endings"):
            forms += [stem, stem + "а", stem + "я", stem + "й"]
        if ending in data.words("adjective_endings"):
            forms += [stem + "ий", stem + "ый", stem + "ой", stem + "ая"]
        if ending in data.languages()["kk"].case_endings:
            forms.append(stem)
    return forms

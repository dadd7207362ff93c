"""Practical transcription: compares a name in Cyrillic letters with one in Latin letters by sound (Хантингтон, Huntington).

Folding cannot do this, because Russian and Kazakh write foreign names by ear. Both spellings are reduced to the sequence of
their consonants, in classes that ears and spelling conventions confuse: sibilants and affricates are S, velars and h are K, labial
fricatives and w are F. The only vowel that counts is an initial one (A). A Latin spelling has several readings. The classes
are our own, after the conventions for English, German, French, Turkish, Chinese and Japanese names; measured in
tests/language/test_transcription.py.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from kzcheck.language.folding import fold, lower
from kzcheck.language.scripts import main_script

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_READINGS = 48
ONE_SLIP_FROM = 4  # consonants: in shorter words, one more or one fewer makes another name (chosen on the pairs of the test)

_VOWELS = "аеёийоуыэюяәөұүі"
_CYRILLIC = (
    (re.compile(f"(?:^|(?<=[{_VOWELS}]))[уў](?=[аеёиоыэюяәөі])"), "в"),
    (re.compile("дж|дз|т[сцш]|[жзсцчшщ]"), "S"),
    (re.compile("нг"), "N"),
    (re.compile(f"^[{_VOWELS}]+"), "A"),
    (re.compile(f"[{_VOWELS}ъь]+"), ""),
)
_LETTERS = str.maketrans("бпвфдтлрмнңгғкқхһґ", "BPFFDTLRMNNKKKKKKK")

_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("^kn", ("N", "KN")),
    ("^wr", ("R", "FR")),
    ("^x", ("S", "KS")),
    ("t?sch|tch|[csz]z|[sz]h|dg(?=[eiy])|d[jz]h?|t[sz]", ("S",)),
    ("ch", ("S", "K")),
    ("ph|ff?|v", ("F",)),
    ("th?", ("T",)),
    ("gh", ("", "K")),
    ("wh", ("F", "K")),
    ("[kc]k|kh?", ("K",)),
    ("sc(?=[eiy])", ("S",)),
    ("c(?=[eiy])", ("S",)),
    ("c", ("K", "S")),
    ("qu(?=[aeio])", ("K", "KF")),
    ("q", ("K", "S")),
    ("gn", ("KN", "N")),
    ("ng(?=[ei])", ("N", "NS")),
    ("ng", ("N",)),
    ("g(?=[eiy])", ("K", "S")),
    ("g", ("K",)),
    ("j", ("S", "A", "K")),
    ("^h|h(?=[aeiouy])", ("K", "A")),
    ("h", ("",)),
    ("(?<![bdgkt])w(?=[aeiouy])", ("F",)),
    ("w", ("", "F")),
    ("x", ("KS",)),
    ("[sz]", ("S",)),
    ("[aeiouy]+", ("A",)),
    ("b", ("B",)),
    ("p", ("P",)),
    ("d", ("D",)),
    ("l", ("L",)),
    ("r", ("R",)),
    ("m", ("M",)),
    ("n", ("N",)),
)
_PIECE = re.compile("|".join(f"({pattern})" for pattern, _ in _LATIN))
_SILENT_END = re.compile("l?[dpstxz]$")
_SLAVIC = re.compile("(?:[oe]va?|[sc]k(?:y|iy?|yi|ii|aya|aia)|enko|chuk|[oe]vi?c?h?)$")
_SOUNDS = "ABDFKLMNPRST"
_RUN = re.compile(r"(.)\1+")


def sounds_like(cyrillic: str, latin: str) -> bool:
    """Return whether a word in Cyrillic letters can transcribe one in Latin letters: Най and Nye, Фуко and Foucault.

    In doubt it returns True: Ли is Lee, Li and Leigh. It returns False if both have a Slavic ending: such names are
    transliterated.
    """
    if all(_SLAVIC.search(fold(word)) for word in (cyrillic, latin)):
        return False
    heard = _heard(cyrillic)
    return any(_meet(heard, reading) for reading in _readings(latin))


def sounds(word: str) -> frozenset[str]:
    """Return the sequences of consonants that can be heard in a word in Cyrillic or Latin letters: Най is "NA", Nye, too."""
    return frozenset((_heard(word),)) if main_script(word) == "Cyrillic" else _readings(word)


def near(sound: str) -> Iterator[str]:
    """Yield a sequence of consonants and, if it is long enough for a slip, all others that differ in one place."""
    yield sound
    if len(sound) >= ONE_SLIP_FROM:
        for place in range(1, len(sound) + 1):
            before, after = sound[:place], sound[place:]
            yield before + after[1:]
            yield from (before + letter + rest for letter in _SOUNDS for rest in (after, after[1:]))


def _meet(heard: str, reading: str) -> bool:
    if heard == reading:
        return True
    return (
        min(len(heard), len(reading)) >= ONE_SLIP_FROM
        and heard[0] == reading[0]
        and Levenshtein.distance(heard, reading, score_cutoff=1) <= 1
    )


@lru_cache(maxsize=1 << 12)
def _heard(word: str) -> str:
    word = "".join(letter for letter in lower(word) if letter.isalpha())
    for pattern, sound in _CYRILLIC:
        word = pattern.sub(sound, word)
    return _RUN.sub(r"\1", word.translate(_LETTERS))


@lru_cache(maxsize=1 << 12)
def _readings(word: str) -> frozenset[str]:
    plain = fold(word).replace(" ", "")
    choices = [_LATIN[match.lastindex - 1][1] for match in _PIECE.finditer(plain) if match.lastindex]
    readings = {_joined(choice) for choice in islice(product(*choices), MOST_READINGS)}
    if match := _SILENT_END.search(plain):
        readings |= {reading[:-cut] for reading in readings for cut in range(1, len(match[0]) + 1) if len(reading) > cut}
    return frozenset(readings)


def _joined(choice: tuple[str, ...]) -> str:
    sounds = "".join(choice)
    return _RUN.sub(r"\1", sounds[:1] + sounds[1:].replace("A", ""))

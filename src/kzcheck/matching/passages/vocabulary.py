"""What a whole text holds of figures and names, in any form: what a claim has and the text lacks is a fact about both."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from math import floor, log10
from typing import TYPE_CHECKING

from kzcheck.language import dates, numbers
from kzcheck.language.endings import dictionary_forms
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.scripts import main_script
from kzcheck.language.transcription import near, sounds, sounds_like
from kzcheck.matching.passages.statement import ROMAN, days_of_year, last_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.matching.passages.statement import Figure, Named

LONGEST_WORD = 40
"""Letters of the longest name."""
MOST_HEARD = 20_000
"""Words with a capital that are compared by sound with names in another script."""
SAME_BEGINNING = 5
"""Letters that a name and its derivatives share: Kazakhstan, Kazakhs."""
_TRANSCRIBED = ("Cyrillic", "Latin")
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 8
_LARGE = 10_000
"""A number from which a claim may give it rounded to one, two or three digits."""

_LATIN = str.maketrans("ІХ", "IX")

_DIGITS = re.compile(r"\d{1,15}(?:[.,\u00a0\u202f ]\d{1,9}){0,6}")
_PARTS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'ʼ‐‑-](?=[^\W_]))*")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ]\w{0,40}"
_SMALL = r"(?:of|and|for|the|de|des|du|la|der|und|et|и|по)\s"
_CAPITALS = re.compile(rf"(?<!\w){_CAPITAL}(?:[\s-](?:{_SMALL})?{_CAPITAL}){{1,7}}")


class Vocabulary:
    """The figures and names of a text; each part is collected when it is first needed."""

    def __init__(self, text: str) -> None:
        """Take the prose of a text."""
        self._text = text

    @cached_property
    def _values(self) -> frozenset[float]:
        values: set[float] = set()
        for match in _DIGITS.finditer(self._text):
            values.update(_readings(match[0]))
        for mention in numbers.mentions(self._text):
            values.update((mention.value, mention.last, last_of(mention)))
        values.update(float(numbers.roman(match[0].translate(_LATIN))) for match in ROMAN.finditer(self._text))
        return frozenset(rounded for value in values for rounded in _rounded(value))

    @cached_property
    def _days(self) -> frozenset[tuple[int, int]]:
        written = ((mention.month, mention.day) for mention in dates.mentions(self._text) if mention.day)
        return frozenset((*written, *(day for _, day in days_of_year(self._text))))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for word in _WORD.findall(self._text) if len(word) <= LONGEST_WORD)

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(map(lower, self._words)) | {
            lower(piece) for word in self._words if not word.isalpha() for piece in re.split(r"\W", word)
        }

    @cached_property
    def _capitalised(self) -> dict[str, tuple[str, ...]]:
        """The words with a capital, by each folded form that they may have."""
        forms: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if word[0].isupper():
                for form in {fold_name(form) for form in dictionary_forms(word)}:
                    forms.setdefault(form, []).append(word)
        return {form: tuple(words) for form, words in forms.items()}

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(fold(word)[:SAME_BEGINNING] for word in self._words if word[0].isupper())

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        """The first letters of runs of words with a capital: WHO, of the World Health Organization."""
        return frozenset(initials for match in _CAPITALS.finditer(self._text) for initials in _initials(match[0]))

    @cached_property
    def _by_sound(self) -> dict[str, tuple[str, ...]]:
        """The words with a capital in Cyrillic and in Latin letters, by each sequence of consonants as which they can be heard."""
        heard: dict[str, list[str]] = {}
        for word in islice((word for word in sorted(self._words) if word[0].isupper()), MOST_HEARD):
            for sound in sounds(word):
                heard.setdefault(sound, []).append(word)
        return {sound: tuple(words) for sound, words in heard.items()}

    def has_figure(self, figure: Figure) -> bool:
        """Return whether the text has a day, or all numbers of a range: in digits or words, grouped, scaled or more exact."""
        if figure.day:
            return figure.day in self._days
        return all(value in self._values for value in figure.values)

    def has_name(self, name: Named) -> bool:
        """Return whether the text has any word of a name, in any script and case, or its acronym."""
        if any(map(self.forms, name.words)):
            return True
        initials = "".join(word[0] for word in name.words)
        return (len(initials) > 1 and initials in self._words) or any(map(self._spells_out, name.words))

    def _spells_out(self, acronym: str) -> bool:
        """Return whether the text has an acronym without its last letter, or words that begin with its letters, the first large."""
        letters = acronym.rstrip("s")
        if not letters.isupper() or not _SHORTEST_ACRONYM <= len(letters) <= _LONGEST_ACRONYM:
            return False
        if letters[:-1] in self._acronyms or letters[:-1] in self._words:
            return True
        words = [letters[0], *(f"[{letter}{lower(letter)}]" for letter in letters[1:])]
        pattern = rf"\w{{3,40}}[\s-](?:{_SMALL})?".join(words)
        return re.search(rf"(?<!\w){pattern}\w{{3,40}}", self._text) is not None

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the words of the text that a word of a name may be there; the word itself for one known only by its beginning."""
        if len(word) > LONGEST_WORD:
            return ()
        plain = {lower(form) for form in dictionary_forms(word)}
        if same := plain & self._lower:
            return tuple(sorted(same))
        folded = {fold_name(form) for form in dictionary_forms(word)}
        if alike := [known for form in folded for known in self._capitalised.get(form, ())]:
            return tuple(alike)
        if word.rstrip("s") in self._acronyms or (len(word) > SAME_BEGINNING and fold(word)[:SAME_BEGINNING] in self._beginnings):
            return (lower(word),)
        return tuple(self._heard(word))

    def _heard(self, word: str) -> Iterator[str]:
        """Yield the words of the other script that transcribe a word of a name."""
        if (script := main_script(word)) not in _TRANSCRIBED:
            return
        candidates = {known for sound in sounds(word) for alike in near(sound) for known in self._by_sound.get(alike, ())}
        for known in sorted(candidates):
            other = main_script(known)
            if (
                other in _TRANSCRIBED
                and other != script
                and sounds_like(*((word, known) if script == "Cyrillic" else (known, word)))
            ):
                yield lower(known)

    def missing(self, figures: Iterable[Figure], names: Iterable[Named]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the figures and the names that the text lacks, as the claim has them."""
        return (
            tuple(dict.fromkeys(figure.written for figure in figures if not self.has_figure(figure))),
            tuple(dict.fromkeys(name.written for name in names if not self.has_name(name))),
        )


def _readings(digits: str) -> Iterator[float]:
    """Yield the numbers that digits with separators can be: 1.500 is one and a half, 1,500, or a date's parts."""
    parts = _PARTS.findall(digits)
    yield from map(float, parts)
    if len(parts) > 1:
        yield float("".join(parts))
        yield float(f"{''.join(parts[:-1])}.{parts[-1]}")


def _rounded(value: float) -> Iterator[float]:
    """Yield a number as a claim may give it: itself, rounded, or as a percentage."""
    yield value
    if not value.is_integer():
        yield from (float(round(value)), round(value, 1), round(value, 2))
        if value < 1:
            yield from (round(value * 100, 6), float(round(value * 100)))
    elif value >= _LARGE:
        size = floor(log10(value))
        yield from (float(round(value, digits - size)) for digits in range(3))


def _initials(run: str) -> Iterator[str]:
    letters = "".join(word[0] for word in re.split(r"[\s-]", run) if word and word[0].isupper())[:_LONGEST_ACRONYM]
    yield from (letters[first:end] for first in range(len(letters)) for end in range(first + 2, len(letters) + 1))

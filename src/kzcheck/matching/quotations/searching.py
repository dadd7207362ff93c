"""A text made searchable: its words in order, where each is, and where each run of three words occurs."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

from kzcheck.language import languages
from kzcheck.matching.quotations.spelling import WORD, spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.texts import Text

RUN = 3
"""Words of a run by which a quotation is looked up."""
MOST_PLACES = 64
"""Places of one run of words that are looked at, the last ones: a run that is more frequent shows no place."""
_SAMPLES, _SAMPLE = 24, 400
"""Stretches of a text, and their characters, by which its language is recognised."""
_MOST_LETTERS = 254
"""Letters that are told apart in a search through the whole text, the most frequent ones."""

_USUAL, _NOISY = 3, 3
"""How often a usual word occurs; and, times the number of a text's words to the power of two thirds, how many of them are odd if it
is a bad scan. Clean texts of 3,000 to 130,000 words in four languages have less, those with 4 % of noise more."""
_LONGEST_WORD = 64
"""Letters of a word in which odd runs are looked for."""
_LONG = 30_000
"""Words of a text that has nearly all runs of three letters of its language."""


class Searchable:
    """A text whose words can be looked up. It is made once for each text, in linear time, and never changed.

    `text` is all leaves in one string, `words` the numbers of its words in order, `starts` and `ends` their places in `text`,
    `forms` the words by their numbers, `numbers` the numbers by the words, `counts` how often each occurs.
    """

    def __init__(self, text: Text) -> None:
        """Make a text searchable."""
        self._leaves = text.leaves
        leaves = [leaf.text if leaf.text.isascii() else normalize("NFC", leaf.text) for leaf in text.leaves]
        self.text = "\n".join(leaves)
        self._language = text.language
        self._first_of_leaf: list[int] = []
        self.starts, self.ends = array("Q"), array("Q")
        self.words = array("L")
        self.forms: list[str] = []
        self.numbers: dict[str, int] = {}
        self.counts: list[int] = []
        self._read(leaves)
        self._last: dict[tuple[int, ...], int] = {}
        self._before = array("q")
        self._link()

    def _read(self, leaves: Sequence[str]) -> None:
        known: dict[str, int] = {}
        starts, ends, words, counts = self.starts.append, self.ends.append, self.words.append, self.counts
        offset = 0
        for leaf in leaves:
            self._first_of_leaf.append(len(self.words))
            for match in WORD.finditer(leaf):
                word = match[0]
                number = known.get(word)
                if number is None:
                    known[word] = number = self._number(spelt(word))
                if number < 0:
                    continue
                start, end = match.span()
                starts(offset + start)
                ends(offset + end)
                words(number)
                counts[number] += 1
            offset += len(leaf) + 1

    def _number(self, form: str) -> int:
        if not form:
            return -1
        number = self.numbers.setdefault(form, len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
            self.counts.append(0)
        return number

    def _link(self) -> None:
        """Link each run of words to the one before that has the same words."""
        last, before = self._last, self._before.append
        words = self.words
        for at, run in enumerate(zip(words, words[1:], words[2:], strict=False)):
            before(last.get(run, -1))
            last[run] = at

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def places(self, run: tuple[int, ...], most: int = MOST_PLACES) -> Iterator[int]:
        """Yield the places of three words in a row, the last first, at most `most`."""
        at = self._last.get(run, -1)
        for _ in range(most):
            if at < 0:
                return
            yield at
            at = self._before[at]

    def leaf(self, word: int) -> tuple[int, str]:
        """Return the number and the printed number of the leaf that has a word."""
        leaf = self._leaves[self.leaf_index(word)]
        return leaf.number, leaf.printed

    def leaf_index(self, word: int) -> int:
        """Return the place of a word's leaf among all leaves."""
        return bisect_right(self._first_of_leaf, word) - 1

    def count(self, form: str) -> int:
        """Return how often a word occurs."""
        number = self.numbers.get(form)
        return 0 if number is None else self.counts[number]

    def passage(self, start: int, end: int) -> str:
        """Return the words from `start` up to `end`, as the text has them, on one line and without line-end hyphens."""
        if start >= end:
            return ""
        return _plain(self.text[self.starts[start] : self.ends[end - 1]])

    @cached_property
    def language(self) -> str:
        """The text's language as an ISO 639-1 code: the declared one, else that of most of its pages, or ""."""
        if declared := languages.code(self._language):
            return declared
        step = max(_SAMPLE, len(self.text) // _SAMPLES)
        return languages.of_most(self.text[at : at + _SAMPLE] for at in range(0, len(self.text), step))

    @cached_property
    def _usual_threes(self) -> frozenset[str]:
        """The runs of three letters in the words that occur several times."""
        usual = (form for form, count in zip(self.forms, self.counts, strict=True) if count >= _USUAL)
        return frozenset(run for form in usual for run in _threes(form))

    def is_odd(self, form: str) -> bool:
        """Return whether a form does not look like a word, which only a long text can tell."""
        return len(self.words) >= _LONG and not self._usual_threes.issuperset(_threes(form))

    @cached_property
    def noisy(self) -> bool:
        """Whether the text seems to be a bad scan: many words occur once and have three letters in a row that no usual word has."""
        once = (form for form, count in zip(self.forms, self.counts, strict=True) if count == 1 and form.isalpha())
        odd = sum(not self._usual_threes.issuperset(_threes(form)) for form in once)
        return odd > _NOISY * math.pow(len(self.words), 2 / 3)

    @cached_property
    def letters(self) -> dict[int, int]:
        """The code of each letter in `coded`, the most frequent first."""
        counts: dict[str, int] = {}
        for form in self.forms:
            for letter in set(form):
                counts[letter] = counts.get(letter, 0) + 1
        ranked = sorted(counts, key=lambda letter: -counts[letter])
        return {ord(" "): 0} | {ord(letter): min(rank, _MOST_LETTERS) for rank, letter in enumerate(ranked, start=1)}

    @cached_property
    def coded(self) -> tuple[bytes, array[int]]:
        """All words with spaces between them, a byte for each letter, and the place of each word in them."""
        letters = self.letters
        forms = [form.translate(letters).encode("latin-1") for form in self.forms]
        words = [forms[number] for number in self.words]
        offsets, at = array("Q"), 0
        for word in words:
            offsets.append(at)
            at += len(word) + 1
        return b"\0".join(words), offsets

    def code(self, words: str) -> bytes:
        """Return words in the code of `coded`; letters that the text lacks are like none of its own."""
        return "".join(chr(self.letters.get(ord(letter), 255)) for letter in words).encode("latin-1")


def _threes(form: str) -> list[str]:
    edged = f" {form[:_LONGEST_WORD]} "
    return [edged[at : at + 3] for at in range(len(edged) - 2)]


_BREAK = re.compile(r"(?<=[^\W\d_])(?:[-‐‑¬][^\S\n]*+\n\s*+|[\u00ad]++\s*+)(?=[^\W\d_])|[\u00ad\u200b\u2060\ufeff]")


def _plain(text: str) -> str:
    return " ".join(_BREAK.sub("", text).split())

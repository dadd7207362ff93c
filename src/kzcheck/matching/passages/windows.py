"""Cuts the text of a work into windows: whole sentences, together at most as many words as may be kept as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language import sentences
from kzcheck.texts import LONGEST_PASSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.texts import Leaf

LONGEST_WORDS = 600
"""Characters of the longest window: 60 words of prose are fewer; letters without spaces are cut here."""

_WORD = re.compile(r"\S+")


class Window(Struct, frozen=True, gc=False):
    """A stretch of the body of a text, from `start` to `end` in characters."""

    start: int
    end: int


class Body(Struct, frozen=True):
    """The leaves of a text in one string with blank lines between paragraphs, and where each leaf begins in it."""

    text: str
    begins: tuple[int, ...]
    leaves: tuple[Leaf, ...]

    def leaf(self, position: int) -> Leaf:
        """Return the leaf on which a character is."""
        return self.leaves[bisect_right(self.begins, position) - 1]

    def words(self, window: Window) -> str:
        """Return the words of a window with single spaces."""
        return " ".join(self.text[window.start : window.end].split())


def body(leaves: Sequence[Leaf]) -> Body:
    """Return the prose of a text."""
    pieces = [leaf.text.replace("\n", "\n\n") for leaf in leaves]
    return Body("".join(pieces), tuple(accumulate(map(len, pieces[:-1]), initial=0)), tuple(leaves))


def windows(text: str) -> tuple[Window, ...]:
    """Return the windows of a text in order, without gaps: as many sentences as fit, a long sentence in pieces."""
    made: list[Window] = []
    start = end = words = 0
    for piece in chain.from_iterable(_pieces(text, span.start, span.end) for span in sentences.split(text)):
        if words and (words + piece[2] > LONGEST_PASSAGE or piece[1] - start > LONGEST_WORDS):
            made.append(Window(start, end))
            words = 0
        start = start if words else piece[0]
        end = piece[1]
        words += piece[2]
    return (*made, Window(start, end)) if words else tuple(made)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield a sentence, or its pieces if it is too long for one window: start, end, and number of words."""
    first = last = start
    words = 0
    for word in _WORD.finditer(text, start, end):
        if words == LONGEST_PASSAGE or (words and word.end() - first > LONGEST_WORDS):
            yield first, last, words
            words = 0
        first = first if words else word.start()
        last = min(word.end(), first + LONGEST_WORDS)
        words += 1
    if words:
        yield first, last, words

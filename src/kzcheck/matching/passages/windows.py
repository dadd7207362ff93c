"""Cuts the text of a work into windows: whole sentences, together at most as many words as may be kept as evidence.

What is not the work's own prose is left out first: page numbers, running heads, and its list of references.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language import sentences
from kzcheck.language.folding import fold
from kzcheck.language.reference_lists import headings, shapes
from kzcheck.texts import LONGEST_PASSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.texts import Leaf

MARGIN = 2
"""Lines at the top and at the bottom of a page that may be a running head, a running foot or a page number."""
FEWEST_HEADS = 3
"""Pages in whose margins a line recurs if it is a running head."""
LONGEST_HEAD = 120
"""Characters of the longest running head."""
LINES_OF_ENTRY = 12
"""Lines without a year and without a name with initials that end a list of references: no entry is so long."""
LONGEST_LINE = 2000
"""Characters of a line that may be part of an entry of such a list."""
LONGEST_WORDS = 600
"""Characters of the longest window: 60 words of prose are fewer; letters without spaces are cut here."""

_DATED = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d+")
_NUMBER_ALONE = re.compile(r"\W{0,4}(?:\d{1,5}|[ivxlcIVXLC]{1,8})\W{0,4}")
_CUT = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")
_WORD = re.compile(r"\S+")


class Window(Struct, frozen=True, gc=False):
    """A stretch of the body of a text, from `start` to `end` in characters."""

    start: int
    end: int


class Body(Struct, frozen=True):
    """The prose of a work in one string, and where each leaf begins in it."""

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
    """Return the prose of a text without page numbers, running heads and lists of references."""
    lines = [[line.strip() for line in leaf.text.splitlines()] for leaf in leaves]
    paged = len(leaves) >= FEWEST_HEADS
    heads = _heads(lines) if paged else frozenset[str]()
    kept = [list(_without_margins(page, heads)) if paged else page for page in lines]
    listed = _listed(list(chain.from_iterable(kept)))
    text: list[str] = []
    begins: list[int] = []
    at = number = 0
    for leaf, page in zip(leaves, kept, strict=True):
        own = [line for place, line in enumerate(page, number) if place not in listed]
        number += len(page)
        # Without pages, a line is a paragraph; on a page, a paragraph is several lines.
        joined = "\n".join(own) if leaf.number else "\n\n".join(line for line in own if line)
        piece = _CUT.sub("", joined) + "\n"
        text.append(piece)
        begins.append(at)
        at += len(piece)
    return Body("".join(text), tuple(begins), tuple(leaves))


def _margins(page: Sequence[str]) -> list[int]:
    """Return the places of the lines in a page's margins."""
    written = [place for place, line in enumerate(page) if line]
    return list(dict.fromkeys((*written[:MARGIN], *written[-MARGIN:])))


def _key(line: str) -> str:
    return fold(_DIGITS.sub("", line)) if len(line) <= LONGEST_HEAD else ""


def _heads(pages: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the lines, folded and without numbers, that recur in the margins of pages."""
    counts = Counter(key for page in pages for key in {_key(page[place]) for place in _margins(page)} if key)
    return frozenset(key for key, pages_with_it in counts.items() if pages_with_it >= FEWEST_HEADS)


def _without_margins(page: Sequence[str], heads: frozenset[str]) -> Iterator[str]:
    margins = {place for place in _margins(page) if _key(page[place]) in heads or _NUMBER_ALONE.fullmatch(page[place])}
    return (line for place, line in enumerate(page) if place not in margins)


def _listed(lines: Sequence[str]) -> frozenset[int]:
    """Return the places of lines in lists of references: from the heading on, as long as entries follow."""
    listed: set[int] = set()
    number = 0
    while number < len(lines):
        if headings.of_list(lines[number]):
            end = _end_of_list(lines, number + 1)
            listed.update(range(number, end))
            number = max(end, number + 1)
        else:
            number += 1
    return frozenset(listed)


def _end_of_list(lines: Sequence[str], first: int) -> int:
    end = first
    others = 0
    for number in range(first, len(lines)):
        line = lines[number][:LONGEST_LINE]
        if _DATED.search(line) or shapes.begins(line):
            end, others = number + 1, 0
        elif line:
            others += 1
            if others > LINES_OF_ENTRY:
                break
    return end


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

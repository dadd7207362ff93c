"""Puts the pieces of a page together to lines: words side by side on one baseline, with what is raised or lowered among them."""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.documents.pdf.pieces import Piece

LEVEL = 0.15
"""Ems between two baselines up to which they are one."""
SCRIPT, RAISED = 0.86, 0.7
"""Size of a superscript or subscript beside its line at most, and ems between their baselines at most."""
OVERLAP = 0.4
"""Ems by which a piece may begin before the end of the one before it: slanted letters, kerning."""
NEAR, LABEL_NEAR = 0.9, 4.0
"""Ems between two pieces of a line at most; a number or bullet may be further from its text."""
WORD_GAP = 0.18
"""Ems between two pieces from which they are two words."""
ROW = 0.45
"""Ems between the baselines of lines that are side by side at most."""
FARTHEST = 3.0
"""Ems by which a line that is stretched to both ends of its column is indented at most."""
LABEL = re.compile(r"\s*(?:[\[(]?\d{1,4}[\])]|\[[^\[\]]{1,20}\]|\d{1,4}\.?|[•●▪‣–—-])\s*")
LIGATURES = re.compile("[\ufb00-\ufb06]")


class Span(Struct, frozen=True, gc=False):
    """Text of a line in which everything is marked alike."""

    text: str
    superscript: bool = False
    italic: bool = False


class Line(Struct):
    """A line of a column: its spans, its ends, its baseline, its size as most letters have it, and whether all is bold."""

    spans: list[Span]
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    page: int = 0
    indent: float = 0
    """Distance of the first word from the left end, if a label is before it."""

    @property
    def text(self) -> str:
        """The text of all spans."""
        return "".join(span.text for span in self.spans)


class _Open:
    """A line in the making; `space` is what parts it from the text before it on its baseline."""

    def __init__(self, piece: Piece, space: float) -> None:
        self.pieces = [piece]
        self.space = space
        self.size, self.base, self.right = piece.size, piece.base, piece.right

    def takes(self, piece: Piece) -> bool:
        """Whether a piece is next on this line."""
        em = max(self.size, piece.size)
        gap = piece.left - self.right
        if gap < -OVERLAP * em:
            return False
        shift = abs(piece.base - self.base)
        only_label = len(self.pieces) == 1 and gap < self.space and LABEL.fullmatch(self.pieces[0].text) is not None
        if shift <= (RAISED if only_label and piece.base < self.base else LEVEL) * em:
            return gap <= (LABEL_NEAR if only_label else NEAR) * min(self.size, piece.size)
        small = min(self.size, piece.size)
        return small <= SCRIPT * em and shift <= RAISED * em and gap <= NEAR * em

    def add(self, piece: Piece) -> None:
        if piece.size > self.size:
            self.base = piece.base
        self.size = max(self.size, piece.size)
        self.pieces.append(piece)
        self.right = max(self.right, piece.right)


Placed = TypeVar("Placed", Line, _Open)


def lines(pieces: Sequence[Piece]) -> list[Line]:
    """Return the lines of a page in the order of the file."""
    made: list[_Open] = []
    for piece in pieces:
        if piece.text.isspace():
            continue
        if made and made[-1].takes(piece):
            made[-1].add(piece)
        else:
            space = piece.left - made[-1].right if made and abs(piece.base - made[-1].base) <= LEVEL * piece.size else math.inf
            made.append(_Open(piece, space if space > 0 else math.inf))
    return [_line(one) for one in _drawn_apart(made)]


def _drawn_apart(made: list[_Open]) -> list[_Open]:
    """Join parts of a line that the file does not draw one after the other, such as automatic numbers."""
    gone: set[int] = set()
    for row in _rows(sorted(made, key=lambda one: -one.base)):
        row.sort(key=lambda one: one.pieces[0].left)
        before = row[0]
        for one in row[1:]:
            if before.takes(one.pieces[0]) and (len(one.pieces) == 1 or abs(before.base - one.base) <= LEVEL * one.size):
                for piece in one.pieces:
                    before.add(piece)
                gone.add(id(one))
            else:
                before = one
    return [one for one in made if id(one) not in gone]


def _line(one: _Open) -> Line:
    spans: list[Span] = []
    weights: dict[float, int] = {}
    before: Piece | None = None
    indent = 0.0
    for piece in one.pieces:
        text = LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), piece.text)
        if before is not None:
            gap = piece.left - before.right
            if gap > WORD_GAP * one.size and not text[0].isspace() and not (spans and spans[-1].text[-1:].isspace()):
                text = f" {text}"
            if gap > WORD_GAP * one.size and before is one.pieces[0] and LABEL.fullmatch(before.text):
                indent = piece.left - one.pieces[0].left
        script = abs(piece.base - one.base) > LEVEL * one.size and piece.size <= SCRIPT * one.size
        raised = script and piece.base > one.base
        bare = text.rstrip() if raised else text
        spans.append(Span(bare, raised, piece.italic))
        if bare != text:
            spans.append(Span(" "))
        weights[piece.size] = weights.get(piece.size, 0) + (0 if script else len(text.strip()))
        before = piece
    size = max(weights, key=lambda size: (weights[size], size))
    bold = all(piece.bold for piece in one.pieces)
    return Line(spans, min(p.left for p in one.pieces), max(p.right for p in one.pieces), one.base, size, bold, indent=indent)


def stretched(column: Sequence[Line]) -> list[Line]:
    """Join the parts of lines that are set so wide that they look like several: together they reach both ends of the column."""
    if not column:
        return []
    left, right = min(line.left for line in column), max(line.right for line in column)
    made: list[Line] = []
    for group in _rows(column):
        row = sorted(group, key=lambda line: line.left)
        em = max(line.size for line in row)
        wide = len(row) > 1 and row[0].left - left < FARTHEST * em and right - row[-1].right < em
        if wide and all(before.right <= after.left for before, after in pairwise(row)):
            base = next(line.base for line in row if line.size == em)
            spans: list[Span] = []
            for line in row:
                raised = line.base - base > LEVEL * em and line.size <= SCRIPT * em
                spans += [Span(" ")] if spans else []
                spans += [Span(span.text, superscript=raised or span.superscript, italic=span.italic) for span in line.spans]
            made.append(Line(spans, row[0].left, row[-1].right, base, em, all(line.bold for line in row), row[0].page))
        else:
            made += row
    return made


def _rows(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Return what is side by side of lines from top to bottom."""
    rows: list[list[Placed]] = []
    for line in placed:
        if rows and abs(rows[-1][0].base - line.base) <= ROW * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows

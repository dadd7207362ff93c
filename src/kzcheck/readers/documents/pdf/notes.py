"""Takes the footnotes off the columns of a page: lines in smaller type at the foot, the first of which has a label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kzcheck.readers.documents.pdf.lines import Line
    from kzcheck.readers.documents.pdf.paragraphs import Measure

SMALLER = 0.95
"""Size of notes beside the size of the text at most."""
SPACE = 1.6
"""Usual distances of lines from which what follows is not part of a note."""
APART = 1.2
"""Usual distances of lines from which a line is apart from the one above it."""
LABEL = re.compile(r"\s*(?:(\d{1,4}|[*†‡§¶#]{1,3})[.):]?)(?=\D)\s*")
TYPED = re.compile(r"\s*(?:\d{1,4}|[*†‡§¶#]{1,3})[.):]?\s+[^\W\d_]|\s*[*†‡§¶#]+[^\W\d_]")
"""A label that is not raised, before a word: other numbers are those of tables."""


def split_notes(column: Sequence[Line], measure: Measure, marks: Collection[str]) -> tuple[list[Line], list[list[Line]]]:
    """Return a column without its footnotes, and the lines of each; `marks` are the superscripts in the text of the page."""
    first = len(column)
    while first and column[first - 1].size <= SMALLER * measure.size:
        first -= 1
    foot = column[first:]
    starts: list[int] = []
    for place, line in enumerate(foot):
        if label(line) in marks and (_raised(line) or (TYPED.match(line.text) and _begins(foot, place, starts, measure))):
            starts.append(place)
    if not starts or first == 0:
        return [*column], []
    start = starts[0]
    above = foot[start - 1] if start else column[first - 1]
    if above.size > measure.size * 1.02 or above.bold or above.base - foot[start].base < measure.usual(foot[start]):
        return [*column], []
    ends = [*starts[1:], len(foot)]
    notes = [_cut(foot[begin:end], measure) for begin, end in zip(starts, ends, strict=True)]
    taken = {id(line) for note in notes for line in note}
    return [line for line in column if id(line) not in taken], notes


def _raised(line: Line) -> bool:
    """Whether a line begins with a raised label."""
    return line.spans[0].superscript and line.spans[0].text.strip() == label(line)


def _begins(foot: Sequence[Line], place: int, starts: Sequence[int], measure: Measure) -> bool:
    """Whether a line of the foot with a typed label is the first, is apart from the line above it, or has the next number."""
    line = foot[place]
    if not place or foot[place - 1].base - line.base > APART * measure.usual(line):
        return True
    before = label(foot[starts[-1]]) if starts else ""
    return before.isdecimal() and label(line) == str(int(before) + 1)


def _cut(lines: Sequence[Line], measure: Measure) -> list[Line]:
    """Return the lines of a note up to a larger space: what is below it is not part of the note."""
    kept = [*lines[:1]]
    for line in lines[1:]:
        if kept[-1].base - line.base > SPACE * measure.usual(line):
            break
        kept.append(line)
    return kept


def label(line: Line) -> str:
    """Return the label with which a note begins, or ""."""
    match = LABEL.match(line.text)
    return match[1] if match else ""


def marks_of(lines: Sequence[Line]) -> set[str]:
    """Return the superscripts in the text of a page; those with which a line begins are labels of notes."""
    marks = {span.text.strip() for line in lines for place, span in enumerate(line.spans) if span.superscript and place}
    return marks - {""}

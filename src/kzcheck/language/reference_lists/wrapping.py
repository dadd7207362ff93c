"""Parts the lines of one block into the entries that they hold, if there are several: lists in plain text and PDF."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kzcheck.language.folding import fold
from kzcheck.language.reference_lists.shapes import DATED, adds_address, begins, goes_on, is_complete, is_reference, may_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.reference_lists.lines import Line

ALIKE = 0.8
"""Share of the entries of a block that must look like references; and of those in alphabetical order, if the list is."""
ROOM = 0.87
"""Share of the longest line up to which the next word would have fitted into a line: then the break is not one of wrapping."""
FEWEST_LINES = 4
FEWEST_SORTED = 4
"""Lines from which the longest shows the width of the page, and entries from which their order shows."""

_CHUNK = re.compile(r"\S+?[-–/]|\S+")


def entries_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each entry that a block holds; all lines together if it does not hold several."""
    if len(lines) > 1:
        starts = _hanging(lines) or _starts(lines)
        groups = _grouped(lines, starts)
        if len(groups) > 1 and sum(is_reference(_text(group)) for group in groups) >= len(groups) * ALIKE:
            return groups
        ended = all(may_end(line.text) for line in lines[:-1])
        dated = {bool(DATED.search(line.text)) for line in lines}
        alike = sum(begins(line.text) == begins(lines[0].text) for line in lines) >= len(lines) * ALIKE
        if ended and alike and len(dated) == 1 and sum(is_reference(line.text) for line in lines) >= len(lines) * ALIKE:
            return [[line] for line in lines]
    return [[*lines]]


def _hanging(lines: Sequence[Line]) -> list[bool]:
    """Return which lines begin an entry if the other lines are indented, else nothing."""
    if lines[0].indented or not any(line.indented for line in lines):
        return []
    return [not line.indented for line in lines]


def _starts(lines: Sequence[Line]) -> list[bool]:
    """Return which lines begin an entry: after a line that had room for more, or, in doubt, with a name in alphabetical order."""
    width = max(len(line.text) for line in lines)
    sure, doubtful = [0], []
    for at, (before, line) in enumerate(pairwise(lines), 1):
        chunk = _CHUNK.match(line.text)
        room = len(lines) >= FEWEST_LINES and chunk and len(before.text) + 1 + len(chunk[0]) <= width * ROOM
        if room and may_end(before.text) and not goes_on(line.text) and not adds_address(line.text, ""):
            sure.append(at)
        elif begins(line.text) and is_complete(before.text):
            doubtful.append(at)
    keys = [fold(line.text).partition(" ")[0] for line in lines]
    by_name = len(sure) >= FEWEST_SORTED and _sorted(keys, sure) >= ALIKE
    starts = {*sure}
    following = iter([*sure[1:], len(lines)])
    last, after = 0, next(following)
    for at in doubtful if len(sure) > 1 else ():
        while after < at:
            last, after = after, next(following)
        in_order = keys[last] <= keys[at] and (after == len(lines) or keys[at] <= keys[after])
        if (in_order or not by_name) and is_reference(_text(lines[last:at])):
            starts.add(at)
            last = at
    return [at in starts for at in range(len(lines))]


def _sorted(keys: Sequence[str], places: Sequence[int]) -> float:
    return sum(keys[first] <= keys[second] for first, second in pairwise(places)) / (len(places) - 1)


def _text(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _grouped(lines: Sequence[Line], starts: Sequence[bool]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line, start in zip(lines, starts, strict=True):
        if start or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups

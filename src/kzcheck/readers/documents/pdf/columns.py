"""Puts the lines of a page into reading order: bands of one or two columns, from top to bottom."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.documents.pdf.lines import Line

LINES = 4
"""Lines on each side of a gutter at least."""
MIDDLE = (0.2, 0.8)
"""Part of the width of the text in which a gutter may be."""
RESIZED = 0.03
"""Share by which sizes of the text differ at most: pictures and tables are in other sizes."""
SHARE = 0.04
"""Share of a page's letters that a column has at least."""
FILLED = 0.55
"""Share of a column's width that a line fills at least; cells of a table are narrower."""
CLOSE = 2
"""Ems between two lines of a column at most, for half of them: words of stretched lines are not so close, one above the other."""
STEP, PLACES = 2, 300
"""Points between two places where a gutter is tried, and the most places."""
NEAR, FEW = 6, 6
"""Points between gutters of different pages, and lines across a usual gutter, at most."""
SPARE = 2
"""Lines across the gutter at most, beyond those on the side that has fewer."""


def columns(pages: Sequence[Sequence[Line]]) -> list[list[list[Line]]]:
    """Return the columns of each page in reading order, each from top to bottom; lines across the gutter are columns of their own.

    A page that does not show its columns, since it is full of tables, has those of most pages, if nothing is in the way.
    """
    gutters = [_gutter(page) for page in pages]
    usual = Counter(round(gutter / NEAR) for gutter in gutters if gutter is not None)
    common, count = usual.most_common(1)[0] if usual else (0, 0)
    made = []
    for page, gutter in zip(pages, gutters, strict=True):
        if gutter is None and 2 * count > len(pages) and _crossing(page, common * NEAR) <= FEW:
            made.append(_columns(page, float(common * NEAR)))
        else:
            made.append(_columns(page, gutter))
    return made


def _columns(lines: Sequence[Line], gutter: float | None) -> list[list[Line]]:
    ordered = sorted(lines, key=lambda line: (-line.base, line.left))
    if gutter is None:
        return [ordered]
    made: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    wide: list[Line] = []
    for line in ordered:
        if line.left < gutter - 1 and line.right > gutter + 1:
            made += [column for column in (left, right) if column]
            left, right = [], []
            wide.append(line)
            continue
        if wide:
            made.append(wide)
            wide = []
        (left if line.right <= gutter + 1 else right).append(line)
    return made + [column for column in (wide, left, right) if column]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the place of the gutter between two columns, or None: that of the text, or if this is one column, that beside it."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    size = max(weights, key=weights.__getitem__, default=0.0)
    gutter = _gutter_of([line for line in lines if abs(line.size - size) <= RESIZED * size])
    return _gutter_of(lines) if gutter is None else gutter


def _gutter_of(lines: Sequence[Line]) -> float | None:
    if len(lines) < 2 * LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    weights = [sum(map(len, (span.text for span in line.spans))) for line in lines]
    total = sum(weights)
    center = (left + right) / 2
    start, end = (left + share * (right - left) for share in MIDDLE)
    step = max(STEP, int((end - start) / PLACES))
    crossing, _, place = min(
        (_crossing(lines, place), abs(place - center), place) for place in range(int(start), int(end) + 1, step)
    )
    sides = [
        [(line, weight) for line, weight in zip(lines, weights, strict=True) if line.right <= place + 1],
        [(line, weight) for line, weight in zip(lines, weights, strict=True) if line.left >= place - 1],
    ]
    if any(len(side) < LINES or sum(weight for _, weight in side) < SHARE * total for side in sides):
        return None
    if crossing > min(len(side) for side in sides) + SPARE:
        return None
    return float(place) if all(_is_filled(side) for side in sides) else None


def _crossing(lines: Sequence[Line], place: float) -> int:
    """Return how many lines are across a place."""
    return sum(1 for line in lines if line.left < place - 1 and line.right > place + 1)


def _is_filled(side: Sequence[tuple[Line, int]]) -> bool:
    """Whether lines look like those of a column, and not like the cells of a table: most letters are in rows that are filled."""
    width = max(line.right for line, _ in side) - min(line.left for line, _ in side)
    rows: dict[int, tuple[float, int]] = {}
    for line, weight in side:
        filled, letters = rows.get(round(line.base), (0.0, 0))
        rows[round(line.base)] = (filled + line.right - line.left, letters + weight)
    in_full = sum(letters for filled, letters in rows.values() if filled >= FILLED * width)
    bases, size = sorted(rows), side[0][0].size
    followed = sum(1 for low, high in pairwise(bases) if high - low <= CLOSE * size)
    return width > 0 and 2 * in_full > sum(weight for _, weight in side) and 2 * followed >= len(bases) - 1

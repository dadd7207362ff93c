"""Rows of bars above one axis: a row for each kind, a bar for each year, or whatever else the columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats.html.pictures.drawing import area, line, shade, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from kzcheck.formats.html.pictures.drawing import Tone

LEFT, RIGHT = 124, 520
TOP, ROW, BAR = 14, 46, 30
"""The top of the first row, the height of a row, and that of the longest bar in it."""
WIDEST = 22
"""Units across that a bar takes at most."""
MOST_NUMBERS = 24
"""Bars of a row with numbers on them: more would not be read."""
LABEL = 36
"""Units across that the name of a column takes."""
BELOW = 18
"""Units below the last row, for the axis."""


class Bar(Struct, frozen=True):
    """A bar: its column, its share of the longest (0 to 1), what it says, the number on it, and the anchor it leads to, if any."""

    column: int | None
    share: float
    says: str
    number: str = ""
    target: str = ""


class Row(Struct, frozen=True):
    """A row: its name, the tone of its bars, the bars, and the sum behind them."""

    name: str
    tone: Tone
    bars: tuple[Bar, ...]
    total: str


def height(rows: Sequence[Row]) -> float:
    """Return how high the picture of these rows is."""
    return TOP + ROW * len(rows) + BELOW


def draw(rows: Sequence[Row], columns: Mapping[int | None, str], behind: Mapping[int | None, float]) -> Iterator[Markup]:
    """Draw rows of bars; `columns` have their names for the axis, `behind` the shares of the pale bars behind all others.

    A column None is for what has no place on the axis; an empty one parts it from the others.
    """
    undated = [None, None] if None in columns else []
    places = [*undated, *(column for column in columns if column is not None)]
    step = min((RIGHT - LEFT) / max(len(places), 1), WIDEST)
    across = {column: LEFT + step * places.index(column) for column in columns}
    for number, row in enumerate(rows):
        yield from _row(TOP + ROW * number + BAR + 6, row, behind, across, step)
    yield from _axis(columns, across, step, TOP + ROW * len(rows))


def _row(
    base: float, row: Row, behind: Mapping[int | None, float], across: Mapping[int | None, float], step: float
) -> Iterator[Markup]:
    thick = max(step - 2, 1)
    yield line(f"M{LEFT} {base}H{max(across.values()) + step:.4g}")
    yield shade("".join(_bar(across[column], base, thick, share * BAR) for column, share in behind.items()))
    yield text(LEFT - 8, base, row.name, row.tone, "end")
    for bar in row.bars:
        x, high = across[bar.column], max(bar.share * BAR, 1)
        yield area(_bar(x, base, thick, high), row.tone, bar.target, bar.says)
        if bar.number and len(row.bars) <= MOST_NUMBERS:
            yield text(x + thick / 2, base - high - 3, bar.number, row.tone, "middle")
    yield text(RIGHT + 12, base, row.total, row.tone)


def _bar(x: float, base: float, thick: float, high: float) -> str:
    return f"M{x:.4g} {base}v-{high:.4g}h{thick:.4g}v{high:.4g}z"


def _axis(columns: Mapping[int | None, str], across: Mapping[int | None, float], step: float, bottom: float) -> Iterator[Markup]:
    """Write the names of the columns below the bars, as many as have room."""
    if None in columns:
        yield text(across[None] + step / 2, bottom + 10, columns[None], "muted", "middle")
    every = next(number for number in (1, 2, 5, 10) if number * step >= LABEL or number == 10)  # noqa: PLR2004
    for column, name in columns.items():
        if column is not None and column % every == 0:
            yield text(across[column] + step / 2, bottom + 10, name, "muted", "middle")

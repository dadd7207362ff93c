"""The records of a work as the page shows them: beside the entry what they have otherwise, in a word what they have alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import spelling
from kzcheck.evidence import SERVICE_TITLES
from kzcheck.formats import records
from kzcheck.formats.html.links import Target, target
from kzcheck.formats.records import STATES, beside, fields, value
from kzcheck.formats.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kzcheck.csl import Item
    from kzcheck.evidence import Resolution
    from kzcheck.finding import Outcome
    from kzcheck.formats.differing import Pieces

MOST_NOTICES = 10
"""Notices about one work that are shown."""


class Cell(Struct, frozen=True):
    """What a record has in a field: nothing, the `same` as the list, or these pieces; it `differs` if the list says otherwise."""

    pieces: Pieces
    same: bool
    differs: bool


class Row(Struct, frozen=True):
    """One field that the list and a record do not have alike."""

    field: str
    listed: str
    cells: tuple[Cell, ...]


class Column(Struct, frozen=True):
    """A record: the service that gave it, and where a reader sees it."""

    service: str
    target: Target


class Notice(Struct, frozen=True):
    """A notice about a work, and who lists it."""

    text: str
    listed_by: str


class Work(Struct, frozen=True):
    """What is known of the work of a reference: `says` where there is no record to show, `same` names the fields that are alike."""

    state: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    same: str
    notices: tuple[Notice, ...]
    more_notices: int
    asked: tuple[str, ...]


def work(item: Item, outcome: Outcome, resolution: Resolution, gathered: datetime) -> Work:
    """Return what services know of the work of an entry."""
    rows = list(_rows(item, outcome))
    notices = list(records.notices(outcome, resolution).items())
    return Work(
        state=outcome.state,
        says="" if outcome.state == "found" and outcome.seen else f"{sentence(STATES[outcome.state])}.",
        columns=tuple(Column(SERVICE_TITLES[one.record.service], target(one.record.url)) for one in outcome.seen),
        rows=tuple(row for row in rows if any(cell.pieces for cell in row.cells)),
        same=", ".join(row.field for row in rows if not any(cell.pieces for cell in row.cells)),
        notices=tuple(Notice(sentence(text), ", ".join(listed_by)) for text, listed_by in notices[:MOST_NOTICES]),
        more_notices=max(0, len(notices) - MOST_NOTICES),
        asked=tuple(records.asked(resolution, outcome.seen, gathered)),
    )


def _rows(item: Item, outcome: Outcome) -> Iterator[Row]:
    """Yield each field that any record has, in the order of an entry."""
    for field in fields(item, outcome.seen):
        cells = tuple(_cell(beside(item, seen, field)) for seen in outcome.seen)
        if any(cell.same or cell.pieces for cell in cells):
            yield Row(spelling(field).replace("-", " "), value(item, field), cells)


def _cell(pieces: Pieces | None) -> Cell:
    return Cell(pieces or (), pieces is None, any(one.differs for one in pieces or ()))

"""An entry of the list beside the records of its work, field by field, with what differs marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kzcheck.csl import ITEM_TEXTS, spelling
from kzcheck.evidence import SERVICE_TITLES, Absent, Found
from kzcheck.formats.terminal.parts import hang, heading
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Resolution, Update
    from kzcheck.finding import Outcome, Seen

FIELDS = (
    "type author editor translator issued title original_title container_title collection_title publisher publisher_place edition "
    "volume issue number page number_of_pages doi isbn issn pmid language"
).split()
"""What is compared, in the order of an entry."""

NARROWEST = 24
"""Columns that a record needs to be read beside the list."""
LABELS = 18
"""Columns of the fields' names."""
LONGEST = 300
"""Characters of one value."""

STATES = {
    "found": "registered, but no service gave a record",
    "absent": "no service that was asked knows this work",
    "failed": "could not be asked for",
    "not-asked": "not asked for",
}


def side_by_side(out: Console, reference: Reference, outcome: Outcome, resolution: Resolution) -> None:
    """Print what services say of a reference's work beside the list, and what each answered."""
    out.print()
    if not outcome.seen:
        hang(out, Text.assemble(heading("Records"), f"  {STATES[outcome.state]}"))
    else:
        room = max(1, (out.width - LABELS) // NARROWEST - 1)
        out.print(heading("The list beside its records"))
        out.print(_table(reference.item, outcome.seen[:room]))
        for seen in outcome.seen[room:]:
            differs = ", ".join(map(spelling, seen.differs))
            hang(out, Text(f"{_name(seen)}: {'the list says otherwise in ' + differs if differs else 'as listed'}", style="dim"))
        for seen in outcome.seen:
            for update in seen.record.updated_by:
                _notice(out, _name(seen), update)
    for notice in resolution.notices:
        _notice(out, "Retraction Watch", notice)
    if resolution.asked:
        out.print()
        out.print(heading("Asked"))
    for asked in resolution.asked:
        line = f"{SERVICE_TITLES[asked.service]} by {asked.by} {clean(asked.value, LONGEST)}: {_said(asked.answer)}"
        hang(out, Text(line, style="dim"))


def _table(item: Item, seen: Sequence[Seen]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False, expand=True)
    table.add_column("", style="dim", max_width=LABELS)
    table.add_column("the list", ratio=1, overflow="fold")
    for one in seen:
        table.add_column(_name(one), ratio=1, overflow="fold")
    for field in FIELDS:
        values = [value(item, field), *(value(one.record.item, field) for one in seen)]
        if any(values):
            table.add_row(spelling(field), Text(values[0]), *map(_cell, values[1:], (field in one.differs for one in seen)))
    return table


def _cell(text: str, differs: bool) -> Text:  # noqa: FBT001 - mapped over both
    return Text(f"≠ {text or 'nothing'}", style="bold yellow") if differs else Text(text)


def _notice(out: Console, source: str, update: Update) -> None:
    day = f" of {update.date}" if update.date else ""
    hang(out, Text(f"{source} lists a notice: {clean(update.type.replace('_', ' '))}{day} {clean(update.doi)}".rstrip()))


def value(item: Item, field: str) -> str:
    """Return one field of an item as a reader expects it: names in one line, a date in numbers."""
    if field in ITEM_TEXTS:
        return clean(item.text(field), LONGEST)
    found = getattr(item, field)
    if isinstance(found, tuple):
        return clean("; ".join(map(str, found)), LONGEST)
    return clean(str(found)) if found else ""


def _name(seen: Seen) -> str:
    return SERVICE_TITLES[seen.record.service]


def _said(answer: Answer) -> str:
    if isinstance(answer, Found):
        return f"{len(answer.records)} {'record' if len(answer.records) == 1 else 'records'}"
    return "knows none" if isinstance(answer, Absent) else clean(answer.reason)

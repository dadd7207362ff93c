"""The records of a work: beside the entry of the list with what differs marked, or by themselves; and who was asked what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kzcheck.csl import ITEM_NAMES
from kzcheck.formats.differing import LONGEST
from kzcheck.formats.naming import counted
from kzcheck.formats.records import MOST_NOTICES, asked, label, notices, rows, value
from kzcheck.formats.terminal.parts import hang, heading
from kzcheck.formats.text import clean
from kzcheck.sources import SOURCES
from kzcheck.wording import Plural, listing, template, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.finding import SeenRecord, WorkOutcome
    from kzcheck.formats.records import Cell
    from kzcheck.formats.view import View

NARROWEST = 18
"""Columns that a record needs to be read beside the list."""
LABELS = 18
"""Columns of the fields' names."""
SAME = "="
DIFFERS = "bold yellow"
_PAGES = Plural("{count} page", "{count} pages")
_YEAR, _VOLUME, _PAGE = template("year {number}"), template("volume {number}"), template("pages {number}")


def side_by_side(out: Console, item: Item, outcome: WorkOutcome) -> None:
    """Print an entry of the list beside the records of its work."""
    unsure = outcome.state == "unsure"
    title = written("The entry and the nearest record, which may be of another work" if unsure else "The entry and its records")
    hang(out, Text.assemble(heading(title), (f"  {written('= same, ≠ different, blank: not recorded')}", "dim")))
    _beside(out, written("the list"), item, outcome.seen)


def record(out: Console, outcome: WorkOutcome, printed: str) -> None:
    """Print the record of a work that was looked up by itself: title, people, where and when it came out, its identifiers.

    Where the work was looked for by its `printed` words, it is said how sure the record is. Further records stand beside the first.
    """
    first, *others = outcome.seen
    service, item = written(SOURCES[first.record.service].title), first.record.item
    hang(out, Text(clean(item.title, LONGEST) or written("without a title"), style="bold"))
    for role in ITEM_NAMES:
        if names := value(item, role):
            hang(out, Text(names if role == "author" else f"{label(role)}: {names}"))
    for line in (_imprint(item), _numbers(item)):
        if line:
            hang(out, Text(line))
    address = f": {clean(first.record.url, LONGEST)}" if first.record.url else ""
    hang(out, Text(written("as {service} has it", {"service": service}) + address, style="dim"))
    if printed:
        hang(out, _likeness(outcome, printed))
    if others:
        out.print()
        hang(
            out,
            Text.assemble(heading(written("Its records side by side")), (f"  {written('= same, blank: not recorded')}", "dim")),
        )
        _beside(out, service, item, others)


def known(out: Console, reference: Reference, view: View) -> None:
    """Print every notice about a work, then who was asked for what, and what each answered."""
    listed = notices(reference, view)
    for text, services in listed[:MOST_NOTICES]:
        hang(out, Text(f"{text} ({written('listed by {services}', {'services': services})})", style="yellow"))
    if len(listed) > MOST_NOTICES:
        hang(out, Text(counted(len(listed) - MOST_NOTICES, "notice"), style="yellow"))
    for number, line in enumerate(asked(reference, view)):
        if not number:
            out.print()
            out.print(heading(written("Asked")))
        hang(out, Text(line, style="dim"))


def _beside(out: Console, name: str, item: Item, seen: Sequence[SeenRecord]) -> None:
    """Print a table of the values of an item, and of each record what is not the same; records without room get a line each."""
    room = max(1, (out.width - LABELS) // NARROWEST - 1)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("", max_width=LABELS)
    for title in (name, *(written(SOURCES[record.record.service].title) for record in seen[:room])):
        table.add_column(title, overflow="fold")
    for row in rows(item, seen[:room]):
        field = Text(row.field, style="bold" if any(cell.differs for cell in row.cells) else "dim")
        table.add_row(field, Text(row.listed), *map(_cell, row.cells))
    out.print(table)
    for record in seen[room:]:
        fields = listing(list(map(label, record.differs)))
        says = written("different in {fields}", {"fields": fields}) if fields else written("says the same")
        hang(out, Text(f"{written(SOURCES[record.record.service].title)}: {says}", style="dim"))


def _cell(cell: Cell) -> Text:
    """Return what a record has in a field: a sign where it has the same, what differs where the comparison found a difference."""
    if cell.same:
        return Text(SAME, style="dim")
    shown = Text(" ").join(Text(piece.text, style=DIFFERS if piece.differs else "") for piece in cell.pieces)
    return Text("≠ ", style=DIFFERS) + shown if cell.marked else shown


def _imprint(item: Item) -> str:
    """Return where and when a work came out, as in a reference: "2009 · Journal 31(4), 211-240"."""
    volume = item.volume + (f"({item.issue})" if item.issue else "")
    inside = " ".join(part for part in (item.container_title, volume) if part)
    place = ", ".join(part for part in (inside, item.page) if part)
    publisher = ": ".join(part for part in (item.publisher_place, item.publisher) if part)
    number = item.number_of_pages
    pages = written(_PAGES, {"count": int(number)}) if number.isdecimal() else number
    return _dotted((str(item.year or ""), place, publisher, item.edition, pages))


def _numbers(item: Item) -> str:
    named = (f"{name} {number}" for name, number in (("DOI", item.doi), ("ISBN", item.isbn), ("PMID", item.pmid)) if number)
    return _dotted((*named, item.type.replace("-", " "), item.language))


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(clean(part, LONGEST) for part in parts if part)


def _likeness(outcome: WorkOutcome, printed: str) -> Text:
    """Say how sure it is that a record is the work whose printed reference was given, and which of its numbers are not in it."""
    if outcome.state != "unsure":
        return Text(written("sure: this is the work that was pasted"), style="green")
    item = outcome.seen[0].record.item
    numbers = ((_YEAR, str(item.year or "")), (_VOLUME, item.volume), (_PAGE, item.page))
    missing = [
        written(wording, {"number": clean(number, LONGEST)})
        for wording, number in numbers
        if number and _first_part(number) not in printed
    ]
    says = written("not sure: this is the nearest record")
    if missing:
        says += "; " + written("missing from the pasted reference: {numbers}", {"numbers": ", ".join(missing)})
    return Text(says, style="bold yellow")


def _first_part(number: str) -> str:
    return number.replace("–", "-").partition("-")[0].strip()

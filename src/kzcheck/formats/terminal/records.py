"""The records of a work: beside the entry of the list with what differs marked, or by themselves; and who was asked what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kzcheck.csl import ITEM_NAMES, ITEM_TEXTS, spelling
from kzcheck.evidence import SEARCHES, SERVICE_TITLES, Absent, Found
from kzcheck.formats.terminal.differing import LONGEST, people, words
from kzcheck.formats.terminal.parts import hang, heading
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import datetime

    from rich.console import Console

    from kzcheck.csl import Item
    from kzcheck.evidence import Asked, Resolution, Update
    from kzcheck.finding import Outcome, Seen

FIELDS = (
    "type author editor translator issued title original_title container_title collection_title publisher publisher_place edition "
    "volume issue number page number_of_pages doi isbn issn pmid language"
).split()
"""What is compared, in the order of an entry."""

NARROWEST = 18
"""Columns that a record needs to be read beside the list."""
LABELS = 18
"""Columns of the fields' names."""
LONGEST_QUESTION = 60
"""Characters of what was asked for."""
MOST_NOTICES = 10
"""Notices about one work that are shown."""
SAME = "="
ONE_OF_A_WORK = ("doi", "pmid")
"""Identifiers of which a work has one: another is a difference."""

STATES = {
    "found": "its DOI is registered, but no service gave a record of this work",
    "absent": "whoever was asked knows no such work",
    "failed": "not known: a service that could know the work did not answer",
    "not-asked": "not asked for",
    "unsure": "none is surely of this work",
}
QUESTIONS = {"agency": "the agency of {}", "handle": "the handle {}", "title": "works titled “{}”", "reference": "works like “{}”"}
"""What was asked for, in words; an identifier stands by itself."""
OF_REGISTRATION = frozenset(("agency", "handle"))


def side_by_side(out: Console, item: Item, outcome: Outcome) -> None:
    """Print an entry of the list beside the records of its work."""
    unsure = "beside the nearest record, which is not surely of this work" if outcome.state == "unsure" else "beside its records"
    hang(out, Text.assemble(heading(f"The list {unsure}"), (f"  {SAME} the same, ≠ not the same, blank not recorded", "dim")))
    _beside(out, "the list", item, outcome.seen)


def work(out: Console, outcome: Outcome, printed: str) -> None:
    """Print the record of a work that was looked up by itself: title, people, where and when it came out, its identifiers.

    Where the work was looked for by its `printed` words, it is said how sure the record is. Further records stand beside the first.
    """
    first, *others = outcome.seen
    record, item = first.record, first.record.item
    hang(out, Text(clean(item.title, LONGEST) or "without a title", style="bold"))
    for role in ITEM_NAMES:
        if names := value(item, role):
            hang(out, Text(names if role == "author" else f"{spelling(role)}: {names}"))
    for line in (_imprint(item), _numbers(item)):
        if line:
            hang(out, Text(line))
    hang(
        out,
        Text(f"as {SERVICE_TITLES[record.service]} has it{f': {clean(record.url, LONGEST)}' if record.url else ''}", style="dim"),
    )
    if printed:
        hang(out, _likeness(outcome, printed))
    if others:
        out.print()
        hang(out, Text.assemble(heading("Its records side by side"), (f"  {SAME} the same, blank not recorded", "dim")))
        _beside(out, SERVICE_TITLES[record.service], item, others)


def notices(out: Console, outcome: Outcome, resolution: Resolution) -> None:
    """Print every notice about a work, once, with all who list it."""
    listed: dict[str, list[str]] = {}
    for seen in outcome.seen:
        for update in seen.record.updated_by:
            listed.setdefault(_notice(update), []).append(SERVICE_TITLES[seen.record.service])
    for update in resolution.notices:
        listed.setdefault(_notice(update), []).append("Retraction Watch")
    for notice, services in list(listed.items())[:MOST_NOTICES]:
        hang(out, Text(f"{notice} (listed by {', '.join(dict.fromkeys(services))})", style="yellow"))
    if len(listed) > MOST_NOTICES:
        hang(out, Text(f"{len(listed) - MOST_NOTICES:,} more notices", style="yellow"))


def asked(out: Console, resolution: Resolution, seen: Sequence[Seen], gathered: datetime) -> None:
    """Print who was asked for what, and what each answered; with its day, where the answer was kept from an earlier one."""
    out.print(heading("Asked"))
    records = {(one.record.service, one.record.id) for one in seen}
    for one in resolution.asked:
        question = QUESTIONS.get(one.by, f"{one.by} {{}}").format(clean(one.value, LONGEST_QUESTION))
        earlier = f" ({one.time:%Y-%m-%d})" if one.time and one.time.date() < gathered.date() else ""
        hang(out, Text(f"{SERVICE_TITLES[one.service]} for {question}: {_said(one, records)}{earlier}", style="dim"))


def value(item: Item, field: str) -> str:
    """Return one field of an item as a reader expects it: names in one line, a date in numbers."""
    if field in ITEM_TEXTS:
        return clean(item.text(field), LONGEST)
    found = getattr(item, field)
    if isinstance(found, tuple):
        return clean("; ".join(map(str, found)), LONGEST)
    return clean(str(found)) if found else ""


def _beside(out: Console, name: str, item: Item, seen: Sequence[Seen]) -> None:
    """Print a table of the values of an item, and of each record what is not the same; records without room get a line each."""
    room = max(1, (out.width - LABELS) // NARROWEST - 1)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("", max_width=LABELS)
    for title in (name, *(SERVICE_TITLES[one.record.service] for one in seen[:room])):
        table.add_column(title, overflow="fold")
    for field in FIELDS:
        if value(item, field) or any(value(one.record.item, field) for one in seen[:room]):
            differs = any(field in one.differs for one in seen[:room])
            label = Text(spelling(field), style="bold" if differs else "dim")
            table.add_row(label, Text(value(item, field)), *(_cell(item, one, field) for one in seen[:room]))
    out.print(table)
    for one in seen[room:]:
        differs_in = ", ".join(map(spelling, one.differs))
        said = f"not the same in {differs_in}" if differs_in else "says the same"
        hang(out, Text(f"{SERVICE_TITLES[one.record.service]}: {said}", style="dim"))


def _cell(item: Item, seen: Seen, field: str) -> Text:
    """Return what a record has in a field: a sign where it has the same, what differs where the comparison found a difference."""
    listed, recorded = value(item, field), value(seen.record.item, field)
    if recorded and recorded.casefold() == listed.casefold() and field not in seen.differs:
        return Text(SAME, style="dim")
    if field not in seen.differs and not (listed and recorded and field in ONE_OF_A_WORK):
        return Text(recorded)
    mark = Text("≠ ", style="bold yellow")
    if field in ITEM_NAMES:
        return mark + people(getattr(item, field), getattr(seen.record.item, field))
    return mark + words(_whole(item, field), _whole(seen.record.item, field))


def _whole(item: Item, field: str) -> str:
    return item.text(field) if field in ITEM_TEXTS else value(item, field)


def _imprint(item: Item) -> str:
    """Return where and when a work came out, as in a reference: "2009 · Journal 31(4), 211-240"."""
    volume = item.volume + (f"({item.issue})" if item.issue else "")
    inside = " ".join(part for part in (item.container_title, volume) if part)
    place = ", ".join(part for part in (inside, item.page) if part)
    publisher = ": ".join(part for part in (item.publisher_place, item.publisher) if part)
    pages = f"{item.number_of_pages} pages" if item.number_of_pages.isdecimal() else item.number_of_pages
    return _dotted((str(item.year or ""), place, publisher, item.edition, pages))


def _numbers(item: Item) -> str:
    named = (f"{name} {number}" for name, number in (("DOI", item.doi), ("ISBN", item.isbn), ("PMID", item.pmid)) if number)
    return _dotted((*named, item.type.replace("-", " "), item.language))


def _dotted(some: Iterable[str]) -> str:
    return " · ".join(clean(part, LONGEST) for part in some if part)


def _likeness(outcome: Outcome, printed: str) -> Text:
    """Say how sure it is that a record is the work whose printed reference was given, and which of its numbers are not in it."""
    if outcome.state != "unsure":
        return Text("sure: this is the work that was pasted", style="green")
    item = outcome.seen[0].record.item
    numbers = ((name, one) for name, one in (("year", str(item.year or "")), ("volume", item.volume), ("pages", item.page)))
    other = [f"{name} {clean(one, LONGEST)}" for name, one in numbers if one and _first_part(one) not in printed]
    beside = f"; not in what was pasted: {', '.join(other)}" if other else ""
    return Text(f"not sure: this is the nearest record{beside}", style="bold yellow")


def _first_part(number: str) -> str:
    return number.replace("–", "-").partition("-")[0].strip()


def _notice(update: Update) -> str:
    day = f" of {update.date}" if update.date else ""
    doi = f", {clean(update.doi)}" if update.doi else ""
    reason = f": {clean(update.reason, LONGEST)}" if update.reason else ""
    return f"notice{day}: {clean(update.type.replace('_', ' '))}{doi}{reason}"


def _said(one: Asked, records: Container[tuple[str, str]]) -> str:
    answer = one.answer
    if isinstance(answer, Absent):
        return "not registered" if one.by in OF_REGISTRATION else "knows none"
    if not isinstance(answer, Found):
        return clean(answer.reason)
    if one.by in OF_REGISTRATION:
        return "registered"
    count = f"{len(answer.records):,} {'record' if len(answer.records) == 1 else 'records'}"
    hit = any((record.service, record.id) in records for record in answer.records)
    return count if hit or one.by not in SEARCHES else f"{count}, none surely of this work"

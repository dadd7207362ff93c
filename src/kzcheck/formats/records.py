"""The records of a work as every report tells them: beside the entry of the list, with their notices, and who was asked what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.csl import ITEM_NAMES, ITEM_TEXTS
from kzcheck.evidence import SEARCHES, SERVICE_TITLES, Absent, Found
from kzcheck.formats.differing import LONGEST, Piece, Pieces, people, words
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from datetime import datetime

    from kzcheck.csl import Item
    from kzcheck.evidence import Asked, Resolution, Update
    from kzcheck.finding import Outcome, Seen

FIELDS = (
    "type author editor translator issued title original_title container_title collection_title publisher publisher_place edition "
    "volume issue number page number_of_pages doi isbn issn pmid language"
).split()
"""What is compared, in the order of an entry."""

LONGEST_QUESTION = 60
"""Characters of what was asked for."""
ONE_OF_A_WORK = ("doi", "pmid")
"""Identifiers of which a work has one: another is a difference."""

STATES = {
    "found": "its identifier is registered, but no service gave a record of this work",
    "absent": "whoever was asked knows no such work",
    "failed": "not known: a service that could know the work did not answer",
    "not-asked": "not asked for",
    "unsure": "none is surely of this work",
}
WORDS = {
    "found": "found",
    "unsure": "unsure",
    "absent": "unknown",
    "failed": "no answer",
    "not-asked": "not asked for",
}
"""What became of asking for the record of a work, in a word or two."""
QUESTIONS = {"agency": "the agency of {}", "handle": "the handle {}", "title": "works titled “{}”", "reference": "works like “{}”"}
"""What was asked for, in words; an identifier stands by itself."""
OF_REGISTRATION = frozenset(("agency", "handle"))


def fields(item: Item, seen: Sequence[Seen]) -> Iterator[str]:
    """Yield the fields that an entry or one of the records has, in the order of an entry."""
    for field in FIELDS:
        if value(item, field) or any(value(one.record.item, field) for one in seen):
            yield field


def beside(item: Item, seen: Seen, field: str) -> Pieces | None:
    """Return what a record has in a field, with what differs marked; None where it has the same as the list."""
    listed, recorded = value(item, field), value(seen.record.item, field)
    if recorded and recorded.casefold() == listed.casefold() and field not in seen.differs:
        return None
    if field not in seen.differs and not (listed and recorded and field in ONE_OF_A_WORK):
        return (Piece(recorded),) if recorded else ()
    if field in ITEM_NAMES:
        return people(getattr(item, field), getattr(seen.record.item, field))
    return words(_whole(item, field), _whole(seen.record.item, field))


def notices(outcome: Outcome, resolution: Resolution) -> dict[str, tuple[str, ...]]:
    """Return every notice about a work, once, with all who list it."""
    listed: dict[str, dict[str, None]] = {}
    for seen in outcome.seen:
        for update in seen.record.updated_by:
            listed.setdefault(_notice(update), {})[SERVICE_TITLES[seen.record.service]] = None
    for update in resolution.notices:
        listed.setdefault(_notice(update), {})["Retraction Watch"] = None
    return {notice: tuple(services) for notice, services in listed.items()}


def asked(resolution: Resolution, seen: Sequence[Seen], gathered: datetime) -> Iterator[str]:
    """Yield who was asked for what, and what each answered; with its day, where the answer was kept from an earlier one."""
    records = {(one.record.service, one.record.id) for one in seen}
    for one in resolution.asked:
        question = QUESTIONS.get(one.by, f"{one.by} {{}}").format(clean(one.value, LONGEST_QUESTION))
        earlier = f" ({one.time:%Y-%m-%d})" if one.time and one.time.date() < gathered.date() else ""
        yield f"{SERVICE_TITLES[one.service]} for {question}: {_said(one, records)}{earlier}"


def value(item: Item, field: str) -> str:
    """Return one field of an item as a reader expects it: names in one line, a date in numbers."""
    if field in ITEM_TEXTS:
        return clean(item.text(field), LONGEST)
    found = getattr(item, field)
    if isinstance(found, tuple):
        return clean("; ".join(map(str, found)), LONGEST)
    return clean(str(found)) if found else ""


def _whole(item: Item, field: str) -> str:
    return item.text(field) if field in ITEM_TEXTS else value(item, field)


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

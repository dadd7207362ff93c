"""The records of a work in the words of every report: beside the entry of the list, with their notices, and who was asked what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import ITEM_NAMES, ITEM_TEXTS, spelling
from kzcheck.evidence import Absent, Found, Resolution
from kzcheck.formats.differing import LONGEST, Piece, Pieces, people, words
from kzcheck.formats.text import clean
from kzcheck.sources import RETRACTION_WATCH, SEARCHES, SOURCES
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Asked, Update
    from kzcheck.finding import SeenRecord
    from kzcheck.formats.view import View

FIELDS = (
    "type author editor translator issued title original_title container_title collection_title publisher publisher_place edition "
    "volume issue number page number_of_pages doi isbn issn pmid language"
).split()
"""What is compared, in the order of an entry."""

LONGEST_QUESTION = 60
"""Characters of what was asked for."""
MOST_NOTICES = 10
"""Notices about one work that are shown."""
ONE_OF_A_WORK = ("doi", "pmid")
"""Identifiers of which a work has one: another is a difference."""

STATES = {
    "found": template("its identifier is registered, but no service has a record of this work"),
    "absent": template("no service searched has this work"),
    "failed": template("unknown: a service that may know the work did not answer"),
    "not-asked": template("not looked up"),
    "unsure": template("none certainly matches this work"),
}
WORDS = {
    "found": template("found"),
    "unsure": template("unsure"),
    "absent": template("unknown"),
    "failed": template("no answer"),
    "not-asked": template("not looked up"),
}
"""What became of asking for the record of a work, in a word or two."""
QUESTIONS = {
    "agency": template("the agency of {value}"),
    "handle": template("the handle {value}"),
    "title": template("works titled “{value}”"),
    "reference": template("works like “{value}”"),
}
"""What was asked for, in words; an identifier stands by itself."""
LABELS = {
    "type": template("type"),
    "author": template("author"),
    "editor": template("editor"),
    "translator": template("translator"),
    "issued": template("date"),
    "title": template("title"),
    "original_title": template("original title"),
    "container_title": template("journal or book"),
    "collection_title": template("series"),
    "publisher": template("publisher"),
    "publisher_place": template("place"),
    "edition": template("edition"),
    "volume": template("volume"),
    "issue": template("issue"),
    "number": template("number"),
    "page": template("pages"),
    "number_of_pages": template("number of pages"),
    "language": template("language"),
}
"""What editors call the fields; the others are called as CSL does."""
NOTICES = {
    "retraction": template("retraction"),
    "withdrawal": template("withdrawal"),
    "removal": template("removal"),
    "expression_of_concern": template("expression of concern"),
    "correction": template("correction"),
    "corrigendum": template("corrigendum"),
    "erratum": template("erratum"),
    "addendum": template("addendum"),
    "clarification": template("clarification"),
    "reinstatement": template("reinstatement"),
    "new_edition": template("new edition"),
    "new_version": template("new version"),
}
"""What people call the kinds of notices; the others are called as the record does."""
_RECORDS = Plural("{count:,} record", "{count:,} records")
_UNSURE_RECORDS = Plural("{count:,} record, none a certain match", "{count:,} records, none a certain match")
OF_REGISTRATION = frozenset(("agency", "handle"))


class Cell(Struct, frozen=True):
    """What a record has in a field: the `same` as the list, these `pieces`, or nothing; it `differs` if the comparison says so."""

    pieces: Pieces
    same: bool
    differs: bool

    @property
    def marked(self) -> bool:
        """Whether any piece is another than the list has."""
        return any(piece.differs for piece in self.pieces)


class Row(Struct, frozen=True):
    """A field that an entry or one of the records has."""

    field: str
    listed: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether a record has something else than the entry."""
        return any(cell.pieces for cell in self.cells)

    @property
    def same(self) -> bool:
        """Whether all records that have the field say the same as the entry."""
        return not self.differs and any(cell.same for cell in self.cells)


def rows(item: Item, seen: Sequence[SeenRecord]) -> Iterator[Row]:
    """Yield the fields that an entry or one of the records has, in the order of an entry."""
    for field in FIELDS:
        listed = value(item, field)
        cells = tuple(_cell(item, listed, record, field) for record in seen)
        if listed or any(cell.same or cell.pieces for cell in cells):
            yield Row(label(field), listed, cells)


def _cell(item: Item, listed: str, seen: SeenRecord, field: str) -> Cell:
    """Return what a record has in a field, with what is another than in the list marked."""
    recorded, differs = value(seen.record.item, field), field in seen.differs
    same = bool(recorded) and recorded.casefold() == listed.casefold() and not differs
    pieces: Pieces = ()
    if differs or (field in ONE_OF_A_WORK and listed and recorded and not same):
        if field in ITEM_NAMES:
            pieces = people(getattr(item, field), getattr(seen.record.item, field))
        else:
            pieces = words(
                *(beside.text(field) if field in ITEM_TEXTS else value(beside, field) for beside in (item, seen.record.item))
            )
    elif recorded and not same:
        pieces = (Piece(recorded),)
    return Cell(pieces, same, differs)


def label(field: str) -> str:
    """Return what editors call a field."""
    return written(LABELS[field]) if field in LABELS else spelling(field)


def notices(reference: Reference, view: View) -> list[tuple[str, str]]:
    """Return every notice about the work of an entry, once, each with all who list it."""
    listed: dict[str, dict[str, None]] = {}
    for seen in view.outcome(reference.id).seen:
        for update in seen.record.updated_by:
            listed.setdefault(_notice(update), {})[written(SOURCES[seen.record.service].title)] = None
    for update in view.report.evidence.resolutions.get(reference.id, Resolution()).notices:
        listed.setdefault(_notice(update), {})[RETRACTION_WATCH.title] = None
    return [(text, ", ".join(services)) for text, services in listed.items()]


def asked(reference: Reference, view: View) -> Iterator[str]:
    """Yield who was asked for what, and what each answered; with its day, where the answer was kept from an earlier one."""
    evidence = view.report.evidence
    records = {(seen.record.service, seen.record.id) for seen in view.outcome(reference.id).seen}
    for asking in evidence.resolutions.get(reference.id, Resolution()).asked:
        asked_for = clean(asking.value, LONGEST_QUESTION)
        question = written(QUESTIONS[asking.by], {"value": asked_for}) if asking.by in QUESTIONS else f"{asking.by} {asked_for}"
        line = written("{service} for {question}", {"service": written(SOURCES[asking.service].title), "question": question})
        earlier = f" ({asking.time:%Y-%m-%d})" if asking.time and asking.time.date() < evidence.gathered.date() else ""
        yield f"{line}: {_answer(asking, records)}{earlier}"


def value(item: Item, field: str) -> str:
    """Return one field of an item as a reader expects it: names in one line, a date in numbers."""
    if field in ITEM_TEXTS:
        return clean(item.text(field), LONGEST)
    content = getattr(item, field)
    if isinstance(content, tuple):
        return clean("; ".join(map(str, content)), LONGEST)
    return clean(str(content)) if content else ""


def _notice(update: Update) -> str:
    day = written("notice of {date}", {"date": update.date}) if update.date else written("notice")
    kind = written(NOTICES[update.type]) if update.type in NOTICES else clean(update.type.replace("_", " "))
    doi = f", {clean(update.doi)}" if update.doi else ""
    reason = f": {clean(update.reason, LONGEST)}" if update.reason else ""
    return f"{day}: {kind}{doi}{reason}"


def _answer(asked: Asked, records: Container[tuple[str, str]]) -> str:
    answer = asked.answer
    if isinstance(answer, Absent):
        return written("not registered") if asked.by in OF_REGISTRATION else written("has none")
    if not isinstance(answer, Found):
        return clean(str(answer.reason))
    if asked.by in OF_REGISTRATION:
        return written("registered")
    hit = any((record.service, record.id) in records for record in answer.records)
    return written(_RECORDS if hit or asked.by not in SEARCHES else _UNSURE_RECORDS, {"count": len(answer.records)})

"""Objections: what the records of a work say against the list, and which services agree with either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import Name
from kzcheck.evidence import Record  # noqa: TC001 - msgspec reads the annotations
from kzcheck.language.folding import fold
from kzcheck.matching.differences import Difference  # noqa: TC001
from kzcheck.matching.names import relation
from kzcheck.sources import SOURCES, SourceName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item
    from kzcheck.matching.differences import DifferenceKind, Value
    from kzcheck.matching.works.identity import Comparison
    from kzcheck.matching.works.verdict import Verdict

OF_NAMES: frozenset[DifferenceKind] = frozenset(("other-name", "misspelt-name", "invented-name", "dropped-name", "name-order"))
_RANGE = re.compile(r"\d\D{1,5}\d")


class Objection(Struct, frozen=True):
    """A difference, the record that contradicts the list, and the other services that agree with the list or with the record.

    It is `confirmed` if a difference that may be a matter of form is not one.
    """

    difference: Difference
    record: Record
    with_list: tuple[SourceName, ...] = ()
    with_record: tuple[SourceName, ...] = ()
    confirmed: bool = False

    @property
    def is_slight(self) -> bool:
        """Whether it may be a matter of form or of the index, so that it is worth a note at most."""
        return bool(self.with_list) or (self.difference.slight and not self.confirmed)


def _is_registration(comparison: Comparison) -> bool:
    """Return whether a record comes from the work's publisher: it is quoted even if an index agrees with the list."""
    return SOURCES[comparison.record.service].kind == "registry"


def objections_to(item: Item, verdict: Verdict, kinds: frozenset[DifferenceKind]) -> Iterator[Objection]:
    """Yield the differences of each field from the first record that has any: the registration first, then the best match.

    If that is another version of the work, the records of the cited version come first.
    """
    records = [record for record in (verdict.work, *verdict.others) if record and not record.part]
    is_version = verdict.work is not None and verdict.work.version
    speakers = [
        record for record in records if record is verdict.work or ((is_version or _is_registration(record)) and not record.version)
    ]
    fields: set[str] = set()
    for speaker in sorted(speakers, key=lambda speaker: (speaker.version, not _is_registration(speaker))):
        differences = [
            difference for difference in speaker.differences if difference.kind in kinds and difference.field not in fields
        ]
        fields |= {difference.field for difference in differences}
        others = [record for record in records if record is not speaker]
        for difference in differences:
            yield Objection(
                difference,
                speaker.record,
                tuple(other.record.service for other in others if _agrees(item, other, difference)),
                tuple(
                    other.record.service
                    for other in others
                    if any(_is_same(confirming, difference) for confirming in other.differences)
                ),
            )


def _agrees(item: Item, other: Comparison, difference: Difference) -> bool:
    """Return whether another record has the list's value where the first record differs."""
    record = other.record
    match difference.kind:
        case "title":
            return "title" in other.agreeing and not any(difference.kind == "title" for difference in other.differences)
        case "year" | "edition" if difference.field == "issued":
            return item.year in {record.item.year, *record.years}
        case "page-count" | "edition" if difference.field == "number_of_pages":
            return bool(record.item.number_of_pages) and not any(
                contrary.field == difference.field for contrary in other.differences
            )
        case "page" | "edition" if not _RANGE.search(record.item.page):
            return False
        case "container" | "volume" | "issue" | "page" | "edition":
            return difference.field in other.agreeing
        case _:
            people: tuple[Name, ...] = getattr(record.item, difference.field, ())
            return (
                bool(people)
                and not record.more_authors
                and not any(_touches(contrary, difference) for contrary in other.differences)
            )


def _touches(its: Difference, difference: Difference) -> bool:
    """Return whether a difference of another record concerns the same person, or the list of people as a whole."""
    if its.kind not in OF_NAMES or its.field != difference.field:
        return False
    return its.index is None or difference.index is None or its.index == difference.index or its.kind == difference.kind


def _is_same(its: Difference, difference: Difference) -> bool:
    """Return whether two records differ from the list in the same way."""
    if its.slight and not its.confirmable:
        return False
    if (its.kind, its.field, its.listed) != (difference.kind, difference.field, difference.listed):
        return False
    if its.field == "issued" and isinstance(its.recorded, tuple) and isinstance(difference.recorded, tuple):
        return not {*its.recorded}.isdisjoint(difference.recorded)
    if isinstance(its.recorded, Name) and isinstance(difference.recorded, Name):
        return relation(its.recorded, difference.recorded) == "same"
    return fold(_text(its.recorded)) == fold(_text(difference.recorded))


def _text(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")

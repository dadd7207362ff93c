"""Answers of whatever shape a service sends, within bounds: lists, years, and records as an answer. Texts are in `plain`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kzcheck.csl import Date
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.reasons import Reason
from kzcheck.services.plain import MOST_TEXTS, text
from kzcheck.services.service import UnreadableAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kzcheck.evidence import Answer, Record
    from kzcheck.services.service import Ask
    from kzcheck.web.messages import Reply

MOST_NAMES = 3000
"""The most people of one role."""

MOST_RECORDS = 100
"""The most works that one answer is read for: no service is asked for more."""

FIRST_YEAR, LAST_YEAR = 1400, 2199
"""Years between which a number in a record can be one: printing begins, and typing errors end."""

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")


def inside(value: object, *keys: str) -> Any:  # noqa: ANN401 - the shape of an answer is not known
    """Return what lies under these keys of nested mappings, None where the way ends before."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def each(value: object, most: int = MOST_TEXTS) -> list[Any]:
    """Return the entries of a list, at most so many, [] for all that is no list."""
    return value[:most] if isinstance(value, list) else []


def distinct(values: Iterable[str], *, but: str = "") -> tuple[str, ...]:
    """Return the texts that are not empty, each once, in their order, without the one that stands elsewhere."""
    return tuple(value for value in dict.fromkeys(values) if value and value != but)[:MOST_TEXTS]


def year(value: object) -> int | None:
    """Return a year that is a number, or the first one in a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if FIRST_YEAR <= value <= LAST_YEAR else None
    return next(iter(years_in(text(value))), None)


def years_in(words: str) -> tuple[int, ...]:
    """Return the years that stand in a free text ("[2004]", "c2004", "2004-2006"), in their order."""
    return tuple(dict.fromkeys(int(found) for found in _YEAR.findall(words)))


def dated(when: int | None) -> Date | None:
    """Return a date of a year alone."""
    return Date(start=(when,)) if when else None


def found(records: Iterable[Record]) -> Answer:
    """Return the records as an answer: none of them is `Absent`."""
    all_of_them = tuple(records)
    return Found(all_of_them) if all_of_them else Absent()


def candidates(records: Sequence[Record], total: object) -> Answer:
    """Return what a search brought up: those with a title. None at all is `Absent`, if the `total` that the service gives agrees.

    Nobody is to be accused because a service has renamed a field.
    """
    titled = tuple(record for record in records if not record.bare)
    if records and not titled:
        return Failed(Reason("no-titles"))
    if not records and isinstance(total, int) and total > 0:
        return Failed(Reason("part-of-works"))
    return found(titled)


def records_of(entries: object, record: Callable[[Any], Record]) -> list[Record]:
    """Return the records of a list in an answer; an entry of another shape costs only itself.

    Raises:
        UnreadableAnswer: it is no list, or none of its entries has the right shape.
    """
    if not isinstance(entries, list):
        raise UnreadableAnswer("other-json")
    read = (record(entry) for entry in entries[:MOST_RECORDS] if isinstance(entry, dict))
    records = [one for one in read if one.id]
    if entries and not records:
        raise UnreadableAnswer("other-entries")
    return records


def guarded(ask: Ask, reply: Reply, answers: Callable[[Ask, Reply], Mapping[str, Answer]]) -> Mapping[str, Answer]:
    """Return the answers to an ask, or for each of its values why they cannot be read."""
    try:
        return answers(ask, reply)
    except UnreadableAnswer as error:
        return dict.fromkeys(ask.values, Failed(error.reason))

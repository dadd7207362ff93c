"""Differences between a list and a record: the common vocabulary of all comparisons."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kzcheck.csl import Name

DifferenceKind = Literal[
    "title",  # another title, or another word in it
    "other-name",  # another person at this position
    "misspelt-name",  # one slip in a name
    "invented-name",  # the list names a person that the record does not
    "dropped-name",  # the record names a person that the list does not
    "name-order",  # the same people in another order
    "year",
    "container",
    "volume",
    "issue",
    "page",
    "page-count",
    "edition",  # year or pages differ as editions, printings and translations do
]


Value = str | Name | tuple[Name, ...] | tuple[int, ...] | None
"""The value of a list or a record: a text of the entry, a person, people, years, or nothing."""


class Difference(Struct, frozen=True):
    """A difference between the list and the record.

    `field` is the item's field in Python's spelling, `index` the position of a name in the list (if dropped, where it belongs).
    `listed` and `recorded` are the two values, None if missing. `words` are the exact words at fault in the list's value. `new` is
    the value of the field (or of `author.1`, as "Family, Given") according to the record, "" if none is certain. A `slight`
    difference may be due to form, edition or the index: it is worth a note at most, unless it is `confirmable`, when a second
    record or the list's other entries can confirm it.
    """

    field: str
    kind: DifferenceKind
    listed: Value
    recorded: Value
    index: int | None = None
    words: tuple[str, ...] = ()
    new: str = ""
    slight: bool = False
    confirmable: bool = False

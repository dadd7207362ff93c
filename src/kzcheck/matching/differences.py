"""What a list and a record say differently: the words in which all comparisons of the two answer."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kzcheck.csl import Name

DifferenceKind = Literal[
    "title",  # another title, or a word of it
    "other-name",  # another person stands in this place
    "misspelt-name",  # one slip in a name
    "invented-name",  # the list names somebody whom the record does not
    "dropped-name",  # the record names somebody whom the list does not
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
"""What a list or a record says: a text of the entry, a person, people, years, or nothing."""


class Difference(Struct, frozen=True):
    """One thing that the list and a record say differently.

    `field` is the item's field in Python's spelling, `index` the place of a name in the list (of a dropped one: where it belongs).
    `listed` and `recorded` are the two values, None where one has none. `words` are the exact words at fault
    in the list's value. `new` is the value that the field (or `author.1`, as "Family, Given") is to have by the record, "" where
    no value is sure. `slight` is what can be a matter of form, of edition or of the index: worth a note at most, unless it is
    `confirmable`: then a second record, or the list's own other entries, can make it sure.
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

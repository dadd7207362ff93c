"""What lists of references are made of."""

from __future__ import annotations

from msgspec import Struct


class PrintedEntry(Struct, frozen=True):
    """An entry of a list as printed: its number or key there, or "", its words, and its place in the document's text.

    `part` is the heading inside the list under which it is, `further` says that this recommends works that need not be cited.
    `anchor` is the name by which links lead to it.
    """

    label: str
    text: str
    start: int
    end: int
    part: str = ""
    further: bool = False
    anchor: str = ""


class ReferenceList(Struct, frozen=True):
    """A list of references: its heading, the blocks that it takes up, from `first` to `end` (exclusive), and its entries.

    `parallel` says that it gives the works of the list before it again, in another alphabet or language; then `pairs` has, for each
    entry, the position of the same work in that list, or -1.
    """

    heading: str
    first: int
    end: int
    entries: tuple[PrintedEntry, ...]
    parallel: bool = False
    pairs: tuple[int, ...] = ()

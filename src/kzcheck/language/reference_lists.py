"""Finds the lists of references among the blocks of a manuscript, and parts them into entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Block


class PrintedEntry(Struct, frozen=True):
    """An entry of a list as printed: its number or key there, or "", its words, and its place in the document's text."""

    label: str
    text: str
    start: int
    end: int


class ReferenceList(Struct, frozen=True):
    """A list of references: its heading, the blocks that it takes up, from `first` to `end` (exclusive), and its entries.

    `parallel` says that it gives the works of the list before it again, in another alphabet or language.
    """

    heading: str
    first: int
    end: int
    entries: tuple[PrintedEntry, ...]
    parallel: bool = False


_HEADING = re.compile(r"(?i)\s*(references|литература|список литературы|әдебиеттер|kaynakça)\W*")
_ENTRY = re.compile(r"(\d{1,3})\.\s+")


def reference_lists(blocks: Sequence[Block]) -> tuple[ReferenceList, ...]:
    """Return the lists of references among the blocks of a manuscript, in order."""
    for number, block in enumerate(blocks):
        if _HEADING.fullmatch(block.text):
            entries = [
                PrintedEntry(match[1], entry.text[match.end() :], *entry.place(match.end(), len(entry.text)))
                for entry in blocks[number + 1 :]
                if (match := _ENTRY.match(entry.text))
            ]
            return (ReferenceList(block.text.strip(), number, len(blocks), tuple(entries)),)
    return ()

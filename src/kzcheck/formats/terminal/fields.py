"""The fields that were read from printed entries, with how sure each is, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from rich.table import Column, Table
from rich.text import Text

from kzcheck.formats.records import label
from kzcheck.formats.terminal.parts import body, console, hang, text_of
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

SIDE_BY_SIDE = 50
"""Columns from which names and values stand in a table."""


class Explained(Struct, frozen=True):
    """A printed entry as it was read: its id, its words, its type in CSL, and each field with its words and confidence, 0 to 1.

    `doubtful` are the names of the fields in doubt, with `note` for words that are in no field, and `type`.
    """

    id: str
    printed: str
    kind: str
    fields: tuple[tuple[str, str, float], ...]
    doubtful: tuple[str, ...] = ()


def render(entries: Iterable[Explained], *, width: int = 80, colour: bool = False) -> str:
    """Return the entries with their fields, the doubtful ones marked by a word and, if `colour` is wanted, by a colour."""
    out = console(width, colour=colour)
    for number, entry in enumerate(entries):
        if number:
            out.print()
        hang(out, Text.assemble((f"[{clean(entry.id)}] ", "bold"), clean(entry.printed)))
        rows = [_row(name, words, f"{confidence:.0%}", entry.doubtful) for name, words, confidence in entry.fields]
        rows.append(_row("type", entry.kind or "unknown", "", entry.doubtful))
        if out.width >= SIDE_BY_SIDE:
            table = Table.grid(Column(style="dim", no_wrap=True), Column(overflow="fold"), padding=(0, 2, 0, 0))
            for name, words in rows:
                table.add_row(name, words)
            body(out, table, 2)
        else:
            for name, words in rows:
                hang(out, Text.assemble(f"  {name}: ", words), 4)
        if "note" in entry.doubtful:
            body(out, Text("some words are in no field", style="yellow"), 2)
    return text_of(out)


def _row(name: str, words: str, sure: str, doubtful: tuple[str, ...]) -> tuple[str, Text]:
    doubt = name in doubtful
    remark = ", ".join(part for part in (sure, "doubtful" if doubt else "") if part)
    return label(name), Text.assemble(clean(words), (f"  {remark}" if remark else "", "yellow" if doubt else "dim"))

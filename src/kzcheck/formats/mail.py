"""The letter to the author as plain text for a mail: quoted as mails quote, and in lines that no program breaks anew."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from kzcheck.formats.letter import letter
from kzcheck.formats.text import inert

if TYPE_CHECKING:
    from kzcheck.finding import Report
    from kzcheck.formats.letter import Block

WIDTH = 72
"""Columns of a line; only an address may be longer."""


def render(report: Report) -> str:
    """Return the letter as plain text."""
    return inert("\n\n".join(map(_plain, letter(report)))) + "\n"


def _plain(block: Block) -> str:
    mark = "> " if block.kind == "quotation" else ""
    words = " ".join(filter(None, (block.number, block.text, block.asks)))
    text = fill(words, WIDTH, initial_indent=mark, subsequent_indent=mark, break_long_words=False, break_on_hyphens=False)
    return ("\n\n" if block.kind == "answer" and any(block.lines) else "\n").join((text, *block.lines))

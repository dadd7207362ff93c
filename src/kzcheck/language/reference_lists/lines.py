"""The lines of the blocks that a list may take up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.reference_lists import headings
from kzcheck.language.reference_lists.shapes import is_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Block, BlockKind

MOST_LINES = 60_000
"""Most lines of a list: the longest that are read have 50,000 entries."""

_LINE = re.compile(r"[^\r\n\v\u2028]+")


class Line(Struct, frozen=True, gc=False):
    """A line of a block: its position among the blocks, its place in the block's text, its words, and what its block is.

    `opens` says that it is the block's first line, `indented` that it begins with white space, `part` that it is a heading inside
    the list. `number` is the one that the block's list gives it, or a superscript one at its beginning, and `lead` the length of
    the latter.
    """

    block: int
    start: int
    end: int
    text: str
    kind: BlockKind
    opens: bool
    indented: bool = False
    part: bool = False
    number: str = ""
    lead: int = 0


def lines_of(blocks: Sequence[Block], first: int, start: int = 0, level: int = 0) -> list[Line]:
    """Return the lines of a list that begins at `start` of the block `first`: to the next heading that is not of a part of it.

    `level` is that of the list's heading.
    """
    lines: list[Line] = []
    for number in range(first, len(blocks)):
        block = blocks[number]
        if block.kind == "note" or len(lines) > MOST_LINES or (number > first and headings.opening(block.text)):
            break
        part = block.kind == "heading" and not start
        if part and not _is_part(blocks, number, level):
            break
        lines += _lines(block, number, start, part=part)
        start = 0
    return lines


def _is_part(blocks: Sequence[Block], number: int, level: int) -> bool:
    """Return whether a heading is of a part of the list: references follow, and it is a deeper one or its words say so."""
    block = blocks[number]
    if len(block.text) > headings.LONGEST_PART:
        return False
    deeper = 0 < level < block.level
    return (deeper or headings.is_part(block.text)) and any(is_reference(after.text) for after in blocks[number + 1 : number + 4])


def _lines(block: Block, number: int, start: int, *, part: bool) -> list[Line]:
    lines: list[Line] = []
    label = block.label.strip(" .)([]") if block.kind in ("item", "entry", "paragraph") and not start else ""
    lead = block.runs[0].text.strip() if block.runs and block.runs[0].superscript and not start else ""
    for match in _LINE.finditer(block.text, start):
        stripped = match[0].strip()
        if not stripped:
            continue
        at = match.start() + match[0].index(stripped)
        opens = not lines
        counted = opens and lead.isdecimal()
        lines.append(
            Line(
                number,
                at,
                at + len(stripped),
                stripped,
                block.kind,
                opens,
                indented=match[0][0].isspace(),
                part=part,
                number=lead if counted else label if opens and label.isdecimal() else "",
                lead=len(lead) if counted else 0,
            )
        )
    return lines

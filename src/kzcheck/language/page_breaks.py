"""Joins the paragraphs that page breaks cut in two; texts copied out of PDF have them in any format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.document import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Block
    from kzcheck.language.reference_lists import ReferenceList

SHORTEST = 60
"""Characters before a break: less may be a heading, an item of a list, or a line of an address."""
LONGEST = 20_000
"""Characters of the longest paragraph that is joined with the next one."""

_OPEN = re.compile(r"(?:[^\W\d_]|\d|,)\s*$")
_OPEN_BEFORE_NUMBER = re.compile(r"[^\W\d_]\s*$")
_NUMBER = re.compile(r"\d+(?!\d|[.)\]:]|\s*$|\s+[^\W\d_a-zа-яё])")


def rejoined(blocks: Sequence[Block], lists: Sequence[ReferenceList]) -> tuple[tuple[Block, ...], tuple[ReferenceList, ...]]:
    """Return the blocks with cut paragraphs joined, and the lists of references with their new positions; lists are left alone.

    A paragraph is cut if it is long, has no mark at its end, and the next one begins with a small letter or a number.
    """
    taken = {number for part in lists for number in range(part.first, part.end)}
    kept: list[Block] = []
    places: list[int] = []
    before = -2
    for number, block in enumerate(blocks):
        if block.kind == "paragraph" and number not in taken and before == number - 1 and _goes_on(kept[-1].text, block.text):
            kept[-1] = _joined(kept[-1], block)
        else:
            kept.append(block)
        if block.kind == "paragraph" and number not in taken:
            before = number
        places.append(len(kept) - 1)
    places.append(len(kept))
    return tuple(kept), tuple(replace(part, first=places[part.first], end=places[part.end]) for part in lists)


def _goes_on(text: str, following: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST or not _OPEN.search(text, max(0, len(text) - SHORTEST)):
        return False
    first = following.lstrip()[:1]
    return first.islower() or (
        first.isdigit() and bool(_OPEN_BEFORE_NUMBER.search(text, len(text) - SHORTEST)) and bool(_NUMBER.match(following.lstrip()))
    )


def _joined(block: Block, rest: Block) -> Block:
    """Return one block of two; a blank stands for the break between them."""
    end, start = block.runs[-1].end, rest.runs[0].start
    blank = () if block.text[-1:].isspace() else (Run(" ", min(end, start), max(end, start)),)
    return replace(block, runs=(*block.runs, *blank, *rest.runs))

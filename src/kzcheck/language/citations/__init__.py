"""Finds the citations in the blocks of a manuscript, as scholarly prose prints them: a grammar, in any language.

"[4, p. 19–21]", "(Nye, 2004)", "Nye (1990)", superscripts, and keys and fields, which say themselves what they cite. What could be
a citation but names nothing in the list, as "[0, 1]" and "Almaty (2002)", is none. The form of the citations is that of the whole
document, by the evidence of those that fit the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language.citations.keys import BLANK, keyed
from kzcheck.language.citations.nouns import Listed, Mention, Target
from kzcheck.language.citations.numeric import candidates, numeric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Block

__all__ = ["Listed", "Mention", "Target", "mentions"]


def mentions(blocks: Sequence[Block], listed: Sequence[Listed]) -> tuple[tuple[Mention, ...], ...]:
    """Return the citations in each block, in order; `listed` are the entries of the manuscript's list, in order."""
    ids = {key: entry.id for entry in listed for key in (*entry.aliases, entry.id)}
    found = [[*keyed(block, ids)] for block in blocks]
    texts = [_without(block.text, those) for block, those in zip(blocks, found, strict=True)]
    numbers = {int(entry.number): entry.id for entry in reversed(listed) if entry.number.isdecimal()}
    counted = {place: entry.id for place, entry in enumerate(listed, 1)}
    by_number, _ = numeric(candidates(blocks, texts), numbers or counted, numbered=bool(numbers))
    for place, mention in by_number:
        found[place].append(mention)
    return tuple(tuple(sorted(those, key=lambda mention: mention.start)) for those in found)


def _without(text: str, those: Sequence[Mention]) -> str:
    """Return the text with blanks for the citations found, so that every character keeps its place."""
    ends = [0, *(mention.end for mention in those)]
    starts = [*(mention.start for mention in those), len(text)]
    blanks = [*(BLANK * (mention.end - mention.start) for mention in those), ""]
    return "".join(text[end:start] + blank for end, start, blank in zip(ends, starts, blanks, strict=True))

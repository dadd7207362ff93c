"""Finds the citations in the blocks of a manuscript, as scholarly prose prints them: a grammar, in any language.

"[4, p. 19–21]", "(Nye, 2004)", "Nye (1990)", superscripts, and keys and fields, which say themselves what they cite. What could be
a citation but names nothing in the list, as "[0, 1]" and "Almaty (2002)", is none. The form of the citations is that of the whole
document, by the evidence of those that fit the list.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kzcheck.language.citations.author_date import author_date
from kzcheck.language.citations.catalogue import catalogue
from kzcheck.language.citations.keys import BLANK, keyed
from kzcheck.language.citations.notes import noted, repeated
from kzcheck.language.citations.nouns import Listed, Mention, Target
from kzcheck.language.citations.numeric import candidates, numeric
from kzcheck.language.citations.table_labels import without_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.document import Block
    from kzcheck.language.citations.catalogue import Catalogue

__all__ = ["Listed", "Mention", "Target", "mentions"]

ALSO = 0.4
"""Least share of the entries that a second form of citation cites, compared with the first: names and years accompany numbers."""
MORE = 0.2
"""Least share of the entries cited by number that no key or link cites; with fewer, they are numbers in a linked text."""
FEWEST = 3
"""Entries that citations by author and year must cite before the list may lack one."""


def mentions(blocks: Sequence[Block], listed: Sequence[Listed]) -> tuple[tuple[Mention, ...], ...]:
    """Return the citations in each block, in order; `listed` are the entries of the manuscript's list, in order."""
    ids = {key: entry.id for entry in listed for key in (*entry.aliases, entry.id)}
    found = [[*keyed(block, ids)] for block in blocks]
    texts = [_without(block, those) for block, those in zip(blocks, found, strict=True)]
    numbers = {int(entry.number): entry.id for entry in reversed(listed) if entry.number.isdecimal()}
    counted = {} if any(found) else {place: entry.id for place, entry in enumerate(listed, 1)}  # keys say what is cited
    by_number = numeric(without_labels(candidates(blocks, texts), blocks), numbers or counted, numbered=bool(numbers))
    linked = frozenset(target.id for those in found for mention in those for target in mention.targets)
    works = catalogue(listed)
    by_name, named = _by_name(blocks, texts, works)
    more = len(by_number.ids - linked) >= MORE * len(by_number.ids)
    if more and len(by_number.ids) >= (ALSO if by_number.certain else 1) * len(named):
        _add(found, by_number.mentions)
    if len(named) > ALSO * len(by_number.ids) and (len(named) > len(by_number.ids) or len(named) >= FEWEST):
        _add(found, by_name)
    _add(found, noted(blocks, works))
    _add(found, repeated(blocks, found))
    return tuple(map(tuple, found))


def _by_name(blocks: Sequence[Block], texts: Sequence[str], works: Catalogue) -> tuple[list[tuple[int, Mention]], frozenset[str]]:
    """Return the mentions by author and year with their blocks, and the ids that they surely cite."""
    read = [
        (place, mention, found)
        for place, (block, text) in enumerate(zip(blocks, texts, strict=True))
        if block.kind not in ("front", "heading")
        for mention, found in author_date(text, works)
    ]
    sure = frozenset(key for _, _, found in read for citation in found for key in citation.sure)
    kept = ((place, mention) for place, mention, found in read if len(sure) >= FEWEST or not any(those.missing for those in found))
    return [*kept], sure


def _add(found: Sequence[list[Mention]], those: Iterable[tuple[int, Mention]]) -> None:
    """Add mentions to those of their blocks, which stay in order, but none that overlaps another."""
    for place, mention in those:
        there = found[place]
        at = bisect_left(there, mention.start, key=lambda other: other.start)
        if (at == 0 or there[at - 1].end <= mention.start) and (at == len(there) or mention.end <= there[at].start):
            there.insert(at, mention)


def _without(block: Block, those: Sequence[Mention]) -> str:
    """Return a block's text with blanks for the citations found and for marks of notes, so that every character keeps its place."""
    text, at = list(block.text), 0
    for run in block.runs:
        if run.note:
            text[at : at + len(run.text)] = BLANK * len(run.text)
        at += len(run.text)
    for mention in those:
        text[mention.start : mention.end] = BLANK * (mention.end - mention.start)
    return "".join(text)

"""Finds the citations in the blocks of a manuscript, by the list that each part of it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language.citations import mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Document
    from kzcheck.language.citations import Listed, Mention
    from kzcheck.language.reference_lists import ReferenceList
    from kzcheck.readers.articles.references import References


def citing_of(document: Document, lists: Sequence[ReferenceList], references: References) -> tuple[tuple[Mention, ...], ...]:
    """Return the mentions in each block of a document; blocks of lists have none.

    If chapters have lists of their own, the blocks before each list cite that list; blocks after the last one, and notes, cite any.
    """
    found: list[tuple[Mention, ...]] = [()] * len(document.blocks)
    taken = {number for part in lists for number in range(part.first, part.end)}
    for numbers, listed in _segments(document, lists, references.listed):
        body = [number for number in numbers if number not in taken]
        for number, inside in zip(body, mentions([document.blocks[number] for number in body], listed), strict=True):
            found[number] = inside
    return tuple(found)


def _segments(
    document: Document, lists: Sequence[ReferenceList], listed: Sequence[Sequence[Listed]]
) -> list[tuple[list[int], list[Listed]]]:
    """Return the blocks that share a list, with what citations can name of its entries."""
    everything = [entry for part in listed for entry in part]
    own = [
        (part.first, entries)
        for part, entries in zip(lists, listed, strict=False)
        if entries and not all(entry.further for entry in part.entries)
    ]
    if len(listed) < 2 or len(own) < 2:  # noqa: PLR2004
        return [([*range(len(document.blocks))], everything)]
    recommended = [entry for part, entries in zip(lists, listed, strict=True) if part.entries[0].further for entry in entries]
    segments: list[tuple[list[int], list[Listed]]] = []
    notes = [number for number, block in enumerate(document.blocks) if block.kind == "note"]
    begin = 0
    for first, entries in own:
        segments.append(([number for number in range(begin, first) if number not in notes], [*entries, *recommended]))
        begin = first
    segments.append(([*(number for number in range(begin, len(document.blocks)) if number not in notes), *notes], everything))
    return segments

"""Finds the lists of references among the blocks of a manuscript, and parts them into entries.

A list is known by its heading, in many languages; by its format, which marks the entries; or, without either, by its shape: a run
of numbered entries near the end. Whatever the heading, what follows must look like references.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.language.reference_lists import headings
from kzcheck.language.reference_lists.entries import parted
from kzcheck.language.reference_lists.lines import lines_of
from kzcheck.language.reference_lists.notes import from_notes
from kzcheck.language.reference_lists.nouns import PrintedEntry, ReferenceList
from kzcheck.language.reference_lists.parallel import aligned
from kzcheck.language.reference_lists.shapes import is_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import Block
    from kzcheck.language.reference_lists.entries import Parted

__all__ = ["PrintedEntry", "ReferenceList", "from_notes", "reference_lists"]

WITH_HEADING = 0.5
WITHOUT_HEADING = 0.8
"""Share of a list's entries that must look like references."""
FEWEST = 3
"""Entries of the shortest list without a heading."""
TRIED = 5
"""Blocks with the number 1, from the end, at which such a list may begin."""
IN_BETWEEN = 400
"""Most words between a list and the same list in another alphabet: the authors, their addresses, a summary."""


def reference_lists(blocks: Sequence[Block]) -> tuple[ReferenceList, ...]:
    """Return the lists of references among the blocks of a manuscript, in order."""
    lists: list[ReferenceList] = []
    number = 0
    while number < len(blocks):
        found = _marked(blocks, number) or _headed(blocks, number)
        if found:
            lists.append(found)
        number = found.end if found else number + 1
    if not lists and (found := _unheaded(blocks)):
        lists = [found]
    return _joined(lists, blocks)


def _marked(blocks: Sequence[Block], number: int) -> ReferenceList | None:
    """Return the list of entries that the format marks, from the block `number`, with the heading before it."""
    if blocks[number].kind != "entry":
        return None
    end = number
    entries: list[PrintedEntry] = []
    part = ""
    while end < len(blocks):
        block = blocks[end]
        words = " ".join(block.text.split())
        if block.kind == "entry":
            place = block.place(0, len(block.text))
            number_alone = block.label.strip(" .)([]")
            label = number_alone if number_alone.isdecimal() else block.label
            entries += [PrintedEntry(label, words, *place, part, anchor=block.anchor)] if words else []
        elif (
            block.kind == "heading"
            and end + 1 < len(blocks)
            and blocks[end + 1].kind == "entry"
            and not headings.of_list(block.text)
        ):
            part = block.text.strip()
        else:
            break
        end += 1
    if not entries:
        return None
    before = blocks[number - 1].text if number else ""
    headed = number > 0 and blocks[number - 1].kind != "entry" and bool(headings.of_list(before))
    further = headed and headings.recommends(before)
    marked = tuple(replace(entry, further=further or headings.recommends(entry.part)) for entry in entries)
    return ReferenceList(before.strip() if headed else "", number - headed, end, marked)


def _headed(blocks: Sequence[Block], number: int) -> ReferenceList | None:
    """Return the list whose heading is the block `number`, or begins it."""
    block = blocks[number]
    if block.kind in ("note", "cell", "caption", "item"):
        return None
    length = headings.opening(block.text)
    if not length:
        return None
    if block.text[length:].strip():
        lines = lines_of(blocks, number, length, block.level)
    else:
        if number + 1 < len(blocks) and blocks[number + 1].kind == "entry":
            return None  # the list that the format marks
        lines = lines_of(blocks, number + 1, level=block.level)
    made = parted(lines)
    if not made.entries or _alike(made) < WITH_HEADING:
        return None
    heading = block.text[:length].strip()
    return _list(blocks, heading, number, made)


def _unheaded(blocks: Sequence[Block]) -> ReferenceList | None:
    """Return the list that only its shape shows: numbered from 1, in the second half, and of nothing but references."""
    kinds = ("paragraph", "item", "back")
    firsts = (number for number in range(len(blocks) - 1, len(blocks) // 2 - 1, -1) if blocks[number].kind in kinds)
    for number in islice((number for number in firsts if headings.is_first(blocks[number])), TRIED):
        made = parted(lines_of(blocks, number), only_numbered=True)
        if len(made.entries) >= FEWEST and _alike(made) >= WITHOUT_HEADING:
            return _list(blocks, "", number, made)
    return None


def _alike(made: Parted) -> float:
    return sum(is_reference(entry.text) for entry in made.entries) / len(made.entries)


def _list(blocks: Sequence[Block], heading: str, first: int, made: Parted) -> ReferenceList:
    further = headings.recommends(heading)
    entries = []
    for piece in made.entries:
        opening, last = piece.lines[0], piece.lines[-1]
        start, _ = blocks[opening.block].place(opening.start + piece.lead, opening.end)
        _, end = blocks[last.block].place(last.start, last.end)
        recommended = further or headings.recommends(piece.part)
        anchor = blocks[opening.block].anchor
        entries.append(PrintedEntry(piece.label, piece.text, start, end, piece.part, recommended, anchor))
    return ReferenceList(heading, first, max(made.end, first + 1), tuple(entries))


def _joined(lists: Sequence[ReferenceList], blocks: Sequence[Block]) -> tuple[ReferenceList, ...]:
    """Return the lists; parts of one list, which follow each other, are joined, and one parallel to that before it is marked."""
    joined: list[ReferenceList] = []
    for found in lists:
        last = joined[-1] if joined else None
        if last and not last.parallel and sum(len(block.text.split()) for block in blocks[last.end : found.first]) <= IN_BETWEEN:
            pairs = aligned([entry.text for entry in last.entries], [entry.text for entry in found.entries])
            if pairs:
                joined.append(replace(found, parallel=True, pairs=pairs))
                continue
            if last.end == found.first:
                parts = tuple(replace(entry, part=entry.part or found.heading) for entry in found.entries)
                joined[-1] = replace(last, end=found.end, entries=last.entries + parts)
                continue
        joined.append(found)
    return tuple(joined)

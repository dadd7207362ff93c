"""Parts the lines of a list into its entries: by numbers, by the items of an automatic list, or by what each line looks like."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.damage import without_cuts
from kzcheck.language.reference_lists import headings
from kzcheck.language.reference_lists.numbering import numbered
from kzcheck.language.reference_lists.shapes import (
    DATED,
    LONGEST,
    adds_address,
    begins,
    goes_on,
    is_complete,
    is_reference,
    is_surely_reference,
    may_end,
)
from kzcheck.language.reference_lists.wrapping import entries_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.reference_lists.lines import Line
    from kzcheck.language.reference_lists.numbering import Start

AHEAD = 3
"""Blocks after one that does not look like a reference among which the list may go on."""
BEGIN_ALIKE = 0.6
"""Share of the entries so far that begin with a name: then what begins otherwise ends the list."""


class Piece(Struct):
    """An entry in the making: its number, and its lines with the offset at which its words begin in the first."""

    label: str
    lines: list[Line]
    lead: int = 0
    part: str = ""

    @property
    def text(self) -> str:
        """Its words; a word that a line break cut in two is joined."""
        first, *others = (line.text for line in self.lines)
        return " ".join(without_cuts("\n".join((first[self.lead :], *others))).split())


class Parted(Struct):
    """The entries of a list, and the block after the last of them."""

    entries: list[Piece]
    end: int


def parted(lines: list[Line], *, only_numbered: bool = False) -> Parted:
    """Part the lines of a list into its entries, up to where it ends."""
    starts = numbered(lines)
    if starts:
        pieces = _by_number(lines, starts)
    elif only_numbered:
        pieces = []
    else:
        pieces = _by_shape(lines)
    pieces = [piece for piece in pieces if piece.text]
    return Parted(pieces, max((piece.lines[-1].block + 1 for piece in pieces), default=0))


def _by_number(lines: Sequence[Line], starts: Sequence[Start]) -> list[Piece]:
    """Return numbered entries, each from its number to the next; annotations and headings between them belong to none."""
    pieces: list[Piece] = []
    part = _part_before(lines[: starts[0].line])
    cells = 0
    for start, following in zip(starts, (*starts[1:], None), strict=True):
        piece = Piece(str(start.number), [lines[start.line]], start.lead, part)
        rest = lines[start.line + 1 : following.line if following else None]
        if following:
            entries, part = _before_number(piece, rest)
            cells = max(cells, len(piece.lines))
        else:
            entries = [piece]
            _complete(piece, rest, cells)
        pieces += entries
    return pieces


def _before_number(piece: Piece, rest: Sequence[Line]) -> tuple[list[Piece], str]:
    """Add to a numbered entry its lines before the next number; return it with entries that lack one, and the next part."""
    pieces = [piece]
    part, closed = piece.part, False
    for line in rest:
        last = pieces[-1]
        if line.block == last.lines[-1].block or (line.kind == "cell" and last.lines[0].kind == "cell"):
            last.lines += [line] * (not closed)
        elif line.part:
            part, closed = line.text, True
        elif begins(line.text) and is_reference(line.text) and (closed or is_complete(last.text)):
            pieces.append(Piece("", [line], 0, part))
            closed = False
        elif not closed and _continues(last.text, line.text):
            last.lines.append(line)
        else:
            closed = True
            if line is rest[-1] and headings.may_be_part(line.text.rstrip(":")):
                part = line.text
    return pieces, part


def _complete(piece: Piece, rest: Sequence[Line], cells: int) -> None:
    """Add to the last numbered entry its other lines; in a table, as many cells as the others have."""
    for line in rest:
        if line.block != piece.lines[-1].block:
            if line.kind == "cell" and piece.lines[0].kind == "cell":
                if len(piece.lines) >= cells:
                    break
            elif line.part or not _continues(piece.text, line.text, last=True):
                break
        piece.lines.append(line)


def _continues(text: str, line: str, *, last: bool = False) -> bool:
    """Return whether a block goes on with the entry before it; if this is the `last`, in doubt it does not."""
    if len(text) > LONGEST:
        return False
    if last:
        return not may_end(text) or (not is_complete(text) and goes_on(line))
    return not is_complete(text) or goes_on(line)


def _part_before(lines: Sequence[Line]) -> str:
    return next((line.text for line in reversed(lines) if line.part or headings.may_be_part(line.text.rstrip(":"))), "")


def _by_shape(lines: Sequence[Line]) -> list[Piece]:
    """Return the entries of a list without numbers: its items, or what looks like references, up to the first that does not."""
    candidates = [Piece("", piece) for _, group in groupby(lines, key=lambda line: line.block) for piece in entries_of([*group])]
    texts = [piece.text for piece in candidates]
    alike = [is_reference(text) for text in texts]
    pieces: list[Piece] = []
    part = ""
    beginning = 0
    for at, candidate in enumerate(candidates):
        text, line = texts[at], candidate.lines[0]
        before = pieces[-1].text if pieces else ""
        ahead = any(alike[at + 1 : at + 1 + AHEAD])
        is_item = line.kind == "item" and (not pieces or pieces[-1].lines[0].kind == "item")
        heads = ahead and headings.may_be_part(text.rstrip(":")) and not alike[at]
        if line.part or (heads and not is_item and (not before or may_end(before)) and not begins(text)):
            part = text
        elif before and _is_rest(before, text, like=alike[at], item=is_item):
            pieces[-1].lines += candidate.lines
        elif is_item or _is_entry(text, like=alike[at], usual=bool(pieces) and beginning >= len(pieces) * BEGIN_ALIKE, ahead=ahead):
            candidate.part = part
            pieces.append(candidate)
            beginning += begins(text)
        elif not ahead:
            break
    return pieces


def _is_rest(before: str, text: str, *, like: bool, item: bool) -> bool:
    """Return whether a block is the rest of the entry before it, which a page break parted from it."""
    if item or begins(text) or len(before) > LONGEST:
        return False
    if adds_address(text, before):
        return True
    if like and is_reference(before):
        return not may_end(before) and goes_on(text)
    return not may_end(before) or (goes_on(text) and not is_complete(before))


def _is_entry(text: str, *, like: bool, usual: bool, ahead: bool) -> bool:
    """Return whether a block is an entry.

    What begins differently from the others is one only if more of them follow; so is what merely has a year, as works of
    organisations do, among entries that begin with names.
    """
    if len(text) > LONGEST:
        return False
    if like:
        return begins(text) or ahead or not usual or is_surely_reference(text)
    return ahead and (begins(text) or (usual and is_complete(text) and DATED.search(text) is not None))

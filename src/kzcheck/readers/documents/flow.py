"""Collects the blocks of a manuscript while its source is read: white space is collapsed, notes come last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from kzcheck.document import Block, Cite, Run

if TYPE_CHECKING:
    from kzcheck.document import BlockKind
    from kzcheck.language.manuscripts import Key


class Marks(NamedTuple):
    """How a stretch of text is marked."""

    superscript: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""


PLAIN = Marks()


class _Piece(Struct):
    """Text with one place for each character, unless it is `whole`."""

    texts: list[str]
    start: int
    end: int
    marks: Marks
    cites: tuple[Cite, ...]
    whole: bool


class _Open(Struct):
    """A block to which text is added, and the kind of those that follow it without being begun."""

    kind: BlockKind
    level: int = 0
    label: str = ""
    anchor: str = ""
    pieces: list[_Piece] = []
    following: BlockKind = "paragraph"


class Flow:
    """The blocks read so far, and those that are still open: a note opens in the middle of a paragraph.

    `note` is the number of the last note, `cited` are the places of the runs that cite.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.blocks: list[Block] = []
        self.note = 0
        self.cited: set[int] = set()
        self._notes: list[Block] = []
        self._open: list[_Open] = [_Open("paragraph")]

    def begin(
        self, kind: BlockKind, level: int = 0, label: str = "", *, anchor: str = "", following: BlockKind | None = None
    ) -> None:
        """End the block and begin another one; `following` is the kind of the blocks after it, by default what it was before."""
        self.end()
        self._open[-1] = _Open(kind, level, label, anchor, following=following or self._open[-1].following)

    def follow(self, kind: BlockKind) -> BlockKind:
        """End the block, and set the kind of those that are not begun; return the kind until now."""
        before = self._open[-1].following
        self.end()
        self._open[-1] = _Open(kind, following=kind)
        return before

    def end(self) -> None:
        """End the block, which is left out if it is empty."""
        block = self._open[-1]
        self._open[-1] = _Open(block.following, following=block.following)
        while block.pieces and block.pieces[-1].texts[-1] == " " and not block.pieces[-1].cites:
            _without_last(block.pieces)
        if block.pieces:
            runs = tuple(_run(piece) for piece in block.pieces)
            made = Block(block.kind, runs, block.level, block.label, block.anchor)
            (self._notes if block.kind == "note" else self.blocks).append(made)

    def push(self, kind: BlockKind, label: str = "") -> None:
        """Begin a block within the block, such as a note."""
        self._open.append(_Open(kind, label=label, following=kind))

    def pop(self) -> None:
        """End a block within a block."""
        self.end()
        self._open.pop()

    def add(self, text: str, start: int, end: int, marks: Marks = PLAIN, cites: tuple[Cite, ...] = ()) -> None:
        """Add a text without line ends, and its place; of white space, which must be apart, only the first is kept."""
        pieces = self._open[-1].pieces
        if text.isspace():
            if not pieces or pieces[-1].texts[-1].endswith(" "):
                return
            text = " "
        whole = end - start != len(text)
        if cites:
            self.cited.update(range(start, end))
        last = pieces[-1] if pieces else None
        if last and not (whole or cites or last.whole or last.cites) and last.end == start and last.marks == marks:
            last.texts.append(text)
            last.end = end
        elif text:
            pieces.append(_Piece([text], start, end, marks, cites, whole))

    def hide(self, key: Key) -> None:
        """Add a citation that prints nothing: a block of its own, with an empty text."""
        self.end()
        self.blocks.append(Block("back", (Run("", key.start, key.end, cites=(Cite(key.text),)),)))

    def document(self) -> tuple[Block, ...]:
        """End everything, and return all blocks."""
        while len(self._open) > 1:
            self.pop()
        self.end()
        return (*self.blocks, *self._notes)


def _without_last(pieces: list[_Piece]) -> None:
    last = pieces[-1]
    last.texts.pop()
    last.end -= 1
    if not last.texts:
        pieces.pop()


def _run(piece: _Piece) -> Run:
    marks = piece.marks
    return Run("".join(piece.texts), piece.start, piece.end, marks.superscript, marks.italic, marks.link, marks.note, piece.cites)

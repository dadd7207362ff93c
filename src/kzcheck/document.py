"""A manuscript as read, before anything in it is understood: blocks of runs, each with its place in the text."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.csl import Name

BlockKind = Literal["heading", "paragraph", "quotation", "item", "cell", "caption", "note", "entry", "front", "back"]
"""What a block is, as far as its format says so; an `entry` is one of a list of references."""

COUNTED = frozenset(("paragraph", "quotation", "item"))
"""The blocks that are counted as the paragraphs of a section."""


class Cite(Struct, frozen=True, gc=False):
    """A work that a key or a citation field names: its key in the manuscript, with the words and the locator given beside it."""

    key: str
    prefix: str = ""
    locator: str = ""
    label: str = "page"
    suffix: str = ""


class Run(Struct, frozen=True):
    r"""A stretch of a block's text in which everything is marked alike.

    `start` and `end` are its place in the document's text. If the place is as long as `text`, each character has its own place; if
    not, only the run as a whole has one: `ü` for `\"u`, a citation field. `cites` are the works that it cites by a key or field
    (its `text` is the marker as the author wrote or printed it), `note` is the label of the note that it refers to, `link` its
    address, or `#` with the anchor of a block.
    """

    text: str
    start: int
    end: int
    superscript: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""
    cites: tuple[Cite, ...] = ()


class Block(Struct, frozen=True, dict=True):
    """A heading, a paragraph, a note, a cell of a table, or an entry of a list.

    `level` is that of a heading or list item, from 1. `label` is what stands before the text and is not part of it: the number that
    the list gives to an item or entry, the label of a note, the key of an entry. `anchor` is the name by which links lead here.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0
    label: str = ""
    anchor: str = ""

    @cached_property
    def text(self) -> str:
        """The text of all runs."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def _starts(self) -> list[int]:
        starts, length = [], 0
        for run in self.runs:
            starts.append(length)
            length += len(run.text)
        return starts

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the place, in the document's text, of the characters from `start` to `end` of the block's text."""
        if not self.runs:
            return 0, 0
        return self._offset(start, last=False), self._offset(max(start, end - 1), last=True)

    def _offset(self, at: int, *, last: bool) -> int:
        number = max(bisect_right(self._starts, at) - 1, 0)
        run, within = self.runs[number], at - self._starts[number]
        if run.end - run.start == len(run.text):
            return run.start + within + last
        return run.end if last else run.start


class Spot(Struct, frozen=True):
    """A place as people find it in a manuscript: the heading above it, the paragraph under that heading, and the printed page.

    What is unknown is "" or 0; a heading is not a paragraph.
    """

    section: str = ""
    paragraph: int = 0
    page: str = ""


class Document(Struct, frozen=True, dict=True):
    """A manuscript: its blocks in reading order, with the notes at the end.

    `sources` are the texts of its files by name, in order. Places are offsets in all of them, one after the other. If the file is
    not a text (DOCX, PDF), its source is the text that was made of it, one block to a line, and the document is `projected`.
    `pages` says where each page begins, and its printed number. `form` is the format of the file. `authors` are those that
    it names in parts. `journal` and `year` say where and when it appeared; for statistics only, rules do not see them.
    """

    form: str
    sources: Mapping[str, str]
    blocks: tuple[Block, ...] = ()
    projected: bool = False
    pages: tuple[tuple[int, str], ...] = ()
    title: str = ""
    language: str = ""
    doi: str = ""
    authors: tuple[Name, ...] = ()
    journal: str = ""
    year: int | None = None

    @cached_property
    def _files(self) -> tuple[list[int], list[str]]:
        starts, length = [], 0
        for text in self.sources.values():
            starts.append(length)
            length += len(text)
        return starts, [*self.sources]

    def file(self, offset: int) -> tuple[str, int]:
        """Return the name of the file that an offset is in, and the offset from the beginning of that file."""
        starts, names = self._files
        number = max(bisect_right(starts, offset) - 1, 0)
        return names[number], offset - starts[number]

    def page(self, offset: int) -> str:
        """Return the printed number of the page that an offset is on, or "" where it is unknown."""
        number = bisect_right(self.pages, offset, key=lambda page: page[0]) - 1
        return self.pages[number][1] if number >= 0 else ""

    @cached_property
    def _spots(self) -> tuple[list[int], list[Spot]]:
        """The beginnings of the blocks, in order, and the spot of each."""
        spots: dict[int, Spot] = {}
        section, paragraph = "", 0
        for block in self.blocks:
            if block.kind == "heading":
                section, paragraph = " ".join(block.text.split()), 0
            elif block.kind in COUNTED:
                paragraph += 1
            if block.runs:
                start = block.runs[0].start
                spots[start] = Spot(section, paragraph if block.kind in COUNTED else 0, self.page(start))
        starts = sorted(spots)
        return starts, [spots[start] for start in starts]

    def spot(self, offset: int) -> Spot:
        """Return where people find an offset."""
        starts, spots = self._spots
        number = bisect_right(starts, offset) - 1
        return structs.replace(spots[number], page=self.page(offset)) if number >= 0 else Spot()

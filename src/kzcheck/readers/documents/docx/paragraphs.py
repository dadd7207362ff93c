"""Paragraphs of pieces: the text of a Word document as printed, each stretch with the XML element that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from kzcheck.document import BlockKind
    from kzcheck.readers.documents.docx.fields import Field

BREAK = "\n"
"""A line break within a paragraph."""


class Piece(NamedTuple):
    """A stretch of text in one XML element, from character `at` of its own text, and how it looks."""

    text: str
    node: Element | None
    at: int = 0
    superscript: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""
    field: Field | None = None
    page: int = 0


class Paragraph(Struct):
    """A paragraph as printed: its kind, its level and label, its pieces, and the bookmarks that begin in it."""

    kind: BlockKind
    pieces: list[Piece]
    level: int = 0
    label: str = ""
    marks: tuple[str, ...] = ()
    style: str = ""

    @property
    def text(self) -> str:
        """The text of all pieces."""
        return "".join(piece.text for piece in self.pieces)

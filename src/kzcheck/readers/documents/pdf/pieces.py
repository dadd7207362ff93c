"""What is read of a PDF before its layout is understood: pieces of text with their places, page by page."""

from __future__ import annotations

from msgspec import Struct

HYPHEN = "\x02"
"""The sign that PDFium puts for a hyphen at the end of a line."""

UNKNOWN = "\ufffd"
"""Stands for a character of which the file does not say what it is."""

SECONDS = 120
"""Seconds of processor time that PDFium may take, if the system can bound it; a book of 1,000 pages takes 10."""


class Piece(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of text in one font on one baseline: its left and right ends, its baseline and size, in points, from the bottom."""

    text: str
    left: float
    right: float
    base: float
    size: float
    italic: bool = False
    bold: bool = False


class Page(Struct, frozen=True, array_like=True):
    """A page: its size, the number that the file gives it, its pieces in the order of the file, and whether it has a picture."""

    width: float
    height: float
    label: str = ""
    pieces: list[Piece] = []
    picture: bool = False


class Pages(Struct, frozen=True):
    """The pages of a PDF with its title, or a code that says why there are none."""

    pages: list[Page] = []
    title: str = ""
    wrong: str = ""

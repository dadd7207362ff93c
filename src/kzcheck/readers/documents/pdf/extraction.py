"""Takes the pieces of text out of a PDF with PDFium; runs in a process of its own, since PDFium is C++ and files may be hostile."""

from __future__ import annotations

import ctypes
import math
import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2
from pypdfium2 import raw

from kzcheck.readers.documents.pdf.pieces import HYPHEN, UNKNOWN, Page, Pages, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 10_000
MOST_CHARACTERS, MOST_PIECES = 10_000_000, 1_000_000
"""Pages, characters and pieces that are read: three times those of the longest books."""
GAP = 1.5
"""Ems from the origin of a character to that of the next from which they are two pieces: columns are that far apart."""
SHIFT = 0.05
"""Ems by which the baseline of one piece may waver."""
BACK = 0.5
"""Ems by which a character may be before the last one: accents, kerning."""
RIGHT_ANGLE = 90
HALF_TURN = 2
DEPTH = 3
"""Forms within forms in which pictures are looked for."""
LINE_ENDS, SPACE = (10, 13), 32
ITALIC = re.compile(r"(?i)ital|obli|slant|-it\b|\bcm(?:ti|sl|mi)\d|sf(?:ti|sl)\d")
BOLD = re.compile(r"(?i)bold|black|heavy|semib|-bd\b|medi$|\bcmb|sfbx|sfsx")
BOLD_WEIGHT = 600
NAME = 200
"""Bytes of the name of a font that are read."""


def _typed(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - functions of C
    """Return a function of PDFium that takes addresses as numbers, which is three times as fast as with pointers to types."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


UNICODE = _typed(raw.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
TEXT_OBJECT = _typed(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
ORIGIN = _typed(raw.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class Style(msgspec.Struct, frozen=True):
    """How a text object is set: size in points, direction in quarter turns (-1 if it is slanted), and font."""

    size: float
    turn: int
    italic: bool = False
    bold: bool = False


def answer(request: bytes) -> bytes:
    """Return the pages of a PDF, encoded."""
    return msgspec.msgpack.encode(extracted(request))


def extracted(data: bytes) -> Pages:
    """Return the pages of a PDF, or why there are none."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        return Pages(wrong="encrypted" if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) else "broken")
    if count > MOST_PAGES:
        return Pages(wrong="long")
    pages: list[Page] = []
    characters = pieces = 0
    for number in range(count):
        try:
            page = _page(document, number)
        except pypdfium2.PdfiumError:
            page = Page(0, 0)
        characters += sum(len(piece.text) for piece in page.pieces)
        pieces += len(page.pieces)
        if characters > MOST_CHARACTERS or pieces > MOST_PIECES:
            return Pages(wrong="long")
        pages.append(page)
    return Pages(pages, document.get_metadata_value("Title"))


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_cropbox()
        turned: dict[int, list[Piece]] = {}
        for turn, piece in _Reader(text).pieces():
            turned.setdefault(turn, []).append(piece)
        turn = max(turned, key=lambda turn: sum(len(piece.text) for piece in turned[turn]), default=0)
        width, height = (right - left, top - bottom)[:: -1 if turn % 2 else 1]
        pieces = [_upright(piece, turn, (left, bottom, right, top)) for piece in turned.get(turn, ())]
        inside = [piece for piece in pieces if -1 <= piece.left <= width + 1 and -1 <= piece.base <= height + 1]
        picture = not inside and any(kind.type == raw.FPDF_PAGEOBJ_IMAGE for kind in page.get_objects(max_depth=DEPTH))
        return Page(width, height, document.get_page_label(number), inside, picture)
    finally:
        text.close()
        page.close()


def _upright(piece: Piece, turn: int, box: tuple[float, float, float, float]) -> Piece:
    """Return a piece with its place as seen when its text is upright, from the corner of the page."""
    left, bottom, right, top = box
    start = (-left, -bottom, right, top)[turn]
    base = (piece.base - bottom, right - piece.base, top - piece.base, piece.base - left)[turn]
    sign = 1 if turn < HALF_TURN else -1
    return msgspec.structs.replace(piece, left=start + sign * piece.left, right=start + sign * piece.right, base=base)


class _Reader:
    """Reads the characters of a page one by one."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self.handle = text.raw
        self.styles: dict[int, Style] = {}
        self.letters: list[str] = []
        self.style = Style(0, 0)
        self.start = self.along = self.across = 0.0
        self.final = 0

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Yield the pieces of the page, each with its direction; their places are along it and across it."""
        text = ctypes.cast(self.handle, ctypes.c_void_p)
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        space = False
        for index in range(raw.FPDFText_CountChars(self.handle)):
            code = UNICODE(text, index)
            drawn = TEXT_OBJECT(text, index)
            if not drawn or code in LINE_ENDS:
                space = code == SPACE
                if self.letters and not space:
                    yield self._closed()
                continue
            style = self.styles.get(drawn) or self._style(index, drawn)
            if style.turn < 0:
                continue
            ORIGIN(text, index, at_x, at_y)
            along, across = (y.value, x.value) if style.turn % 2 else (x.value, y.value)
            if space and self.letters:
                self.letters.append(" ")
            if self.letters and (style is not self.style or self._apart(along, across)):
                yield self._closed()
            if not self.letters:
                self.style, self.start, self.across = style, along, across
            self.letters.append(_letter(code))
            self.along, self.final, space = along, index, False
        if self.letters:
            yield self._closed()

    def _apart(self, along: float, across: float) -> bool:
        """Whether a character is too far from the last one to be of the same piece."""
        size = self.style.size
        step = (along - self.along) * (1 if self.style.turn < HALF_TURN else -1)
        return not -BACK * size <= step <= GAP * size or abs(across - self.across) > SHIFT * size

    def _closed(self) -> tuple[int, Piece]:
        """End a piece, and return it with its direction."""
        box, style = raw.FS_RECTF(), self.style
        raw.FPDFText_GetLooseCharBox(self.handle, self.final, box)
        end = (box.right, box.top, box.left, box.bottom)[style.turn]
        text = "".join(self.letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.letters = []
        return style.turn, Piece(text, self.start, end, self.across, style.size, style.italic, style.bold)

    def _style(self, index: int, drawn: int) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.handle, index, matrix)
        size = round(raw.FPDFText_GetFontSize(self.handle, index) * math.hypot(matrix.c, matrix.d), 2)
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        turn = round(angle / RIGHT_ANGLE)
        font = raw.FPDFTextObj_GetFont(ctypes.cast(drawn, raw.FPDF_PAGEOBJECT))
        buffer = ctypes.create_string_buffer(NAME)
        raw.FPDFFont_GetBaseFontName(font, buffer, NAME)
        name = buffer.value.decode("latin-1")
        slant = ctypes.c_int()
        italic = bool(ITALIC.search(name) or (raw.FPDFFont_GetItalicAngle(font, slant) and slant.value))
        bold = bool(BOLD.search(name)) or raw.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
        straight = abs(angle - RIGHT_ANGLE * turn) <= 1 and size > 0
        style = Style(size, turn % 4 if straight else -1, italic, bold)
        same = next((other for other in self.styles.values() if other == style), style)
        self.styles[drawn] = same
        return same


def _letter(code: int) -> str:
    """Return a character; a space for control characters, and a sign of replacement for what is not a character."""
    if 0 < code < SPACE:
        return HYPHEN if code == ord(HYPHEN) else " "
    return chr(code) if 0 < code <= sys.maxunicode else UNKNOWN

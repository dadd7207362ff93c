"""Reads Word documents: text as printed, with automatic numbers, notes, and the citations that fields hold.

`docx` files are ZIP archives of XML. `story` walks through them; `Projection` is the text in which places are counted.
"""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from kzcheck.article import Unreadable, place_in
from kzcheck.document import Block, Document, Run
from kzcheck.errors import UnreadableError
from kzcheck.identifiers import normal_doi
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.documents.docx import sources
from kzcheck.readers.documents.docx.kinds import TITLE
from kzcheck.readers.documents.docx.package import REPAIR, Package
from kzcheck.readers.documents.docx.paragraphs import BREAK, Paragraph, Piece
from kzcheck.readers.documents.docx.story import Story
from kzcheck.readers.documents.docx.styles import number_of
from kzcheck.readers.documents.docx.works import Works
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kzcheck.document import Cite
    from kzcheck.readers.documents import Included
    from kzcheck.readers.documents.docx.fields import Field

EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
DC = "{http://purl.org/dc/elements/1.1/}"
PROPERTIES = {
    "core-properties": {"title": f"{DC}title", "language": f"{DC}language", "identifier": f"{DC}identifier"},
    "extended-properties": {"pages": f"{EXTENDED}Pages"},
}
"""The parts that hold properties of the document, and what is read of them."""
MISSED = 0.1
"""Share of its pages whose beginning Word may not have noted (pages that begin with a picture); other programs note only a few."""
OPENING = 30
"""Blocks at the beginning among which the title is printed."""


class Projection:
    """The text of a document, one paragraph a line, with the place of each piece; the text boxes and notes are where they are read.

    `pieces` are all pieces with a text, in order, and `starts` their places. `inserted` are the places of the paragraphs before
    files that only Word turns into text.
    """

    def __init__(self, package: Package) -> None:
        """Read a document.

        Raises:
            UnreadableError: a part of it cannot be read.
        """
        self.works = Works(sources.read(package))
        self.story = Story(package, self.works)
        self.paragraphs: list[Paragraph] = []
        self.pieces: list[Piece] = []
        self.starts: list[int] = []
        self.lines: list[tuple[int, int]] = []
        before: list[int] = []
        lines, length = [], 0
        for paragraph in self.story.paragraphs:
            before.append(len(self.lines))
            pieces = _trimmed(paragraph.pieces)
            if not pieces:
                continue
            self.paragraphs.append(
                Paragraph(paragraph.kind, pieces, paragraph.level, paragraph.label, paragraph.marks, paragraph.style)
            )
            start = length + len(paragraph.label) + bool(paragraph.label)
            text = "".join(piece.text for piece in pieces)
            lines.append(f"{paragraph.label} {text}".lstrip(" ").replace(BREAK, " "))
            for piece in pieces:
                self.pieces.append(piece)
                self.starts.append(start)
                start += len(piece.text)
            self.lines.append((start - len(text), start))
            length = start + 1
        self.text = "\n".join(lines)
        before.append(len(lines))
        self.inserted = [self.lines[max(before[number] - 1, 0)] for number in sorted(self.story.inserted) if lines]


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - what a document names outside is not opened
    """Read a Word document.

    Raises:
        UnreadableError: it is encrypted, damaged, in the old format, too large, or empty.
    """
    package = Package(data, name)
    projection = Projection(package)
    if not projection.paragraphs:
        raise UnreadableError(f"{name}: has no text; {REPAIR}", code="no-words")
    targets = {piece.link for piece in projection.pieces if piece.link.startswith("#")}
    reading = _Reading(projection)
    blocks = (*(reading.block(paragraph, targets) for paragraph in projection.paragraphs), *reading.unprinted(len(projection.text)))
    properties = _properties(package)
    document = Document(
        "docx",
        {name: projection.text},
        blocks,
        projected=True,
        pages=tuple(_pages(projection, properties.get("pages", ""))),
        title=_title(projection.paragraphs, properties.get("title", "")),
        language=properties.get("language", ""),
        doi=normal_doi(properties.get("identifier", "")),
    )
    entry = next((line for line, block in zip(projection.lines, blocks, strict=False) if block.kind == "entry"), None)
    wrong = [(place, Wrong("citation-field")) for place in reading.damaged]
    wrong += [(place, Wrong("inserted-file")) for place in projection.inserted]
    unreadable = tuple(Unreadable(place_in(document, *place), fault) for place, fault in wrong)
    works = projection.works.nodes(reading.cited, entry or (0, 0), projection.text if entry else "")
    return Manuscript(document, works, unreadable=unreadable)


class _Reading:
    """Makes blocks of paragraphs; `cited` are the first places of the works, `damaged` those of fields that cannot be read."""

    def __init__(self, projection: Projection) -> None:
        self._works, self._story = projection.works, projection.story
        self._starts = iter(projection.starts)
        self._known: dict[int, tuple[Cite, ...]] = {}
        self.cited: dict[str, tuple[int, int]] = {}
        self.damaged: list[tuple[int, int]] = []

    def block(self, paragraph: Paragraph, targets: Collection[str]) -> Block:
        anchor = next((mark for mark in paragraph.marks if f"#{mark}" in targets), "")
        return Block(paragraph.kind, tuple(self._runs(paragraph)), paragraph.level, paragraph.label, anchor)

    def unprinted(self, end: int) -> Iterator[Block]:
        """Yield blocks without text for fields that cite and print nothing, as EndNote's hidden citations do."""
        for field in self._story.citations:
            if id(field) not in self._known and (cites := self._cited_by(field)):
                for cite in cites:
                    self.cited.setdefault(cite.key, (end, end))
                yield Block("back", (Run("", end, end, cites=cites),))

    def _runs(self, paragraph: Paragraph) -> Iterator[Run]:
        placed = [(piece, next(self._starts)) for piece in paragraph.pieces]
        for _, group in groupby(placed, key=self._mark):
            pieces = [*group]
            first, start = pieces[0]
            text = "".join(piece.text for piece, _ in pieces)
            end = start + len(text)
            if first.field is not None and first.field.kind == "damaged":
                self.damaged.append((start, end))
            if cites := self._cites(first):
                for cite in cites:
                    self.cited.setdefault(cite.key, (start, end))
            visible = [piece for piece, _ in pieces if piece.text.strip()]
            superscript, italic = (
                (all(marks) and bool(visible) for marks in zip(*((p.superscript, p.italic) for p in visible), strict=True))
                if visible
                else (False, False)
            )
            yield Run(text, start, end, superscript, italic, first.link, first.note, cites)

    def _mark(self, placed: tuple[Piece, int]) -> object:
        """Return what pieces of one run have in common: a citation field is one run, however it looks."""
        piece, _ = placed
        if self._cites(piece) or (piece.field is not None and piece.field.kind == "damaged"):
            return id(piece.field)
        return piece.superscript, piece.italic, piece.link, piece.note

    def _cites(self, piece: Piece) -> tuple[Cite, ...]:
        """Return what a piece cites; nothing if a work is not described, so that the printed citation is read instead."""
        return self._cited_by(piece.field) if piece.field is not None else ()

    def _cited_by(self, field: Field) -> tuple[Cite, ...]:
        if id(field) not in self._known:
            self._known[id(field)] = field.cites if all(cite.key in self._works for cite in field.cites) else ()
        return self._known[id(field)]


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without white space at both ends."""
    left = [*pieces]
    while left and not (text := left[0].text.lstrip()):
        left.pop(0)
    if left:
        left[0] = left[0]._replace(text=text, at=left[0].at + len(left[0].text) - len(text))
    while left and not (text := left[-1].text.rstrip()):
        left.pop()
    if left:
        left[-1] = left[-1]._replace(text=text)
    return left


def _pages(projection: Projection, counted: str) -> Iterator[tuple[int, str]]:
    """Yield where each page begins, and its printed number; nothing if Word `counted` far more pages than begin somewhere."""
    noted, all_pages = projection.story.pages.number, number_of(counted, 0)
    if all_pages - noted > max(1, all_pages * MISSED):
        return
    before = 0
    for piece, start in zip(projection.pieces, projection.starts, strict=True):
        if piece.page != before:
            before = piece.page
            yield start, projection.story.pages.printed(before)


def _title(paragraphs: Sequence[Paragraph], given: str) -> str:
    """Return the title: as the document prints it in the style for titles, or as its properties give it, if it prints that, too."""
    opening = paragraphs[:OPENING]
    first = next((place for place, paragraph in enumerate(opening) if paragraph.style == TITLE), None)
    if first is not None:
        return _line(" ".join(part.text for part in takewhile(lambda part: part.style == TITLE, opening[first:])))
    return next((_line(part.text) for part in opening if given and _line(part.text).casefold() == _line(given).casefold()), "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _properties(package: Package) -> dict[str, str]:
    """Return the title, language, identifier and number of pages in the document's properties; they are not worth an error."""
    values: dict[str, str] = {}
    for kind, names in PROPERTIES.items():
        part = next((about.target for about in package.relations("").values() if about.kind == kind), "")
        try:
            root = package.xml(part) if part in package.parts else None
        except UnreadableError:
            root = None
        values |= {} if root is None else {key: (root.findtext(name) or "").strip() for key, name in names.items()}
    return values

"""Parses XML into elements with the place of their contents.

expat, of the standard library, gives the offset of each event; lxml gives lines only. A document type may be named, as PubMed does,
but nothing is fetched, and one that defines entities is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.readers.nodes import DEPTH, VALUES, Scalar, composed, shown, too_deep, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Source

KEPT = {"i": "i", "b": "b", "sub": "sub", "sup": "sup", "italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
"""Elements, and typefaces in EndNote's, that CSL keeps in texts, with its own names for them."""

_BLANKS = re.compile(r"\s+")


class Element(Struct):
    """An element: its name without prefix, its attributes, its texts and children in their order, and the span of its contents."""

    name: str
    attributes: dict[str, str]
    pieces: list[str | Element]
    start: int
    end: int = 0

    def __iter__(self) -> Iterator[Element]:
        """Iterate over the children."""
        return (piece for piece in self.pieces if isinstance(piece, Element))

    def all(self, path: str) -> list[Element]:
        """Return the descendants at a path of names, such as `titles/title`."""
        level = [self]
        for name in path.split("/"):
            level = [child for element in level for child in element if child.name == name]
        return level

    def text(self) -> str:
        """Return the text in the element; of markup, only what CSL keeps is left."""
        return _BLANKS.sub(" ", "".join(self.texts())).strip()

    def lines(self) -> list[str]:
        """Return the non-empty lines of the text in the element."""
        return [line for line in map(str.strip, "".join(self.texts()).splitlines()) if line]

    def texts(self) -> Iterator[str]:
        """Yield the parts of the text in the element, with the markup that CSL keeps."""
        for piece in self.pieces:
            if isinstance(piece, str):
                yield piece
                continue
            faces = piece.attributes.get("face", "").split() if piece.name == "style" else [piece.name]
            marks = [KEPT[face] for face in faces if face in KEPT]
            yield from (f"<{mark}>" for mark in marks)
            yield from piece.texts()
            yield from (f"</{mark}>" for mark in reversed(marks))

    def value(self, text: str | None = None) -> Scalar:
        """Return the text, or one derived from it, with the place of the element's contents."""
        element = self
        while len(inside := [piece for piece in element.pieces if isinstance(piece, Element) or piece.strip()]) == 1:
            if isinstance(inside[0], str):
                break
            element = inside[0]
        return Scalar(composed(self.text() if text is None else text), element.start, element.end)


def parse(source: Source) -> Element:
    """Return the outermost element of an XML file.

    Raises:
        UnreadableError: the file is not XML, defines entities, or is nested too deeply; one line with the position.
    """
    return _Builder(source).document()


class _Builder:
    """Builds elements from the events of expat, with offsets in characters: expat counts bytes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._skipped = len(source.text) - len(source.text.lstrip())
        self._data = source.text[self._skipped :].encode("utf-8", "replace")
        self._bytes, self._characters = 0, self._skipped
        self._top = Element("", {}, [], 0)
        self._open = [self._top]
        self._begun = False
        self._left = VALUES
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.SkippedEntityHandler = self._skipped_entity
        self._parser.EntityDeclHandler = self._entity

    def document(self) -> Element:
        try:
            self._parser.Parse(self._data, True)  # noqa: FBT003
        except expat.ExpatError as error:
            wrong = f"this is not XML ({shown(expat.ErrorString(error.code))})"
            raise UnreadableError(
                self._source.problem(self._at(self._parser.ErrorByteIndex), wrong, "export the list again")
            ) from None
        return next(iter(self._top))

    def _at(self, index: int) -> int:
        """Return the offset in the file of a byte, at or after the one asked for before."""
        self._characters += len(self._data[self._bytes : index].decode("utf-8", "replace"))
        self._bytes = max(self._bytes, index)
        return self._characters

    def _event(self) -> int:
        """Return the offset of an event; the contents of an element begin with the first one after its start."""
        offset = self._at(self._parser.CurrentByteIndex)
        if self._begun:
            self._open[-1].start = offset
            self._begun = False
        self._left -= 1
        if self._left < 0:
            raise too_many(self._source, offset)
        return offset

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        offset = self._event()
        if len(self._open) > DEPTH:
            raise too_deep(self._source, offset)
        element = Element(name.rpartition(":")[2], attributes, [], offset)
        self._open[-1].pieces.append(element)
        self._open.append(element)
        self._begun = True

    def _end(self, _name: str) -> None:
        offset = self._event()
        element = self._open.pop()
        text = self._source.text
        while element.start < offset and text[element.start].isspace():
            element.start += 1
        while offset > element.start and text[offset - 1].isspace():
            offset -= 1
        element.end = max(offset, element.start)

    def _text(self, text: str) -> None:
        self._event()
        pieces = self._open[-1].pieces
        pieces.append(text)

    def _skipped_entity(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001
        self._event()
        self._open[-1].pieces.append(f"&{name};")

    def _entity(self, name: str, *_: object) -> None:
        offset = self._at(self._parser.CurrentByteIndex)
        raise UnreadableError(self._source.problem(offset, f"the entity &{shown(name)}; is defined here", "delete the definition"))

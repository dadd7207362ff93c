"""Parses XML into elements with the places of all their texts: expat gives the offset of each event, lxml gives lines alone.

A document type may be named, but nothing is fetched, and a file that defines entities is refused.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from kzcheck.errors import UnreadableError
from kzcheck.readers.documents.elements import Element, Words
from kzcheck.readers.nodes import Source, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 200
"""Levels of elements that are read; articles have 20."""
MOST = 2_000_000
"""Most elements and texts in one file; an article of 30 pages has 10,000."""

_REFERENCE = re.compile(r"&(?:#\w{1,10}|amp|lt|gt|quot|apos);")


def parse(name: str, text: str) -> Element:
    """Return the outermost element of an XML file.

    Raises:
        UnreadableError: the file is not XML, defines entities, or is too large or too deeply nested; one line with the position.
    """
    return _Builder(Source(name, text)).document()


class _Builder:
    """Builds elements from the events of expat, with offsets in characters: expat counts bytes."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._skipped = len(source.text) - len(source.text.lstrip())
        self._data = source.text[self._skipped :].encode("utf-8", "replace")
        self._bytes, self._characters = 0, self._skipped
        self._top = Element("", {}, [], 0, 0)
        self._open = [self._top]
        self._texts: list[str] = []
        self._place, self._plain = (0, 0), True
        self._left = MOST
        self._parser = expat.ParserCreate("utf-8")
        self._parser.ordered_attributes = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.SkippedEntityHandler = self._skipped_entity
        self._parser.EntityDeclHandler = self._entity
        self._parser.UseForeignDTD(True)  # noqa: FBT003 - so that entities that the document type would define are no error

    def document(self) -> Element:
        try:
            self._parser.Parse(self._data, True)  # noqa: FBT003
        except expat.ExpatError as error:
            wrong = f"this is not XML ({shown(expat.ErrorString(error.code))})"
            place = self._at(self._parser.ErrorByteIndex)
            raise UnreadableError(self._source.problem(place, wrong, "export the file again")) from None
        return next(iter(self._top))

    def _at(self, index: int) -> int:
        """Return the offset in the file of a byte, at or after the one asked for before."""
        self._characters += len(self._data[self._bytes : index].decode("utf-8", "replace"))
        self._bytes = max(self._bytes, index)
        return self._characters

    def _event(self) -> int:
        offset = self._at(self._parser.CurrentByteIndex)
        self._left -= 1
        if self._left < 0:
            raise UnreadableError(
                self._source.problem(offset, f"more than {MOST:,} elements and texts", "split the file"), code="large-file"
            )
        return offset

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        offset = self._event()
        self._flush()
        if len(self._open) > DEEPEST:
            raise UnreadableError(
                self._source.problem(offset, f"elements are nested deeper than {DEEPEST} levels", "export the file again")
            )
        local = {key.rpartition(":")[2] if key != "xml:lang" else key: value for key, value in attributes.items()}
        element = Element(name.rpartition(":")[2], local, [], offset, offset)
        self._open[-1].pieces.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        offset = self._event()
        self._flush()
        self._open.pop().end = offset

    def _text(self, text: str) -> None:
        offset = self._event()
        source = self._source.text
        reference = _REFERENCE.match(source, offset) if len(text) == 1 else None
        if reference:
            self._add(text, offset, reference.end())
        elif text == "\n" and source.startswith("\r\n", offset):
            self._add(text, offset, offset + 2)
        else:
            self._add(text, offset, offset + len(text))

    def _skipped_entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001
        offset = self._event()
        if not is_parameter:
            self._add(html5.get(f"{name};", f"&{name};"), offset, offset + len(name) + 2)

    def _entity(self, name: str, *_: object) -> None:
        offset = self._at(self._parser.CurrentByteIndex)
        raise UnreadableError(self._source.problem(offset, f"the entity &{shown(name)}; is defined here", "delete the definition"))

    def _add(self, text: str, start: int, end: int) -> None:
        """Add a text to those before it if it continues them, place by place."""
        plain = end - start == len(text)
        if not (plain and self._plain and start == self._place[1]):
            self._flush()
            self._place = start, start
        self._texts.append(text)
        self._place, self._plain = (self._place[0], end), plain

    def _flush(self) -> None:
        if self._texts:
            self._open[-1].pieces.append(Words("".join(self._texts), *self._place))
            self._texts = []

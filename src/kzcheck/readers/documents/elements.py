"""Elements of markup with the places of all their texts, whichever language they were written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORDS = re.compile(r"\S+(?: \S+)*|\s+")


class Words(Struct, gc=False):
    """A text, and its place in the source; they differ in length if the source writes it as a reference to characters."""

    text: str
    start: int
    end: int

    def parts(self) -> Iterator[Words]:
        """Yield its words and its white space apart."""
        if self.end - self.start != len(self.text):
            yield self
            return
        for match in _WORDS.finditer(self.text):
            yield Words(match[0], self.start + match.start(), self.start + match.end())


class Element(Struct):
    """An element: its name without prefix, its attributes, its texts and elements in their order, and its place."""

    name: str
    attributes: dict[str, str]
    pieces: list[Words | Element]
    start: int
    end: int

    def __iter__(self) -> Iterator[Element]:
        """Iterate over the elements directly in it."""
        return (piece for piece in self.pieces if isinstance(piece, Element))

    def first(self, *names: str) -> Element | None:
        """Return the first element directly in it with one of these names."""
        return next((element for element in self if element.name in names), None)

    def within(self, *names: str) -> Iterator[Element]:
        """Yield the elements with these names anywhere in it, in order; none of them within another."""
        left: list[Iterator[Element]] = [iter(self)]
        while left:
            element = next(left[-1], None)
            if element is None:
                left.pop()
            elif element.name in names:
                yield element
            else:
                left.append(iter(element))

    def words(self, without: Collection[str] = ()) -> Iterator[Words]:
        """Yield the texts in it, in order, except those in elements with some names."""
        left: list[Iterator[Words | Element]] = [iter(self.pieces)]
        while left:
            piece = next(left[-1], None)
            if piece is None:
                left.pop()
            elif isinstance(piece, Words):
                yield piece
            elif piece.name not in without:
                left.append(iter(piece.pieces))

    def text(self, without: Collection[str] = ()) -> str:
        """Return the text in it, with single blanks."""
        return " ".join("".join(words.text for words in self.words(without)).split())

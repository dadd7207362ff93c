"""How styles and direct formatting make text look: raised, slanted, hidden; and what styles say of their paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.readers.documents.docx.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

OFF = frozenset(("0", "false", "off", "none"))
RAISED = 4
"""Half points by which text is raised that counts as superscript: people who set it by hand raise it by 5 to 10."""
BODY = 9
"""The outline level of text that is not a heading."""


class Look(Struct, frozen=True):
    """How text looks, as far as a style or a run says: None if it leaves a trait to what is below it."""

    superscript: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None

    def over(self, below: Look) -> Look:
        """Return the look of text with this formatting on top of another."""
        return Look(
            below.superscript if self.superscript is None else self.superscript,
            below.italic if self.italic is None else self.italic,
            below.hidden if self.hidden is None else self.hidden,
        )


PLAIN = Look()


class Style(Struct, frozen=True):
    """A style with those that it is based on: its name, its look, its outline level, and its list (number and level, or "")."""

    name: str = ""
    look: Look = PLAIN
    outline: int = BODY
    number: str = ""
    level: int | None = None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        """Take the part of the styles, if there is one."""
        elements = [] if root is None else root.findall(f"{W}style")
        self._elements = {element.get(f"{W}styleId", ""): element for element in elements}
        self._styles: dict[str, Style] = {}
        defaults = [
            (element.get(f"{W}type"), key) for key, element in self._elements.items() if on(element.get(f"{W}default"), "0")
        ]
        self._default = next((key for kind, key in defaults if kind == "paragraph"), "")

    def get(self, key: str | None) -> Style:
        """Return a style; without an id, that of ordinary paragraphs."""
        key = self._default if key is None else key
        if key not in self._styles:
            chain: dict[str, None] = {}
            while key in self._elements and key not in self._styles and key not in chain:
                chain[key] = None
                key = value(self._elements[key], "basedOn") or ""
            style = self._styles.get(key, Style())
            for below in reversed(chain):
                style = self._styles[below] = _based(self._elements[below], style)
            return style
        return self._styles[key]


def _based(element: Element, below: Style) -> Style:
    formatting = element.find(f"{W}pPr")
    outline = value(formatting, "outlineLvl")
    numbering = formatting.find(f"{W}numPr") if formatting is not None else None
    number, level = value(numbering, "numId"), value(numbering, "ilvl")
    return Style(
        (value(element, "name") or "").lower(),
        look(element.find(f"{W}rPr")).over(below.look),
        number_of(outline, below.outline),
        below.number if number is None else number,
        below.level if level is None else number_of(level, 0),
    )


def look(formatting: Element | None) -> Look:
    """Return how formatting makes text look."""
    if formatting is None or not len(formatting):
        return PLAIN
    superscript = italic = hidden = None
    for element in formatting:
        if element.tag == f"{W}vertAlign":
            superscript = element.get(f"{W}val") == "superscript"
        elif element.tag == f"{W}position":
            superscript = superscript or number_of(element.get(f"{W}val"), 0) >= RAISED
        elif element.tag == f"{W}i":
            italic = on(element.get(f"{W}val"))
        elif element.tag == f"{W}vanish":
            hidden = on(element.get(f"{W}val"))
    return Look(superscript, italic, hidden)


def on(text: str | None, default: str = "1") -> bool:
    """Return whether a switch is on; it needs no value for that."""
    return (default if text is None else text) not in OFF


def value(element: Element | None, name: str) -> str | None:
    """Return the value of the child of a given name, or None."""
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else child.get(f"{W}val", "")


def number_of(text: str | None, default: int) -> int:
    """Return the small whole number that a text is, or the default."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else default  # noqa: PLR2004

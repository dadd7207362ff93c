"""Marks in the text of a Word document where comments begin and end; runs are split where words begin inside them."""

from __future__ import annotations

from bisect import bisect_right
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from kzcheck.annotated.comments import SPACE
from kzcheck.readers.documents.docx.kinds import TITLE
from kzcheck.readers.documents.docx.package import W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from kzcheck.readers.documents.docx import Projection
    from kzcheck.readers.documents.docx.paragraphs import Piece

RUN, TEXT, BOX, PROPERTIES = f"{W}r", f"{W}t", f"{W}txbxContent", f"{W}rPr"
AROUND_RUNS = frozenset(f"{W}{name}" for name in "p hyperlink ins moveTo sdtContent smartTag customXml fldSimple dir bdo".split())
"""The elements in which comments can begin and end: those around runs."""


class Point(NamedTuple):
    """A place for marks: before or after a run (or what stands in its place), or within it, in a child from a character on."""

    run: Element
    child: Element | None = None
    at: int = 0
    after: bool = False


class Anchors:
    """The places of comments in a document: they are collected first, since marking them moves the text."""

    def __init__(self, projection: Projection) -> None:
        """Take the document as read."""
        self._projection = projection
        self._points: dict[Element, list[tuple[Point, list[Element]]]] = {}
        placed = zip(projection.pieces, projection.starts, strict=True)
        self._notes = {piece.link: (start, start + len(piece.text)) for piece, start in placed if piece.note}
        titles = [line for paragraph, line in zip(projection.paragraphs, projection.lines, strict=True) if paragraph.style == TITLE]
        self._title = (*titles, *projection.lines)[0]

    def add(self, start: int, end: int, number: int) -> None:
        """Anchor a comment at the characters from `start` to `end` of the projected text; at the title if there are none."""
        start, end = self._marked(start, end)
        pieces, starts = self._projection.pieces, self._projection.starts
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        begin = self._point(pieces[first], start - starts[first])
        finish = self._point(pieces[last], end - starts[last], after=True)
        self._at(begin).append((begin, [_element("commentRangeStart", number)]))
        reference = etree.Element(RUN)
        reference.append(_element("commentReference", number))
        self._at(finish).append((finish, [_element("commentRangeEnd", number), reference]))

    def mark(self) -> None:
        """Put all marks into the text."""
        for run, marks in self._points.items():
            _mark(run, marks)

    def _at(self, point: Point) -> list[tuple[Point, list[Element]]]:
        return self._points.setdefault(point.run, [])

    def _marked(self, start: int, end: int) -> tuple[int, int]:
        """Return the range to mark: within one paragraph, without its label; for a note, the reference to it."""
        if start >= end:
            return self._title
        lines = self._projection.lines
        line = min(bisect_right(lines, start, key=lambda span: span[1]), len(lines) - 1)
        paragraph, (low, high) = self._projection.paragraphs[line], lines[line]
        if paragraph.kind == "note":
            return self._notes.get(f"#{paragraph.marks[0]}", self._title)
        start = max(start, low)
        return start, min(max(end, start + 1), high)

    def _point(self, piece: Piece, at: int, *, after: bool = False) -> Point:
        """Return the place before or after a character of a piece; outside a citation, which its program would call edited."""
        field, node = piece.field, piece.node
        if field is not None and field.kind == "citation" and field.first is not None and field.last is not None:
            first, last = _outermost(field.first), _outermost(field.last)
            if first.getparent() is last.getparent():
                return Point(last if after else first, after=after)
        if node is None:
            raise AssertionError
        run = _outermost(node)
        if run.tag == RUN and node.getparent() is run:
            return Point(run, node, piece.at + at, after)
        return Point(run, after=after)


def _outermost(node: Element) -> Element:
    """Return the run that an element is in, or what stands in its place; of a text in a box, the one that holds the box."""
    for box in node.iterancestors(BOX):
        node = box
    parent = node.getparent()
    while parent is not None and parent.tag not in AROUND_RUNS:
        node, parent = parent, parent.getparent()
    return node


def _element(name: str, number: int) -> Element:
    element = etree.Element(f"{W}{name}")
    element.set(f"{W}id", str(number))
    return element


def _mark(run: Element, marks: Sequence[tuple[Point, list[Element]]]) -> None:
    """Put marks before, within and after a run; where one comment ends and another begins, the end comes first."""
    inside: dict[tuple[int, int], list[tuple[bool, list[Element]]]] = {}
    last = (len(run), 0)
    for point, elements in marks:
        inside.setdefault(_position(run, point), []).append((not point.after, elements))
    for place in sorted(inside, reverse=True):
        ordered = [element for _, elements in sorted(inside[place], key=lambda mark: mark[0]) for element in elements]
        if place == (0, 0):
            for element in ordered:
                run.addprevious(element)
            continue
        if place != last:
            run.addnext(_split(run, *place))
        for element in reversed(ordered):
            run.addnext(element)


def _position(run: Element, point: Point) -> tuple[int, int]:
    """Return where in a run a point is: a child's number and a character in it; (0, 0) is before the run."""
    if point.child is None:
        return (len(run), 0) if point.after else (0, 0)
    number = run.index(point.child)
    length = len(point.child.text or "") if point.child.tag == TEXT else 0
    if point.at >= length and point.after:
        return number + 1, 0
    at = min(point.at, length)
    opens = number == 0 or (number == 1 and run[0].tag == PROPERTIES)
    return (0, 0) if at == 0 and opens else (number, at)


def _split(run: Element, number: int, at: int) -> Element:
    """Cut a run at a character of a child, and return the rest as a run of its own that looks the same."""
    rest = etree.Element(RUN)
    for name, value in run.attrib.items():
        rest.set(name, value)
    properties = run.find(PROPERTIES)
    if properties is not None:
        rest.append(deepcopy(properties))
    children = list(run)[number:]
    if at:
        text = children[0].text or ""
        other = deepcopy(children[0])
        other.tail = children[0].tail
        children[0].tail = None
        children[0].text, other.text = text[:at], text[at:]
        for part in (children[0], other):
            if part.text != (part.text or "").strip():
                part.set(SPACE, "preserve")
        rest.append(other)
        children = children[1:]
    for child in children:
        rest.append(child)
    return rest

"""Parses HTML into elements with the places of all their texts, as leniently as browsers do, in linear time."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.errors import UnreadableError
from kzcheck.readers.documents.elements import Element, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 150
"""Levels of elements that are kept; what is deeper belongs to the last of them."""
MOST = 2_000_000
"""Most elements and texts in one file; an article of 30 pages has 10,000."""
NEAREST = 50
"""Levels in which an open paragraph, item or cell is looked for that another one ends."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset("script style textarea title iframe noembed noframes xmp template".split())
"""Elements whose contents are text up to their end tag."""
BLOCKS = frozenset(
    (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
        " form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th thead"
        " tr ul"
    ).split()
)
"""Elements that begin on a line of their own."""
ENDED_BY = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "td": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "th": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "tbody": (frozenset(("tr", "td", "th", "tbody", "thead", "tfoot")), frozenset(("table",))),
}
"""For elements whose end tags may be left out: which they end, and where the search for these stops."""
NO_PARAGRAPH = frozenset("table td th caption button object".split())
"""Elements through which a block does not end a paragraph around them."""

_TAG = re.compile(r"<(?:(?P<end>/)?(?P<name>[A-Za-z][^\s/>]{0,100})|(?P<other>[!?]))")
_ATTRIBUTE = re.compile(r"[\s/]*+(?:(>)|([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s>]*+))?|=)")
_REFERENCE = re.compile(r"&[^;]{1,40};")
_REFERENCES = re.compile(r"(?:&(?:#\d{1,8}|#[xX][\da-fA-F]{1,8}|[A-Za-z][A-Za-z\d]{1,31});)+")


class _Open(NamedTuple):
    """An open element by its name; those that are too deep share that of the last one kept."""

    name: str
    element: Element


def parse(name: str, text: str) -> Element:
    """Return an element with the elements of an HTML file.

    Raises:
        UnreadableError: it has too many elements.
    """
    return _Builder(name, text).document()


class _Builder:
    """Builds elements from tags; end tags that are missing are supplied, those that end nothing are left out."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text
        self._top = Element("", {}, [], 0, len(text))
        self._open = [_Open("", self._top)]
        self._names: Counter[str] = Counter()
        self._left = MOST

    def document(self) -> Element:
        text, at = self._text, 0
        while match := _TAG.search(text, at):
            self._words(at, match.start())
            at = self._tag(match)
        self._words(at, len(text))
        return self._top

    def _tag(self, match: re.Match[str]) -> int:
        """Read a tag or what looks like one; return the offset after it."""
        text = self._text
        if match["other"]:
            comment = text.startswith("<!--", match.start())
            stop = text.find("-->" if comment else ">", match.end())
            return len(text) if stop < 0 else stop + (3 if comment else 1)
        name = match["name"].lower().rpartition(":")[2]
        attributes, at = self._attributes(match.end())
        if match["end"]:
            self._end(name, match.start())
            return at
        self._start(name, attributes, match.start(), at)
        closed = text.endswith("/>", match.start(), at)
        if name in RAW and not closed:
            end = re.compile(rf"</{name}", re.IGNORECASE).search(text, at)
            stop = end.start() if end else len(text)
            if name == "title":
                self._words(at, stop)
            return stop
        if name in VOID or closed:
            self._end(name, at)
        return at

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        """Return the attributes of a tag, and the offset after it."""
        attributes: dict[str, str] = {}
        while match := _ATTRIBUTE.match(self._text, at):
            at = match.end()
            if match[1]:
                break
            if match[2]:
                value = match[3] or ""
                value = value[1:-1] if value[:1] in {'"', "'"} and value[-1:] == value[:1] and len(value) > 1 else value
                attributes.setdefault(match[2].lower(), html.unescape(value) if "&" in value else value)
        else:
            return attributes, len(self._text)
        return attributes, at

    def _start(self, name: str, attributes: dict[str, str], start: int, end: int) -> None:
        self._count()
        if name in BLOCKS:
            self._close(frozenset(("p",)), NO_PARAGRAPH, start)
        if name in ENDED_BY:
            self._close(*ENDED_BY[name], start)
        parent = self._open[-1].element
        element = parent
        if len(self._open) <= DEEPEST or name in VOID:
            element = Element(name, attributes, [], start, end)
            parent.pieces.append(element)
        self._open.append(_Open(name, element))
        self._names[name] += 1

    def _close(self, names: frozenset[str], until: frozenset[str], at: int) -> None:
        """End the outermost open element with one of these names, unless one of the others is nearer."""
        outermost = 0
        for place in range(len(self._open) - 1, max(0, len(self._open) - 1 - NEAREST), -1):
            name = self._open[place].name
            if name in until:
                break
            if name in names:
                outermost = place
        if outermost:
            self._pop(outermost, at)

    def _end(self, name: str, at: int) -> None:
        if self._names[name]:
            self._pop(next(place for place in range(len(self._open) - 1, 0, -1) if self._open[place].name == name), at)

    def _pop(self, first: int, at: int) -> None:
        for closed in self._open[first:]:
            closed.element.end = max(closed.element.end, at)
            self._names[closed.name] -= 1
        del self._open[first:]

    def _words(self, start: int, end: int) -> None:
        pieces = self._open[-1].element.pieces
        for words in _resolved(self._text, start, end):
            self._count()
            pieces.append(words)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError(f"{self._name}: has more than {MOST:,} elements and texts; split the file", code="large-file")


def _resolved(text: str, start: int, end: int) -> Iterator[Words]:
    """Yield a text with its references to characters resolved: those side by side with one place, blanks with their own."""
    for match in _REFERENCES.finditer(text, start, end):
        if start < match.start():
            yield Words(text[start : match.start()], start, match.start())
        resolved = html.unescape(match[0])
        if any(map(str.isspace, resolved)):
            yield from (
                Words(html.unescape(sign[0]), sign.start(), sign.end()) for sign in _REFERENCE.finditer(text, *match.span())
            )
        else:
            yield Words(resolved, match.start(), match.end())
        start = match.end()
    if start < end:
        yield Words(text[start:end], start, end)

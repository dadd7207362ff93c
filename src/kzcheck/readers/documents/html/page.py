"""Walks through the elements of an HTML page and drafts its blocks, before it is known which links cite and which are notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from kzcheck.readers.documents.drafts import Draft
from kzcheck.readers.documents.elements import Element, Words
from kzcheck.readers.documents.flow import PLAIN, Marks
from kzcheck.readers.documents.html_elements import BLOCKS
from kzcheck.readers.documents.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.document import BlockKind

SILENT = frozenset(
    (
        "head script style template nav svg iframe object embed canvas audio video map button select textarea input noscript rp rt"
        " dialog menu noembed noframes xmp"
    ).split()
)
"""Elements whose contents are not the text of the article."""
WHOLE = frozenset(("html", "body", "main", "article"))
"""Elements that hold the text, whatever their classes say of what is beside it: "sidebar-visible"."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS: dict[str, BlockKind] = {
    "blockquote": "quotation",
    "li": "item",
    "dt": "item",
    "dd": "item",
    "td": "cell",
    "th": "cell",
    "caption": "caption",
    "figcaption": "caption",
}
TITLES, FRONT = frozenset(("title", "MsoTitle")), frozenset(("subtitle", "author", "authors", "date", "MsoSubtitle"))
"""Classes of what pandoc and Word put before the text."""
ITALIC, RAISED = frozenset(("i", "em", "cite", "dfn", "var")), frozenset(("sup",))
FORMULA = "$…$"
"""Stands for a formula that is not plain text, or could look like a citation."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?i)(?:^|[\s_-])(?:toc|contents|navbar|sidebar|breadcrumbs?|noprint|mw-editsection|mw-cite-backlink|footnote-back(?:ref)?)(?:$|[\s_-])"
)
_ENTRY = re.compile(r"(?:^|\s)csl-entry(?:$|\s)")
_MATHS = re.compile(r"(?:^|\s)(?:math|MathJax|katex|mwe-math-element)(?:$|\s)")
_PLAIN = re.compile(r"[\w\s=<>≤≥≈+−.,%×°±/*-]{1,40}")
_DELIMITERS = re.compile(r"^(?:\\[(\[]|\$+)|(?:\\[)\]]|\$+)$")


class _Place(Struct, frozen=True):
    """Where in the page an element is: the kind of the blocks there, their level and role."""

    kind: BlockKind = "paragraph"
    level: int = 0
    role: str = ""


class Page:
    """The drafts of a page, in order. `sources` are the anchors of the links, by their numbers."""

    def __init__(self, root: Element) -> None:
        """Walk through a page."""
        self.drafts: list[Draft] = []
        self.sources: dict[int, tuple[str, ...]] = {}
        self._with_blocks = _with_blocks(root)
        self._anchors: list[str] = []
        self._label = ""
        self._links = 0
        self._read(root, _Place())

    def _read(self, element: Element, place: _Place) -> None:
        """Read an element with blocks in it: what is between them is a block, too."""
        loose: list[Words | Element] = []
        for piece in element.pieces:
            if isinstance(piece, Words) or (piece.name not in BLOCKS and id(piece) not in self._with_blocks):
                loose.append(piece)
                continue
            self._draft(loose, place)
            loose = []
            self._block(piece, place)
        self._draft(loose, place)

    def _block(self, element: Element, place: _Place) -> None:
        if _hidden(element):
            return
        name, attributes = element.name, element.attributes
        self._anchors += _anchors(element)
        role = attributes.get("role", "") or place.role
        kind = "entry" if _is_entry(element) else KINDS.get(name, place.kind)
        classes = frozenset(attributes.get("class", "").split())
        if classes & TITLES and name in ("h1", "p"):
            self._label = "title"
            self._draft(element.pieces, _Place("front", 0, role))
            self._label = ""
        elif classes & FRONT and name == "p":
            self._draft(element.pieces, _Place("front", 0, role))
        elif name in HEADINGS:
            self._draft(element.pieces, _Place("heading", HEADINGS[name], role))
        elif name in ("ul", "ol", "menu", "dir"):
            self._list(element, _Place(place.kind, place.level + 1, role))
        elif kind == "entry" and id(element) in self._with_blocks:
            margin = next((part for part in element if "csl-left-margin" in part.attributes.get("class", "")), None)
            self._label = margin.text().strip("[](). ") if margin else ""
            self._draft([piece for piece in element.pieces if piece is not margin], _Place("entry", 0, role))
            self._label = ""
        else:
            self._read(element, _Place(kind, place.level, role))

    def _list(self, element: Element, place: _Place) -> None:
        number = _whole(element.attributes.get("start", ""), 1)
        for piece in element:
            if piece.name != "li" or _hidden(piece):
                self._block(piece, place)
                continue
            number = _whole(piece.attributes.get("value", ""), number)
            self._label = str(number) if element.name == "ol" else ""
            self._block(piece, place)
            self._label = ""
            number += 1

    def _draft(self, pieces: Iterable[Words | Element], place: _Place) -> None:
        """Draft a block, unless it is empty."""
        inner: list[str] = []
        phrases = [*self._phrases(pieces, PLAIN, inner)]
        if not any(phrase.text.strip() for phrase in phrases):
            self._anchors += inner
            return
        anchors = tuple(dict.fromkeys((*self._anchors, *inner)))
        self.drafts.append(Draft(place.kind, phrases, place.level, self._label, anchors, place.role))
        self._anchors, self._label = [], ""

    def _phrases(
        self, pieces: Iterable[Words | Element], marks: Marks, anchors: list[str], targets: tuple[str, ...] = (), number: int = 0
    ) -> Iterator[Phrase]:
        for piece in pieces:
            if isinstance(piece, Words):
                for words in piece.parts():
                    yield Phrase(words.text, words.start, words.end, marks, targets, number)
                continue
            if _hidden(piece):
                continue
            anchors += _anchors(piece)
            if piece.name == "br" or piece.name in BLOCKS:
                yield Phrase(" ", piece.start, piece.start, marks, targets, number)
            if piece.name == "math" or _MATHS.search(piece.attributes.get("class", "")):
                yield Phrase(_formula(piece), piece.start, piece.end, marks, targets, number)
            elif piece.name == "a" and (address := piece.attributes.get("href", "").strip()):
                self._links += 1
                self.sources[self._links] = tuple(dict.fromkeys((*_anchors(piece), *anchors[-1:])))
                inside = (unquote(address[1:]),) if len(address) > 1 and address[0] == "#" else ()
                linked = _marked(piece, marks._replace(link=address))
                yield from self._phrases(piece.pieces, linked, anchors, inside, self._links if inside else 0)
            else:
                yield from self._phrases(piece.pieces, _marked(piece, marks), anchors, targets, number)


def _with_blocks(root: Element) -> set[int]:
    """Return the elements in which there are blocks, by their identities."""
    holding: set[int] = set()
    path: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
    while path:
        element = next(path[-1][1], None)
        if element is None:
            path.pop()
            continue
        if element.name in BLOCKS:
            for outer, _ in reversed(path):
                if id(outer) in holding:
                    break
                holding.add(id(outer))
        path.append((element, iter(element)))
    return holding


def _hidden(element: Element) -> bool:
    attributes = element.attributes
    if element.name in SILENT:
        return True
    if element.name in WHOLE:
        return False
    return bool(
        attributes
        and (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or attributes.get("role") in ("navigation", "doc-toc", "doc-backlink", "search")
            or _HIDDEN.search(attributes.get("style", ""))
            or _CONTENTS.search(attributes.get("class", ""))
            or attributes.get("id", "").lower() in ("toc", "contents")
        )
    )


def _anchors(element: Element) -> list[str]:
    names = (element.attributes.get("id", ""), element.attributes.get("name", "") if element.name == "a" else "")
    return [name for name in dict.fromkeys(names) if name]


def _is_entry(element: Element) -> bool:
    return element.attributes.get("role") == "doc-biblioentry" or bool(_ENTRY.search(element.attributes.get("class", "")))


def _formula(element: Element) -> str:
    text = _DELIMITERS.sub("", element.text(("annotation", "annotation-xml"))).strip()
    return text if _PLAIN.fullmatch(text) else FORMULA


def _marked(element: Element, marks: Marks) -> Marks:
    name, style = element.name, element.attributes.get("style", "")
    if name in RAISED or _SUPER.search(style) or "MsoFootnoteReference" in element.attributes.get("class", ""):
        return marks._replace(superscript=True)
    if name == "sub":
        return marks._replace(superscript=False)
    return marks._replace(italic=True) if name in ITALIC else marks


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else otherwise  # noqa: PLR2004

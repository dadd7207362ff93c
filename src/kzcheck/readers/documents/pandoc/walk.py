"""Walks through the tree that pandoc makes of a document, and drafts its blocks and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from kzcheck.document import Cite
from kzcheck.readers.documents.drafts import Draft
from kzcheck.readers.documents.flow import PLAIN, Marks
from kzcheck.readers.documents.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.document import BlockKind

Json: TypeAlias = Any
"""What a tree in JSON has: pandoc wrote it, so that its shape is known."""

DEEPEST = 100
"""Levels of the tree that are read: documents have 20."""
FORMULA = "$…$"
"""Stands for a formula that is not plain text, or could look like a citation."""
BLANKS = frozenset(("Space", "SoftBreak", "LineBreak"))
WORDS = frozenset(("Str", "Code"))
WRAPPED = frozenset("Emph Underline Strong Strikeout Superscript Subscript SmallCaps Span Link Cite".split())
"""The inlines that are blanks, words, and other inlines."""
QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}

_PLAIN = re.compile(r"[\w\s=<>≤≥≈+−.,%×°±/*-]{1,40}")
_WORDS = re.compile(r"\S+(?: \S+)*|\s+")


class _Place(NamedTuple):
    """Where blocks are: their kind and level, the drafts that they are added to, and their depth in the tree."""

    kind: BlockKind
    level: int
    into: list[Draft]
    depth: int = 0

    def inside(self, kind: BlockKind | None = None, levels: int = 0) -> _Place:
        """Return the place of blocks within a block here."""
        return _Place(kind or self.kind, self.level + levels, self.into, self.depth + 1)


class _Look(NamedTuple):
    """What the words of an inline have in common: marks, the anchors of a link with its number, and works cited by keys."""

    marks: Marks = PLAIN
    targets: tuple[str, ...] = ()
    number: int = 0
    cites: tuple[Cite, ...] = ()

    def phrase(self, text: str) -> Phrase:
        """Return a phrase that looks so; its place is known when all are in order."""
        return Phrase(text, 0, 0, self.marks, self.targets, self.number, self.cites)


class Walk:
    """The drafts of a document, in order, and its notes. `sources` are the anchors of links; `lists` the files that it names."""

    def __init__(self, blocks: Json, meta: Json) -> None:
        """Walk through a document."""
        self.drafts: list[Draft] = []
        self.notes: list[Draft] = []
        self.sources: dict[int, tuple[str, ...]] = {}
        self.lists = tuple(_names(meta.get("bibliography"))) if isinstance(meta, dict) else ()
        self._links = 0
        self._numbers = 0
        self._label = ""
        self._anchors: list[str] = []
        self._handlers: dict[str, Callable[[Json, _Place], None]] = {
            "Para": self._draft,
            "Plain": self._draft,
            "LineBlock": lambda content, place: self._draft(
                [part for line in content for part in (*line, {"t": "LineBreak"})], place
            ),
            "CodeBlock": lambda content, place: self._draft([{"t": "Code", "c": content}], place),
            "Header": self._heading,
            "BlockQuote": lambda content, place: self._blocks(content, place.inside("quotation")),
            "OrderedList": self._numbered,
            "BulletList": self._items,
            "DefinitionList": self._definitions,
            "Div": self._division,
            "Figure": self._figure,
            "Table": self._table,
        }
        if isinstance(meta, dict):
            for field in ("title", "subtitle", "author", "abstract"):
                self._front(field, meta.get(field))
        self._blocks(blocks, _Place("paragraph", 0, self.drafts))

    def _front(self, field: str, value: Json) -> None:
        if not isinstance(value, dict):
            return
        content = value.get("c")
        if value.get("t") == "MetaList":
            for part in content if isinstance(content, list) else ():
                self._front(field, part)
        elif value.get("t") == "MetaBlocks":
            self._blocks(content, _Place("paragraph" if field == "abstract" else "front", 0, self.drafts))
        elif text := plain(value):
            self.drafts.append(Draft("front", [*_words(text, _Look())], 0, "title" if field == "title" else ""))

    def _blocks(self, blocks: Json, place: _Place) -> None:
        if not isinstance(blocks, list) or place.depth > DEEPEST:
            return
        for block in blocks:
            if handler := self._handlers.get(block.get("t", "")):
                handler(block.get("c"), place)

    def _heading(self, content: Json, place: _Place) -> None:
        level, about, inlines = content
        self._anchors.append(about[0])
        self._draft(inlines, _Place("heading", level, place.into, place.depth))

    def _numbered(self, content: Json, place: _Place) -> None:
        self._items(content[1], place, content[0][0])

    def _items(self, items: Json, place: _Place, first: int | None = None) -> None:
        for number, item in enumerate(items, first or 0):
            self._label = "" if first is None else str(number)
            self._blocks(item, place.inside("item", 1))
            self._label = ""

    def _definitions(self, content: Json, place: _Place) -> None:
        for term, definitions in content:
            self._draft(term, place.inside("item"))
            for definition in definitions:
                self._blocks(definition, place.inside("item"))

    def _division(self, content: Json, place: _Place) -> None:
        (anchor, classes, _), blocks = content
        self._anchors.append(anchor)
        self._blocks(blocks, place.inside("entry" if "csl-entry" in classes else None))

    def _figure(self, content: Json, place: _Place) -> None:
        _, caption, blocks = content
        self._blocks(caption[1], place.inside("caption"))
        self._blocks(blocks, place.inside())

    def _table(self, content: Json, place: _Place) -> None:
        _, caption, _, head, bodies, foot = content
        self._blocks(caption[1], place.inside("caption"))
        for row in (*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]):
            for cell in row[1]:
                self._blocks(cell[4], place.inside("cell"))

    def _draft(self, inlines: Json, place: _Place) -> None:
        """Draft a block of inlines, with single blanks, unless it is empty."""
        phrases: list[Phrase] = []
        for phrase in self._phrases(inlines, _Look(), place.depth):
            if phrase.text.isspace():
                if not phrases or phrases[-1].text.isspace():
                    continue
                phrase.text = " "
            phrases.append(phrase)
        while phrases and phrases[-1].text.isspace():
            phrases.pop()
        if phrases:
            anchors = tuple(dict.fromkeys(filter(None, self._anchors)))
            place.into.append(Draft(place.kind, phrases, place.level, self._label, anchors))
            self._anchors, self._label = [], ""

    def _phrases(self, inlines: Json, look: _Look, depth: int) -> Iterator[Phrase]:
        if not isinstance(inlines, list) or depth > DEEPEST:
            return
        for inline in inlines:
            name, content = inline.get("t"), inline.get("c")
            if name in WORDS:
                yield from _words(content if name == "Str" else content[1], look)
            elif name in BLANKS:
                yield look.phrase(" ")
            elif name == "Quoted":
                opening, closing = QUOTES.get(content[0]["t"], ("“", "”"))
                yield look.phrase(opening)
                yield from self._phrases(content[1], look, depth + 1)
                yield look.phrase(closing)
            elif name == "Math":
                yield look.phrase(content[1] if _PLAIN.fullmatch(content[1]) else FORMULA)
            elif name == "Note":
                yield self._note(content, look, depth)
            elif name in WRAPPED:
                yield from self._wrapped(name, content, look, depth)

    def _wrapped(self, name: str, content: Json, look: _Look, depth: int) -> Iterator[Phrase]:
        """Yield the phrases of inlines within another."""
        inlines = content
        if name in ("Span", "Link", "Cite"):
            inlines = content[1]
        if name == "Span":
            self._anchors.append(content[0][0])
        elif name == "Link":
            look = self._linked(content, look)
        elif name == "Cite":
            look = look._replace(cites=tuple(map(_cite, content[0])))
        else:
            look = look._replace(marks=_marked(name, look.marks))
        yield from self._phrases(inlines, look, depth + 1)

    def _linked(self, content: Json, look: _Look) -> _Look:
        address = content[2][0]
        self._links += 1
        self.sources[self._links] = tuple(dict.fromkeys(filter(None, (content[0][0], *self._anchors[-1:]))))
        inside = (unquote(address[1:]),) if len(address) > 1 and address[0] == "#" else ()
        return _Look(look.marks._replace(link=address), inside, self._links if inside else 0, look.cites)

    def _note(self, blocks: Json, look: _Look, depth: int) -> Phrase:
        """Draft a note, and return its mark."""
        self._numbers += 1
        label = str(self._numbers)
        outside, before = self._anchors, self._label
        self._anchors, self._label = [], ""
        into: list[Draft] = []
        self._blocks(blocks, _Place("note", 0, into, depth + 1))
        for draft in into:
            draft.kind, draft.label = "note", label
        self.notes += into
        self._anchors, self._label = outside, before
        return Phrase(label, 0, 0, look.marks._replace(superscript=True, note=label))


def plain(value: Json, depth: int = 0) -> str:
    """Return the text of a value of the metadata, or of inlines, with single blanks."""
    return " ".join("".join(_texts(value, depth)).split())


def _texts(value: Json, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _texts(part, depth + 1)
    elif isinstance(value, dict):
        name, content = value.get("t"), value.get("c")
        if name in ("Str", "MetaString") and isinstance(content, str):
            yield content
        elif name in BLANKS:
            yield " "
        elif name in ("Math", "Code") and isinstance(content, list):
            yield str(content[-1])
        elif name != "Note":
            yield from _texts(content, depth + 1)


def _names(value: Json) -> Iterator[str]:
    """Yield the file names in a value of the metadata."""
    if isinstance(value, dict) and value.get("t") == "MetaList":
        for part in value.get("c", ()):
            yield from _names(part)
    elif text := plain(value):
        yield text


def _words(text: str, look: _Look) -> Iterator[Phrase]:
    """Yield the words and the white space of a text apart."""
    return (look.phrase(match[0]) for match in _WORDS.finditer(text))


def _cite(citation: Json) -> Cite:
    return Cite(citation["citationId"], plain(citation["citationPrefix"]), suffix=plain(citation["citationSuffix"]))


def _marked(name: str, marks: Marks) -> Marks:
    if name == "Emph":
        return marks._replace(italic=True)
    return marks._replace(superscript=name == "Superscript") if name in ("Superscript", "Subscript") else marks

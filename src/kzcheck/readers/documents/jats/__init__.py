"""Reads articles in JATS XML, and books in BITS: text, notes, citations and the list of references, with places in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.csl import Name
from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.identifiers import normal_doi
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript, phrases, xml_elements
from kzcheck.readers.documents.elements import Element, Words
from kzcheck.readers.documents.flow import PLAIN, Flow, Marks
from kzcheck.readers.documents.jats.works import CITATIONS, PRINTED, work
from kzcheck.readers.documents.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kzcheck.document import BlockKind
    from kzcheck.readers.documents import Included
    from kzcheck.readers.nodes import Node

ARTICLES = ("article", "book", "book-part")
BODIES = frozenset("body book-body back book-back floats-group book-part sec ref-list".split())
"""Elements of an article that have its text."""
ANNEXED = ("sub-article", "response")
"""Elements of articles that are published with another one: replies and comments, but also translations and peer reviews. Only
those with a list of their own are read."""
APART = frozenset(
    (
        "fig fig-group table-wrap table-wrap-group boxed-text supplementary-material list def-list disp-quote verse-group speech"
        " statement table array media disp-formula-group code preformat p sec ref-list fn-group"
    ).split()
)
"""Elements within a paragraph that are read after it."""
SILENT = frozenset(
    (
        "graphic inline-graphic object-id alt-text long-desc permissions label index-term target milestone-start milestone-end"
        " processing-meta related-article"
    ).split()
)
"""Elements without text of the article."""
FORMULAS = frozenset(("inline-formula", "disp-formula", "tex-math", "math", "chem-struct"))
FORMULA = "$…$"
"""Stands for a formula that is not plain text, or could look like a citation."""
HEADED = frozenset("sec app ack abstract notes glossary bio boxed-text ref-list fn-group app-group dedication".split())
"""Elements that may have a heading."""
TEXTS = frozenset("p td th verse-line term def preformat code attrib".split())
"""Elements of text."""
KINDS: dict[str, BlockKind] = {
    "disp-quote": "quotation",
    "verse-group": "quotation",
    "def-item": "item",
    "ack": "back",
    "bio": "back",
}
"""The kinds of the blocks in elements."""
FACES = frozenset(
    ("italic", "bold", "sup", "sub", "sc", "monospace", "underline", "overline", "roman", "sans-serif", "styled-content")
)
"""Elements after which nothing is missing; others that follow each other, such as the parts of a name, are apart in print."""

_YEAR = re.compile(r"[12][0-9]{3}")
_PLAIN = re.compile(r"[\w\s=<>≤≥≈+−.,%×°±/*-]{1,40}")


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - nothing that a file names is read
    """Read an article in JATS.

    Raises:
        UnreadableError: it is not XML, or not an article in JATS.
    """
    text, _ = files.text_of(data, name)
    root = xml_elements.parse(name, text)
    article = root if root.name in ARTICLES else next(root.within(*ARTICLES), None)
    if article is None or not any(article.within("body", "back", "sec", "ref-list")):
        raise UnreadableError(
            f"{name}: is XML, but not an article in JATS; give the article as DOCX, ODT, HTML or text", code="other-kind"
        )
    reading = _Reading(article)
    front = next(article.within("article-meta", "book-meta", "book-part-meta"), None)
    if front:
        reading.front(front)
    for part in article:
        if part.name in BODIES:
            reading.block(part, 0, "paragraph")
    for part in article:
        if part.name in ANNEXED and part.attributes.get("article-type") != "translation" and next(part.within("ref"), None):
            reading.annexed(part)
    title = front and next(front.within("article-title", "book-title"), None)
    journal = next((part for meta in article.within("journal-meta") for part in meta.within("journal-title")), None)
    document = Document(
        "jats",
        {name: text},
        reading.flow.document(),
        title=title.text(("xref", "fn")) if title else "",
        language=article.attributes.get("xml:lang", ""),
        doi=_doi(front) if front else "",
        authors=tuple(_authors(front)) if front else (),
        journal=journal.text() if journal else "",
        year=min(_years(front), default=None) if front else None,
    )
    return Manuscript(document, reading.works)


def _doi(front: Element) -> str:
    return next(
        (
            normal_doi(number.text())
            for number in front
            if number.attributes.get("pub-id-type") == "doi" and number.name.endswith("-id")
        ),
        "",
    )


def _years(front: Element) -> Iterator[int]:
    """Yield the years in which it appeared, in print and online."""
    for published in front.within("pub-date"):
        year = published.first("year")
        if year and _YEAR.fullmatch(year.text()):
            yield int(year.text())


def _authors(front: Element) -> Iterator[Name]:
    """Yield the authors; those without a family name are collaborations."""
    for person in (part for group in front.within("contrib-group") for part in group.within("contrib")):
        if person.attributes.get("contrib-type", "author") == "author":
            for name in [*person.within("name", "string-name", "collab")][:1]:
                family, given = (part.text() if (part := name.first(kind)) else "" for kind in ("surname", "given-names"))
                yield Name(family, given) if family else Name(literal=name.text(("contrib-group",)))


class _Reading:
    """Adds the elements of an article to its blocks; `entries` are the positions of the references by their ids."""

    def __init__(self, article: Element) -> None:
        self.flow = Flow()
        self.works: list[Node] = []
        self._refs = [ref for part in article.within("ref-list") for ref in part.within("ref")]
        self.entries = {self._key(ref, place): place for place, ref in enumerate(self._refs)}
        self._keys = {id(ref): key for ref, key in zip(self._refs, self.entries, strict=False)}
        self._aliases = {
            part.attributes["id"]: key
            for ref, key in zip(self._refs, self.entries, strict=False)
            for part in ref.within(*CITATIONS)
            if "id" in part.attributes
        }
        self._notes = {
            note.attributes["id"]: _label(note) or str(place)
            for place, note in enumerate(article.within("fn", "table-wrap-foot-fn"), 1)
            if "id" in note.attributes
        }
        self._linked = frozenset(rid for link in article.within("xref") for rid in link.attributes.get("rid", "").split())
        self._links = 0
        self._handlers: dict[str, Callable[[Element, int, BlockKind], None]] = {
            "title": self._heading,
            "subtitle": self._heading,
            "list": self._list,
            **dict.fromkeys(("fig", "table-wrap", "media", "supplementary-material"), self._figure),
            "table": self._table,
            "array": self._table,
            "fn": self._note,
            "ref-list": self._references,
        }

    def _key(self, ref: Element, place: int) -> str:
        return ref.attributes.get("id", "") or f"#{place}"

    def front(self, meta: Element) -> None:
        """Read the title, the authors and the abstract."""
        for title in [*meta.within("article-title", "book-title")][:1]:
            self._paragraph("front", title, label="title")
        names = [*meta.within("contrib-group")]
        people = [name for group in names for name in group.within("name", "string-name", "collab")]
        for name in people:
            self._paragraph("front", name)
        for translation in meta.within("trans-abstract"):
            self._inside(translation, 1, "front", headings="front")
        for abstract in meta.within("abstract"):
            self.block(abstract, 0, "paragraph")

    def annexed(self, article: Element) -> None:
        """Read an article that is published with this one, below its title."""
        titles = [title for front in article.within("front-stub", "front") for title in front.within("article-title")]
        for title in titles[:1]:
            self._paragraph("heading", title, level=1)
        for part in article:
            if part.name in BODIES:
                self.block(part, 1, "paragraph")

    def block(self, element: Element, level: int, kind: BlockKind) -> None:
        """Read an element that stands apart from the text around it."""
        name = element.name
        if name in SILENT or name in FORMULAS:
            return
        if handler := self._handlers.get(name):
            handler(element, level, kind)
        elif name in TEXTS:
            self._mixed(element, kind)
        else:
            self._inside(element, level + (name in HEADED), KINDS.get(name, kind))

    def _heading(self, element: Element, level: int, _kind: BlockKind) -> None:
        self._paragraph("heading", element, level=max(level, 1))

    def _table(self, element: Element, _level: int, _kind: BlockKind) -> None:
        for cell in element.within("td", "th"):
            self._mixed(cell, "cell")

    def _inside(self, element: Element, level: int, kind: BlockKind, headings: BlockKind = "heading") -> None:
        for part in element:
            if part.name == "title" and headings != "heading":
                self._paragraph(headings, part)
            else:
                self.block(part, level, kind)

    def _mixed(self, element: Element, kind: BlockKind, label: str = "", level: int = 0) -> None:
        """Read a paragraph, and after it what stands apart within it."""
        self._paragraph(kind, element, label=label, level=level)
        for part in _apart(element):
            self.block(part, level, kind)

    def _paragraph(self, kind: BlockKind, *elements: Element, label: str = "", level: int = 0, anchor: str = "") -> None:
        """Add a block with the text of elements, with a blank between them."""
        self.flow.begin(kind, level, label, anchor=anchor)
        for element in elements:
            if element is not elements[0]:
                self.flow.add(" ", element.start, element.start)
            phrases.add([*self._phrases(element.pieces, PLAIN)], self.flow, self.entries)
        self.flow.end()

    def _list(self, element: Element, level: int, kind: BlockKind) -> None:
        ordered = element.attributes.get("list-type") == "order"
        for number, item in enumerate((part for part in element if part.name == "list-item"), 1):
            label = _label(item) or (str(number) if ordered else "")
            for part in item:
                if part.name == "list":
                    self._list(part, level + 1, kind)
                elif part.name == "p":
                    self._mixed(part, "item", label, level + 1)
                    label = ""
                elif part.name != "label":
                    self.block(part, level + 1, "item")

    def _figure(self, element: Element, level: int, _kind: BlockKind) -> None:
        caption = element.first("caption")
        if caption:
            self._paragraph("caption", *(part for part in caption if part.name in ("title", "p")), label=_label(element))
            for part in caption:
                if part.name == "p":
                    for inner in _apart(part):
                        self.block(inner, level, "caption")
        for part in element:
            if part.name not in ("caption", "label"):
                self.block(part, level, "caption")

    def _note(self, element: Element, _level: int = 0, _kind: BlockKind = "note") -> None:
        self.flow.push("note", self._notes.get(element.attributes.get("id", ""), "") or _label(element))
        for place, part in enumerate(element.within("p")):
            if place:
                self.flow.begin("note")
            phrases.add([*self._phrases(part.pieces, PLAIN)], self.flow, self.entries)
        self.flow.pop()

    def _references(self, element: Element, level: int, _kind: BlockKind) -> None:
        for part in element:
            if part.name == "ref":
                self._reference(part)
            else:
                self.block(part, level + 1, "paragraph")

    def _reference(self, ref: Element) -> None:
        key = self._keys.get(id(ref), "")
        citations = [*ref.within(*CITATIONS)]
        printed = [citation for citation in citations if citation.name in PRINTED] or citations
        printed = printed or [part for part in ref if part.name in ("note", "p")]
        if not printed:
            return
        self.flow.begin("entry", 0, _label(ref).strip("[](). "), anchor=key)
        for place, citation in enumerate(printed):
            if place:
                self.flow.add(" ", citation.start, citation.start)
            phrases.add([*self._phrases(citation.pieces, PLAIN)], self.flow, {})
        self.flow.end()
        described = work(ref, key, printed[0].start, printed[-1].end)
        if described:
            self.works.append(described)

    def _phrases(
        self, pieces: Sequence[Words | Element], marks: Marks, targets: tuple[str, ...] = (), number: int = 0
    ) -> Iterator[Phrase]:
        """Yield the phrases of a text, without what stands apart."""
        before = ""
        for piece in pieces:
            if isinstance(piece, Words):
                for words in piece.parts():
                    yield Phrase(words.text, words.start, words.end, marks, targets, number)
            elif piece.name in FORMULAS:
                yield from _formula(piece, marks)
            elif piece.name == "break":
                yield Phrase(" ", piece.start, piece.start, marks)
            elif piece.name == "fn":
                yield from self._footnote(piece, marks)
            elif piece.name == "xref":
                yield from self._link(piece, marks)
            elif piece.name not in APART and piece.name not in SILENT:
                if before and before not in FACES:
                    yield Phrase(" ", piece.start, piece.start, marks, targets, number)
                yield from self._phrases(piece.pieces, _marked(piece, marks), targets, number)
            before = piece.name if isinstance(piece, Element) else ""

    def _link(self, link: Element, marks: Marks) -> Iterator[Phrase]:
        rids = link.attributes.get("rid", "").split()
        kind = link.attributes.get("ref-type", "")
        keys = tuple(self._aliases.get(rid, rid) for rid in rids)
        targets = tuple(key for key in keys if key in self.entries)
        if targets and kind in ("bibr", ""):
            self._links += 1
            yield from self._phrases(link.pieces, marks, targets, self._links)
            return
        label = next((self._notes[rid] for rid in rids if rid in self._notes), "")
        yield from self._phrases(link.pieces, marks._replace(note=label, superscript=True) if label else marks)

    def _footnote(self, note: Element, marks: Marks) -> Iterator[Phrase]:
        """Yield the mark of a note that stands in the text, unless a link has it."""
        key = note.attributes.get("id", "")
        if key not in self._linked and (label := self._notes.get(key, "") or _label(note)):
            yield Phrase(label, note.start, note.end, marks._replace(superscript=True, note=label))
        self._note(note)


def _label(element: Element) -> str:
    label = element.first("label")
    return label.text() if label else ""


def _apart(element: Element) -> Iterator[Element]:
    """Yield the elements that stand apart within a paragraph, wherever they are in it."""
    for part in element:
        if part.name in APART:
            yield part
        elif part.name not in SILENT and part.name != "fn":
            yield from _apart(part)


def _formula(element: Element, marks: Marks) -> Iterator[Phrase]:
    """Yield a formula; one that is printed on lines of its own is apart from the words around it."""
    text = element.text(("tex-math", "label", "annotation", "annotation-xml", *SILENT)).strip()
    apart = element.name == "disp-formula"
    if apart:
        yield Phrase(" ", element.start, element.start, marks)
    yield Phrase(text if _PLAIN.fullmatch(text) else FORMULA, element.start, element.end, marks)
    if apart:
        yield Phrase(" ", element.end, element.end, marks)


def _marked(element: Element, marks: Marks) -> Marks:
    if element.name == "sup":
        return marks._replace(superscript=True)
    if element.name == "sub":
        return marks._replace(superscript=False)
    if element.name == "italic":
        return marks._replace(italic=True)
    if element.name in ("ext-link", "uri") and element.attributes.get("href"):
        return marks._replace(link=element.attributes["href"])
    return marks

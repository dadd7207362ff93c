"""Walks through the body and the notes of a Word document, as a reader sees them: deletions accepted, nothing hidden.

The walk gives paragraphs of pieces. A piece keeps the XML element that its text is in, so that a place in the text is a place in
the file, too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError
from kzcheck.readers.documents.docx import bookmarks, fields, symbols, tables
from kzcheck.readers.documents.docx.fields import Field
from kzcheck.readers.documents.docx.kinds import kind_of
from kzcheck.readers.documents.docx.notes import NOTES, NoteNumbers
from kzcheck.readers.documents.docx.numbering import Numbering
from kzcheck.readers.documents.docx.package import R, W
from kzcheck.readers.documents.docx.pages import Pages
from kzcheck.readers.documents.docx.paragraphs import BREAK, Paragraph, Piece
from kzcheck.readers.documents.docx.styles import BODY, PLAIN, Styles, look, number_of, on, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element as Element

    from kzcheck.document import BlockKind
    from kzcheck.readers.documents.docx.package import Package
    from kzcheck.readers.documents.docx.works import Works

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DEEPEST = 120
"""Most elements around a text; a text box in a table in a text box has 40."""


class Story:
    """The paragraphs of a document, its notes last; all fields that cite; and before which paragraphs files are `inserted`."""

    def __init__(self, package: Package, works: Works) -> None:
        """Walk through a document.

        Raises:
            UnreadableError: a part of it cannot be read.
        """
        self._package, self._works = package, works
        self.root = package.xml(package.main)
        self._addresses = package.addresses(package.main)
        self._instructions = bookmarks.instructions(package)
        self._bookmarked: dict[str, Field] = {}
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self.pages = Pages(self.root)
        self.citations: list[Field] = []
        self.paragraphs: list[Paragraph] = []
        self.inserted: set[int] = set()
        self._notes = NoteNumbers(self.root, self._part("settings"))
        self._handlers = self._handled()
        self._depth = self._row = 0
        self._arranged = self._listing = False
        self._fields: list[Field] = []
        self._controls: list[Field] = []
        self._links: list[str] = []
        self._marks: list[str] = []
        self._boxes: list[Element] = []
        self._pieces: list[Piece] = []
        self._base = self._look = PLAIN
        self._mark_follows: tuple[str, str] | None = None
        for body in self.root.findall(f"{W}body"):
            self._inside(body)
        self._finish()
        self._read_notes()

    def _part(self, kind: str) -> Element | None:
        names = self._package.named(kind)
        return self._package.xml(names[0]) if names else None

    def _handled(self) -> dict[str, Callable[[Element], None]]:
        through = "ins moveTo smartTag customXml sdtContent dir bdo rubyBase ruby tc"
        word = {
            **dict.fromkeys(through.split(), self._inside),
            "p": self._paragraph,
            "r": self._run,
            "tbl": self._table,
            "tr": self._table_row,
            "sdt": self._control,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "bookmarkStart": self._bookmark,
            "bookmarkEnd": self._bookmark_end,
            "sectPr": self.pages.section,
            "t": self._text,
            "br": self._break,
            "cr": self._break,
            "fldChar": self._field_sign,
            "instrText": self._instruction,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "lastRenderedPageBreak": lambda _: self.pages.rendered(),
            "sym": lambda sign: self._add(symbols.sign(sign.get(f"{W}font", ""), sign.get(f"{W}char", "")), sign),
            "tab": lambda sign: self._add(" ", sign),
            "ptab": lambda sign: self._add(" ", sign),
            "noBreakHyphen": lambda sign: self._add("-", sign),
            "drawing": self._box,
            "pict": self._box,
            "altChunk": lambda _: self.inserted.add(len(self.paragraphs)),
            "object": self._box,
        }
        own = {f"{W}{name}": handler for name, handler in word.items()}
        return {**own, f"{MC}AlternateContent": self._alternative, f"{M}oMath": self._formula, f"{M}oMathPara": self._inside}

    def _inside(self, element: Iterable[Element]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableError(f"{self._package.name}: is nested too deeply; save it again with Word")
        for child in element:
            if handler := self._handlers.get(child.tag):
                handler(child)
        self._depth -= 1

    # paragraphs

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        key = value(properties, "pStyle")
        style = self._styles.get(key)
        outer = self._base
        self._base = style.look
        if properties is not None:
            before = properties.find(f"{W}pageBreakBefore")
            if before is not None and on(before.get(f"{W}val")):
                self.pages.broken()
        listed = self._in_list()
        self._inside(element)
        self._base = outer
        self._close_instructions()
        mark = properties.find(f"{W}rPr") if properties is not None else None
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if mark is None or (mark.find(f"{W}del") is None and mark.find(f"{W}moveFrom") is None):
            pieces, self._pieces = self._pieces, []
            text = "".join(piece.text for piece in pieces).strip()
            if text or not look(mark).hidden:
                number, level = self._numbering.place(properties, key, style)
                label = self._numbering.label(number, level) if number else ""
                outline = number_of(value(properties, "outlineLvl"), style.outline)
                kind = kind_of(style.name, outline, within=self._within(pieces, listed=listed), numbered=bool(number))
                depth = outline + 1 if kind == "heading" and outline < BODY else level + 1 if kind == "item" else 0
                self.paragraphs.append(Paragraph(kind, pieces, depth, label, tuple(self._marks), style.name))
                self._marks = []
        if section is not None:
            self.pages.section(section)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._apart(box)

    def _within(self, pieces: Iterable[Piece], *, listed: bool) -> BlockKind | None:
        fields_around = {piece.field.kind for piece in pieces if piece.field is not None}
        if "contents" in fields_around:
            return "front"
        if listed or "list" in fields_around:
            return "entry"
        return "cell" if self._row else None

    def _finish(self) -> None:
        """Close the last paragraph if its end was deleted."""
        if self._pieces:
            self.paragraphs.append(Paragraph("paragraph", self._pieces, marks=tuple(self._marks)))
            self._pieces = []

    def _apart(self, element: Iterable[Element]) -> None:
        """Walk through a text of its own: a text box or a note."""
        kept = self._fields, self._pieces, self._row, self._look, self._base, self._links
        self._fields, self._pieces, self._row, self._look, self._base, self._links = [], [], 0, PLAIN, PLAIN, []
        self._inside(element)
        self._finish()
        self._fields, self._pieces, self._row, self._look, self._base, self._links = kept

    def _table(self, table: Element) -> None:
        kept = self._arranged, self._listing
        self._arranged, self._listing = tables.arranges(table), not self._row and tables.holds_list(table, self.paragraphs)
        self._inside(table)
        self._arranged, self._listing = kept

    def _table_row(self, row: Element) -> None:
        properties = row.find(f"{W}trPr")
        if properties is not None and (properties.find(f"{W}del") is not None or on(_hidden(properties), "0")):
            return
        first = len(self.paragraphs)
        self._row += not self._arranged
        numbered = self._row == 1 and self._in_list() and len([*row.iter(f"{W}tc")]) == 2  # noqa: PLR2004 - a number and an entry
        self._inside(row)
        self._row -= not self._arranged
        if numbered:
            self.paragraphs[first:] = tables.joined(self.paragraphs[first:])

    def _in_list(self) -> bool:
        return self._listing or any(field.kind == "list" and field.shown for field in (*self._fields, *self._controls))

    # what runs are in

    def _hyperlink(self, element: Element) -> None:
        mark = element.get(f"{W}anchor")
        self._links.append(self._addresses.get(element.get(f"{R}id", "")) or (f"#{mark}" if mark else ""))
        self._inside(element)
        self._links.pop()

    def _bookmark(self, element: Element) -> None:
        name = element.get(f"{W}name", "")
        self._marks.append(name)
        if name in self._instructions and len(self._controls) < fields.OPEN:
            field = Field([self._instructions.pop(name)], shown=True, first=element)
            self._understand(field)
            self._controls.append(field)
            self._bookmarked[element.get(f"{W}id", "")] = field

    def _bookmark_end(self, element: Element) -> None:
        field = self._bookmarked.pop(element.get(f"{W}id", ""), None)
        if field in self._controls:
            field.last = element
            self._controls.remove(field)

    def _control(self, element: Element) -> None:
        properties = element.find(f"{W}sdtPr")
        tag = value(properties, "tag") or ""
        field = fields.control(tag, self._works)
        if field is None and properties is not None and properties.find(f"{W}bibliography") is not None:
            field = Field(kind="list", shown=True)
        if field is not None:
            field.first = field.last = element
            self._controls.append(field)
            self._keep(field)
        self._inside(element)
        if field is not None:
            self._controls.pop()

    def _simple_field(self, element: Element) -> None:
        field = Field([element.get(f"{W}instr", "")], shown=True, first=element, last=element)
        self._understand(field)
        self._fields.append(field)
        self._inside(element)
        if field in self._fields:
            self._fields.remove(field)

    # runs

    def _run(self, run: Element) -> None:
        properties = run.find(f"{W}rPr")
        seen = look(properties)
        if (key := value(properties, "rStyle")) is not None:
            seen = seen.over(self._styles.get(key).look)
        self._look = seen.over(self._base)
        self._inside(run)
        self._look = PLAIN
        self._mark_follows = None

    def _add(self, text: str, node: Element | None, at: int = 0, note: str = "", link: str = "") -> None:
        """Add visible text, unless it is hidden or part of an instruction."""
        if not text or self._look.hidden or not all(field.shown for field in self._fields):
            return
        if text.strip():
            self.pages.text()
        around = (*self._controls, *self._fields)
        cited = next((field for field in around if field.kind == "citation" and field.cites), None)
        other = next((field for field in around if field.kind in ("list", "contents", "damaged")), None)
        link = link or next((link for link in reversed(self._links) if link), "")
        link = link or next((field.link for field in reversed(self._fields) if field.link), "")
        self._pieces.append(
            Piece(
                text,
                node,
                at,
                superscript=bool(self._look.superscript),
                italic=bool(self._look.italic),
                link=link,
                note=note,
                field=cited or other,
                page=self.pages.number,
            )
        )

    def _text(self, element: Element) -> None:
        text = element.text or ""
        if self._mark_follows and text:
            kind, number = self._mark_follows
            self._add_note(kind, number, self._notes.label(kind, number, self.pages.place, text.strip()), element)
            self._mark_follows = None
            return
        text = text.translate(BLANKS)
        if SOFT_HYPHEN not in text:
            self._add(text, element)
            return
        places = [-1, *(place for place, sign in enumerate(text) if sign == SOFT_HYPHEN), len(text)]
        for before, after in pairwise(places):
            self._add(text[before + 1 : after], element, before + 1)

    def _break(self, element: Element) -> None:
        if element.get(f"{W}type") == "page":
            self.pages.broken()
        self._add(BREAK, element)

    def _alternative(self, element: Element) -> None:
        """Walk through the first alternative that has a text; the others say the same for other programs."""
        branches = [*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")]
        chosen = next(
            (branch for branch in branches if next(branch.iter(f"{W}t", f"{W}fldChar", f"{W}sym"), None) is not None), None
        )
        if chosen is not None:
            self._inside(chosen)

    def _box(self, element: Element) -> None:
        """Remember the text boxes in a drawing: they are read after the paragraph."""
        if self._look.hidden:
            return
        for child in element:
            if child.tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif child.tag == f"{MC}AlternateContent":
                self._alternative_boxes(child)
            else:
                self._box(child)

    def _alternative_boxes(self, element: Element) -> None:
        for branch in (*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")):
            before = len(self._boxes)
            self._box(branch)
            if len(self._boxes) > before:
                return

    def _formula(self, element: Element) -> None:
        """Add the text of a formula; one with brackets is left out, since intervals look like citations."""
        text = "".join(part.text or "" for part in element.iter(f"{M}t")).translate(BLANKS)
        self._add("…" if "[" in text else text, element)

    # fields

    def _field_sign(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields = [*self._fields[1 - fields.OPEN :], Field(data=element.findtext(f"{W}fldData") or "", first=element)]
        elif self._fields and kind == "separate":
            self._understand(self._fields[-1])
        elif self._fields and kind == "end":
            field = self._fields.pop()
            field.last = element
            if field.shown:
                return
            if fields.holds_endnote("".join(field.instruction)):
                for outer in self._fields[-1:]:
                    outer.data = outer.data or field.data
            else:
                self._understand(field)

    def _instruction(self, element: Element) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction.append(element.text or "")

    def _understand(self, field: Field) -> None:
        if not field.kind:
            fields.understand(field, self._works)
            field.shown = True
            self._keep(field)

    def _keep(self, field: Field) -> None:
        if field.cites:
            self.citations.append(field)

    def _close_instructions(self) -> None:
        """Drop fields whose result has not begun, and citations in bookmarks: neither goes beyond its paragraph in a sound file."""
        self._fields = [field for field in self._fields if field.shown]
        for field in self._bookmarked.values():
            if field.kind == "citation" and field in self._controls:
                self._controls.remove(field)

    # notes

    def _note(self, element: Element) -> None:
        kind, number = str(element.tag).removeprefix(W).removesuffix("Reference"), element.get(f"{W}id", "")
        if self._look.hidden or not all(field.shown for field in self._fields):
            return
        if on(element.get(f"{W}customMarkFollows"), "0"):
            self._mark_follows = kind, number
            return
        self._add_note(kind, number, self._notes.label(kind, number, self.pages.place), element)

    def _add_note(self, kind: str, number: str, label: str, node: Element) -> None:
        self._add(label, node, note=label, link=f"#{kind}-{number}")

    def _read_notes(self) -> None:
        """Read the notes in the order of their numbers, each as one paragraph; those that nothing refers to are left out."""
        for kind in NOTES:
            for part in self._package.named(f"{kind}s")[:1]:
                self._addresses = self._package.addresses(part)
                texts = {note.get(f"{W}id", ""): note for note in self._package.xml(part)}
                for number, label in self._notes.of(kind):
                    if number in texts:
                        self._read_note(texts[number], f"{kind}-{number}", label)

    def _read_note(self, element: Element, mark: str, label: str) -> None:
        first = len(self.paragraphs)
        self._marks = []
        self._apart(element)
        paragraphs = self.paragraphs[first:]
        pieces: list[Piece] = []
        for paragraph in paragraphs:
            if pieces and paragraph.pieces:
                pieces.append(Piece(BREAK, None, page=pieces[-1].page))
            pieces += paragraph.pieces
        self.paragraphs[first:] = [Paragraph("note", pieces, label=label, marks=(mark,))]


SOFT_HYPHEN = "\u00ad"
BLANKS = str.maketrans("\n\r\t", "   ")


def _hidden(properties: Element) -> str | None:
    hidden = properties.find(f"{W}hidden")
    return "0" if hidden is None else hidden.get(f"{W}val", "1")

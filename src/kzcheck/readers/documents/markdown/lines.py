"""Parts Markdown into blocks, line by line: headings, paragraphs, quotations, items, notes, cells and captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.manuscripts import blank

if TYPE_CHECKING:
    from kzcheck.document import BlockKind

_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_HEADING = re.compile(
    r" {0,3}(?P<signs>#{1,6})[ \t]+(?P<text>[^\r\n]*?)[ \t]*#*[ \t]*"
    r"(?:\{(?P<attributes>[^{}\r\n]{0,300})\})?[ \t]*[\r\n]*\Z"
)
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=+)|-+)[ \t]*[\r\n]*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})[\r\n]*\Z")
_DIV = re.compile(r"[ \t]*:{3,}[^\r\n]*")
_COLUMNS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*[\r\n]*\Z")
_DASHES = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*[\r\n]*\Z")
_GRID = re.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*[\r\n]*\Z")
_CELL = re.compile(r"(?:[^|\\\r\n]|\\.)+")
_COLUMN = re.compile(r"\S+(?: \S+)*")
_CAPTION = re.compile(r"[ \t]{0,3}(?:(?:Table|Tabelle|Таблица)[ \t]*)?:[ \t]+(?=\S)")
_TABLE_CAPTION = re.compile(r"[ \t]{0,3}Table:[ \t]+(?=\S)")
_NOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]{1,200})\]:[ \t]*")
_LINK = re.compile(r" {0,3}\[(?P<label>[^\^\[\]\r\n@][^\[\]\r\n]{0,300})\]:[ \t]*<?(?P<address>[^\s<>]+)")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<sign>[-*+]|#\.|\(?(?:[0-9]{1,9}|[ivx]{1,6}|[a-z])[.)]|\(?[A-Z]\)|\(@[\w-]{0,100}\))[ \t]+(?=\S)"
)
_CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")
_CHUNK = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*\{[^\r\n]*")
_CHUNK_CAPTION = re.compile(r"cap(?:tion)?[ \t]*=[ \t]*(?:\"(?P<double>(?:[^\"\\\r\n]|\\.)*)\"|'(?P<single>(?:[^'\\\r\n]|\\.)*)')")
_OPTION_CAPTION = re.compile(
    r"[ \t]*(?:#|//|%%|--)\|[^\r\n]*?cap[\w-]{0,20}[ \t]*:[ \t]*[\"']?"
    r"(?P<text>[^\r\n]*?)[\"']?[ \t]*[\r\n]*\Z"
)
_INCLUDE = re.compile(r"[ \t]*\{\{<[ \t]*include[ \t]+[\"']?(?P<path>[^\s\"'>]{1,500})")
_CHILD = re.compile(r"\bchild[ \t]*[=:][ \t]*(?:c\([ \t]*)?[\"']?(?P<path>[^\s\"',)}]{1,500})")
_ENVIRONMENT = re.compile(r"[ \t]*\\begin[ \t]*\{(?P<name>[A-Za-z*]{1,40})\}")
_ID = re.compile(r"#([\w:.-]{1,200})")
_WIDTH = 2
"""Columns by which a nested list is indented, at least."""


class Stretch(Struct):
    """A block: its kind, its place, and what is known of it.

    A `part` is a file that is included here. A `hidden` one is LaTeX, of which only the citations count.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    label: str = ""
    anchor: str = ""
    part: str = ""
    hidden: bool = False


class Lines:
    """The blocks of a Markdown text; in `text`, white space stands for the signs that mark them. `links` are addresses by label."""

    def __init__(self, text: str) -> None:
        """Take the text without code and comments."""
        self.links: dict[str, str] = {}
        self._pieces: list[str] = []
        self.blocks: list[Stretch] = []
        self._open: Stretch | None = None
        self._note = ""
        self._indents: list[int] = []
        self._table = ""
        self._environment = ""
        self._after_blank = True
        lines = [match for match in _LINE.finditer(text) if match[0]]
        for number, match in enumerate(lines):
            following = lines[number + 1][0] if number + 1 < len(lines) else ""
            self._pieces.append(self._line(match[0], match.start(), following))
        self._close()
        self.text = "".join(self._pieces)

    def _close(self) -> None:
        if self._open:
            self.blocks.append(self._open)
        self._open = None

    def _begin(self, kind: BlockKind, start: int, end: int, level: int = 0, label: str = "") -> None:
        self._close()
        self._open = Stretch(kind, start, end, level, label)

    def _line(self, line: str, start: int, following: str) -> str:
        """Take a line, and return it with white space for what marks the block."""
        end = start + len(line.rstrip("\r\n"))
        quoted = _QUOTED.match(line)
        if quoted:
            line = blank(quoted[0]) + line[quoted.end() :]
        if self._environment:
            if f"\\end{{{self._environment}}}" in line:
                self._environment = ""
            if self._open:
                self._open.end = end
            return line
        if not line.strip():
            self._close()
            self._table, self._after_blank = "", True
            return line
        after_blank, self._after_blank = self._after_blank, False
        if self._tabular(line, start, following):
            return line
        for handle in (self._outside, self._structure):
            piece = handle(line, start, end)
            if piece is not None:
                return piece
        return self._text(line, start, end, quoted=bool(quoted), after_blank=after_blank)

    def _outside(self, line: str, start: int, end: int) -> str | None:
        """Handle a line that is not text: a chunk's head or option, an included file, a div, a link's address, LaTeX."""
        if _CHUNK.match(line) or _OPTION_CAPTION.match(line):
            self._close()
            for caption in (*_CHUNK_CAPTION.finditer(line), *_OPTION_CAPTION.finditer(line)):
                first, last = caption.span(caption.lastgroup or 0)
                if last > first:
                    self.blocks.append(Stretch("caption", start + first, start + last))
            if child := _CHILD.search(line):
                self.blocks.append(Stretch("paragraph", start, start, part=child["path"]))
            return line
        if include := _INCLUDE.match(line):
            self._close()
            self.blocks.append(Stretch("paragraph", start, start, part=include["path"]))
            return blank(line)
        if _DIV.fullmatch(line.rstrip()):
            self._close()
            return blank(line)
        if link := _LINK.match(line):
            self._close()
            self.links[link["label"].lower()] = link["address"]
            return blank(line)
        if environment := _ENVIRONMENT.match(line):
            name = environment["name"]
            self._close()
            self._open = Stretch("paragraph", start, end, hidden=True)
            if f"\\end{{{name}}}" not in line:
                self._environment = name
            else:
                self._close()
            return line
        return None

    def _tabular(self, line: str, start: int, following: str) -> bool:
        """Handle a line of a table; return whether it is one."""
        if self._table == "|" and "|" in line:
            self._cells(line, start, _CELL)
        elif self._table == "-":
            if not _DASHES.match(line):
                self._cells(line, start, _COLUMN)
        elif _GRID.match(line):
            self._close()
            self._table = "|"
        elif "|" in line and "-" in following and "|" in following and _COLUMNS.match(following) and not self._open:
            self._table = "|"
            self._cells(line, start, _CELL)
        elif _DASHES.match(line):
            heads, self._open = self._open, None
            if heads:
                head = self._pieces[-1]
                self._cells(head, start - len(head), _COLUMN)
            self._table = "-"
        else:
            return False
        return True

    def _cells(self, line: str, start: int, pattern: re.Pattern[str]) -> None:
        if _COLUMNS.match(line) or _GRID.match(line):
            return
        for cell in pattern.finditer(line.rstrip()):
            if cell[0].strip():
                self.blocks.append(Stretch("cell", start + cell.start(), start + cell.end()))

    def _structure(self, line: str, start: int, end: int) -> str | None:
        """Handle a line that begins a block of its own, or underlines a heading."""
        if heading := _HEADING.match(line):
            self._close()
            anchor = _ID.search(heading["attributes"] or "")
            first, last = heading.span("text")
            level, name = len(heading["signs"]), anchor[1] if anchor else ""
            self.blocks.append(Stretch("heading", start + first, start + last, level, anchor=name))
            self._indents, self._note = [], ""
            return line
        underline = _UNDERLINE.match(line)
        if underline and self._open and self._open.kind == "paragraph":
            self._open.kind, self._open.level = "heading", 1 if underline["first"] else 2
            self._close()
            return blank(line)
        if _RULE.match(line):
            self._close()
            return blank(line)
        if note := _NOTE.match(line):
            self._note, self._indents = note["label"], []
            self._begin("note", start + note.end(), end, label=note["label"])
            return blank(note[0]) + line[note.end() :]
        after_table = not self._open and self.blocks and self.blocks[-1].kind == "cell"
        if after_table or _TABLE_CAPTION.match(line):
            caption = _CAPTION.match(line)
            if caption:
                self._begin("caption", start + caption.end(), end)
                return blank(caption[0]) + line[caption.end() :]
        return None

    def _text(self, line: str, start: int, end: int, *, quoted: bool, after_blank: bool) -> str:
        """Handle a line of text, which may begin an item."""
        item = _ITEM.match(line)
        if item and (after_blank or self._indents or item["sign"] in "-*+"):
            indent = len(item["indent"].expandtabs(4))
            while self._indents and indent < self._indents[-1] + _WIDTH and self._indents[-1] >= indent:
                self._indents.pop()
            self._indents.append(indent)
            label = item["sign"].strip("().") if item["sign"] not in {"-", "*", "+", "#."} else ""
            box = _CHECKBOX.match(line, item.end())
            at = box.end() if box else item.end()
            kind: BlockKind = "note" if self._note and indent else "item"
            self._begin(kind, start + at, end, len(self._indents), self._note if kind == "note" else label)
            return blank(line[:at]) + line[at:]
        if self._open:
            self._open.end = end
            return line
        indented = line[:1] in {" ", "\t"}
        if not indented:
            self._indents, self._note = [], ""
        if self._note:
            self._begin("note", start, end, label=self._note)
        elif quoted:
            self._begin("quotation", start, end)
        else:
            self._begin("item" if self._indents and indented else "paragraph", start, end, len(self._indents) if indented else 0)
        return line

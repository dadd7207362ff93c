"""Writes a printed article as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from printed_articles import HEADING

if TYPE_CHECKING:
    from pathlib import Path

    from printed_articles import Block, Printed, Printing


def write_docx(printing: Printing, path: Path, *, automatic: bool = False) -> None:
    """Write a Word document; the numbers of the list are typed or automatic."""
    document: Any = docx.Document()
    document.add_heading(printing.title, 0)
    document.add_paragraph(", ".join(printing.authors))
    row: list[Block] = []
    for block in (*printing.blocks, None):
        if block and block.kind == "row":
            row.append(block)
            continue
        if row:
            _table(document, row)
            row = []
        if block:
            _runs(_paragraph(document, printing, block), block.printed)
    _heading(document, printing, HEADING, 1)
    for entry in printing.entries:
        numbered = automatic and entry.label
        paragraph = document.add_paragraph(style="List Number" if numbered else None)
        if entry.label and not automatic:
            paragraph.add_run(entry.label)
        for text, italic in entry.texts:
            paragraph.add_run(text).italic = italic or None
    for text in printing.tail:
        document.add_paragraph(text)
    document.save(str(path))


def write_docx_automatic(printing: Printing, path: Path) -> None:
    """Write a Word document whose list is numbered by Word."""
    write_docx(printing, path, automatic=True)


def _paragraph(document: Any, printing: Printing, block: Block) -> Any:  # noqa: ANN401
    match block.kind:
        case "heading":
            return _heading(document, printing, "", block.level)
        case "item":
            return document.add_paragraph(style="List Bullet")
        case "caption":
            return document.add_paragraph(style="Caption")
        case _:
            return document.add_paragraph()


def _heading(document: Any, printing: Printing, text: str, level: int) -> Any:  # noqa: ANN401
    if not printing.bold_headings:
        return document.add_heading(text, min(max(level, 1), 9))
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def _runs(paragraph: Any, printed: tuple[Printed, ...]) -> None:  # noqa: ANN401
    bold = any(run.bold for run in paragraph.runs)
    for stretch in printed:
        run = paragraph.add_run(stretch.text)
        run.italic = stretch.italic or None
        run.bold = bold or None
        if stretch.superscript:  # Word has one value for both: to unset one unsets the other
            run.font.superscript = True
        elif stretch.subscript:
            run.font.subscript = True


def _table(document: Any, rows: list[Block]) -> None:  # noqa: ANN401
    cells = [_cells(row) for row in rows]
    table = document.add_table(rows=0, cols=max(map(len, cells)))
    grid = table._tbl  # noqa: SLF001 - python-docx adds rows far too slowly
    width = max(map(len, cells))
    for row in cells:
        line = grid.add_tr()
        for cell in [*row, *[[]] * (width - len(row))]:
            _runs(Paragraph(line.add_tc().find(qn("w:p")), table), tuple(cell))


def _cells(row: Block) -> list[list[Printed]]:
    cells: list[list[Printed]] = [[]]
    for stretch in row.printed:
        if stretch.cites:
            cells[-1].append(stretch)
            continue
        for number, text in enumerate(stretch.text.split("\t")):
            if number:
                cells.append([])
            cells[-1].append(type(stretch)(text, stretch.italic, stretch.superscript, stretch.subscript))
    return cells

"""The letter to the author as a Word document, with a box for each answer."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from docx import Document

from kzcheck.formats.letter import letter
from kzcheck.version import MARK

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

    from kzcheck.finding import Report
    from kzcheck.formats.letter import Block

_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot have."""


def document(report: Report, language: str) -> bytes:
    """Return the letter as a Word document in the `language` that is in use."""
    word = Document()
    about = word.core_properties
    about.author, about.comments, about.language = "kzcheck", "", language
    about.created = about.modified = report.evidence.gathered
    for block in letter(report):
        _add(word, block)
    content = io.BytesIO()
    word.save(content)
    with ZipFile(content, "a") as archive:
        archive.comment = MARK
    return content.getvalue()


def _add(word: DocxDocument, block: Block) -> None:
    text, asks = _xml(block.text), _xml(block.asks)
    match block.kind:
        case "title":
            word.add_heading(text, 0)
        case "heading":
            word.add_heading(text, 1)
        case "quotation":
            word.add_paragraph(text, "Quote")
        case "answer":
            word.add_paragraph(text).paragraph_format.keep_with_next = True
            lines = block.lines if any(block.lines) else ("",)
            box = word.add_table(len(lines), 1, "Table Grid")
            for row, line in zip(box.rows, lines, strict=True):
                row.cells[0].text = _xml(f"{line} " if line else "")
            word.add_paragraph()
        case "signature":
            word.add_paragraph("\n".join((text, *map(_xml, block.lines))))
        case "paragraph":
            paragraph = word.add_paragraph()
            if block.number:
                paragraph.add_run(f"{_xml(block.number)} ").bold = True
            paragraph.add_run(f"{text} " if asks else text)
            paragraph.add_run(asks).bold = True


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)

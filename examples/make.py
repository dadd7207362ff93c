"""Makes two files: `python examples/make.py` writes them.

`manuscript.docx` is made of `manuscript.md`, an invented article with planted faults. Every person, work and fact in it is
invented; its DOIs are in the range that is reserved for examples.

`with-texts/texts/4.pdf` is made of `reader.md`, a sample text in place of three pages of a book, with page numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap

from docx import Document

SOURCE = Path(__file__).with_name("manuscript.md")
READER, FIRST_PAGE = Path(__file__).with_name("reader.md"), 19
PDF = Path(__file__).parent / "with-texts" / "texts" / "4.pdf"
LINE = 80
"""Characters of a line in the PDF."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
ENTRY = re.compile(r"\n(?=\d+\. )")


def manuscript() -> bytes:
    """Return the manuscript as a Word document, the same in every run."""
    document = Document()
    properties = document.core_properties
    properties.author, properties.language = "An invented author", "en"
    properties.created = properties.modified = MADE
    properties.last_modified_by, properties.comments = "", "Invented, with planted faults."
    for paragraph in SOURCE.read_text("utf-8").split("\n\n"):
        for entry in ENTRY.split(paragraph):
            marks, _, text = entry.partition(" ") if entry.startswith("#") else ("", "", entry)
            words = " ".join(text.split())
            if marks:
                document.add_heading(words, len(marks) - 1)
            else:
                document.add_paragraph(words)
    written = io.BytesIO()
    document.save(written)
    return _undated(written.getvalue())


def _undated(archive: bytes) -> bytes:
    """Return a Word document whose parts all have the date `MADE`, so that it depends on its text alone."""
    undated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as parts, zipfile.ZipFile(undated, "w") as copy:
        for part in sorted(parts.namelist()):
            copy.writestr(zipfile.ZipInfo(part, MADE.timetuple()[:6]), parts.read(part), zipfile.ZIP_DEFLATED)
    return undated.getvalue()


def reader() -> bytes:
    """Return the pages of `reader.md` as a PDF, each with its number at its foot."""
    pages = READER.read_text("utf-8").split("\n---\n")
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", font]
    for number, page in enumerate(pages):
        shown = _page(page, FIRST_PAGE + number)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(shown.encode('cp1252'))}>>\nstream\n{shown}\nendstream")
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return written + f"{table}startxref\n{len(written)}\n%%EOF\n".encode()


def _page(text: str, number: int) -> str:
    """Return the commands that write a page: its paragraphs, the first of the whole text in large letters, and its number."""
    commands, base = [], 770
    for place, paragraph in enumerate(text.strip().split("\n\n")):
        size = 16 if number == FIRST_PAGE and not place else 11
        for line in wrap(" ".join(paragraph.split()), LINE):
            commands.append(_line(70, base, size, line))
            base -= round(1.3 * size)
        base -= 8
    return "\n".join((*commands, _line(290, 50, 10, str(number))))


def _line(left: int, base: int, size: int, text: str) -> str:
    escaped = re.sub(r"[()\\]", r"\\\g<0>", text)
    return f"BT /F {size} Tf {left} {base} Td ({escaped}) Tj ET"


if __name__ == "__main__":
    SOURCE.with_suffix(".docx").write_bytes(manuscript())
    PDF.write_bytes(reader())

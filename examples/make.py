"""Makes `manuscript.docx` of `manuscript.md`, an invented article with planted faults: `python examples/make.py` writes it.

Every person, work and fact in it is invented; its DOIs are in the range that is reserved for examples.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from docx import Document

SOURCE = Path(__file__).with_name("manuscript.md")
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


if __name__ == "__main__":
    SOURCE.with_suffix(".docx").write_bytes(manuscript())

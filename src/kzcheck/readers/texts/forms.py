"""The formats of the texts of cited works: what tells them, and what reads them."""

from __future__ import annotations

from pathlib import PurePosixPath

from kzcheck.readers.documents import DOCUMENTS, OPENING, format_of
from kzcheck.readers.files import UTF16, UTF32

SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jats+xml": ".xml",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-tex": ".tex",
    "application/x-tex": ".tex",
    "application/x-latex": ".tex",
}
"""Suffixes of files by the media types of the formats that are read."""
OWN = {"pdf": "pdf", "html": "pages"}
"""The modules here of formats that are read otherwise than manuscripts."""
SIGNED = frozenset(("docx", "pdf", "odt", "epub"))
"""Formats whose files are told by how they begin, whatever their names say."""
PDF = b"%PDF-"
"""The sign of a PDF, before which some programs put other bytes."""
HEAD = 4096
"""Bytes at the beginning of a file that tell a text from other data."""
CONTROL = bytes((*range(9), *range(14, 27), *range(28, 32)))
MOST_CONTROL = 0.05
"""Share of control characters from which a file is not a text; half of what compressed data has."""


def form_of(content: bytes, name: str, media_type: str) -> str:
    """Return the format of a file, or "" if it is not one that is read."""
    form = format_of(SUFFIXES.get(media_type) or PurePosixPath(name).suffix.lower(), content)
    if form not in SIGNED:
        return form if _is_text(content[:HEAD]) else ""
    sign = DOCUMENTS[form].sign
    begins = (form == "pdf" and PDF in content[:HEAD]) or (sign and sign.search(content[:OPENING]))
    return form if begins else ""


def _is_text(head: bytes) -> bool:
    """Return whether the beginning of a file looks like a text in some encoding."""
    if head.startswith((*UTF16, *UTF32)):
        return True
    return b"\0" not in head and len(head) - len(head.translate(None, CONTROL)) <= MOST_CONTROL * len(head)


def module_of(form: str) -> str:
    """Return the name of the module that reads texts in a given format."""
    return f"{__package__}.{OWN.get(form, 'manuscripts')}"

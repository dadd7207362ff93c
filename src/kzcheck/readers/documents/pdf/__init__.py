"""Reads PDF: PDFium takes out the text in a process of its own, and its layout is made of places and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.identifiers import normal_doi
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.documents.pdf.layout import layout
from kzcheck.readers.documents.pdf.pieces import SECONDS, UNKNOWN, Pages
from kzcheck.readers.isolated import Task, isolated

if TYPE_CHECKING:
    from kzcheck.readers.documents import Included

UNKNOWN_SHARE = 0.2
"""Share of characters that no reader can know, from which a PDF is not read."""
MEMORY = 1 << 30
"""Bytes of address space for PDFium; a thesis of 1,000 pages needs a third of it."""
WAIT = 5 * SECONDS
"""Seconds after which the process is ended even if it computed less: on a busy machine, a long book waits its turn."""
WRONG = {
    "encrypted": "is encrypted; save it without a password, and give that file",
    "broken": "is damaged, or not a PDF; save or export it again from the program that made it",
    "long": "is too long; give the part with the article and its references",
    "slow": f"computes more than {SECONDS} seconds or takes too much memory; save or export it again from its program",
    "pictures": "has no text, only pictures; recognise its text first (OCR), or give the file that it was made from",
    "empty": "has no text; give the file that it was made from",
    "codes": "has fonts that do not say which letters they print; give the file that it was made from",
}
"""What is wrong with a PDF that cannot be read, and what to do, by code."""


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - a PDF includes nothing
    """Read a PDF.

    Raises:
        UnreadableError: it is encrypted, damaged, too long, or has no text.
    """
    pages = _extracted(data)
    if wrong := pages.wrong or lacking(pages):
        raise UnreadableError(f"{name}: {WRONG[wrong]}")
    made = layout(pages.pages, pages.title)
    places = tuple((start, made.numbers[page] or str(page + 1)) for start, page in made.pages)
    return Manuscript(Document("pdf", {name: made.text}, made.blocks, True, places, made.title, doi=normal_doi(made.doi)))  # noqa: FBT003


def lacking(pages: Pages) -> str:
    """Return a code if the pages have no text that can be read."""
    text = "".join(piece.text for page in pages.pages for piece in page.pieces)
    if not text.strip():
        return "pictures" if any(page.picture for page in pages.pages) else "empty"
    return "codes" if text.count(UNKNOWN) > UNKNOWN_SHARE * len(text) else ""


def _extracted(data: bytes) -> Pages:
    """Return the pages as a process of its own reads them, which is ended after a time."""
    task = Task(f"{__name__}.extraction", data, MEMORY, SECONDS)
    try:
        return msgspec.msgpack.decode(isolated(task, (), WAIT), type=Pages)
    except (TimeoutError, msgspec.DecodeError):
        return Pages(wrong="slow")

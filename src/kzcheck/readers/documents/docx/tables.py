"""Tells tables of cells from those that hold a list of references or only arrange text, and joins numbers to entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language.reference_lists.headings import of_list
from kzcheck.readers.documents.docx.package import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from kzcheck.readers.documents.docx.paragraphs import Paragraph

SHORT = 12
"""Longest label of an entry that is a row of a table, as in some of Word's styles."""
NEAR = 3
"""Paragraphs before a table among which the heading of a list may be; those between are empty."""
ROWS, PARAGRAPHS, TEXT = 2, 5, 1000
"""Most rows of a table that only arranges text, and least paragraphs and characters of its fullest cell: a page of text. Cells of
other tables have a few paragraphs."""


def holds_list(table: Element, before: list[Paragraph]) -> bool:
    """Return whether a table is a list of references: below its heading, an entry a row, with at most a number before it."""
    above = next((paragraph.text for paragraph in reversed(before[-NEAR:]) if paragraph.text.strip()), "")
    return of_list(above.strip()) and all(len(row.findall(f"{W}tc")) <= 2 for row in table.findall(f"{W}tr"))  # noqa: PLR2004


def arranges(table: Element) -> bool:
    """Return whether a table only arranges text on the page."""
    rows = table.findall(f"{W}tr")
    return len(rows) <= ROWS and any(_is_page(cell) for row in rows for cell in row.findall(f"{W}tc"))


def _is_page(cell: Element) -> bool:
    paragraphs = cell.findall(f"{W}p")
    return len(paragraphs) >= PARAGRAPHS and sum(len(text.text or "") for part in paragraphs for text in part.iter(f"{W}t")) >= TEXT


def joined(row: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a row with two cells; a number becomes the label of the entry after it."""
    entries = [paragraph for paragraph in row if paragraph.text.strip() or paragraph.label]
    if len(entries) != 2 or len(entries[0].text.strip()) > SHORT:  # noqa: PLR2004 - a number and an entry
        return row
    number, entry = entries
    entry.label = number.text.strip() or number.label
    entry.marks = (*number.marks, *entry.marks)
    return [entry]

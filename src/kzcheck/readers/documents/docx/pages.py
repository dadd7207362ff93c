"""Where pages begin, as Word noted when it last drew the document, and the numbers that it printed on them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from kzcheck.readers.documents.docx.numbering import written
from kzcheck.readers.documents.docx.package import W
from kzcheck.readers.documents.docx.styles import number_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Pages:
    """Counts pages while a document is read: `number` is that of the page, from 1, or 0 if Word has never drawn the document."""

    def __init__(self, root: Element) -> None:
        """Take the document's outermost element."""
        self.known = next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self.number = int(self.known)
        self._pending = False
        ends = root.iter(f"{W}sectPr")
        self._continuous = [value(end, "type") == "continuous" for end in ends]
        self._sections: list[tuple[int, int, str]] = []
        self._first = 1

    def rendered(self) -> None:
        """Note that Word began a page here."""
        self.number += self.known
        self._pending = False

    def broken(self) -> None:
        """Note that the author began a page here; Word notes it again before the next text, unless a picture begins the page."""
        self._pending = True

    def text(self) -> None:
        """Note that text follows."""
        if self._pending:
            self.rendered()

    def section(self, element: Element) -> None:
        """Note the end of a section, which says how the section's pages are numbered."""
        numbers = element.find(f"{W}pgNumType")
        start = None if numbers is None else numbers.get(f"{W}start")
        form = "decimal" if numbers is None else numbers.get(f"{W}fmt", "decimal")
        before = self._sections[-1][1] if self._sections else 0
        self._sections.append((self._first, before if start is None else self._first - number_of(start, 1), form))
        self._pending = self._continuous[len(self._sections) : len(self._sections) + 1] == [False]
        self._first = self.number + 1

    @property
    def place(self) -> tuple[int, int]:
        """The number of the section, from 0, and of the page."""
        return len(self._sections), self.number

    def printed(self, number: int) -> str:
        """Return what is printed on a page: its number in its section."""
        section = bisect_right(self._sections, number, key=lambda section: section[0]) - 1
        _, before, form = self._sections[section] if section >= 0 else (0, 0, "decimal")
        return written(number - before, form)

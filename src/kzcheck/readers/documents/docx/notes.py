"""The numbers of footnotes and endnotes, as Word prints them: in the order in which the text refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers.documents.docx.numbering import written
from kzcheck.readers.documents.docx.package import W
from kzcheck.readers.documents.docx.styles import number_of, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

NOTES = {"footnote": "decimal", "endnote": "lowerRoman"}
"""The kinds of notes, and how Word numbers them unless told otherwise."""


class NoteNumbers:
    """The labels of the notes that the text refers to.

    Numbers go on through the whole document, even if Word begins anew on each page or in each section: a label names one note.
    """

    def __init__(self, root: Element, settings: Element | None) -> None:
        """Take the document's outermost element and its settings, which both say how notes are numbered."""
        self._labels: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._forms: dict[str, str] = {}
        places = [place for place in (*reversed([*root.iter(f"{W}sectPr")]), settings) if place is not None]
        for kind, form in NOTES.items():
            about = [place.find(f"{W}{kind}Pr") for place in places]
            self._forms[kind] = next((text for part in about if (text := value(part, "numFmt"))), form)
            self._counts[kind] = number_of(next((text for part in about if (text := value(part, "numStart"))), "1"), 1) - 1

    def label(self, kind: str, number: str, own: str = "") -> str:
        """Return the label of a note of a kind with an id in the file; `own` is a mark of the author's own."""
        if (kind, number) not in self._labels:
            self._counts[kind] += not own
            self._labels[kind, number] = own or written(self._counts[kind], self._forms[kind])
        return self._labels[kind, number]

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Iterate over the kinds, ids and labels of all notes, footnotes first, in the order of the text."""
        return ((kind, number, label) for kind in NOTES for (of, number), label in self._labels.items() if of == kind)

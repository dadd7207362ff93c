"""The numbers of footnotes and endnotes, as Word prints them: in the order in which the text refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers.documents.docx.numbering import written
from kzcheck.readers.documents.docx.package import W
from kzcheck.readers.documents.docx.styles import number_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NOTES = {"footnote": "decimal", "endnote": "lowerRoman"}
"""The kinds of notes, and how Word numbers them unless told otherwise."""


RESTARTS = ("eachSect", "eachPage")
"""Where Word may begin to count anew, in the order of `NoteNumbers.label`'s places."""


class NoteNumbers:
    """The labels of the notes that the text refers to; numbers may begin anew in each section or on each page."""

    def __init__(self, root: Element, settings: Element | None) -> None:
        """Take the document's outermost element and its settings, which both say how notes are numbered."""
        self._labels: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._forms: dict[str, str] = {}
        self._restarts: dict[str, int] = {}
        self._places: dict[str, int] = {}
        places = [place for place in (*reversed([*root.iter(f"{W}sectPr")]), settings) if place is not None]
        for kind, form in NOTES.items():
            about = [place.find(f"{W}{kind}Pr") for place in places]
            self._forms[kind] = next((text for part in about if (text := value(part, "numFmt"))), form)
            self._starts[kind] = number_of(next((text for part in about if (text := value(part, "numStart"))), "1"), 1) - 1
            restart = next((text for part in about if (text := value(part, "numRestart"))), "")
            if restart in RESTARTS:
                self._restarts[kind] = RESTARTS.index(restart)

    def label(self, kind: str, number: str, places: tuple[int, int], own: str = "") -> str:
        """Return the label of a note of a kind with an id in the file, first referred to in a section and on a page.

        `own` is a mark of the author's own.
        """
        if (kind, number) not in self._labels:
            place = places[self._restarts[kind]] if kind in self._restarts else 0
            if self._places.setdefault(kind, place) != place or kind not in self._counts:
                self._places[kind], self._counts[kind] = place, self._starts[kind]
            self._counts[kind] += not own
            self._labels[kind, number] = own or written(self._counts[kind], self._forms[kind])
        return self._labels[kind, number]

    def of(self, kind: str) -> list[tuple[str, str]]:
        """Return the ids and labels of the notes of a kind, in the order of the text."""
        return [(number, label) for (other, number), label in self._labels.items() if other == kind]

"""What a printed entry is parted into."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

Label = Literal[
    "citation_number",
    "author",
    "editor",
    "translator",
    "title",
    "parallel_title",
    "container_title",
    "collection_title",
    "issued",
    "volume",
    "issue",
    "page",
    "number_of_pages",
    "publisher",
    "publisher_place",
    "edition",
    "medium",
    "genre",
    "note",
    "url",
    "doi",
    "isbn",
    "issn",
    "arxiv",
    "pmid",
    "accessed",
]
"""The variables of CSL in Python's spelling, and three more: the number in the list, a title in another language, an arXiv id."""

LABELS: tuple[Label, ...] = get_args(Label)
PEOPLE: tuple[Label, ...] = ("author", "editor", "translator")
"""Labels of people and organisations."""
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "parallel_title": ("original_title",),
    "arxiv": ("number",),
    "container_title": ("container_title", "publisher", "archive"),
    "publisher": ("publisher", "container_title"),
    "note": ("note", "archive_location"),
}
"""The fields of an item that a label may become, if not the one of its own name, the usual one first."""
IDENTIFIERS: tuple[Label, ...] = ("url", "doi", "isbn", "issn", "arxiv", "pmid", "accessed")
"""Labels of what is found by its form, before anything else is read."""


class Token(Struct, frozen=True, gc=False):
    """A word, a number or a whole identifier of an entry, by its offsets, with the signs before it.

    `mask` is the label of an identifier, "" for words and numbers. `before` are the signs between the token before and this one,
    with white space as single blanks and all dashes as "–".
    """

    word: str
    start: int
    end: int
    before: str
    mask: Label | Literal[""] = ""


class Field(Struct, frozen=True, gc=False):
    """A field of an entry: what it is, its words as printed, their offsets, and how surely they are exactly this field, 0 to 1."""

    label: Label
    text: str
    start: int
    end: int
    confidence: float

    @property
    def variables(self) -> tuple[str, ...]:
        """The fields of an item that it may become, the usual one first."""
        return OTHER_NAMES.get(self.label, (self.label,))

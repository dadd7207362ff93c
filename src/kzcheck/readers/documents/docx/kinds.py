"""What a paragraph is, by its style and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.readers.documents.docx.styles import BODY

if TYPE_CHECKING:
    from kzcheck.document import BlockKind

TITLE = "title"
KINDS: dict[str, BlockKind] = {
    TITLE: "front",
    "subtitle": "front",
    "author": "front",
    "authors": "front",
    "date": "front",
    "toc heading": "front",
    "table of figures": "front",
    "caption": "caption",
    "image caption": "caption",
    "table caption": "caption",
    "quote": "quotation",
    "intense quote": "quotation",
    "block text": "quotation",
    "bibliography": "entry",
    "endnote bibliography": "entry",
    "endnote bibliography title": "heading",
    "citavi bibliography entry": "entry",
    "citavi bibliography heading": "heading",
}
"""Kinds by the names of styles, in lower case: Word's own names are English in every language, as are those of programs."""
CONTENTS = "toc "


def kind_of(style: str, outline: int, *, within: BlockKind | None, numbered: bool) -> BlockKind:
    """Return what a paragraph is; `within` is what its surroundings are: a cell, front matter (contents), entries of a list."""
    if within == "front" or style.startswith(CONTENTS):
        return "front"
    if within == "cell":
        return "cell"
    if style in KINDS:
        return KINDS[style]
    if outline < BODY:
        return "heading"
    return within or ("item" if numbered else "paragraph")

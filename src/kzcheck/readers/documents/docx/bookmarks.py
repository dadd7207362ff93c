"""Zotero's citations that are kept as bookmarks, for programs without Word's fields: their data are properties of the document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError

if TYPE_CHECKING:
    from kzcheck.readers.documents.docx.package import Package

PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_PART = re.compile(r"(?P<mark>ZOTERO_BREF_\w{1,40}?)_(?P<number>\d{1,4})")
"""The name of a property: a bookmark's, and the number of a piece of its data, since properties are short."""


def instructions(package: Package) -> dict[str, str]:
    """Return what each of Zotero's bookmarks would have as a field's instruction, by its name."""
    part = next((about.target for about in package.relations("").values() if about.kind == "custom-properties"), "")
    try:
        root = package.xml(part) if part in package.parts else None
    except UnreadableError:
        root = None
    pieces: dict[str, dict[int, str]] = {}
    for element in () if root is None else root.iter(PROPERTY):
        if match := _PART.fullmatch(element.get("name", "")):
            pieces.setdefault(match["mark"], {})[int(match["number"])] = "".join(map(str, element.itertext()))
    return {mark: "ADDIN " + "".join(parts[number] for number in sorted(parts)) for mark, parts in pieces.items()}

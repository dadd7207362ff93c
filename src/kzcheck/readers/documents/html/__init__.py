"""Reads manuscripts in HTML; a place is one in the source. Nothing that a page names is fetched, and nothing in it runs."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.identifiers import normal_doi
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript, html_elements
from kzcheck.readers.documents.drafts import blocks_of
from kzcheck.readers.documents.html.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.documents import Included
    from kzcheck.readers.documents.drafts import Draft
    from kzcheck.readers.documents.elements import Element

TITLES = ("citation_title", "dc.title")
DOIS = ("citation_doi", "dc.identifier", "dc.identifier.doi", "prism.doi")
LANGUAGES = ("citation_language", "dc.language")
"""Names of the metadata of a page."""
_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}charset\s*=\s*[\"']?([\w:-]{1,40})|<\?xml\b[^>]{0,100}encoding\s*=\s*[\"']([\w:-]{1,40})", re.IGNORECASE
)


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - nothing that a page names is read
    """Read a page.

    Raises:
        UnreadableError: it is not a text, or has none.
    """
    text = _decoded(data, name)
    root = html_elements.parse(name, text)
    page = Page(root)
    if not page.drafts:
        raise UnreadableError(
            f"{name}: is a page without text; save the article itself as HTML, or give it as DOCX or text", code="no-words"
        )
    metadata = _metadata(root)
    html = next(root.within("html"), None)
    title = next((metadata[field] for field in TITLES if field in metadata), "") or _title(root, page.drafts)
    document = Document(
        "html",
        {name: text},
        blocks_of(page.drafts, page.sources),
        title=title,
        language=(html.attributes.get("lang", "") if html else "")
        or next((metadata[key] for key in LANGUAGES if key in metadata), ""),
        doi=next((doi for field in DOIS if (doi := normal_doi(metadata.get(field, "")))), ""),
    )
    return Manuscript(document)


def _decoded(data: bytes, name: str) -> str:
    """Return the text of a page, in the encoding that it names if it is not UTF-8."""
    named = _CHARSET.search(data, 0, 4096)
    if named and not data.startswith((*files.UTF16, *files.UTF32, codecs.BOM_UTF8)):
        try:
            data.decode()
        except UnicodeDecodeError:
            try:
                text = data.decode((named[1] or named[2]).decode("ascii"))
            except (LookupError, UnicodeError, ValueError):
                pass
            else:
                return text
    return files.text_of(data, name)[0]


def _metadata(root: Element) -> dict[str, str]:
    """Return the metadata of a page by their names, in lower case; the first of a name counts."""
    values: dict[str, str] = {}
    for element in root.within("meta"):
        key = (element.attributes.get("name", "") or element.attributes.get("property", "")).lower()
        content = " ".join(element.attributes.get("content", "").split())
        if key and content:
            values.setdefault(key.replace("dcterms.", "dc."), content)
    return values


def _title(root: Element, drafts: Sequence[Draft]) -> str:
    """Return the title as the page prints it, or as its head has it; a first heading above all others is marked as the title."""
    printed = next((draft for draft in drafts if draft.label == "title"), None)
    headings = [draft for draft in drafts if draft.kind == "heading"]
    if printed is None and headings and headings[0].level < min((draft.level for draft in headings[1:]), default=9):
        printed = headings[0]
        printed.kind, printed.level, printed.label = "front", 0, "title"
    element = next(root.within("title"), None)
    return printed.text if printed else element.text() if element else ""

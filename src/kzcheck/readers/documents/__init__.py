"""Reads manuscripts, one file a format: the bytes of a file become a document, before anything in it is understood.

Manuscripts are an author's files: nothing in them runs, nothing is fetched, and whatever they include is read only through
`Included`, which stays within the article's folder.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.article import Unreadable
    from kzcheck.document import Document
    from kzcheck.readers.nodes import Node

    Included = Callable[[str], "tuple[str, bytes] | None"]
    """Takes a path as a manuscript writes it; returns the file's name in locations and its bytes, or None if it may not be read."""

OPENING = 1 << 16
"""Bytes of a file that are examined to tell its format."""


class Manuscript(Struct):
    """A manuscript as its reader gives it.

    `works` are CSL mappings of the works that the file itself describes in fields (citation fields of Word, JATS, a header in
    YAML); their spans are places in the document's text. `lists` are the files of references that it names, as written, and
    `unreadable` says what of it could not be read.
    """

    document: Document
    works: list[Node] = []
    lists: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


class DocumentFormat(Struct, frozen=True):
    """A format of manuscripts: its module here, the suffixes of its files, and a pattern that its content has near the beginning.

    Without a pattern, the suffix alone tells the format.
    """

    module: str
    suffixes: tuple[str, ...]
    sign: re.Pattern[bytes] | None = None


DOCUMENTS = {
    "docx": DocumentFormat(
        "docx", (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot"), re.compile(rb"\A(?:\xd0\xcf\x11\xe0|PK\x03\x04[\s\S]*?word/)")
    ),
    "html": DocumentFormat(
        "html",
        (".html", ".htm", ".xhtml"),
        re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE),
    ),
    "jats": DocumentFormat(
        "jats",
        (".xml", ".nxml"),
        re.compile(
            rb"<(?:article|book)\b[^>]{0,2000}>(?:<!--[^>]*-->|<processing-meta\b[^>]*>|\s)*+<(?:front|body|book-meta)\b"
            rb"|//DTD (?:JATS|BITS)|//NLM//DTD (?:JATS|BITS|Journal|Archiving|Book)"
        ),
    ),
    "latex": DocumentFormat(
        "latex", (".tex", ".ltx", ".rnw"), re.compile(rb"\A(?:\xef\xbb\xbf)?\s*+(?:%[^\n]*+\n\s*+)*+\\documentclass\b")
    ),
    "markdown": DocumentFormat("markdown", (".md", ".markdown", ".qmd", ".rmd")),
    "pdf": DocumentFormat("pdf", (".pdf",), re.compile(rb"\A\s{0,1024}%PDF-\d")),
    "odt": DocumentFormat(
        "pandoc", (".odt", ".ott"), re.compile(rb"\APK\x03\x04[\s\S]{26}mimetypeapplication/vnd\.oasis\.opendocument\.text")
    ),
    "epub": DocumentFormat("pandoc", (".epub",), re.compile(rb"\APK\x03\x04[\s\S]{26}mimetypeapplication/epub\+zip")),
    "rtf": DocumentFormat("pandoc", (".rtf",), re.compile(rb"\A\{\\rtf")),
    "docbook": DocumentFormat("pandoc", (".dbk", ".docbook"), re.compile(rb"http://docbook\.org/ns/docbook|//DTD DocBook ")),
    "typst": DocumentFormat("pandoc", (".typ",)),
    "org": DocumentFormat("pandoc", (".org",)),
    "mediawiki": DocumentFormat("pandoc", (".wiki", ".mediawiki")),
    "rst": DocumentFormat("pandoc", (".rst",)),
    "text": DocumentFormat("plain", (".txt", ".text")),
}
"""The formats of manuscripts: the module here whose `read(data, name, included)` reads such a file, its suffixes, and its sign."""


def format_of(suffix: str, data: bytes) -> str:
    """Return the format of a manuscript with a given suffix, in lower case, and content; "" if it is not one that is read."""
    opening = data[:OPENING]
    fitting = [form for form, about in DOCUMENTS.items() if about.sign and about.sign.search(opening)]
    named = [form for form, about in DOCUMENTS.items() if suffix in about.suffixes]
    return next((form for form in fitting if form in named), (*fitting, *named, "")[0])


def read(data: bytes, name: str, form: str, included: Included) -> Manuscript:
    """Read a manuscript in a given format; `name` is the file's in locations.

    Raises:
        UnreadableError: it cannot be read at all; one line says why, and what to do.
    """
    if not data.strip():
        raise UnreadableError(f"{name}: is empty; save it again from the program that made it", code="empty-file")
    manuscript: Manuscript = import_module(f"kzcheck.readers.documents.{DOCUMENTS[form].module}").read(data, name, included)
    return manuscript

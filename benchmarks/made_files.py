"""The formats in which a printed article is written, and what of its text each shows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import gold
import made_pages
import made_tex
import made_texts
import made_word
from kzcheck.readers.documents import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from printed_articles import Printing


def write_jats(printing: Printing, path: Path) -> None:
    """Copy the source of an article."""
    shutil.copy(gold.GOLD / "articles" / printing.name / "article.xml", path)


WRITERS: dict[str, tuple[str, Callable[[Printing, Path], None]]] = {
    "docx": (".docx", made_word.write_docx),
    "docx-auto": (".docx", made_word.write_docx_automatic),
    "odt": (".odt", made_pages.write_odt),
    "html": (".html", made_pages.write_html),
    "text": (".txt", made_texts.write_text),
    "md-typed": (".md", made_texts.write_markdown_typed),
    "md-keys": (".md", made_texts.write_markdown),
    "tex-list": (".tex", made_tex.write_tex_list),
    "tex-bib": (".tex", made_tex.write_tex),
    "jats": (".xml", write_jats),
    "pdf": (".pdf", made_pages.write_pdf),
    "pdf-columns": (".pdf", made_pages.write_pdf_columns),
}
"""The formats by name: the suffix of the file, and the function that writes it."""
BIBTEX = ("md-keys", "tex-bib")
"""The formats whose list is in BibTeX, so that its entries have keys and no printed words."""
KEY = r"[a-z]+(?:\d{4})?n\d+"
MARKERS = {
    ".md": re.compile(r"\[[^\[\]]*@[^\[\]]*\]|-?@[\w:.-]*\w(?: \[[^\[\]]*\])?"),
    ".tex": re.compile(rf"\\cite\w*(?:\[[^\]]*\])*\{{[^{{}}]*\}}|\[[^\[\]]*\b{KEY}\b[^\[\]]*\]|\\[a-z]+"),
}
"""Markers by keys, as written or as kzcheck shows them, by the suffix of the file: their letters are not compared."""


def is_read(name: str) -> bool:
    """Whether kzcheck reads a format."""
    return any(WRITERS[name][0] in about.suffixes for about in DOCUMENTS.values())


def keyed(name: str) -> bool:
    """Whether markers in a format are keys."""
    return name == "md-keys" or WRITERS[name][0] == ".tex"


def bare(name: str, words: str) -> str:
    """Return the words of a sentence without markers by keys."""
    return MARKERS[WRITERS[name][0]].sub("", words) if keyed(name) else words

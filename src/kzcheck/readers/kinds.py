"""Tells what kind of file a list is from its content: a format that is read, or another kind, with the way out for it.

A test looks at the beginning of a file. Only if several formats, or none, fit the content does the suffix decide.
"""

from __future__ import annotations

import re

from msgspec import Struct

from kzcheck.errors import UnreadableError

OPENING = 1 << 16
"""Characters of a file that are examined: longer comments than this before the first entry have not been seen."""


class ListFormat(Struct, frozen=True):
    """A format of lists: its module here, the suffixes of its files, and a pattern that its content has near the beginning.

    A format whose pattern is None fits any text: only its suffix leads to it.
    """

    module: str
    suffixes: tuple[str, ...]
    sign: re.Pattern[str] | None


def lines(pattern: str) -> re.Pattern[str]:
    """Return a pattern in which `^` and `$` match at each line."""
    return re.compile(pattern, re.MULTILINE)


LISTS = {
    "bibtex": ListFormat("bibtex", (".bib", ".bibtex"), lines(r"^[ \t]*@(?!media\b|font|supports\b)\w+[ \t]*[{(]")),
    "biblatex-bbl": ListFormat("biblatex_bbl", (".bbl",), lines(r"\A\s*% \$ biblatex |^[ \t]*\\refsection\{\d")),
    "ris": ListFormat("ris", (".ris", ".txt"), lines(r"^[ \t]{0,3}TY[ \t]{0,4}-")),
    "medline": ListFormat("medline", (".nbib", ".txt"), lines(r"^PMID {0,3}- ?\d")),
    "web-of-science": ListFormat(
        "web_of_science", (".ciw", ".isi", ".txt"), lines(r"\A\s*FN .*\s+VR \d|^PT [A-Z][ \t]*\r?\n[A-Z][A-Z0-9] ")
    ),
    "refer": ListFormat("refer", (".enw", ".txt"), lines(r"^%0 \S|\A\s*%[A-Z] \S")),
    "endnote-xml": ListFormat("endnote_xml", (".xml",), lines(r"<records>\s*<record>")),
    "pubmed-xml": ListFormat("pubmed_xml", (".xml",), lines(r"<Pubmed(?:Article|BookArticle)(?:Set)?[\s>]")),
    "mods": ListFormat("mods", (".xml", ".mods"), lines(r"<(?:\w{1,20}:)?mods(?:Collection)?[\s>]")),
    "openalex": ListFormat("openalex", (".json",), lines(r"\A\s*[\[{][\s\S]*?\"id\"\s{0,9}:\s{0,9}\"https://openalex\.org/W\d")),
    "datacite": ListFormat(
        "datacite",
        (".json",),
        lines(
            r"\A\s*[\[{][\s\S]*?(?:\"type\"\s{0,9}:\s{0,9}\"dois\"|\"resourceTypeGeneral\"\s{0,9}:|http://datacite\.org/schema/)"
        ),
    ),
    "csl-json": ListFormat("json_nodes", (".json", ".csljson"), lines(r"\A\s*(?:\[\s*(?:[{\]]|\Z)|\{\s*[\"}])")),
    "csl-yaml": ListFormat(
        "yaml_nodes", (".yaml", ".yml"), lines(r"\A\s*[\[{]|^(?:references|items):|^[ \t]*-[ \t]+[{\"']?[\w-]+[\"']?:")
    ),
    "printed": ListFormat("printed", (".txt", ".text"), None),
}
"""The formats of lists: the module here whose `read(source)` converts such a file to nodes, its suffixes, and its sign."""


def format_of(suffix: str, text: str, name: str) -> str:
    """Return the name of the format of a list with a given file suffix, in lower case, and text.

    Raises:
        UnreadableError: it is not a list of references in any of these formats; one line says what it is and what to do.
    """
    opening = text[:OPENING]
    if ZOTERO_JSON.search(opening):
        raise _refused(name, ("Zotero's own JSON", ZOTERO))
    fitting = [form for form, about in LISTS.items() if about.sign and about.sign.search(opening)]
    if fitting:
        return next((form for form in fitting if suffix in LISTS[form].suffixes), fitting[0])
    if other := next((other for sign, other in TEXTS.items() if re.search(sign, opening)), None):
        raise _refused(name, other)
    if named := next((form for form, about in LISTS.items() if suffix in about.suffixes and not about.sign), None):
        return named
    if named := next((form for form, about in LISTS.items() if suffix in about.suffixes), None):
        return named  # its reader says what is wrong
    suffixes = ", ".join(dict.fromkeys(suffix for about in LISTS.values() for suffix in about.suffixes))
    manuscripts = "a manuscript (.docx, .odt, .pdf, .tex, .md, .html, …)"
    raise UnreadableError(
        f"{name}: kzcheck cannot read such files; give a folder, {manuscripts}, or a list of references in {suffixes}"
    )


def refuse_binary(data: bytes, name: str) -> None:
    """Refuse documents, databases and archives, which are not texts.

    Raises:
        UnreadableError: the file is one of them; one line says what it is and what to do.
    """
    for beginning, other in BINARY.items():
        if data.startswith(beginning):
            inside = IN_ZIP.items() if beginning == ZIPPED else ()
            raise _refused(name, next((known for part, known in inside if part in data), other))


def _refused(name: str, other: tuple[str, str]) -> UnreadableError:
    kind, cure = other
    return UnreadableError(f"{name}: is {kind}, not a list of references; {cure}")


EXPORT = "export the references as BibTeX, RIS or CSL JSON from the program that made it"
COPY = "copy its list of references into a text file (.txt), or export them from your reference manager as BibTeX or RIS"
MANAGER = "export the references from your reference manager (Zotero, EndNote, Mendeley, Citavi) as BibTeX, RIS or CSL JSON"

ZOTERO = "in Zotero, choose Export Library… and CSL JSON or BibTeX"

ZOTERO_JSON = re.compile(r"\A\s*[\[{][\s\S]*?\"itemType\"\s{0,9}:")
"""The sign of what Zotero's server and Better BibTeX write as JSON, which otherwise looks like CSL."""
ZIPPED = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_ZIP = {
    b"word/document.xml": ("a Word document", COPY),
    b"xl/workbook.xml": ("an Excel workbook", MANAGER),
    b"opendocument.text": ("an OpenDocument text", COPY),
    b"opendocument.spreadsheet": ("an OpenDocument spreadsheet", MANAGER),
    b"ppt/": ("a PowerPoint presentation", COPY),
    b"application/epub+zip": ("an e-book (EPUB)", COPY),
}
BINARY = {
    b"%PDF-": ("a PDF document", COPY),
    b"{\\rtf": ("a document in Rich Text Format (RTF)", COPY),
    OLD_OFFICE: ("a Word or Excel file in the old binary format", COPY),
    b"SQLite format 3\0": ("the database of a program", MANAGER),
    b"\x1f\x8b": ("a compressed file", "unpack it first"),
    ZIPPED: ("a ZIP archive", "unpack it first"),
}
"""How files begin that are not texts, what they are, and what to do with them."""

TEXTS = {
    r"<rdf:RDF\b(?=[^>]{0,2000}zotero)": ("a Zotero RDF export", ZOTERO),
    r"<rdf:RDF\b": ("RDF", EXPORT),
    r"(?i:\A\s*(?:<!--[^>]*>\s*)?<(?:!doctype html|html)\b)": (
        "a web page (HTML)",
        "copy the list from it into a text file (.txt), or save the references with your reference manager's browser connector",
    ),
    r"<(?:\w+:)?Sources\b[^>]{0,2000}officeDocument/2006/bibliography": ("a source list of Word", MANAGER),
    r"<doi_batch\b": ("a deposit for Crossref (XML)", EXPORT),
    r"<TEI\b": ("a TEI document", EXPORT),
    r"<article\b[^>]{0,1000}>\s{0,100}<front\b|//NLM//DTD (?:JATS|Journal)": ("an article in JATS XML", EXPORT),
    r"\A\s*<\?xml\b|\A\s*<[A-Za-z]\w*[\s>]": ("XML of a kind that kzcheck cannot read", EXPORT),
    r"\\documentclass\b|\\begin\s*\{(?:document|thebibliography)\}": ("a LaTeX document", "give the .bib file that it cites"),
    r"(?i:\A(?:[^\r\n]{0,4000}[,;\t])?\"?(?:article |document )?(?:title|ti)\"?[,;\t])": ("a table (CSV)", MANAGER),
}
"""Signs of texts that are not lists of references."""

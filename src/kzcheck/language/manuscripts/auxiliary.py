"""Citations in the files that LaTeX leaves for BibTeX (`.aux`) and Biber (`.bcf`)."""

from __future__ import annotations

import re
from html import unescape

from kzcheck.language.manuscripts import Key, Manuscript

_AUX = re.compile(r"\\(citation|bibdata|@input|abx@aux@cite)(?:\{[0-9]{1,9}\})?+\{([^{}\r\n]*+)\}")
_PIECE = re.compile(r"[^\s,](?:[^,\r\n]*[^\s,])?")
_BCF = re.compile(r"<bcf:(citekey|datasource)(?=[\s>])[^<>]*+>([^<>]*+)</bcf:\1>")


def read_aux(text: str) -> Manuscript:
    """Return what a file for BibTeX says; biblatex writes its citations into it too."""
    cited: list[Key] = []
    lists: list[str] = []
    parts: list[str] = []
    for entry in _AUX.finditer(text):
        values = [Key(piece[0], *piece.span()) for piece in _PIECE.finditer(text, *entry.span(2))]
        if entry[1] == "bibdata":
            lists += (value.text for value in values)
        elif entry[1] == "@input":
            parts.append(entry[2])
        else:
            cited += values
    return Manuscript(tuple(cited), lists=tuple(lists), parts=tuple(parts))


def read_bcf(text: str) -> Manuscript:
    """Return what a file for Biber says."""
    cited: list[Key] = []
    lists: list[str] = []
    for element in _BCF.finditer(text):
        if element[1] == "datasource":
            lists.append(unescape(element[2]))
        elif element[2]:
            cited.append(Key(unescape(element[2]), *element.span(2)))
    return Manuscript(tuple(cited), lists=tuple(lists))

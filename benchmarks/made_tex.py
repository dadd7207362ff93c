"""Writes a printed article as LaTeX, and lists as BibTeX."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from printed_articles import Block, Entry, Printed, Printing

COLUMNS = 88
PREAMBLE = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage%s{natbib}
"""
SECTIONS = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
DASHES = {"–": "--", "—": "---", "“": "``", "”": "''", "\u00a0": "~"}

SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
ESCAPES = str.maketrans(SPECIAL | {sign: f"\\{sign}" for sign in "#$%&_{}"} | DASHES)

COMMANDS = ("textit", "textsuperscript", "textsubscript")
KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
}
FIELDS = (
    ("title", "title"),
    ("volume", "volume"),
    ("issue", "number"),
    ("page", "pages"),
    ("publisher", "publisher"),
    ("publisher-place", "address"),
    ("DOI", "doi"),
    ("URL", "url"),
)


def write_tex(printing: Printing, path: Path) -> None:
    """Write LaTeX that names a list in BibTeX."""
    write_bibtex(printing, path.with_suffix(".bib"))
    style = "plainnat" if printing.style == "author-year" else "unsrtnat"
    _write(printing, path, f"\\bibliographystyle{{{style}}}\n\\bibliography{{{path.stem}}}\n")


def write_tex_list(printing: Printing, path: Path) -> None:
    """Write LaTeX with its list inside."""
    items = []
    for entry in printing.entries:
        text = "".join(f"\\emph{{{_printed(text)}}}" if italic and text.strip() else _printed(text) for text, italic in entry.texts)
        label = f"[{_printed(entry.label)}]" if printing.style == "author-year" and entry.label else ""
        items.append(f"\\bibitem{label}{{{entry.key}}}\n{text}\n")
    listed = "\n".join(items)
    _write(printing, path, f"\\begin{{thebibliography}}{{{len(items)}}}\n\n{listed}\n\\end{{thebibliography}}\n")


def write_bibtex(printing: Printing, path: Path) -> None:
    """Write the list as BibTeX."""
    path.write_text("\n\n".join(_bibtex(entry) for entry in printing.entries) + "\n", "utf-8")


def _bibtex(entry: Entry) -> str:
    csl: dict[str, Any] = entry.work.csl if entry.work.parted else {"title": entry.work.words}
    kind = KINDS.get(str(csl.get("type")), "misc")
    lines = []
    for role in ("author", "editor"):
        names = [
            f"{name['family']}, {name['given']}" if name.get("given") else f"{{{name.get('family') or name.get('literal')}}}"
            for name in csl.get(role) or []
        ]
        if names:
            lines.append(f"  {role} = {{{_printed(' and '.join(names))}}}")
    if csl.get("container-title"):
        field = "journal" if kind == "article" else "booktitle"
        lines.append(f"  {field} = {{{_printed(str(csl['container-title']))}}}")
    for source, field in FIELDS:
        if csl.get(source):
            value = str(csl[source])
            lines.append(f"  {field} = {{{value if source in ('DOI', 'URL') else _printed(value)}}}")
    if (dated := re.search(r"\d{4}", str(csl.get("issued") or ""))) is not None:
        lines.append(f"  year = {{{dated[0]}}}")
    return f"@{kind}{{{entry.key},\n" + ",\n".join(lines) + "\n}"


def _write(printing: Printing, path: Path, end: str) -> None:
    options = {"numeric": "[numbers,sort&compress]", "superscript": "[super]", "author-year": ""}[printing.style]
    lines = [
        PREAMBLE % options,
        f"\\title{{{_printed(printing.title)}}}",
        f"\\author{{{_printed(' and '.join(printing.authors))}}}",
    ]
    lines += ["\\begin{document}", "\\maketitle", ""]
    blocks = printing.blocks
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
        lines.append(_block(printing, block, first=before != block.kind, last=after != block.kind))
    path.write_text("\n".join(lines) + f"\n{end}\\end{{document}}\n", "utf-8")


def _block(printing: Printing, block: Block, *, first: bool, last: bool) -> str:
    text = "".join(_run(printing, printed) for printed in block.printed)
    if block.kind == "heading":
        return f"\\{SECTIONS[min(max(block.level, 1), 5) - 1]}{{{text}}}\n"
    if block.kind == "row":
        columns = "l" * (sum(printed.text.count("\t") for printed in block.printed) + 1)
        row = text.replace("\t", " & ") + r" \\"
        return (f"\\begin{{tabular}}{{{columns}}}\n" if first else "") + row + ("\n\\end{tabular}\n" if last else "")
    if printing.wrapped:
        text = textwrap.fill(text, COLUMNS, break_long_words=False, break_on_hyphens=False)
    if block.kind == "item":
        return ("\\begin{itemize}\n" if first else "") + f"\\item {text}" + ("\n\\end{itemize}\n" if last else "")
    if block.kind == "caption":
        return f"\\begin{{figure}}\n\\caption{{{text}}}\n\\end{{figure}}\n"
    return f"{text}\n"


def _run(printing: Printing, printed: Printed) -> str:
    if printed.cites:
        return _cited(printing, printed)
    text = _printed(printed.text)
    if not text.strip():
        return text
    for wanted, command in zip((printed.italic, printed.superscript, printed.subscript), COMMANDS, strict=True):
        if wanted:
            text = f"\\{command}{{{text}}}"
    return text


def _cited(printing: Printing, printed: Printed) -> str:
    keys = ",".join(printing.entries[place].key for place in printed.cites)
    locator = f"[{printed.locator.replace('. ', '.~').replace('–', '--')}]" if printed.locator else ""
    if printing.style != "author-year":
        return f"\\cite{locator}{{{keys}}}"
    if printed.narrative:
        return f"\\{'citeyearpar' if printed.bare else 'citet'}{locator}{{{keys}}}"
    return f"\\{'citealp' if printed.bare else 'citep'}{locator}{{{keys}}}"


def _printed(text: str) -> str:
    return text.translate(ESCAPES)

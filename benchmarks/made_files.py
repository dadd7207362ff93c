"""Writes a printed article in the formats that manuscripts have: one function a format."""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Any, Literal

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from printed_articles import Block, Entry, Printed, Printing

HEADING = "References"
COLUMNS = 88
RAISED = str.maketrans("0123456789+-−–,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻–,")
RAISABLE = re.compile(r"[\d+−–,-]+")


def write_docx(printing: Printing, path: Path, *, automatic: bool = False) -> None:
    """Write a Word document; the numbers of the list are typed or automatic."""
    document: Any = docx.Document()
    document.add_heading(printing.title, 0)
    document.add_paragraph(", ".join(printing.authors))
    row: list[Block] = []
    for block in (*printing.blocks, None):
        if block and block.kind == "row":
            row.append(block)
            continue
        if row:
            _table(document, row)
            row = []
        if block:
            _runs(_paragraph(document, printing, block), block.printed)
    _heading(document, printing, HEADING, 1)
    for entry in printing.entries:
        numbered = automatic and entry.label
        paragraph = document.add_paragraph(style="List Number" if numbered else None)
        if entry.label and not automatic:
            paragraph.add_run(entry.label)
        for text, italic in entry.texts:
            paragraph.add_run(text).italic = italic or None
    document.save(str(path))


def write_docx_automatic(printing: Printing, path: Path) -> None:
    """Write a Word document whose list is numbered by Word."""
    write_docx(printing, path, automatic=True)


def write_html(printing: Printing, path: Path) -> None:
    """Write a page; half of the articles link their markers to the entries."""
    path.write_text(page(printing), "utf-8")


def page(printing: Printing, head: str = "", soft: Callable[[str], str] = str) -> str:
    """Return a page; `soft` may put soft hyphens into words."""
    lines = [
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(printing.title)}</title>{head}</head>'
    ]
    lines.append(f"<body>\n<h1>{html.escape(printing.title)}</h1>\n<p>{html.escape(', '.join(printing.authors))}</p>")
    opened = ""
    for block in printing.blocks:
        wanted = {"row": "table", "item": "ul"}.get(block.kind, "")
        if wanted != opened:
            lines.append((f"</{opened}>" if opened else "") + (f"<{wanted}>" if wanted else ""))
            opened = wanted
        text = "".join(_html(printing, printed, soft) for printed in block.printed)
        match block.kind:
            case "heading":
                level = min(block.level + 1, 6)
                lines.append(f"<h{level}>{text}</h{level}>")
            case "row":
                lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in text.split("\t")) + "</tr>")
            case "item":
                lines.append(f"<li>{text}</li>")
            case "caption":
                lines.append(f"<figure><figcaption>{text}</figcaption></figure>")
            case _:
                lines.append(f"<p>{text}</p>")
    if opened:
        lines.append(f"</{opened}>")
    lines.append(f"<h2>{HEADING}</h2>")
    automatic = printing.linked and printing.entries[0].label
    lines.append("<ol>" if automatic else "<div>")
    for number, entry in enumerate(printing.entries, 1):
        text = "".join(f"<i>{soft(html.escape(text))}</i>" if italic else soft(html.escape(text)) for text, italic in entry.texts)
        lines.append(f'<li id="ref-{number}">{text}</li>' if automatic else f'<p id="ref-{number}">{entry.label}{text}</p>')
    lines.append(("</ol>" if automatic else "</div>") + "</body></html>")
    return "\n".join(lines)


def write_text(printing: Printing, path: Path) -> None:
    """Write plain text; half of the articles are wrapped, the others have a line for each paragraph."""
    paragraphs = [printing.title, ", ".join(printing.authors)]
    paragraphs += ["".join(map(plain, block.printed)) for block in printing.blocks]
    paragraphs.append(HEADING)
    lines = [entry.label + entry.text for entry in printing.entries]
    if printing.wrapped:
        paragraphs = [_wrapped(paragraph) for paragraph in paragraphs]
        lines = [_wrapped(line, "    " if printing.entries[0].label else "") for line in lines]
    gap = "\n\n" if printing.wrapped else "\n"
    path.write_text("\n\n".join(paragraphs) + "\n\n" + gap.join(lines) + "\n", "utf-8")


def write_markdown_typed(printing: Printing, path: Path) -> None:
    """Write Markdown with markers and list as typed."""
    list_lines = [entry.label.replace("[", "\\[").replace("]", "\\]") + _markdown_entry(entry) for entry in printing.entries]
    path.write_text(_markdown(printing, _markdown_run) + f"\n\n# {HEADING}\n\n" + "\n\n".join(list_lines) + "\n", "utf-8")


def write_markdown(printing: Printing, path: Path) -> None:
    """Write Markdown with pandoc's keys, and the list as BibTeX."""
    write_bibtex(printing, path.with_suffix(".bib"))
    header = f'---\ntitle: "{printing.title.translate({34: "“"})}"\nbibliography: {path.stem}.bib\n---\n\n'

    def run(printed: Printed) -> str:
        return keyed(printing, printed) if printed.cites else _markdown_run(printed)

    path.write_text(header + _markdown(printing, run) + f"\n\n# {HEADING}\n", "utf-8")


def keyed(printing: Printing, printed: Printed) -> str:
    """Return a citation by pandoc's keys; in a bracket that is open it stands without its own."""
    keys = [f"@{printing.entries[place].key}" for place in printed.cites]
    if printed.narrative:
        return (
            f"[-{keys[0]}{_comma(printed.locator)}]"
            if printed.bare
            else keys[0] + (f" [{printed.locator}]" if printed.locator else "")
        )
    return f"[{'; '.join(keys)}{_comma(printed.locator)}]"


def write_bibtex(printing: Printing, path: Path) -> None:
    """Write the list as BibTeX."""
    path.write_text("\n\n".join(_bibtex(entry) for entry in printing.entries) + "\n", "utf-8")


def plain(printed: Printed) -> str:
    """Return a stretch of text as plain text has it: raised digits as characters, citations too."""
    raised = printed.superscript and RAISABLE.fullmatch(printed.text)
    return printed.text.translate(RAISED) if raised else printed.text


def _comma(locator: str) -> str:
    return f", {locator}" if locator else ""


def _paragraph(document: Any, printing: Printing, block: Block) -> Any:  # noqa: ANN401
    match block.kind:
        case "heading":
            return _heading(document, printing, "", block.level)
        case "item":
            return document.add_paragraph(style="List Bullet")
        case "caption":
            return document.add_paragraph(style="Caption")
        case _:
            return document.add_paragraph()


def _heading(document: Any, printing: Printing, text: str, level: int) -> Any:  # noqa: ANN401
    if not printing.bold_headings:
        return document.add_heading(text, min(max(level, 1), 9))
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def _runs(paragraph: Any, printed: tuple[Printed, ...]) -> None:  # noqa: ANN401
    bold = any(run.bold for run in paragraph.runs)
    for stretch in printed:
        run = paragraph.add_run(stretch.text)
        run.italic = stretch.italic or None
        run.bold = bold or None
        run.font.superscript = stretch.superscript or None
        run.font.subscript = stretch.subscript or None


def _table(document: Any, rows: list[Block]) -> None:  # noqa: ANN401
    cells = [_cells(row) for row in rows]
    table = document.add_table(rows=0, cols=max(map(len, cells)))
    grid = table._tbl  # noqa: SLF001 - python-docx adds rows far too slowly
    width = max(map(len, cells))
    for row in cells:
        line = grid.add_tr()
        for cell in [*row, *[[]] * (width - len(row))]:
            _runs(Paragraph(line.add_tc().find(qn("w:p")), table), tuple(cell))


def _cells(row: Block) -> list[list[Printed]]:
    cells: list[list[Printed]] = [[]]
    for stretch in row.printed:
        if stretch.cites:
            cells[-1].append(stretch)
            continue
        for number, text in enumerate(stretch.text.split("\t")):
            if number:
                cells.append([])
            cells[-1].append(type(stretch)(text, stretch.italic, stretch.superscript, stretch.subscript))
    return cells


def _html(printing: Printing, printed: Printed, soft: Callable[[str], str]) -> str:
    text = html.escape(printed.text)
    if printed.cites and printing.linked and printing.style != "author-year":
        known = {place + 1 for place in printed.cites}
        numbers, *rest = text.partition(printed.locator) if printed.locator else (text,)
        linked = re.sub(
            r"\d+", lambda match: f'<a href="#ref-{match[0]}">{match[0]}</a>' if int(match[0]) in known else match[0], numbers
        )
        text = linked + "".join(rest)
    elif printed.cites and printing.linked and len(printed.cites) == 1:
        text = f'<a href="#ref-{printed.cites[0] + 1}">{text}</a>'
    else:
        text = soft(text)
    for wanted, tag in ((printed.italic, "i"), (printed.superscript, "sup"), (printed.subscript, "sub")):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _markdown(printing: Printing, run: Callable[[Printed], str]) -> str:
    paragraphs = []
    for block in printing.blocks:
        text = "".join(map(run, block.printed))
        match block.kind:
            case "heading":
                text = "#" * min(max(block.level, 1), 6) + " " + text
            case "item":
                text = f"- {text}"
            case "row":
                text = "| " + text.replace("\t", " | ") + " |"
            case _ if printing.wrapped:
                text = _wrapped(text)
        paragraphs.append((block.kind, text))
    lines = []
    for number, (kind, text) in enumerate(paragraphs):
        first = kind == "row" and (not number or paragraphs[number - 1][0] != "row")
        last = kind != "row" or number + 1 == len(paragraphs) or paragraphs[number + 1][0] != "row"
        rule = "\n" + "|---" * max(1, text.count(" | ") + 1) + "|" if first else ""
        lines.append(text + rule + ("\n\n" if last else "\n"))
    return "".join(lines).rstrip("\n")


def _markdown_run(printed: Printed) -> str:
    text = _escaped(printed.text)
    lead, core, trail = text[: len(text) - len(text.lstrip())], text.strip(), text[len(text.rstrip()) :]
    if not core:
        return text
    if printed.superscript or printed.subscript:
        mark = "^" if printed.superscript else "~"
        core = mark + core.replace(" ", "\\ ") + mark
    elif printed.italic:
        core = f"*{core}*"
    return lead + core + trail


def _markdown_entry(entry: Entry) -> str:
    return "".join(f"*{_escaped(text)}*" if italic and text.strip() else _escaped(text) for text, italic in entry.texts)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>^~|#@$])", r"\\\1", text)


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


def _bibtex(entry: Entry) -> str:
    csl = entry.work.csl or {"title": entry.work.words}
    kind = KINDS.get(str(csl.get("type")), "misc")
    lines = []
    for role in ("author", "editor"):
        names = [
            f"{name['family']}, {name['given']}" if name.get("given") else f"{{{name.get('family') or name.get('literal')}}}"
            for name in csl.get(role) or []
        ]
        if names:
            lines.append(f"  {role} = {{{_tex(' and '.join(names))}}}")
    if csl.get("container-title"):
        field = "journal" if kind == "article" else "booktitle"
        lines.append(f"  {field} = {{{_tex(str(csl['container-title']))}}}")
    for source, field in FIELDS:
        if csl.get(source):
            value = str(csl[source])
            lines.append(f"  {field} = {{{value if source in ('DOI', 'URL') else _tex(value)}}}")
    if (dated := re.search(r"\d{4}", str(csl.get("issued") or ""))) is not None:
        lines.append(f"  year = {{{dated[0]}}}")
    return f"@{kind}{{{entry.key},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return (
        re.sub(r"([#$%&_])", r"\\\1", text.replace("\\", "\\textbackslash{}"))
        .replace("~", "\\textasciitilde{}")
        .replace("^", "\\^{}")
    )


FormatName = Literal["docx", "docx-auto", "html", "text", "md-keys", "md-typed"]
WRITERS: dict[str, tuple[str, Callable[[Printing, Path], None]]] = {
    "docx": (".docx", write_docx),
    "docx-auto": (".docx", write_docx_automatic),
    "html": (".html", write_html),
    "text": (".txt", write_text),
    "md-keys": (".md", write_markdown),
    "md-typed": (".md", write_markdown_typed),
}
"""The formats by name: the suffix of the file, and the function that writes it."""
KEYED = ("md-keys",)
"""The formats whose list is in BibTeX, so that its entries have keys and no printed words."""


def shown(name: str, printing: Printing) -> Callable[[Printed], str]:
    """Return what a format shows for a stretch of text."""
    if name == "md-keys":
        return lambda printed: keyed(printing, printed) if printed.cites else printed.text
    if name == "text":
        return plain
    return lambda printed: printed.text

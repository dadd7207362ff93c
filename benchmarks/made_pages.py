"""Writes a printed article as a page, and by way of it as PDF (with Chromium) and ODT (with pandoc)."""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from printed_articles import HEADING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from printed_articles import Printed, Printing

CHROMIUM = "chromium"
DEADLINE = 300
PART = 1000
"""Blocks that are printed at once: about 150 pages."""
LONG = re.compile(r"(?<![^\s(“])[A-Za-z][a-z]{6,}(?![^\s.,;:)”])")
SYLLABLE = re.compile(r"(?<=[A-Za-z][a-z][aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy][a-z])")


def write_html(printing: Printing, path: Path) -> None:
    """Write a page; half of the articles link their markers to the entries."""
    path.write_text(page(printing), "utf-8")


def write_pdf(printing: Printing, path: Path, *, columns: int = 1) -> None:
    """Write a PDF with running heads, page numbers and hyphenated words; a long one in parts, which Chromium prints in time."""
    folder = path.parent / "page"
    folder.mkdir(exist_ok=True)
    parts = _parts(printing)
    if len(parts) == 1:
        _print(printing, folder / "page.html", path, columns, 0)
        return
    pypdfium2 = import_module("pypdfium2")
    whole = pypdfium2.PdfDocument.new()
    for number, part in enumerate(parts):
        printed = folder / f"{number}.pdf"
        _print(part, folder / f"{number}.html", printed, columns, len(whole))
        with pypdfium2.PdfDocument(printed) as document:
            whole.import_pages(document)
    whole.save(path)


def _parts(printing: Printing) -> list[Printing]:
    """Return parts of at most so many blocks; the list and what follows it are in the last."""
    starts = range(0, len(printing.blocks), PART)
    parts = [replace(printing, blocks=printing.blocks[start : start + PART], entries=(), tail=()) for start in starts]
    return [*parts[:-1], replace(parts[-1], entries=printing.entries, tail=printing.tail)]


def _print(printing: Printing, source: Path, path: Path, columns: int, before: int) -> None:
    """Print pages; `before` is the number of the page before the first."""
    hyphen = "-" if printing.linked else "‐"
    running = html.escape(printing.title[:70].replace('"', "”").replace("\\", ""))
    style = f"""<style>
@page {{ size: A4; margin: 22mm 20mm; @bottom-center {{ content: counter(page); font: 9pt serif }}
  @top-center {{ content: "{running}"; font: italic 9pt serif }} }}
@page :first {{ @top-center {{ content: "" }} }}
body {{ font: 10.5pt/1.3 serif; text-align: justify; hyphens: manual; hyphenate-character: "{hyphen}"; margin: 0;
  overflow-wrap: break-word }}
h1 {{ column-span: all }} h1, h2, h3, h4 {{ text-align: left; break-after: avoid }}
table {{ font-size: 6.5pt; table-layout: fixed; width: 100%; overflow-wrap: anywhere; text-align: left; border-collapse: collapse }}
td {{ border: 0.3pt solid; vertical-align: top }} figure {{ margin: 1em 0; font-size: 9pt }} ol {{ padding-left: 2.2em }}
body {{ column-count: {columns}; column-gap: 7mm }} sup, sub {{ font-size: 65%; line-height: 0 }}
</style>"""
    if before:
        style += f"<style>html {{ counter-reset: page {before} }}</style>"
    source.write_text(page(printing, style, _hyphenated), "utf-8")
    with tempfile.TemporaryDirectory() as profile:
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        subprocess.run([*command, f"--print-to-pdf={path}", source.as_uri()], check=True, capture_output=True, timeout=DEADLINE)


def write_pdf_columns(printing: Printing, path: Path) -> None:
    """Write a PDF in two columns."""
    write_pdf(printing, path, columns=2)


def write_odt(printing: Printing, path: Path) -> None:
    """Write an OpenDocument text."""
    pypandoc = import_module("pypandoc")  # optional
    pypandoc.convert_text(page(printing), "odt", "html", outputfile=str(path))


def _hyphenated(text: str) -> str:
    """Put soft hyphens into the long words of a text; addresses and names of substances are left alone."""
    return LONG.sub(lambda match: SYLLABLE.sub("\u00ad", match[0]), text)


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
    lines += _listed(printing, soft) if printing.entries else []
    lines += [f"<p>{soft(html.escape(text))}</p>" for text in printing.tail]
    lines.append("</body></html>")
    return "\n".join(lines)


def _listed(printing: Printing, soft: Callable[[str], str]) -> list[str]:
    """Return the lines of the list of references."""
    lines = [f"<h2>{HEADING}</h2>"]
    automatic = printing.linked and printing.entries[0].label
    lines.append("<ol>" if automatic else "<div>")
    for number, entry in enumerate(printing.entries, 1):
        text = "".join(f"<i>{soft(html.escape(text))}</i>" if italic else soft(html.escape(text)) for text, italic in entry.texts)
        lines.append(f'<li id="ref-{number}">{text}</li>' if automatic else f'<p id="ref-{number}">{entry.label}{text}</p>')
    return [*lines, "</ol>" if automatic else "</div>"]


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

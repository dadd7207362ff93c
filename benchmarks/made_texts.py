"""Writes a printed article as plain text and as Markdown."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from made_tex import write_bibtex
from printed_articles import HEADING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from printed_articles import Entry, Printed, Printing

COLUMNS = 88
RAISED = str.maketrans("0123456789+-−–,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻–,")
LABEL = re.compile(r"^(\(?\w{1,4})([.)])(?= )")
"""What Markdown takes for the label of an item."""
RAISABLE = re.compile(r"[\d+−–,-]+")


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
    path.write_text("\n\n".join(paragraphs) + "\n\n" + gap.join([*lines, *printing.tail]) + "\n", "utf-8")


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


def plain(printed: Printed) -> str:
    """Return a stretch of text as plain text has it: raised digits as characters, citations too."""
    raised = printed.superscript and RAISABLE.fullmatch(printed.text)
    return printed.text.translate(RAISED) if raised else printed.text


def _comma(locator: str) -> str:
    return f", {locator}" if locator else ""


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
            case _:
                text = LABEL.sub(r"\1\\\2", _wrapped(text) if printing.wrapped else text)
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

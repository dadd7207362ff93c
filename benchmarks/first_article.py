"""The article that kzcheck was first made for, as text with breaks between its pages, to be written in other formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import gold
from made_articles import Work
from printed_articles import HEADING, Block, Entry, Printed, Printing

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = gold.SHARED / "article" / "article.txt"
FORMATS = ("text", "docx", "html", "pdf")
BODY = "Introduction"
HEADINGS = 70
"""Characters of a line without a full stop that is taken for a heading."""
MARKER = re.compile(r"\[(\d+(?:[,–]\d+)*)(?:, (p\. [\d–]+))?\]")
LABEL = re.compile(r"(\d+)\. ")


def printings() -> tuple[Printing, Printing]:
    """Return the article with the breaks between its pages and, for the truth, with paragraphs joined over them."""
    lines = [line for line in SOURCE.read_text("utf-8").splitlines() if line.strip()]
    heading = lines.index(HEADING)
    body, rest = lines[:heading], lines[heading + 1 :]
    entries = tuple(
        Entry(match[1], [(line[match.end() :], False)], match[0], Work(match[1], {}))
        for line in rest
        if (match := LABEL.match(line))
    )
    tail = tuple(line for line in rest if not LABEL.match(line))
    start = body.index(BODY)
    joined = body[:start]
    for line in body[start:]:
        last = joined[-1]
        if last[-1] not in ".?!:;*" and (line[0].islower() or line[0].isdigit()):
            joined[-1] = f"{last} {line}"
        else:
            joined.append(line)
    return _printing(body, entries, tail), _printing(joined, entries, tail)


def _printing(lines: Sequence[str], entries: tuple[Entry, ...], tail: tuple[str, ...]) -> Printing:
    blocks = tuple(_block(line) for line in lines[1:])
    return Printing("first-article", lines[0], (), "numeric", "gost", blocks, entries, False, False, False, tail)  # noqa: FBT003


def _block(line: str) -> Block:
    if len(line) < HEADINGS and line[-1].isalpha() and ":" not in line:
        return Block("heading", (Printed(line),), 1)
    printed, place = [], 0
    for match in MARKER.finditer(line):
        printed.append(Printed(line[place : match.start()]))
        places = [int(number) - 1 for part in match[1].split(",") for number in _numbers(part)]
        printed.append(Printed(match[0], cites=tuple(places), locator=match[2] or ""))
        place = match.end()
    return Block("item" if line.startswith("- ") else "paragraph", (*printed, Printed(line[place:])))


def _numbers(part: str) -> range:
    first, _, last = part.partition("–")
    return range(int(first), int(last or first) + 1)

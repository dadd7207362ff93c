"""Reads plain text: where lines are wrapped, paragraphs are parted by empty lines; where they are not, each line is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.document import Block, Document, Run
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.readers.documents import Included

WIDEST = 110
"""Characters of the longest line of a text whose lines are wrapped; editors and mail programs wrap at 72 to 100."""
LONG_LINES = 0.05
"""Share of the text that may be in longer lines: addresses are not wrapped. Lines do not count alike: cells of tables are short."""
PARAGRAPH = 40
"""Lines from which a wrapped paragraph is parted where a line ends early, or the next is indented."""
EARLY = 0.8
"""Share of the width before which a line ends early, even with the next word."""
CELLS = 2
"""Tabs from which a line is a row of a table: a number and its entry have one between them."""
NUMBERED = 0.5
"""Share of the pages that begin or end with a number, from which it is that of the page."""

_LINE = re.compile(r"[^\r\n\f]*(?:\r?\n|\r|(?P<feed>\f)|\Z)")
_NUMBER = re.compile(r"\s*[-–—]?\s*(\d{1,4})\s*[-–—]?\s*")
_CHUNK = re.compile(r"[^ \t]+")
_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


class _Line(NamedTuple):
    """A line: its text, where its words begin and end in the file, and whether a page ends with it."""

    text: str
    start: int
    end: int
    last: bool


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - a text includes nothing
    """Read a text.

    Raises:
        UnreadableError: it is not a text, or empty.
    """
    text, _ = files.text_of(data, name)
    lines = [_line(match) for match in _LINE.finditer(text) if match[0]]
    lines, pages = _paged(lines)
    lengths = [len(line.text) for line in lines if line.text]
    wrapped = sum(length for length in lengths if length > WIDEST) <= LONG_LINES * sum(lengths)
    width = max((length for length in lengths if length <= WIDEST), default=0)
    blocks = [block for group in _groups(lines, wrapped=wrapped, width=width) for block in _blocks(text, group)]
    return Manuscript(Document("text", {name: text}, tuple(blocks), pages=pages))


def _line(match: re.Match[str]) -> _Line:
    words = match[0].strip()
    start = match.start() + (len(match[0]) - len(match[0].lstrip()) if words else 0)
    return _Line(words, start, start + len(words), match["feed"] is not None)


def _paged(lines: Sequence[_Line]) -> tuple[list[_Line], tuple[tuple[int, str], ...]]:
    """Return the lines without the numbers of pages, and where each page begins, with its number; no pages without form feeds."""
    pages: list[list[_Line]] = [[]]
    for line in lines:
        pages[-1].append(line)
        if line.last:
            pages.append([])
    pages = [page for page in pages if any(line.text for line in page)]
    if len(pages) < 2:  # noqa: PLR2004
        return [*lines], ()
    for last in (True, False):
        printed = [_number(page, last=last) for page in pages]
        if sum(place >= 0 for place in printed) >= NUMBERED * len(pages):
            numbers = [page[place].text.strip(" -–—") if place >= 0 else "" for page, place in zip(pages, printed, strict=True)]
            for page, place in zip(pages, printed, strict=True):
                if place >= 0:
                    page[place] = page[place]._replace(text="")
            break
    else:
        numbers = [str(number) for number in range(1, len(pages) + 1)]
    return [line for page in pages for line in page], tuple(
        (page[0].start, number) for page, number in zip(pages, numbers, strict=True)
    )


def _number(page: Sequence[_Line], *, last: bool) -> int:
    """Return the position of the first or last line of a page if it is a number, or -1."""
    places = [place for place, line in enumerate(page) if line.text]
    place = places[-1 if last else 0]
    return place if _NUMBER.fullmatch(page[place].text) else -1


def _groups(lines: Sequence[_Line], *, wrapped: bool, width: int) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph."""
    group: list[_Line] = []
    for line in lines:
        if line.text and wrapped:
            group.append(line)
        elif line.text:
            yield [line]
        if group and (not line.text or line.last):
            yield from _parted(group, width)
            group = []
    if group:
        yield from _parted(group, width)


def _parted(group: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    """Yield the paragraphs of lines that no empty line parts; a few lines are one."""
    begin = 0
    if len(group) >= PARAGRAPH:
        for place in range(1, len(group)):
            before = group[place - 1].text
            after = _CHUNK.match(group[place].text)
            if after and len(before) + 1 + len(after[0]) < EARLY * width and _END.search(before):
                yield [*group[begin:place]]
                begin = place
    yield [*group[begin:]]


def _blocks(text: str, group: Sequence[_Line]) -> Iterator[Block]:
    if all(line.text.count("\t") >= CELLS for line in group):
        for line in group:
            start = line.start
            for cell in line.text.split("\t"):
                if cell.strip():
                    yield Block("cell", (Run(cell, start, start + len(cell)),))
                start += len(cell) + 1
        return
    start, end = group[0].start, group[-1].end
    yield Block("paragraph", (Run(text[start:end], start, end),))

"""Makes blocks of the pages of a PDF: lines, columns, paragraphs, notes, and what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.document import Block, BlockKind, Run
from kzcheck.readers.documents.pdf.columns import columns
from kzcheck.readers.documents.pdf.lines import lines, stretched
from kzcheck.readers.documents.pdf.notes import LABEL, label, marks_of, split_notes
from kzcheck.readers.documents.pdf.paragraphs import (
    BULLET,
    ENDING,
    HEADING_LINES,
    LARGER,
    Measure,
    Paragraph,
    joined,
    measure,
    paragraphs,
)
from kzcheck.readers.documents.pdf.running import without_running
from kzcheck.readers.documents.pdf.wording import Words, wording, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.readers.documents.pdf.lines import Line, Span
    from kzcheck.readers.documents.pdf.pieces import Page

HEADING_LETTERS = 240
"""Letters of a heading at most."""
CAPTION = re.compile(
    r"(?i)(?:fig(?:ure|\.)?|table|tab\.|рис(?:унок|\.)|табл(?:ица|\.)|сурет|кесте|şekil|tablo|abb(?:ildung|\.)|tabelle)\s*[\dIVX]+"
)


class Layout(Struct, frozen=True):
    """The blocks of a PDF, the text that was made of it, where pages begin in it with their numbers, and the title."""

    blocks: tuple[Block, ...]
    text: str
    pages: tuple[tuple[int, str], ...]
    title: str


class _Part(Struct):
    kind: BlockKind
    paragraph: Paragraph
    level: int = 0
    label: str = ""
    anchor: str = ""


def layout(pages: Sequence[Page]) -> Layout:
    """Return the layout of the pages of a PDF."""
    rows = [lines(page.pieces) for page in pages]
    for number, page_lines in enumerate(rows):
        for line in page_lines:
            line.page = number
    bodies, printed = without_running(rows)
    numbers = [number or page.label or str(ordinal) for ordinal, (number, page) in enumerate(zip(printed, pages, strict=True), 1)]
    ordered = [[stretched(column) for column in page] for page in columns(bodies)]
    how = measure(ordered)
    words = words_of(line for body in bodies for line in body)
    body, notes = _parted(ordered, how)
    parts = [*_kinds(body, how), *_notes(notes)]
    labels = {(part.paragraph.lines[0].page, part.label): part.anchor for part in parts if part.kind == "note"}
    return _projected(parts, words, numbers, labels, _title(parts))


def _parted(ordered: Sequence[Sequence[Sequence[Line]]], how: Measure) -> tuple[list[Paragraph], list[list[Line]]]:
    """Return the paragraphs of all pages, joined over columns and pages, and the lines of each note."""
    made: list[Paragraph] = []
    notes: list[list[Line]] = []
    for page in ordered:
        marks = marks_of([line for column in page for line in column])
        for column in page:
            body, of_column = split_notes(column, how, marks)
            notes += of_column
            for place, paragraph in enumerate(paragraphs(body, how)):
                _append(made, paragraph, first=place == 0)
    return made, notes


def _append(made: list[Paragraph], paragraph: Paragraph, *, first: bool) -> None:
    """Add a paragraph, or join it to the last if it goes on after a column, or after a figure or table."""
    if made and first and joined(made[-1], paragraph):
        made[-1].lines += paragraph.lines
        made[-1].right = paragraph.right
        return
    made.append(paragraph)


def _kinds(body: Sequence[Paragraph], how: Measure) -> Iterator[_Part]:
    sizes = sorted({paragraph.size for paragraph in body if _is_heading(paragraph, how)}, reverse=True)
    for paragraph in body:
        if _is_heading(paragraph, how):
            yield _Part("heading", paragraph, sizes.index(paragraph.size) + 1)
        elif CAPTION.match(paragraph.lines[0].text):
            yield _Part("caption", paragraph)
        elif BULLET.match(paragraph.lines[0].text):
            yield _Part("item", paragraph)
        else:
            yield _Part("paragraph", paragraph)


def _is_heading(paragraph: Paragraph, how: Measure) -> bool:
    first = paragraph.lines[0]
    if len(paragraph.lines) > HEADING_LINES or not any(letter.isalpha() for letter in first.text):
        return False
    if CAPTION.match(first.text) or sum(len(line.text) for line in paragraph.lines) > HEADING_LETTERS:
        return False
    if not all(how.stands_out(line) for line in paragraph.lines):
        return False
    return paragraph.size >= LARGER * how.size or not ENDING.search(paragraph.text)


def _notes(notes: Sequence[Sequence[Line]]) -> Iterator[_Part]:
    for number, note in enumerate(notes, 1):
        yield _Part("note", Paragraph([*note]), label=label(note[0]), anchor=f"note-{number}")


def _title(parts: Sequence[_Part]) -> _Part | None:
    """Return the largest text at the beginning."""
    opening = [part for part in parts if part.paragraph.lines[0].page == 0 and part.kind == "heading"]
    return max(opening, key=lambda part: part.paragraph.size, default=None)


def _projected(
    parts: Sequence[_Part], words: Words, numbers: Sequence[str], labels: dict[tuple[int, str], str], title: _Part | None
) -> Layout:
    """Return the text of all blocks, one to a line, and the blocks with their places in it."""
    blocks: list[Block] = []
    texts: list[str] = []
    begun: list[tuple[int, str]] = []
    length, last, name = 0, -1, ""
    for part in parts:
        spans = wording(part.paragraph.lines, words)
        before = ""
        if part.label:
            spans = _unlabelled(spans)
            before = f"{part.label} "
        if not spans:
            continue
        runs: list[Run] = []
        start = length + len(before)
        for span, page in spans:
            if page != last:
                begun.append((length if not runs else start, numbers[page]))
                last = page
            anchor = labels.get((page, span.text.strip()), "") if span.superscript and part.kind != "note" else ""
            end = start + len(span.text)
            note = span.text.strip() if anchor else ""
            if (
                runs
                and not note
                and not runs[-1].note
                and (runs[-1].superscript, runs[-1].italic) == (span.superscript, span.italic)
            ):
                runs[-1] = Run(runs[-1].text + span.text, runs[-1].start, end, span.superscript, span.italic)
            else:
                runs.append(Run(span.text, start, end, span.superscript, span.italic, f"#{anchor}" if note else "", note))
            start = end
        block = Block(part.kind, tuple(runs), part.level, part.label, part.anchor)
        blocks.append(block)
        texts.append(before + block.text)
        name = block.text if part is title else name
        length = start + 1
    return Layout(tuple(blocks), "\n".join(texts), tuple(begun), name)


def _unlabelled(spans: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """Return the spans of a note without its label."""
    text = "".join(span.text for span, _ in spans)
    match = LABEL.match(text)
    cut = match.end() if match else 0
    kept: list[tuple[Span, int]] = []
    for span, page in spans:
        taken = min(cut, len(span.text))
        cut -= taken
        if span.text[taken:]:
            kept.append((type(span)(span.text[taken:], span.superscript, span.italic), page))
    return kept

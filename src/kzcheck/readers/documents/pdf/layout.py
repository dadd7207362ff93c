"""Makes blocks of the pages of a PDF: lines, columns, paragraphs, notes, and what each of them is."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kzcheck import data
from kzcheck.document import Block, BlockKind, Run
from kzcheck.identifiers import find_dois
from kzcheck.language.alternatives import any_of
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
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.readers.documents.pdf.lines import Line, Span
    from kzcheck.readers.documents.pdf.pieces import Page

HEADING_LETTERS = 240
"""Letters of a heading at most."""
CAPTIONED = ("figure", "table")
"""What has captions, by CSL's labels of locators."""
WORD = re.compile(r"\s+([^\W\d_]{2,})")
DOI_LINE, BEFORE_DOI = 100, 20
"""Characters of a line with the DOI of the article, and those in it that are not the DOI, at most."""


class Layout(Struct, frozen=True):
    """The blocks of a PDF, the text that was made of it, and its title and DOI.

    `pages` says where the text of a page begins, with the page's place in the file, from 0; notes come last, so a page may begin
    twice. `numbers` are those printed on the pages, or else those that the file gives them, or "".
    """

    blocks: tuple[Block, ...]
    text: str
    pages: tuple[tuple[int, int], ...]
    numbers: tuple[str, ...]
    title: str = ""
    doi: str = ""


@cache
def _captions() -> re.Pattern[str]:
    """Return a pattern for the beginnings of captions in all languages: "Fig. 2", "1-сурет"."""
    cited = (language.citing.labels for language in data.languages().values())
    labels = any_of({word.rstrip(".") for labels in cited for label in CAPTIONED for word in labels.get(label, ())})
    number = r"(?:[A-Z]?\d{1,4}(?:\.\d{1,4}){0,2}[A-Z]?|[IVX]{1,5})"
    return re.compile(rf"\s*(?:(?i:{labels})\.?\s*{number}|\d{{1,3}}-(?i:{labels}))(?![\w’'])")


class _Part(Struct):
    kind: BlockKind
    paragraph: Paragraph
    level: int = 0
    label: str = ""
    anchor: str = ""


def layout(pages: Sequence[Page], title: str = "") -> Layout:
    """Return the layout of the pages of a PDF; `title` is that in its properties, which counts if the first page prints it."""
    rows = [lines(page.pieces) for page in pages]
    for number, page_lines in enumerate(rows):
        for line in page_lines:
            line.page = number
    bodies, printed = without_running(rows)
    counted = all(page.label == str(place) for place, page in enumerate(pages, 1))  # says nothing about what is printed
    numbers = tuple(number or ("" if counted else page.label) for number, page in zip(printed, pages, strict=True))
    ordered = [[stretched(column) for column in page] for page in columns(bodies)]
    how = measure(ordered)
    words = words_of(line for body in bodies for line in body)
    body, notes = _parted(ordered, how)
    parts = [*_kinds(body, how), *_notes(notes)]
    labels = {(part.paragraph.lines[0].page, part.label): part.anchor for part in parts if part.kind == "note"}
    made = _projected(parts, words, numbers, labels)
    opening = "".join(line.text for line in rows[0]) if rows else ""
    if not _squeezed(title) or _squeezed(title) not in _squeezed(opening):
        title = _largest(parts, words)
    return structs.replace(made, title=title.strip(), doi=_doi(rows[0]) if rows else "")


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _doi(lines: Sequence[Line]) -> str:
    """Return the DOI that the first page prints in a line of its own, or ""."""
    dois = {
        match.value.casefold(): match.value
        for line in lines
        if len(line.text) <= DOI_LINE
        for match in find_dois(line.text)
        if len(line.text.strip()) - len(match.value) <= BEFORE_DOI
    }
    return next(iter(dois.values())) if len(dois) == 1 else ""


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
        elif _is_caption(paragraph.lines[0].text):
            yield _Part("caption", paragraph)
        elif BULLET.match(paragraph.lines[0].text):
            yield _Part("item", paragraph)
        else:
            yield _Part("paragraph", paragraph)


def _is_caption(text: str) -> bool:
    """Whether a text begins like a caption, and does not go on like a sentence: "Table 3 shows"."""
    match = _captions().match(text)
    if match is None:
        return False
    word = WORD.match(text, match.end())
    return word is None or not word[1].islower()


def _is_heading(paragraph: Paragraph, how: Measure) -> bool:
    first = paragraph.lines[0]
    if len(paragraph.lines) > HEADING_LINES or not any(letter.isalpha() for letter in first.text):
        return False
    if _is_caption(first.text) or sum(len(line.text) for line in paragraph.lines) > HEADING_LETTERS:
        return False
    if not all(how.stands_out(line) for line in paragraph.lines):
        return False
    return paragraph.size >= LARGER * how.size or not ENDING.search(paragraph.text)


def _notes(notes: Sequence[Sequence[Line]]) -> Iterator[_Part]:
    for number, note in enumerate(notes, 1):
        yield _Part("note", Paragraph([*note]), label=label(note[0]), anchor=f"note-{number}")


def _largest(parts: Sequence[_Part], words: Words) -> str:
    """Return the largest heading on the first page: the title."""
    headings = [part.paragraph for part in parts if part.paragraph.lines[0].page == 0 and part.kind == "heading"]
    largest = max(headings, key=lambda paragraph: paragraph.size, default=Paragraph([]))
    return "".join(span.text for span, _ in wording(largest.lines, words))


def _projected(parts: Sequence[_Part], words: Words, numbers: tuple[str, ...], labels: Mapping[tuple[int, str], str]) -> Layout:
    """Return the text of all blocks, one to a line, and the blocks with their places in it."""
    blocks: list[Block] = []
    texts: list[str] = []
    begun: list[tuple[int, int]] = []
    length, last = 0, -1
    for part in parts:
        spans = wording(part.paragraph.lines, words)
        before = f"{part.label} " if part.label else ""
        spans = _unlabelled(spans) if part.label else spans
        if not spans:
            continue
        start = length + len(before)
        for span, page in spans:
            if page != last:
                begun.append((start if span is not spans[0][0] else length, page))
                last = page
            start += len(span.text)
        marked = labels if part.kind != "note" else {}
        block = Block(part.kind, tuple(_runs(spans, length + len(before), marked)), part.level, part.label, part.anchor)
        blocks.append(block)
        texts.append(before + block.text)
        length = start + 1
    return Layout(tuple(blocks), "\n".join(texts), tuple(begun), numbers)


def _runs(spans: Sequence[tuple[Span, int]], start: int, labels: Mapping[tuple[int, str], str]) -> Iterator[Run]:
    """Yield spans as runs; a superscript that is the label of a note on its page refers to that note."""

    def mark(placed: tuple[Span, int]) -> tuple[bool, bool, str]:
        span, page = placed
        return span.superscript, span.italic, labels.get((page, span.text.strip()), "") if span.superscript else ""

    for (superscript, italic, anchor), group in groupby(spans, key=mark):
        text = "".join(span.text for span, _ in group)
        yield Run(
            text, start, start + len(text), superscript, italic, f"#{anchor}" if anchor else "", text.strip() if anchor else ""
        )
        start += len(text)


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

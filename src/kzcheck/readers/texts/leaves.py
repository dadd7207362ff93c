"""Makes leaves of the blocks of a document: page by page, without its lists of references."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.language.languages import code, of_most
from kzcheck.language.reference_lists import reference_lists
from kzcheck.texts import Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.document import Block

LONG, OPENING = 100, 60
"""Characters of a paragraph that tells the language of a text, and how many of them are examined."""
WORD = 60
"""Characters by which the end of a page is moved, at most, so that no word is divided there."""
MARKED = 5
"""Characters before a raised number that tell whether it is a mark: not the exponent of a number or of a unit."""
_MARK = re.compile(r"[\s\d,;–*†‡§¶\[\]()-]{1,20}")
_MARKED = re.compile(r"(?:[^\W\d_]{4}|[.,;:!?)\]’”»\"'])\s?\Z")


class _Part(NamedTuple):
    """What a page has of a block: its words, and whether the block goes on on another page."""

    text: str
    note: bool
    goes_on: bool


def without_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that are not in a list of references."""
    listed = {number for part in reference_lists(blocks) for number in range(part.first, part.end)}
    return [block for number, block in enumerate(blocks) if number not in listed and block.kind != "entry"]


def leaves(blocks: Sequence[Block], pages: Sequence[tuple[int, int]], printed: Sequence[str]) -> tuple[Leaf, ...]:
    """Return the leaves of a text.

    Args:
        blocks: The blocks of a document.
        pages: Where the text of a page begins, with its place in the file, from 0; in order of the places in the text.
        printed: The number printed on each page, or "". Without any, the text is one leaf.
    """
    parts: list[list[_Part]] = [[] for _ in printed or ("",)]
    starts = [start for start, _ in pages]
    for block in blocks:
        for page, part in _divided(block, starts, pages):
            parts[page].append(part)
    return tuple(
        Leaf(number if printed else 0, printed[number - 1] if printed else "", _joined(page))
        for number, page in enumerate(parts, 1)
    )


def language_of(blocks: Sequence[Block], declared: str) -> str:
    """Return the language of a text: that of most of its first paragraphs, or else the one that its file declares."""
    paragraphs = (block.text for block in blocks if block.kind in ("paragraph", "item") and len(block.text) >= LONG)
    return of_most(islice(paragraphs, OPENING)).partition("-")[0] or code(declared)


def _divided(block: Block, starts: Sequence[int], pages: Sequence[tuple[int, int]]) -> Iterator[tuple[int, _Part]]:
    """Yield what each page has of a block."""
    if not block.runs:
        return
    shown = [*_shown(block)]
    text, note = "".join(shown), block.kind == "note"
    first = block.runs[0].start
    place = max(bisect_right(starts, first) - 1, 0)
    page = pages[place][1] if pages else 0
    begin = at = 0
    for run, words in zip(block.runs, shown, strict=True):
        as_printed = run.end - run.start == len(words)
        for place in range(bisect_right(starts, max(run.start, first)), bisect_right(starts, run.end - 1)):
            cut = _between_words(text, at + (starts[place] - run.start if as_printed else len(words)))
            if part := " ".join(text[begin:cut].split()):
                yield page, _Part(part, note, goes_on=bool(text[cut:].strip()))
            begin, page = max(cut, begin), pages[place][1]
        at += len(words)
    if part := " ".join(text[begin:].split()):
        yield page, _Part(part, note, goes_on=False)


def _shown(block: Block) -> Iterator[str]:
    """Yield the words of each run of a block; raised marks of notes and citations, which are in nobody's sentence, are left out."""
    before = ""
    for run in block.runs:
        mark = run.superscript and (run.note or (_MARK.fullmatch(run.text) and _MARKED.search(before)))
        words = "" if mark else run.text
        yield words
        before = words[-MARKED:] or before


def _between_words(text: str, at: int) -> int:
    """Return a place at or after one in a text that does not divide a word."""
    if not text[at - 1 : at].strip():
        return at
    end = next((place for place in range(at, min(at + WORD, len(text))) if text[place].isspace()), at)
    return end if end > at or text[at : at + 1].isspace() else at


def _joined(parts: Sequence[_Part]) -> str:
    """Return the words of a page; its notes come before a paragraph that goes on on the next page."""
    body, notes = ([part for part in parts if part.note is note] for note in (False, True))
    last = body[-1:] if len(body) > 1 and body[-1].goes_on else []
    ordered = [*body[: len(body) - len(last)], *notes, *last]
    return "".join(part.text + (" " if part.goes_on and part is ordered[-1] else "\n") for part in ordered)

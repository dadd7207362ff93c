"""Takes the list of a manuscript without a bibliography from its notes: each work is described in full where it is cited first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.language.citations.numbers import before
from kzcheck.language.entry_heads import entry_head
from kzcheck.language.folding import fold
from kzcheck.language.reference_lists.nouns import PrintedEntry, ReferenceList
from kzcheck.language.reference_lists.shapes import IDENTIFIED, begins, is_surely_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.document import Block

FEWEST_WORDS, MOST_WORDS = 4, 70
"""Words of a note that describes a work in full: less is a short note, more is a remark."""
MOST_WORDS_OF_LINK = 20
"""Words of a note that is hardly more than an address."""
SAME = 24
"""Letters of a folded title by which two notes are of one work."""

_GIVEN_FIRST = re.compile(r"[^\W\d_a-zа-яё][\w’'-]+(?:\s[^\W\d_a-zа-яё][\w’'.-]*){1,3},\s[“«\"„‘A-ZА-ЯЁ*]")
_APART = re.compile(r";\s*")


def from_notes(blocks: Sequence[Block]) -> ReferenceList | None:
    """Return the works that notes describe in full, each where it is first; None if there are none."""
    entries: list[PrintedEntry] = []
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if block.kind != "note":
            continue
        for number, (start, end) in enumerate(_pieces(block.text)):
            text = " ".join(block.text[start:end].split())
            if not _is_full(text):
                continue
            head = entry_head(text, given_first=True)
            work = (fold(head.names[0]) if head.names else "", fold(head.title)[:SAME] or fold(text)[:SAME])
            if work not in seen:
                seen.add(work)
                label = f"n{block.label}{'' if not number else chr(ord('a') + min(number, 25))}" if block.label else ""
                entries.append(PrintedEntry(label, text, *block.place(start, end)))
    return ReferenceList("", len(blocks), len(blocks), tuple(entries)) if entries else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a note between semicolons, without white space and words such as "see" before them."""
    start = 0
    for match in (*_APART.finditer(text), None):
        end = match.start() if match else len(text)
        words = before().match(text, start, end)
        begin = words.end() if words else start
        stripped = text[begin:end].strip()
        if stripped:
            begin += text[begin:end].index(stripped)
            yield begin, begin + len(stripped)
        start = match.end() if match else end


def _is_full(text: str) -> bool:
    words = len(text.split())
    if IDENTIFIED.search(text) and words <= MOST_WORDS_OF_LINK:
        return True
    named = begins(text) or bool(_GIVEN_FIRST.match(text))
    return FEWEST_WORDS <= words <= MOST_WORDS and named and is_surely_reference(text)

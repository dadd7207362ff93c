"""Finds quotations: the passages between an opening mark and its closing mark, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct


class Quoted(Struct, frozen=True, gc=False):
    """Words in quotation marks or italics: their position including the marks, the words, and how many they are."""

    start: int
    end: int
    text: str
    words: int


LONGEST = 2000
"""Characters, some 300 words. If the next closing mark is farther away, the opening mark more likely lacks its own."""

_CLOSED_BY = {
    "“": "”",
    "”": "”",  # Swedish ”…”
    "„": "“”",
    "«": "»",
    "»": "«»",  # German »…«, Finnish »…»
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
}
_MARK = re.compile(r"[“”„«»\"‘’‚‹›「」『』]|\n[^\S\n]*+\n")
_ONLY_OPENING = frozenset("„‚「『")
_OPENING_ANYWHERE = _ONLY_OPENING | frozenset("“«")
_BEFORE_CLOSING = frozenset(".,;!?…)]%")


@lru_cache(maxsize=1 << 12)
def quotations(text: str) -> tuple[Quoted, ...]:
    """Return the outermost passages in quotation marks, each closed in its paragraph and within `LONGEST` characters.

    A mark that is never closed does not quote anything. Each mark is opened and closed at most once, so the cost is linear.
    """
    opened: dict[str, list[int]] = {}
    spans: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if len(mark) > 1:
            opened.clear()
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        begins = not before.isalnum() and before not in _BEFORE_CLOSING
        start = _latest(opened, mark) if _may_close(mark, after, begins=begins) else -1
        if start < 0:
            if mark in _OPENING_ANYWHERE or (mark in _CLOSED_BY and begins and not after.isspace()):
                opened.setdefault(mark, []).append(at)
            continue
        for places in opened.values():
            while places and places[-1] >= start:
                places.pop()
        if at - start < LONGEST:
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, at + 1))
    return tuple(Quoted(start, end, words := text[start + 1 : end - 1].strip(), len(words.split())) for start, end in spans)


def _may_close(mark: str, after: str, *, begins: bool) -> bool:
    """Return whether a mark may close a quotation here; right before a word only if it is an ending of the quoted words."""
    return mark not in _ONLY_OPENING and not (after.isalnum() and (mark == "’" or (begins and mark in _CLOSED_BY)))


def _latest(opened: dict[str, list[int]], mark: str) -> int:
    """Return the position of the last opening mark that this mark closes, or -1."""
    return max((places[-1] for opening, places in opened.items() if places and mark in _CLOSED_BY[opening]), default=-1)

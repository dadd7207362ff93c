"""Leaves out the raised numbers in tables that are labels of notes, not citations: "Gender (n)¹" above "¹ Number of people"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.document import Block
    from kzcheck.language.citations.numeric import Candidate

TABLE = frozenset(("cell", "caption"))
DIGITS = 3
"""Digits of the longest label."""
_PLAIN = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_LABEL = re.compile(r"\s*([⁰¹²³⁴-⁹]{1,3})(?![⁰¹²³⁴-⁹])")


def without_labels(candidates: Sequence[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """Return the candidates without the raised numbers with which paragraphs under the same table begin."""
    explained = _explained(candidates, blocks)
    return [
        candidate
        for candidate in candidates
        if candidate.form != "superscript" or not explained.get(candidate.block, frozenset()).issuperset(candidate.numbers())
    ]


def _explained(candidates: Sequence[Candidate], blocks: Sequence[Block]) -> Mapping[int, frozenset[int]]:
    """Return the labels that are explained under a table, by the blocks of the table and of its notes."""
    spaced: dict[int, set[int]] = {}
    for candidate in candidates:
        if candidate.form == "superscript" and blocks[candidate.block].text[candidate.start - 1].isspace():
            spaced.setdefault(candidate.block, set()).update(candidate.numbers())
    explained: dict[int, frozenset[int]] = {}
    number = 0
    while number < len(blocks):
        first = number
        while number < len(blocks) and blocks[number].kind in TABLE:
            number += 1
        labels: set[int] = set()
        while first < number < len(blocks) and (label := _label(blocks[number])):
            labels |= {label} | spaced.get(number, set())  # a paragraph may have several notes: "¹ Number. ² Years."
            number += 1
        explained.update(dict.fromkeys(range(first, number), frozenset(labels)) if labels else {})
        number = max(number, first + 1)
    return explained


def _label(block: Block) -> int:
    """Return the raised number with which a block begins, or 0."""
    opening = block.runs[0] if block.runs else None
    text = opening.text.strip() if opening and opening.superscript and not opening.note else ""
    if text.isdecimal() and len(text) <= DIGITS:
        return int(text)
    match = _LABEL.match(block.text)
    return int(match[1].translate(_PLAIN)) if match else 0

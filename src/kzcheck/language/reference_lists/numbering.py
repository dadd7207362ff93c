"""Finds which lines begin the numbered entries of a list: the best chain of numbers, since lines may begin with other numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language.folding import lower
from kzcheck.language.reference_lists import headings
from kzcheck.language.reference_lists.shapes import is_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.language.reference_lists.lines import Line

SKIPPED = 20
"""Most numbers that a list may leave out: a larger step is a year or a page at the beginning of a line."""
LOOKED_BACK = 30
"""Candidates before each that may come before it in the list."""
APART = 10
"""Most blocks of one entry: its lines in a table's cells, its annotations."""
BEFORE = 3
"""Most lines between the heading of a list and its first number."""
LONGEST_LABEL = 20
"""Characters at the end of a line among which a label of a volume or page is."""
DOUBT = 0.3
"""What a number loses if the line before goes on with it, or no letter follows it."""
COVERED = 0.3
"""Share of the blocks between the first and last number that begin with one."""

_STRONG = re.compile(r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?=\s))\s*(?=\S)")
_TIGHT = re.compile(r"(\d{1,3})[.)](?=[^\W\d_]|[“«\"])")
_WEAK = re.compile(r"(\d{1,3})\s+(?=[^\W\d_a-zа-я]|[“«\"])")
_ALONE = re.compile(r"\[?(\d{1,4})[\].)]?$")


class Start(Struct, frozen=True, gc=False):
    """A line that begins an entry: its position among the lines, its number, and where in its text the entry's words begin."""

    line: int
    number: int
    lead: int


class _Candidate(Struct, frozen=True, gc=False):
    start: Start
    form: str
    weight: float


def numbered(lines: Sequence[Line]) -> list[Start]:
    """Return the lines that begin the entries of a numbered list, in order; empty if the list is not numbered.

    A chain of numbers is worth the more, the more of them follow each other. Numbers may be missing, occur twice, and begin again
    at 1 after a heading.
    """
    candidates = [candidate for at, line in enumerate(lines) if (candidate := _candidate(lines, at, line))]
    best: list[float] = []
    before: list[int] = []
    blocks = [line.block for line in lines]
    for place, candidate in enumerate(candidates):
        worth, previous = (0.0 if candidate.start.number == 1 else -1.0), -1
        for earlier in range(max(0, place - LOOKED_BACK), place):
            if blocks[candidate.start.line] - blocks[candidates[earlier].start.line] > APART:
                continue
            cost = _cost(candidates[earlier], candidate, lines)
            if cost is not None and best[earlier] - cost >= worth:
                worth, previous = best[earlier] - cost, earlier
        best.append(worth + candidate.weight)
        before.append(previous)
    if not best:
        return []
    at = max(reversed(range(len(best))), key=best.__getitem__)
    chain: list[Start] = []
    while at >= 0:
        chain.append(candidates[at].start)
        at = before[at]
    chain.reverse()
    return chain if _is_numbering(chain, lines) else []


def _candidate(lines: Sequence[Line], at: int, line: Line) -> _Candidate | None:
    if line.part:
        return None
    if line.number:
        return _Candidate(Start(at, int(line.number), line.lead), "label", 1.0) if len(line.number) < 5 else None  # noqa: PLR2004
    if line.kind == "cell" and line.opens and (match := _ALONE.match(line.text)):
        return _Candidate(Start(at, int(match[1]), match.end()), "cell", 1.0)
    for form, pattern, weight in (("strong", _STRONG, 1.0), ("tight", _TIGHT, 0.9), ("weak", _WEAK, 0.6)):
        if match := pattern.match(line.text):
            number = int(next(filter(None, match.groups())))
            doubt = DOUBT * (not line.opens and at > 0 and _breaks_off(lines[at - 1].text))
            doubt += DOUBT * (not line.text[match.end()].isalpha())
            shape = form + match[0].lstrip("0123456789 ").strip()[:1] if form == "strong" else form
            return _Candidate(Start(at, number, match.end()), shape, weight - doubt)
    return None


def _breaks_off(text: str) -> bool:
    """Return whether a line does not end like an entry, so that a number after it is rather a page, a volume or part of a date."""
    last = lower(text[-LONGEST_LABEL:]).split()[-1:]
    labels = data.words("page_labels") | data.words("part_labels")
    return not text.endswith((".", ")", "]", ">")) or any(word.strip(".") in labels for word in last)


def _cost(earlier: _Candidate, later: _Candidate, lines: Sequence[Line]) -> float | None:
    step = later.start.number - earlier.start.number
    other = 0.0 if earlier.form == later.form else 0.7
    if step == 1:
        return other
    if step == 0:
        return (0.8 if lines[later.start.line].opens else 1.3) + other
    if 1 < step <= SKIPPED:
        return 0.6 + 0.05 * step + other
    again = later.start.number == 1 and is_reference(lines[later.start.line].text)
    line = lines[later.start.line - 1]
    return 0.9 + other if again and (line.part or headings.may_be_part(line.text.rstrip(":"))) else None


def _is_numbering(chain: Sequence[Start], lines: Sequence[Line]) -> bool:
    if chain[0].line > BEFORE:
        return False
    if len(chain) == 1:
        return chain[0].number == 1 and is_reference(lines[chain[0].line].text)
    cells = any(lines[start.line].kind == "cell" for start in chain)
    blocks = len({line.block for line in lines[chain[0].line : chain[-1].line + 1]})
    return cells or len(chain) >= blocks * COVERED

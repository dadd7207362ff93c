"""Finds running heads and feet and the printed page numbers, and takes them off the pages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.readers.documents.pdf.lines import Line

OUTERMOST = 3
"""Rows at the top and at the bottom of a page that may be running heads and feet."""
SAME = 3
"""Points by which a running head may be higher or lower on another page."""
REPEATED = 3
"""Pages on which a running head is at least; of fewer pages, on all."""
LETTERS = 3
"""Letters of a running head at least: numbers alone may be anything."""
LONGEST = 300
"""Characters of a running head at most."""
DIGITS = 9
"""Digits of a number that counts pages at most."""
NUMBER = re.compile(r"\d{1,5}|(?<![^\W_])[ivxlcdm]{1,8}(?![^\W_])", re.IGNORECASE)
ONLY_NUMBER = re.compile(r"\W*(?:\w{1,8}\.?\s)?\W*(?:\d{1,5}|[ivxlcdm]{1,8})(?:\s*(?:/|\w{2,4})\s*\d{1,5})?\W*", re.IGNORECASE)
SHORT = 40
"""Characters of a line with nothing but a page number at most."""
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def without_running(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return the pages without their running heads and feet, and the printed number of each page, or ""."""
    outer = [[*_outermost(page)] for page in pages]
    printed, numbers = _numbers(outer)
    running: set[int] = {id(line) for line in numbers}
    places: dict[str, list[tuple[float, int, Line]]] = {}
    for number, page in enumerate(outer):
        for line in page:
            for shape in _shapes(line.text, number):
                places.setdefault(shape, []).append((line.base, number, line))
    wanted = max(min(REPEATED, len(pages)), 2)
    for same in places.values():
        same.sort(key=lambda place: place[:2])
        first = 0
        for last in range(1, len(same) + 1):
            if last == len(same) or same[last][0] - same[first][0] > SAME:
                if len({page for _, page, _ in same[first:last]}) >= wanted:
                    running.update(id(line) for _, _, line in same[first:last])
                first = last
    return [[line for line in page if id(line) not in running] for page in pages], printed


def _shapes(text: str, page: int) -> set[str]:
    """Return a text as it would be on any page if it is repeated: as it is, or with numbers that count the pages."""
    words = re.split(r"(\d+)", "".join(text.split()).casefold())
    if sum(map(len, words[::2])) < LETTERS:
        return set()
    return {
        "".join(f"<{int(word[-DIGITS:]) - page}>" if place % 2 and place in counting else word for place, word in enumerate(words))
        for counting in ((), (1,), (len(words) - 2,), range(len(words)))
    }


def _outermost(page: Sequence[Line]) -> Iterator[Line]:
    bases = sorted({round(line.base) for line in page if len(line.text) <= LONGEST})
    low, high = bases[:OUTERMOST], bases[OUTERMOST:][-OUTERMOST:]
    if not bases:
        return
    edges = {*low, *high}
    yield from (line for line in page if round(line.base) in edges and len(line.text) <= LONGEST)


def _numbers(outer: Sequence[Sequence[Line]]) -> tuple[list[str], list[Line]]:
    """Return the number printed on each page, or "", and the lines that hold nothing else: numbers that grow with the pages."""
    candidates: list[list[tuple[str, int, str, Line]]] = []
    votes: Counter[tuple[str, int]] = Counter()
    for number, page in enumerate(outer):
        here = [(kind, value - number, text, line) for line in page for kind, value, text in _values(line.text)]
        candidates.append(here)
        votes.update({(kind, offset) for kind, offset, _, _ in here})
    wanted = min(REPEATED, len(outer))
    printed, alone = [], []
    for here in candidates:
        fitting = [entry for entry in here if votes[entry[0], entry[1]] >= max(wanted, 2)]
        best = max(fitting, key=lambda entry: (votes[entry[0], entry[1]], _only_number(entry[3].text)), default=None)
        printed.append(best[2] if best else "")
        if best and _only_number(best[3].text):
            alone.append(best[3])
    return _between(printed), alone


def _between(printed: Sequence[str]) -> list[str]:
    """Fill in the numbers of pages that show none, if the pages around them count on."""
    offsets = [int(text) - number if text.isdecimal() else None for number, text in enumerate(printed)]
    before = [*accumulate(offsets, _last)]
    after = [*accumulate(reversed(offsets), _last)][::-1]
    filled = []
    for number, text in enumerate(printed):
        guesses = {offset for offset in (before[number], after[number]) if offset is not None}
        guess = number + guesses.pop() if len(guesses) == 1 else 0
        filled.append(text or (str(guess) if guess > 0 else ""))
    return filled


def _only_number(text: str) -> bool:
    return len(text) <= SHORT and ONLY_NUMBER.fullmatch(text) is not None


def _last(before: int | None, offset: int | None) -> int | None:
    return before if offset is None else offset


def _values(text: str) -> Iterator[tuple[str, int, str]]:
    for match in NUMBER.finditer(text):
        if match[0].isdecimal():
            yield "arabic", int(match[0]), match[0]
        elif _only_number(text):
            values = [ROMAN[letter] for letter in match[0].casefold()]
            yield (
                "roman",
                sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)),
                match[0],
            )

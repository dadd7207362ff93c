"""Finds a stretch of quoted words in a text: by all its words, by runs of three of them, or by its letters."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.matching.quotations.edits import inside, reach
from kzcheck.matching.quotations.searching import RUN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.matching.quotations.searching import Searchable
    from kzcheck.matching.quotations.stretches import Stretch

MOST_DROPPED = 60
"""Words that a quotation may leave out unmarked and still be taken for one piece."""
MOST_RUNS = 160
"""Runs of words that are chained."""
MOST_CELLS = 800_000_000
"""Letters of a quotation times those of the text in a search by letters: a longer quotation is cut."""
FEWEST_LETTERS = 24
"""Letters of a quotation that are sought at least."""
MOST_NOISE = 0.4
"""Share of a quotation's letters that may differ in a search by letters."""
_REGION = 32
"""Words from one region of a text to the next, in which the runs of a quotation are counted."""
_BEGUN = 2
"""Letters of a word that may be before the place that was found: noise at its beginning."""
_GAP, _GAP_WORD = 0.5, 0.05
"""What a gap between two runs costs, and each word of it, in words of a run: far-off runs of common words do not count."""


class Shared(Struct, frozen=True, gc=False):
    """A run of words that a stretch and a text share: its place in each, and its length in words."""

    quoted: int
    source: int
    length: int


class Located(Struct, frozen=True):
    """Where a stretch is in a text, in words, and what the two share word for word."""

    start: int
    end: int
    shared: tuple[Shared, ...]


def numbers_of(stretch: Stretch, text: Searchable) -> list[int]:
    """Return the text's numbers of the words of a stretch, -1 for a word that it lacks."""
    return [text.numbers.get(form, -1) for form in stretch.forms]


def verbatim(words: Sequence[int], text: Searchable, low: int, high: int) -> list[int]:
    """Return where all the words are in a row within a range of the text, in order."""
    if -1 in words:
        return []
    wanted = text.words[:0]
    wanted.extend(words)
    places: Sequence[int] | range = (
        sorted(text.places((words[0], words[1], words[2]))) if len(words) >= RUN else range(low, high - len(words) + 1)
    )
    return [at for at in places if low <= at <= high - len(words) and text.words[at : at + len(words)] == wanted]


def locate(stretch: Stretch, text: Searchable, low: int, high: int) -> Located | None:
    """Return where a stretch is within a range of a text, by all its words, else by its runs of three."""
    words = numbers_of(stretch, text)
    if places := verbatim(words, text, low, high):
        return Located(places[0], places[0] + len(words), (Shared(0, places[0], len(words)),))
    chain = _chain(_runs(words, text, low, high))
    return _extended(stretch, text, chain, low, high) if chain else None


def _runs(words: Sequence[int], text: Searchable, low: int, high: int) -> list[Shared]:
    """Return the runs of three or more words that a stretch and the best region of the text share, in the stretch's order."""
    hits = [
        (at, place)
        for at in range(len(words) - RUN + 1)
        for place in text.places((words[at], words[at + 1], words[at + 2]))
        if low <= place < high
    ]
    if not hits:
        return []
    regions: dict[int, int] = {}
    for at, place in hits:
        region = (place - at) // _REGION
        regions[region] = regions.get(region, 0) + 1
    best = max(regions, key=lambda region: (regions[region] + regions.get(region + 1, 0), -region)) * _REGION
    first, last = best - MOST_DROPPED, best + 2 * _REGION + len(words) + MOST_DROPPED
    runs: list[Shared] = []
    open_at: dict[int, int] = {}
    for at, place in hits:
        if not first <= place <= last:
            continue
        number = open_at.get(place - at)
        if number is not None and runs[number].quoted + runs[number].length - RUN + 1 == at:
            runs[number] = Shared(runs[number].quoted, runs[number].source, runs[number].length + 1)
        else:
            open_at[place - at] = len(runs)
            runs.append(Shared(at, place, RUN))
    return runs


def _chain(runs: list[Shared]) -> list[Shared]:
    """Return the runs that make the longest part of a stretch in order, with small gaps; where they overlap, the later is cut."""
    if len(runs) > MOST_RUNS:
        runs = sorted(sorted(runs, key=lambda run: -run.length)[:MOST_RUNS], key=lambda run: run.quoted)
    best: list[tuple[float, int, int]] = []
    for number, run in enumerate(runs):
        score, before, cut = float(run.length), -1, 0
        for earlier in range(number):
            other = runs[earlier]
            quoted, source = run.quoted - other.quoted - other.length, run.source - other.source - other.length
            overlap = max(0, -quoted, -source)
            if overlap >= run.length or run.source <= other.source:
                continue
            value = best[earlier][0] + run.length - overlap - (_GAP + _GAP_WORD * abs(source - quoted) if source != quoted else 0)
            if value > score:
                score, before, cut = value, earlier, overlap
        best.append((score, before, cut))
    chain: list[Shared] = []
    number = max(range(len(best)), key=lambda at: best[at][0], default=-1)
    while number >= 0:
        run, (_, before, cut) = runs[number], best[number]
        chain.append(Shared(run.quoted + cut, run.source + cut, run.length - cut))
        number = before
    return chain[::-1]


def _extended(stretch: Stretch, text: Searchable, chain: Sequence[Shared], low: int, high: int) -> Located:
    """Return the whole place of a stretch of which some runs are known: its beginning and end are found by their letters."""
    first, last = chain[0], chain[-1]
    head = stretch.forms[: first.quoted]
    tail = stretch.forms[last.quoted + last.length :]
    before = [text.forms[number] for number in text.words[max(low, first.source - _room(len(head))) : first.source]]
    end = last.source + last.length
    after = [text.forms[number] for number in text.words[end : min(high, end + _room(len(tail)))]]
    backwards = _words_reached([form[::-1] for form in reversed(head)], [form[::-1] for form in reversed(before)])
    return Located(first.source - backwards, end + _words_reached(tail, after), tuple(chain))


def _room(words: int) -> int:
    """Return how many words of a text are looked at for the beginning or the end of a stretch."""
    return words + words // 2 + 2 if words else 0


def _words_reached(quoted: Sequence[str], source: Sequence[str]) -> int:
    """Return how many words of the source, from its first, are most like the quoted ones; half a word counts as one."""
    if not quoted or not source:
        return 0
    if all(one == other for one, other in zip(quoted, source, strict=False)):
        return min(len(quoted), len(source))
    length, count, at = reach(" ".join(quoted), " ".join(source)), 0, 0
    for word in source:
        if at + len(word) / 2 > length:
            break
        count += 1
        at += len(word) + 1
    return max(count, 1)


def located_by_letters(stretch: Stretch, text: Searchable, low: int, high: int) -> Located | None:
    """Return where something like a stretch is by its letters, within `MOST_NOISE`; None if nothing is."""
    if low >= high:
        return None
    coded, offsets = text.coded
    start, end = offsets[low], offsets[high] if high < len(offsets) else len(coded)
    longest = max(FEWEST_LETTERS, MOST_CELLS // max(1, end - start))
    words = text.code(" ".join(stretch.forms))
    sought = words[:longest]
    found = inside(sought, coded[start:end], int(len(sought) * MOST_NOISE))
    if found is None:
        return None
    first = bisect_left(offsets, start + found[0] - _BEGUN, low, high)
    after = min(high, first + len(stretch.forms)) if len(sought) < len(words) else bisect_left(offsets, start + found[1], low, high)
    return Located(first, after, ()) if first < after else None

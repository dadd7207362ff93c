"""Finds a stretch of quoted words in a text: by all its words, by runs of three of them, or by its letters."""

from __future__ import annotations

from bisect import bisect_left
from heapq import nlargest
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.matching.quotations.edits import inside, reach
from kzcheck.matching.quotations.searching import MOST_PLACES, RUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.matching.quotations.searching import Searchable
    from kzcheck.matching.quotations.stretches import Stretch

MOST_DROPPED = 60
"""Words that a quotation may leave out unmarked and still be taken for one piece."""
MOST_CANDIDATES = 4
"""Regions that share runs with a stretch and are compared with it."""
MOST_VERBATIM = 512
"""Places of a stretch word for word, of which the stretches beside it show the right one."""
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
_RIVAL = 0.5
"""Share of the best region's weight from which another region is compared, too."""
_TELLING = 4
"""Letters of a word that shows where a quotation begins or ends."""
_CITED = 12
"""Words of the source, besides the quoted ones, that may be left out near its beginning or end: of a citation in brackets."""
_BEGUN = 2
"""Letters of a word that may be before the place that was found: noise at its beginning."""
_GAP, _GAP_WORD = 0.5, 0.15
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
    """Return where all the words are in a row within a range of the text, in order; the last `MOST_VERBATIM` if there are more."""
    if -1 in words:
        return []
    wanted = text.words[:0]
    wanted.extend(words)
    places: Iterable[int] = range(low, high - len(words) + 1)
    if len(words) >= RUN:
        runs = {at: (words[at], words[at + 1], words[at + 2]) for at in (0, (len(words) - RUN) // 2, len(words) - RUN)}
        places = min(([place - at for place in text.places(run, MOST_VERBATIM)] for at, run in runs.items()), key=len)[::-1]
    return [at for at in places if low <= at <= high - len(words) and text.words[at : at + len(words)] == wanted]


def telling(stretch: Stretch, text: Searchable) -> tuple[float, int]:
    """Return how well a stretch shows its place in a text: by the rarest of its runs of three words, and by its length."""
    words = numbers_of(stretch, text)
    runs = (sum(1 for _ in text.places((words[at], words[at + 1], words[at + 2]))) for at in range(len(words) - RUN + 1))
    return 1 / min(filter(None, runs), default=MOST_PLACES + 1), len(words)


def candidates(stretch: Stretch, text: Searchable, low: int, high: int, *, last: bool = False) -> Iterator[Located]:
    """Yield where a stretch may be within a range of a text: where all its words are, else where its runs of three are.

    Verbatim places come in order, or the last one first; others by how much they share.
    """
    words = numbers_of(stretch, text)
    places = verbatim(words, text, low, high)
    for place in places[::-1] if last else places:
        yield Located(place, place + len(words), (Shared(0, place, len(words)),))
    if not places:
        hits = _hits(words, text, low, high)
        for first in _regions(hits):
            if chain := _chain(_runs(hits, first - MOST_DROPPED, first + 2 * _REGION + len(words) + MOST_DROPPED)):
                yield _extended(stretch, text, chain, low, high)


def _hits(words: Sequence[int], text: Searchable, low: int, high: int) -> list[tuple[int, int, float]]:
    """Return the runs of three words that a stretch and a text share: their places in both, and how telling they are."""
    hits = []
    for at in range(len(words) - RUN + 1):
        places = [place for place in text.places((words[at], words[at + 1], words[at + 2])) if low <= place < high]
        hits += [(at, place, 1 / len(places)) for place in places]
    return hits


def _regions(hits: Sequence[tuple[int, int, float]]) -> list[int]:
    """Return where the regions of a text begin that share most with a stretch, best first."""
    regions: dict[int, float] = {}
    for at, place, weight in hits:
        region = (place - at) // _REGION
        regions[region] = regions.get(region, 0) + weight
    weights = {region: weight + regions.get(region + 1, 0) for region, weight in regions.items()}
    best: list[int] = []
    for region in nlargest(2 * MOST_CANDIDATES, weights, key=lambda region: (weights[region], -region)):
        beside = {region - 1, region + 1}.intersection(best)
        if not beside and len(best) < MOST_CANDIDATES and weights[region] >= weights[(best or [region])[0]] * _RIVAL:
            best.append(region)
    return [region * _REGION for region in best]


def _runs(hits: Sequence[tuple[int, int, float]], first: int, last: int) -> list[Shared]:
    """Return the runs of three or more words that a stretch and a region of the text share, in the stretch's order."""
    runs: list[Shared] = []
    open_at: dict[int, int] = {}
    for at, place, _ in hits:
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
    return words + words // 2 + _CITED if words else 0


def _words_reached(quoted: Sequence[str], source: Sequence[str]) -> int:
    """Return how many words of the source, from its first, are most like the quoted ones; half a word counts as one.

    They reach the outermost of the quoted words, if it is a little farther and not a small word, or if only numbers
    are between.
    """
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
    count, outermost = max(count, 1), quoted[-1]
    if source[count - 1] != outermost and outermost in source[count:]:
        place = source.index(outermost, count)
        if len(outermost) >= _TELLING or all(map(str.isdigit, source[count - 1 : place])):
            return place + 1
    return count


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

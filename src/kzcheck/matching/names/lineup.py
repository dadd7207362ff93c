"""Line-up: two lists of names side by side, so that one name more or less moves nobody else.

Names that can be one person's are found by their surnames first, wherever they stand: the cost is that of the lists' length. The
longest run of them in one order parts both lists into stretches; within a stretch what is left is paired at the least cost, as
sequences are aligned (S. Needleman and C. Wunsch, 1970).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.matching.names.alignment import Relation, given_keys, keys, relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.csl import Name

AROUND = 8
"""Bearers of one surname on either side of a place that are looked at: the lists of physics hold hundreds of Wangs."""

CELLS = 400
"""Pairs of a stretch up to which it is aligned; longer ones are paired in their order."""

PASSED_OVER = 4
"""Recorded names without a partner, from which the list's last name may be the work's last, beyond the end of a cut record."""

_ALONE = 2.0
_COSTS: dict[Relation, float] = {
    "same": 0,
    "open": 0,
    "initial": 1,
    "slip": 1,
    "body": 1,
    "given": 1.5,
    "doubtful": 1.5,
    "other": 3,
}


class Pair(NamedTuple):
    """A listed and a recorded name that belong together, by their places."""

    listed: int
    recorded: int
    relation: Relation


class Lineup(NamedTuple):
    """Two lists side by side.

    `pairs` in the list's order; `extra` are places of listed names without a partner, `missing` those of recorded ones, each with
    the place in the list where it belongs; `moved` are places of listed names that stand in another order than the record's.
    """

    pairs: list[Pair]
    extra: list[int]
    missing: list[tuple[int, int]]
    moved: list[int]


def finder(names: Sequence[Name]) -> Callable[[Name, int], Iterator[int]]:
    """Return a function that yields the places of names with a surname in common, the nearest to an expected place first."""
    by_key: Mapping[str, Sequence[int]] | None = None

    def find(name: Name, expected: int) -> Iterator[int]:
        nonlocal by_key
        if by_key is None:  # two lists that agree name by name need none
            by_key = _by_key(names)
        for group in (keys(name), given_keys(name)):
            found: set[int] = set()
            for key in group:
                bearers = by_key.get(key, ())
                at = bisect_left(bearers, expected)
                found.update(bearers[max(at - AROUND, 0) : at + AROUND])
            yield from sorted(found, key=lambda place: (abs(place - expected), place))

    return find


def _by_key(names: Sequence[Name]) -> Mapping[str, Sequence[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for key in keys(name):
            places[key].append(place)
    return places


def line_up(listed: Sequence[Name], recorded: Sequence[Name], breaks: Iterable[int] = (), *, cut: bool = False) -> Lineup:
    """Return two lists side by side.

    At each place of `breaks` the list leaves out any number of people ("et al."): there, nobody is missing, and nobody anywhere
    where the two orders differ. The record leaves out the last ones if it is `cut`.
    """
    same = _same(listed, recorded)
    taken = set(same.values())
    run = _longest_run(sorted(same.items()))
    pairs = [Pair(mine, other, "same") for mine, other in same.items()]
    extra: list[int] = []
    missing: list[tuple[int, int]] = []
    marks = sorted(breaks)
    for (start, first), (end, last) in zip([(-1, -1), *run], [*run, (len(listed), len(recorded))], strict=True):
        if end - start == last - first == 1:
            continue
        mine = [place for place in range(start + 1, end) if place not in same]
        others = [place for place in range(first + 1, last) if place not in taken]
        mark = next(iter(marks[bisect_left(marks, start + 1) : bisect_right(marks, end)]), None)
        if cut and end == len(listed):
            mine = [] if len(mine) == 1 and len(others) >= PASSED_OVER else mine[: len(others)]
        found = _stretch(listed, recorded, mine, others, mark)
        pairs += found
        paired, partners = {pair.listed for pair in found}, {pair.recorded for pair in found}
        extra += [place for place in mine if place not in paired]
        reach = last if mark is None else _reach(found, mark, first)
        missing += _belonging([place for place in others if place not in partners and place < reach], found, start + 1)
    moved = sorted(same.keys() - {mine for mine, _ in run})
    return Lineup(sorted(pairs), extra, [] if marks and moved else missing, moved)


def _reach(found: list[Pair], mark: int, first: int) -> int:
    """Return the last recorded place before which nobody may be missing, although the list breaks off at the mark."""
    return max((pair.recorded for pair in found if pair.listed < mark), default=first)


def _same(listed: Sequence[Name], recorded: Sequence[Name]) -> dict[int, int]:
    """Return the places of listed names with those of the recorded ones that can be theirs, each but once."""
    find = finder(recorded)
    found: dict[int, int] = {}
    taken: set[int] = set()
    expected = 0
    for place, name in enumerate(listed):
        near = [expected] if expected < len(recorded) else []
        for other in chain(near, find(name, expected)):
            if other not in taken and relation(name, recorded[other]) == "same":
                found[place] = other
                taken.add(other)
                expected = other + 1
                break
    return found


def _longest_run(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs in which both places rise."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for at, (_, other) in enumerate(places):
        length = bisect_left(ends, other)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [other]
        tails[length : length + 1] = [at]
    longest = []
    at = tails[-1] if tails else -1
    while at >= 0:
        longest.append(places[at])
        at = before[at]
    return longest[::-1]


def _stretch(listed: Sequence[Name], recorded: Sequence[Name], mine: list[int], others: list[int], mark: int | None) -> list[Pair]:
    """Return the pairs of one stretch; names before a mark stand in their places, those behind it at the end."""
    if mark is None:
        return _aligned(listed, recorded, mine, others)
    before, after = [place for place in mine if place < mark], [place for place in mine if place >= mark]
    head, tail = others[: len(before)], others[len(before) :]
    return _aligned(listed, recorded, before, head) + _aligned(
        listed, recorded, after, tail[len(tail) - min(len(after), len(tail)) :]
    )


def _aligned(listed: Sequence[Name], recorded: Sequence[Name], mine: list[int], others: list[int]) -> list[Pair]:
    if len(mine) * len(others) > CELLS:
        return [Pair(a, b, relation(listed[a], recorded[b])) for a, b in zip(mine, others, strict=False)]
    relations = [[relation(listed[a], recorded[b]) for b in others] for a in mine]
    costs = [[_ALONE * (row + column) for column in range(len(others) + 1)] for row in range(len(mine) + 1)]
    for row, of_row in enumerate(relations, 1):
        for column, kind in enumerate(of_row, 1):
            together = costs[row - 1][column - 1] + _COSTS[kind]
            costs[row][column] = min(together, costs[row - 1][column] + _ALONE, costs[row][column - 1] + _ALONE)
    found = []
    row, column = len(mine), len(others)
    while row and column:
        kind = relations[row - 1][column - 1]
        if costs[row][column] == costs[row - 1][column - 1] + _COSTS[kind]:
            row, column = row - 1, column - 1
            found.append(Pair(mine[row], others[column], kind))
        elif costs[row][column] == costs[row - 1][column] + _ALONE:
            row -= 1
        else:
            column -= 1
    return found


def _belonging(others: list[int], found: list[Pair], start: int) -> list[tuple[int, int]]:
    """Return recorded places with the places in the list that they would have."""
    return [(other, max((pair.listed + 1 for pair in found if pair.recorded < other), default=start)) for other in others]

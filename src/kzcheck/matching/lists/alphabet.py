"""Finds the one entry that is out of place in an alphabetical list, by the order of letters in any language that has its own.

A list with entries in Cyrillic and in Latin letters is one list for each, or one in which both are sorted by sound.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import data
from kzcheck.language.folding import fold, lower
from kzcheck.language.scripts import main_script

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FEWEST = 8
"""Entries in one script from which an order is not chance: of eight, all but one are in order in one of 800 lists."""

Order = tuple[tuple[int, ...], ...]


class Misplaced(NamedTuple):
    """The position of an entry out of place, and of its neighbour that should not come before or after it."""

    entry: int
    other: int
    after: bool


def misplaced(names: Sequence[Sequence[str]]) -> Misplaced | None:
    """Return the only entry out of place; `names` are, for each, the names under which it may be sorted, the usual one first.

    None if all are in order in some language, if several are not, or if another name of the entry is in order.
    """
    scripts: dict[str, list[int]] = {}
    for place, those in enumerate(names):
        if those and those[0]:
            scripts.setdefault(main_script(those[0]), []).append(place)
    if len(scripts) > 1 and not _outside([*range(len(names))], names, _folded):
        return None
    found: set[Misplaced] = set()
    for order in _orders():
        outside = [out for group in scripts.values() for out in _outside(group, names, order)]
        if not outside:
            return None
        if len(outside) == 1 and outside[0]:
            found.add(outside[0])
    return found.pop() if len(found) == 1 else None


def _outside(group: Sequence[int], names: Sequence[Sequence[str]], order: Callable[[str], Order]) -> list[Misplaced | None]:
    """Return the entries of a group that are out of place; None stands for each that cannot be named."""
    group = [place for place in group if names[place] and names[place][0]]
    keys = [order(names[place][0]) for place in group]
    kept = _longest(keys)
    outside = [at for at in range(len(group)) if at not in kept]
    if len(outside) != 1 or len(group) < FEWEST:
        return [None] * len(outside)
    at = outside[0]
    before, after = at - 1 if at else None, at + 1 if at + 1 < len(group) else None
    for name in names[group[at]]:
        key = order(name)
        if (before is None or keys[before] <= key) and (after is None or key <= keys[after]):
            return []
    if before is not None and keys[before] > keys[at]:
        return [Misplaced(group[at], group[before], after=True)]
    return [Misplaced(group[at], group[at + 1], after=False)]


def _longest(keys: Sequence[Order]) -> set[int]:
    """Return the positions of the longest part of a list that is in order."""
    ends: list[int] = []
    previous: list[int] = []
    tops: list[Order] = []
    for at, key in enumerate(keys):
        place = bisect_right(tops, key)
        previous.append(ends[place - 1] if place else -1)
        tops[place : place + 1], ends[place : place + 1] = [key], [at]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return kept


def _folded(name: str) -> Order:
    return tuple(tuple(map(ord, word)) for word in fold(name).split())


@cache
def _orders() -> tuple[Callable[[str], Order], ...]:
    """Return the orders of letters: without diacritics, with and without the spaces between words, and those of languages."""
    alphabets = [language.alphabet for language in data.languages().values() if language.alphabet]
    return (_plain(""), *(_plain(alphabet) for alphabet in alphabets), lambda name: (tuple(chain(*_plain("")(name))),))


def _plain(alphabet: str) -> Callable[[str], Order]:
    places = {letter: number for number, letter in enumerate(alphabet)}

    def order(name: str) -> Order:
        plain = lower(name.replace("I", "ı") if "ı" in places else name)
        words = "".join(letter if letter.isalnum() else "" if letter in "'’ʼ-" else " " for letter in plain).split()
        return tuple(tuple(_place(letter, places) for letter in word) for word in words)

    return order


def _place(letter: str, places: dict[str, int]) -> int:
    """Return the place of a letter in an alphabet; of one that it lacks, that of its base letter, or after all others."""
    if letter in places:
        return places[letter]
    base = fold(letter)[:1] if not "а" <= letter <= "ӿ" else {"ё": "е"}.get(letter, letter)
    return places.get(base, len(places) + ord(base or letter))

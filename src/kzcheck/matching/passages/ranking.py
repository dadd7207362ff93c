"""Ranks the windows of a text by the words that they share with a claim: BM25 (Robertson, Zaragoza, 2009)."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

K1, B = 0.6, 0.5
"""How soon repetition stops counting, and how much the length of a window does; chosen on every other claim of WiCE."""
COMMON = 0.15
FEW = 250
"""A stem that more windows have, as a share and as a number, does not rank them, unless a claim has no others.

Its weight is small and its cost large: on a book of 9,600 windows, a claim takes half the time, and the best five are as good."""


class Ranking:
    """The windows of a text by the stems in them."""

    def __init__(self, windows: Sequence[Sequence[str]]) -> None:
        """Index windows, each a sequence of stems."""
        self.size = len(windows)
        self._windows = tuple(frozenset(window) for window in windows)
        mean = sum(map(len, windows)) / max(self.size, 1) or 1.0
        self._places: dict[str, list[int]] = {}
        self._shares: dict[str, list[float]] = {}
        for place, window in enumerate(windows):
            norm = K1 * (1 - B + B * len(window) / mean)
            for stem, times in Counter(window).items():
                self._places.setdefault(stem, []).append(place)
                self._shares.setdefault(stem, []).append(times * (K1 + 1) / (times + norm))

    def weight(self, stem: str) -> float:
        """Return how telling a stem is: much if few windows have it, most if none does."""
        windows = len(self._places.get(stem, ()))
        return log(1 + (self.size - windows + 0.5) / (windows + 0.5))

    def share(self, stems: Collection[str], places: Iterable[int]) -> float:
        """Return the share of stems, by weight, that these windows have together."""
        known = frozenset[str]().union(*(self._windows[place] for place in places))
        most = sum(map(self.weight, stems))
        return sum(self.weight(stem) for stem in stems if stem in known) / most if most else 0.0

    def best(self, stems: Collection[str], count: int) -> list[int]:
        """Return the places of the best windows for a set of stems, best first."""
        scores: dict[int, float] = {}
        known = [stem for stem in stems if stem in self._places]
        telling = [stem for stem in known if len(self._places[stem]) <= max(COMMON * self.size, FEW)]
        for stem in telling or known:
            weight = self.weight(stem)
            for place, share in zip(self._places[stem], self._shares[stem], strict=True):
                scores[place] = scores.get(place, 0.0) + weight * share
        return nlargest(count, scores, key=lambda place: (scores[place], -place))

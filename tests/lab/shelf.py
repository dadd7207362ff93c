"""A collection of works, as in services: found by DOI, or by any of their words.

Each sequence of works is indexed once, on first use: pass the same sequence again, and do not change it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.csl import Item


class Shelf:
    """An index of works."""

    def __init__(self, works: Sequence[Item]) -> None:
        self.works = works
        self.by_doi = {work.doi.lower(): work for work in works if work.doi}
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, work in enumerate(works):
            for word in set(words(_text(work))):
                self._places[word].append(place)

    def best(self, text: str, most: int) -> list[tuple[float, Item]]:
        """Return the works that share most with a text, rare words first, with a score; never empty if any word is known."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(words(text)):
            places = self._places.get(word, ())
            for place in places:
                scores[place] += math.log(1 + len(self.works) / len(places))
        order = sorted(scores, key=lambda place: (-scores[place], place))[:most]
        return [(round(scores[place], 3), self.works[place]) for place in order]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def shelf(works: Sequence[Item]) -> Shelf:
    """Return the index of these works."""
    known = _shelves.get(id(works))
    if known is None or known.works is not works:
        known = _shelves[id(works)] = Shelf(works)
    return known


_shelves: dict[int, Shelf] = {}


def _text(work: Item) -> str:
    people: Iterable[str] = (f"{name.given} {name.family} {name.literal}" for name in (*work.author, *work.editor))
    return " ".join((work.title, work.original_title, work.container_title, str(work.year or ""), *people))

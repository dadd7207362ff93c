"""Fielded search, as in indexes: every word must be in the title or in a name; books are also found by ISBN.

Like a shelf, each sequence of works is indexed once, on first use.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzcheck.identifiers import find_isbns
from lab.shelf import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item

    Places = dict[str, set[int]]

RAREST = 3


@dataclass(slots=True)
class _Index:
    """The places of each title word, each word of a name, and each ISBN among the works."""

    works: Sequence[Item]
    titles: Places = field(default_factory=lambda: defaultdict(set))
    names: Places = field(default_factory=lambda: defaultdict(set))
    isbns: Places = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for place, work in enumerate(self.works):
            people = " ".join(map(str, (*work.author, *work.editor, *work.translator)))
            for table, keys in (
                (self.titles, words(f"{work.title} {work.original_title}")),
                (self.names, words(people)),
                (self.isbns, find_isbns(work.isbn)),
            ):
                for key in keys:
                    table[key].add(place)


def matching(works: Sequence[Item], title: str, maker: str = "", most: int = 5) -> list[Item]:
    """Return the works whose title contains every word, and whose people have every word of a name, shortest titles first."""
    index = _index(works)
    sets = [index.titles.get(word, set()) for word in words(title)] + [index.names.get(word, set()) for word in words(maker)]
    matches = set.intersection(*sorted(sets, key=len)) if sets else set()
    return [works[place] for place in sorted(matches, key=lambda place: (len(works[place].title), place))[:most]]


def nearest(works: Sequence[Item], title: str) -> Item | None:
    """Return the work that shares most words with a title, among those that share one of the rarest; None without known words."""
    index, title_words = _index(works), set(words(title))
    known = sorted((index.titles[word] for word in title_words if word in index.titles), key=len)
    near = set().union(*known[:RAREST])
    shared = Counter(place for places in known for place in places & near)
    best = max(shared, key=lambda place: (shared[place], -len(works[place].title), -place), default=None)
    return None if best is None else works[best]


def by_isbn(works: Sequence[Item], isbn: str) -> list[Item]:
    """Return the works with an ISBN, in either of its forms."""
    index = _index(works)
    return [works[place] for number in find_isbns(isbn) for place in sorted(index.isbns.get(number, ()))]


def _index(works: Sequence[Item]) -> _Index:
    known = _indexes.get(id(works))
    if known is None or known.works is not works:
        known = _indexes[id(works)] = _Index(works)
    return known


_indexes: dict[int, _Index] = {}

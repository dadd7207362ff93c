"""How indexes with fields search: every word must be there, in the title or in a name, and ISBNs find their books.

As on a shelf, each sequence of works is put in order once, when it is first asked for.
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
    """Where each word of a title, each word of a name, and each ISBN stands among the works."""

    works: Sequence[Item]
    titles: Places = field(default_factory=lambda: defaultdict(set))
    names: Places = field(default_factory=lambda: defaultdict(set))
    isbns: Places = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for place, work in enumerate(self.works):
            people = " ".join(map(str, (*work.author, *work.editor, *work.translator)))
            for table, found in (
                (self.titles, words(f"{work.title} {work.original_title}")),
                (self.names, words(people)),
                (self.isbns, find_isbns(work.isbn)),
            ):
                for one in found:
                    table[one].add(place)


def holding(works: Sequence[Item], title: str, maker: str = "", most: int = 5) -> list[Item]:
    """Return the works whose title holds every word, and whose people hold every word of a name, shortest titles first."""
    index = _index(works)
    sets = [index.titles.get(word, set()) for word in words(title)] + [index.names.get(word, set()) for word in words(maker)]
    found = set.intersection(*sorted(sets, key=len)) if sets else set()
    return [works[place] for place in sorted(found, key=lambda place: (len(works[place].title), place))[:most]]


def nearest(works: Sequence[Item], title: str) -> Item | None:
    """Return the work whose title shares most words, of those that share one of the rarest; None where no word is known."""
    index, sought = _index(works), set(words(title))
    known = sorted((index.titles[word] for word in sought if word in index.titles), key=len)
    near = set().union(*known[:RAREST])
    shared = Counter(place for places in known for place in places & near)
    best = max(shared, key=lambda place: (shared[place], -len(works[place].title), -place), default=None)
    return None if best is None else works[best]


def by_isbn(works: Sequence[Item], isbn: str) -> list[Item]:
    """Return the works that bear an ISBN, in either of its forms."""
    index = _index(works)
    return [works[place] for number in find_isbns(isbn) for place in sorted(index.isbns.get(number, ()))]


def _index(works: Sequence[Item]) -> _Index:
    known = _indexes.get(id(works))
    if known is None or known.works is not works:
        known = _indexes[id(works)] = _Index(works)
    return known


_indexes: dict[int, _Index] = {}

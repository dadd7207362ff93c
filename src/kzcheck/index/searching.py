"""Searches for the work that a reference names: candidates are found by its rarest words, and compared by all of its words."""

from __future__ import annotations

from contextlib import suppress
from math import log
from operator import itemgetter
from typing import TYPE_CHECKING

from kzcheck.index.works import DAMAGED, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kzcheck.sources import SourceName

CANDIDATES = 5
"""Works that a search returns, as many as services are asked for."""
FEWEST_SCORED, SHARE_SCORED = 10_000, 100
"""Occurrences of the words of one search: so many, or one for so many works. With all words, a search in 10^6 made works takes
eight times as long. With half as many, 2 of 1,500 works among 10^6 are no longer candidates, and 27 of 6,000 among 3 x 10^6; with
these, none and 1 (damaged strings, none of the benchmark's)."""
NEAR = 0.5
"""The share that a candidate must have of what the best one has in common with a reference: records take longer to make than to
find. The right one of 10^6 made works always had all of it (4,000 other damaged strings), of real ones at least .87 (733)."""
FEWEST_WORDS = 4
"""Words that are searched however common they are."""


def rarest(counts: Mapping[str, int], works: int) -> Iterator[str]:
    """Yield the rarest of some words, which together occur in few enough works to be searched quickly."""
    left = max(FEWEST_SCORED, works // SHARE_SCORED)
    for place, (count, term) in enumerate(sorted((count, term) for term, count in counts.items())):
        left -= count
        if place < FEWEST_WORDS or left >= 0:
            yield term


def nearest(source: SourceName, contents: Iterable[bytes], counts: Mapping[str, int], works: int) -> list[bytes]:
    """Return the works that come near a reference, by what the index keeps of each, the best first; equal ones stay in their order.

    `counts` says in how many of all works each word of the reference occurs: rare words count most.
    """
    weights = {word: log(1 + works / count) for word, count in counts.items()}
    shares = []
    for content in contents:
        with suppress(*DAMAGED):
            own = set(words_in(source, content).split())
            shares.append((sum([weight for word, weight in weights.items() if word in own]), content))
    shares.sort(key=itemgetter(0), reverse=True)
    return [content for share, content in shares if share >= NEAR * shares[0][0]]

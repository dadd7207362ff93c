"""DOI stems: learns from the list which beginnings of DOIs belong to which journal, and finds entries with another journal's.

Publishers build their DOIs from a code of the journal ("10.1371/journal.pone.", "10.1007/s00125-"), its ISSN
("10.1111/j.1365-2486.") or its letters ("10.1103/physrevlett."). The journal of a stem is known only if several articles of one
journal have the stem, and no article of another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.identifiers import find_issns, normal_doi
from kzcheck.language.folding import fold
from kzcheck.matching.imprint import same_container

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item

LEARNT = 3
"""Articles of one journal with a stem from which the stem is the journal's."""

PERIODICALS = frozenset(("article-journal", "article-magazine"))
LONGEST = 300
MOST = 200
"""Characters of a name, and articles of one stem, that are examined."""

SHORT = 3
"""Letters that an abbreviation and its word must share: "Phil." and "Philosophical"."""

_STEM = re.compile(
    r"(?P<prefix>10\.\d{4,9})/(?:(?:j\.)?s?(?P<issn>\d{4}-?\d{3}[\dx])|(?P<code>[sb]\d{5})-|(?P<letters>[a-z]{2,}(?:[.-][a-z]+)*|j(?:\.[a-z]+)+)(?=[./_-]?\d|/))"
)
_OF_ANY_JOURNAL = frozenset("bf bfb bfi bfp cbo sici osf zenodo dvn journal ccr hs isbn itj".split())
"""Letters that begin DOIs of many journals of one publisher."""

_TOO_COMMON = (
    "journal",
    "international",
    "research",
    "science",
    "studies",
    "review",
    "letters",
    "annals",
    "proceedings",
    "transactions",
)
"""Words that names of unrelated journals share."""


class Stray(NamedTuple):
    """An entry, by its position in the list, whose DOI begins like those of the `others`, which are in another journal."""

    place: int
    stem: str
    others: tuple[int, ...]


def stem(doi: str) -> str:
    """Return the prefix of a DOI with the code, ISSN or letters of its journal, or ""."""
    match = _STEM.match(doi)
    if not match or match["letters"] in _OF_ANY_JOURNAL:
        return ""
    if match["issn"] and not any(find_issns(f"{match['issn'][:4]}-{match['issn'][-4:]}")):
        return ""
    return f"{match['prefix']}/{match['issn'] or match['code'] or match['letters']}"


def strays(items: Sequence[Item]) -> list[Stray]:
    """Return the entries whose DOI has the stem of another journal: the one of all other articles with it.

    Journals change their names, so an article older or newer than all others is not returned.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item.doi and item.year and item.container_title and item.type in PERIODICALS and (begun := stem(normal_doi(item.doi))):
            blocks[begun].append(place)
    return [stray for begun, block in blocks.items() if LEARNT < len(block) <= MOST and (stray := _stray(items, begun, block))]


def _stray(items: Sequence[Item], begun: str, block: list[int]) -> Stray | None:
    """Return the only article of a stem that is in another journal than all others."""
    journals: list[tuple[str, list[int]]] = []
    for place in block:
        name = items[place].container_title[:LONGEST]
        places = next((places for known, places in journals if not _unrelated(known, name)), None)
        if places is None:
            journals.append((name, [place]))
        else:
            places.append(place)
    if len(journals) != 2:  # noqa: PLR2004
        return None
    fewer, more_places = sorted((places for _, places in journals), key=len)
    years = [items[place].year or 0 for place in more_places]
    among = min(years) <= (items[fewer[0]].year or 0) <= max(years)
    return Stray(fewer[0], begun, tuple(more_places)) if len(fewer) == 1 and among else None


def _unrelated(a: str, b: str) -> bool:
    """Return whether two names certainly mean two journals: neither abbreviates the other, and no words of theirs begin alike."""
    words, others = ({word for word in fold(name).split() if len(word) >= SHORT and not _is_common(word)} for name in (a, b))
    alike = any(word.startswith(other[:SHORT]) for word in words for other in others)
    return not alike and not same_container(a, b)


def _is_common(word: str) -> bool:
    return any(common.startswith(word) or word.startswith(common) for common in _TOO_COMMON)

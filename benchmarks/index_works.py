"""Works for the benchmark of the index: made from labelled strings, with near neighbours, and damaged as print is.

Each work is made from its number alone, so ten million need not be in memory.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import string_sets
from kzcheck.language.folding import fold
from labelled import Labelled
from string_damage import misread

if TYPE_CHECKING:
    from collections.abc import Sequence

Work = dict[str, Any]

HALVES = 60_000
"""Beginnings of titles, and as many ends: their pairs are more than works."""
NEIGHBOUR = 10
"""One work in so many is a near neighbour of an earlier one."""
WORDS = range(3, 8)
"""Words of half a title."""
REFERENCES = [{"key": str(key), "unstructured": "An invented reference " * 3} for key in range(20)]
"""What a snapshot has beside what is kept: it is three quarters of each work."""
_ODD, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


class Parts(NamedTuple):
    """What works are made of: halves of titles whose words follow each other in real ones, real people and journals."""

    beginnings: list[str]
    ends: list[str]
    people: list[str]
    journals: list[str]


@cache
def parts() -> Parts:
    """Take the labelled strings apart."""
    following: dict[str, list[str]] = defaultdict(list)
    people: list[str] = []
    journals: list[str] = []
    for half in ("tune", "held-out"):
        for labelled in string_sets.sets(half):
            for entry in labelled.entries:
                for label, start, end in entry.spans:
                    text = " ".join(entry.text[start:end].split())
                    if label == "title":
                        for word, after in pairwise(["", *text.split()]):
                            following[word].append(after)
                    elif label == "author":
                        words = text.replace(",", " ").split()
                        people += [word for word in words if word[:1].isupper() and len(word) > 3 and word.isalpha()]
                    elif label == "container_title":
                        journals.append(text)
    rng = Random(0)
    middles = [word for word in following if word]
    beginnings = [_chain(following, "", rng) for _ in range(HALVES)]
    ends = [_chain(following, rng.choice(middles), rng) for _ in range(HALVES)]
    return Parts(beginnings, ends, people, journals)


def _chain(following: dict[str, list[str]], word: str, rng: Random) -> str:
    """Return words of which each follows the one before somewhere."""
    words = [word] if word else []
    for _ in range(rng.choice(WORDS)):
        if not (after := following.get(word)):
            break
        words.append(word := rng.choice(after))
    return " ".join(words)


def made(number: int) -> Work:
    """Return a work in Crossref's JSON; those whose number ends in 9 are neighbours of an earlier one."""
    if number % NEIGHBOUR == NEIGHBOUR - 1:
        return _neighbour(made(_mixed(number, 1) % number), number)
    source = parts()
    seed = _mixed(number, 2)
    first = 1 + seed % 900
    return {
        "DOI": f"10.5555/{number}",
        "type": "journal-article",
        "title": [f"{_taken(source.beginnings, number, 3)} {_taken(source.ends, number, 4)}"],
        "author": [
            {"family": _taken(source.people, number, 5 + place), "given": "ABCDEGHIJKLMN"[seed // (place + 7) % 13] + "."}
            for place in range(1 + seed // 3 % 4)
        ],
        "container-title": [_taken(source.journals, number, 10)],
        "volume": str(1 + seed // 1000 % 80),
        "issue": str(1 + seed // 5 % 12),
        "page": f"{first}-{first + 3 + seed // 11 % 28}",
        "issued": {"date-parts": [[1950 + seed // 13 % 74]]},
        "publisher": "An invented publisher",
        "reference": REFERENCES,
    }


def _mixed(number: int, salt: int) -> int:
    """Return a number that looks like a random one."""
    mixed = (number + 1) * 0xBF58476D1CE4E5B9 + salt * _ODD & _MASK
    mixed = (mixed ^ mixed >> 29) * 0x94D049BB133111EB & _MASK
    return (mixed ^ mixed >> 32) * _ODD >> 24 & 0xFFFFFFFFFF


def _taken(choices: Sequence[str], number: int, salt: int) -> str:
    return choices[_mixed(number, salt) % len(choices)]


def _neighbour(work: Work, number: int) -> Work:
    """Return a work that is easily taken for another: an erratum, a second part, a later edition, the same for another year."""
    title, year, seed = work["title"][0], work["issued"]["date-parts"][0][0], _mixed(number, 20)
    later = {"date-parts": [[year + 1 + seed // 4 % 4]]}
    page, volume = str(1 + seed // 16 % 900), str(1 + seed // 7 % 80)
    kinds: tuple[Work, ...] = (
        {"title": [f"Erratum: {title}"], "issued": later, "page": page},
        {"title": [f"{title}. Part II"], "issued": later, "page": f"{page}-{int(page) + 20}"},
        {"issued": {"date-parts": [[year + 5 + seed // 4 % 8]]}, "volume": volume, "page": page},
        {"title": [f"{title}, {year + 1}"], "issued": later, "volume": volume, "page": page},
    )
    return {**work, **kinds[seed % 4], "DOI": f"10.5555/{number}"}


def damaged(work: Work, rng: Random) -> str:
    """Return a work as a list prints it, with one kind of damage."""
    fields = {
        "people": ", ".join(f"{person['family']} {person['given']}" for person in work["author"]),
        "year": f"({work['issued']['date-parts'][0][0]})",
        "title": work["title"][0],
        "journal": work["container-title"][0],
        "place": f"{work['volume']}({work['issue']}): {work['page']}",
    }
    kind = rng.choice(("dropped", "abbreviated", "typing", "transliterated", "misread"))
    if kind == "dropped":
        del fields[rng.choice(("people", "year", "journal", "place"))]
    if kind == "abbreviated":
        fields["journal"] = " ".join(word[:4] + "." for word in fields["journal"].split())
        fields["people"] = work["author"][0]["family"] + " et al."
    if kind == "typing":
        at = rng.randrange(len(fields["title"]))
        fields["title"] = fields["title"][:at] + rng.choice("abcdefg") + fields["title"][at + 1 :]
    text = ". ".join(fields.values())
    if kind == "transliterated":
        text = fold(text)
    if kind == "misread":
        entry = Labelled(text, (), "")
        for _ in range(3):
            entry = misread(entry, rng) or entry
        text = entry.text
    return text

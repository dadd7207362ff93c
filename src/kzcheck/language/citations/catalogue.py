"""The entries of a list by what citations can call them: names and years."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language.citations.tokens import folded, legal_forms
from kzcheck.language.folding import fold, lower

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.language.citations.nouns import Listed

MOST_ALIKE = 100
"""Entries with a name and a year, or with a name, that are looked through: a long list has 30 by a Wang in a year."""
_DATED = re.compile(r"(?<![\w/.-])(?:1[4-9]|20)\d\d[a-zа-я]?(?!\w)")
_ACRONYM = range(2, 9)
_LONGEST_HEAD = 200
_BEGINNING = 3  # words by which a work is looked up
_INITIALS_AFTER = re.compile(r"(?<=[^\W\d_][^\WA-ZА-ЯЁ\d_])\s+[A-ZА-ЯЁ]{1,3}$")
"""Initials that stand in a field for family names: "Roe JR"."""


class Work(Struct, frozen=True):
    """An entry as citations call it: the folded words of each name, its years (none if undated) and the letter after them.

    `dated` are all years in the printed entry, with their letters, `head` the folded words with which it
    begins.
    """

    id: str
    place: int
    names: tuple[tuple[str, ...], ...]
    spelt: tuple[str, ...]
    years: frozenset[int]
    suffix: str
    title: tuple[str, ...]
    dated: frozenset[str]
    head: tuple[str, ...]


class Named(Struct, frozen=True):
    """A work with a name, and the place of that name among its authors."""

    work: Work
    author: int


class Catalogue(Struct, frozen=True, dict=True):
    """The works of a list; look-ups cost the same in a long list as in a short one."""

    works: tuple[Work, ...]

    @cached_property
    def _by_name(self) -> dict[str, dict[int | None, list[Named]]]:
        found: dict[str, dict[int | None, list[Named]]] = {}
        for work in self.works:
            for author, name in enumerate(work.names):
                years = found.setdefault(name[-1], {})
                for year in work.years or (None,):
                    years.setdefault(year, []).append(Named(work, author))
        return found

    @cached_property
    def _by_year(self) -> dict[int | None, list[Work]]:
        found: dict[int | None, list[Work]] = {}
        for work in self.works:
            for year in work.years or (None,):
                found.setdefault(year, []).append(work)
        return found

    @cached_property
    def _by_acronym(self) -> dict[tuple[str, int | None], list[Named]]:
        found: dict[tuple[str, int | None], list[Named]] = {}
        for work in self.works:
            for author, spelt in enumerate(work.spelt[:1]):
                initials = "".join(word[0] for word in spelt.split() if word[0].isupper())
                acronym = spelt if spelt.isupper() and spelt.isalpha() else initials
                if len(acronym) in _ACRONYM:
                    for year in work.years or (None,):
                        found.setdefault((acronym, year), []).append(Named(work, author))
        return found

    def named(self, word: str, years: Sequence[int | None]) -> Iterator[Named]:
        """Yield the works of some years, one of whose names ends in a folded word."""
        by_year = self._by_name.get(word, {})
        for year in years:
            yield from by_year.get(year, [])[:MOST_ALIKE]

    def abbreviated(self, acronym: str, years: Sequence[int | None]) -> Iterator[Named]:
        """Yield the works of some years by an organisation with these initials, or called by them."""
        for year in years:
            yield from self._by_acronym.get((acronym, year), [])[:MOST_ALIKE]

    def also_named(self, word: str) -> Iterator[Named]:
        """Yield the works of any year, one of whose names ends in a folded word; of many, the first."""
        left = MOST_ALIKE
        for those in self._by_name.get(word, {}).values():
            yield from those[:left]
            left -= len(those)
            if left <= 0:
                return

    @cached_property
    def _by_title(self) -> dict[tuple[str, ...], list[Work]]:
        found: dict[tuple[str, ...], list[Work]] = {}
        for work in self.works:
            for words in {work.title[:_BEGINNING], work.head[:_BEGINNING]}:
                if len(words) == _BEGINNING:
                    found.setdefault(words, []).append(work)
        return found

    def beginning(self, words: tuple[str, ...]) -> Sequence[Work]:
        """Return the works whose entry or title begins with the first of some folded words."""
        return self._by_title.get(words[:_BEGINNING], [])[:MOST_ALIKE]

    def of(self, years: Sequence[int | None]) -> Iterator[Work]:
        """Yield the works of some years; of many, the first."""
        for year in years:
            yield from self._by_year.get(year, [])[:MOST_ALIKE]


def catalogue(listed: Sequence[Listed]) -> Catalogue:
    """Return the catalogue of a list."""
    return Catalogue(tuple(_work(entry, place) for place, entry in enumerate(listed)))


def _work(entry: Listed, place: int) -> Work:
    names = tuple(_without_particles(_INITIALS_AFTER.sub("", _without_legal_form(name))) for name in entry.names)
    parts = tuple((spelt, words) for spelt in names if (words := tuple(part for word in spelt.split() for part in folded(word))))
    return Work(
        entry.id,
        place,
        tuple(words for _, words in parts),
        tuple(spelt for spelt, _ in parts),
        frozenset() if entry.year is None else frozenset((entry.year,)),
        entry.suffix,
        tuple(fold(entry.title).split()),
        frozenset(_DATED.findall(entry.printed)),
        tuple(fold(entry.printed[:_LONGEST_HEAD] or " ".join((*entry.names, entry.title))).split()),
    )


def _without_legal_form(name: str) -> str:
    """Return the name of a company without its legal form, which a text may leave out: "Acme" of "Acme Inc."."""
    words = name.split()
    while len(words) > 1 and lower(words[-1].strip(".,")) in legal_forms():
        words.pop()
    return " ".join(words).rstrip(",")


def _without_particles(name: str) -> str:
    """Return a family name without its particles, which a text may leave out: "Berg" of "van der Berg"."""
    words = name.split()
    first = next((place for place, word in enumerate(words) if not (word.islower() and word in data.words("particles"))), 0)
    return " ".join(words[first:])

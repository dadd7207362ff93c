"""People: what the other entries of a list say of a person, and how many people the list prints."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kzcheck.matching.names import is_others, same_person, surely_another, surname

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.article import Article, Reference
    from kzcheck.csl import Name

_OTHERS = re.compile(r"(?i)\band\s+\{?others\b|^\s*\{?others\b")

MOST = 50
"""Entries with a surname in which a person is looked for."""


class ListedPeople:
    """The people of all entries of a list."""

    def __init__(self, article: Article) -> None:
        self._references = article.references
        self._sources = article.sources
        self._by_file: dict[str, list[str]] = {}

    @cached_property
    def _by_surname(self) -> Mapping[str, list[tuple[Name, str]]]:
        named: defaultdict[str, list[tuple[Name, str]]] = defaultdict(list)
        for reference in self._references:
            for name in reference.item.author:
                named[surname(name)].append((name, reference.id))
        return named

    @cached_property
    def _lengths(self) -> Counter[int]:
        """How many entries print so many authors; those that say that there are more do not count."""
        authors = (reference.item.author for reference in self._references)
        return Counter(len(names) for names in authors if names and not any(map(is_others, names)))

    def have(self, recorded: Name, listed: Name, reference: Reference) -> bool:
        """Tell whether another entry has a person as a record names them, and none has them as this entry does."""
        namesakes = [name for name, of in self._by_surname[surname(recorded)][:MOST] if of != reference.id and name.given]
        others = [name for name, of in self._by_surname[surname(listed)][:MOST] if of != reference.id and name.given]
        return any(same_person(name, recorded) and surely_another(listed, name) for name in namesakes) and not any(
            same_person(name, listed) for name in others
        )

    def print_more(self, reference: Reference) -> bool:
        """Tell whether the list prints all people: another entry has more than this one, or none has as many."""
        own = len(reference.item.author)
        return not self._says_others(reference) and (max(self._lengths, default=0) > own or self._lengths[own] == 1)

    def _says_others(self, reference: Reference) -> bool:
        """Tell whether the authors end in BibTeX's "and others", which is no name and is not kept as one."""
        place = reference.place("author")
        lines = self._lines(place.file)[place.line - 1 : place.end_line]
        return any(_OTHERS.search(line) for line in lines)

    def _lines(self, file: str) -> list[str]:
        if file not in self._by_file:
            self._by_file[file] = self._sources.get(file, "").split("\n")
        return self._by_file[file]

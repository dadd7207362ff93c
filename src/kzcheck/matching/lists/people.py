"""People in a list: how other entries name a person, and how many people the list prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kzcheck.matching.names import is_others, same_person, surely_another, surname

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.csl import Name

MOST = 50
"""Entries with a surname in which a person is searched for."""


class ListedPeople:
    """The people of all entries of a list."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._references = references

    @cached_property
    def _by_surname(self) -> Mapping[str, list[tuple[Name, str]]]:
        named: defaultdict[str, list[tuple[Name, str]]] = defaultdict(list)
        for reference in self._references:
            for name in reference.item.author:
                named[surname(name)].append((name, reference.id))
        return named

    @cached_property
    def _lengths(self) -> Counter[int]:
        """The number of entries by their number of authors, without those that say that there are more."""
        authors = (reference.item.author for reference in self._references)
        return Counter(len(names) for names in authors if names and not any(map(is_others, names)))

    def have(self, recorded: Name, listed: Name, reference: Reference) -> bool:
        """Return whether another entry names a person as the record does, and none as this entry does."""
        namesakes = [name for name, of in self._by_surname[surname(recorded)][:MOST] if of != reference.id and name.given]
        others = [name for name, of in self._by_surname[surname(listed)][:MOST] if of != reference.id and name.given]
        return any(same_person(name, recorded) and surely_another(listed, name) for name in namesakes) and not any(
            same_person(name, listed) for name in others
        )

    def print_more(self, reference: Reference) -> bool:
        """Return whether the list prints all people: another entry has more than this one, or none has as many."""
        own = len(reference.item.author)
        return max(self._lengths, default=0) > own or self._lengths[own] == 1

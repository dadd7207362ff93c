"""The context in which the credits of a claim are judged."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.matching.attribution.authorship import surely_by, wrote

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.article import Claim, Reference
    from kzcheck.csl import Name
    from kzcheck.language.attribution import Credit
    from kzcheck.matching.attribution.authorship import Index

# Works by the same person that are considered if the claim cites none: the message names the first, and whether there are more.
OWN_WORKS = 20

AROUND = 60
"""Characters beside a name that may say whose material it is, or from which year."""


class Citing(Struct, frozen=True):
    """The context of a claim's credits: its citations, those that no name in it explains, the list, the authors.

    `persons` are the surnames that the article uses for persons anywhere, `lower_words` its words in lower case. `sourced` are the
    surnames beside which some claim cites a work by that author.
    """

    claim: Claim
    cited: tuple[Reference, ...]
    unexplained: tuple[Reference, ...]
    named: tuple[Credit, ...]
    index: Index
    persons: frozenset[str]
    sourced: frozenset[str]
    lower_words: Callable[[], frozenset[str]]
    authors: tuple[Name, ...]

    def works_of(self, credit: Credit) -> tuple[Reference, ...]:
        """Return the uncited works of the list that are surely by exactly these people, and from the year beside their names."""
        cited = {reference.id for reference in self.cited}
        dated = _dated(credit, self.claim.text)
        own_works = (work for work in self.index.by(credit) if work.id not in cited and surely_by(credit, work.item))
        return tuple(islice((work for work in own_works if not dated or not work.item.year or work.item.year == dated), OWN_WORKS))

    def taken(self, reference: Reference, credit: Credit) -> bool:
        """Return whether a citation belongs to other people in the claim: "Little and Wright" beside "Little et al."."""
        return any(wrote(other, reference.item) for other in self.named if other is not credit and other.names != credit.names)


def _dated(credit: Credit, text: str) -> int | None:
    """Return the year beside people that is not in brackets: "Craig et al. in 1990"; else None."""
    beside = _beside_year().match(text[credit.end :][:AROUND])
    return int(beside[1]) if beside and not credit.years else None


@cache
def _beside_year() -> re.Pattern[str]:
    return re.compile(rf"[,.\s]*{any_of(data.words('during'))}\s+((?:1[5-9]|20)\d\d)\b", re.IGNORECASE)

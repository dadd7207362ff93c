"""Citing: what the credits of one claim are held against."""

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

# Works of one person that are looked at where the claim cites none of them: the first is named, and whether there are more.
OWN_WORKS = 20

AROUND = 60
"""Characters beside a name that may say whose material it is, or of which year."""


class Citing(Struct, frozen=True):
    """What a claim's credits are held against: its citations, those that no name in it accounts for, the list, the authors.

    `persons` are the surnames of those whom the article names as persons somewhere, `lower_words` its words in lower case.
    """

    claim: Claim
    cited: tuple[Reference, ...]
    unexplained: tuple[Reference, ...]
    named: tuple[Credit, ...]
    index: Index
    persons: frozenset[str]
    lower_words: Callable[[], frozenset[str]]
    authors: tuple[Name, ...]

    def works_of(self, credit: Credit) -> tuple[Reference, ...]:
        """Return the uncited works of the list that are surely by just these people, and of the year beside their names."""
        cited = {reference.id for reference in self.cited}
        dated = _dated(credit, self.claim.text)
        theirs = (work for work in self.index.by(credit) if work.id not in cited and surely_by(credit, work.item))
        return tuple(islice((work for work in theirs if not dated or not work.item.year or work.item.year == dated), OWN_WORKS))

    def taken(self, reference: Reference, credit: Credit) -> bool:
        """Tell whether a citation is just that of other people whom the claim names: "Little and Wright" beside "Little et al."."""
        return any(wrote(other, reference.item) for other in self.named if other is not credit and other.names != credit.names)


def _dated(credit: Credit, text: str) -> int | None:
    """Return the year that stands beside people without brackets: "Craig et al. in 1990", None where there is none."""
    beside = _beside_year().match(text[credit.end :][:AROUND])
    return int(beside[1]) if beside and not credit.years else None


@cache
def _beside_year() -> re.Pattern[str]:
    return re.compile(rf"[,.\s]*{any_of(data.words('during'))}\s+((?:1[5-9]|20)\d\d)\b", re.IGNORECASE)

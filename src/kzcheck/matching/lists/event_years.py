"""The years of events in claims, which reports compare with the years of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Claim


def years(claims: Iterable[Claim]) -> dict[str, tuple[int, ...]]:
    """Return the years of the events in each claim that has any, by its id, without plans and names that contain years."""
    by_claim = {
        claim.id: tuple(sorted({mention.year for mention in dates.mentions(claim.text) if mention.kind == "event"}))
        for claim in claims
    }
    return {name: years_told for name, years_told in by_claim.items() if years_told}

"""The years of which claims tell, as a report sets them beside the years of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.language import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Claim


def years(claims: Iterable[Claim]) -> dict[str, tuple[int, ...]]:
    """Return the years of the events of each claim that tells of any, by its id; plans and names that hold years are none."""
    by_claim = {
        claim.id: tuple(sorted({mention.year for mention in dates.mentions(claim.text) if mention.kind == "event"}))
        for claim in claims
    }
    return {name: years_told for name, years_told in by_claim.items() if years_told}

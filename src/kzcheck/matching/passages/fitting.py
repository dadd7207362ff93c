"""Whether the best passage of a text fits a claim better than an unrelated text would."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzcheck.evidence import Evidence
    from kzcheck.texts import Comparison

BY_LENGTH = 0.028
"""How the best score of an unrelated text grows with the logarithm of its passages.

On WiCE, on every other of its claims that cite another work: .10 of 28 passages, .16 of 212, .20 of 1,391, .24 of 4,165."""
FITTING = 0.05
"""What the score of the best passage exceeds, without the part that grows with the text's length, if the passage fits the claim.

Chosen on every other claim of WiCE and of Citation-Integrity: 3 % of the claims that rest on the text at least partly are below it,
and .76 to .84 of those beside the text of another work, in texts of 20 to 1,400 passages."""


def fits(comparison: Comparison, passages: int) -> bool:
    """Return whether the best of so many passages shares more with a claim than an unrelated text of this length would."""
    nearest = comparison.passages[0].score if comparison.passages else 0.0
    return nearest - BY_LENGTH * log(max(passages, 1)) >= FITTING


def unfitting(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Return the works in whose texts, if they are in the language of the claim, no passage fits it, by the claims' ids."""
    unfit = {
        claim: tuple(
            comparison.reference
            for comparison in comparisons
            if comparison.same_language and (text := evidence.text(comparison.reference)) and not fits(comparison, text.passages)
        )
        for claim, comparisons in evidence.comparisons.items()
    }
    return {claim: works for claim, works in unfit.items() if works}

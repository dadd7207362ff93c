"""Passages: what the text of a cited work has in common with a claim, and what of the claim it lacks."""

from kzcheck.matching.passages.comparison import PassageIndex, compared, fits
from kzcheck.matching.passages.scope import cited_part
from kzcheck.matching.passages.statement import hedges

__all__ = ["PassageIndex", "cited_part", "compared", "fits", "hedges"]

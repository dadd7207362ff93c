"""Passages: what the text of a cited work has in common with a claim, and what of the claim it lacks."""

from kzcheck.matching.passages.comparison import PassageIndex, compared

__all__ = ["PassageIndex", "compared"]

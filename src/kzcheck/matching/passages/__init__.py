"""Passages: what the text of a cited work has in common with a claim, and what of the claim it lacks.

`comparison` compares the two; rules, which every audit loads, need only what is named here.
"""

from kzcheck.matching.passages.fitting import fits, unfitting
from kzcheck.matching.passages.scope import cited_part
from kzcheck.matching.passages.statement import hedges

__all__ = ["cited_part", "fits", "hedges", "unfitting"]

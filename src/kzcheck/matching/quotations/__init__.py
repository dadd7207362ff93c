"""Quotations beside the text of the work that they are from: where they are in it, and how they differ there.

A text is made `Searchable` once. `aligned` looks a quotation up in it: by all its words, by runs of three words, by letters. The
words in which the two differ are compared, so that a "not" more and an exchanged word are found, and the noise of a scan is not.
The stretches between "…" are looked up in order.
"""

from __future__ import annotations

from kzcheck.matching.quotations.aligning import FOUND, aligned, vocabulary
from kzcheck.matching.quotations.edits import likeness
from kzcheck.matching.quotations.searching import Searchable
from kzcheck.matching.quotations.stretches import ends_open, is_sought, quotations_of
from kzcheck.matching.quotations.turning import turn_after, turn_within

__all__ = [
    "FOUND",
    "Searchable",
    "aligned",
    "ends_open",
    "is_sought",
    "likeness",
    "quotations_of",
    "turn_after",
    "turn_within",
    "vocabulary",
]

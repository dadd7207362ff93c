"""Quotations beside the text of the work that they are from: where they are in it, and how they differ there.

A text is made `searching.Searchable` once. `aligning.aligned` looks a quotation up in it: by all its words, by runs of three words,
by letters. The words in which the two differ are compared, so that a "not" more and an exchanged word are found, and the noise of a
scan is not. The stretches between "…" are looked up in order. Rules, which every audit loads, need only what is named here.
"""

from __future__ import annotations

from kzcheck.matching.quotations.stretches import FOUND, ends_open, is_sought, quotations_of
from kzcheck.matching.quotations.turning import turn_after, turn_within

__all__ = ["FOUND", "ends_open", "is_sought", "quotations_of", "turn_after", "turn_within"]

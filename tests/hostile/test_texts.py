"""Texts of cited works and claims that are hostile by their length or their words are compared in linear time."""

from __future__ import annotations

import time

import pytest

from kzcheck.matching.passages import comparison
from kzcheck.matching.quotations.aligning import aligned
from kzcheck.matching.quotations.searching import Searchable
from kzcheck.texts import Leaf, Text

SMALL, LARGE = 30_000, 120_000
"""Characters of two texts: quadratic work would take 16 times as long."""
MOST = 10
"""Times that the larger text may take as long: linear work takes four times as long, the rest is for a busy machine."""
LEAST = 0.05
"""Seconds of processor time below which no ratio is meaningful."""
CLAIM = 60_000
UNITS = ("a", "no ", "1905 ", "“", "“no ", "«а» ", "1,", "No. ", "a-\n")


def took(unit: str, length: int) -> float:
    text = Text((Leaf(0, "", (unit * length)[:length]),), language="en")
    claim = (unit * CLAIM)[:CLAIM]
    before = time.process_time()
    aligned(claim, Searchable(text), "en")
    comparison.compared(claim, comparison.PassageIndex(text), "en", reference="1")
    return time.process_time() - before


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_grows_linearly_with_a_hostile_text(unit: str):
    assert took(unit, LARGE) < MOST * max(took(unit, SMALL), LEAST)

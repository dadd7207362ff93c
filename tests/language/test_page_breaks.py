"""Paragraphs that a page break cut in two are one again; others stay as they are."""

from __future__ import annotations

import pytest

from kzcheck.document import Block, Run
from kzcheck.language.page_breaks import rejoined
from kzcheck.language.reference_lists import reference_lists

LONG = "The strategy stressed the importance of good relations with all neighbouring countries to"


def blocks(*texts: str, kind: str = "paragraph") -> list[Block]:
    made, start = [], 0
    for text in texts:
        made.append(Block(kind, (Run(text, start, start + len(text)),)))
        start += len(text) + 2
    return made


def texts(*paragraphs: str, kind: str = "paragraph") -> list[str]:
    return [block.text for block in rejoined(blocks(*paragraphs, kind=kind), ())[0]]


@pytest.mark.parametrize(
    ("paragraph", "following"),
    [
        (LONG, "safeguard its security."),
        (f"{LONG} the north,", "east and west."),
        (f"{LONG} its founding in", "1635 changed much."),
    ],
)
def test_a_paragraph_without_an_end_goes_on_in_small_letters_or_with_a_number(paragraph, following):
    assert texts(paragraph, following) == [f"{paragraph} {following}"]


@pytest.mark.parametrize(
    ("paragraph", "following"),
    [
        (f"{LONG} all.", "safeguards its security."),
        (f"{LONG} these:", "safeguards;"),
        (LONG, "Security came first."),
        (LONG, "2. Methods"),
        (LONG, "2 Methods"),
        (LONG, "17"),
        ("Aims of the study", "study of the sources"),
    ],
)
def test_what_has_an_end_or_begins_anew_stays_apart(paragraph, following):
    assert texts(paragraph, following) == [paragraph, following]


def test_items_and_blocks_that_are_not_neighbours_stay_apart():
    assert len(texts(LONG, "safeguard its security.", kind="item")) == 2
    first, middle, last = blocks(LONG, "Table 1", "safeguard its security.")
    apart = [first, Block("caption", middle.runs), last]
    assert [*rejoined(apart, ())[0]] == apart


def test_the_joined_text_has_its_places_and_lists_move_up():
    whole = blocks(
        LONG, "safeguard its security.", "References", "1. Nye J. Soft power. New York: Example, 2004.", "2. Roe R. Power. 2005."
    )
    joined, (listed,) = rejoined(whole, reference_lists(whole))
    assert (listed.first, listed.end) == (1, 4)
    assert joined[0].place(len(LONG) + 1, len(joined[0].text)) == (whole[1].runs[0].start, whole[1].runs[0].end)


def test_thirty_thousand_halves_are_joined():
    assert len(texts(*[LONG.lower()] * 30_000)) < 1000

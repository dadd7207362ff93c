"""A document knows where each character of its blocks stands, and where people find it."""

from __future__ import annotations

from kzcheck.article import Location, place_in
from kzcheck.document import Block, Document, Run, Spot

SOURCES = {"main.tex": 'One \\"uber two\nthree', "part.tex": "four\nfive"}
ACCENTED = Block("paragraph", (Run("One ", 0, 4), Run("ü", 4, 7), Run("ber two", 7, 14)))


def test_a_character_has_its_own_place_in_a_run_that_is_the_text_itself():
    assert ACCENTED.text == "One über two"
    assert ACCENTED.place(9, 12) == (11, 14)


def test_a_character_of_a_run_that_stands_for_other_words_has_the_place_of_the_run():
    assert ACCENTED.place(4, 5) == (4, 7)
    assert ACCENTED.place(4, 8) == (4, 10)


def test_a_block_without_runs_has_no_place_of_its_own():
    assert Block("paragraph", ()).place(0, 0) == (0, 0)


def test_a_place_is_in_the_file_where_it_begins():
    document = Document("latex", SOURCES)

    assert place_in(document, 15, 20) == Location("main.tex", 2, 1, 2, 6)
    assert place_in(document, 25, 29) == Location("part.tex", 2, 1, 2, 5)


def test_people_find_a_place_by_the_heading_above_it_its_paragraph_and_its_page():
    text = "Fire\nIt burns.\nIt warms.\nAsh\nIt falls.\nA note."
    kinds = ("heading", "paragraph", "paragraph", "heading", "paragraph", "note")
    blocks, start = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, (Run(line, start, start + len(line)),)))
        start += len(line) + 1
    document = Document("docx", {"paper.docx": text}, tuple(blocks), projected=True, pages=((0, "7"), (18, "8")))

    assert document.spot(text.index("It burns")) == Spot("Fire", 1, "7")
    assert document.spot(text.index("warms")) == Spot("Fire", 2, "8")
    assert document.spot(text.index("Ash")) == Spot("Ash", 0, "8")
    assert document.spot(text.index("falls")) == Spot("Ash", 1, "8")
    assert document.spot(text.index("note")) == Spot("Ash", 0, "8")

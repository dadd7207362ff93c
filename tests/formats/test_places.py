"""People get the place in the manuscript, programs a line and a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Location
from kzcheck.document import Block, Document, Run
from kzcheck.formats import Format, render
from kzcheck.formats.terminal.card import claim_card

if TYPE_CHECKING:
    from kzcheck.finding import Report

TEXT = "Introduction\nFire is warm.\nWater said it."


@pytest.fixture
def from_word(report: Report) -> Report:
    """The report, but on a Word document that says what the claim says in the second paragraph of its introduction."""
    blocks = (
        Block("heading", (Run("Introduction", 0, 12),)),
        Block("paragraph", (Run("Fire is warm.", 13, 26),)),
        Block("paragraph", (Run("Water said it.", 27, 41),)),
    )
    document = Document("docx", {"paper.docx": TEXT}, blocks, projected=True, pages=((0, "3"),))
    place = Location("paper.docx", 3, 1, 3, 6)
    claim = replace(report.article.claims[0], location=place)
    finding = replace(report.findings[0], location=place)
    article = replace(report.article, document=document, claims=(claim,), sources={"paper.docx": TEXT})
    return replace(report, article=article, findings=(finding,))


@pytest.mark.parametrize("form", [Format.TERMINAL, Format.MARKDOWN, Format.HTML])
def test_reports_for_people_name_the_section_the_paragraph_and_the_page(from_word: Report, form: Format):
    words = render(from_word, form)

    assert "paper.docx, Introduction, paragraph 2, page 3" in " ".join(words.split()).replace("│ ", "")
    assert "paper.docx:3" not in words


def test_the_card_of_a_claim_opens_with_them_and_then_gives_its_words(from_word: Report):
    head, words, *_ = claim_card(from_word, from_word.article.claims[0]).splitlines()

    assert head == "claim c1  paper.docx, Introduction, paragraph 2, page 3"
    assert words.startswith("text: Water said")


def test_programs_get_a_line_of_the_text_as_it_was_read(from_word: Report):
    assert render(from_word, Format.CONCISE).startswith("paper.docx:3:1: error ATTR601 ")

"""The letter to the author as a Word document says what the letter in Markdown says, and has a box for each answer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

from docx import Document
from msgspec.structs import replace

from kzcheck.formats import letter_document
from kzcheck.formats.letter import letter

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

    from kzcheck.finding import Report


def opened(report: Report) -> DocxDocument:
    return Document(io.BytesIO(letter_document(report)))


def test_it_has_every_part_of_the_letter_in_its_order(report: Report):
    words = "\n".join(paragraph.text for paragraph in opened(report).paragraphs)
    at = 0
    for block in letter(report):
        at = words.index(block.text, at) + len(block.text)


def test_each_answer_has_a_box(report: Report):
    answers = [block for block in letter(report) if block.kind == "answer"]

    assert answers
    assert len(opened(report).tables) == len(answers)


def test_questions_are_bold_and_what_they_are_about_is_a_quotation(report: Report):
    paragraphs = opened(report).paragraphs
    asked = [block.asks for block in letter(report) if block.asks]
    quoted = [block.text for block in letter(report) if block.kind == "quotation"]

    assert [run.text for paragraph in paragraphs for run in paragraph.runs if run.bold and run.text in asked] == asked
    assert [paragraph.text for paragraph in paragraphs if paragraph.style and paragraph.style.name == "Quote"] == quoted


def test_characters_that_no_document_can_have_are_replaced(report: Report):
    claim = replace(report.article.claims[0], printed="Water \ufffe said \ud800 it.")
    hostile = replace(report, article=replace(report.article, claims=(claim, *report.article.claims[1:])))

    assert any("said" in paragraph.text for paragraph in opened(hostile).paragraphs)


def test_it_has_no_field_link_or_picture_whatever_the_findings_say(report: Report):
    with ZipFile(io.BytesIO(letter_document(report))) as archive:
        body = archive.read("word/document.xml").decode()

    assert not [tag for tag in ("w:fldSimple", "w:instrText", "w:hyperlink", "w:drawing", "w:object") if f"<{tag}" in body]

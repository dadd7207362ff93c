"""Notices in titles and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.language.notices import is_status, marked, says_concern, says_retracted


@pytest.mark.parametrize(
    ("title", "form", "rest"),
    [
        ("RETRACTED: Rivers", "retracted", "Rivers"),
        ("RETRACTED ARTICLE: Rivers", "retracted", "Rivers"),
        ("[Retracted] Rivers", "retracted", "Rivers"),
        ("WITHDRAWN: Rivers", "retracted", "Rivers"),
        ("ОТОЗВАНА: Реки", "retracted", "Реки"),
        ("Rivers (Retracted article. See vol. 12, p. 3, 2010)", "retracted", "Rivers"),
        ("Retraction notice to “Rivers” [J. Rivers 3 (2001) 5–9]", "retraction", "Rivers"),
        ("Retraction Note: Rivers", "retraction", "Rivers"),
        ("Ретракция статьи: Реки", "retraction", "Реки"),
        ("Geri çekme bildirimi: Nehirler", "retraction", "Nehirler"),
        ("Expression of Concern: Rivers", "concern", "Rivers"),
        ("Erratum", "correction", ""),
        ("Corrigendum to: Rivers", "correction", "Rivers"),
        ("Berichtigung zu: Flüsse", "correction", "Flüsse"),
        ("Исправление к статье «Реки»", "correction", "Реки"),
        ("Book Review: Rivers", "review", "Rivers"),
        ("Compte rendu de Rivières", "review", "Rivières"),
        ("Rivers: Book review", "review", "Rivers"),
    ],
)
def test_a_title_is_separated_from_its_mark(title: str, form: str, rest: str):
    parts = marked(title)

    assert parts is not None
    assert (parts.form, parts.title) == (form, rest)


@pytest.mark.parametrize(
    "title",
    ["Rivers", "Retracted rivers of the plain", "Withdrawn armies", "Removed stones", "Reviewing rivers", "Correctional work", ""],
)
def test_a_plain_title_has_no_mark(title: str):
    assert marked(title) is None


@pytest.mark.parametrize(
    "text",
    [
        "The article was later retracted.",
        "Doe reported rivers, since retracted [3].",
        "The retracted paper of Doe says so [3].",
        "The journal withdrew the article.",
        "Doe (2001, retracted) found rivers.",
        "The retraction of the study came too late.",
        "Эта статья впоследствии была отозвана журналом.",
        "Отозванная статья Доу [3].",
        "Ретрагированная работа.",
        "Бұл мақала кейін қайтарып алынды.",
        "Makale daha sonra geri çekildi.",
        "Der Artikel wurde später zurückgezogen.",
        "L’article a été rétracté en 2010.",
        "El artículo fue retractado.",
        "该论文已被撤稿。",
    ],
)
def test_a_sentence_that_reports_a_retraction_is_recognised(text: str):
    assert says_retracted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Clot retraction was slow.",
        "Three patients withdrew from the study.",
        "In this study three patients were withdrawn.",
        "The troops were withdrawn.",
        "The article was never retracted.",
        "Посол был отозван.",
        "Ordu geri çekildi.",
        "Die Truppen wurden zurückgezogen.",
        "Rivers were found.",
    ],
)
def test_sentences_about_the_withdrawal_of_other_things_are_not_taken_for_it(text: str):
    assert not says_retracted(text)


def test_a_note_may_report_a_retraction_in_one_word():
    assert is_status("Retracted 2010")
    assert is_status("статья отозвана")
    assert not is_status("Second printing")


def test_an_expression_of_concern_is_recognised():
    assert says_concern("An expression of concern was published.")
    assert not says_concern("It is of concern to us.")


@settings(max_examples=50)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str):
    marked(text)
    assert says_retracted(text) in {True, False}

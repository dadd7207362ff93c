"""Texts that are cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.damage import find_break, goes_on


@pytest.mark.parametrize(
    ("text", "language", "kind", "words"),
    [
        ("A history of the", "en", "word", "of the"),
        ("История степи и.", "ru", "word", "степи и"),
        ("Bozkırın nehirleri ve", "tr", "word", "nehirleri ve"),
        ("Дала жолдары және", "kk", "word", "жолдары және"),
        ("Die Flüsse der", "de", "word", "Flüsse der"),
        ("Vers une théorie de", "fr", "word", "théorie de"),
        ("A study of (rats", "en", "bracket", "(rats"),
        ("Rivers [map", "", "bracket", "[map"),
        ("Über „Faust", "de", "quotation", "„Faust"),
        ('The "new man', "en", "quotation", '"new man'),
        ("Роман «Степь", "ru", "quotation", "«Степь"),
        ("Rivers and interna-", "en", "hyphen", "interna-"),
        ("Rivers, roads,", "en", "comma", "roads,"),
        ("The making of the …", "en", "ellipsis", "the …"),
        ("высшего ...", "ru", "ellipsis", "высшего ..."),
    ],
)
def test_the_end_of_a_text_shows_how_it_is_cut_off(text: str, language: str, kind: str, words: str):
    text_break = find_break(text, lambda: language)

    assert text_break is not None
    assert (text_break.kind, text_break.words) == (kind, words)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What dreams are made of", "en"),
        ("The roles of vitamin A", "en"),
        ("Oceanic Engineering, IEEE Journal of", "en"),
        ("Messe à quatre voix en la", "fr"),
        ("Prenez ce livre, lisez-le", "fr"),
        ("Smith, Roe et al", "es"),
        ("Ансамбли XX в.", "ru"),
        ("Устав ООО «Компания «Ромашка»", "ru"),
        ("Über „Faust“ und »Ein Buch«", "de"),
        ('Intervals [0, 1) and 12" pipes', "en"),
        ("초등학교를 중심으로-", "ko"),
        ("Türkiye ve", "tr"),
        ("...", "en"),
        ("", ""),
    ],
)
def test_a_complete_text_is_left_alone(text: str, language: str):
    assert find_break(text, lambda: language) is None


def test_an_ellipsis_after_half_a_phrase_is_not_the_author_s_own():
    assert goes_on("Invented rivers and the making of the …", lambda: "en")
    assert not goes_on("Once upon a time in the steppe...", lambda: "en")


def test_an_ellipsis_at_the_end_of_a_bracket_is_the_author_s_own():
    assert not goes_on("SGML (TeX and …)", lambda: "en")
    assert not goes_on("On “the rivers and …”", lambda: "en")
    assert goes_on("Institute for the study of the […]", lambda: "en")


def test_the_language_is_determined_only_if_the_last_word_requires_it():
    def asked() -> str:
        raise AssertionError

    assert find_break("Rivers of the steppe", asked) is None


PIECES = ("Rivers", " of", " the", " and", "-", " […]", "...", ":", " study", " и", " ")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)))
def test_the_reported_words_end_the_text(text: str):
    text_break = find_break(text, lambda: "en")
    if text_break:
        assert text.rstrip().endswith(text_break.words)

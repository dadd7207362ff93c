from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.scripts import main_script, mixed_words, script, scripts

MIXED = [
    ("Сorpus linguistics", "Corpus"),
    ("Nyе J. S.", "Nye"),
    ("А study оf soft power", "of"),
    ("рeace", "peace"),
    ("used Bу OpenPGP", "By"),
    ("Kультура", "Культура"),
    ("Tарих", "Тарих"),
    ("Қазaқстан", "Қазақстан"),
    ("Гумилëв", "Гумилёв"),
    ("Cм. также", "См"),
    ("ПAРЛАМЕНТ", "ПАРЛАМЕНТ"),
    ("HАТО", "НАТО"),
    ("AСE inhibitors", "ACE"),
    ("HСl", "HCl"),
    ("кBт", "кВт"),
    ("Xристос", "Христос"),
    ("Iнша мова", "Інша"),
    ("əлем", "әлем"),
    ("Әzərbaycan", "Əzərbaycan"),
    ("hалқымыз", "һалқымыз"),
    ("jезик", "језик"),
    ("рáз", "ра\u0301з"),
    ("еLibrary", "eLibrary"),
    ("Αthens", "Athens"),
    ("D'Аrcy", "Arcy"),
    ("Atatürk'ün Сumhuriyeti", "Cumhuriyeti"),
    ("ОПEК", "ОПЕК"),
]

NOT_MIXED = [
    "Культура and Qazaqstan",
    "IT-технологии",
    "X-лучи",
    "β-каротин",
    "α-synuclein",
    "TGFβ, IFNγ and NFκB",
    "μm, kΩ, Δt",
    "Ωmega",
    "∑pβpXi and TΝF",
    "PR-акция",
    "PRа и SMSок",
    "АСУs",
    "ДНКs",
    "COVIDом",
    "mРНК",
    "XIXв",
    "Xв",
    "ІІ",
    "СО2",
    "Cо2",
    "мA",
    "А. Smith",
    "KoЯn",
    "jазык",
    "КIант",
    "Қазақ һәм қырғыз",
    "5 µm; 3 Å; 1ª, 2º",
    "й и ё",
    "ＡＢＣ",
    "Яндекс/Google",
    "中文 title",
    "Ελλάδα",
]


@pytest.mark.parametrize(("text", "suggestion"), MIXED)
def test_a_look_alike_inside_a_word_is_found_and_corrected(text: str, suggestion: str) -> None:
    assert [word.suggestion for word in mixed_words(text)] == [suggestion]


@pytest.mark.parametrize("text", NOT_MIXED)
def test_two_scripts_without_look_alikes_are_not_a_mixed_word(text: str) -> None:
    assert list(mixed_words(text)) == []


def test_a_mixed_word_has_its_position_and_its_foreign_letters() -> None:
    (word,) = mixed_words("Mind, Сulturе and society")
    assert (word.word, word.start, word.suggestion, word.foreign) == ("Сulturе", 6, "Culture", "Се")


def test_a_word_of_look_alikes_alone_follows_its_neighbours_at_a_tie() -> None:
    assert [word.suggestion for word in mixed_words("the рeасe оf Westphalia")] == ["peace", "of"]


MIXTURE = "aаeеcсpрoоxхyуTТHНKКBВбдяlgn -'’2І"


@given(st.one_of(st.text(), st.text(alphabet=MIXTURE)))
def test_a_mixed_word_is_in_the_text_and_its_corrected_form_has_one_script(text: str) -> None:
    for word in mixed_words(text):
        assert text[word.start : word.start + len(word.word)] == word.word
        assert len(scripts(word.word)) == 2
        assert len(scripts(word.suggestion)) == 1
        assert list(mixed_words(word.suggestion)) == []


@given(st.text(alphabet=MIXTURE))
def test_any_mixture_of_look_alikes_gets_an_answer_in_one_script(text: str) -> None:
    assert all(len(scripts(word.suggestion)) == 1 for word in mixed_words(text))


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("a", "Latin"),
        ("ß", "Latin"),
        ("ж", "Cyrillic"),
        ("α", "Greek"),
        ("汉", "Han"),
        ("々", "Han"),
        ("あ", "Hiragana"),
        ("ア", "Katakana"),
    ]
    + [("한", "Hangul"), ("خ", "Arabic"), ("א", "Hebrew"), ("Հ", "Armenian"), ("ა", "Georgian"), ("Ａ", "Latin"), ("ﬁ", "Latin")]
    + [(letter, "") for letter in "1 .ªºµ𝐀ℓʼー\u0301"],
)
def test_a_letter_has_the_script_of_its_unicode_name(letter: str, name: str) -> None:
    assert script(letter) == name


def test_the_main_script_is_that_of_most_letters() -> None:
    assert main_script("Тағ S.") == "Cyrillic"
    assert main_script("2024, §") == ""
    assert scripts("Қазақстан and 中国 (2024)") == {"Cyrillic", "Latin", "Han"}


@given(st.text())
def test_the_main_script_is_one_of_the_scripts(text: str) -> None:
    assert main_script(unicodedata.normalize("NFC", text)) in scripts(unicodedata.normalize("NFC", text)) | {""}


LOOK_ALIKES = {"OoОоQIl", "OОQIL", "ÿа", "Сorpus", "COVIDом", "PRа", "XIXв", "mРНК", "мA"}
"""Deliberate mixtures in our own sources: tables of common errors, and examples that are and are not found."""


def test_no_other_word_of_our_own_sources_mixes_latin_and_cyrillic_letters():
    literals = [
        re.sub(r"\[[^\]]*\]|\\\w", " ", node.value)  # sets of letters and classes in patterns are not words
        for path in (Path(__file__).parents[2] / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    words = {word for text in literals if not text.isascii() for word in re.findall(r"[^\W\d_]+", text)}
    mixed = {word for word in words if scripts(word) >= {"Latin", "Cyrillic"}}

    assert mixed | {mixed_word.word for text in literals for mixed_word in mixed_words(text)} == LOOK_ALIKES

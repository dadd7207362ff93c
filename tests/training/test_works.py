"""Invented works: their words have the forms that their patterns need."""

from random import Random

import pytest

import forms
from grammar import expand, words
from works import KINDS, invented

LANGUAGES = ("ru", "kk", "tr", "en", "de", "uk")


@pytest.mark.parametrize("language", LANGUAGES)
def test_works_of_every_kind_are_invented(language):
    random = Random(1)
    works = [invented(language, random) for _ in range(1500)]
    assert {work.kind for work in works} == set(KINDS)
    assert all(work.title or work.kind == "manuscript" for work in works)
    assert not [work for work in works if "{" in work.title + work.container + work.publisher]


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_markers(language):
    shared = {name for name in words("en") if name.startswith("mark_")}
    assert shared <= set(words(language))


@pytest.mark.parametrize(
    ("word", "case", "form"),
    [
        ("развитие", "gen", "развития"),
        ("политика", "gen", "политики"),
        ("личность", "pre", "личности"),
        ("музей", "gen", "музея"),
        ("энергия", "acc", "энергию"),
        ("общество", "dat", "обществу"),
        ("рынок/рынка/рынке", "pre", "рынке"),
    ],
)
def test_russian_nouns_have_cases(word, case, form):
    assert forms.russian_noun(word, case)[0] == form


@pytest.mark.parametrize(
    ("word", "case", "gender", "form"),
    [
        ("новый", "gen", "m", "нового"),
        ("высший", "gen", "f", "высшей"),
        ("русский", "nom", "pl", "русские"),
        ("древний", "gen", "n", "древнего"),
        ("тюркский", "pre", "f", "тюркской"),
    ],
)
def test_russian_adjectives_agree(word, case, gender, form):
    assert forms.russian_adjective(word, case, gender) == form


@pytest.mark.parametrize(
    ("family", "female", "form"),
    [
        ("Иванов", False, "Иванова"),
        ("Иванов", True, "Ивановой"),
        ("Покровский", False, "Покровского"),
        ("Ким", True, "Ким"),
        ("Гринь", False, "Гриня"),
    ],
)
def test_russian_family_names_have_a_genitive(family, female, form):
    assert forms.russian_family(family, "gen", female=female) == form


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("қазақ тілі", "қазақ тілінің"),
        ("заң", "заңның"),
        ("мектеп", "мектептің"),
        ("оқу", "оқудың"),
        ("қоғам", "қоғамның"),
        ("жер", "жердің"),
    ],
)
def test_kazakh_phrases_have_a_genitive(phrase, form):
    assert forms.kazakh(phrase, "gen") == form


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("Türk dili", "Türk dilinin"),
        ("göç", "göçün"),
        ("kimlik", "kimliğin"),
        ("sosyal medya", "sosyal medyanın"),
        ("deprem", "depremin"),
    ],
)
def test_turkish_phrases_have_a_genitive(phrase, form):
    assert forms.turkish(phrase, "gen") == form


def test_a_russian_preposition_suits_the_next_word():
    phrases = [expand("ru", "о {np:pre}", Random(seed)) for seed in range(200)]
    assert all(phrase.startswith("об ") == (phrase.split()[1][0].lower() in "аиоуэ") for phrase in phrases)

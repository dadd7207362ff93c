from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.endings import dictionary_forms

CASES = [
    ("Назарбаева", "Назарбаев"),
    ("Назарбаевым", "Назарбаев"),
    ("Назарбаеву", "Назарбаев"),
    ("Вернадскому", "Вернадский"),
    ("Вернадским", "Вернадский"),
    ("Толстого", "Толстой"),
    ("Ивановой", "Иванова"),
    ("Крупской", "Крупская"),
    ("Лурии", "Лурия"),
    ("Ная", "Най"),
    ("Грушевського", "Грушевський"[:-2] + "ий"),
    ("Шевченка", "Шевченк"),
    ("Тоқаевтың", "Тоқаев"),
    ("Ататүріктің", "Ататүрік"),
    ("Тоқаевқа", "Тоқаев"),
    ("Әуезовпен", "Әуезов"),
    ("Байтұрсынұлының", "Байтұрсынұлы"),
    ("Atatürk'ün", "Atatürk"),
    ("Gökalp’e", "Gökalp"),
    ("Nye's", "Nye"),
    ("Williams'", "Williams"),
    ("Webers", "Weber"),
]


@pytest.mark.parametrize(("word", "form"), CASES)
def test_a_declined_name_yields_its_dictionary_form(word: str, form: str) -> None:
    assert form in dictionary_forms(word)


@pytest.mark.parametrize("word", ["Tylor", "O'Connor", "D’Arcy", "Weiss", "Nye", "Li"])
def test_a_name_in_its_dictionary_form_yields_only_itself(word: str) -> None:
    assert dictionary_forms(word) == (word,)


@given(st.text(min_size=1))
def test_the_word_itself_comes_first_and_forms_are_unique(word: str) -> None:
    forms = dictionary_forms(word)
    assert forms[0] == word.strip("'’‘ʼ`´")
    assert len(set(forms)) == len(forms)

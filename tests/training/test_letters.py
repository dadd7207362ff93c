"""Works and references in Latin letters."""

from random import Random

import pytest
from tests.training.plain import Plain, fields

from labelled import Labelled
from letters import SYSTEMS, latin, printed_in_latin


@pytest.mark.parametrize(
    ("system", "printed"),
    [
        ("BGN/PCGN", "Yuzhnyye zhuki"),
        ("ALA-LC without marks", "Iuzhnye zhuki"),
        ("GOST 7.79", "Ûžnye žuki"),
        ("scientific", "Južnye žuki"),
    ],
)
def test_systems_differ(system, printed):
    assert latin("Южные жуки", system) == printed


def test_kazakh_letters_have_latin_ones_in_every_system():
    for system in SYSTEMS:
        for kazakh in range(3):
            assert latin("Әңғүһ қосқұлақ өрісі", system, kazakh).isascii() or kazakh


def test_a_reference_in_latin_letters_keeps_its_fields_and_its_address():
    reference = Labelled("Щука. URL: пример.рф", (("title", 0, 4), ("url", 11, 20)), "ru/test")
    assert fields(printed_in_latin(reference, Plain())) == [("title", "Shchuka"), ("url", "пример.рф")]


def test_marks_are_put_in_latin_letters_too():
    reference = Labelled("С. 10", (("page", 3, 5),), "ru/test")
    assert printed_in_latin(reference, Random(1)).text == "S. 10"

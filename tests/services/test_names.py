from __future__ import annotations

import pytest

from kzcheck.csl import Name
from kzcheck.services.names import name_of


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Aliya Serikova", Name("Serikova", "Aliya")),
        ("Serikova, Aliya", Name("Serikova", "Aliya")),
        ("A. B. Serikova", Name("Serikova", "A. B.")),
        ("Serikova A B", Name("Serikova", "A B")),
        ("Okonkwo JS", Name("Okonkwo", "JS")),
        ("J Okonkwo", Name("Okonkwo", "J")),
        ("Wei LI", Name("LI", "Wei")),
        ("Willem van der Vondel", Name("Vondel", "Willem", non_dropping_particle="van der")),
        ("Willem A. Van de Vondel", Name("Vondel", "Willem A.", non_dropping_particle="Van de")),
        ("Mária de la Peña", Name("Peña", "Mária", non_dropping_particle="de la")),
        ("Otto Muster Jr.", Name("Muster", "Otto", suffix="Jr.")),
        ("Muster, Otto, III", Name("Muster", "Otto", suffix="III")),
        ("Otto Muster, PhD", Name("Muster", "Otto")),
        ("Выдуманов Петр Андреевич", Name("Выдуманов", "Петр Андреевич")),
        ("Петр Андреевич Рабинович", Name("Рабинович", "Петр Андреевич")),
        ("Петр А. Выдуманов", Name("Выдуманов", "Петр А.")),
        ("Platon", Name("Platon")),
        ("UNESCO", Name(literal="UNESCO")),
        ("王小明", Name(literal="王小明")),
        ("Министерство выдумок Республики", Name(literal="Министерство выдумок Республики")),
        ("University of Nowhere, Department of Clouds", Name(literal="University of Nowhere, Department of Clouds")),
        ("The Tidal Collaboration", Name(literal="The Tidal Collaboration")),
        (", Aliya Serikova;", Name("Serikova", "Aliya")),
    ],
)
def test_a_name_is_split_into_its_parts(written, name):
    assert name_of(written) == name


@pytest.mark.parametrize("written", ["", "  ", ",", ")", "(:unav)", None, 7, ["Aliya"]])
def test_placeholders_are_not_names(written):
    assert name_of(written) is None

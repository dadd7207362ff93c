"""The sentence to which a claim's citations belong, and the people credited there."""

from __future__ import annotations

import pytest

from kzcheck.article import Claim, Location, Reference
from kzcheck.csl import Item, Name
from kzcheck.matching.attribution.crediting import credited, own_sentence, slip

HERE = Location("claims.yaml", 1, 1, 1, 2)


def claim(text: str, **fields: object) -> Claim:
    return Claim("c1", text, HERE, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("One sentence.", "One sentence."),
        ("An earlier one. The citing one.", "The citing one."),
        ("The citing sentence is long. [12].", "The citing sentence is long. [12]."),
        ("The citing sentence is long. Ibid.", "The citing sentence is long."),
        ("He wrote it down. “It rains on all of us. It does.” [3]", "He wrote it down. “It rains on all of us. It does.” [3]"),
        ("“It rains on all,” he wrote. “It does rain every day.”", "“It rains on all,” he wrote. “It does rain every day.”"),
        ("It is wet [2]. “It rains on all of us. It does.” [3]", "“It rains on all of us. It does.” [3]"),
        ("It is wet. “Rain” [3]", "It is wet."),
        ("", ""),
    ],
)
def test_citations_belong_to_the_last_sentence(text: str, own: str):
    start, sentence = own_sentence(text)

    assert sentence == own
    assert text[start : start + len(sentence)] == sentence


def test_the_author_s_own_list_takes_precedence_over_the_sentence():
    named = credited(claim("Geertz argues so.", attributed_to=("Max Weber",)))

    assert [credit.names for credit in named] == [("Max Weber",)]


def test_a_listed_organisation_is_not_a_person():
    assert credited(claim("It argues so.", attributed_to=("World Bank",))) == []


def test_listed_quotations_make_a_quotation():
    named = credited(claim("Geertz argues so.", quotations=("man is an animal suspended in webs",)))

    assert [credit.kind for credit in named] == ["quotation"]


def test_quoting_authors_replace_the_people_quoted():
    named = credited(claim("Tylor holds that culture is a whole (quoted in Erickson)."))

    assert [credit.names for credit in named] == [("Erickson",)]


def test_spans_count_from_the_start_of_the_claim():
    text = "It began early. Geertz argues so."
    (credit,) = credited(claim(text))

    assert text[credit.start : credit.end] == "Geertz"


def test_a_misspelt_surname_is_found_in_the_works_cited():
    entry = Reference(Item("1", author=(Name("Gagnon"), Name("Roy"))), HERE)

    assert slip("Gagnom", [entry]) == (entry, Name("Gagnon"))
    assert slip("Gagnon", [entry]) is None
    assert slip("Tremblay", [entry]) is None

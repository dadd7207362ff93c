"""Whether the people whom a sentence credits had a part in an entry."""

from __future__ import annotations

import pytest

from kzcheck.article import Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.language.attribution import Credit
from kzcheck.matching.attribution.authorship import Index, authors, named_in, speaks_for_several, wrote

HERE = Location("references.yaml", 1, 1, 1, 2)


def reference(identifier: str, *families: str, year: int = 2010, **fields: object) -> Reference:
    item = Item(identifier, author=tuple(Name(family) for family in families), issued=Date((year,)), **fields)  # type: ignore[arg-type]
    return Reference(item, HERE)


def credit(*names: str, others: bool = False, years: tuple[int, ...] = ()) -> Credit:
    return Credit("paraphrase", 0, 1, names, others=others, years=years)


@pytest.mark.parametrize(
    ("said", "families", "expected"),
    [
        (credit("Nye"), ("Nye",), True),
        (credit("Nye"), ("Nye", "Keohane"), True),
        (credit("Keohane"), ("Nye", "Keohane"), False),
        (credit("Nye", "Keohane"), ("Nye", "Keohane"), True),
        (credit("Nye", "Keohane"), ("Nye", "Keohane", "Welch"), False),
        (credit("Nye", others=True), ("Nye", "Keohane", "Welch"), True),
        (credit("Nye", others=True), ("Nye",), False),
        (credit("Welch", others=True), ("Nye", "Keohane", "Welch"), False),
        (credit("Nye", years=(2010,)), ("Nye",), True),
        (credit("Nye", years=(1990,)), ("Nye",), False),
        (credit("Тоқаев"), ("Tokayev",), True),
        (credit("Starr"), ("Stark",), False),
    ],
)
def test_a_work_is_by_just_those_people(said: Credit, families: tuple[str, ...], expected: bool):
    assert wrote(said, reference("1", *families).item) is expected


def test_a_title_names_a_person_but_not_the_authors_of_a_year():
    entry = reference("1", "Kershaw", title="Green: a life")

    assert named_in(credit("Green"), entry)
    assert not named_in(credit("Green", others=True), entry)


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_editors_and_translators_have_a_part(role: str):
    entry = reference("1", "Kant", **{role: (Name("Guyer"),)})

    assert named_in(credit("Guyer"), entry)


def test_the_index_finds_works_by_surname_across_scripts():
    entries = [reference("1", "Nye"), reference("2", "Bourdieu"), reference("3", "Лотман"), reference("4", "Nye", "Keohane")]
    index = Index(entries)

    assert [entry.id for entry in index.by(credit("Nye"))] == ["1", "4"]
    assert [entry.id for entry in index.by(credit("Nye", "Keohane"))] == ["4"]
    assert [entry.id for entry in index.by(credit("Бурдьё"))] == ["2"]
    assert [entry.id for entry in index.by(credit("Lotman"))] == ["3"]
    assert not index.by(credit("Geertz"))
    assert index.any_by("Keohane")
    assert not index.any_by("Geertz")


@pytest.mark.parametrize(
    ("families", "named"),
    [
        ((), ""),
        (("Nye",), "Nye"),
        (("Nye", "Keohane"), "Nye and Keohane"),
        (("Nye", "Keohane", "Welch"), "Nye et al."),
        (("Nye", "et al."), "Nye"),
    ],
)
def test_authors_are_named_as_readers_name_them(families: tuple[str, ...], named: str):
    assert str(authors(reference("1", *families).item)) == named


@pytest.mark.parametrize(
    ("fields", "several"),
    [
        ({"title": "A systematic review of rest"}, True),
        ({"title": "Rest", "container_title": "Nature Reviews Neuroscience"}, True),
        ({"title": "Rest", "type": "entry-encyclopedia"}, True),
        ({"title": "Хрестоматия по истории"}, True),
        ({"title": "A trial of rest"}, False),
    ],
)
def test_reviews_and_collections_speak_for_several(fields: dict[str, str], several: bool):
    assert bool(speaks_for_several(reference("1", "Nye", **fields).item)) is several

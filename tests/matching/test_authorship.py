"""Whether the people credited in a sentence contributed to an entry."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kzcheck.article import Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.language.attribution import Credit
from kzcheck.matching.attribution.authorship import Index, authors, named_in, names_all, speaks_for_several, wrote, year_differs

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
def test_a_work_is_by_exactly_the_credited_people(said: Credit, families: tuple[str, ...], expected: bool):
    assert wrote(said, reference("1", *families).item) is expected


def test_editors_count_as_authors_of_a_work_without_authors():
    edited = Item("1", editor=(Name("Nye"),))

    assert wrote(credit("Nye"), edited)
    assert not wrote(credit("Nye"), Item("2"))


def test_a_work_without_a_year_may_be_from_the_year_in_the_sentence():
    assert wrote(credit("Nye", years=(2010,)), Item("1", author=(Name("Nye"),)))


def test_a_year_may_replace_authors_that_the_sentence_omits():
    item = reference("1", "Nye", "Keohane", "Welch").item

    assert wrote(credit("Nye", "Keohane", years=(2010,)), item)
    assert not wrote(credit("Nye", "Keohane"), item)


def test_a_list_that_ends_in_et_al_may_have_further_authors():
    open_ended = reference("1", "Nye", "et al.").item

    assert wrote(credit("Nye", "et al.", others=True), open_ended) is False
    assert wrote(credit("Nye", others=True), open_ended)


@pytest.mark.parametrize(
    ("years", "of_work", "differs"),
    [((1990,), 2010, True), ((1990, 2010), 2010, False), ((), 2010, False), ((1990,), None, False)],
)
def test_a_year_differs_if_both_give_one_and_none_is_the_same(years: tuple[int, ...], of_work: int | None, differs: bool):
    issued = Date((of_work,)) if of_work else None

    assert year_differs(credit("Nye", years=years), Item("1", issued=issued)) is differs


@pytest.mark.parametrize(
    ("printed", "families", "all_named"),
    [
        ("Nye, J. Soft power. 2004.", ("Nye",), True),
        ("Nye, J. et al. Soft power. 2004.", ("Nye",), False),
        ("Nye, J. … Welch, D. Soft power. 2004.", ("Nye", "Welch"), False),
        ("Nye, J. ... Welch, D. Soft power. 2004.", ("Nye", "Welch"), False),
        ("", ("Nye", "et al."), False),
        ("", ("Nye",), True),
    ],
)
def test_an_entry_names_all_authors_unless_its_list_or_its_print_ends_in_et_al(
    printed: str, families: tuple[str, ...], all_named: bool
):
    entry = replace(reference("1", *families), printed=printed)

    assert names_all(entry) is all_named


def test_a_title_may_name_a_person_but_not_the_authors_of_a_year():
    entry = reference("1", "Kershaw", title="Green: a life")

    assert named_in(credit("Green"), entry)
    assert not named_in(credit("Green", others=True), entry)
    assert not named_in(credit("Green", years=(2010,)), entry)


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_editors_and_translators_count_as_contributors(role: str):
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


def test_editors_alone_and_several_volumes_speak_for_several():
    editors = (Name("Guyer"),)

    assert speaks_for_several(Item("1", editor=editors))
    assert not speaks_for_several(Item("1", editor=editors, author=(Name("Kant"),)))
    assert not speaks_for_several(Item("1"))
    assert speaks_for_several(reference("1", "Kant", number_of_volumes="3").item)


def test_a_title_may_name_a_person_by_any_surname_however_short():
    assert named_in(credit("Joseph Nye"), reference("1", "Kershaw", title="Nye: a life"))
    assert not named_in(credit("Joseph Nye"), reference("1", "Kershaw", title="Joseph: a life"))

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.csl import Item, Name
from kzcheck.evidence import Record
from kzcheck.matching.works.authors import compare_people

if TYPE_CHECKING:
    from kzcheck.matching.differences import Difference
    from kzcheck.sources import SourceName


def name(text: str) -> Name:
    """Return a name from "Family, Given", or an organisation's from "=Body"."""
    if text.startswith("="):
        return Name(literal=text[1:])
    family, _, given_name = text.partition(", ")
    return Name(family=family, given=given_name)


def names(text: str) -> tuple[Name, ...]:
    """Return names from "Family, Given; Family, Given"."""
    return tuple(name(part.strip()) for part in text.split(";") if part.strip())


def record(recorded: str | tuple[Name, ...], service: SourceName = "crossref", *, more: bool = False, **fields: object) -> Record:
    authors = names(recorded) if isinstance(recorded, str) else recorded
    return Record(service, "10.5555/1", Item(id="r", author=authors, **fields), more_authors=more)  # type: ignore[arg-type]


def between(listed: str, recorded: str, **fields: str) -> tuple[Difference, ...]:
    return compare_people(Item(id="a", author=names(listed), **fields), record(recorded)).differences  # type: ignore[arg-type]


def summary(differences: tuple[Difference, ...]) -> list[tuple[str, int | None, bool]]:
    return [(difference.kind, difference.index, difference.slight) for difference in differences]


NONE = """
Orlova, M.; Quist, P.                     | Orlova, Marina Sergeevna; Quist, Petra
Orlova; Quist                             | Orlova, Marina; Quist, Petra
Orlova, Marina; Quist, Petra              | Orlova, M.; Quist, P. K.
Zhenghui, Wang; Quist, Petra              | Wang, Zhenghui; Quist, Petra
García Valdivieso, L.                     | Valdivieso, Luisa García
García, L.                                | García Valdivieso, Luisa
Valdivieso, L.                            | García Valdivieso, Luisa
van der Molen, J.; Mohr, A.               | Molen, Jan; Mohr, Ada
al-Zahrawi, K.                            | Zahrawi, Karim
El Sayed, N.                              | Elsayed, Nadia
D'Angeli, R. B.                           | D, Angeli Rosa B.
O’Flaherty, C. J.                         | O, Flaherty Conor J.
Mc Ilroy, S.                              | McIlroy, Sean
Mohr‐Quist, A.                            | MohrQuist, Ada
Groß, Jürgen; Ødegård, Kåre; Yıldızlı, I. | Gross, Jurgen; Odegard, Kare; Yildizli, İnci
Möhringer, U.                             | Moehringer, Udo
Тасболатов, Ж.; Щербинин, Ю.              | Tasbolatov, Zhanibek; Shcherbinin, Yuri
Tasbolatov, Zh.                           | Тасболатов, Жәнібек
Kim, Min-Jun                              | Min-Jun, Kim
Kim, M. J.                                | Kim, Minjun
Mohr, A., Jr.                             | Mohr Jr., Ada
MOHR, ANN; QUIST, JAN                     | Mohr, Ann Marie; Quist, Jan Willem
Mohr, Ada                                 | MOHR, ADA
Möhringer, U.; Núñez, P.                  | MÃ¶hringer, U.; NÃºÃ±ez, P.
Möhringer, U.                             | M?hringer, Udo
Орлова, М.                                | Oрлова, М.
Mohr, A.; =et al.                         | Mohr, Ada; Quist, Petra; Orlova, Marina
Mohr, A.; Quist, P.; others               | Mohr, Ada; Quist, Petra; Orlova, Marina
Mohr, A.; Quist, P.; =…; Abel, Z.         | Mohr, Ada; Quist, Petra; Orlova, Marina; Lund, Bo; Abel, Zoe
=World Soil Council                       | =WSC
=World Soil Council                       | =World Soil Council, Department of Maps
=Дүниежүзілік топырақ кеңесі              | =World Soil Council
=Ulmen Collaboration                      | =The Ulmen Collaboration
Mohr, A.; =Ulmen Collaboration            | Mohr, Ada
Mohr, A.                                  | Mohr, Ada; =Ulmen Collaboration
Mohr, A.; Quist, P.                       | Mohr, Ada; Quist, Petra; Mohr, A.
Mohr, A.; =Anonymous                      | Mohr, Ada
Mohr, A.                                  | =(:unkn)
=Anonymous                                | Mohr, Ada
田中, 博春; 鈴木, 一郎                      | Tanaka, Hiroharu; Suzuki, Ichiro; Mohr, Ada
=田中博春                                  | Tanaka, Hiroharu
"""


@pytest.mark.parametrize(("listed", "recorded"), [line.split("|") for line in NONE.strip().splitlines()])
def test_matters_of_form_are_not_differences(listed: str, recorded: str) -> None:
    assert between(listed, recorded) == ()


FOUR = "Mohr, Ada; Quist, Petra; Orlova, Marina; Lund, Bo"

FOUND = """
Mohr, A.; Quist, P.; Tresk, V.; Orlova, M.; Lund, B. | invented-name 2
Tresk, V.; Mohr, A.; Quist, P.; Orlova, M.; Lund, B. | invented-name 0
Mohr, A.; Quist, P.; Orlova, M.; Lund, B.; Tresk, V. | invented-name 4
Mohr, A.; Orlova, M.; Lund, B.                       | dropped-name 1
Mohr, A.; Quist, P.; Orlova, M.                      | dropped-name 3
Mohr, A.; Orlova, M.; =et al.                        | dropped-name 1
Mohr, A.; Tresk, V.; Orlova, M.; Lund, B.            | other-name 1
Mohr, A.; Tresk, V.; =et al.                         | other-name 1
Quist, P.; Mohr, A.; Orlova, M.; Lund, B.            | name-order 0
Mohr, A.; Quist, P.; Lund, B.; Orlova, M.            | name-order 2 slight
Mohr, A.; Quist, P.; Orlowa, M.; Lund, B.            |
Mohr, A.; Quist, P.; Orlava, M.; Lund, B.            | misspelt-name 2 slight
Mohr, A.; Qvist, P.; Orlova, M.; Lund, B.            | misspelt-name 1 slight
Mohr, Ada; Quist, Gertrud; Orlova, M.; Lund, B.      | misspelt-name 1
Mohr, A.; Quist, Z.; Orlova, M.; Lund, B.            | misspelt-name 1 slight
Mohr, A.; Tresk, Petra; Orlova, M.; Lund, B.         | other-name 1 slight
Tresk, V.; Falk, U.                                  | other-name None
Mohr, A.                                             | dropped-name 1 slight
=World Soil Council                                  | other-name None slight
"""


@pytest.mark.parametrize(("listed", "kinds"), [line.split("|") for line in FOUND.strip().splitlines()])
def test_each_difference_is_reported_with_its_kind_and_position(listed: str, kinds: str) -> None:
    differences = [f"{kind} {index}{' slight' * slight}" for kind, index, slight in summary(between(listed, FOUR))]
    assert ", ".join(differences) == kinds.strip()


CONFIRMABLE = """
Quist, Z.          | Quist, Petra
Quist, P. Z.       | Quist, Petra Maria
Quist, Gertrud     | Quist, Gunhild
Quisting, Petra    | Quistorp, Petra
Tresk, Petra       | Quist, Petra
"""
FORMS = """
Quist, Jim         | Quist, James
Quist, Petra       | Quist, B.
Quist, E.          | Quist, Irina
Quist, Mikhail     | Quist, Michail
Quist, Aleksei     | Quist, Alexis
Ibragimov, Umur    | Ibragimov, Omer
Ybyrayeva, Indira  | Ibraevva, Indira
"""


@pytest.mark.parametrize("pair", CONFIRMABLE.strip().splitlines())
def test_a_different_name_can_be_confirmed_by_another_record(pair: str) -> None:
    (difference,) = between(*pair.split("|"))
    assert difference.confirmable


@pytest.mark.parametrize("pair", FORMS.strip().splitlines())
def test_a_form_of_a_name_is_never_confirmed_as_a_different_one(pair: str) -> None:
    assert not any(difference.confirmable or not difference.slight for difference in between(*pair.split("|")))


def test_a_difference_has_both_names_the_words_and_the_recorded_name() -> None:
    (difference,) = between("Mohr, A.; Tresk, V.", "Mohr, Ada; Quist, Petra")
    assert (difference.field, str(difference.listed), str(difference.recorded)) == ("author", "V. Tresk", "Petra Quist")
    assert (difference.words, difference.new) == (("Tresk",), "Quist, Petra")
    (dropped,) = between("Mohr, A.", "Mohr, Ada; Quist, Petra")
    assert (dropped.listed, str(dropped.recorded), dropped.new) == (None, "Petra Quist", "")


def test_the_correction_of_a_misspelt_name_keeps_its_given_name() -> None:
    (difference,) = between("Purlaz, Firat Can", "Purtaz, F.")
    assert difference.new == "Purtaz, Firat Can"


def test_lists_without_a_common_person_are_reported_as_a_whole() -> None:
    (difference,) = between("Nye, J.; Keohane, R.", "Mohr, A.; Quist, P.; Orlova, M.; Lund, B.; Abel, Z.")
    assert [[*map(str, people)] for people in (difference.listed, difference.recorded)] == [
        ["Nye", "Keohane"],
        ["Mohr", "Quist", "Orlova", "Lund", "Abel"],
    ]
    assert (difference.words, difference.new, difference.index) == (("Nye", "Keohane"), "", None)


def test_an_index_may_list_the_people_of_another_work() -> None:
    item = Item(id="a", author=names("Nye, J.; Keohane, R."))
    assert summary(compare_people(item, record("Mohr, A.; Quist, P.", "semantic-scholar")).differences) == [
        ("other-name", None, True)
    ]
    assert summary(compare_people(item, record("Mohr, A.; Quist, P.", "openalex")).differences) == [("other-name", None, False)]


def test_a_preprint_may_gain_authors_from_version_to_version() -> None:
    item = Item(id="a", author=names("Mohr, A.; Lund, B."))
    assert summary(compare_people(item, record("Mohr, A.; Quist, P.; Lund, B.", type="article")).differences) == [
        ("dropped-name", 1, True)
    ]
    assert summary(compare_people(item, record("Mohr, A.; Tresk, V.", type="article")).differences) == [("other-name", 1, False)]


@pytest.mark.parametrize(
    ("listed", "recorded", "kinds"),
    [
        ("=欧阳文静", "欧阳, 文静", []),
        ("=黃家明", "黃, 家明", []),
        ("Al-Khatib, Omar", "al-Khaṭīb, ʿUmar", [("misspelt-name", 0, True)]),
        ("Aliyev, Jafar", "Əliyev, Cəfər", [("misspelt-name", 0, True)]),
        ("Kazakos, Vangelis", "Kazakos, Evangelos", [("misspelt-name", 0, True)]),
        ("Kazakos, Dimitra", "Kazakos, Evangelos", [("misspelt-name", 0, False)]),
    ],
)
def test_names_in_other_languages_are_the_same_or_similar(listed: str, recorded: str, kinds: list[tuple[str, int, bool]]) -> None:
    assert summary(between(listed, recorded)) == kinds


def test_many_differences_of_one_kind_are_reported_together() -> None:
    (difference,) = between("Mohr, A.; Quist, P.; Tresk, V.; Falk, U.; Abel, Z.; Brandt, C.", "Mohr, Ada; Quist, P.")
    assert (difference.index, [*map(str, difference.listed)]) == (2, ["V. Tresk", "U. Falk", "Z. Abel", "C. Brandt"])


def test_the_position_of_a_name_counts_entries_that_are_not_people() -> None:
    (difference,) = between("=Anonymous; Mohr, A.; Tresk, V.", "Mohr, Ada; Quist, Petra")
    assert difference.index == 2


def test_a_truncated_record_shows_no_extra_names() -> None:
    item = Item(id="a", author=names("Mohr, A.; Quist, P.; Tresk, V."))
    assert compare_people(item, record("Mohr, Ada; Quist, Petra", more=True)).differences == ()
    assert summary(compare_people(item, record("Mohr, Ada; Lund, Bo", more=True)).differences) == [("other-name", 1, False)]


def test_the_last_author_of_a_shortened_list_may_be_missing_from_a_truncated_record() -> None:
    item = Item(id="a", author=names("Mohr, A.; Zander, Z."))
    differences = compare_people(item, record("Mohr, Ada; Quist, P.; Orlova, M.; Lund, B.; Falk, U.", more=True)).differences
    assert summary(differences) == [("dropped-name", 1, True)]


def test_a_record_with_only_the_first_author_makes_the_others_slight() -> None:
    assert {slight for _, _, slight in summary(between("Mohr, A.; Quist, P.", "Mohr, Ada"))} == {True}


def test_people_in_another_role_are_neither_invented_nor_dropped() -> None:
    with_translator = record("Mohr, Ada", translator=names("Quist, Petra"))
    assert compare_people(Item(id="a", author=names("Mohr, A.; Quist, P.")), with_translator).differences == ()
    item = Item(id="a", author=names("Mohr, A."), translator=names("Quist, P."))
    assert compare_people(item, record("Mohr, Ada; Quist, Petra")).differences == ()


def test_a_book_may_be_listed_under_its_editors() -> None:
    edited = record("", editor=names("Mohr, Ada; Quist, Petra"))
    assert compare_people(Item(id="a", type="book", author=names("Mohr, A.; Quist, P.")), edited).differences == ()
    with_editor = record("Orlova, Marina; Lund, Bo", editor=names("Mohr, Ada"))
    assert compare_people(Item(id="a", type="book", author=names("Mohr, A.")), with_editor).differences == ()
    assert summary(compare_people(Item(id="a", type="book", author=names("Tresk, V.")), edited).differences) == [
        ("other-name", None, True)
    ]


def test_the_author_of_a_chapter_is_not_compared_with_the_editors_of_the_book() -> None:
    edited = record("", editor=names("Mohr, Ada"))
    assert compare_people(Item(id="a", type="chapter", author=names("Tresk, V.")), edited).differences == ()


def test_editors_are_compared_if_the_list_has_no_author() -> None:
    item = Item(id="a", editor=names("Mohr, A.; Tresk, V."))
    (difference,) = compare_people(item, record("", editor=names("Mohr, Ada; Quist, Petra"))).differences
    assert (difference.field, difference.index) == ("editor", 1)


def test_the_subject_of_a_review_is_not_a_dropped_author() -> None:
    assert between("Mohr, A.", "Mohr, Ada; Quist, Petra", type="review-book") == ()
    assert between("Mohr, A.", "Mohr, Ada; Quist, Petra", title="Salt Roads by Petra Quist") == ()


def test_services_without_roles_are_less_reliable() -> None:
    item = Item(id="a", type="book", author=names("Mohr, A."))
    assert summary(compare_people(item, record("Mohr, Ada; Quist, Petra", "open-library")).differences) == [
        ("dropped-name", 1, True)
    ]
    assert summary(compare_people(item, record("Mohr, Ada; Quist, Petra", "crossref")).differences) == [("dropped-name", 1, False)]


def test_an_alphabetical_record_makes_the_order_slight() -> None:
    assert summary(between("Quist, P.; Mohr, A.", "Mohr, Ada; Quist, Petra")) == [("name-order", 0, True)]


def test_an_organisation_in_place_of_people_is_slight() -> None:
    assert summary(between("Mohr, A.; Quist, P.", "=World Soil Council")) == [("other-name", None, True)]


def test_two_empty_lists_do_not_differ() -> None:
    assert between("", "Mohr, Ada") == between("Mohr, A.", "") == ()


AGREEMENT = """
Mohr, A.; Quist, P.       | Mohr, Ada; Quist, Petra      | same
Mohr, A.                  | Mohr, Ada; Quist, Petra      | same
Mohr, A.; =et al.         | Mohr, Ada; Quist, Petra      | same
Qvist, Petra              | Quist, Petra                 | same
Quist, Gertrud            | Quist, Petra                 | same
Wang, Lei                 | Wang, Ying                   | other
Mohr, A.; Tresk, V.       | Mohr, Ada; Quist, Petra      | some
Tresk, V.                 | Mohr, Ada; Quist, Petra      | other
Tresk, V.                 |                              | unknown
                          | Mohr, Ada                    | unknown
田中, 博春                 | Tanaka, Hiroharu             | unknown
=World Soil Council       | Mohr, Ada                    | unknown
=World Soil Council       | =WSC                         | same
Най, Дж.                  | Nye, Joseph                  | same
"""


@pytest.mark.parametrize(("listed", "recorded", "answer"), [line.split("|") for line in AGREEMENT.strip().splitlines()])
def test_agreement_says_how_many_of_the_people_are_the_same(listed: str, recorded: str, answer: str) -> None:
    assert compare_people(Item(id="a", author=names(listed)), record(recorded)).agreement == answer.strip()


def test_agreement_considers_every_role_in_the_record() -> None:
    edited = record("Orlova, Marina", editor=names("Mohr, Ada"))
    assert compare_people(Item(id="a", author=names("Mohr, A.")), edited).agreement == "same"


FAMILIES = """Mohr Quist Lund Falk Abel Brandt Castellanos Dupuis Engström Fiala Gregorian Hashemi Iwaniec Jørgensen Kowalczyk
    Lefèvre Mbeki Novotná Okafor Przybylski Ruzicka Šimek Tresk Urrutia Villanueva Wójcik Xanthos Yıldızlı Zubizarreta
    Тасболатов Щербинин Орлова Жүнісова Гаврилюк""".split()
GIVENS = [*"Ada Petra Bo Karim Zoe Jürgen Иван Юлия Þóra Anne-Marie".split(), "John Peter", "Łukasz M.", "J. R."]

lists_of_names = st.lists(
    st.builds(Name, family=st.sampled_from(FAMILIES), given=st.sampled_from(GIVENS)),
    min_size=2,
    max_size=9,
    unique_by=lambda n: n.family,
).map(tuple)


def _initials(full: Name) -> Name:
    return replace(full, given=" ".join(f"{word[0]}." for word in full.given.split()))


def _plain(full: Name) -> Name:
    bare = (unicodedata.normalize("NFD", text) for text in (full.family, full.given))
    family, given_name = ("".join(letter for letter in text if not unicodedata.combining(letter)) for text in bare)
    return Name(family, given_name)


@settings(max_examples=40)
@given(
    lists_of_names,
    st.sampled_from([_initials, _plain, lambda n: Name(n.family.upper(), n.given.upper()), lambda n: Name(n.given, n.family)]),
)
def test_another_form_of_the_same_list_is_not_a_difference(people, form) -> None:  # type: ignore[no-untyped-def]
    listed = tuple(map(form, people))
    assert compare_people(Item(id="a", author=listed), record(people)).differences == ()


@settings(max_examples=30)
@given(lists_of_names, st.data())
def test_a_list_may_break_off_after_any_name(people: tuple[Name, ...], data: st.DataObject) -> None:
    kept = data.draw(st.integers(1, len(people)))
    assert compare_people(Item(id="a", author=(*people[:kept], Name(literal="et al."))), record(people)).differences == ()


@settings(max_examples=40)
@given(lists_of_names, st.data())
def test_an_invented_name_is_found_at_its_position(people: tuple[Name, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(people)))
    invented = data.draw(st.sampled_from([Name("Vandersloot", "Q."), Name("Эйхенвальд", "Ц."), Name("Sithole", "Uwe")]))
    listed = (*people[:place], invented, *people[place:])
    assert summary(compare_people(Item(id="a", author=listed), record(people)).differences) == [("invented-name", place, False)]


texts = st.text(max_size=12)


@settings(max_examples=60)
@given(*[st.lists(st.builds(Name, family=texts, given=texts, literal=texts), max_size=5).map(tuple)] * 2)
def test_any_names_can_be_compared(listed: tuple[Name, ...], recorded: tuple[Name, ...]) -> None:
    item = Item(id="a", author=listed)
    assert compare_people(item, record(recorded)).agreement in {"same", "some", "other", "unknown"}
    for difference in compare_people(item, record(recorded)).differences:
        assert difference.index is None or 0 <= difference.index <= len(listed)
    assert compare_people(item, record(listed)).differences == ()


def test_an_invented_name_is_found_among_thousands() -> None:
    people = tuple(Name(f"{FAMILIES[at % 29]}{FAMILIES[at // 29 % 29].lower()}", f"{chr(65 + at % 26)}.") for at in range(3000))
    invented = (*people[:1500], Name("Vandersloot", "Q."), *people[1500:2990])
    differences = compare_people(Item(id="a", author=invented), record(people[:2990])).differences

    assert summary(differences) == [("invented-name", 1500, False)]

"""Two forms of one person's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Name
from kzcheck.matching.names.spellings import OWN, Mention, pairs


def found_pairs(*works: str, own: str = "") -> list[tuple[str, str, str]]:
    """Return the pairs among works given as "Family, Given; Family, Given", and the article's own authors."""
    mentions = [mention for place, names in enumerate(works) for mention in _mentions(place, names)]
    return [(pair.kind, str(pair.rarer.name), str(pair.other.name)) for pair in pairs([*_mentions(OWN, own), *mentions])]


def _mentions(work: int, names: str) -> list[Mention]:
    people = [name.split(", ") for name in names.split("; ") if name]
    return [Mention(Name(family=family, given=given_name), work, f"author.{at}") for at, (family, given_name) in enumerate(people)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Starr, S. F.", "Starr, F. S."),
        ("Movshon, JA", "Movshon, AJ"),
        ("Nye, Joseph Samuel", "Nye, Samuel Joseph"),
        ("Powell, J. David", "Powell, David J."),
        ("Touraine, A.-P.", "Touraine, P.-A."),
        ("Касумзаде, Ф. И.", "Касумзаде, И. Ф."),
        ("Smith, J. A.", "Smith, A. J."),
    ],
)
def test_initials_in_another_order_belong_to_one_person(a: str, b: str):
    assert [kind for kind, _, _ in found_pairs(a, b)] == ["order"]


def test_initials_and_a_full_name_need_further_evidence():
    assert found_pairs("Meyer, R. A.", "Meyer, Albert R.") == []
    assert len(found_pairs("Nye, Joseph S.; Meienberger, A.", "Nye, S. J.; Meienberger, A.")) == 1
    assert len(found_pairs("Nye, S. J.", own="Nye, Joseph S.")) == 1


def test_people_with_both_orders_in_one_work_are_two():
    assert found_pairs("Starr, S. F.; Starr, F. S.", "Starr, Frank S.; Meriç, C.", "Starr, S. F.; Meriç, C.") == []


def test_words_for_people_who_are_not_listed_are_ignored():
    assert found_pairs("Tarbell, J.; others, ", "Tarbill, J.; others, ") == []


def test_the_rarer_form_is_reported():
    assert found_pairs("Starr, S. F.", "Starr, F. S.", "Starr, F. S.") == [("order", "S. F. Starr", "F. S. Starr")]


def test_a_slip_in_a_surname_needs_further_evidence():
    assert found_pairs("Gienow, J.", "Glenow, J.") == []
    assert found_pairs("Gienow, J.; Meriç, C.", "Glenow, J.; Meriç, C.") == [("slip", "J. Glenow", "J. Gienow")]
    assert found_pairs("Gienow, Jessica", "Glenow, Jessica") == [("slip", "Jessica Glenow", "Jessica Gienow")]
    assert found_pairs("Purlaş, F.", own="Purtas, Firat") == [("slip", "F. Purlaş", "Firat Purtas")]


def test_a_co_author_with_a_common_surname_is_not_evidence():
    assert found_pairs("Kim, J. H.; Lee, S.", "Kim, H. J.; Lee, S.") == []
    assert len(found_pairs("Kim, J. H.; Meienberger, A.", "Kim, H. J.; Meienberger, A.")) == 1


def test_exchanged_family_and_given_names_are_found():
    assert found_pairs("Aisulu, Ermekova; Meriç, C.", "Ermekova, Aisulu; Meriç, C.")[0][0] == "swapped"
    assert found_pairs("Martin, Thomas", "Thomas, Martin") == []


COLLEAGUE = "; Meienberger, A."


def test_names_in_the_same_order_are_forms_of_each_other_and_not_reported():
    assert found_pairs("Nye, Joseph S.", "Nye, Joseph Samuel") == []


def test_different_names_with_the_same_letters_are_different_even_with_a_common_colleague():
    assert found_pairs(f"Nye, Joseph Samuel{COLLEAGUE}", f"Nye, Sergei John{COLLEAGUE}") == []
    assert found_pairs(f"Gienow, Jessica{COLLEAGUE}", f"Glenow, Julia{COLLEAGUE}") == []


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Nye, S. J.", "Nye, Joseph S.", "order"),
        ("Gienow, J.", "Glenow, Jessica", "slip"),
        ("Gienow, J. C.", "Glenow, J. C.", "slip"),
    ],
)
def test_initials_match_a_full_name_with_a_common_colleague_in_either_order(a: str, b: str, kind: str):
    assert [pair[0] for pair in found_pairs(a + COLLEAGUE, b + COLLEAGUE)] == [kind]
    assert [pair[0] for pair in found_pairs(b + COLLEAGUE, a + COLLEAGUE)] == [kind]


def test_a_slip_is_confirmed_by_two_initials_or_by_full_names_on_both_sides():
    assert [pair[0] for pair in found_pairs("Gienow, J. C.", "Glenow, J. C.")] == ["slip"]
    assert found_pairs("Gienow, Jessica", "Glenow, J.") == []


def test_common_east_asian_surnames_need_just_two_forms_of_which_one_is_repeated():
    repeated = ("Kim, J. H.", "Kim, H. J.", "Kim, H. J.")

    assert [pair[0] for pair in found_pairs(*repeated)] == ["order"]
    assert found_pairs(*repeated[:2]) == []
    assert found_pairs(*repeated, "Kim, S.") == []


def test_the_article_s_own_author_confirms_exchanged_names():
    assert [pair[0] for pair in found_pairs("Martin, Thomas", own="Thomas, Martin")] == ["swapped"]
    assert found_pairs(f"Li, Yu.{COLLEAGUE}", f"Yu, Li{COLLEAGUE}") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Smith, J.", "Smith, J. A."),
        ("ÖZTÜRK, C. D.", "Ozturk, C. D."),
        ("Tokayev, K. Zh.", "Tokaev, K. Zh."),
        ("Gienow, J. C.", "Gienow-Hecht, J. C."),
        ("Strugatsky, A. N.", "Strugatsky, B. N."),
        ("Wang, X. Y.", "Wang, Y. X."),
        ("Zhang, L. M.", "Zheng, L. M."),
        ("Petersen, K.", "Pedersen, K."),
        ("Ivanov, P. S.", "Ivanova, P. S."),
        ("Hansen, O. B.", "Hanson, O. B."),
        ("Murphy, Liam Daniel", "Murphy, Dorothy Lee"),
        ("Lin, J. J.", "Lin, J. J."),
    ],
)
def test_different_people_and_other_spellings_are_left_alone(a: str, b: str):
    assert found_pairs(a, b) == []


def test_people_of_one_work_are_different():
    assert found_pairs("Starr, S. F.; Starr, F. S.", "Starr, F. S.") == []


FAMILIES = st.one_of(st.sampled_from(("Starr", "Star", "Gienow", "Glenow", "Meriç")), st.text(max_size=12))
GIVEN = st.one_of(st.sampled_from(("S. F.", "F. S.", "J.", "Samuel F.", "C.")), st.text(max_size=8))


@given(st.lists(st.tuples(FAMILIES, GIVEN, st.integers(-1, 3)), max_size=8))
def test_a_pair_comes_from_two_works_with_the_rarer_form_in_the_list(names: list[tuple[str, str, int]]):
    mentions = [Mention(Name(family=family, given=given_name), work, "author.0") for family, given_name, work in names]
    for pair in pairs(mentions):
        assert pair.rarer.work != pair.other.work
        assert pair.rarer.work != OWN

"""Two forms of one person's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Name
from kzcheck.matching.names.spellings import OWN, Mention, pairs


def found(*works: str, own: str = "") -> list[tuple[str, str, str]]:
    """The pairs among works given as "Family, Given; Family, Given", and the article's own authors."""
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
def test_initials_in_another_order_are_one_person(a: str, b: str):
    assert [kind for kind, _, _ in found(a, b)] == ["order"]


def test_initials_and_a_name_in_full_need_a_proof():
    assert found("Meyer, R. A.", "Meyer, Albert R.") == []
    assert len(found("Nye, Joseph S.; Meienberger, A.", "Nye, S. J.; Meienberger, A.")) == 1
    assert len(found("Nye, S. J.", own="Nye, Joseph S.")) == 1


def test_those_who_sign_one_work_in_both_orders_are_two():
    assert found("Starr, S. F.; Starr, F. S.", "Starr, Frank S.; Meriç, C.", "Starr, S. F.; Meriç, C.") == []


def test_those_who_are_not_named_are_nobody():
    assert found("Tarbell, J.; others, ", "Tarbill, J.; others, ") == []


def test_the_form_that_is_rarer_is_named():
    assert found("Starr, S. F.", "Starr, F. S.", "Starr, F. S.") == [("order", "S. F. Starr", "F. S. Starr")]


def test_a_slip_in_a_surname_needs_a_proof():
    assert found("Gienow, J.", "Glenow, J.") == []
    assert found("Gienow, J.; Meriç, C.", "Glenow, J.; Meriç, C.") == [("slip", "J. Glenow", "J. Gienow")]
    assert found("Gienow, Jessica", "Glenow, Jessica") == [("slip", "Jessica Glenow", "Jessica Gienow")]
    assert found("Purlaş, F.", own="Purtas, Firat") == [("slip", "F. Purlaş", "Firat Purtas")]


def test_a_common_co_author_is_no_proof():
    assert found("Kim, J. H.; Lee, S.", "Kim, H. J.; Lee, S.") == []
    assert len(found("Kim, J. H.; Meienberger, A.", "Kim, H. J.; Meienberger, A.")) == 1


def test_family_and_given_name_in_each_other_s_place():
    assert found("Aisulu, Ermekova; Meriç, C.", "Ermekova, Aisulu; Meriç, C.")[0][0] == "swapped"
    assert found("Martin, Thomas", "Thomas, Martin") == []


COLLEAGUE = "; Meienberger, A."


def test_names_in_the_same_order_are_one_form_of_each_other_and_no_finding():
    assert found("Nye, Joseph S.", "Nye, Joseph Samuel") == []


def test_other_names_with_the_same_letters_are_others_even_beside_one_colleague():
    assert found(f"Nye, Joseph Samuel{COLLEAGUE}", f"Nye, Sergei John{COLLEAGUE}") == []
    assert found(f"Gienow, Jessica{COLLEAGUE}", f"Glenow, Julia{COLLEAGUE}") == []


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Nye, S. J.", "Nye, Joseph S.", "order"),
        ("Gienow, J.", "Glenow, Jessica", "slip"),
        ("Gienow, J. C.", "Glenow, J. C.", "slip"),
    ],
)
def test_initials_are_those_of_a_name_in_full_beside_one_colleague_whichever_comes_first(a: str, b: str, kind: str):
    assert [pair[0] for pair in found(a + COLLEAGUE, b + COLLEAGUE)] == [kind]
    assert [pair[0] for pair in found(b + COLLEAGUE, a + COLLEAGUE)] == [kind]


def test_a_slip_is_proved_by_two_initials_or_by_names_in_full_on_both_sides():
    assert [pair[0] for pair in found("Gienow, J. C.", "Glenow, J. C.")] == ["slip"]
    assert found("Gienow, Jessica", "Glenow, J.") == []


def test_common_surnames_of_east_asia_need_two_forms_alone_of_which_one_comes_again():
    again = ("Kim, J. H.", "Kim, H. J.", "Kim, H. J.")

    assert [pair[0] for pair in found(*again)] == ["order"]
    assert found(*again[:2]) == []
    assert found(*again, "Kim, S.") == []


def test_the_article_s_own_author_proves_names_in_each_other_s_place():
    assert [pair[0] for pair in found("Martin, Thomas", own="Thomas, Martin")] == ["swapped"]
    assert found(f"Li, Yu.{COLLEAGUE}", f"Yu, Li{COLLEAGUE}") == []


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
def test_other_people_and_other_spellings_are_left_alone(a: str, b: str):
    assert found(a, b) == []


def test_people_of_one_work_are_two():
    assert found("Starr, S. F.; Starr, F. S.", "Starr, F. S.") == []


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=8), st.integers(-1, 3)), max_size=8))
def test_a_pair_is_of_two_works_and_its_rarer_form_of_the_list(names: list[tuple[str, str, int]]):
    mentions = [Mention(Name(family=family, given=given_name), work, "author.0") for family, given_name, work in names]
    for pair in pairs(mentions):
        assert pair.rarer.work != pair.other.work
        assert pair.rarer.work != OWN

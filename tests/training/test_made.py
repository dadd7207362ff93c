"""Made strings: their spans, their sameness under a seed, and the damage of print."""

from random import Random

import pytest

from damage import damaged, edited
from labelled import Labelled, joined
from made import numbered, written

COUNT = 3000


@pytest.fixture(scope="module")
def references():
    return list(written(Random(1), COUNT))


def test_spans_are_sorted_and_do_not_overlap(references):
    for reference in references:
        place = 0
        for _, start, end in reference.spans:
            assert place <= start < end <= len(reference.text), reference
            place = end


def test_a_span_has_no_blanks_and_no_commas_at_its_borders(references):
    for reference in references:
        for field, start, end in reference.spans:
            words = reference.text[start:end]
            assert words == words.strip(" \t,;"), (field, reference)


def test_every_reference_has_a_field_and_no_empty_brackets(references):
    assert [reference for reference in references if not reference.spans or "()" in reference.text] == []


def test_no_slot_of_a_pattern_is_left(references):
    assert [reference.text for reference in references if "{" in reference.text or "[kind]" in reference.text] == []


def test_the_same_seed_makes_the_same_strings(references):
    assert list(written(Random(1), COUNT)) == references
    assert next(written(Random(2), 1)) != references[0]


def test_neighbours_of_the_same_field_are_a_single_span():
    reference = joined([("Дороги", "title"), (" : ", "title"), ("очерки", "title"), (". ", ""), ("2001", "issued")], "test")
    assert reference.spans == (("title", 0, 15), ("issued", 17, 21))


def test_a_full_stop_is_not_doubled():
    assert joined([("Ким А.", "author"), (". – ", ""), ("М.", "publisher_place")], "test").text == "Ким А. – М."


def test_a_number_in_front_moves_the_spans():
    reference = numbered(Labelled("Ким А.", (("author", 0, 6),), "test"), Random(3))
    assert [field for field, _, _ in reference.spans] == ["citation_number", "author"]
    _, start, end = reference.spans[1]
    assert reference.text[start:end] == "Ким А."


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ((3, 3, "- "), ["сте- пь", "2001"]),
        ((5, 7, ""), ["степь", "2001"]),
        ((5, 5, "!"), ["степь", "2001"]),
        ((7, 8, ""), ["степь", "001"]),
        ((0, 1, ""), ["тепь", "2001"]),
    ],
)
def test_an_edit_moves_the_spans_with_the_text(edit, words):
    reference = edited(Labelled("степь, 2001", (("title", 0, 5), ("issued", 7, 11)), "test"), edit)
    assert [reference.text[start:end] for _, start, end in reference.spans] == words


def test_damage_changes_the_text_and_keeps_the_fields(references):
    changed = [damaged(reference, Random(number)) for number, reference in enumerate(references[:200])]
    assert sum(after.text != before.text for after, before in zip(changed, references, strict=False)) > 150

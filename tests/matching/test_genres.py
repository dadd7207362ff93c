"""Kinds of works and titles that say less than a title."""

from __future__ import annotations

from kzcheck.csl import TYPES
from kzcheck.language.folding import fold
from kzcheck.matching.titles.genres import appears_again, is_common_title, is_label, is_notice, kind


def test_kinds_part_types_that_are_never_one_work():
    assert kind("article-journal") == kind("article-newspaper")
    assert len({kind(one) for one in ("article-journal", "paper-conference", "article", "thesis", "chapter", "book")}) == 6
    assert kind("webpage") == kind("document") == kind("") == ""
    assert {kind(one) for one in TYPES} > {""}


def test_common_titles_are_known_in_any_case_and_language():
    assert all(map(is_common_title, ("INTRODUCTION", "Editorial.", "От редакции", "Önsöz", "Алғы сөз")))
    assert not is_common_title("An introduction to rivers")


def test_labels_number_parts():
    assert all(map(is_label, ("2", "ii", "b", "2nd", "second", *map(fold, ("вторая", "екінші", "zweiter", "İkinci")))))
    assert not any(map(is_label, ("rivers", "mix", "a", "in")))


def test_notices_begin_with_what_they_are():
    assert all(map(is_notice, ("erratumrivers", "replytorivers", "retsenziianaknigu")))
    assert not is_notice("riversandtheirreply")
    assert not any(map(is_notice, ("retractedrivers", "retractedarticlerivers", "withdrawnrivers")))


def test_columns_and_yearbooks_appear_again():
    assert appears_again("article-newspaper", "letter from the steppe")
    assert appears_again("book", "yearbook of rivers")
    assert not appears_again("book", "rivers of the steppe")

"""Kinds of works, and titles that do not identify a work."""

from __future__ import annotations

from kzcheck.csl import TYPES
from kzcheck.language.folding import fold
from kzcheck.matching.titles.genres import appears_again, is_common_title, is_label, is_notice, kind


def test_types_of_different_kinds_are_never_one_work():
    assert kind("article-journal") == kind("article-newspaper")
    assert len({kind(type_) for type_ in ("article-journal", "paper-conference", "article", "thesis", "chapter", "book")}) == 6
    assert kind("webpage") == kind("document") == kind("") == ""
    assert {kind(type_) for type_ in TYPES} > {""}


def test_common_titles_are_recognised_in_any_case_and_language():
    assert all(map(is_common_title, ("INTRODUCTION", "Editorial.", "От редакции", "Önsöz", "Алғы сөз")))
    assert not is_common_title("An introduction to rivers")


def test_labels_that_number_parts_are_recognised():
    assert all(map(is_label, ("2", "ii", "b", "2nd", "second", *map(fold, ("вторая", "екінші", "zweiter", "İkinci")))))
    assert not any(map(is_label, ("rivers", "mix", "a", "in")))


def test_titles_of_notices_are_recognised():
    assert all(map(is_notice, ("erratumrivers", "replytorivers", "retsenziianaknigu")))
    assert not is_notice("riversandtheirreply")
    assert not any(map(is_notice, ("retractedrivers", "retractedarticlerivers", "withdrawnrivers")))


def test_columns_and_yearbooks_recur():
    assert appears_again("article-newspaper", "letter from the steppe")
    assert appears_again("book", "yearbook of rivers")
    assert not appears_again("book", "rivers of the steppe")

"""Suggestions for misspelt words, which never concern unrelated words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import FIELDS, TYPES
from kzcheck.readers.entries import Known

KEYS, KINDS = Known(FIELDS), Known(TYPES)


@pytest.mark.parametrize(
    ("key", "like"),
    [
        ("Container_Title", "container-title"),
        ("containerTitle", "container-title"),
        ("contianer-title", "container-title"),
        ("short-container-title", "container-title-short"),
        ("auhtor", "author"),
        ("authors", "author"),
        ("isbn", "ISBN"),
        ("booktitle", "container-title"),
        ("address", "publisher-place"),
        ("pp.", "page"),
        ("pages", "page"),
    ],
)
def test_misspelt_words_and_words_of_other_formats_are_recognised(key: str, like: str):
    assert KEYS.like(key) == like


@pytest.mark.parametrize(
    "key",
    ["", "x", "url2go", "subject", "score", "pmc", "month", "created", "-", "tilt-le-ttl", "contianer-titel", "a" * 10_000],
)
def test_unrelated_words_resemble_no_known_word(key: str):
    assert KEYS.like(key) == ""


@pytest.mark.parametrize("key", ["pace", "node", "ULR", "reference", "posted", "review"])
def test_near_misses_of_short_keys_and_keys_of_services_are_not_misspellings(key: str):
    assert KEYS.like(key) == ""


def test_types_of_other_formats_are_recognised():
    given_types = ("journal-article", "inproceedings", "Book", "phdthesis", "legal-case", "artcle", "zine")

    assert [KINDS.like(kind) for kind in given_types] == [
        "article-journal",
        "paper-conference",
        "book",
        "thesis",
        "legal_case",
        "article",
        "",
    ]


@given(st.text(max_size=50))
def test_the_suggestion_is_a_known_word_or_none(word: str):
    assert KEYS.like(word) in {"", *FIELDS}

"""Traces of tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.traces import find, is_template, is_template_name


@pytest.mark.parametrize(
    "mark",
    [
        "utm_source=chatgpt.com",
        "utm_source=openai",
        ":contentReference[oaicite:0]{index=0}",
        "oai_citation:1",
        "turn0search0",
        "citeturn0search0turn1view2",
        "\ue200cite\ue202turn0search3\ue201",
        "[cite: 3, 4-6]",
        "[cite_start]",
        "【12†source】",
        "sandbox:/mnt/data/list.csv",
        "[Insert citation here]",
        "[Your Name]",
        "[TODO: find the page]",
        "INSERT_SOURCE_URL",
    ],
)
def test_a_citation_mark_is_found_verbatim(mark: str):
    assert next(find(f"Rivers {mark}")) == mark


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/?utm_source=twitterfeed",
        "https://example.org/insert_link_here",
        "Who cites what, and in turn",
        "[1, p. 3] and [sic] and [insert]",
        "Todo sobre los ríos [todo]",
        "Lorem ipsum: a history",
    ],
)
def test_ordinary_text_is_left_alone(text: str):
    assert list(find(text)) == []


def test_words_of_templates_are_recognised_in_many_languages():
    assert all(map(is_template, ("Title of article", "[Journal Name]", "Название статьи", "Makale adı", "Мақала атауы", "TODO")))
    assert not any(map(is_template, ("[Article]", "Titles of articles", "Nature", "Todo")))


def test_names_from_templates_are_recognised():
    assert is_template_name("Author", "A. A.")
    assert is_template_name("Фамилия", "И. О.")
    assert is_template_name("Lastname", "Firstname")
    assert not is_template_name("Author", "Jane")
    assert not is_template_name("Autor", "D.")


@given(st.text(alphabet="cite turn0search[]:,【†】\ue200\ue201utm_=chatgpt.o", max_size=80))
def test_the_reported_words_are_in_the_text(text: str):
    assert all(words and words in text for words in find(text))

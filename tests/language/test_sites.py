"""Additions of web sites to the titles of their pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.page_titles import find_site_text


@pytest.mark.parametrize(
    ("title", "host", "rest"),
    [
        ("Rivers - Example.com - Steppe News Agency", "www.example.com", "Rivers"),
        ("Rivers | Example News", "example.co.uk", "Rivers"),
        ("Rivers – YouTube", "", "Rivers"),
        ("Река — Википедия", "", "Река"),
        ("Poslanie — Oficial'nyj sajt Prezidenta", "example.kz", "Poslanie"),
        ("(PDF) Rivers that never were", "", "Rivers that never were"),
    ],
)
def test_the_site_s_addition_is_removed(title: str, host: str, rest: str):
    site_text = find_site_text(title, host=host)

    assert site_text is not None
    assert site_text.title == rest


def test_the_entry_s_container_and_author_identify_the_addition():
    site_text = find_site_text("Rivers | Jane Doe - The Invented Times", names=("The Invented Times",), authors=("Doe",))

    assert site_text is not None
    assert site_text.words == "| Jane Doe - The Invented Times"


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Sign in | Example", "404 Not Found", "Страница не найдена", "Giriş yap - Örnek"]
)
def test_an_error_page_is_recognised_only_on_a_site(title: str):
    site_text = find_site_text(title, host="example.org")

    assert site_text is not None
    assert (site_text.kind, site_text.title) == ("page", "")
    assert find_site_text(title) is None


@pytest.mark.parametrize(
    "title", ["Kazakhstan - 2030 Program", "Rivers – a heritage", "P(A | B)", "Example", "Access denied in the steppe", ""]
)
def test_a_title_without_an_addition_is_left_alone(title: str):
    assert find_site_text(title, names=("Example",), host="example.org") is None


PIECES = ("Rivers ", " | ", " - ", " – ", ": ", "Example", "example.org", "Wikipedia", "Home")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)), st.sampled_from(("www.example.org", "")))
def test_the_reported_words_are_in_the_title(title: str, host: str):
    site_text = find_site_text(title, host=host)
    if site_text:
        assert site_text.words in title

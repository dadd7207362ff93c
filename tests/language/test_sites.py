"""What web pages add to their titles."""

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
def test_what_the_site_added_is_cut_off(title: str, host: str, rest: str):
    found = find_site_text(title, host=host)

    assert found is not None
    assert found.title == rest


def test_the_entry_s_own_container_and_author_tell_what_the_site_added():
    found = find_site_text("Rivers | Jane Doe - The Invented Times", names=("The Invented Times",), authors=("Doe",))

    assert found is not None
    assert found.words == "| Jane Doe - The Invented Times"


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Sign in | Example", "404 Not Found", "Страница не найдена", "Giriş yap - Örnek"]
)
def test_a_page_that_is_no_work_is_known_on_a_site_only(title: str):
    found = find_site_text(title, host="example.org")

    assert found is not None
    assert (found.kind, found.title) == ("page", "")
    assert find_site_text(title) is None


@pytest.mark.parametrize(
    "title", ["Kazakhstan - 2030 Program", "Rivers – a heritage", "P(A | B)", "Example", "Access denied in the steppe", ""]
)
def test_a_title_of_its_own_is_left_alone(title: str):
    assert find_site_text(title, names=("Example",), host="example.org") is None


@given(st.text(), st.text(max_size=20))
def test_the_words_stand_in_the_title(title: str, host: str):
    found = find_site_text(title, host=host)
    if found:
        assert found.words in title

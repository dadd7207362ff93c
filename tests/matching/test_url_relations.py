"""Comparing two addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.matching.links.url_relations import (
    domain,
    goes_home,
    is_front,
    is_resolver,
    is_search,
    same_page,
    same_site,
    sibling_of,
)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.a.example.org", "example.org"),
        ("example.org", "example.org"),
        ("journal.example.co.uk", "example.co.uk"),
        ("lib.enu.edu.kz", "enu.edu.kz"),
        ("dergi.ege.edu.tr", "ege.edu.tr"),
        ("someone.github.io", "someone.github.io"),
        ("127.0.0.3:8001", "127.0.0.3:8001"),
        ("a.example.org:8080", "example.org:8080"),
    ],
)
def test_the_registrable_domain_follows_from_a_short_list(host: str, expected: str):
    assert domain(host) == expected


def test_one_site_has_one_registrable_domain():
    assert same_site("https://a.example.org/x", "http://www.example.org/")
    assert not same_site("https://one.github.io/x", "https://two.github.io/x")
    assert not same_site("mailto:a", "mailto:b")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/",
        "https://example.org/en/",
        "https://example.org/kk-KZ",
        "https://example.org/index.php",
        "https://example.org/ru/index.html",
        "https://example.org/home.aspx?lang=en",
        "https://example.org/?utm_source=x",
    ],
)
def test_front_pages_are_recognised(url: str):
    assert is_front(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/?p=12", "https://example.org/a", "https://example.org/en/rivers", "https://example.org/~a/"]
)
def test_other_pages_are_not_front_pages(url: str):
    assert not is_front(url)


@pytest.mark.parametrize(
    ("cited", "final", "home"),
    [
        ("https://example.org/a/rivers", "https://example.org/", True),
        ("https://journal.example.org/a/rivers", "https://www.example.org/en/", True),
        ("https://example.org/index.php?id=12", "https://example.org/", True),
        ("https://example.org/", "https://example.org/en/", False),
        ("https://example.org/en", "https://example.org/", False),
        ("https://example.org/a/rivers", "https://example.com/", False),
        ("https://example.org/shop/rivers", "https://shop.example.org/", False),
        ("https://example.org/a", "https://example.org/b", False),
    ],
)
def test_a_deep_address_that_ends_at_the_front_page_goes_home(cited: str, final: str, home: bool):
    assert goes_home(cited, final) == home


def test_searches_are_recognised():
    assert is_search("https://example.org/search?q=rivers")
    assert is_search("https://example.org/?s=rivers")
    assert is_search("https://example.org/kk/izdeu?query=a")
    assert not is_search("https://example.org/search")
    assert not is_search("https://example.org/research/rivers?lang=en")
    assert not is_search("https://example.org/a?q=")


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/10.5555/x",
        "https://hdl.handle.net/1/2",
        "http://purl.org/x",
        "https://w3id.org/x",
        "https://repo.example.org/handle/1/2",
    ],
)
def test_addresses_that_serve_to_redirect_are_recognised(url: str):
    assert is_resolver(url)
    assert not is_resolver("https://example.org/handles/rivers")


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a/rivers",
        "https://www.example.org/a/rivers/",
        "https://example.org/A/Rivers",
        "https://example.org/en/a/rivers",
        "https://en.example.org/a/rivers",
        "https://example.org/a/rivers;jsessionid=AB12",
        "https://example.org/a/rivers?utm_source=x&lang=kk",
        "https://example.org/a/rivers#part",
        "https://example.org/a/rivers.html",
        "https://example.org:443/a/rivers/index.html",
        "https://example.org/a/river%73",
    ],
)
def test_parts_that_do_not_identify_a_page_are_ignored(other: str):
    assert same_page("https://example.org/a/rivers", other)


@pytest.mark.parametrize(
    "other",
    ["https://example.org/b/rivers", "https://example.com/a/rivers", "https://example.org/a/rivers?id=2", "https://example.org/"],
)
def test_addresses_of_different_pages_differ(other: str):
    assert not same_page("https://example.org/a/rivers", other)


def test_a_sibling_is_in_the_same_directory_and_the_same_each_time():
    sibling = sibling_of("https://example.org/a/rivers.html?x=1", "seed")

    assert sibling.startswith("https://example.org/a/")
    assert len(sibling.rpartition("/")[2]) == 25
    assert sibling == sibling_of("https://example.org/a/rivers.html?x=1", "seed")
    assert sibling != sibling_of("https://example.org/a/rivers.html?x=1", "other")


def test_a_sibling_is_not_placed_after_a_directory_that_identifies_one_thing():
    assert sibling_of("https://example.org/questions/1234567/rivers", "").startswith("https://example.org/questions/")
    assert "1234567" not in sibling_of("https://example.org/questions/1234567/rivers", "")
    assert "/2024/05/" in sibling_of("https://example.org/2024/05/rivers", "")


def test_a_front_page_has_no_sibling():
    assert sibling_of("https://example.org/", "") == sibling_of("https://example.org/kk/", "") == sibling_of("nonsense", "") == ""


def test_a_sibling_contains_no_password():
    assert "secret" not in sibling_of("https://me:secret@example.org/a/b", "")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="htps:/.?#[]@a1&=%;é", max_size=40).map(lambda text: "http://" + text)))
def test_any_address_is_handled_without_an_error(url: str):
    for other in ("https://example.org/a", url):
        same_page(url, other)
        same_site(url, other)
        goes_home(url, other)
        goes_home(other, url)
    is_search(url)
    is_resolver(url)
    sibling_of(url, url)

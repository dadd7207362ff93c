"""Identifiers: found in texts, checked in fields, normalised."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn, issn
from stdnum.iso7064 import mod_11_2

from kzcheck.identifiers import (
    check_doi,
    check_isbn,
    check_issn,
    check_url,
    doi,
    doi_in_url,
    find_dois,
    find_isbns,
    find_issns,
    find_urls,
    is_internal,
    normal_arxiv,
    normal_doi,
    normal_isbn,
    normal_issn,
    normal_orcid,
    normal_pmcid,
    normal_pmid,
    normal_url,
    shown,
    split,
    urls,
)
from kzcheck.identifiers.flaws import verdict

if TYPE_CHECKING:
    from collections.abc import Callable

DOI_LIKE = st.text(alphabet=st.sampled_from("10.5/OlIi- abcdefgXx()<>[];:,&%#?_\\–еоｘ１\u200bhttps:doi.orgPMIDarXiv"), max_size=60)
URL_LIKE = st.text(alphabet=st.sampled_from("htps:/.w-exampl,;)(<>[]@%#?&= \\\n0127ехо\u200b…«»\"'{}|~"), max_size=60)
NUMBER_LIKE = st.text(alphabet=st.sampled_from("0123456789Xx-– ,;()ISBNpbk.:ОХ/"), max_size=60)
SUFFIXES = st.text(alphabet=string.ascii_letters + string.digits + "-._;()/:", min_size=1, max_size=30)
NORMAL = (normal_doi, normal_isbn, normal_issn, normal_arxiv, normal_pmid, normal_pmcid, normal_orcid, normal_url)


@given(st.one_of(st.text(max_size=80), DOI_LIKE, URL_LIKE, NUMBER_LIKE), st.sampled_from(NORMAL))
def test_normalising_twice_changes_nothing(text: str, normal: Callable[[str], str]) -> None:
    once = normal(text)

    assert normal(once) == once


@given(st.from_regex(doi._PLAIN, fullmatch=True), st.from_regex(urls._PLAIN, fullmatch=True))
def test_plain_identifiers_have_no_flaw(plain_doi: str, plain_url: str) -> None:
    assert verdict(plain_doi, doi._CHECKS) is None
    assert verdict(plain_url, urls._CHECKS) is None


@given(st.one_of(st.text(max_size=80), DOI_LIKE, URL_LIKE))
def test_a_corrected_identifier_has_no_flaw_left(text: str) -> None:
    for check in (check_doi, check_url):
        flaw = check(text)
        if flaw and flaw.mended and not flaw.field:
            assert check(flaw.mended) is None


@given(st.one_of(st.text(max_size=80), DOI_LIKE, URL_LIKE, NUMBER_LIKE))
def test_any_text_is_checked_without_an_error(text: str) -> None:
    for check in (check_isbn, check_issn):
        assert all(written and flaw.wrong for written, flaw in check(text))
    assert doi_in_url(text) == "" or check_doi(doi_in_url(text)) is None
    url = split(text)
    assert url is None or is_internal(url.host) in (True, False)
    assert len(shown(text)) <= 80


@given(st.text(max_size=40), SUFFIXES, st.text(max_size=40))
def test_identifiers_found_in_a_text_are_at_their_position(before: str, suffix: str, after: str) -> None:
    text = f"{before} 10.5555/a{suffix} https://example.org/{suffix} {after}"

    for found in (*find_dois(text), *find_urls(text)):
        assert text[found.start : found.end] == found.value


@given(SUFFIXES)
def test_a_doi_is_the_same_in_every_notation(suffix: str) -> None:
    bare = f"10.5555/a{suffix}"
    if check_doi(bare) is not None:
        return

    for written in (bare.upper(), f"doi:{bare}", f"DOI {bare}", f"https://doi.org/{bare}", bare.replace("/", "%2F", 1)):
        assert normal_doi(written) == bare.lower()


@given(st.integers(min_value=10**8, max_value=10**9 - 1))
def test_two_forms_of_an_isbn_are_equal_and_a_wrong_digit_is_detected(number: int) -> None:
    ten = f"{number:09d}" + isbn._calc_isbn10_check_digit(f"{number:09d}")
    thirteen = isbn.to_isbn13(ten)

    assert normal_isbn(ten) == normal_isbn(thirteen) == thirteen
    assert not list(check_isbn(f"ISBN {thirteen} (pbk.), {ten}"))
    for place in range(9):
        wrong = ten[:place] + str((int(ten[place]) + 1) % 10) + ten[place + 1 :]
        assert list(check_isbn(wrong))


@given(st.integers(min_value=10**6, max_value=10**7 - 1))
def test_a_wrong_digit_of_an_issn_is_detected(number: int) -> None:
    right = str(number) + issn.calc_check_digit(str(number))

    assert normal_issn(right) == f"{right[:4]}-{right[4:]}"
    assert not list(check_issn(right))
    for place in range(7):
        wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
        assert list(check_issn(wrong))


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_wrong_digit_of_an_orcid_is_detected(number: int) -> None:
    digits = f"{number:015d}"
    digits += mod_11_2.calc_check_digit(digits)
    grouped = "-".join(digits[place : place + 4] for place in range(0, 16, 4))

    assert normal_orcid(f"https://orcid.org/{grouped}") == grouped
    assert normal_orcid(grouped[:-1] + ("0" if grouped[-1] != "0" else "1")) == ""


def test_dois_are_found_in_running_text_without_punctuation() -> None:
    text = "See (doi:10.5555/one.2010), 10.5555/S0042-6989(98)00045-5; https://doi.org/10.5555/three.2012."

    assert [found.value for found in find_dois(text)] == ["10.5555/one.2010", "10.5555/S0042-6989(98)00045-5", "10.5555/three.2012"]


def test_a_doi_ends_before_a_bracket_that_only_opens() -> None:
    text = "doi:10.5555/jh03(2014)118[ arXiv:1309.3610], 10.5555/55008[arXiv:1509.00074 [a]], 10.5555/0002(2007)69[71:csm]2.0.co;2"

    assert [doi.value for doi in find_dois(text)] == [
        "10.5555/jh03(2014)118",
        "10.5555/55008",
        "10.5555/0002(2007)69[71:csm]2.0.co;2",
    ]


def test_urls_are_found_in_running_text_without_punctuation() -> None:
    text = "Режим доступа: https://example.org/a_(b), (www.example.com/c). «ftp://example.net/d»"

    assert [found.value for found in find_urls(text)] == ["https://example.org/a_(b)", "www.example.com/c", "ftp://example.net/d"]


def test_the_valid_numbers_of_a_field_are_found() -> None:
    assert list(find_isbns("978-0-306-40615-7 (pbk.) ; 0-306-40615-2 : EUR 12.00, 0306406153")) == [
        "9780306406157",
        "9780306406157",
    ]
    assert list(find_issns("Print ISSN: 0317-8471; 1050124x; 1050-1241")) == ["0317-8471", "1050-124X"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("arXiv:2104.09425v2", "2104.09425"),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
        ("arXiv:hep-th/9901001", "hep-th/9901001"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("2104.09425", "2104.09425"),
        ("Journal 2104.09425", ""),
    ],
)
def test_an_arxiv_number_is_recognised_in_every_form(text: str, number: str) -> None:
    assert normal_arxiv(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("PMID: 28412869.", "28412869"),
        ("28412869", "28412869"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/18502467", "18502467"),
        ("https://pubmed.ncbi.nlm.nih.gov/18502467/", "18502467"),
        ("0123", ""),
    ],
)
def test_a_pmid_is_recognised_in_every_form(text: str, number: str) -> None:
    assert normal_pmid(text) == number


def test_a_pmcid_is_recognised_in_an_address() -> None:
    assert normal_pmcid("https://pmc.ncbi.nlm.nih.gov/articles/PMC3139813/") == "PMC3139813"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTP://Example.ORG:80/A", "http://example.org/A"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/a?b#c", "https://example.org:8443/a?b#c"),
        ("http://https://example.org/a.", "https://example.org/a"),
        ("www.example.org", "https://www.example.org/"),
        ("see the library", ""),
    ],
)
def test_a_url_is_compared_in_its_plain_form(text: str, url: str) -> None:
    assert normal_url(text) == url


def test_a_password_is_never_shown() -> None:
    for text in ("https://reader:hunter2@example.org/", "reader:hunter2@example.org", "https:/reader:hunter2@example.org x"):
        assert "hunter2" not in shown(text)


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.0.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 2130706433 0x7f.1 0177.1 127.1".split(),
)
def test_internal_addresses_are_recognised_in_every_notation(host: str) -> None:
    assert is_internal(host)


@pytest.mark.parametrize(
    "host", "[::1] [fe80::1] [fc00::1] [::ffff:10.0.0.1] localhost a.localhost a.local a.internal intranet".split()
)
def test_internal_names_and_long_addresses_are_recognised(host: str) -> None:
    assert is_internal(host)


@pytest.mark.parametrize(
    "host", "example.org 93.184.216.34 172.32.0.1 [2606:4700::1111] кремль.рф dead.beef 1.2.3.4.5 256.1.1.1 face.fed".split()
)
def test_public_hosts_are_not_internal(host: str) -> None:
    assert not is_internal(host)


@pytest.mark.parametrize(
    "text",
    [
        "10.5555/" + "(" * 100_000,
        "10." * 50_000,
        "http://" * 20_000,
        "https://example.org/" + "a " * 50_000,
        "1-" * 50_000,
        "[" * 100_000,
        "ezproxy" * 20_000,
    ],
)
def test_an_excessively_long_text_is_not_an_identifier(text: str) -> None:
    assert check_doi(text) is not None
    assert check_url(text) is not None
    assert list(check_isbn(text))
    assert not list(find_isbns(text))
    assert len(list(find_dois(text))) <= 1
    assert all(text[found.start : found.end] == found.value for found in find_urls(text))


def test_a_doi_with_markup_after_a_space_is_judged_without_an_error():
    assert check_doi("10.5555/abc <b>") is not None

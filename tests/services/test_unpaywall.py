"""Open copies as Unpaywall and OpenAlex name them."""

from __future__ import annotations

import pytest

from kzcheck.services import openalex, pubmed, unpaywall
from kzcheck.services.service import UnreadableAnswer
from lab.playing import reply

PDF, PAGE = "https://example.org/rivers.pdf", "https://example.org/rivers"


def test_the_best_copy_comes_first_and_a_pdf_before_its_page():
    best = {"url_for_pdf": PDF, "url": PAGE}
    answer = {"doi": "10.5555/Rivers", "best_oa_location": best, "oa_locations": [{"url_for_pdf": None, "url": PAGE}, best]}

    assert unpaywall.copies(reply(answer)) == {"10.5555/rivers": (PDF, PAGE)}


def test_openalex_names_only_open_places():
    closed = {"is_oa": False, "pdf_url": None, "landing_page_url": "https://example.org/closed"}
    opened = {"is_oa": True, "pdf_url": PDF, "landing_page_url": PAGE}
    work = {"doi": "https://doi.org/10.5555/Rivers", "best_oa_location": opened, "locations": [closed, {**opened, "pdf_url": None}]}

    assert openalex.copies(reply({"results": [work]})) == {"10.5555/rivers": (PDF, PAGE)}


@pytest.mark.parametrize("doi", ["10.5555/rivers", "10.5555/a<b>(c);2-#?", "10.5555/é"])
def test_a_doi_is_sent_as_part_of_the_path(doi: str):
    ((asked, request),) = unpaywall.asking_for_copies([doi])

    assert asked == (doi,)
    assert request.path.startswith("/v2/10.5555/")
    assert not set(request.path) & set("#?<>é ")


def test_an_unknown_doi_has_no_copies():
    assert unpaywall.copies(reply({"error": True, "message": "'10.5555/x' is an invalid doi."}, 404)) == {}


@pytest.mark.parametrize("read", [unpaywall.copies, openalex.copies], ids=["unpaywall", "openalex"])
@pytest.mark.parametrize(
    "answer",
    [
        {"doi": 7, "best_oa_location": [], "oa_locations": {"url": 1}},
        {"doi": "10.5555/x", "best_oa_location": None, "oa_locations": [None, 3, {"url": ["x"]}]},
        {"results": [None, {"doi": None}, {"doi": "10.5555/x", "best_oa_location": 1, "locations": "no"}]},
        [],
    ],
    ids=["kinds", "places", "works", "list"],
)
def test_odd_answers_name_nothing(read, answer):
    try:
        named = read(reply(answer))
    except UnreadableAnswer:
        return
    assert not any(named.values())


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "PMC1234567"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/1234567", "PMC1234567"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/pdf/main.pdf", "PMC1234567"),
        ("https://pubmed.ncbi.nlm.nih.gov/1234567/", ""),
        ("https://example.org/pmc.ncbi.nlm.nih.gov/articles/PMC1234567", ""),
    ],
)
def test_addresses_of_articles_at_pubmed_central_are_known(url: str, number: str):
    assert pubmed.central_number(url) == number

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found, Relation
from kzcheck.reasons import Reason
from kzcheck.services.semantic_scholar import SERVICE, lookup, record, search
from lab import play_semantic_scholar
from lab.replies import answers, reply

read = SERVICE.read
MATCH = (Path(__file__).parent / "semantic_scholar" / "match.json").read_text("utf-8")
ASK = lookup("DOI", ["10.5555/Kites.5"])
(SEARCH,) = search(Item(id="1", title="Kites that answer back"))
WORKS = (
    Item(
        id="1",
        type="article-journal",
        title="Kites that answer back",
        author=(Name(family="Okonkwo", given="J. S."),),
        issued=Date(start=(2020,)),
        container_title="Journal of Invented Kites",
        volume="28",
        issue="2",
        page="11-29",
        doi="10.5555/kites.5",
        pmid="99000002",
    ),
)


def test_all_fields_of_a_paper_are_read():
    paper = record(json.loads(MATCH)["data"][0])

    assert (paper.item.title, paper.item.type) == ("Kites that answer back", "article-journal")
    assert [(name.given, name.family) for name in paper.item.author] == [("J. S.", "Okonkwo"), ("Mária", "Peña")]
    assert (paper.item.volume, paper.item.issue, paper.item.page) == ("28", "2", "11-29")
    assert (paper.item.doi, paper.item.pmid, paper.item.issn) == ("10.5555/kites.5", "99000002", "0000-0019")
    assert (paper.item.container_title, paper.containers) == ("J. Invented Kites", ("Journal of Invented Kites", "J Invent Kite"))
    assert paper.years == (2020, 2021)


def test_a_published_paper_is_related_to_its_preprint():
    paper = record(json.loads(MATCH)["data"][0])

    assert paper.relations == (Relation("has-preprint", "10.48550/arxiv.2001.00001"),)


def test_an_unpublished_preprint_has_its_arxiv_doi_and_no_volume():
    paper = record(
        {
            "paperId": "a",
            "title": "Kites",
            "venue": "arXiv.org",
            "externalIds": {"ArXiv": "2001.00001"},
            "journal": {"volume": "abs/2001.00001"},
        }
    )

    assert (paper.item.type, paper.item.doi, paper.item.volume, paper.relations) == ("article", "10.48550/arxiv.2001.00001", "", ())


def test_each_kind_of_number_has_its_own_prefix():
    paths = [lookup(by, [value]).path.partition("?")[0] for by, value in (("arXiv", "hep-th/9901001"), ("PMID", "123"))]

    assert paths == ["/graph/v1/paper/ARXIV:hep-th/9901001", "/graph/v1/paper/PMID:123"]
    assert ASK.path.startswith("/graph/v1/paper/DOI:10.5555/Kites.5?fields=")


def test_a_title_is_searched_word_by_word():
    (ask,) = search(Item(id="1", title="Self-answering kites: a <i>review</i> & more"))

    assert unquote(ask.path.partition("query=")[2].partition("&")[0]) == "Self answering kites a review more"


@pytest.mark.parametrize(
    ("status", "content", "outcome"),
    [
        (404, '{"error": "Title match not found"}', Absent),
        (200, '{"data": []}', Absent),
        (200, MATCH, Found),
        (200, "{}", Failed),
        (200, '{"data": [{}]}', Failed),
        (200, "<html>", Failed),
        (403, '{"message": "Forbidden"}', Failed),
        (429, '{"message": "Too Many Requests"}', Failed),
        (504, "", Failed),
    ],
)
def test_recorded_searches_give_the_right_answer(status, content, outcome):
    (answer,) = read(SEARCH, reply(content, status)).values()

    assert isinstance(answer, outcome)


def test_null_fields_are_skipped():
    (answer,) = read(ASK, reply('{"paperId": "a", "title": "Kites", "authors": null, "journal": null, "year": null}')).values()

    assert answer.records[0].item.title == "Kites"


def test_the_fake_finds_papers_by_number_and_by_title():
    asks = [ASK, lookup("PMID", ["99000002"]), SEARCH]

    for ask in asks:
        (answer,) = answers(SERVICE, ask, play_semantic_scholar.answer, WORKS, key="k").values()
        assert (answer.records[0].item.title, answer.records[0].item.page) == ("Kites that answer back", "11-29")


def test_the_fake_reports_unknown_papers_and_requires_a_key():
    (other,) = search(Item(id="2", title="An entirely different matter"))

    assert list(answers(SERVICE, other, play_semantic_scholar.answer, WORKS, key="k").values()) == [Absent()]
    assert list(answers(SERVICE, lookup("DOI", ["10.5555/no"]), play_semantic_scholar.answer, WORKS, key="k").values()) == [
        Absent()
    ]
    assert list(answers(SERVICE, ASK, play_semantic_scholar.answer, WORKS).values()) == [Failed(Reason("pause", {"status": 429}))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("paperId title authors name year venue journal volume pages externalIds DOI ArXiv".split()), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_any_answer_can_be_read(content):
    assert read(SEARCH, reply(json.dumps({"data": [content]}))).keys() == set(SEARCH.values)
    assert read(ASK, reply(json.dumps(content))).keys() == set(ASK.values)

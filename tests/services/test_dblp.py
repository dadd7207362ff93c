"""DBLP: its requests and its answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Answer, Failed, Found, Record
from kzcheck.reasons import Reason
from kzcheck.services.dblp import SERVICE, record, search
from lab import play_dblp
from lab.playing import played, reply

SEARCH = json.loads((Path(__file__).parent / "dblp" / "search.json").read_text("utf-8"))
(ASK,) = search(Item(id="1", title="Kites: that answer-back, {truly}"))
WORK = Item(
    id="1",
    type="paper-conference",
    title="Kites that answer back",
    author=(Name(family="Okonkwo", given="J. S."),),
    issued=Date((2020,)),
    container_title="ICIK",
)


def answer(content: Any) -> Answer:  # noqa: ANN401
    (result,) = SERVICE.read(ASK, reply(content)).values()
    return result


def records() -> tuple[Record, ...]:
    result = answer(SEARCH)
    assert isinstance(result, Found)
    return result.records


def test_the_words_of_a_title_are_searched_without_punctuation():
    assert ASK.path == "/search/publ/api?q=Kites%20that%20answer%20back%20truly&h=10&format=json"
    assert list(search(Item(id="1", title="…"))) == []


def test_a_conference_paper_has_authors_without_namesake_numbers_and_its_venues():
    talk, _ = records()

    assert (talk.item.title, talk.item.type, talk.item.year) == ("Kites & strings that answer back", "paper-conference", 2020)
    assert talk.item.author == (Name(family="Okonkwo", given="J. S."), Name(family="Zhang", given="Wei"))
    assert (talk.item.container_title, talk.containers, talk.item.page) == ("ICIK", ("Invented Kites Letters",), "11-29")


def test_a_preprint_has_its_arxiv_doi_no_volume_and_its_single_author():
    _, preprint = records()

    assert (preprint.item.doi, preprint.item.volume, preprint.item.type) == ("10.48550/arxiv.2001.00001", "", "article")
    assert preprint.item.author == (Name(family="Okonkwo", given="J. S."),)
    assert preprint.item.title == "Who answers a kite?"


def test_no_hits_mean_absence_but_a_count_without_hits_does_not():
    assert answer({"result": {"hits": {"@total": "0", "@sent": "0"}}}) == Absent()
    assert isinstance(answer({"result": {"hits": {"@total": "3", "@sent": "0"}}}), Failed)


@pytest.mark.parametrize("content", [{}, [], {"result": None}, {"result": {"hits": []}}])
def test_an_answer_of_another_shape_is_a_failure(content: object):
    assert isinstance(answer(content), Failed)


def test_an_html_page_is_a_failure():
    page = play_dblp.BOT_PAGE

    assert SERVICE.read(ASK, reply(page.body, page.status, "text/html")) == {ASK.values[0]: Failed(Reason("page-for-json"))}


@pytest.mark.parametrize("info", [{}, {"authors": []}, {"authors": {"author": [None, {"text": 3}]}, "venue": {}, "volume": []}])
def test_a_record_with_missing_fields_is_read(info: dict[str, Any]):
    assert record({"info": info}).item.author == ()


def test_answers_of_the_fake_are_read():
    (result,) = SERVICE.read(ASK, played(lambda call: play_dblp.answer([WORK], call), ASK)).values()
    (known,) = search(WORK)
    (again,) = SERVICE.read(known, played(lambda call: play_dblp.answer([WORK], call), known)).values()

    assert result == Absent()
    assert isinstance(again, Found)
    assert again.records[0].item.title == WORK.title

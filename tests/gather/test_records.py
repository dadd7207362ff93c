"""The desk: which questions share a request, which are repeated singly, and which are asked once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from msgspec.structs import replace

from kzcheck.evidence import Absent, Failed, Found
from lab import Answer, play_crossref
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item
    from kzcheck.evidence import Asked
    from kzcheck.finding import Report
    from lab import Call

WORKS = tuple(articles(8))
ODD = (
    "10.5555/a,b",
    '10.5555/a"b"c',
    "10.5555/(sici)1097(199602)1:1<25::aid-x1>3.0.co;2-b",
    "10.5555/a#b",
    "10.5555/a%b",
    "10.5555/a+b=c&d?e",
    "10.5555/a|b",
    "10.5555/a\\b",
    "10.5555/../../works",
    "10.5555/研究.1",
    "10.5555/рекорд",
    "10.5555/" + "long" * 480,
)
NO_DOIS = (
    "10.5555/a,10.5555/b",
    "10.5555/a b c",
    "10.5555/.",
    "10.5555/x//y/",
    "10.5555/рec.а1",
    "10.5555/" + "long" * 5000,
    "<script>",
    "\x00\x1b[31m",
)
PAGE = Answer(200, {"Content-Type": "text/html"}, b"<html><body>Are you human?</body></html>")


def of_crossref(report: Report, name: str) -> list[Asked]:
    return [question for question in report.evidence.resolutions[name].asked if question.service == "crossref"]


def requests(services: Services, name: str = "crossref") -> list[str]:
    return [unquote(path) for service, path in services.asked if service == name]


def known(works: Sequence[Item], call: Call) -> Answer:
    """Return Crossref's answer without its stated limits."""
    answer = play_crossref.answer(works, call)
    return Answer(answer.status, {}, answer.body)


def quick(works: Sequence[Item]) -> Services:
    return Services(works, handlers={"crossref": partial(known, works)})


def with_one(doi: str) -> tuple[Item, ...]:
    return (*WORKS[:3], replace(WORKS[3], doi=doi), *WORKS[4:])


@pytest.mark.parametrize("doi", ODD, ids=[doi[:20] for doi in ODD])
def test_a_work_with_an_unusual_doi_is_found(audit, doi: str):
    works = with_one(doi)
    with quick(works) as services:
        report = audit(services.environment, *works)

    for work in works:
        (question,) = of_crossref(report, work.id)
        assert question.value == work.doi.lower()
        assert isinstance(question.answer, Found)
    assert [finding for finding in report.findings if finding.code != "ID306"] == []


@pytest.mark.parametrize("doi", NO_DOIS, ids=[ascii(doi)[:20] for doi in NO_DOIS])
def test_an_invalid_doi_does_not_affect_other_references(audit, doi: str):
    with quick(WORKS) as services:
        report = audit(services.environment, *with_one(doi))

    for work in (*WORKS[:3], *WORKS[4:]):
        assert isinstance(of_crossref(report, work.id)[0].answer, Found)


@pytest.mark.parametrize("status", [400, 404, 414])
def test_an_identifier_that_spoils_a_shared_request_does_not_affect_others(audit, status: int):
    works = with_one("10.5555/spoils'it")

    def strict(call: Call) -> Answer:
        spoilt = "filter=" in call.path and quote("spoils'it", safe="") in call.path
        return Answer(status, {}, b"no") if spoilt or call.path.endswith("it") else known(WORKS, call)

    with Services(WORKS, handlers={"crossref": strict}) as services:
        report = audit(services.environment, *works)

    answers = {work.id: of_crossref(report, work.id)[0].answer for work in works}
    spoilt = answers.pop("4")
    assert all(isinstance(answer, Found) for answer in answers.values())
    assert isinstance(spoilt, Absent if status == 404 else Failed)


def test_all_fields_are_requested_if_a_selection_is_refused(audit):
    def plain(call: Call) -> Answer:
        return Answer(400, {}, b"{}") if "select=" in call.path else known(WORKS, call)

    searched = replace(WORKS[0], id="9", doi="")
    with Services(WORKS, handlers={"crossref": plain}) as services:
        report = audit(services.environment, *WORKS, searched)

        assert len(requests(services)) <= 4
    assert all(isinstance(of_crossref(report, work.id)[0].answer, Found) for work in (*WORKS, searched))


def test_identifiers_missing_from_a_shared_answer_are_requested_singly(audit):
    def forgetful(call: Call) -> Answer:
        answer = known(WORKS, call)
        return Answer(answer.status, {}, answer.body.replace(b'"total-results":8', b'"total-results":9'))

    with Services(WORKS, handlers={"crossref": forgetful}) as services:
        unknown = replace(WORKS[0], id="9", doi="10.5555/none")
        report = audit(services.environment, *WORKS, unknown)

        assert requests(services)[1] == "/works/10.5555/none"
    assert isinstance(of_crossref(report, "9")[0].answer, Absent)


@pytest.mark.parametrize("answer", [PAGE, Answer(401), Answer(418), Answer(200, {}, b"[]")], ids=["page", "401", "418", "[]"])
def test_a_failure_of_the_service_itself_causes_no_single_requests(audit, answer: Answer):
    with Services(WORKS, handlers={"crossref": lambda _: answer}) as services:
        audit(services.environment, *WORKS, selected=("WORK402",))

        assert sum("filter=" in path for path in requests(services)) == 1
        assert not [path for path in requests(services) if path.startswith("/works/")]


def test_a_doi_in_two_entries_is_requested_once(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, WORKS[0], replace(WORKS[0], id="again", doi=WORKS[0].doi.upper()))

        assert len(services.asked) == 1
    assert of_crossref(report, "1") == of_crossref(report, "again")


def test_many_dois_share_few_requests(audit):
    works = tuple(articles(120))
    with quick(works) as services:
        report = audit({**services.environment, "KZCHECK_SERVICES_CROSSREF_RATE": "50"}, *works)

        assert [path.count("doi:") for path in requests(services)] == [50, 50, 20]
    assert all(isinstance(of_crossref(report, work.id)[0].answer, Found) for work in works)


def test_a_service_that_is_down_does_not_affect_others(audit):
    silent = {"KZCHECK_SERVICES_DOI_ENABLED": "false", "KZCHECK_SERVICES_DATACITE_ENABLED": "false"}
    with Services(WORKS, handlers={"crossref": down(500)}) as services:
        report = audit(services.environment | silent, *WORKS)

    for work in WORKS:
        answers = {question.service: question.answer for question in report.evidence.resolutions[work.id].asked}
        assert isinstance(answers["crossref"], Failed)
        assert isinstance(answers["openalex"], Found)
    assert report.findings == ()

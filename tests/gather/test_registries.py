"""PubMed numbers and handles are looked up at their registries, and pages confirmed there are not visited.

No real answers are stored here: all are invented in the published formats.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Article, Claim, Location, Reference
from kzcheck.evidence import Absent, Asked, Evidence, Failed, Found, Record, Resolution
from kzcheck.gather.steps.links import identifier_of, registered
from kzcheck.gather.steps.records import plan
from kzcheck.reasons import Reason
from kzcheck.settings import Settings
from lab import Answer, play_pubmed
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck import evidence
    from kzcheck.csl import Item
    from kzcheck.finding import Report
    from kzcheck.sources import By, SourceName
    from lab import Call

WORKS = tuple(replace(work, pmid=str(99000000 + place), doi="") for place, work in enumerate(articles(4)))
FIRST = WORKS[0]
HANDLE = "https://hdl.handle.net/20.500.55555/1"
HERE = Location("references.yaml", 1, 1, 1, 2)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
EVERYTHING = ("WORK", "LINK501")


def asked_of(services: Services, name: str) -> list[str]:
    return [path for service, path in services.asked if service == name]


def reasons(report: Report, step: str) -> dict[str | None, str]:
    return {subject.reference: subject.reason for subject in report.unchecked if subject.step == step}


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def at_pubmed(item: Item) -> Item:
    """Return an entry that gives its PubMed number only in a URL."""
    return replace(item, pmid="", url=f"https://pubmed.ncbi.nlm.nih.gov/{item.pmid}/")


def retracted(works: Sequence[Item], call: Call) -> Answer:
    """Return PubMed's answer with every work marked as retracted."""
    answer = play_pubmed.answer(works, call)
    content = json.loads(answer.body)
    for number in content["result"]["uids"]:
        content["result"][number]["pubtype"] = ["Journal Article", "Retracted Publication"]
    return Answer(answer.status, answer.headers, json.dumps(content).encode())


def test_pmids_share_one_request_and_their_pages_are_not_visited(audit):
    with Services({"pubmed": WORKS}) as services:
        report = audit(services.environment, *map(at_pubmed, WORKS), selected=EVERYTHING)

        assert len(asked_of(services, "pubmed")) == 1
    assert codes(report) == []
    assert reasons(report, "records") == reasons(report, "links") == {}
    assert report.evidence.pages == {}


def test_an_answer_about_an_entry_also_applies_to_a_claim_with_the_same_address(audit):
    entry = at_pubmed(FIRST)
    unknown = replace(WORKS[1], pmid="", url="https://doi.org/10.5555/of.nobody")
    claims = (Claim("c1", f"It is so ({entry.url}), it is not so ({unknown.url}).", HERE),)
    with Services({"pubmed": (FIRST,)}) as services:
        article = Article(references=(Reference(entry, HERE), Reference(unknown, HERE)), claims=claims, sources={HERE.file: "- x"})
        report = audit(services.environment, article, selected=("WORK402", "LINK501"))

    assert reasons(report, "links") == {}
    assert codes(report) == ["WORK402"]


def test_a_finding_about_the_pmid_of_another_work_names_both_works(audit):
    with Services({"pubmed": WORKS}) as services:
        report = audit(services.environment, replace(FIRST, pmid=WORKS[1].pmid), selected=("WORK403",))

    (finding,) = report.findings
    assert f"according to PubMed the PMID {WORKS[1].pmid} is that of “{WORKS[1].title}”" in finding.message


def test_a_pmid_unknown_to_pubmed_is_a_warning(audit):
    with Services({"pubmed": WORKS[1:], "crossref": (replace(FIRST, pmid=""),)}) as services:
        report = audit(services.environment, FIRST)

    assert [(finding.code, finding.severity.name) for finding in report.findings] == [("WORK402", "WARNING")]


def test_a_pmid_is_not_a_finding_while_pubmed_is_down(audit):
    with Services((), handlers={"pubmed": down(418)}) as services:
        report = audit(services.environment, FIRST)

    assert codes(report) == []
    assert reasons(report, "records") == {"1": "PubMed failed (HTTP 418)"}


def test_a_retraction_known_only_to_pubmed_is_reported(audit):
    with Services((), handlers={"pubmed": partial(retracted, WORKS)}) as services:
        report = audit(services.environment, FIRST, selected=("WORK421",))

    (finding,) = report.findings
    assert finding.message == "was retracted (PubMed)"


def test_the_contact_address_is_sent_to_pubmed_if_given(audit):
    with Services({"pubmed": WORKS}) as services:
        audit(services.environment | {"KZCHECK_CONTACT": "editor@example.org"}, FIRST)
        audit(services.environment, FIRST)
        addresses = ["email=editor%40example.org" in path for path in asked_of(services, "pubmed")]

    assert addresses == [True, False]


def test_a_work_with_a_registered_handle_is_not_unknown(audit):
    entry = replace(FIRST, pmid="", url=HANDLE)
    with Services({"handle": (entry,)}) as services:
        report = audit(services.environment, entry, selected=EVERYTHING)

    assert codes(report) == []
    assert report.evidence.pages == {}
    assert reasons(report, "records") == {"1": "its handle is registered, but no service has a record of it"}
    assert reasons(report, "links") == {}


def test_a_work_with_a_handle_is_not_unknown_while_the_resolver_is_down(audit):
    entry = replace(FIRST, pmid="", url=HANDLE)
    with Services((), handlers={"handle": down(418)}) as services:
        report = audit(services.environment, entry)

    assert codes(report) == []
    assert reasons(report, "records") == {"1": "hdl.handle.net failed (HTTP 418)"}


def test_a_work_with_an_unregistered_handle_is_unknown(audit):
    with Services(()) as services:
        report = audit(services.environment, replace(FIRST, pmid="", url=HANDLE))

    assert codes(report) == ["WORK401"]


def test_a_plan_names_pubmed_and_the_handle_system_only_for_entries_with_such_identifiers():
    handled = replace(FIRST, id="h", pmid="", url=HANDLE)
    both, neither = [*WORKS, handled], [replace(FIRST, pmid="")]
    with_both, without = (plan(Article(tuple(Reference(item, HERE) for item in items)), Settings()) for items in (both, neither))

    assert {planned.title: (planned.requests, len(planned.values)) for planned in with_both.first} == {
        "PubMed": (1, 4),
        "hdl.handle.net": (1, 1),
    }
    assert not {"PubMed", "hdl.handle.net"} & {title for title, _ in (*with_both.may_follow, *without.may_follow)}
    assert "PubMed" not in {planned.title for planned in without.first}


KINDS: list[tuple[str, SourceName, By, str]] = [
    ("https://pubmed.ncbi.nlm.nih.gov/99000000/", "pubmed", "PMID", "99000000"),
    (HANDLE, "handle", "handle", "20.500.55555/1"),
    ("https://example.org/doi/full/10.5555/Rivers", "crossref", "DOI", "10.5555/rivers"),
    ("https://arxiv.org/abs/2101.00001v2", "datacite", "DOI", "10.48550/arxiv.2101.00001"),
]


@pytest.mark.parametrize(("url", "service", "by", "value"), KINDS)
def test_only_pages_confirmed_by_their_registry_are_not_visited(url: str, service: SourceName, by: By, value: str):
    def knows(answer: evidence.Answer, by: By = by, value: str = value) -> bool:
        resolution = Resolution((Asked(service, by, value, answer),))
        return identifier_of(url) in registered(Evidence(NOW, "0", resolutions={"1": resolution}))

    answer = Found((Record(service, value, FIRST),))
    assert knows(answer)
    assert not knows(Absent())
    assert not knows(Failed(Reason("status", {"status": 503})))
    assert not knows(answer, "title", value)
    assert not knows(answer, by, "other")

"""Unchecked references are reported with their reasons, and nothing else is reported as unchecked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from lab import Answer
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from kzcheck.finding import Report
    from lab import Call

WORKS = tuple(articles(4))
FIRST = WORKS[0]
OFF = {
    f"KZCHECK_SERVICES_{name}_ENABLED": "false"
    for name in (
        "CROSSREF",
        "DOI",
        "HANDLE",
        "DATACITE",
        "PUBMED",
        "OPENALEX",
        "OPEN_LIBRARY",
        "K10PLUS",
        "DNB",
        "UNPAYWALL",
        "WAYBACK",
    )
}
BOOK = Item(
    id="b",
    type="book",
    title="A Grammar of Invented Things",
    author=(Name(family="Iskakova", given="A."),),
    issued=Date((2001,)),
    publisher="Steppe Press",
    isbn="9783161484100",
    language="en",
)


def gone(_: Call) -> Answer:
    return Answer(404, {"content-type": "text/html"}, b"<html>gone</html>")


def reasons(report: Report, step: str = "records") -> dict[str | None, str]:
    return {subject.reference: subject.reason for subject in report.unchecked if subject.step == step}


def test_a_work_that_was_found_is_not_unchecked(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS)

    assert reasons(report) == {}
    assert report.findings == ()


def test_every_reference_is_unchecked_if_all_services_are_disabled(audit):
    report = audit(OFF, *WORKS, BOOK)

    assert reasons(report) == dict.fromkeys([*(work.id for work in WORKS), "b"], "every service that may know it was left out")
    assert reasons(report, "retractions").keys() >= {"1", "b"}
    assert report.findings == ()


def test_works_that_no_service_can_know_are_reported_as_such(audit):
    law = Item(id="law", type="legislation", title="Law on invented things", issued=Date((2001,)))
    with Services(WORKS) as services:
        report = audit(services.environment, law)

        assert services.asked == []
    assert reasons(report) == {"law": "none of the services used covers such works (legislation)"}


def test_offline_all_references_are_unchecked(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS, offline=True)

        assert services.asked == []
    assert set(reasons(report).values()) == {"the audit was run offline"}


def test_only_the_selected_references_are_looked_up(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS, only=lambda _: {"2"})

        assert len(services.asked) == 1
    assert reasons(report) == dict.fromkeys(["1", "3", "4"], "it was not looked up in this run")


def test_the_reason_names_each_service_that_failed(audit):
    unknown = replace(FIRST, doi="")
    with Services((), handlers={"openalex": down(418), "crossref": down(451)}) as services:
        report = audit(services.environment, unknown)

    assert reasons(report) == {"1": "Crossref is not allowed to answer (HTTP 451); OpenAlex failed (HTTP 418)"}
    assert report.findings == ()


def test_the_same_reason_has_the_same_text_for_all_subjects(audit):
    """After a host is closed, all its questions get the same reason, so that subjects can be counted by reason."""
    works = tuple(replace(work, doi="") for work in articles(8))
    paused = Answer(429, {"Retry-After": "86400"})
    with Services(works, handlers={"crossref": lambda _: paused, "openalex": lambda _: paused}) as services:
        report = audit(services.environment, *works)

    assert set(reasons(report).values()) == {"Crossref asks for a pause (HTTP 429); OpenAlex asks for a pause (HTTP 429)"}
    assert len(reasons(report)) == len(works)


@pytest.mark.parametrize("answer", [down(418), gone], ids=["refused", "gone"])
def test_a_doi_that_could_not_be_looked_up_is_not_a_finding(audit, answer):
    with Services(WORKS, handlers={"crossref": answer, "doi": answer, "datacite": answer, "openalex": answer}) as services:
        report = audit(services.environment, FIRST)

    assert report.findings == ()
    assert reasons(report).keys() == {"1"}


def test_a_registered_doi_without_a_record_leaves_the_record_unchecked(audit):
    work = replace(FIRST, doi="10.5555/istic.1", title="一个虚构的研究", language="zh")
    with Services((), agencies={work.doi: "ISTIC"}) as services:
        report = audit(services.environment, work)

    assert reasons(report) == {"1": "its DOI is registered, but no service has a record of it"}
    assert report.findings == ()


def test_an_unknown_work_with_the_doi_of_another_is_reported_as_unknown(audit):
    invented = replace(
        FIRST,
        id="x",
        title="Ledgers of moonlight and the tides of nowhere at all",
        author=(Name(family="Whitfield", given="Rosalind"),),
        container_title="Annals of Invented Grammar",
        issued=Date((1988,)),
        volume="77",
        page="401-410",
    )
    with Services(WORKS) as services:
        report = audit(services.environment, invented)

    assert {finding.code for finding in report.findings} == {"WORK401", "WORK403"}
    assert report.outcomes["x"].state == "absent"
    assert "x" not in reasons(report)


def test_software_is_unchecked_because_datacite_is_down_not_because_no_service_knows_it(audit):
    program = Item(id="p", type="software", title="Tools for invented gazetteers", issued=Date((2019,)))
    with Services(WORKS, handlers={"datacite": down(503)}) as services:
        report = audit(services.environment, program)

    assert reasons(report) == {"p": "DataCite failed (HTTP 503)"}


def test_a_missing_table_of_retractions_is_reported_once(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS)

    (subject,) = [subject for subject in report.unchecked if subject.step == "retractions"]
    assert subject.reference is None
    assert "kzcheck retractions update" in subject.reason

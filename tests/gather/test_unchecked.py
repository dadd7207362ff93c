"""What is left open is said with its reason, reference by reference; nothing is said to be open that is not."""

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
    return {one.reference: one.reason for one in report.unchecked if one.step == step}


def test_what_is_found_is_not_open(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS)

    assert reasons(report) == {}
    assert report.findings == ()


def test_every_reference_is_open_when_no_service_is_to_be_asked(audit):
    report = audit(OFF, *WORKS, BOOK)

    assert reasons(report) == dict.fromkeys([*(one.id for one in WORKS), "b"], "no service that could know it was to be asked")
    assert reasons(report, "retractions").keys() >= {"1", "b"}
    assert report.findings == ()


def test_what_nobody_can_know_is_said_to_be_so(audit):
    law = Item(id="law", type="legislation", title="Law on invented things", issued=Date((2001,)))
    with Services(WORKS) as services:
        report = audit(services.environment, law)

        assert services.asked == []
    assert reasons(report) == {"law": "no service that is asked can be expected to know such a work (legislation)"}


def test_offline_nothing_is_asked_and_all_is_open(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS, offline=True)

        assert services.asked == []
    assert set(reasons(report).values()) == {"the audit was run offline"}


def test_only_what_is_asked_about_is_asked(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS, only=lambda _: {"2"})

        assert len(services.asked) == 1
    assert reasons(report) == dict.fromkeys(["1", "3", "4"], "it was not asked about in this run")


def test_the_reason_names_each_service_that_failed(audit):
    unknown = replace(FIRST, doi="")
    with Services((), handlers={"openalex": down(418), "crossref": down(451)}) as services:
        report = audit(services.environment, unknown)

    assert reasons(report) == {"1": "Crossref may not answer (HTTP 451); OpenAlex failed (HTTP 418)"}
    assert report.findings == ()


def test_one_reason_is_one_text_for_all_that_it_holds_up(audit):
    """A host that is given up after some questions answers all of them with the same words, so that they can be counted."""
    works = tuple(replace(one, doi="") for one in articles(8))
    paused = Answer(429, {"Retry-After": "86400"})
    with Services(works, handlers={"crossref": lambda _: paused, "openalex": lambda _: paused}) as services:
        report = audit(services.environment, *works)

    assert set(reasons(report).values()) == {"Crossref asks for a pause (HTTP 429); OpenAlex asks for a pause (HTTP 429)"}
    assert len(reasons(report)) == len(works)


@pytest.mark.parametrize("answer", [down(418), gone], ids=["refused", "gone"])
def test_a_doi_that_nobody_could_be_asked_about_is_no_finding(audit, answer):
    with Services(WORKS, handlers={"crossref": answer, "doi": answer, "datacite": answer, "openalex": answer}) as services:
        report = audit(services.environment, FIRST)

    assert report.findings == ()
    assert reasons(report).keys() == {"1"}


def test_a_doi_that_is_registered_without_a_record_leaves_the_record_open(audit):
    work = replace(FIRST, doi="10.5555/istic.1", title="一个虚构的研究", language="zh")
    with Services((), agencies={work.doi: "ISTIC"}) as services:
        report = audit(services.environment, work)

    assert reasons(report) == {"1": "its DOI is registered, but no service gave a record of it"}
    assert report.findings == ()


def test_an_unknown_work_under_the_doi_of_another_is_unknown_and_not_registered_without_a_record(audit):
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

    assert {one.code for one in report.findings} == {"WORK401", "WORK403"}
    assert report.outcomes["x"].state == "absent"
    assert "x" not in reasons(report)


def test_a_program_is_not_said_to_be_beyond_everybody_when_who_could_know_it_is_down(audit):
    program = Item(id="p", type="software", title="Tools for invented gazetteers", issued=Date((2019,)))
    with Services(WORKS, handlers={"datacite": down(503)}) as services:
        report = audit(services.environment, program)

    assert reasons(report) == {"p": "DataCite failed (HTTP 503)"}


def test_an_unasked_table_of_retractions_is_said_once(audit):
    with Services(WORKS) as services:
        report = audit(services.environment, *WORKS)

    (one,) = [one for one in report.unchecked if one.step == "retractions"]
    assert one.reference is None
    assert "kzcheck retractions update" in one.reason

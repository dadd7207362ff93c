"""A report for the tests of corpora: what services and pages said, beside what nobody was asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck.article import Article, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Asked, Evidence, Failed, Found, Memento, Record, Resolution, Unchecked
from kzcheck.finding import (
    Confidence,
    Finding,
    PageOutcome,
    Problem,
    Report,
    SeenRecord,
    Severity,
    WorkOutcome,
    fingerprint,
)
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.corpus.engine import Cluster

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def place(line: int) -> Location:
    return Location("references.yaml", line, 3, line, 12)


def found(code: str, name: str, severity: Severity, problem: Problem) -> Finding:
    return Finding(code, name, severity, Confidence.LIKELY, problem.location, problem, fingerprint(code, problem))


@pytest.fixture
def report() -> Report:
    """Two works, one of them with a page that is gone, a question that failed, and a retraction that nobody looked up."""
    references = (
        Reference(
            Item(
                "1",
                type="article-journal",
                title="Rivers that <i>never</i> were",
                author=(Name(family="Öztürk", given="Can"),),
                container_title="Journal of Invented Geography",
                issued=Date(start=(2010,)),
                doi="https://doi.org/10.5555/RIVERS",
            ),
            place(2),
        ),
        Reference(
            Item(
                "2",
                type="webpage",
                title="Реки, которых нет",
                url="https://Rivers.example.org/gone",
                issued=Date(start=(2012, 5)),
                accessed=Date(start=(2020, 2, 30)),
            ),
            place(9),
        ),
        Reference(Item("3", url="https://rivers.example.org/gone", accessed=Date(start=(2016, 11, 30))), place(15)),
    )
    work = Record("crossref", "10.5555/rivers", Item("10.5555/rivers", title="Rivers that never were", doi="10.5555/rivers"))
    return Report(
        kzcheck="1.0",
        article=Article(
            references,
            (Claim("c1", "See https://rivers.example.org/other and https://rivers.example.org/never.", place(20)),),
            title="An Invented Article",
            doi="10.5555/Article",
            issued=Date(start=(2024,)),
            language="en",
        ),
        evidence=Evidence(
            gathered=NOW,
            kzcheck="1.0",
            resolutions={
                "1": Resolution((
                    Asked("crossref", "DOI", "10.5555/rivers", Found((work,)), "https://api.example.org/", NOW, 200),
                    Asked("openalex", "DOI", "10.5555/rivers", Absent()),
                )),
                "2": Resolution((Asked("crossref", "title", "Реки", Failed(Reason("no-such-host"))),)),
            },
        ),
        findings=(
            found("REF201", "missing-field", Severity.WARNING, Problem(place(2), "{field} is missing", {"field": "page"}, "1")),
            found("LINK501", "dead-link", Severity.ERROR, Problem(place(9), "the page is gone", {}, "2", "c1")),
            found("KZ003", "not-checked", Severity.NOTE, Problem(place(1), "not checked")),
        ),
        unchecked=(
            Unchecked("records", ("WORK401",), (Reason("no-such-host", service="crossref"), Reason("offline")), reference="2"),
            Unchecked("links", ("LINK501",), (Reason("offline"),), url="https://rivers.example.org/never"),
        ),
        subjects={"records": 3, "links": 2},
        missed={"records": 1},
        outcomes={"1": WorkOutcome("found", (SeenRecord(work),)), "2": WorkOutcome("failed")},
        pages={
            "https://rivers.example.org/gone": PageOutcome(
                "dead", "gone", "answered 410", 410, "https://rivers.example.org/gone", "", (), NOW,
                Memento("https://archive.example.org/1", NOW), seen=NOW,
            ),
            "https://rivers.example.org/other": PageOutcome("ok", "", "", 200, "https://rivers.example.org/other", "", ()),
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers on this machine, for all tests of a module: to start them takes seconds."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    from kzcheck.corpus.engine import opened  # noqa: PLC0415 - only where Dask is installed

    with opened(None, Path(__file__), workers=2) as running:
        yield running

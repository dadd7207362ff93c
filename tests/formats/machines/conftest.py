"""Reports for the tests of machine formats: with known findings, with hostile texts, and with a long list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Article, Citation, Claim, Ignore, Location, Reference
from kzcheck.csl import Item, Name
from kzcheck.evidence import Unchecked
from kzcheck.finding import Confidence, Finding, Fix, Hidden, Problem, Report, Severity, fingerprint
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

HARM = (
    "<script>alert(1)</script> \"><img onerror=x> ]]> & ' \x00 \x07 \x1b[31m \u202e \ud800 \ufffe \x85 \u2028 | ` "
    "[text](javascript:alert(1)) {0} {{1}} %0A %41 \r\n::error file=x::injected\n##[add-mask]x\n::add-mask::x\n=cmd|' /C calc'!A0 "
)
LONG = "x" * 100_000


def place(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 3, line, 12)


def found(code: str, severity: Severity, problem: Problem) -> Finding:
    return Finding(
        code,
        f"name-{code.lower()}",
        severity,
        Confidence.LIKELY,
        problem.location,
        problem,
        fingerprint(code, problem),
    )


@pytest.fixture
def known(report: Report) -> Report:
    """The report of all formats, with its error marked as known."""
    first, *rest = report.findings
    return replace(report, findings=(replace(first, known=True), *rest), compared=True)


@pytest.fixture
def saying(report: Report) -> Callable[[str], Report]:
    """Return a function that makes a report with a given text everywhere that people or the outside world write."""

    def said(text: str) -> Report:
        references = (Reference(Item(text, title=text, author=(Name(family=text),)), place(2), printed=text),)
        claims = (Claim(text, text, place(3, "claims.yaml"), (Citation(text, place(3)),)),)
        problems = [
            Problem(place(2), "{title}", {"title": text}, reference=text, fix=Fix(text), related=(place(4),)),
            Problem(place(3, "claims.yaml"), "{title}", {"title": text}, claim=text, fix=Fix(text)),
            Problem(place(4, f"{text[:100]}.yaml"), "{title}", {"title": text}, fix=Fix(text)),
        ]
        errors = [found("REF210", Severity.ERROR, problem) for problem in problems]
        notes = [found("REF213", Severity.NOTE, problem) for problem in problems]
        return replace(
            report,
            article=Article(references, claims, title=text, has_claims=True),
            findings=(*errors, *notes),
            hidden=(Hidden(notes[0], Ignore(place(2, f"{text[:100]}.yaml"), ("REF210",), reason=text, inline=True)),),
            unchecked=(
                Unchecked("records", ("WORK401",), (Reason("says", {"words": text}),), reference=text),
                Unchecked("texts", ("ATTR603",), (Reason("says", {"words": text}),), claim=text),
                Unchecked("retractions", ("WORK421",), (Reason("says", {"words": text}),)),
            ),
            subjects={"records": 1, "retractions": 1, "texts": 1},
            missed={"records": 1, "texts": 1},
            partial=True,
        )

    return said


@pytest.fixture
def hostile(saying: Callable[[str], Report]) -> Report:
    """A report in which all texts from people and the outside world are hostile."""
    return saying(HARM + LONG)


@pytest.fixture
def many(report: Report) -> Report:
    """A list of 3,400 references, each with a finding, none of them looked up."""
    numbers = range(1, 3401)
    problems = [Problem(place(number * 9), "no accessed date", reference=str(number)) for number in numbers]
    return replace(
        report,
        article=replace(
            report.article,
            references=tuple(Reference(Item(str(number), title=f"T{number}"), place(number * 9)) for number in numbers),
        ),
        findings=tuple(found("REF213", Severity.NOTE, problem) for problem in problems),
        unchecked=tuple(Unchecked("records", ("WORK401",), (Reason("offline"),), reference=str(number)) for number in numbers),
        subjects={"records": 3400},
        missed={"records": 3400},
    )

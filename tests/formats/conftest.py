"""A report for the tests of all formats: each kind of content that a report can have, and hostile titles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kzcheck.article import Article, At, Citation, Claim, Ignore, Location, Reference, Style
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Evidence, Unchecked
from kzcheck.finding import Confidence, Edit, Finding, Fix, Hidden, Problem, Report, RulePage, Severity, excerpt, fingerprint
from kzcheck.reasons import Reason

HOSTILE = 'Evil [bold red]markup[/] \x1b[31mred\x1b[0m \x07 <script>alert(1)</script> ]]> ::error:: \u202egnp.exe \x00 "quoted"'


def place(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 3, line, 12)


def found(code: str, name: str, severity: Severity, problem: Problem) -> Finding:
    return Finding(code, name, severity, Confidence.SURE, problem.location, problem, fingerprint(code, problem))


@pytest.fixture
def report() -> Report:
    """An error on a claim, a warning on a hostile title, notes that fold, a hidden finding, a subject that was not checked."""
    references = (
        Reference(
            Item("1", type="book", title="Fire", author=(Name(family="Ash", given="A. B."),), issued=Date(start=(1999,))), place(2)
        ),
        Reference(Item("2", type="book", title=HOSTILE), place(9), printed=HOSTILE),
        *(Reference(Item(str(number), type="webpage", title=f"Page {number}"), place(number * 9)) for number in range(3, 8)),
    )
    claims = (
        Claim(
            "c1",
            "Water said: “fire is warm and wet and blue”.",
            place(3, "claims.yaml"),
            (Citation("1", place(5, "claims.yaml")),),
            quotations=("fire is warm and wet and blue",),
            section="Introduction",
            at=At(file="article.docx", page="2"),
        ),
        Claim("c2", "Fire burns.", place(8, "claims.yaml"), (Citation("1", place(9, "claims.yaml"), locator="12"),)),
    )
    quotation = Problem(
        place(4, "claims.yaml"),
        "{speaker} is not an author of [{reference}]",
        {"speaker": "Water", "reference": "1"},
        claim="c1",
        excerpt=excerpt(claims[0].text, "Water", "fire is warm"),
        fix=Fix("cite a work by Water", edits=(Edit("cites.0", "1", "2", "the list", claim="c1"),)),
    )
    hostile = Problem(
        place(10),
        "“{title}” holds control characters",
        {"title": HOSTILE},
        reference="2",
        excerpt=excerpt(HOSTILE, "[31m"),
        fix=Fix("delete them", edits=(Edit("container_title", HOSTILE, None, "the list", reference="2"),)),
        related=(place(2),),
    )
    notes = [Problem(place(number * 9), "no accessed date", reference=str(number)) for number in range(3, 8)]
    hidden = found("REF203", "malformed-pages", Severity.WARNING, Problem(place(3), "12–1", reference="1"))
    return Report(
        kzcheck="0.0.0",
        article=Article(references, claims, title="On Fire", has_claims=True),
        style=Style("numeric-order", "gost-7.0.5", ("citations",)),
        evidence=Evidence(gathered=datetime(2026, 1, 2, tzinfo=UTC), kzcheck="0.0.0"),
        findings=(
            found("ATTR601", "misattributed-quotation", Severity.ERROR, quotation),
            found("REF210", "damaged-text", Severity.WARNING, hostile),
            *(found("REF213", "missing-accessed-date", Severity.NOTE, note) for note in notes),
        ),
        hidden=(Hidden(hidden, Ignore(place(2), ("REF203",), reason="seen on paper")),),
        unchecked=(Unchecked("records", ("WORK401",), (Reason("offline"),), reference="1"),),
        rules=(RulePage("REF203", "malformed-pages", Severity.WARNING, Confidence.SURE, (), "s", "w", "e", "n", "f"),),
        subjects={"records": 7},
        missed={"records": 1},
    )

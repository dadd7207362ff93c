"""JSON, version 1: the report for programs. Its shape is documented in `schemas/report.schema.json`."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from kzcheck.article import At, CitationStyle, Location, ReferenceStyle  # noqa: TC001 - msgspec reads the annotations
from kzcheck.csl import spelling, to_json
from kzcheck.evidence import STEPS, Absent, Answer, Found, Step, Unchecked
from kzcheck.finding import Excerpt, Finding, Outcome, Report, Seen, Severity
from kzcheck.settings import ServiceName  # noqa: TC001 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Article, Claim, Reference

VERSION = 1

UNSEEN = re.compile(r"[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control and direction characters that JSON allows in texts, and that a terminal would obey: they are written as escapes."""

SeverityName = Literal["error", "warning", "note"]


class Edit(Struct, frozen=True):
    """One change to one field of a reference or claim; `new` is null where the field is to go."""

    file: str
    field: str
    old: str | None
    new: str | None
    source: str
    reference: str | None = None
    claim: str | None = None


class Fix(Struct, frozen=True):
    """What to do, in words, and the edits that do it where they are sure."""

    text: str
    edits: tuple[Edit, ...]


class FindingView(Struct, frozen=True):
    """One finding."""

    code: str
    name: str
    severity: SeverityName
    message: str
    location: Location
    claim: str | None
    reference: str | None
    excerpt: Excerpt | None
    related: tuple[Location, ...]
    fix: Fix | None
    evidence: tuple[AnswerView, ...]
    fingerprint: str


class HiddenView(Struct, frozen=True):
    """A finding that an ignore hides, where the ignore stands, and its reason."""

    finding: FindingView
    ignored_at: Location
    reason: str


class RecordView(Struct, frozen=True):
    """A service's record of a work: its own name of it, where to see it, the item as CSL-JSON, what the list has otherwise."""

    service: ServiceName
    id: str
    url: str | None
    item: dict[str, Any]
    differs: tuple[str, ...]


class AnswerView(Struct, frozen=True):
    """One thing that a finding rests on: what a service was asked, when it answered, with which HTTP status, and what."""

    service: ServiceName
    asked: str
    url: str | None
    time: datetime | None
    status: int | None
    value: str


class ReferenceView(Struct, frozen=True):
    """A reference: how its work was resolved, the record taken to be the work, and the fingerprints of its findings."""

    id: str
    resolution: Literal["found", "unsure", "absent", "failed", "not-asked"]
    record: RecordView | None
    findings: tuple[str, ...]


class ClaimView(Struct, frozen=True):
    """A claim: the ids that it cites, and the fingerprints of its findings."""

    id: str
    cites: tuple[str, ...]
    findings: tuple[str, ...]


class Checked(Struct, frozen=True):
    """How many subjects a step has, and how many of them were asked."""

    step: Step
    of: int
    asked: int


class StyleView(Struct, frozen=True):
    """How the article cites and how its list is written; `detected` names what was found and not set."""

    citations: CitationStyle | None
    references: ReferenceStyle | None
    detected: tuple[Literal["citations", "references"], ...]


class Summary(Struct, frozen=True):
    """The report in numbers. `silent` has the services that were not to be asked, and why; `retractions_of` is the table's day."""

    references: int
    claims: int
    errors: int
    warnings: int
    notes: int
    hidden: int
    unchecked: int
    checked: tuple[Checked, ...]
    silent: dict[ServiceName, str]
    retractions_of: datetime | None
    style: StyleView


class Document(Struct, frozen=True):
    """The whole report. What is not there is null."""

    version: int
    kzcheck: str
    partial: bool
    summary: Summary
    findings: tuple[FindingView, ...]
    hidden: tuple[HiddenView, ...]
    unchecked: tuple[Unchecked, ...]
    references: tuple[ReferenceView, ...]
    claims: tuple[ClaimView, ...]
    pages: tuple[dict[str, str | int | None], ...]


class ClaimCard(Struct, frozen=True):
    """Everything known about one claim."""

    version: int
    id: str
    text: str
    printed: str | None
    section: str | None
    paragraph: str | None
    at: At | None
    location: Location
    quotes: tuple[str, ...]
    cites: tuple[CitationView, ...]
    findings: tuple[FindingView, ...]
    unchecked: tuple[Unchecked, ...]


class CitationView(Struct, frozen=True):
    """One citation of a claim: the reference's id, the locator with its label, and the item if the list has it."""

    reference: str
    locator: str | None
    label: str | None
    item: dict[str, object] | None


class ReferenceCard(Struct, frozen=True):
    """Everything known about one reference: the item as CSL-JSON, the printed entry, the claims that cite it, its records.

    Where the resolution is `unsure`, the record is the nearest one, not surely of the work.
    """

    version: int
    id: str
    item: dict[str, object]
    printed: str | None
    location: Location
    cited_by: tuple[str, ...]
    resolution: Literal["found", "unsure", "absent", "failed", "not-asked"]
    records: tuple[RecordView, ...]
    findings: tuple[FindingView, ...]
    unchecked: tuple[Unchecked, ...]


def render(report: Report) -> str:
    """Return the report as JSON text."""
    return _text(document(report))


def claim_card(report: Report, claim: Claim) -> str:
    """Return everything known about one claim, as JSON text."""
    items = {reference.id: reference.item for reference in report.article.references}
    return _text(
        ClaimCard(
            version=VERSION,
            id=claim.id,
            text=claim.text,
            printed=claim.printed or None,
            section=claim.section or None,
            paragraph=claim.paragraph or None,
            at=claim.at,
            location=claim.location,
            quotes=claim.quotations,
            cites=tuple(
                CitationView(
                    one.reference,
                    one.locator or None,
                    one.label if one.locator else None,
                    to_json(items[one.reference]) if one.reference in items else None,
                )
                for one in claim.citations
            ),
            findings=tuple(view(finding, report) for finding in report.findings if finding.claim == claim.id),
            unchecked=tuple(one for one in report.unchecked if one.claim == claim.id),
        )
    )


def reference_card(report: Report, reference: Reference) -> str:
    """Return everything known about one reference, as JSON text."""
    outcome = report.outcomes.get(reference.id, Outcome("not-asked"))
    return _text(
        ReferenceCard(
            version=VERSION,
            id=reference.id,
            item=to_json(reference.item),
            printed=reference.printed or None,
            location=reference.location,
            cited_by=report.cited_by().get(reference.id, ()),
            resolution=outcome.state,
            records=tuple(map(_record, outcome.seen)),
            findings=tuple(view(finding, report) for finding in report.findings if finding.reference == reference.id),
            unchecked=tuple(one for one in report.unchecked if one.reference == reference.id),
        )
    )


def _text(value: Struct) -> str:
    text = msgspec.json.format(msgspec.json.encode(value).decode(), indent=2) + "\n"
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def document(report: Report) -> Document:
    """Return the report in JSON's shape."""
    article = report.article
    by_reference = _fingerprints((finding.reference, finding) for finding in report.findings)
    by_claim = _fingerprints((finding.claim, finding) for finding in report.findings)
    return Document(
        version=VERSION,
        kzcheck=report.kzcheck,
        partial=report.partial,
        summary=summary(report),
        findings=tuple(view(finding, report) for finding in report.findings),
        hidden=tuple(HiddenView(view(one.finding, report), one.ignore.location, one.ignore.reason) for one in report.hidden),
        unchecked=report.unchecked,
        references=tuple(_reference(one, report, tuple(by_reference.get(one.id, ()))) for one in article.references),
        claims=tuple(
            ClaimView(one.id, tuple(citation.reference for citation in one.citations), tuple(by_claim.get(one.id, ())))
            for one in article.claims
        ),
        pages=(),
    )


def summary(report: Report) -> Summary:
    """Return the report in numbers."""
    counts = Counter(finding.severity for finding in report.findings)
    style = report.article.style
    return Summary(
        references=len(report.article.references),
        claims=len(report.article.claims),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        hidden=len(report.hidden),
        unchecked=len(report.unchecked),
        checked=tuple(
            Checked(step, report.subjects[step], report.subjects[step] - report.missed.get(step, 0))
            for step in STEPS
            if step in report.subjects
        ),
        silent=report.evidence.silent,
        retractions_of=report.evidence.retractions.updated if report.evidence.retractions else None,
        style=StyleView(style.citations, style.references, style.detected),
    )


def view(finding: Finding, report: Report) -> FindingView:
    """Return one finding in JSON's shape."""
    problem = finding.problem
    return FindingView(
        code=finding.code,
        name=finding.name,
        severity=finding.severity.name.lower(),  # type: ignore[arg-type]
        message=finding.message,
        location=finding.location,
        claim=problem.claim,
        reference=problem.reference,
        excerpt=problem.excerpt,
        related=problem.related,
        fix=_fix(finding, report.article),
        evidence=_evidence(finding, report),
        fingerprint=finding.fingerprint,
    )


def _reference(reference: Reference, report: Report, findings: tuple[str, ...]) -> ReferenceView:
    outcome = report.outcomes.get(reference.id, Outcome("not-asked"))
    work = next(map(_record, outcome.seen), None) if outcome.state == "found" else None
    return ReferenceView(reference.id, outcome.state, work, findings)


def _record(seen: Seen) -> RecordView:
    record = seen.record
    return RecordView(record.service, record.id, record.url or None, to_json(record.item), tuple(map(spelling, seen.differs)))


def _evidence(finding: Finding, report: Report) -> tuple[AnswerView, ...]:
    """Return what services answered about the reference of a finding that rests on records."""
    needs = next((page.needs for page in report.rules if page.code == finding.code), ())
    resolution = report.evidence.resolutions.get(finding.reference or "")
    if resolution is None or not {"records", "retractions"} & set(needs):
        return ()
    return tuple(
        AnswerView(one.service, f"{one.by} {one.value}", one.url or None, one.time, one.status, _answer(one.answer))
        for one in resolution.asked
    )


def _answer(answer: Answer) -> str:
    if isinstance(answer, Found):
        return "found " + ", ".join(record.id for record in answer.records)
    return "absent" if isinstance(answer, Absent) else f"failed: {answer.reason}"


def _fix(finding: Finding, article: Article) -> Fix | None:
    if (fix := finding.problem.fix) is None:
        return None
    edits = (
        Edit(
            file=_file(edit.reference, edit.claim, article) or finding.location.file,
            field=".".join(spelling(part) for part in edit.field.split(".")),
            old=edit.old,
            new=edit.new,
            source=edit.source,
            reference=edit.reference,
            claim=edit.claim,
        )
        for edit in fix.edits
    )
    return Fix(fix.text, tuple(edits))


def _file(reference: str | None, claim: str | None, article: Article) -> str | None:
    """Return the file that holds the entries of a kind: all references stand in one file, all claims in another."""
    entries: tuple[Reference, ...] | tuple[Claim, ...] = (
        article.references if reference is not None else article.claims if claim else ()
    )
    return entries[0].location.file if entries else None


def _fingerprints(pairs: Iterable[tuple[str | None, Finding]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for subject, finding in pairs:
        if subject is not None:
            found.setdefault(subject, []).append(finding.fingerprint)
    return found

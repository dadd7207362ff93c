"""JSON, version 2: the report for programs. Its shape is documented in `schemas/report.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import asdict

from kzcheck.csl import spelling, to_json
from kzcheck.evidence import Absent, Answer, Found, visible, worded
from kzcheck.finding import Finding, PageOutcome, Report, SeenRecord, Severity
from kzcheck.formats.compared import still_to_read
from kzcheck.formats.json_shapes import (
    AnswerView,
    Checked,
    CitationView,
    ClaimCard,
    ClaimView,
    Document,
    Edit,
    FindingView,
    Fix,
    HiddenView,
    HopView,
    MementoView,
    PageView,
    RecordView,
    ReferenceCard,
    ReferenceView,
    StyleView,
    Summary,
    TextView,
    UncheckedView,
)
from kzcheck.formats.view import View, severities
from kzcheck.identifiers import find_urls
from kzcheck.steps import STEPS
from kzcheck.texts import NoText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.evidence import Unchecked
    from kzcheck.finding import RulePage
    from kzcheck.texts import TextState

VERSION = 2
"""In version 1 fingerprints were made of the words of messages."""


def render(report: Report) -> str:
    """Return the report as JSON text."""
    return written(document(report))


def rule_pages(pages: Sequence[RulePage]) -> str:
    """Return the pages of rules as JSON text: an object for each, with the fields of `RulePage`."""
    words = ({"severity": str(page.severity), "confidence": page.confidence.name.lower()} for page in pages)
    return written([asdict(page) | word for page, word in zip(pages, words, strict=True)])


def claim_card(report: Report, claim: Claim) -> str:
    """Return everything known about one claim, as JSON text."""
    view = View(report)
    return written(
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
            credits=report.credited.get(claim.id, claim.attributed_to),
            works=report.meant.get(claim.id, claim.works),
            cites=tuple(
                CitationView(
                    citation.name,
                    citation.locator or None,
                    citation.label if citation.locator else None,
                    to_json(view.references[citation.reference].item) if citation.reference in view.references else None,
                )
                for citation in claim.citations
            ),
            pages=_pages((url.value for url in find_urls(claim.text)), report),
            findings=tuple(_finding(finding, report) for finding in view.findings if finding.claim == claim.id),
            unchecked=tuple(_unchecked(item) for item in report.unchecked if item.claim == claim.id),
            texts=_texts(report, dict.fromkeys(citation.reference for citation in claim.citations)),
            comparisons=report.evidence.comparisons.get(claim.id, ()),
            still_to_read=tuple(still_to_read(report, claim)),
        )
    )


def reference_card(report: Report, reference: Reference) -> str:
    """Return everything known about one reference, as JSON text."""
    view = View(report)
    outcome = view.outcome(reference.id)
    return written(
        ReferenceCard(
            version=VERSION,
            id=reference.id,
            item=to_json(reference.item),
            printed=reference.printed or None,
            location=reference.location,
            cited_by=view.cited_by.get(reference.id, ()),
            resolution=outcome.state,
            records=tuple(map(_record, outcome.seen)),
            pages=_pages(reference.urls.values(), report),
            findings=tuple(_finding(finding, report) for finding in view.findings if finding.reference == reference.id),
            unchecked=tuple(_unchecked(item) for item in report.unchecked if item.reference == reference.id),
            doubtful=_doubtful(reference),
        )
    )


def _unchecked(item: Unchecked) -> UncheckedView:
    return UncheckedView(item.step, item.codes, item.reason, item.reference, item.claim, item.url)


def written(value: object) -> str:
    """Return a value as JSON text, in which nothing is invisible."""
    return visible(msgspec.json.format(msgspec.json.encode(value).decode(), indent=2)) + "\n"


def document(report: Report) -> Document:
    """Return the report in JSON's shape."""
    view, article = View(report), report.article
    by_reference = _fingerprints((finding.reference, finding) for finding in view.findings)
    by_claim = _fingerprints((finding.claim, finding) for finding in view.findings)
    return Document(
        version=VERSION,
        kzcheck=report.kzcheck,
        partial=report.partial,
        rules=tuple(sorted(page.code for page in report.rules)),
        summary=summary(view),
        findings=tuple(_finding(finding, report) for finding in view.findings),
        hidden=tuple(
            HiddenView(_finding(hidden.finding, report), hidden.ignore.location, hidden.ignore.reason) for hidden in report.hidden
        ),
        unchecked=tuple(map(_unchecked, report.unchecked)),
        references=tuple(
            _reference(reference, view, tuple(by_reference.get(reference.id, ()))) for reference in article.references
        ),
        claims=tuple(
            ClaimView(
                claim.id,
                tuple(citation.name for citation in claim.citations),
                tuple(by_claim.get(claim.id, ())),
                report.evidence.comparisons.get(claim.id, ()),
            )
            for claim in article.claims
        ),
        pages=_pages(report.pages, report),
        faults=report.faults,
        texts=_texts(report, view.references),
    )


def summary(view: View) -> Summary:
    """Return the report in numbers; what was not checked is counted as that, and not among the notes."""
    report, counts = view.report, severities(view.findings)
    style = report.style
    return Summary(
        references=len(report.article.references),
        claims=len(report.article.claims),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        known=sum(finding.known for finding in view.findings),
        hidden=len(report.hidden),
        unchecked=len(report.unchecked),
        gathered=report.evidence.gathered,
        checked=tuple(
            Checked(step, report.subjects[step], report.subjects[step] - report.missed.get(step, 0))
            for step in STEPS
            if step in report.subjects
        ),
        silent={name: str(reason) for name, reason in report.evidence.silent.items()},
        mirrors=report.evidence.mirrors,
        index=report.evidence.index,
        retractions=report.evidence.retractions,
        style=StyleView(style.citations, style.references, style.detected),
        profile=report.profile or None,
    )


def _finding(finding: Finding, report: Report) -> FindingView:
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
        known=finding.known,
    )


def _reference(reference: Reference, view: View, findings: tuple[str, ...]) -> ReferenceView:
    outcome = view.outcome(reference.id)
    work = next(map(_record, outcome.seen), None) if outcome.state == "found" else None
    return ReferenceView(reference.id, outcome.state, work, findings, _doubtful(reference))


def _doubtful(reference: Reference) -> tuple[str, ...]:
    return tuple(map(spelling, reference.doubtful))


def _record(seen: SeenRecord) -> RecordView:
    record = seen.record
    return RecordView(record.service, record.id, record.url or None, to_json(record.item), tuple(map(spelling, seen.differs)))


def _pages(urls: Iterable[str], report: Report) -> tuple[PageView, ...]:
    return tuple(_page(url, report.pages[url]) for url in dict.fromkeys(urls) if url in report.pages)


def _page(url: str, page: PageOutcome) -> PageView:
    return PageView(
        url=url,
        state=page.state,
        kind=page.kind or None,
        cause=page.cause or None,
        status=page.status,
        final_url=page.final or None,
        hops=tuple(HopView(hop.url, hop.status) for hop in page.hops),
        title=page.title or None,
        titles=page.titles,
        layer=page.layer or None,
        seen=page.seen,
        since=page.since,
        archived=MementoView(page.archived.url, page.archived.time) if page.archived else None,
    )


def _texts(report: Report, references: Iterable[str]) -> tuple[TextView, ...]:
    """Return what became of the texts of these references, as far as they were sought."""
    return tuple(text_view(name, report.evidence.texts[name]) for name in references if name in report.evidence.texts)


def text_view(reference: str, state: TextState) -> TextView:
    """Return what became of the text of a reference."""
    if isinstance(state, NoText):
        return TextView(reference, None, None, None, None, None, None, (), None, tuple(map(worded, state.reasons)))
    return TextView(
        reference=reference,
        origin=state.origin,
        where=state.where,
        sha256=state.sha256,
        words=state.words,
        passages=state.passages,
        pages=state.pages or None,
        printed=state.printed,
        language=state.language or None,
        reasons=(),
    )


def _evidence(finding: Finding, report: Report) -> tuple[AnswerView, ...]:
    """Return what services answered about the reference of a finding that rests on records."""
    needs = next((page.needs for page in report.rules if page.code == finding.code), ())
    resolution = report.evidence.resolutions.get(finding.reference or "")
    if resolution is None or not any(STEPS[step].unit == "reference" for step in needs):
        return ()
    return tuple(
        AnswerView(asked.service, f"{asked.by} {asked.value}", asked.url or None, asked.time, asked.status, _answer(asked.answer))
        for asked in resolution.asked
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
    return Fix(str(fix), tuple(edits))


def _file(reference: str | None, claim: str | None, article: Article) -> str | None:
    """Return the file that holds the entries of a kind: all references stand in one file, all claims in another."""
    entries: tuple[Reference, ...] | tuple[Claim, ...] = (
        article.references if reference is not None else article.claims if claim else ()
    )
    return entries[0].location.file if entries else None


def _fingerprints(pairs: Iterable[tuple[str | None, Finding]]) -> dict[str, list[str]]:
    fingerprints: dict[str, list[str]] = {}
    for subject, finding in pairs:
        if subject is not None:
            fingerprints.setdefault(subject, []).append(finding.fingerprint)
    return fingerprints

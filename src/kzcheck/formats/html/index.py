"""All that a report holds, sorted once by the claim or the reference that it is about: no card searches the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Outcome, Severity
from kzcheck.formats import records
from kzcheck.formats.html import links
from kzcheck.formats.html.anchors import anchor
from kzcheck.formats.html.findings import Mark, marks, worst_first
from kzcheck.formats.naming import short, subjects_at, who
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from kzcheck.article import Location, Reference
    from kzcheck.evidence import Step, Unchecked
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.naming import Subject

LONGEST_REASON = 300
"""Characters of a reason for which something was not checked."""
LONGEST_TITLE = 200
"""Characters of a title in the line that stands for a work."""


class State(Struct, frozen=True):
    """What became of a record or a link, in a word; it is filtered by its `value`."""

    value: str
    text: str


class Brief(Struct, frozen=True):
    """A reference in one line: its anchor, id, names and title, what was found on it, what became of its record and its links.

    `short` is what a reader knows it by: the first author and the year or, where it names nobody, its title.
    """

    anchor: str
    id: str
    who: str
    short: str
    title: str
    marks: tuple[Mark, ...]
    record: State
    links: tuple[State, ...]
    serious: bool


class Index(Struct, frozen=True):
    """What was found, by its subject. A finding on a claim counts there alone; `elsewhere` has it by the reference that it names.

    `subjects` stand at the places of the files. `references` are known by their ids, the first of several with one id. `files` is
    what was found on neither. `nowhere` has the steps that were made for nothing at all, with the one reason: that is said once,
    and of no card again.
    """

    of_claim: dict[str, list[Finding]]
    of_reference: dict[str, list[Finding]]
    elsewhere: dict[str, list[Finding]]
    files: list[Finding]
    unchecked_of_claim: dict[str, list[Unchecked]]
    unchecked_of_reference: dict[str, list[Unchecked]]
    nowhere: dict[Step, str]
    claims: frozenset[str]
    subjects: Mapping[Location, Subject]
    references: dict[str, Brief]
    cited_by: dict[str, tuple[str, ...]]


def index(report: Report) -> Index:
    """Return what a report knows, by its subject."""
    claims = frozenset(claim.id for claim in report.article.claims)
    references = {reference.id for reference in report.article.references}
    found = Index({}, {}, {}, [], {}, {}, nowhere(report), claims, subjects_at(report.article), {}, report.cited_by())
    for finding in worst_first(report.findings):
        if finding.claim in claims:
            found.of_claim.setdefault(finding.claim or "", []).append(finding)
            if finding.reference in references:
                found.elsewhere.setdefault(finding.reference or "", []).append(finding)
        elif finding.reference in references:
            found.of_reference.setdefault(finding.reference or "", []).append(finding)
        else:
            found.files.append(finding)
    for one in report.unchecked:
        of = found.unchecked_of_claim if one.claim is not None else found.unchecked_of_reference
        of.setdefault(one.claim or one.reference or "", []).append(one)
    for reference in report.article.references:
        if reference.id not in found.references:
            findings = found.of_reference.get(reference.id, ())
            found.references[reference.id] = brief(reference, anchor("ref", reference.id), findings, report)
    return found


def nowhere(report: Report) -> dict[Step, str]:
    """Return the steps that were made for no subject, each with the reason, where that is one and the same."""
    reasons: dict[Step, set[str]] = {}
    for one in report.unchecked:
        reasons.setdefault(one.step, set()).add(one.reason)
    return {
        step: clean(some.pop(), LONGEST_REASON)
        for step, some in reasons.items()
        if len(some) == 1 and 0 < report.subjects.get(step, 0) <= report.missed.get(step, 0)
    }


def brief(reference: Reference, place: str, findings: Iterable[Finding], report: Report) -> Brief:
    """Return a reference in one line."""
    findings = list(findings)
    item = reference.item
    state = report.outcomes.get(reference.id, Outcome("not-asked")).state
    visited = [report.pages[url].state if url in report.pages else links.UNSEEN for url in reference.urls.values()]
    return Brief(
        anchor=place,
        id=clean(reference.id),
        who=who(reference),
        short=short(reference),
        title=clean(item.title or item.container_title or item.url or reference.printed, LONGEST_TITLE),
        marks=marks(findings),
        record=State(state, f"record: {records.WORDS[state]}"),
        links=tuple(State(one, f"link: {links.WORDS.get(one, one)}") for one in dict.fromkeys(visited)),
        serious=any(one.severity > Severity.NOTE and not one.known for one in findings),
    )


def not_checked(unchecked: Iterable[Unchecked], nowhere: Container[str]) -> tuple[str, ...]:
    """Return what was not checked about some subject, a line a reason: "records, links: the audit was run offline"."""
    steps: dict[str, dict[str, None]] = {}
    for one in unchecked:
        if one.step in nowhere:
            continue
        steps.setdefault(clean(one.reason, LONGEST_REASON), {})[one.step] = None
    return tuple(f"{', '.join(some)}: {reason}" for reason, some in steps.items())


def subject(finding: Finding, index: Index) -> tuple[str, str]:
    """Return the anchor of the card on which a finding stands, and what that card is about."""
    if finding.claim in index.claims:
        return anchor("claim", finding.claim or ""), f"claim {clean(finding.claim or '')}"
    if finding.reference in index.references:
        one = index.references[finding.reference or ""]
        return one.anchor, f"[{one.id}] {one.short}".strip()
    return "files", clean(finding.claim or finding.reference or "") or "the files"

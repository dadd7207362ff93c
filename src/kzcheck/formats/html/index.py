"""What the whole page looks up: each reference in one line, and what was checked of nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.html.attributes import anchor
from kzcheck.formats.html.findings import Mark, marks, worst_first
from kzcheck.formats.links import states
from kzcheck.formats.naming import short, who
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from kzcheck.article import Reference
    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.naming import Subject
    from kzcheck.formats.view import View
    from kzcheck.steps import StepName

LONGEST_REASON = 300
"""Characters of a reason for which something was not checked."""
LONGEST_TITLE = 200
"""Characters of a title in the line that stands for a work."""


class Brief(Struct, frozen=True):
    """A reference in one line: its anchor, id, names and title, its findings, what became of its record and its links.

    `short` is what a reader knows it by: the first author and the year or, where it names nobody, its title.
    """

    anchor: str
    id: str
    who: str
    short: str
    title: str
    marks: tuple[Mark, ...]
    record: str
    links: tuple[str, ...]
    serious: bool


class Index(Struct, frozen=True):
    """A report with what cards look up in it: the references by their ids, of several with one id the first.

    `nowhere` has the steps that were made for nothing at all, with the one reason: that is said once, and of no card again.
    """

    view: View
    references: dict[str, Brief]
    nowhere: dict[StepName, str]

    def findings(self, subject: Subject | None) -> list[Finding]:
        """Return the findings on a claim or a reference, or else on the files, in the order of a card."""
        return worst_first(self.view.by_subject.get(subject, ()))

    def not_checked(self, subject: Subject) -> tuple[str, ...]:
        """Return what was not checked about a claim or a reference alone, a line a reason."""
        return not_checked(self.view.unchecked.get(subject, ()), self.nowhere)


def index(view: View) -> Index:
    """Return what the page looks up in a report."""
    references: dict[str, Brief] = {}
    for reference in view.article.references:
        if reference.id not in references:
            references[reference.id] = _brief(reference, view)
    return Index(view, references, _nowhere(view.report))


def _nowhere(report: Report) -> dict[StepName, str]:
    """Return the steps that were made for no subject, each with the reason, where that is one and the same."""
    reasons: dict[StepName, set[str]] = {}
    for item in report.unchecked:
        reasons.setdefault(item.step, set()).add(item.reason)
    return {
        step: clean(some.pop(), LONGEST_REASON)
        for step, some in reasons.items()
        if len(some) == 1 and 0 < report.subjects.get(step, 0) <= report.missed.get(step, 0)
    }


def _brief(reference: Reference, view: View) -> Brief:
    findings = view.by_subject.get(("reference", reference.id), ())
    item = reference.item
    return Brief(
        anchor=anchor("ref", reference.id),
        id=clean(reference.id),
        who=who(reference),
        short=short(reference),
        title=clean(item.title or item.container_title or item.url or reference.printed, LONGEST_TITLE),
        marks=marks(findings),
        record=view.outcome(reference.id).state,
        links=states(view.report, reference),
        serious=any(finding.severity > Severity.NOTE and not finding.known for finding in findings),
    )


def not_checked(unchecked: Iterable[Unchecked], nowhere: Container[str]) -> tuple[str, ...]:
    """Return what was not checked about some subject, a line a reason: "records, links: the audit was run offline"."""
    steps: dict[str, dict[str, None]] = {}
    for item in unchecked:
        if item.step not in nowhere:
            steps.setdefault(clean(item.reason, LONGEST_REASON), {})[item.step] = None
    return tuple(f"{', '.join(some)}: {reason}" for reason, some in steps.items())


def subject(finding: Finding, index: Index) -> tuple[str, str]:
    """Return the anchor of the card on which a finding stands, and what that card is about."""
    match index.view.subject(finding):
        case "claim", name:
            return anchor("claim", name), f"claim {clean(name)}"
        case "reference", name:
            brief = index.references[name]
            return brief.anchor, f"[{brief.id}] {brief.short}".strip()
        case _:
            return "files", clean(finding.claim or finding.reference or "") or "the files"

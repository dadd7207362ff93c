"""Everything known about one claim or one reference, on one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.article import ARCHIVED
from kzcheck.csl import spelling
from kzcheck.evidence import STEPS, Resolution
from kzcheck.finding import NOT_CHECKED, Outcome, Severity
from kzcheck.formats.checked import sources
from kzcheck.formats.naming import LONGEST_MESSAGE, label, manuscript, said, subjects_at, who
from kzcheck.formats.pages import STATES as PAGES
from kzcheck.formats.records import FIELDS, STATES
from kzcheck.formats.terminal.pages import STYLES, link
from kzcheck.formats.terminal.parts import (
    COLOURS,
    body,
    console,
    finding_block,
    hang,
    heading,
    text_of,
)
from kzcheck.formats.terminal.records import asked, notices, side_by_side, work
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from kzcheck.article import Claim, Reference
    from kzcheck.evidence import Step, Unchecked
    from kzcheck.finding import Finding, Report

NOTICES = "WORK42"
"""The rules on retractions and their like: what they say above a note opens a card."""

OF_ALONE: dict[str, tuple[Step, ...]] = {"found": ("retractions",), "not-asked": ("records",)}
"""What is said to be open about a work that was looked up by itself: the rest follows from what became of it."""
HINTS = {
    "absent": "look for a slip in it, or give the whole reference as it is printed",
    "unsure": "compare it with the work itself, or look the identifier up",
    "failed": "ask again later: answers that came are kept",
}


def claim_card(report: Report, claim: Claim, *, width: int = 80, colour: bool = False) -> str:
    """Return the card of a claim: its words, what it quotes and cites, what was found, what was not checked."""
    out = console(width, colour=colour)
    place = manuscript(claim.at)
    out.print(Text(f"claim {clean(claim.id)}", style="bold") + Text(f"  {clean(str(claim.location))}", style="dim"))
    section = " · ".join(
        part for part in (clean(claim.section), f"paragraph {clean(claim.paragraph)}" if claim.paragraph else "", place) if part
    )
    if section:
        out.print(Text(section, style="dim"))
    if claim.printed:
        _field(out, "printed", claim.printed)
    _field(out, "text", claim.text)
    for words in claim.quotations:
        _field(out, "quotes", f"“{words}”")
    for name in claim.attributed_to:
        _field(out, "credits", name)
    for named in claim.works:
        _field(out, "names", named)
    references = {reference.id: reference for reference in report.article.references}
    out.print()
    out.print(heading("Cites" if claim.citations else "Cites nothing"))
    told: set[str] = set()
    for citation in claim.citations:
        cited = references.get(citation.reference)
        locator = f", {citation.label} {citation.locator}" if citation.locator else ""
        text = label(cited) if cited else "no such reference in the list"
        hang(out, Text.assemble((f"[{clean(citation.reference)}{clean(locator)}] ", "bold"), text))
        if citation.reference not in told:
            told.add(citation.reference)
            _of_cited(out, report, citation.reference, cited)
    own = [finding for finding in report.findings if finding.claim == claim.id and finding.code != NOT_CHECKED]
    elsewhere = any(_is_of(finding, name) for finding in report.findings for name in told)
    out.print()
    out.print(heading("Findings" if own else f"No findings{' on the claim itself' if elsewhere else ''}"))
    _findings(out, own, report)
    _unchecked(out, (one for one in report.unchecked if one.claim == claim.id))
    _sources(out, report)
    return text_of(out)


def _of_cited(out: Console, report: Report, reference: str, cited: Reference | None) -> None:
    """Print in a line each what was found about a reference that a claim cites, and what is not known of its work or its links."""
    for finding in sorted(report.findings, key=lambda one: -one.severity):
        if _is_of(finding, reference):
            line = Text.assemble((str(finding.severity), COLOURS[finding.severity]), (f" {finding.code} {said(finding)}", "dim"))
            body(out, line, 4)
    state = report.outcomes.get(reference, Outcome("found")).state
    if state != "found":
        body(out, Text(f"its record: {STATES[state]}", style="yellow" if state == "failed" else "dim"), 4)
    visited = (report.pages[url].state for url in (cited.urls.values() if cited else ()) if url in report.pages)
    for page in dict.fromkeys(visited):
        if page != "ok":
            body(out, Text(f"its link: {PAGES.get(page, page)}", style=STYLES.get(page, "dim")), 4)


def _is_of(finding: Finding, reference: str) -> bool:
    """Whether a finding is about a reference, not about a claim that cites it."""
    return finding.reference == reference and finding.claim is None and finding.code != NOT_CHECKED


def reference_card(report: Report, reference: Reference, *, alone: bool = False, width: int = 80, colour: bool = False) -> str:
    """Return the card of a reference: its entry beside its records, who was asked, who cites it, what was found, what not checked.

    One that was looked up `alone` stands in no list: its record is shown first.
    """
    out = console(width, colour=colour)
    findings = [finding for finding in report.findings if finding.reference == reference.id and finding.code != NOT_CHECKED]
    for finding in findings:
        if finding.code.startswith(NOTICES) and finding.severity > Severity.NOTE:
            hang(out, Text(f"! This work {said(finding)}", style=COLOURS[Severity.ERROR]))
            out.print()
    outcome = report.outcomes.get(reference.id, Outcome("not-asked"))
    resolution = report.evidence.resolutions.get(reference.id, Resolution())
    if alone and outcome.seen:
        work(out, outcome, reference.printed)
    else:
        _entry(out, reference, outcome, alone=alone)
    notices(out, outcome, resolution)
    if resolution.asked:
        out.print()
        asked(out, resolution, outcome.seen, report.evidence.gathered)
    for field, url in reference.urls.items():
        if url in report.pages:
            link(out, "Archived copy" if field == ARCHIVED else "Link", url, report.pages[url])
    if not alone and report.article.has_claims:
        _citing(out, report, reference)
    if findings or not alone:
        out.print()
        out.print(heading("Findings" if findings else "No findings"))
    _findings(out, findings, report, alone=alone, named=True)
    steps = OF_ALONE.get(outcome.state, ()) if alone else STEPS
    _unchecked(out, (one for one in report.unchecked if one.reference == reference.id and one.step in steps))
    _sources(out, report)
    if alone and outcome.state in HINTS:
        out.print()
        hang(out, Text(HINTS[outcome.state], style="dim"))
    return text_of(out)


def _citing(out: Console, report: Report, reference: Reference) -> None:
    claims = {claim.id: claim for claim in report.article.claims}
    citing = report.cited_by().get(reference.id, ())
    out.print()
    out.print(heading("Cited by" if citing else "Cited by no claim"))
    for key in citing:
        hang(out, Text.assemble((f"{clean(key)} ", "bold"), clean(claims[key].text)))


def _entry(out: Console, reference: Reference, outcome: Outcome, *, alone: bool) -> None:
    """Print an entry, beside its records where there are any; one that was looked up `alone` has no place in a file."""
    place = "" if alone else f"  {clean(str(reference.location))}"
    name = f"reference [{clean(reference.id)}] {who(reference)}" if not alone else clean(reference.printed or reference.id)
    hang(out, Text.assemble((name.rstrip(), "bold"), (place, "dim")))
    if reference.printed and not alone:
        _field(out, "printed", reference.printed)
    item, compared = reference.item, set(FIELDS) if outcome.seen or alone else set()
    roles: dict[str, list[str]] = {}
    for role, _, person in item.names():
        roles.setdefault(role, []).append(str(person))
    texts = (*((role, "; ".join(names)) for role, names in roles.items()), *item.texts())
    for field, text in (("type", item.type), *texts, *((field, str(date)) for field, date in item.dates())):
        if field not in compared:
            _field(out, spelling(field), text)
    out.print()
    if outcome.seen:
        side_by_side(out, item, outcome)
    else:
        hang(out, Text.assemble(heading("Records"), f"  {STATES[outcome.state]}"))


def _findings(out: Console, findings: Iterable[Finding], report: Report, *, alone: bool = False, named: bool = False) -> None:
    """Print findings, the worst first: about a work `alone` without a place in a file; claims are `named` on another's card."""
    places, subjects = {claim.id: claim.at for claim in report.article.claims}, subjects_at(report.article)
    for finding in sorted(findings, key=lambda one: -one.severity):
        at = places.get(finding.claim or "")
        finding_block(out, finding, at, subjects, placed=not alone, subject=(finding.claim or "") if named else "")


def _unchecked(out: Console, unchecked: Iterable[Unchecked]) -> None:
    for number, one in enumerate(unchecked):
        if not number:
            out.print()
            out.print(heading("Not checked"))
        hang(out, Text.assemble(f"{one.step}: ", (clean(one.reason, LONGEST_MESSAGE), "yellow")))


def _sources(out: Console, report: Report) -> None:
    for line in (line for step in STEPS for line in sources(report, step)):
        hang(out, Text(line, style="dim"))


def _field(out: Console, name: str, value: str) -> None:
    if value:
        hang(out, Text.assemble((f"{name}: ", "dim"), clean(value)))

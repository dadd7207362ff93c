"""Everything known about one claim or one reference, on one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.table import Column, Table
from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats import links
from kzcheck.formats.checked import sources
from kzcheck.formats.naming import LONGEST_MESSAGE, is_spot, label, located, manuscript, place, said, severity, who
from kzcheck.formats.records import FIELDS, STATES
from kzcheck.formats.records import label as field_label
from kzcheck.formats.terminal.compared import of_claim, reading, source
from kzcheck.formats.terminal.parts import COLOURS, LINK_STYLES, body, console, finding_block, hang, heading, text_of
from kzcheck.formats.terminal.records import known, record, side_by_side
from kzcheck.formats.text import clean
from kzcheck.formats.view import View
from kzcheck.steps import STEPS
from kzcheck.wording import template, written

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from rich.console import Console

    from kzcheck.article import Claim, Reference
    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Finding, Report, WorkOutcome

NOTICES = "WORK42"
"""The rules on retractions and their like: what they say above a note opens a card."""

HINTS = {
    "absent": template("check it for a typing error, or give the whole reference as printed"),
    "unsure": template("compare it with the work itself, or look the identifier up"),
    "failed": template("try again later: answers received are kept"),
}


def claim_card(report: Report, claim: Claim, *, alone: bool = False, width: int = 80, colour: bool = False) -> str:
    """Return the card of a claim: its words, what it cites, what is in these texts, what was found, not checked, still to read.

    One `alone` is in no article, and is compared with one text.
    """
    out, view = console(width, colour=colour), View(report)
    if alone:
        _field(out, written("text"), claim.text)
        source(out, view)
    else:
        _head(out, view, claim)
        _cited(out, view, claim)
    of_claim(out, view, claim)
    own = view.by_subject.get(("claim", claim.id), [])
    if alone:
        own = [replace(finding, problem=replace(finding.problem, related=())) for finding in own]
    elsewhere = any(_is_of(finding, citation.reference) for finding in view.findings for citation in claim.citations)
    out.print()
    nothing = written("No findings on the claim itself" if elsewhere else "No findings")
    out.print(heading(written("Findings") if own else nothing))
    _findings(out, own, view, alone=alone)
    _unchecked(out, (item for item in report.unchecked if item.claim == claim.id))
    _sources(out, report)
    reading(out, view, claim)
    return text_of(out)


def _head(out: Console, view: View, claim: Claim) -> None:
    """Print where a claim is, its words, and what it quotes and names."""
    report = view.report
    at = "" if report.article.document else manuscript(claim.at)
    name = "" if claim.numbered else written("claim {id}", {"id": clean(claim.id)})
    where = place(report, claim.location)
    out.print(Text.assemble((name, "bold"), (f"  {where}", "dim")) if name else Text(where, style="bold"))
    paragraph = written("paragraph {number}", {"number": clean(claim.paragraph)}) if claim.paragraph else ""
    section = " · ".join(part for part in (clean(claim.section), paragraph, at) if part)
    if section and not is_spot(report, claim.location):
        out.print(Text(section, style="dim"))
    if claim.printed != claim.text:
        _field(out, written("printed"), claim.printed)
    _field(out, written("text"), claim.text)
    for words in claim.quotations:
        _field(out, written("quotes"), written("“{words}”", {"words": words}))
    for name in report.credited.get(claim.id, claim.attributed_to) or (written("no name recognised"),):
        _field(out, written("source named"), name)
    for work in report.meant.get(claim.id, claim.works):
        _field(out, written("work named"), work)


def _cited(out: Console, view: View, claim: Claim) -> None:
    """Print what a claim cites."""
    out.print()
    out.print(heading(written("Cites" if claim.citations else "Cites nothing")))
    cited_before: set[str] = set()
    for citation in claim.citations:
        cited = view.references.get(citation.reference)
        locator = f", {located(citation)}" if citation.locator else ""
        text = label(cited) if cited else written("no such reference in the list")
        hang(out, Text.assemble((f"[{clean(citation.name)}{locator}] ", "bold"), text))
        if citation.reference not in cited_before:
            cited_before.add(citation.reference)
            _of_cited(out, view, citation.reference, cited)


def _of_cited(out: Console, view: View, reference: str, cited: Reference | None) -> None:
    """Print in a line each what was found about a reference that a claim cites, and what is not known of its work or its links."""
    for finding in sorted(view.findings, key=lambda finding: -finding.severity):
        if _is_of(finding, reference):
            line = Text.assemble((severity(finding), COLOURS[finding.severity]), (f" {finding.code} {said(finding)}", "dim"))
            body(out, line, 4)
    state = view.report.outcomes[reference].state if reference in view.report.outcomes else "found"
    if state != "found":
        body(
            out,
            Text(written("its record: {state}", {"state": written(STATES[state])}), style="yellow" if state == "failed" else "dim"),
            4,
        )
    for page in links.states(view.report, cited) if cited else ():
        if page not in {"ok", links.UNSEEN}:
            body(
                out,
                Text(written("its link: {state}", {"state": written(links.STATES[page])}), style=LINK_STYLES.get(page, "dim")),
                4,
            )


def _is_of(finding: Finding, reference: str) -> bool:
    """Whether a finding is about a reference, not about a claim that cites it."""
    return finding.reference == reference and finding.claim is None


def reference_card(report: Report, reference: Reference, *, alone: bool = False, width: int = 80, colour: bool = False) -> str:
    """Return the card of a reference: its entry beside its records, who was asked, who cites it, what was found, what not checked.

    One that was looked up `alone` stands in no list: its record is shown first.
    """
    out, view = console(width, colour=colour), View(report)
    findings = [finding for finding in view.findings if finding.reference == reference.id]
    for finding in findings:
        if finding.code.startswith(NOTICES) and finding.severity > Severity.NOTE:
            hang(out, Text(f"! {written('This work {message}', {'message': said(finding)})}", style=COLOURS[Severity.ERROR]))
            out.print()
    outcome = view.outcome(reference.id)
    if alone and outcome.seen:
        if reference.printed:
            hang(out, Text(clean(reference.printed), style="bold"))
            _fields(out, reference)
            out.print()
        record(out, outcome, reference.printed)
    else:
        _entry(out, report, reference, outcome, alone=alone)
    known(out, reference, view)
    for link in links.links(report, reference):
        if link.state != links.UNSEEN:
            _link(out, link)
    if not alone and report.article.has_claims:
        _citing(out, view, reference)
    if findings or not alone:
        out.print()
        out.print(heading(written("Findings" if findings else "No findings")))
    _findings(out, findings, view, alone=alone, named=True)
    steps = [name for name, step in STEPS.items() if not alone or step.told_of == outcome.state]
    _unchecked(out, (item for item in report.unchecked if item.reference == reference.id and item.step in steps))
    _sources(out, report)
    if alone and outcome.state in HINTS:
        out.print()
        hang(out, Text(written(HINTS[outcome.state]), style="dim"))
    return text_of(out)


def _link(out: Console, link: links.Link) -> None:
    """Print what became of a URL: where it leads, how, and where a copy is."""
    out.print()
    out.print(heading(written("Archived copy" if link.is_copy else "Link")))
    hang(out, Text(clean(link.url), style="dim"))
    leads = written("{leads}, since {day}", {"leads": link.leads, "day": link.since}) if link.since else link.leads
    hang(out, Text(f"{leads}{link.cause}", style=LINK_STYLES.get(link.state, "")))
    if link.title:
        hang(out, Text(written("its title: {title}", {"title": link.title})))
    if link.hops:
        way = Table.grid(Column(style="dim", no_wrap=True), Column(style="dim", overflow="fold"), padding=(0, 2, 0, 0))
        for hop in link.hops[: len(link.hops) - link.more_hops]:
            way.add_row(Text(str(hop.status or written("no answer"))), Text(clean(hop.url)))
        if link.more_hops:
            way.add_row("", Text(written("and {count:,} more", {"count": link.more_hops})))
        body(out, way, 2)
    if link.archived:
        hang(out, Text(f"{written('archived on {day:%Y-%m-%d}', {'day': link.archived.time})}: {clean(link.archived.url)}"))


def _citing(out: Console, view: View, reference: Reference) -> None:
    citing = view.cited_by.get(reference.id, ())
    out.print()
    out.print(heading(written("Cited by" if citing else "Cited by no claim")))
    for key in citing:
        own = place(view.report, view.claims[key].location) if view.is_numbered(key) else clean(key)
        hang(out, Text.assemble((f"{own} ", "bold"), clean(view.claims[key].text)))


def _entry(out: Console, report: Report, reference: Reference, outcome: WorkOutcome, *, alone: bool) -> None:
    """Print an entry, beside its records where there are any; one that was looked up `alone` has no place in a file."""
    where = "" if alone else f"  {place(report, reference.location)}"
    own = written("reference {id}", {"id": f"[{clean(reference.id)}]"})
    name = f"{own} {who(reference)}" if not alone else clean(reference.printed or reference.id)
    hang(out, Text.assemble((name.rstrip(), "bold"), (where, "dim")))
    if reference.printed and not alone:
        _field(out, written("printed"), reference.printed)
    _fields(out, reference, set(FIELDS) if outcome.seen or (not reference.printed and alone) else ())
    out.print()
    if outcome.seen:
        side_by_side(out, reference.item, outcome)
    else:
        hang(out, Text.assemble(heading(written("Records")), f"  {written(STATES[outcome.state])}"))


def _fields(out: Console, reference: Reference, without: Container[str] = ()) -> None:
    """Print the fields of an entry."""
    item = reference.item
    roles: dict[str, list[str]] = {}
    for role, _, person in item.names():
        roles.setdefault(role, []).append(str(person))
    texts = (*((role, "; ".join(names)) for role, names in roles.items()), *item.texts())
    for field, text in (("type", item.type), *texts, *((field, str(date)) for field, date in item.dates())):
        if field not in without:
            _field(out, field_label(field), text)


def _findings(out: Console, findings: Iterable[Finding], view: View, *, alone: bool = False, named: bool = False) -> None:
    """Print findings, the worst first: about a work `alone` without a place in a file; claims are `named` on another's card."""
    for finding in sorted(findings, key=lambda finding: -finding.severity):
        subject = view.about(finding) if named and finding.claim is not None else ""
        finding_block(out, finding, view, placed=not alone, subject=subject)


def _unchecked(out: Console, unchecked: Iterable[Unchecked]) -> None:
    for number, item in enumerate(unchecked):
        if not number:
            out.print()
            out.print(heading(written("Not checked")))
        hang(out, Text.assemble(f"{written(item.step)}: ", (clean(item.reason, LONGEST_MESSAGE), "yellow")))


def _sources(out: Console, report: Report) -> None:
    for line in (line for step in STEPS for line in sources(report, step)):
        hang(out, Text(line, style="dim"))


def _field(out: Console, name: str, value: str) -> None:
    if value:
        hang(out, Text.assemble((f"{name}: ", "dim"), clean(value)))

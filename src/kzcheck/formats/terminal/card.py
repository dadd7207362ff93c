"""Everything known about one claim or one reference, on one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.csl import spelling
from kzcheck.evidence import Resolution
from kzcheck.finding import Outcome
from kzcheck.formats.terminal.parts import body, console, finding_block, hang, heading, label, manuscript, said, text_of
from kzcheck.formats.terminal.records import side_by_side
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from rich.console import Console

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Finding, Report


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
    for work in claim.works:
        _field(out, "names", work)
    references = {reference.id: reference for reference in report.article.references}
    out.print()
    out.print(heading("Cites" if claim.citations else "Cites nothing"))
    for citation in claim.citations:
        cited = references.get(citation.reference)
        locator = f", {citation.label} {citation.locator}" if citation.locator else ""
        text = label(cited) if cited else "no such reference in the list"
        hang(out, Text.assemble((f"[{clean(citation.reference)}{clean(locator)}] ", "bold"), text))
        for finding in report.findings:
            if finding.reference == citation.reference and finding.claim is None and finding.code != "KZ003":
                body(out, Text(f"{finding.severity} {finding.code} {said(finding)}", style="dim"), 4)
    _findings(out, report, [finding for finding in report.findings if finding.claim == claim.id])
    return text_of(out)


def reference_card(report: Report, reference: Reference, *, width: int = 80, colour: bool = False) -> str:
    """Return the card of a reference: the printed entry, its fields, who cites it, what was found, what was not checked."""
    out = console(width, colour=colour)
    out.print(Text(f"reference [{clean(reference.id)}]", style="bold") + Text(f"  {clean(str(reference.location))}", style="dim"))
    if reference.printed:
        _field(out, "printed", reference.printed)
    item = reference.item
    _field(out, "type", item.type)
    roles: dict[str, list[str]] = {}
    for role, _, name in item.names():
        roles.setdefault(role, []).append(str(name))
    for role, names in roles.items():
        _field(out, spelling(role), "; ".join(names))
    for field, value in item.texts():
        _field(out, spelling(field), value)
    for field, date in item.dates():
        _field(out, spelling(field), str(date))
    resolution = report.evidence.resolutions.get(reference.id, Resolution())
    if resolution.asked or resolution.notices:
        side_by_side(out, reference, report.outcomes.get(reference.id, Outcome("not-asked")), resolution)
    claims = {claim.id: claim for claim in report.article.claims}
    citing = report.cited_by().get(reference.id, ())
    out.print()
    out.print(heading("Cited by" if citing else "Cited by no claim"))
    for key in citing:
        hang(out, Text.assemble((f"{clean(key)} ", "bold"), clean(claims[key].text)))
    _findings(out, report, [finding for finding in report.findings if finding.reference == reference.id])
    return text_of(out)


def _findings(out: Console, report: Report, findings: list[Finding]) -> None:
    places = {claim.id: claim.at for claim in report.article.claims}
    shown = [finding for finding in findings if finding.code != "KZ003"]
    out.print()
    out.print(heading("Found" if shown else "Nothing found"))
    for finding in sorted(shown, key=lambda one: -one.severity):
        finding_block(out, finding, places.get(finding.claim or ""))
    unchecked = [finding for finding in findings if finding.code == "KZ003"]
    if unchecked:
        out.print()
        out.print(heading("Not checked"))
        for finding in unchecked:
            out.print(Text(said(finding)))


def _field(out: Console, name: str, value: str) -> None:
    if value:
        hang(out, Text.assemble((f"{name}: ", "dim"), clean(value)))

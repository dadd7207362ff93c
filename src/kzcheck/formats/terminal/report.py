"""The report of an audit: what to look at first, all findings by claim and reference, the article at a glance, what was checked."""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.finding import NOT_CHECKED, Severity
from kzcheck.formats.checked import INTERRUPTED, STYLES, checked, why_not
from kzcheck.formats.naming import UNREASONED, about, count, label, resting, short, subjects_at, told, where
from kzcheck.formats.terminal.glance import glance
from kzcheck.formats.terminal.parts import (
    COLOURS,
    INDENT,
    body,
    console,
    finding_block,
    hang,
    heading,
    text_of,
    two_lines,
)
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from rich.console import Console

    from kzcheck.article import At
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.checked import CheckedStep

FOLD_NOTES = 3
"""From so many notes of one code on, they share one line."""
FOLD_OTHERS = 12
"""From so many errors or warnings of one code on, those after the first three share one line."""
SHOWN_BEFORE_FOLD = 3
NAMES = 60
"""Subjects of findings alike that are named."""


def render(report: Report, *, width: int = 80, colour: bool = False, show_hidden: bool = False) -> str:
    """Return the report as text of `width` columns; with `show_hidden`, what ignores hide is listed too."""
    out = console(width, colour=colour)
    _head(out, report)
    _nothing(out, report)
    _first(out, report)
    _findings(out, report)
    if show_hidden and report.hidden:
        _hidden(out, report)
    glance(out, report)
    _checked(out, report)
    _closing(out, report, show_hidden=show_hidden)
    return text_of(out)


def _head(out: Console, report: Report) -> None:
    article = report.article
    out.print(Text(f"kzcheck {report.kzcheck}", style="bold") + Text(f"  {clean(article.title)}" if article.title else ""))
    counts = [count(len(article.references), "reference")]
    if article.has_claims:
        counts.append(count(len(article.claims), "claim"))
    out.print(Text(" · ".join(counts), style="dim"))
    style = article.style
    for word, value in (("citation", style.citations), ("reference", style.references)):
        if value:
            found = " (detected; kzcheck.toml can set it)" if f"{word}s" in style.detected else ""
            hang(out, Text(f"{word} style: {STYLES[value]}{found}", style="dim"))
    if age := report.evidence.age:
        hang(out, Text(f"asked on {report.evidence.gathered:%Y-%m-%d}, judged again after {count(age, 'day')}", style="dim"))
    if report.partial:
        out.print(Text(INTERRUPTED, style="bold yellow"))


def _nothing(out: Console, report: Report) -> None:
    """Print that there are no findings, or none that are more than notes."""
    severities = {finding.severity for finding in report.findings if finding.code != NOT_CHECKED}
    if not severities & {Severity.ERROR, Severity.WARNING}:
        out.print()
        nothing = "No findings" if not severities else "No error and no warning"
        hang(out, Text.assemble(heading(nothing), "  in what was checked; what was not stands below"))


def _first(out: Console, report: Report) -> None:
    if not (first := report.first()):
        return
    out.print()
    number = sum(finding.code != NOT_CHECKED for finding in report.findings)
    all_of_them = f"  {len(first)} of {count(number, 'finding')}" if number > len(first) else ""
    out.print(Text.assemble(heading("Look at these first"), (all_of_them, "dim")))
    cited_by = report.cited_by()
    places = _manuscript_places(report)
    names = {reference.id: short(reference) for reference in report.article.references}
    for number, finding in enumerate(first, 1):
        line = Text(f"{number}. ")
        line.append(str(finding.severity), style=COLOURS[finding.severity])
        line.append(f" {told(finding, names)}")
        hang(out, line, 3)
        known = " known ·" if finding.known else ""
        rests = resting(cited_by.get(finding.reference or "", ())) if finding.claim is None else ""
        place = where(finding, places.get(finding.claim or ""))
        body(out, Text(f"{finding.code} ·{known} {place}{f' · {rests}' if rests else ''}", style="dim"), 3)


def _findings(out: Console, report: Report) -> None:
    shown = [finding for finding in report.findings if finding.code != NOT_CHECKED]
    folded, subjects = _folded(shown), subjects_at(report.article)
    places = _manuscript_places(report)
    claims = {claim.id: claim for claim in report.article.claims}
    references = {reference.id: reference for reference in report.article.references}
    groups: dict[tuple[str, str], list[Finding]] = {("file", ""): [], **{("claim", key): [] for key in claims}}
    for finding in shown:
        if id(finding) not in folded:
            groups.setdefault(_group(finding, claims, references), []).append(finding)
    for (kind, key), findings in groups.items():
        if not findings:
            continue
        out.print()
        if kind == "claim":
            claim = claims[key]
            _group_head(out, f"claim {clean(key)}", claim.section, claim.printed or claim.text)
        elif kind == "reference":
            _group_head(out, f"reference [{clean(key)}]", "", references[key].printed or label(references[key]))
        else:
            out.print(Text("the files", style="bold"))
        for finding in sorted(findings, key=lambda one: -one.severity):
            finding_block(out, finding, places.get(finding.claim or ""), subjects)
    _folds(out, [finding for finding in shown if id(finding) in folded])


def _group(finding: Finding, claims: Container[str], references: Container[str]) -> tuple[str, str]:
    if finding.claim is not None and finding.claim in claims:
        return "claim", finding.claim
    if finding.reference is not None and finding.reference in references:
        return "reference", finding.reference
    return "file", ""


def _group_head(out: Console, name: str, section: str, text: str) -> None:
    hang(out, Text.assemble((name, "bold"), (f" · {clean(section)}" if section else "", "dim")))
    two_lines(out, Text(clean(text), style="italic"))


def _folded(findings: Sequence[Finding]) -> set[int]:
    """Choose the findings that share a line with others of their code."""
    by_code: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        by_code.setdefault((finding.code, finding.severity), []).append(finding)
    folded: set[int] = set()
    for (_, severity), alike in by_code.items():
        if severity == Severity.NOTE and len(alike) >= FOLD_NOTES:
            folded.update(id(finding) for finding in alike)
        elif len(alike) >= FOLD_OTHERS:
            folded.update(id(finding) for finding in alike[SHOWN_BEFORE_FOLD:])
    return folded


def _folds(out: Console, findings: Iterable[Finding]) -> None:
    by_code: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        by_code.setdefault((finding.code, finding.severity), []).append(finding)
    if not by_code:
        return
    out.print()
    out.print(heading("Alike, in one line each"))
    for (code, severity), alike in sorted(by_code.items(), key=lambda pair: (-pair[0][1], pair[0][0])):
        name = f"{code} {alike[0].name} ×{len(alike):,}"
        hang(out, Text.assemble((f"{severity!s:<{INDENT}}", COLOURS[severity]), (name, "bold")), INDENT)
        subjects = dict.fromkeys(about(finding) or str(finding.location) for finding in alike)
        names = list(subjects)
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        body(out, Text(clean(" ".join(names[:NAMES])) + more))
        body(out, Text(f"for example: {told(alike[0])}", style="dim"))


def _hidden(out: Console, report: Report) -> None:
    out.print()
    out.print(heading("Hidden by ignores"))
    for one in report.hidden:
        finding = one.finding
        hang(out, Text(f"{finding.severity!s:<{INDENT}}{finding.code} {told(finding)}", style="dim"), INDENT)
        reason = clean(one.ignore.reason) or UNREASONED
        body(out, Text(f"ignored at {clean(str(one.ignore.location))}: {reason}", style="dim"))


def _checked(out: Console, report: Report) -> None:
    out.print()
    out.print(heading("What was checked, and what was not"))
    checks = checked(report)
    if checks.rules:
        hang(out, Text(checks.rules))
    for step in checks.steps:
        _step(out, step)
    for warning in checks.warnings:
        hang(out, Text(warning, style="yellow"))


def _step(out: Console, one: CheckedStep) -> None:
    """Print how much of a step was asked, what came of it, and what was not checked for which reasons."""
    line = Text(f"{one.step}: {one.extent}")
    line.append(f" – {one.question}", style="dim")
    hang(out, line)
    if one.came_of:
        body(out, Text(one.came_of, style="dim"), 2)
    for reason, names in why_not(one):
        line = Text(f"  {reason}", style="yellow")
        line.append("".join(f" [{name}]" for name in names), style="dim")
        hang(out, line, 4)
    for reason in one.incomplete:
        body(out, Text(f"not fully checked: {reason}", style="yellow"), 2)
    for remark in (*one.silent, *one.sources):
        body(out, Text(remark, style="dim"), 2)


def _closing(out: Console, report: Report, *, show_hidden: bool) -> None:
    out.print()
    first = next(iter(report.first()), None)
    if first is not None:
        kind, subject = ("claim", first.claim) if first.claim is not None else ("reference", first.reference)
        more = f" · kzcheck {kind} {shlex.quote(clean(subject))} shows one {kind}" if subject else ""
        hang(out, Text(f"kzcheck rule {first.code} explains a finding{more}", style="dim"))
    counts = Counter(finding.severity for finding in report.findings if finding.code != NOT_CHECKED)
    line = Text()
    for severity in sorted(Severity, reverse=True):
        line.append(count(counts[severity], str(severity)), style=COLOURS[severity] if counts[severity] else "dim")
        line.append(" · ")
    if known := sum(finding.known for finding in report.findings if finding.code != NOT_CHECKED):
        line.append(f"{known:,} of them known (these fail no audit) · ")
    line.append(f"{len(report.hidden):,} hidden{' (--show-hidden lists them)' if report.hidden and not show_hidden else ''}")
    line.append(f" · {count(len(report.unchecked), 'check')} not made", style="yellow" if report.missed.get("records") else "")
    hang(out, line)


def _manuscript_places(report: Report) -> dict[str, At | None]:
    return {claim.id: claim.at for claim in report.article.claims}

"""The report of an audit: what to look at first, all findings by claim and reference, the article at a glance, what was checked."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats import naming
from kzcheck.formats.checked import INTERRUPTED, why_not
from kzcheck.formats.naming import UNREASONED, about, count, label
from kzcheck.formats.terminal.glance import glance
from kzcheck.formats.terminal.parts import COLOURS, INDENT, body, console, finding_block, hang, heading, text_of, two_lines
from kzcheck.formats.text import clean
from kzcheck.formats.view import View, severities, styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from kzcheck.finding import Finding, Report
    from kzcheck.formats.checked import CheckedStep, Checks
    from kzcheck.formats.naming import Subject

FOLD_NOTES = 3
"""From so many notes of one code on, they share one line."""
FOLD_OTHERS = 12
"""From so many errors or warnings of one code on, those after the first three share one line."""
SHOWN_BEFORE_FOLD = 3
NAMES = 60
"""Subjects of findings alike that are named."""


def render(report: Report, *, width: int = 80, colour: bool = False, show_hidden: bool = False) -> str:
    """Return the report as text of `width` columns; with `show_hidden`, what ignores hide is listed too."""
    out, view = console(width, colour=colour), View(report)
    _head(out, view)
    _nothing(out, view)
    _first(out, view)
    _findings(out, view)
    if show_hidden and report.hidden:
        _hidden(out, report)
    glance(out, view)
    _checked(out, view.checks)
    _closing(out, view, show_hidden=show_hidden)
    return text_of(out)


def _head(out: Console, view: View) -> None:
    article, report = view.article, view.report
    out.print(Text(f"kzcheck {report.kzcheck}", style="bold") + Text(f"  {clean(article.title)}" if article.title else ""))
    out.print(Text(" · ".join(view.size), style="dim"))
    for style in styles(report.style):
        hang(out, Text(style, style="dim"))
    if age := report.evidence.age:
        hang(out, Text(f"asked on {report.evidence.gathered:%Y-%m-%d}, judged again after {count(age, 'day')}", style="dim"))
    if report.partial:
        out.print(Text(INTERRUPTED, style="bold yellow"))


def _nothing(out: Console, view: View) -> None:
    """Print that there are no findings, or none that are more than notes."""
    if not any(finding.severity > Severity.NOTE for finding in view.findings):
        out.print()
        nothing = "No errors or warnings" if view.findings else "No findings"
        hang(out, Text.assemble(heading(nothing), "  in what was checked; see below for what was not"))


def _first(out: Console, view: View) -> None:
    if not view.first:
        return
    out.print()
    number = len(view.findings)
    all_of_them = f"  {len(view.first)} of {count(number, 'finding')}" if number > len(view.first) else ""
    out.print(Text.assemble(heading("Look at these first"), (all_of_them, "dim")))
    for number, finding in enumerate(view.first, 1):
        line = Text(f"{number}. ")
        line.append(str(finding.severity), style=COLOURS[finding.severity])
        line.append(f" {view.line(finding)}")
        hang(out, line, 3)
        known = " known ·" if finding.known else ""
        rests = f" · {resting}" if (resting := view.resting(finding)) else ""
        body(out, Text(f"{finding.code} ·{known} {view.where(finding)}{rests}", style="dim"), 3)


def _findings(out: Console, view: View) -> None:
    folded = _folded(view.findings)
    groups: dict[Subject | None, list[Finding]] = {None: [], **{("claim", name): [] for name in view.claims}}
    for finding in view.findings:
        if id(finding) not in folded:
            groups.setdefault(view.subject(finding), []).append(finding)
    for subject, findings in groups.items():
        if not findings:
            continue
        out.print()
        match subject:
            case "claim", name:
                claim = view.claims[name]
                _group_head(out, f"claim {clean(name)}", claim.section, claim.printed or claim.text)
            case "reference", name:
                reference = view.references[name]
                _group_head(out, f"reference [{clean(name)}]", "", reference.printed or label(reference))
            case _:
                out.print(Text("the files", style="bold"))
        for finding in sorted(findings, key=lambda finding: -finding.severity):
            finding_block(out, finding, view)
    _folds(out, [finding for finding in view.findings if id(finding) in folded])


def _group_head(out: Console, name: str, section: str, text: str) -> None:
    hang(out, Text.assemble((name, "bold"), (f" · {clean(section)}" if section else "", "dim")))
    two_lines(out, Text(clean(text), style="italic"))


def _folded(findings: Sequence[Finding]) -> set[int]:
    """Choose the findings that share a line with others of their code."""
    folded: set[int] = set()
    for (_, severity), alike in _alike(findings).items():
        if severity == Severity.NOTE and len(alike) >= FOLD_NOTES:
            folded.update(id(finding) for finding in alike)
        elif len(alike) >= FOLD_OTHERS:
            folded.update(id(finding) for finding in alike[SHOWN_BEFORE_FOLD:])
    return folded


def _alike(findings: Sequence[Finding]) -> dict[tuple[str, Severity], list[Finding]]:
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.severity), []).append(finding)
    return groups


def _folds(out: Console, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    out.print()
    out.print(heading("Alike, in one line each"))
    for (code, severity), alike in sorted(_alike(findings).items(), key=lambda pair: (-pair[0][1], pair[0][0])):
        name = f"{code} {alike[0].name} ×{len(alike):,}"
        hang(out, Text.assemble((f"{severity!s:<{INDENT}}", COLOURS[severity]), (name, "bold")), INDENT)
        names = list(dict.fromkeys(about(finding) or str(finding.location) for finding in alike))
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        body(out, Text(clean(" ".join(names[:NAMES])) + more))
        body(out, Text(f"for example: {naming.line(alike[0])}", style="dim"))


def _hidden(out: Console, report: Report) -> None:
    out.print()
    out.print(heading("Hidden by ignores"))
    for hidden in report.hidden:
        finding, ignore = hidden.finding, hidden.ignore
        hang(out, Text(f"{finding.severity!s:<{INDENT}}{finding.code} {naming.line(finding)}", style="dim"), INDENT)
        body(out, Text(f"ignored at {clean(str(ignore.location))}: {clean(ignore.reason) or UNREASONED}", style="dim"))


def _checked(out: Console, checks: Checks) -> None:
    out.print()
    out.print(heading("What was checked, and what was not"))
    if checks.rules:
        hang(out, Text(checks.rules))
    for step in checks.steps:
        _step(out, step)
    for warning in checks.warnings:
        hang(out, Text(warning, style="yellow"))


def _step(out: Console, step: CheckedStep) -> None:
    """Print how much of a step was asked, what came of it, and what was not checked for which reasons."""
    line = Text(f"{step.step}: {step.extent}")
    line.append(f" – {step.question}", style="dim")
    hang(out, line)
    if step.came_of:
        body(out, Text(step.came_of, style="dim"), 2)
    for reason, names in why_not(step):
        line = Text(f"  {reason}", style="yellow")
        line.append("".join(f" [{name}]" for name in names), style="dim")
        hang(out, line, 4)
    for reason in step.incomplete:
        body(out, Text(f"not fully checked: {reason}", style="yellow"), 2)
    for remark in (*step.silent, *step.sources):
        body(out, Text(remark, style="dim"), 2)


def _closing(out: Console, view: View, *, show_hidden: bool) -> None:
    report = view.report
    out.print()
    if view.first:
        first = view.first[0]
        kind, subject = ("claim", first.claim) if first.claim is not None else ("reference", first.reference)
        more = f" · kzcheck {kind} {shlex.quote(clean(subject))} shows one {kind}" if subject else ""
        hang(out, Text(f"kzcheck rule {first.code} explains a finding{more}", style="dim"))
    line = Text()
    for severity, number in severities(view.findings).items():
        line.append(count(number, str(severity)), style=COLOURS[severity] if number else "dim")
        line.append(" · ")
    if known := sum(finding.known for finding in view.findings):
        line.append(f"{known:,} of them known (these fail no audit) · ")
    line.append(f"{len(report.hidden):,} hidden{' (--show-hidden lists them)' if report.hidden and not show_hidden else ''}")
    line.append(f" · {count(len(report.unchecked), 'check')} not made", style="yellow" if report.missed.get("records") else "")
    hang(out, line)

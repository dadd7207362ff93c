"""The report of an audit: what to look at first, all findings by claim and reference, the article at a glance, what was checked."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats.checked import INTERRUPTED, headline, why_not
from kzcheck.formats.naming import UNREASONED, counted, label, path_of, place, rule_name, severity, within
from kzcheck.formats.terminal.compared import of_report
from kzcheck.formats.terminal.glance import glance
from kzcheck.formats.terminal.parts import (
    COLOURS,
    INDENT,
    body,
    console,
    details,
    finding_block,
    hang,
    heading,
    lead,
    remarks,
    text_of,
    title,
    two_lines,
)
from kzcheck.formats.text import clean
from kzcheck.formats.view import View, judged_by, severities
from kzcheck.wording import Plural, template, written

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
FEWEST_WORDS = 5
"""Words by which a sentence is asked for, unless others have them, too."""
NAMES = 60
"""Subjects of findings alike that are named."""

_AGAIN = Plural(
    "gathered on {day:%Y-%m-%d}, checked again after {count} day", "gathered on {day:%Y-%m-%d}, checked again after {count} days"
)
_FIRST = Plural("{shown} of {count:,} finding", "{shown} of {count:,} findings")
_EXPLAINS = template("{command} explains a finding")
_SHOWS = {"claim": template("{command} shows one claim"), "reference": template("{command} shows one reference")}
_KNOWN = Plural(
    "{count:,} of them already known (they do not fail the audit)", "{count:,} of them already known (they do not fail the audit)"
)


def render(report: Report, *, width: int = 80, colour: bool = False, show_hidden: bool = False, folded: bool = True) -> str:
    """Return the report as text of `width` columns.

    With `show_hidden`, what ignores hide is listed, too; if `folded`, many findings of one code share a line.
    """
    out, view = console(width, colour=colour), View(report)
    _head(out, view)
    _nothing(out, view)
    _first(out, view)
    _findings(out, view, folded=folded)
    if show_hidden and report.hidden:
        _hidden(out, view)
    of_report(out, view, folded=folded)
    glance(out, view)
    _checked(out, view.checks)
    _closing(out, view, show_hidden=show_hidden)
    return text_of(out)


def _head(out: Console, view: View) -> None:
    article, report = view.article, view.report
    out.print(Text(f"kzcheck {report.kzcheck}", style="bold") + Text(f"  {clean(article.title)}" if article.title else ""))
    out.print(Text(" · ".join(view.size), style="dim"))
    for line in judged_by(report):
        hang(out, Text(line, style="dim"))
    if age := report.evidence.age:
        hang(out, Text(written(_AGAIN, {"day": report.evidence.gathered, "count": age}), style="dim"))
    if report.partial:
        out.print(Text(written(INTERRUPTED), style="bold yellow"))


def _nothing(out: Console, view: View) -> None:
    """Print that there are no findings, or none that are more than notes."""
    if not any(finding.severity > Severity.NOTE for finding in view.findings):
        out.print()
        nothing = written("No errors or warnings" if view.findings else "No findings")
        hang(out, Text.assemble(heading(nothing), "  ", written("in what was checked; see below for what was not")))


def _first(out: Console, view: View) -> None:
    if not view.first:
        return
    out.print()
    number = len(view.findings)
    all_of_them = f"  {written(_FIRST, {'shown': len(view.first), 'count': number})}" if number > len(view.first) else ""
    out.print(Text.assemble(heading(written("Look at these first")), (all_of_them, "dim")))
    for number, finding in enumerate(view.first, 1):
        if number > 1:
            out.print()
        line = Text(f"{number}. ")
        line.append(severity(finding), style=COLOURS[finding.severity])
        line.append(f" {view.line(finding, placed=True)}")
        hang(out, line, 3)
        facts = (title(finding), *remarks(finding), view.where(finding), view.resting(finding))
        body(out, Text(" · ".join(filter(None, facts)), style="dim"), 3)
        details(out, finding, view, 3)


def _findings(out: Console, view: View, *, folded: bool) -> None:
    opening = {id(finding) for finding in view.first}
    others = [finding for finding in view.findings if id(finding) not in opening]
    alike = _folded(others) if folded else set[int]()
    if opening and others:
        out.print()
        out.print(heading(written("Other findings")))
    groups: dict[Subject | None, list[Finding]] = {None: [], **{("claim", name): [] for name in view.claims}}
    for finding in others:
        if id(finding) not in alike:
            groups.setdefault(view.subject(finding), []).append(finding)
    for subject, findings in groups.items():
        if not findings:
            continue
        out.print()
        match subject:
            case "claim", name:
                claim = view.claims[name]
                where = within(view.report, claim.location) or place(view.report, claim.location)
                head = (where, "") if claim.numbered else (written("claim {id}", {"id": clean(name)}), clean(claim.section))
                _group_head(out, *head, claim.printed or claim.text)
            case "reference", name:
                reference = view.references[name]
                _group_head(out, written("reference {id}", {"id": f"[{clean(name)}]"}), "", reference.printed or label(reference))
            case _:
                out.print(Text(view.whole, style="bold"))
        for finding in sorted(findings, key=lambda finding: -finding.severity):
            finding_block(out, finding, view)
    _folds(out, [finding for finding in others if id(finding) in alike], view)


def _group_head(out: Console, name: str, section: str, text: str) -> None:
    hang(out, Text.assemble((name, "bold"), (f" · {section}" if section else "", "dim")))
    two_lines(out, Text(clean(text), style="italic"))


def _folded(findings: Sequence[Finding]) -> set[int]:
    """Choose the findings that share a line with others of their code."""
    folded: set[int] = set()
    for (_, grade), alike in _alike(findings).items():
        if grade == Severity.NOTE and len(alike) >= FOLD_NOTES:
            folded.update(id(finding) for finding in alike)
        elif len(alike) >= FOLD_OTHERS:
            folded.update(id(finding) for finding in alike[SHOWN_BEFORE_FOLD:])
    return folded


def _alike(findings: Sequence[Finding]) -> dict[tuple[str, Severity], list[Finding]]:
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.severity), []).append(finding)
    return groups


def _folds(out: Console, findings: Sequence[Finding], view: View) -> None:
    if not findings:
        return
    out.print()
    out.print(heading(written("Similar findings, one line each")))
    for (code, _), alike in sorted(_alike(findings).items(), key=lambda pair: (-pair[0][1], pair[0][0])):
        name = f"{code} {rule_name(alike[0])} ×{len(alike):,}"
        hang(out, Text.assemble((lead(alike[0]), COLOURS[alike[0].severity]), (name, "bold")), INDENT)
        names = list(dict.fromkeys(view.about(finding) or place(view.report, finding.location) for finding in alike))
        shown = clean(" ".join(names[:NAMES]))
        more = len(names) - NAMES
        body(out, Text(written("{values} and {count} more", {"values": shown, "count": more}) if more > 0 else shown))
        body(out, Text(written("for example: {finding}", {"finding": view.line(alike[0])}), style="dim"))


def _hidden(out: Console, view: View) -> None:
    out.print()
    out.print(heading(written("Hidden by ignores")))
    for hidden in view.report.hidden:
        finding, ignore = hidden.finding, hidden.ignore
        hang(out, Text(f"{lead(finding)}{finding.code} {view.line(finding)}", style="dim"), INDENT)
        where = written("ignored at {place}", {"place": place(view.report, ignore.location)})
        body(out, Text(f"{where}: {clean(ignore.reason) or written(UNREASONED)}", style="dim"))


def _checked(out: Console, checks: Checks) -> None:
    out.print()
    out.print(heading(written("What was checked, and what was not")))
    if checks.rules:
        hang(out, Text(checks.rules))
    for step in checks.steps:
        _step(out, step)
    for warning in checks.warnings:
        hang(out, Text(warning, style="yellow"))


def _step(out: Console, step: CheckedStep) -> None:
    """Print how much of a step was asked, what came of it, and what was not checked for which reasons."""
    line = Text(f"{written(step.step)}: ")
    line.append(headline(step), style="" if step.checked else "yellow")
    hang(out, line)
    if step.came_of:
        body(out, Text(step.came_of, style="dim"), 2)
    for reason, names in why_not(step):
        line = Text(f"  {reason}", style="yellow")
        line.append("".join(f" [{name}]" for name in names), style="dim")
        hang(out, line, 4)
    for reason in step.incomplete:
        body(out, Text(written("not fully checked: {reason}", {"reason": reason}), style="yellow"), 2)
    for remark in (*step.silent, *step.sources):
        body(out, Text(remark, style="dim"), 2)


def _opening(view: View, name: str) -> str:
    """Return the words that mean a sentence of a manuscript: as few of its first ones as no other has."""
    claim = view.claims[name]
    words, texts = claim.text.split(), [other.text for other in view.article.claims]
    openings = (" ".join(words[:number]) for number in range(FEWEST_WORDS, len(words)))
    return next((opening for opening in openings if sum(opening in text for text in texts) == 1), claim.text)


def _closing(out: Console, view: View, *, show_hidden: bool) -> None:
    report = view.report
    out.print()
    if view.first:
        first = view.first[0]
        kind, subject = ("claim", first.claim) if first.claim is not None else ("reference", first.reference)
        helps = [written(_EXPLAINS, {"command": f"kzcheck rule {first.code}"})]
        if subject:
            wanted = _opening(view, subject) if kind == "claim" and view.is_numbered(subject) else subject
            path = f" --path {shlex.quote(path_of(report, first.location.file))}" if view.article.document else ""
            helps.append(written(_SHOWS[kind], {"command": f"kzcheck {kind} {shlex.quote(clean(wanted))}{path}"}))
        hang(out, Text(" · ".join(helps), style="dim"))
    line = Text()
    for grade, number in severities(view.findings).items():
        line.append(counted(number, str(grade)), style=COLOURS[grade] if number else "dim")
        line.append(" · ")
    if known := sum(finding.known for finding in view.findings):
        line.append(f"{written(_KNOWN, {'count': known})} · ")
    line.append(counted(len(report.hidden), "hidden"))
    if report.hidden and not show_hidden:
        line.append(f" ({written('--show-hidden lists them')})")
    line.append(" · ").append(counted(len(report.unchecked), "check not made"), "yellow" if report.missed.get("records") else "")
    hang(out, line)

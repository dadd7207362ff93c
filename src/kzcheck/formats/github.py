"""GitHub's workflow commands: annotations on the lines of a pull request, in the log of a step.

The syntax and its escapes are those of the runner and of `packages/core/src/command.ts` in actions/toolkit: a value of a property
has no colon and no comma, columns count only where an annotation is within one line.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kzcheck.finding import Severity
from kzcheck.formats.machines import remarks
from kzcheck.formats.naming import count, cure, path_of
from kzcheck.formats.view import View, severities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.finding import Finding, Report

SHOWN = 10
"""Annotations of one level that GitHub shows for a step; all others are lines of its log."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
NOTICE = LEVELS[Severity.NOTE]


def render(report: Report) -> str:
    """Return the report as workflow commands: what it comes to, then the findings, the most serious first.

    A known finding is a notice, whatever its severity, and says that it is known. What GitHub does not show is a group of the log.
    """
    return "".join(f"{line}\n" for line in _lines(View(report)))


def _lines(view: View) -> Iterator[str]:
    shown, rest = _parted(view)
    yield _summary(view, rest)
    for finding in shown:
        yield _annotation(finding, view)
    if rest:
        yield _command("group", {}, count(len(rest), "more finding"))
        for finding in rest:
            yield _annotation(finding, view)
        yield _command("endgroup", {}, "")


def _parted(view: View) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that GitHub shows, and the rest; what to look at first comes first of its severity."""
    first = {id(finding): number for number, finding in enumerate(view.first)}
    ranked = sorted(
        view.in_ci, key=lambda finding: (finding.known, -finding.severity, first.get(id(finding), len(first)), -finding.confidence)
    )
    used = Counter([_summary_level(view.report)])
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in ranked:
        used[_level(finding)] += 1
        (shown if used[_level(finding)] <= SHOWN else rest).append(finding)
    return shown, rest


def _level(finding: Finding) -> str:
    return NOTICE if finding.known else LEVELS[finding.severity]


def _annotation(finding: Finding, view: View) -> str:
    place = finding.location
    where = {"file": path_of(view.report, place.file), "line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:
        where |= {"col": str(place.column), "endColumn": str(place.end_column)}
    known = f" (known {finding.severity})" if finding.known else ""
    fix = cure(finding)
    return _command(
        _level(finding),
        {**where, "title": f"{finding.code} {finding.name}{known}"},
        view.line(finding) + (f"\nFix: {fix}" if fix else ""),
    )


def _summary_level(report: Report) -> str:
    return LEVELS[Severity.WARNING] if report.partial else NOTICE


def _summary(view: View, rest: Sequence[Finding]) -> str:
    """Return one annotation on the whole: the figures, and all that was not checked, for silence would look like a clean list."""
    report = view.report
    figures = [count(number, str(severity)) for severity, number in severities(view.in_ci).items()]
    figures += [f"{sum(finding.known for finding in view.in_ci):,} of them known", f"{len(report.hidden):,} hidden"]
    figures.append(f"{count(len(report.unchecked), 'check')} not made")
    lines = [" · ".join(figures)]
    if rest:
        lines.append(f"GitHub shows {SHOWN} annotations of a level: {count(len(rest), 'more finding')} in the log of this step")
    lines += [remark.text for remark in remarks(report)] or ["everything was checked that was to be checked"]
    return _command(_summary_level(report), {"title": f"kzcheck {report.kzcheck}"}, "\n".join(lines))


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_value(value)}" for key, value in properties.items())
    return f"::{name}{f' {listed}' if listed else ''}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

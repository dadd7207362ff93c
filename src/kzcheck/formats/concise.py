"""One line for each finding, as compilers write them: editors and terminals lead from each to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.formats.machines import remarks
from kzcheck.formats.naming import count, exact_place
from kzcheck.formats.text import inert
from kzcheck.formats.view import View, severities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.finding import Report


def render(report: Report) -> str:
    """Return a line `file:line:column: severity CODE message` for each finding, and last the figures and what was not checked."""
    return inert("".join(f"{line}\n" for line in _lines(View(report))))


def _lines(view: View) -> Iterator[str]:
    for finding in view.findings:
        known = "known " if finding.known else ""
        yield f"{exact_place(view.report, finding.location)}: {known}{finding.severity} {finding.code} {view.line(finding)}"
    figures = [count(number, str(severity)) for severity, number in severities(view.findings).items()]
    yield f"kzcheck: {', '.join(figures)}, {len(view.report.hidden):,} hidden"
    yield from (f"kzcheck: {remark.text}" for remark in remarks(view.report) if remark.kind != "hidden")

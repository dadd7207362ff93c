"""The report for a comment on a pull request and the summary of a job: short, what is worst first, all the rest folded."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from kzcheck.finding import Severity
from kzcheck.formats.checked import INTERRUPTED, headline, why_not
from kzcheck.formats.compared import in_lines
from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.naming import LONGEST_MESSAGE, counted, cure, is_spot, manuscript, path_of, place, severity
from kzcheck.formats.text import sentence
from kzcheck.formats.view import View, severities
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import At
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.checked import CheckedStep, Checks

LIMIT = 65_000
"""Characters of a report: GitHub refuses a comment of more than 65,536, and who posts it may add a line."""
ROOM = {"first": 20_000, "checked": 15_000, "compared": 10_000, "frame": 1_000}
"""Characters of them for what opens the report, for what was checked, for claims beside texts, and for the lines around what is
folded."""
LONGEST = 300
"""Characters of one title, place or reason."""
LAST_LINE = 40
"""Characters of the line that says how many more there are."""

_MORE = {
    Severity.ERROR: Plural("{count:,} more error", "{count:,} more errors"),
    Severity.WARNING: Plural("{count:,} more warning", "{count:,} more warnings"),
    Severity.NOTE: Plural("{count:,} more note", "{count:,} more notes"),
}
_KNOWN = Plural("{count:,} known finding", "{count:,} known findings")
_LEFT_OUT = Plural("{count:,} note left out here ({codes})", "{count:,} notes left out here ({codes})")


def render(report: Report) -> str:
    """Return the report as GitHub's Markdown, of no more than `LIMIT` characters."""
    view = View(report)
    opening = [_verdict(view), _numbers(view)]
    if report.partial:
        opening.insert(1, f"**{sentence(written(INTERRUPTED))}.**")
    if first := [finding for finding in view.first if not finding.known]:
        lines = _within(list(_first(view, first)), ROOM["first"])
        opening.append("\n".join((f"**{written('Look at these first')}**\n", *lines)))
    closing = [
        "\n".join(
            (f"**{written('What was checked, and what was not')}**\n", *_within(list(_checked(view.checks)), ROOM["checked"]))
        ),
        _origin(view),
    ]
    closing[:0] = _compared(view)
    room = LIMIT - ROOM["frame"] - sum(map(len, (*opening, *closing)))
    return "\n\n".join((*opening, *_folded(view, first, room), *closing)) + "\n"


def _verdict(view: View) -> str:
    """Return in one line what was found, and how much was not checked."""
    new = severities(finding for finding in view.in_ci if not finding.known)
    known = any(finding.known for finding in view.in_ci)
    numbers = ", ".join(counted(number, str(grade)) for grade, number in new.items() if number)
    title = f" · {escaped(view.article.title, LONGEST)}" if view.article.title else ""
    unchecked = view.report.unchecked
    not_made = f" · {counted(len(unchecked), 'check not made')}" if unchecked else ""
    return f"**kzcheck: {numbers or written('nothing new' if known else 'nothing found')}**{title}{not_made}"


def _numbers(view: View) -> str:
    """Return a table of what was found, what of it is known, and what is hidden, by severity."""
    known = [finding for finding in view.in_ci if finding.known]
    rows = {
        written("new") if known else written("found"): [finding for finding in view.in_ci if not finding.known],
        written("known"): known,
        written("hidden by ignores"): [hidden.finding for hidden in view.report.hidden],
    }
    columns = (", ".join(view.size), written("errors"), written("warnings"), written("notes"))
    lines = [f"| {' | '.join(columns)} |", "| --- | ---: | ---: | ---: |"]
    for number, (name, findings) in enumerate(rows.items()):
        if findings or not number:
            lines.append(f"| {name} | {' | '.join(f'{number:,}' for number in severities(findings).values())} |")
    return "\n".join(lines)


def _first(view: View, first: Sequence[Finding]) -> Iterator[str]:
    """Yield two lines for each finding to look at first: what it says; its place, how much rests on it, and what to do."""
    for number, finding in enumerate(first, 1):
        parts = [
            _place(view.report, finding, view.at(finding)),
            finding.code,
            escaped(view.resting(finding), LONGEST),
            f"{written('fix')}: {escaped(fix, LONGEST_MESSAGE)}" if (fix := cure(finding)) else "",
        ]
        says = escaped(view.line(finding, placed=True), LONGEST_MESSAGE)
        yield f"{number}. **{severity(finding)}** {says}\\\n   {' · '.join(filter(None, parts))}"


def _folded(view: View, first: Sequence[Finding], room: int) -> Iterator[str]:
    """Yield folded lists of what is not among the `first`: new findings by severity, then known ones, in `room` characters."""
    shown = {id(finding) for finding in first}
    rest = [finding for finding in view.in_ci if id(finding) not in shown]
    ranked = sorted(rest, key=lambda finding: (-finding.severity, -finding.confidence, finding.code))
    groups: dict[str, list[Finding]] = {}
    for grade in sorted(Severity, reverse=True):
        more = any(finding.severity == grade for finding in first)
        alike = [finding for finding in ranked if finding.severity == grade and not finding.known]
        groups[written(_MORE[grade], {"count": len(alike)}) if more else counted(len(alike), str(grade))] = alike
    known = [finding for finding in ranked if finding.known]
    groups[written(_KNOWN, {"count": len(known)})] = known
    for summary, group in groups.items():
        if group:
            lines = _within([_line(view, finding) for finding in group], room)
            room -= sum(len(line) + 1 for line in lines)
            yield "\n".join((f"<details><summary>{summary}</summary>\n", *lines, "\n</details>"))


def _compared(view: View) -> Iterator[str]:
    """Yield a folded list of the claims that were compared with texts of cited works."""
    entries: list[str] = []
    for name in view.claims:
        if facts := [escaped(line) for line in in_lines(view.report, name)]:
            entries += [f"- {escaped(view.called(('claim', name)), LONGEST)}", *(f"  - {fact}" for fact in facts)]
    if entries:
        summary = written("Claims beside the texts of the cited works")
        yield "\n".join((f"<details><summary>{summary}</summary>\n", *_within(entries, ROOM["compared"]), "\n</details>"))


def _line(view: View, finding: Finding) -> str:
    grade = f"{severity(finding)}, " if finding.known else ""
    separator = ":" if is_spot(view.report, finding.location) else ""
    says = escaped(view.line(finding, placed=True), LONGEST_MESSAGE)
    return f"- {_place(view.report, finding)}{separator} {says} ({grade}{finding.code})"


def _place(report: Report, finding: Finding, at: At | None = None) -> str:
    if is_spot(report, finding.location):
        return escaped(place(report, finding.location), LONGEST)
    line = code(f"{path_of(report, finding.location.file)}:{finding.location.line}", LONGEST)
    return f"{line} ({escaped(manuscript(at), LONGEST)})" if at else line


def _checked(checks: Checks) -> Iterator[str]:
    """Yield lines on each step: how much of it was checked, what came of it, and what was not checked for which reasons."""
    if checks.rules:
        yield f"- {escaped(checks.rules)}"
    for step in checks.steps:
        yield f"- {written(step.step)}: {escaped(headline(step))}"
        yield from (f"  - {line}" for line in _of_step(step))
    yield from (f"- {escaped(warning, LONGEST)}" for warning in checks.warnings)


def _of_step(step: CheckedStep) -> Iterator[str]:
    if step.came_of:
        yield escaped(step.came_of, LONGEST)
    for line, names in why_not(step):
        yield f"{escaped(line, LONGEST)} {escaped(' '.join(f'[{name}]' for name in names), LONGEST)}".rstrip()
    yield from (escaped(written("not fully checked: {reason}", {"reason": reason}), LONGEST) for reason in step.incomplete)
    yield from (escaped(line, LONGEST) for line in (*step.silent, *step.sources))


def _origin(view: View) -> str:
    """Return the last line: what made the report, when, and how many courtesies to readers are in other reports only."""
    report = view.report
    quiet = {page.code for page in report.rules if not page.in_ci}
    codes = Counter(finding.code for finding in view.findings if finding.code in quiet)
    parts = [f"kzcheck {escaped(report.kzcheck)}", f"{report.evidence.gathered:%Y-%m-%d}"]
    if codes:
        parts.append(written(_LEFT_OUT, {"count": codes.total(), "codes": ", ".join(sorted(codes))}))
    return " · ".join((*parts, written("{command} explains a finding", {"command": "`kzcheck rule CODE`"})))


def _within(lines: Sequence[str], room: int) -> list[str]:
    """Return as many lines as there is room for, and one that says how many more there are."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    if not ends or ends[-1] <= room:
        return list(lines)
    kept = sum(end <= room - LAST_LINE for end in ends)
    return [*lines[:kept], f"- … {written('and {count:,} more', {'count': len(lines) - kept})}"]

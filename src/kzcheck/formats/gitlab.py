"""GitLab's code quality report: a list of issues, each with a place and a fingerprint (docs.gitlab.com/ci/testing/code_quality).

The format has nothing but issues, so what was not checked is an issue too, of severity `info`: a check that was left out must not
look clean. GitLab shows one of several issues with the same fingerprint, and merges the reports of a pipeline: so no two are the
same within a repository.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from kzcheck.finding import Severity
from kzcheck.formats.json import written
from kzcheck.formats.machines import remarks
from kzcheck.formats.naming import cure, home, path_of
from kzcheck.formats.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from kzcheck.finding import Finding, Report
    from kzcheck.formats.machines import Remark

    Issue = dict[str, Any]

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
"""GitLab's `critical` and `blocker` are for faults of programs that do harm: no citation is so bad."""


def render(report: Report) -> str:
    """Return the report as JSON text.

    A known finding is of severity `info`, and says that it is known.
    """
    view, path = View(report), path_of(report, home(report))
    issues = [(finding.fingerprint, _issue(finding, view)) for finding in view.in_ci]
    issues += [(f"{remark.kind} {remark.about}", _beside(remark, path)) for remark in remarks(report)]
    return written(_with_fingerprints(issues))


def _issue(finding: Finding, view: View) -> Issue:
    known = f"known {finding.severity}: " if finding.known else ""
    fix = cure(finding)
    place = finding.location
    return {
        "description": known + view.line(finding) + (f" – fix: {fix}" if fix else ""),
        "check_name": f"{finding.code} {finding.name}",
        "severity": "info" if finding.known else SEVERITIES[finding.severity],
        "location": {"path": path_of(view.report, place.file), "lines": {"begin": place.line, "end": place.end_line}},
    }


def _beside(remark: Remark, path: str) -> Issue:
    return {
        "description": remark.text,
        "check_name": f"kzcheck {remark.kind}",
        "severity": "info",
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }


def _with_fingerprints(issues: Iterable[tuple[str, Issue]]) -> list[Issue]:
    """Return issues with fingerprints of what each is about, the path of its file, and how many before it are alike."""
    seen: Counter[str] = Counter()
    apart = []
    for about, issue in issues:
        key = f"{about}\x1f{issue['location']['path']}"
        content = f"{key}\x1f{seen[key]}" if seen[key] else key
        seen[key] += 1
        apart.append({**issue, "fingerprint": hashlib.sha256(content.encode()).hexdigest()[:32]})
    return apart

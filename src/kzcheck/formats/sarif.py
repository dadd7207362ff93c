"""SARIF 2.1.0 (OASIS, with errata 01), as GitHub code scanning and editors read it.

Sections of the standard are named where something follows from one of them. GitHub's own limits, and what it shows, are those of
its page "SARIF support for code scanning". Two things follow from that page. GitHub knows no `suppressions`: who uploads a log
leaves those results out, or they are open alerts. And it matches alerts by `primaryLocationLineHash` alone, which its action
makes of the words on the line, and warns where a log brings another: so this one brings none.
"""

from __future__ import annotations

import re
from posixpath import dirname
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from kzcheck.finding import NOT_CHECKED, Confidence, Severity
from kzcheck.formats.json import summary, written
from kzcheck.formats.machines import remarks
from kzcheck.formats.naming import count, cure, exact_path, home, path_of
from kzcheck.formats.replacing import replacements
from kzcheck.formats.text import clean
from kzcheck.formats.view import View
from kzcheck.steps import STEPS
from kzcheck.version import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.article import Ignore, Location
    from kzcheck.finding import Finding, Report, RulePage
    from kzcheck.formats.machines import Remark
    from kzcheck.formats.replacing import Replacement

    Json = dict[str, object]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""The root of the repository: what it is on which machine is no part of a report (3.14.14)."""
RESULTS = 25_000
"""A run with more results is refused by GitHub."""
RELATED = 100
"""GitHub takes no more places of one result."""
DESCRIPTION = 1000
"""GitHub cuts descriptions of rules after 1,024 characters."""
PRECISION = {Confidence.SURE: "very-high", Confidence.LIKELY: "high", Confidence.POSSIBLE: "medium"}
PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
PLACEHOLDER = re.compile(r"\{(?=\d)")
"""What would be filled in with an argument, of which there are none (3.11.5)."""


def render(report: Report) -> str:
    """Return the report as a SARIF log of one run.

    What ignores hide is there as suppressed results, what is known as results that are unchanged.
    """
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(View(report))]})


def _run(view: View) -> Json:
    report, rules = view.report, sorted(view.report.rules, key=lambda page: page.code)
    numbers = {page.code: number for number, page in enumerate(rules)}
    folder = dirname(path_of(report, home(report)))
    shown: list[tuple[Finding, Ignore | None]] = [(finding, None) for finding in view.in_ci]
    shown += [(hidden.finding, hidden.ignore) for hidden in report.hidden]
    left_out = len(shown) - RESULTS
    if left_out > 0:
        shown = sorted(shown, key=lambda pair: (pair[1] is not None, pair[0].known, -pair[0].severity))[:RESULTS]
    return {
        "tool": {
            "driver": {
                "name": "kzcheck",
                "version": report.kzcheck,
                "semanticVersion": report.kzcheck,
                "informationUri": HOME,
                "rules": [_rule(page) for page in rules],
            }
        },
        "automationDetails": {"id": f"kzcheck/{folder}/" if folder else "kzcheck/"},
        "language": "en",
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\r", "\n"],
        "originalUriBaseIds": {ROOT: {"description": _message("The root of the repository in which the article lies.")}},
        "invocations": [_invocation(report, numbers, left_out)],
        "results": [_result(finding, ignore, view, numbers) for finding, ignore in shown],
        "properties": {"summary": msgspec.to_builtins(summary(view))},
    }


def _rule(page: RulePage) -> Json:
    asking = [step for step in page.needs if not STEPS[step].of_files]
    steps = f"This rule needs {' and '.join(asking)}." if asking else "This rule needs no network."
    indented = "\n".join(f"    {line}".rstrip() for line in page.example.splitlines())
    sections = {"Example": page.example, "When it stays silent": page.silent, "To fix it": page.fix}
    plain = (f"{title}:\n\n{text}" for title, text in sections.items())
    marked = (f"**{title}**\n\n{text}" for title, text in (sections | {"Example": indented}).items())
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": _message(clean(page.summary, DESCRIPTION)),
        "fullDescription": _message(clean(page.why, DESCRIPTION)),
        "help": {
            "text": "\n\n".join((page.why, steps, *plain)),
            "markdown": "\n\n".join((page.why, steps, *marked)),
        },
        "defaultConfiguration": {"level": str(page.severity)},
        "properties": {
            "tags": [page.code.rstrip("0123456789"), *asking],
            "precision": PRECISION[page.confidence],
            "problem.severity": PROBLEM_SEVERITY[page.severity],
        },
    }


def _result(finding: Finding, ignore: Ignore | None, view: View, rules: Mapping[str, int]) -> Json:
    report = view.report
    says, fix = view.line(finding).rstrip("."), cure(finding).rstrip(".")
    result: Json = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": _message(f"{says}. Fix: {fix}." if fix else f"{says}."),
        "locations": [{**_place(finding.location, report), "logicalLocations": list(_subjects(finding))}],
        "partialFingerprints": {"kzcheck/v2": finding.fingerprint},
        "properties": {"confidence": finding.confidence.name.lower()},
    }
    if finding.code in rules:
        result["ruleIndex"] = rules[finding.code]
    if related := finding.problem.related[:RELATED]:
        result["relatedLocations"] = [{"id": number, **_place(place, report)} for number, place in enumerate(related, 1)]
    if finding.problem.fix and (changes := replacements(finding.problem.fix, view)):
        result["fixes"] = [{"description": _message(cure(finding)), "artifactChanges": _changes(changes, report)}]
    if report.compared and ignore is None:
        result["baselineState"] = "unchanged" if finding.known else "new"
    if ignore is not None:
        result["suppressions"] = [_suppression(ignore, report)]
    return result


def _subjects(finding: Finding) -> Iterator[Json]:
    for kind, name in (("claim", finding.claim), ("reference", finding.reference)):
        if name is not None:
            yield {"name": clean(name), "fullyQualifiedName": f"{kind}s/{clean(name)}", "kind": kind}


def _changes(changes: Sequence[Replacement], report: Report) -> list[Json]:
    """Return the changes, one object a file (3.56): in practice all are in one."""
    files: dict[str, list[Json]] = {}
    for change in changes:
        new = {"deletedRegion": _region(change.location), "insertedContent": {"text": change.text}}
        files.setdefault(change.location.file, []).append(new)
    return [{"artifactLocation": _file(file, report), "replacements": replaced} for file, replaced in files.items()]


def _suppression(ignore: Ignore, report: Report) -> Json:
    """Return whose word hides a finding: a comment in the list is in the source, an entry of the settings is external (3.35.2)."""
    justification = {"justification": clean(ignore.reason)} if ignore.reason else {}
    return {"kind": "inSource" if ignore.inline else "external", **justification, "location": _place(ignore.location, report)}


def _invocation(report: Report, rules: Mapping[str, int], left_out: int) -> Json:
    """Return how the run went: what was not checked is a notification under KZ003, with the ids of what it is about."""
    rule: Json = {"id": NOT_CHECKED, **({"index": rules[NOT_CHECKED]} if NOT_CHECKED in rules else {})}
    notifications = [_notification(remark, rule) for remark in remarks(report) if remark.kind != "hidden"]
    if left_out > 0:
        text = f"{count(left_out, 'finding')} left out, hidden, known and least severe ones first: a run holds {RESULTS:,} at most"
        notifications.append({"level": "warning", "message": _message(text)})
    return {
        "executionSuccessful": not report.partial,
        "endTimeUtc": report.evidence.gathered,
        "toolExecutionNotifications": notifications,
    }


def _notification(remark: Remark, rule: Json) -> Json:
    subjects = "references" if remark.of_references else "claims"
    return {
        "level": {"interrupted": "error", "sources": "note"}.get(remark.kind, "warning"),
        "message": _message(remark.text),
        **({"associatedRule": rule} if remark.kind == "not checked" else {}),
        "properties": {"about": remark.about, **({subjects: list(remark.subjects)} if remark.subjects else {})},
    }


def _message(text: str) -> Json:
    """Return a message in which nothing is a placeholder or a link, whatever the text may be made of (3.11.5, 3.11.6)."""
    return {"text": PLACEHOLDER.sub("{ ", text).replace("](", "] (")}


def _place(place: Location, report: Report) -> Json:
    return {"physicalLocation": {"artifactLocation": _file(place.file, report), "region": _region(place)}}


def _file(file: str, report: Report) -> Json:
    return {"uri": quote(exact_path(report, file), errors="surrogatepass"), "uriBaseId": ROOT}


def _region(place: Location) -> Json:
    return {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}

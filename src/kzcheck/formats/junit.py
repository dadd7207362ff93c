"""JUnit XML: what is checked is a test case: each reference, each claim, each file, and each step of the audit.

There is no standard, so it holds what its readers have in common: Jenkins reads only the first failure of a case, GitLab only the
first case of a name; it shows `file`, and programs that make annotations of a report read `line`, too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kzcheck.finding import Severity
from kzcheck.formats.links import states
from kzcheck.formats.machines import remarks
from kzcheck.formats.naming import LONGEST_MESSAGE, UNREASONED, cure, path_of, said, who
from kzcheck.formats.text import clean
from kzcheck.formats.view import View
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.naming import Subject

LONGEST_NAME = 80
"""Characters of the name of a test case."""
ASKED = frozenset(("found", "unsure", "absent"))
"""What became of a reference that services gave an answer about."""
READ = frozenset(("ok", "moved", "dead", "soft-404"))
"""What became of a page that gave an answer."""

Element = Literal["failure", "error", "skipped"] | None
"""The element that says why a case did not pass; None where it did."""


class Case(Struct, frozen=True):
    """One test case: why it did not pass, under a type, and in `lines` what else there is to say; `at` is its file and line."""

    name: str
    element: Element = None
    type: str = ""
    why: Sequence[str] = ()
    lines: Sequence[str] = ()
    at: Mapping[str, str] = {}


class Open(Struct, frozen=True):
    """What was not checked of a reference or claim: what of its existence, so that nothing is known of it, and what else."""

    existence: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def render(report: Report) -> str:
    """Return the report as XML.

    Errors fail, unless they are known; everything else that was found is in `system-out`. A reference is skipped if nothing was
    checked of it that needs a look outside: neither a service nor its page gave an answer.
    """
    from lxml import etree  # noqa: PLC0415 - costs 20 ms, which other formats need not pay

    root = etree.Element("testsuites", name="kzcheck")
    view = View(report)
    suites = {name: cases for name, cases in _suites(view) if cases}
    for suite, cases in suites.items():
        element = etree.SubElement(root, "testsuite", {"name": suite, **_counts(cases), "time": "0"})
        if suite == "checks":
            properties = etree.SubElement(element, "properties")
            for name, value in _properties(view).items():
                etree.SubElement(properties, "property", name=name, value=value)
        for name, case in _numbered(cases):
            testcase = etree.SubElement(element, "testcase", {"classname": suite, "name": name, **case.at, "time": "0"})
            if case.element:
                why = etree.SubElement(testcase, case.element, type=case.type, message=case.why[0])
                why.text = "\n".join(case.why)
            if case.lines:
                etree.SubElement(testcase, "system-out").text = "\n".join(case.lines)
    totals = _counts([case for cases in suites.values() for case in cases])
    for name in ("tests", "failures", "errors"):
        root.set(name, totals[name])
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()
    return xml.replace("##", "#&#35;")  # the runner of a job obeys ##[error] in its log


def _suites(view: View) -> Iterator[tuple[str, list[Case]]]:
    """Yield the test cases under the names of their kinds."""
    report, article = view.report, view.article
    findings: dict[Subject | str, list[Finding]] = {}
    for finding in view.in_ci:
        findings.setdefault(view.subject(finding) or finding.location.file, []).append(finding)
    left, nothing = _open(report), Open()

    def case(subject: Subject | str, label: str, at: Mapping[str, str], *, looked_at: bool = True) -> Case:
        """Return the case of a subject or a file; of several under one id the first has all that is known of the id."""
        own = left.pop(subject, nothing)
        return replace(_case(label, findings.pop(subject, []), own, report, looked_at=looked_at), at=at)

    def place(entry: Reference | Claim) -> dict[str, str]:
        return {"file": path_of(report, entry.location.file), "line": str(entry.location.line)}

    references = []
    for reference in article.references:
        name = clean(f"[{reference.id}] {who(reference)}", LONGEST_NAME)
        looked_at = view.outcome(reference.id).state in ASKED or not READ.isdisjoint(states(report, reference))
        references.append(case(("reference", reference.id), name, place(reference), looked_at=looked_at))
    yield "references", references
    names = [(claim, claim.text if claim.numbered else f"{claim.id}: {claim.text}") for claim in article.claims]
    yield "claims", [case(("claim", claim.id), clean(name, LONGEST_NAME), place(claim)) for claim, name in names]
    files = dict.fromkeys((*article.sources, *(name for name in findings if isinstance(name, str))))
    yield "files", [case(name, path_of(report, name), {"file": path_of(report, name)}) for name in files]
    yield "checks", list(_checks(view))


def _open(report: Report) -> dict[Subject | str, Open]:
    """Return what is open about each reference and claim; what lacks the answer for some of the rules only is never skipped."""
    needed: dict[str, set[str]] = {}
    for item in report.unchecked:
        needed.setdefault(item.step, set()).update(item.codes)
    left: dict[Subject | str, Open] = {}
    for item in report.unchecked:
        if (name := item.reference if item.reference is not None else item.claim) is None:
            continue
        subject = left.setdefault(("reference" if item.reference is not None else "claim", name), Open())
        whole = bool(report.missed.get(item.step)) and needed[item.step] <= set(item.codes)
        lines = subject.existence if whole and STEPS[item.step].of_existence else subject.rest
        lines.append(f"{item.step}: {'not checked' if whole else 'checked in part'}: {clean(item.reason, LONGEST_MESSAGE)}")
    return left


def _case(name: str, findings: Sequence[Finding], left: Open, report: Report, *, looked_at: bool) -> Case:
    failing = [finding for finding in findings if _fails(finding)]
    lines = [_line(finding, report) for finding in findings if not _fails(finding)]
    if failing:
        codes = dict.fromkeys(finding.code for finding in failing)
        why = [_line(finding, report) for finding in failing]
        return Case(name, "failure", " ".join(codes), why, (*lines, *left.existence, *left.rest))
    if left.existence and not looked_at:
        return Case(name, "skipped", "not checked", left.existence, (*lines, *left.rest))
    return Case(name, lines=(*lines, *left.existence, *left.rest))


def _fails(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and not finding.known


def _checks(view: View) -> Iterator[Case]:
    """Yield a case for the audit as a whole, for each step, and for what is hidden.

    A step is skipped if nothing was checked of it; what else was left out of it is in `system-out`.
    """
    report = view.report
    about: dict[str, list[str]] = {}
    for remark in remarks(report):
        about.setdefault(remark.about, []).append(remark.text)
    whole = about.get("audit", [])
    kind: tuple[Element, str] = ("error", "interrupted") if report.partial else ("skipped", "not checked")
    yield Case("audit", *kind, why=whole) if whole else Case("audit")
    for step in view.checks.steps:
        lines = about.get(step.step, [])
        yield Case(step.step, lines=lines) if step.checked or not lines else Case(step.step, "skipped", "not checked", lines)
    if report.hidden:
        lines = [
            f"{_line(hidden.finding, report)} (hidden: {clean(hidden.ignore.reason, LONGEST_MESSAGE) or UNREASONED})"
            for hidden in report.hidden
        ]
        yield Case("ignores", "skipped", "hidden", about["ignores"], lines)


def _line(finding: Finding, report: Report) -> str:
    place = finding.location
    known = "known " if finding.known else ""
    where = f"{path_of(report, place.file)}:{place.line}:{place.column}"
    fix = cure(finding)
    return f"{known}{finding.severity} {finding.code} {finding.name} at {where}: {said(finding)}" + (f"; fix: {fix}" if fix else "")


def _numbered(cases: Iterable[Case]) -> Iterator[tuple[str, Case]]:
    """Yield the cases with names of their own: the second of a name is numbered."""
    seen: dict[str, int] = {}
    for case in cases:
        number = seen[case.name] = seen.get(case.name, 0) + 1
        yield (case.name if number == 1 else f"{case.name} #{number}"), case


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    elements = Counter(case.element for case in cases)
    return {
        "tests": str(len(cases)),
        "failures": str(elements["failure"]),
        "errors": str(elements["error"]),
        "skipped": str(elements["skipped"]),
    }


def _properties(view: View) -> dict[str, str]:
    report = view.report
    return {
        "kzcheck": report.kzcheck,
        "gathered": report.evidence.gathered.isoformat(),
        "partial": str(report.partial).lower(),
        "known": str(sum(finding.known for finding in view.in_ci)),
        "hidden": str(len(report.hidden)),
        "unchecked": str(len(report.unchecked)),
    }

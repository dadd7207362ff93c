"""What formats for machines share: paths as a repository knows them, findings in one line, and what else is to be told."""

from __future__ import annotations

from collections import Counter
from posixpath import basename
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.formats.checked import checked
from kzcheck.formats.naming import LONGEST_MESSAGE, count, said, short
from kzcheck.formats.reasons import Reason
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Step
    from kzcheck.finding import Finding, Report

REASONS = 20
"""Reasons for which a step was not made that are told one by one."""

Kind = Literal["interrupted", "not checked", "hidden"]


class Remark(Struct, frozen=True):
    """What a reader must know beside the findings, or a report looks cleaner than it is.

    `about` is the step that was not made, or "audit", or "ignores"; `subjects` are the ids of the references, or else of the
    claims, that it is about.
    """

    kind: Kind
    about: Step | Literal["audit", "ignores"]
    text: str
    subjects: tuple[str, ...] = ()
    of_references: bool = True


def exact_path(report: Report, file: str) -> str:
    """Return a file's path from the root of the repository, letter by letter: a name may hold anything, so escape it.

    Of a path that leads out of the repository, only the name is told: no report says how a machine's folders are called.
    """
    path = report.path(file)
    outside = path.startswith(("/", "../")) or path[1:3] == ":/"
    return basename(path) if outside else path


def path_of(report: Report, file: str) -> str:
    """Return a file's path from the root of the repository, as one harmless line."""
    return clean(exact_path(report, file))


def home(report: Report) -> str:
    """Return the file that stands for the whole article: its list of references."""
    return next((one.location.file for one in report.article.references), next(iter(report.article.sources), "references.yaml"))


def names_of(report: Report) -> dict[str, str]:
    """Return what a person knows each reference by, by its id."""
    return {reference.id: short(reference) for reference in report.article.references}


def told(finding: Finding, names: Mapping[str, str]) -> str:
    """Return what a finding is about and what it says, as one harmless line."""
    if finding.claim is not None:
        return f"{clean(finding.claim)}: {said(finding)}"
    if finding.reference is None:
        return said(finding)
    name = names.get(finding.reference, "")
    return f"[{clean(finding.reference)}]{f' {name}' if name else ''}: {said(finding)}"


def cure(finding: Finding) -> str:
    """Return what to do about a finding, as one harmless line, "" if nobody knows."""
    return clean(finding.problem.fix.text, LONGEST_MESSAGE) if finding.problem.fix else ""


def remarks(report: Report) -> Iterator[Remark]:
    """Yield what a reader must know beside the findings: that the audit was cut short, what was not checked, what is hidden."""
    if report.partial:
        yield Remark("interrupted", "audit", "interrupted: this is what was found until then")
    checks = checked(report)
    for step in checks.steps:
        for what, found in step.missed.items():
            for one in _bounded(found):
                text = f"{step.step}: {len(one.subjects):,} of {step.total:,} {what}: {clean(one.text, LONGEST_MESSAGE)}"
                yield Remark("not checked", step.step, text, tuple(map(clean, one.subjects)), one.of_references)
        for reason in step.incomplete:
            yield Remark("not checked", step.step, f"{step.step}: not fully checked: {reason}")
        for silent in step.silent:
            yield Remark("not checked", step.step, f"{step.step}: {silent}")
    for warning in checks.warnings:
        yield Remark("not checked", "audit", warning)
    if report.hidden:
        codes = Counter(one.finding.code for one in report.hidden)
        listed = ", ".join(f"{code} ×{number:,}" for code, number in sorted(codes.items()))
        verb = "is" if len(report.hidden) == 1 else "are"
        yield Remark("hidden", "ignores", f"{count(len(report.hidden), 'finding')} {verb} hidden by ignores: {listed}")


def _bounded(found: Sequence[Reason]) -> Iterator[Reason]:
    """Yield the commonest reasons, and one for what is left."""
    yield from found[:REASONS]
    if rest := found[REASONS:]:
        subjects = dict.fromkeys(subject for one in rest for subject in one.subjects)
        yield Reason(f"{len(rest):,} other reasons", tuple(subjects), rest[0].of_references)

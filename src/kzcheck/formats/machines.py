"""What formats for machines share: what is to be told beside the findings, or a report looks cleaner than it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.formats.checked import INTERRUPTED, Cause, checked
from kzcheck.formats.naming import LONGEST_MESSAGE, count
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.finding import Report
    from kzcheck.steps import StepName

REASONS = 20
"""Reasons for which a step was not made that are told one by one."""


class Remark(Struct, frozen=True):
    """What a reader must know beside the findings, or a report looks cleaner than it is.

    `about` is the step that was not made, or "audit", or "ignores"; `subjects` are the ids of the references, or else of the
    claims, that it is about.
    """

    kind: Literal["interrupted", "not checked", "sources", "hidden"]
    about: StepName | Literal["audit", "ignores"]
    text: str
    subjects: tuple[str, ...] = ()
    of_references: bool = True


def remarks(report: Report) -> Iterator[Remark]:
    """Yield what a reader must know beside the findings: an interruption, what was not checked, who was asked, what is hidden."""
    if report.partial:
        yield Remark("interrupted", "audit", INTERRUPTED)
    checks = checked(report)
    for step in checks.steps:
        for extent, causes in step.missed.items():
            for cause in _bounded(causes):
                text = f"{step.step}: {len(cause.subjects):,} of {step.total:,} {extent}: {clean(cause.text, LONGEST_MESSAGE)}"
                yield Remark("not checked", step.step, text, tuple(map(clean, cause.subjects)), cause.of_references)
        for reason in step.incomplete:
            yield Remark("not checked", step.step, f"{step.step}: not fully checked: {reason}")
        for silent in step.silent:
            yield Remark("not checked", step.step, f"{step.step}: {silent}")
        for source in step.sources:
            yield Remark("sources", step.step, f"{step.step}: {source}")
    for warning in checks.warnings:
        yield Remark("not checked", "audit", warning)
    if report.hidden:
        codes = Counter(hidden.finding.code for hidden in report.hidden)
        listed = ", ".join(f"{code} ×{number:,}" for code, number in sorted(codes.items()))
        verb = "is" if len(report.hidden) == 1 else "are"
        yield Remark("hidden", "ignores", f"{count(len(report.hidden), 'finding')} {verb} hidden by ignores: {listed}")


def _bounded(causes: Sequence[Cause]) -> Iterator[Cause]:
    """Yield the commonest reasons, and one for what is left."""
    yield from causes[:REASONS]
    if rest := causes[REASONS:]:
        subjects = dict.fromkeys(subject for cause in rest for subject in cause.subjects)
        yield Cause(f"{len(rest):,} other reasons", tuple(subjects), rest[0].of_references)

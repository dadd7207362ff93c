"""A finding as the page shows it: what was found, in which words, where, and what to do."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import spelling
from kzcheck.finding import Confidence
from kzcheck.formats.html.attributes import anchor
from kzcheck.formats.naming import called, count, cure, said, where
from kzcheck.formats.text import clean
from kzcheck.formats.view import severities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.article import At, Location
    from kzcheck.finding import Excerpt, Finding, Fix
    from kzcheck.formats.naming import Subject

SURENESS = {Confidence.SURE: "", Confidence.LIKELY: "likely, not certain", Confidence.POSSIBLE: "possible, not certain"}
_NUMBER = re.compile(r"\.\d.*")
"""The place within a list: readers know "author", not "author.2"."""
LONGEST_EXCERPT = 1000
"""Characters of one excerpt."""
LONGEST_VALUE = 300
"""Characters of one value of an edit."""
RELATED = 5
"""Other places of a finding that are named."""


class Run(Struct, frozen=True):
    """A stretch of an excerpt, and whether it is at fault."""

    text: str
    marked: bool


class Change(Struct, frozen=True):
    """One field that a fix changes: `new` is "" where it is to go, `old` where it is to come."""

    field: str
    old: str
    new: str
    source: str


class Mark(Struct, frozen=True):
    """A severity and how often it was found: "2 warnings"."""

    severity: str
    text: str


class Related(Struct, frozen=True):
    """Another place of a finding: the claim or reference that stands there, and its anchor, "" where none does."""

    place: str
    name: str
    anchor: str


class Shown(Struct, frozen=True):
    """A finding in words. `rule` is the anchor of its explanation, `sureness` "" where it is sure.

    There is no excerpt where it would only repeat the claim, without a word at fault.
    """

    severity: str
    code: str
    name: str
    rule: str
    message: str
    place: str
    sureness: str
    known: bool
    excerpt: tuple[Run, ...]
    fix: str
    changes: tuple[Change, ...]
    related: tuple[Related, ...]
    more_related: int


def show(finding: Finding, at: At | None = None, subjects: Mapping[Location, Subject] = MappingProxyType({})) -> Shown:
    """Return a finding as it is shown; `at` is where its claim stands in the manuscript, `subjects` names its other places."""
    problem = finding.problem
    return Shown(
        severity=str(finding.severity),
        code=finding.code,
        name=finding.name,
        rule=rule_anchor(finding.code),
        message=said(finding),
        place=where(finding, at),
        sureness=SURENESS[finding.confidence],
        known=finding.known,
        excerpt=_runs(problem.excerpt) if problem.excerpt and (problem.excerpt.marks or finding.claim is None) else (),
        fix=cure(finding),
        changes=_changes(problem.fix) if problem.fix else (),
        related=tuple(_related(place, subjects.get(place)) for place in problem.related[:RELATED]),
        more_related=max(0, len(problem.related) - RELATED),
    )


def _related(place: Location, subject: Subject | None) -> Related:
    if subject is None:
        return Related(clean(str(place)), "", "")
    kind, name = subject
    return Related(clean(str(place)), called(subject), anchor("ref" if kind == "reference" else "claim", name))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which a card has them: new before known, the worst first."""
    return sorted(findings, key=lambda finding: (finding.known, -finding.severity))


def marks(findings: Iterable[Finding]) -> tuple[Mark, ...]:
    """Return how many there are of each severity, the worst first."""
    numbers = severities(findings).items()
    return tuple(Mark(str(severity), count(number, str(severity))) for severity, number in numbers if number)


def rule_anchor(code: str) -> str:
    """Return the id of the place where a rule is explained."""
    return anchor("rule", code)


def _runs(excerpt: Excerpt) -> tuple[Run, ...]:
    """Part an excerpt where marked words begin and end."""
    text, flags = excerpt.text[:LONGEST_EXCERPT], [False] * LONGEST_EXCERPT
    for start, end in excerpt.marks:
        flags[start:end] = [True] * (min(end, LONGEST_EXCERPT) - start)
    edges = [place for place in range(1, len(text)) if flags[place] != flags[place - 1]]
    runs = [
        Run(text[start:end], flags[start]) for start, end in zip((0, *edges), (*edges, len(text)), strict=True) if text[start:end]
    ]
    return (*runs, Run("…", marked=False)) if len(excerpt.text) > LONGEST_EXCERPT else tuple(runs)


def _changes(fix: Fix) -> tuple[Change, ...]:
    return tuple(
        Change(
            spelling(_NUMBER.sub("", edit.field)),
            clean(edit.old or "", LONGEST_VALUE),
            clean(edit.new or "", LONGEST_VALUE),
            clean(edit.source, LONGEST_VALUE),
        )
        for edit in fix.edits
    )

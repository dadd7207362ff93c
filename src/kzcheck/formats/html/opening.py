"""The first screen: a verdict in two sentences, numbers, what to look at first, what was checked and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.checked import INTERRUPTED, CheckedStep, why_not
from kzcheck.formats.html.findings import Shown, show
from kzcheck.formats.html.index import subject
from kzcheck.formats.naming import count, home, path_of
from kzcheck.formats.text import clean, sentence
from kzcheck.formats.view import severities, styles
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.formats.html.index import Index
    from kzcheck.formats.view import View


class Verdict(Struct, frozen=True):
    """What is to be looked at, in what, and what was not checked."""

    found: str
    subjects: str
    unmade: str


class Number(Struct, frozen=True):
    """A number of the summary, and what it counts; `severity` is "" for anything else than findings of one."""

    number: str
    word: str
    severity: str = ""


class First(Struct, frozen=True):
    """One of the findings to look at first: where its card is, what it is about, and which claims rest on that."""

    finding: Shown
    anchor: str
    subject: str
    rests: str


class Made(Struct, frozen=True):
    """A step of the audit: how much of it was made, and why the rest was not."""

    step: CheckedStep
    made: Literal["all", "part", "none"]
    reasons: tuple[str, ...]


class Opening(Struct, frozen=True):
    """The first screen; `known` tells that some findings stood there before, `more` how many there are beside the `first`."""

    title: str
    byline: str
    day: str
    age: str
    interrupted: str
    verdict: Verdict
    numbers: tuple[Number, ...]
    known: bool
    first: tuple[First, ...]
    more: str
    rules: str
    steps: tuple[Made, ...]
    warnings: tuple[str, ...]
    styles: tuple[str, ...]


def opening(index: Index) -> Opening:
    """Return the first screen of a report."""
    view, report = index.view, index.view.report
    article, evidence, checks = view.article, report.evidence, view.checks
    steps = tuple(map(_made, checks.steps))
    first = tuple(_first(index))
    more = len(view.findings) - len(first)
    people = ", ".join(map(str, article.author))
    return Opening(
        title=clean(article.title) or f"Citations in {path_of(report, home(report))}",
        byline=clean(" · ".join(filter(None, (people, str(article.issued or ""), article.doi)))),
        day=f"{evidence.gathered.day} {evidence.gathered:%B %Y}",
        age=f"judged again after {count(evidence.age, 'day')}" if evidence.age else "",
        interrupted=sentence(INTERRUPTED) if report.partial else "",
        verdict=_verdict(view, steps),
        numbers=tuple(_numbers(view)),
        known=any(finding.known for finding in view.findings),
        first=first,
        more=f"{count(more, 'more finding' if first else 'finding')} below" if more else "",
        rules=sentence(checks.rules),
        steps=steps,
        warnings=tuple(map(sentence, checks.warnings)),
        styles=tuple(map(sentence, styles(report.style))),
    )


def _verdict(view: View, steps: Sequence[Made]) -> Verdict:
    new = severities(finding for finding in view.findings if not finding.known)
    serious = [count(number, str(severity)) for severity, number in new.items() if number and severity > Severity.NOTE]
    nothing = "No new error or warning" if any(finding.known for finding in view.findings) else "No error and no warning"
    never, partly = ([STEPS[step.step.step].called for step in steps if step.made == made] for made in ("none", "part"))
    unmade = ([f"Not checked: {_listed(never)}."] if never else []) + (
        [f"Checked only in part: {_listed(partly)}."] if partly else []
    )
    return Verdict(f"{_listed(serious)} to look at" if serious else nothing, _listed(view.size), " ".join(unmade))


def _listed(some: Sequence[str]) -> str:
    """Return things in a row: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(some[:-1]), *some[-1:])))


def _numbers(view: View) -> Iterator[Number]:
    for severity, number in severities(view.findings).items():
        yield _number(number, str(severity), str(severity))
    if known := sum(finding.known for finding in view.findings):
        yield Number(f"{known:,}", "of them known")
    yield Number(f"{len(view.report.hidden):,}", "hidden")
    made = _number(len(view.report.unchecked), "check")
    yield Number(made.number, f"{made.word} not made")


def _number(number: int, word: str, severity: str = "") -> Number:
    written, _, word = count(number, word).partition(" ")
    return Number(written, word, severity)


def _first(index: Index) -> Iterator[First]:
    view = index.view
    for finding in view.first:
        place, about = subject(finding, index)
        yield First(show(finding, view.at(finding)), place, about, view.resting(finding))


def _made(step: CheckedStep) -> Made:
    made: Literal["all", "part", "none"] = "all"
    if step.checked == 0 and step.total:
        made = "none"
    elif step.checked < step.total or step.missed or step.incomplete:
        made = "part"
    return Made(step, made, tuple(_reasons(step)))


def _reasons(step: CheckedStep) -> Iterator[str]:
    """Yield one line for each reason for which something was not checked, or checked in part only."""
    for line, names in why_not(step):
        yield sentence(" ".join((line, *(f"[{name}]" for name in names))))
    for reason in step.incomplete:
        yield f"Not fully checked: {reason}"
    yield from (*step.silent, *step.sources)

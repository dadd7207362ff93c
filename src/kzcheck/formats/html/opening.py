"""The first screen: a verdict in two sentences, numbers, what to look at first, what was checked and what was not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.checked import INTERRUPTED, STYLES, CheckedStep, checked, why_not
from kzcheck.formats.html.findings import Shown, show
from kzcheck.formats.html.index import subject
from kzcheck.formats.naming import count, home, path_of, resting
from kzcheck.formats.text import clean, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Article
    from kzcheck.evidence import Step
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.html.index import Index

SAID: dict[Step, str] = {"texts": "what the cited works say"}
"""Steps that need more than their name where nothing beside them explains it."""


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


def opening(report: Report, index: Index, findings: Sequence[Finding]) -> Opening:
    """Return the first screen of a report; `findings` are those that count, the worst first."""
    article, evidence = report.article, report.evidence
    checks = checked(report)
    steps = tuple(map(_made, checks.steps))
    first = tuple(_first(report, index))
    more = len(findings) - len(first)
    people = ", ".join(map(str, article.author))
    return Opening(
        title=clean(article.title) or f"Citations in {path_of(report, home(report))}",
        byline=clean(" · ".join(filter(None, (people, str(article.issued or ""), article.doi)))),
        day=f"{evidence.gathered.day} {evidence.gathered:%B %Y}",
        age=f"judged again after {count(evidence.age, 'day')}" if evidence.age else "",
        interrupted=sentence(INTERRUPTED) if report.partial else "",
        verdict=_verdict(article, findings, steps),
        numbers=tuple(_numbers(report, findings)),
        known=any(one.known for one in findings),
        first=first,
        more=f"{count(more, 'more finding' if first else 'finding')} below" if more else "",
        rules=sentence(checks.rules),
        steps=steps,
        warnings=tuple(map(sentence, checks.warnings)),
        styles=tuple(_styles(article)),
    )


def _verdict(article: Article, findings: Sequence[Finding], steps: Sequence[Made]) -> Verdict:
    counts = Counter(one.severity for one in findings if not one.known)
    serious = [count(counts[severity], str(severity)) for severity in (Severity.ERROR, Severity.WARNING) if counts[severity]]
    nothing = "No new error or warning" if any(one.known for one in findings) else "No error and no warning"
    subjects = [count(len(article.references), "reference")]
    if article.has_claims:
        subjects.append(count(len(article.claims), "claim"))
    never = [SAID.get(one.step.step, one.step.step) for one in steps if one.made == "none"]
    partly = [SAID.get(one.step.step, one.step.step) for one in steps if one.made == "part"]
    unmade = ([f"Not checked: {_listed(never)}."] if never else []) + (
        [f"Checked only in part: {_listed(partly)}."] if partly else []
    )
    return Verdict(f"{_listed(serious)} to look at" if serious else nothing, _listed(subjects), " ".join(unmade))


def _listed(some: Sequence[str]) -> str:
    """Return things in a row: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(some[:-1]), *some[-1:])))


def _numbers(report: Report, findings: Sequence[Finding]) -> Iterator[Number]:
    counts = Counter(one.severity for one in findings)
    for severity in sorted(Severity, reverse=True):
        yield _number(counts[severity], str(severity), str(severity))
    if known := sum(one.known for one in findings):
        yield Number(f"{known:,}", "of them known")
    yield Number(f"{len(report.hidden):,}", "hidden")
    made = _number(len(report.unchecked), "check")
    yield Number(made.number, f"{made.word} not made")


def _number(number: int, word: str, severity: str = "") -> Number:
    written, _, word = count(number, word).partition(" ")
    return Number(written, word, severity)


def _first(report: Report, index: Index) -> Iterator[First]:
    places = {claim.id: claim.at for claim in report.article.claims}
    for finding in report.first():
        place, about = subject(finding, index)
        rests = resting(index.cited_by.get(finding.reference or "", ())) if finding.claim is None else ""
        yield First(show(finding, places.get(finding.claim or "")), place, about, rests)


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


def _styles(article: Article) -> Iterator[str]:
    style = article.style
    for word, value in (("citation", style.citations), ("reference", style.references)):
        if value:
            found = " (detected; kzcheck.toml can set it)" if f"{word}s" in style.detected else ""
            yield f"{sentence(word)} style: {STYLES[value]}{found}"

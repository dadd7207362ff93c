"""The steps of gathering, one module each, which say what a step asks, what stays unchecked and why, and what it would ask.

Each module defines `STEP`. It imports network code only when needed, since an offline audit does without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from kzcheck.evidence import Failed, Unchecked
from kzcheck.identifiers import find_urls
from kzcheck.reasons import Reason
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Asked, Evidence, Snapshot
    from kzcheck.gather.answers import Answers
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName
    from kzcheck.steps import StepName

    Codes = Mapping[StepName, tuple[str, ...]]
    Explained = Callable[[Unchecked], Unchecked]

OFFLINE, NOT_WANTED = Reason("offline"), Reason("not-wanted")


class Unanswered(NamedTuple):
    """The number of requests to a service or host without an answer; 0 when none is left."""

    name: str
    open: int


class Pause(NamedTuple):
    """A pause of some seconds, starting now, of a service, a host or all of them; `why` gives the reason if it is not obvious."""

    name: str
    seconds: float
    why: str = ""


Waiting = Unanswered | Pause
Progress = Callable[[str, int, int, Waiting | None], None]
"""A callback that takes the activity, the amount done, the total, and the latest change in what is being waited for.

It is called on the gathering thread. A new activity means a new step, which waits for nothing yet.
"""


class Watch(NamedTuple):
    """Callbacks of an audit: for progress, for warnings, for the complete evidence, and for notes on what it reads."""

    progress: Progress = lambda _what, _done, _of, _waiting: None
    warn: Callable[[str], None] = lambda _text: None
    gathered: Callable[[Evidence], None] = lambda _evidence: None
    note: Callable[[str], None] = lambda _text: None


class Run(NamedTuple):
    """The conditions of one gathering.

    `only` holds the ids of the references to ask about, or None for all. `kept` is the folder of data kept between audits, or None
    to use no such data. No request is sent after `ends`, in seconds of `time.monotonic()`. `folder` is the article's, or None if it
    is in none; no link may lead out of `within`, if it is given. With `answers`, which were gathered before, nobody is asked.
    """

    article: Article
    settings: Settings
    ends: float
    only: Collection[str] | None = None
    offline: bool = False
    kept: Path | None = None
    folder: Path | None = None
    within: Path | None = None
    watch: Watch = Watch()
    answers: Answers | None = None

    @property
    def asks(self) -> bool:
        """Whether requests may be sent."""
        return not self.offline and self.answers is None

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references to ask about."""
        return tuple(reference for reference in self.article.references if self.only is None or reference.id in self.only)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims whose links are visited: none if only some references are asked about."""
        return self.article.claims if self.only is None else ()

    @property
    def left(self) -> float:
        """The seconds left for gathering."""
        return max(0.0, self.ends - time.monotonic())

    def not_asked(self, subject: Unchecked) -> Reason | None:
        """Return why this run does not ask about a subject, or None if it does."""
        if self.only is not None and subject.reference not in self.only:
            return NOT_WANTED
        return OFFLINE if self.offline else None


class Planned(Struct, frozen=True):
    """The first requests to one service: their number, and each value with its kind (a DOI, the words of a search)."""

    title: str
    url: str
    requests: int
    values: tuple[tuple[By, str], ...]


class Plan(Struct, frozen=True):
    """The first requests by service, the services that `may_follow` depending on the answers, and why others are `silent`.

    `index` is what the index on this machine, which is asked before them, has of each source, by the source's title; `house` is the
    host of a house's own OpenSearch, which is asked before them, too.
    """

    first: tuple[Planned, ...]
    may_follow: tuple[tuple[str, str], ...]
    silent: str
    index: Mapping[str, Snapshot] = {}
    house: str = ""


class Visits(Struct, frozen=True):
    """The URLs that would be visited unless a registry answers for them, and the archive that may be asked for copies."""

    urls: tuple[str, ...]
    archive: tuple[str, str] | None


class Copying(Struct, frozen=True):
    """The pages of cited works that would be read whole, and the services, with their addresses, asked where open copies are."""

    urls: tuple[str, ...]
    services: tuple[tuple[SourceName, str], ...]


class StepFile(NamedTuple):
    """The functions of a step.

    `reason(run, subject, entry)` returns why nothing was asked about a subject; `entry` is the reference or claim that it concerns.
    `gather(run, evidence)` adds to the evidence and returns whether it was interrupted. `left_open(case, subjects, explained)`
    yields the subjects that remain unchecked; `explained` adds the reason to those never asked about. `plan(article, settings)`
    returns what would be sent to which service. Without these three, nothing is asked and every subject remains unchecked.
    `concerns(claim)` returns whether a step about claims applies to a claim.
    """

    reason: Callable[[Run, Unchecked, Reference | Claim | None], Reason]
    gather: Callable[[Run, Evidence], tuple[Evidence, bool]] = lambda _run, evidence: (evidence, False)
    left_open: Callable[[Case, Sequence[Unchecked], Explained], Iterator[Unchecked]] = lambda _case, subjects, explained: map(
        explained, subjects
    )
    plan: Callable[[Article, Settings], Plan | Visits | Copying | None] = lambda _article, _settings: None
    concerns: Callable[[Claim], bool] = lambda claim: bool(claim.citations)


def file_of(step: StepName) -> StepFile:
    """Import the module of a step and return its functions."""
    file: StepFile = import_module(f"kzcheck.gather.steps.{step}").STEP
    return file


def left_open(case: Case, codes: Codes, explained: Explained) -> Iterator[Unchecked]:
    """Yield the unchecked subjects of the steps that rules with these codes need."""
    for step, step_codes in _in_order(codes):
        yield from file_of(step).left_open(case, tuple(_subjects(case.article, step, step_codes)), explained)


def subjects(article: Article, codes: Codes) -> Iterator[Unchecked]:
    """Yield, without a reason, all subjects that rules with these codes need to ask about, step by step."""
    for step, step_codes in _in_order(codes):
        yield from _subjects(article, step, step_codes)


def _in_order(codes: Codes) -> Iterator[tuple[StepName, tuple[str, ...]]]:
    return ((step, codes[step]) for step in STEPS if codes.get(step))


def _subjects(article: Article, step: StepName, codes: tuple[str, ...]) -> Iterator[Unchecked]:
    """Yield the references, claims or URLs that a step is about."""
    unit = STEPS[step].unit
    if unit == "claim":
        yield from (Unchecked(step, codes, claim=claim.id) for claim in article.claims if file_of(step).concerns(claim))
    elif unit == "reference":
        yield from (Unchecked(step, codes, reference=reference.id) for reference in article.references)
    else:
        for reference in article.references:
            yield from (Unchecked(step, codes, reference=reference.id, url=url) for url in reference.urls.values())
        for claim in article.claims:
            urls = dict.fromkeys(url.value for url in find_urls(claim.text))
            yield from (Unchecked(step, codes, claim=claim.id, url=url) for url in urls)


def with_source(source: SourceName, reason: Reason) -> Reason:
    """Return the reason with its source added."""
    return msgspec.structs.replace(reason, service=source)


def failures(asked: Iterable[Asked]) -> tuple[Reason, ...]:
    """Return the reasons of failed questions, each with its source."""
    return tuple(with_source(question.service, question.answer.reason) for question in asked if isinstance(question.answer, Failed))

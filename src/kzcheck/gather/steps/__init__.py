"""The steps of gathering, a file each: what it asks, what it leaves open, why, and what it would ask.

A file has one `STEP`. It imports what goes to the network only where that is to be asked: an offline audit does without.
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
    from kzcheck.evidence import Asked, Evidence
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName
    from kzcheck.steps import StepName

    Codes = Mapping[StepName, tuple[str, ...]]
    Explained = Callable[[Unchecked], Unchecked]

OFFLINE, NOT_WANTED = Reason("offline"), Reason("not-wanted")


class Unanswered(NamedTuple):
    """How many questions to a service or host are without an answer; with none, nobody waits for it any more."""

    whom: str
    open: int


class Pause(NamedTuple):
    """For so many seconds from now nothing is asked of somebody, or of anybody; `why`, where that is not plain."""

    whom: str
    seconds: float
    why: str = ""


Waiting = Unanswered | Pause
Progress = Callable[[str, int, int, Waiting | None], None]
"""Hears what is being done, how much of it is done, of how much, and what has changed in whom it waits for.

It is called on the thread that gathers. Another step begins with another name, and waits for nobody yet.
"""


class Watch(NamedTuple):
    """Callbacks of an audit: for progress, for warnings, and for the evidence once it is complete."""

    progress: Progress = lambda _what, _done, _of, _waiting: None
    warn: Callable[[str], None] = lambda _text: None
    gathered: Callable[[Evidence], None] = lambda _evidence: None


class Run(NamedTuple):
    """One gathering about an article, and how it goes.

    `only` are the ids of the references to ask about, None for all. `kept` is the folder of what is kept between audits, None where
    nothing of it is to be used. Nobody is asked after `ends`, in seconds of `time.monotonic()`.
    """

    article: Article
    settings: Settings
    ends: float
    only: Collection[str] | None = None
    offline: bool = False
    kept: Path | None = None
    watch: Watch = Watch()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references to ask about."""
        return tuple(reference for reference in self.article.references if self.only is None or reference.id in self.only)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims whose links are looked at: none, where only some references are asked about."""
        return self.article.claims if self.only is None else ()

    @property
    def left(self) -> float:
        """The seconds that are left for asking."""
        return max(0.0, self.ends - time.monotonic())

    def not_asked(self, subject: Unchecked) -> Reason | None:
        """Return why nobody was to be asked about a subject, or at all; None where somebody was."""
        if self.only is not None and subject.reference not in self.only:
            return NOT_WANTED
        return OFFLINE if self.offline else None


class Planned(Struct, frozen=True):
    """What one service would be asked at first: how many requests, and each value with what it is: a DOI, words of a search."""

    title: str
    url: str
    requests: int
    values: tuple[tuple[By, str], ...]


class Plan(Struct, frozen=True):
    """What would be asked at first, by service; who `may_follow`, by what the first answers are; who is `silent`, and why."""

    first: tuple[Planned, ...]
    may_follow: tuple[tuple[str, str], ...]
    silent: str


class Visits(Struct, frozen=True):
    """The URLs that would be visited where no registry answers for them, and the archive that may be asked for copies of them."""

    urls: tuple[str, ...]
    archive: tuple[str, str] | None


class StepFile(NamedTuple):
    """What the file of a step does.

    `reason(run, subject, reference)` says why nothing was asked about a subject, which may be a reference. `gather(run, evidence)`
    adds to the evidence and tells whether it was cut short. `left_open(case, subjects, explained)` yields what is open about the
    subjects of the step: what asking left so, or what was not asked about, `explained`. `plan(article, settings)` says what would
    be sent to whom. Where these three are not given, nothing is asked, and all is open. `concerns(claim)` tells whether a step
    that is about claims is about this one.
    """

    reason: Callable[[Run, Unchecked, Reference | None], Reason]
    gather: Callable[[Run, Evidence], tuple[Evidence, bool]] = lambda _run, evidence: (evidence, False)
    left_open: Callable[[Case, Sequence[Unchecked], Explained], Iterator[Unchecked]] = lambda _case, subjects, explained: map(
        explained, subjects
    )
    plan: Callable[[Article, Settings], Plan | Visits | None] = lambda _article, _settings: None
    concerns: Callable[[Claim], bool] = lambda claim: bool(claim.citations)


def file_of(step: StepName) -> StepFile:
    """Return what the file of a step does."""
    file: StepFile = import_module(f"kzcheck.gather.steps.{step}").STEP
    return file


def left_open(case: Case, codes: Codes, explained: Explained) -> Iterator[Unchecked]:
    """Yield what is open about each subject of the steps that rules with these codes need."""
    for step, wanted in _in_order(codes):
        yield from file_of(step).left_open(case, tuple(_subjects(case.article, step, wanted)), explained)


def subjects(article: Article, codes: Codes) -> Iterator[Unchecked]:
    """Yield, without a reason, everything that the rules with these codes would have to ask about, step by step."""
    for step, wanted in _in_order(codes):
        yield from _subjects(article, step, wanted)


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


def of(source: SourceName, reason: Reason) -> Reason:
    """Return a reason as that of one source."""
    return msgspec.structs.replace(reason, service=source)


def failures(asked: Iterable[Asked]) -> tuple[Reason, ...]:
    """Return why questions got no answer, with the source of each."""
    return tuple(of(question.service, question.answer.reason) for question in asked if isinstance(question.answer, Failed))

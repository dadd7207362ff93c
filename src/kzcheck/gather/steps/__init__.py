"""The steps of gathering, a file each: what it asks, what it leaves open, why, and what it would ask.

A file has the four functions of `Step`. None of them imports what goes to the network before it is to be asked.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

import msgspec

from kzcheck.evidence import Failed, Unchecked
from kzcheck.gather.watch import Watch
from kzcheck.identifiers import find_urls
from kzcheck.reasons import Reason
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Asked, Evidence
    from kzcheck.gather.plan import Plan, Visits
    from kzcheck.settings import Settings
    from kzcheck.sources import SourceName
    from kzcheck.steps import StepName

    Codes = Mapping[StepName, tuple[str, ...]]
    Explained = Callable[[Unchecked], Unchecked]

OFFLINE, NOT_WANTED = Reason("offline"), Reason("not-wanted")


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
        return tuple(one for one in self.article.references if self.only is None or one.id in self.only)

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


class Step(Protocol):
    """What the file of a step has."""

    def gather(self, run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
        """Return the evidence with what this step asked for, and whether it was cut short."""

    def left_open(self, case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
        """Yield what is open about the subjects of this step: what asking left so, or what was not asked about, `explained`."""

    def reason(self, run: Run, subject: Unchecked, reference: Reference | None) -> Reason:
        """Return why nothing was asked about a subject, which may be a `reference`."""

    def plan(self, article: Article, settings: Settings) -> Plan | Visits | None:
        """Return what this step would send to whom, without sending it."""


def file_of(step: StepName) -> Step:
    """Return the file of a step."""
    return cast("Step", import_module(f"kzcheck.gather.steps.{step}"))


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
        yield from (Unchecked(step, codes, claim=claim.id) for claim in article.claims if claim.citations)
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
    return tuple(of(one.service, one.answer.reason) for one in asked if isinstance(one.answer, Failed))

"""Gathers evidence about an article: observations, their time, and gaps. All network activity starts here."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kzcheck.evidence import Evidence, Unchecked, digest
from kzcheck.gather import steps
from kzcheck.gather.steps import Watch
from kzcheck.identifiers import find_urls
from kzcheck.reasons import Reason
from kzcheck.steps import STEPS, in_order
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from kzcheck.article import Article
    from kzcheck.evidence import Page
    from kzcheck.gather.answers import Answers
    from kzcheck.gather.steps import Codes
    from kzcheck.settings import Settings
    from kzcheck.texts import Comparison

CHANGED, NOT_GATHERED = Reason("changed"), Reason("not-gathered")


class Gathered(NamedTuple):
    """The evidence, a function that adds the reason to an unchecked subject, and whether the user interrupted the gathering."""

    evidence: Evidence
    explained: Callable[[Unchecked], Unchecked]
    interrupted: bool = False


def gather(  # noqa: PLR0913
    article: Article,
    codes: Codes,
    now: datetime,
    settings: Settings,
    *,
    offline: bool = False,
    only: Collection[str] | None = None,
    kept: Path | None = None,
    folder: Path | None = None,
    within: Path | None = None,
    answers: Answers | None = None,
    watch: Watch = Watch(),  # noqa: B008 - a value without state
) -> Gathered:
    """Gather evidence for rules; `codes` maps each step to the codes of the rules that need it.

    `only` holds the ids of the references to ask about, or None for all. `kept` is the folder of data kept between audits,
    or None to use no such data. `folder` is the article's, where texts of cited works may be; no link there may lead out of
    `within`. With `answers`, nobody is asked, and the evidence is what an audit would have gathered that got these answers.
    Ctrl-C ends the gathering; the evidence so far is returned.
    """
    evidence = Evidence(
        gathered=now,
        kzcheck=__version__,
        items={reference.id: digest(reference.item, reference.wording) for reference in article.references},
        claims={claim.id: digest(claim) for claim in article.claims},
    )
    ends = time.monotonic() + settings.network.timeout
    watch = watch._replace(warn=cache(watch.warn))  # two steps can meet the same fault, which is reported once
    run = steps.Run(article, settings, ends, only, offline, kept, folder, within, watch, answers)
    interrupted = False
    for name in in_order(step for step in codes if codes[step]):
        if STEPS[name].local or not (offline or interrupted):
            try:
                # after Ctrl-C, nobody is asked any more
                evidence, cut_short = steps.file_of(name).gather(run._replace(offline=offline or interrupted), evidence)
            except KeyboardInterrupt:
                cut_short = True
            interrupted = interrupted or cut_short
    if settings.services and not offline:
        from kzcheck.gather import endpoints  # noqa: PLC0415 - with the network's libraries

        evidence = msgspec.structs.replace(evidence, mirrors=endpoints.mirrors(settings))
    references = {reference.id: reference for reference in article.references}
    claims = {claim.id: claim for claim in article.claims}

    def explained(subject: Unchecked) -> Unchecked:
        entry = references.get(subject.reference or "") or claims.get(subject.claim or "")
        why = steps.file_of(subject.step).reason(run, subject, entry)
        return msgspec.structs.replace(subject, reasons=(why,))

    return Gathered(evidence, explained, interrupted)


def kept_in(environment: Mapping[str, str]) -> Path:
    """Return the folder of data kept between audits: answers, the history of links, the table of retractions.

    Raises:
        UsageError: the folder is in the home directory of a user without one.
    """
    from kzcheck.web.cache import folder  # noqa: PLC0415 - with the network's libraries

    return folder(environment)


def allowed_internal(article: Article, settings: Settings) -> frozenset[str]:
    """Return the URLs with an internal host that the settings allow, as far as this is known before a DNS look-up.

    Raises:
        UsageError: an entry of the setting is not a host, address or network.
    """
    if not settings.links.allow_private:
        return frozenset()
    from kzcheck.gather import links  # noqa: PLC0415 - as above

    return links.allowed_internal(article, settings.links)


def replay(article: Article, evidence: Evidence, now: datetime) -> Gathered:
    """Adapt evidence gathered earlier to the current article: entries that are new or have changed are unchecked."""
    items = {
        reference.id
        for reference in article.references
        if evidence.items.get(reference.id) == digest(reference.item, reference.wording)
    }
    claims = {claim.id for claim in article.claims if evidence.claims.get(claim.id) == digest(claim)}
    known = {(subject.step, subject.reference, subject.claim, subject.url): subject for subject in evidence.unchecked}
    nothing = Unchecked("records", (), (NOT_GATHERED,))

    def explained(unchecked: Unchecked) -> Unchecked:
        same = unchecked.reference in items if unchecked.reference is not None else unchecked.claim in claims
        if not same:
            return msgspec.structs.replace(unchecked, reasons=(CHANGED,))
        before = known.get((unchecked.step, unchecked.reference, unchecked.claim, unchecked.url), nothing)
        return msgspec.structs.replace(unchecked, reasons=before.reasons, identifier=before.identifier)

    evidence = msgspec.structs.replace(
        evidence,
        resolutions={name: resolution for name, resolution in evidence.resolutions.items() if name in items},
        pages=_same_pages(article, evidence, items, claims),
        texts={name: state for name, state in evidence.texts.items() if name in items},
        comparisons={
            name: _same_comparisons(comparisons, items) for name, comparisons in evidence.comparisons.items() if name in claims
        },
        age=max((now - evidence.gathered).days, 0),
    )
    return Gathered(evidence, explained)


def _same_comparisons(comparisons: Iterable[Comparison], items: Collection[str]) -> tuple[Comparison, ...]:
    """Return the comparisons with the texts of unchanged entries."""
    return tuple(
        msgspec.structs.replace(comparison, elsewhere={name: held for name, held in comparison.elsewhere.items() if name in items})
        for comparison in comparisons
        if comparison.reference in items
    )


def _same_pages(article: Article, evidence: Evidence, items: Collection[str], claims: Collection[str]) -> dict[str, Page]:
    """Return the pages whose URL only unchanged entries and claims give, since visits record which cited titles a page shows.

    Pages without a visit are left out: no audit writes them, but the file may have been edited.
    """
    changed = {url for reference in article.references if reference.id not in items for url in reference.urls.values()}
    changed |= {url.value for claim in article.claims if claim.id not in claims for url in find_urls(claim.text)}
    return {url: page for url, page in evidence.pages.items() if page.visits and url not in changed}

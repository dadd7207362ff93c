"""Evidence about an article: what was observed, when, and what could not be asked. All that goes over the network begins here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kzcheck.evidence import Evidence, Unchecked, digest
from kzcheck.gather.watch import Watch
from kzcheck.identifiers import find_urls
from kzcheck.reasons import Reason
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from kzcheck.article import Article
    from kzcheck.evidence import Page
    from kzcheck.settings import Settings
    from kzcheck.steps import StepName

    Codes = Mapping[StepName, tuple[str, ...]]

OFFLINE, NOT_WANTED = Reason("offline"), Reason("not-wanted")
SKIPPED, NOT_VISITED = Reason("skipped-host"), Reason("not-visited")
NO_TEXTS = Reason("no-texts", {"version": __version__})
CHANGED, NOT_GATHERED = Reason("changed"), Reason("not-gathered")


class Gathered(NamedTuple):
    """What was gathered, what adds the reasons to what was not asked about, and whether somebody cut it short."""

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
    watch: Watch = Watch(),  # noqa: B008 - a value without state
) -> Gathered:
    """Gather evidence for the rules whose `codes` are given by the step that they need.

    `only` are the ids of the references to ask about, None for all. `kept` is the folder of what is kept between audits,
    None where nothing of it is to be used. Ctrl-C ends the gathering; what was learned is returned.
    """
    evidence = Evidence(
        gathered=now,
        kzcheck=__version__,
        items={reference.id: digest(reference.item, reference.printed) for reference in article.references},
        claims={claim.id: digest(claim) for claim in article.claims},
    )
    ends = time.monotonic() + settings.network.timeout
    wanted = [one for one in article.references if only is None or one.id in only]
    interrupted = False
    # imported here: an audit without these rules does without the network's libraries
    if wanted and offline and codes.get("retractions"):
        from kzcheck.gather import notices  # noqa: PLC0415

        evidence = notices.listed(evidence, wanted, settings, kept, watch)
    elif wanted and not offline and (codes.get("records") or codes.get("retractions")):
        from kzcheck.gather import resolve  # noqa: PLC0415

        evidence, interrupted = resolve.resolve(evidence, wanted, codes, settings, kept, watch)
    if codes.get("links") and not offline and not interrupted:
        from kzcheck.gather import probe  # noqa: PLC0415 - as above

        scope = probe.Scope(article, wanted, article.claims if only is None else ())
        evidence, interrupted = probe.probe(evidence, scope, settings, kept, ends, watch)

    if settings.services and not offline:
        from kzcheck.gather import endpoints  # noqa: PLC0415 - as above

        evidence = msgspec.structs.replace(evidence, mirrors=endpoints.mirrors(settings))
    references = {one.id: one for one in article.references}

    def reason(one: Unchecked) -> Reason:
        if one.step == "texts":
            return NO_TEXTS
        if only is not None and one.reference not in only:
            return NOT_WANTED
        if offline:
            return OFFLINE
        from kzcheck.gather import probe, unchecked  # noqa: PLC0415 - as above

        if one.step == "links":
            return SKIPPED if probe.skipped(one.url or "", settings) else NOT_VISITED
        return unchecked.why_nobody(references[one.reference or ""].item)

    return Gathered(evidence, lambda one: msgspec.structs.replace(one, reasons=(reason(one),)), interrupted)


def kept_in(environment: Mapping[str, str]) -> Path:
    """Return the folder of what is kept between audits: answers, what became of links, the table of retractions.

    Raises:
        UsageError: it is in the home of somebody who has none.
    """
    from kzcheck.web import cache  # noqa: PLC0415 - as above

    return cache.folder(environment)


def let_in(article: Article, settings: Settings) -> frozenset[str]:
    """Return the URLs that may lead to an internal host, as the settings say, as far as that can be told before it is looked up.

    Raises:
        UsageError: what the settings allow to be internal is no host, address or network.
    """
    if not settings.links.allow_private:
        return frozenset()
    from kzcheck.gather import links  # noqa: PLC0415 - as above

    return links.let_in(article, settings.links)


def replay(article: Article, evidence: Evidence, now: datetime) -> Gathered:
    """Fit evidence that was gathered earlier to the article as it is now: what is new or changed since then is not checked."""
    items = {one.id for one in article.references if evidence.items.get(one.id) == digest(one.item, one.printed)}
    claims = {one.id for one in article.claims if evidence.claims.get(one.id) == digest(one)}
    known = {(one.step, one.reference, one.claim, one.url): one for one in evidence.unchecked}
    nothing = Unchecked("records", (), (NOT_GATHERED,))

    def explained(one: Unchecked) -> Unchecked:
        same = one.reference in items if one.reference is not None else one.claim in claims
        if not same:
            return msgspec.structs.replace(one, reasons=(CHANGED,))
        before = known.get((one.step, one.reference, one.claim, one.url), nothing)
        return msgspec.structs.replace(one, reasons=before.reasons, identifier=before.identifier)

    evidence = msgspec.structs.replace(
        evidence,
        resolutions={name: resolution for name, resolution in evidence.resolutions.items() if name in items},
        pages=_same_pages(article, evidence, items, claims),
        age=max((now - evidence.gathered).days, 0),
    )
    return Gathered(evidence, explained)


def _same_pages(article: Article, evidence: Evidence, items: Collection[str], claims: Collection[str]) -> dict[str, Page]:
    """Return the pages that are still what all who give their URL say: what was seen of them depends on the cited titles.

    A page without a look is left out: no audit writes one, but whoever wrote the file might.
    """
    changed = {url for one in article.references if one.id not in items for url in one.urls.values()}
    changed |= {one.value for claim in article.claims if claim.id not in claims for one in find_urls(claim.text)}
    return {url: page for url, page in evidence.pages.items() if page.visits and url not in changed}

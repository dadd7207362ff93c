"""The links of an audit, from first look to archived copy: who is asked for what, and what is remembered for the next audit."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.article import ARCHIVED
from kzcheck.gather import archives, endpoints, history
from kzcheck.gather.links import Prober, addresses, host_of
from kzcheck.gather.unchecked import identifier_of, registered
from kzcheck.gather.waiting import Questions
from kzcheck.matching.links import anybody_answered, given, original, seen_on, states, wants_copy
from kzcheck.services import wayback
from kzcheck.settings import ServiceSettings
from kzcheck.sources import ARCHIVE
from kzcheck.web import cache
from kzcheck.web.browser import Browser
from kzcheck.web.messages import Endpoint
from kzcheck.web.session import Session
from kzcheck.web.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Evidence, Page
    from kzcheck.gather.watch import Watch
    from kzcheck.matching.links import Given
    from kzcheck.settings import LinkSettings, Settings


class Scope(NamedTuple):
    """Whose links are looked at: those of these references and claims of an article."""

    article: Article
    references: Sequence[Reference]
    claims: Sequence[Claim]


def probe(  # noqa: PLR0913, PLR0917
    evidence: Evidence, scope: Scope, settings: Settings, kept: Path | None, ends: float, watch: Watch
) -> tuple[Evidence, bool]:
    """Add to the evidence what was seen of the links in the scope; tell whether it was cut short.

    Nobody is asked after `ends`, in seconds of `time.monotonic()`.

    Raises:
        UsageError: what the settings allow to be internal is no host, address or network.
    """
    answered = registered(evidence)
    links = {
        url: items
        for url, items in addresses(scope.references, scope.claims).items()
        if not skipped(url, settings) and identifier_of(url) not in answered
    }
    if not links:
        return evidence, False
    looks = history.file(kept, cache.passage(settings.network)) if kept and settings.network.cache else None
    browser = Browser(endpoints.agent(), settings.network, settings.links.allow_private)
    prober = Prober(links, browser, settings.links, evidence.gathered)
    try:
        prober.probe(_left(ends), watch)
    finally:
        browser.close()
    pages = {url: prober.pages[url] for url in links if url in prober.pages}  # in the article's order, not that of arrival
    interrupted = prober.interrupted
    if anybody_answered(pages):
        if looks:
            earlier = history.recall(looks, pages)
            pages = {url: replace(page, earlier=earlier.get(url, ())) for url, page in pages.items()}
        if not interrupted:
            wanted = _wanted(pages, links, scope.article, settings.links, evidence.gathered.date())
            pages, interrupted = _archived(replace(evidence, pages=pages), wanted, settings, kept, ends, watch)
        if looks:
            history.remember(looks, states(scope.article, pages, settings.links.hosts), evidence.gathered)
    return replace(evidence, pages=pages), interrupted


def _left(ends: float) -> float:
    return max(0.0, ends - time.monotonic())


def skipped(url: str, settings: Settings) -> bool:
    """Whether the settings say that the host of a URL is not to be visited."""
    return host_of(url, settings.links).skip


def _wanted(
    pages: Mapping[str, Page], links: Mapping[str, Sequence[Item]], article: Article, settings: LinkSettings, today: date
) -> list[archives.Wanted]:
    """Return of which links copies are wanted: of what is lost, to be used in its place; of what lives, so that it will not be.

    None are wanted of copies, nor of a page of which every entry gives one that may show it.
    """
    own: dict[str, set[Given]] = defaultdict(set)
    for reference in article.references:
        own[reference.urls.get("url", "")].add(given(reference, pages))
    copies = {reference.urls.get(ARCHIVED) for reference in article.references}
    found = []
    for url, state in states(article, pages, settings.hosts).items():
        is_copy = url in copies or original(url) is not None
        if is_copy or (own[url] and own[url] <= {"shows", "unsure"}):
            continue
        if wants_copy(state) or state.state in {"ok", "moved"}:
            day = next((seen_on(item, article, today) for item in links[url]), today)
            found.append(archives.Wanted(url, links[url], day, lost=wants_copy(state) or "lost" in own[url]))
    return found


def _archived(  # noqa: PLR0913, PLR0917
    evidence: Evidence, wanted: Sequence[archives.Wanted], settings: Settings, kept: Path | None, ends: float, watch: Watch
) -> tuple[dict[str, Page], bool]:
    """Ask the archive for copies; return the pages with what it answered, and whether it was cut short."""
    archive = settings.services.get(ARCHIVE.name, ServiceSettings())
    if not archive.enabled or not wanted:
        return evidence.pages, False
    own = bool(archive.url)
    endpoint = Endpoint(
        name=ARCHIVE.name,
        url=(archive.url or wayback.URL).rstrip("/"),
        routes=endpoints.limits(wayback.ROUTES, archive, own=own),
        trusted=own,
        stands_for=wayback.URL,
        contact=("", settings.contact),
    )
    transport = Transport((endpoint,), agent=endpoints.agent(), network=settings.network)
    stored = cache.Cache(kept, settings.network) if kept and settings.network.cache else None
    questions = Questions(watch, "looking for copies", titled=lambda _name: ARCHIVE.title)
    session = Session(
        (endpoint,),
        transport.send,
        cache=stored,
        deadline=min(archives.LONGEST, _left(ends)),
        told=questions.told,
        paused=questions.paused,
    )
    archivist = archives.Archivist(evidence.pages, session.submit, evidence.gathered)
    try:
        archivist.ask(wanted)
        session.run()
    finally:
        transport.close()
        if stored is not None:
            stored.close()
    return archivist.pages, session.interrupted

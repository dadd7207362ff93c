"""Visits every URL in references and claims, doubtful ones twice, and records the results as evidence.

This code runs on one thread: the session calls back as pages arrive, and each page leads to the next requests.
"""

from __future__ import annotations

import math
import time
from contextlib import closing
from email.message import Message
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.evidence import Hop, Page, Sibling, Visit
from kzcheck.gather.asking import listeners
from kzcheck.gather.endpoints import agent
from kzcheck.gather.steps import Pause, Watch
from kzcheck.identifiers import find_urls, host_and_port, is_internal, resolver_path, shown, split
from kzcheck.language import page_signs, web_pages
from kzcheck.matching.links import alike, looked_for, sibling_of, wants_second_look, wants_sibling
from kzcheck.reasons import Reason
from kzcheck.services import wayback
from kzcheck.settings import HostSettings
from kzcheck.web.guard import Guard
from kzcheck.web.internal import allowances
from kzcheck.web.limits import ENDLESS, LINKS
from kzcheck.web.messages import Endpoint, Limit, NoReply, Reply, Request
from kzcheck.web.session import Session
from kzcheck.web.transport import ACCEPT, Browser, origin_and_path
from kzcheck.web.urls import origin, prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.csl import Item
    from kzcheck.settings import LinkSettings, Settings
    from kzcheck.web.limits import Patience

LONGEST = 8000
"""Most characters of a URL that is visited: RFC 9110 asks servers to accept that many."""
NO_ADDRESS = Reason("no-address")
ARCHIVE = host_and_port(wayback.URL)
LONGEST_WAIT = 60.0
"""Most seconds before a second visit: a longer failure is not a passing one."""
OF_MANY = replace(LINKS, nobody=math.inf)
"""The patience with some links of many: if none of their hosts answers, that does not mean that the network is down."""
FIRST_LOOK, SECOND_LOOK = "looking at links", "looking again"


def addresses(references: Iterable[Reference], claims: Iterable[Claim]) -> dict[str, list[Item]]:
    """Return every URL in references, including those of archived copies, and in claims, with the works that it is given for.

    URLs of the DOI resolver are left out: a DOI is looked up at its registry, not on the publisher's site.
    """
    works: dict[str, list[Item]] = {}
    for reference in references:
        for url in dict.fromkeys(reference.urls.values()):
            works.setdefault(url, []).append(reference.item)
    for claim in claims:
        for address in find_urls(claim.text):
            works.setdefault(address.value, [])
    return {url: items for url, items in works.items() if not resolver_path(url) and len(url) <= LONGEST}


def host_of(url: str, settings: LinkSettings) -> HostSettings:
    """Return the settings for the host of a URL."""
    return settings.hosts.get(host_and_port(url), HostSettings()) if settings.hosts else HostSettings()


def allowed_internal(article: Article, settings: LinkSettings) -> frozenset[str]:
    """Return the URLs whose hosts are internal by their form and allowed by the settings.

    Raises:
        UsageError: an entry of the setting is not a host, address or network.
    """
    guard = Guard(allowances(settings.allow_private))
    written = ((url, split(url)) for url in addresses(article.references, article.claims))
    internal = {
        url: f"{parts.scheme}://{parts.host}{parts.port and ':' + parts.port}"
        for url, parts in written
        if parts and parts.host and is_internal(parts.host)
    }
    allowed = frozenset(origin for origin in set(internal.values()) if _may_allow(guard, origin))
    return frozenset(url for url, origin in internal.items() if origin in allowed)


def _may_allow(guard: Guard, url: str) -> bool:
    try:
        _, host, port = origin(prepared(url))
    except ValueError:
        return False
    return guard.may_allow(host, port)


def pace(url: str, settings: LinkSettings) -> Limit:
    """Return the limits for the host of a URL: from its own or the general settings, or for the archive its own limits."""
    host = host_of(url, settings)
    if host_and_port(url) == ARCHIVE and host.per_host is None and host.interval is None:
        return wayback.ROUTES["web"]
    interval = settings.interval if host.interval is None else host.interval
    return Limit(rate=1 / min(interval, ENDLESS) if interval else None, concurrency=host.per_host or settings.per_host)


class Prober:
    """Visits links: all of one audit, or some that several articles give."""

    def __init__(
        self,
        links: Mapping[str, Sequence[Sequence[Item]]],
        browser: Browser,
        settings: LinkSettings,
        now: datetime,
        patience: Patience = LINKS,
    ) -> None:
        """Take the URLs with the works that each article gives there, and the browser.

        `now` is the time recorded for URLs that cannot be visited. With a `patience` that waits for ever until somebody answers,
        the network is taken to work, and hosts that do not answer are visited twice, too.
        """
        self.pages: dict[str, Page] = {}
        self.interrupted = False
        self._links = links
        self._browser = browser
        self._settings = settings
        self._now = now
        self._patience = patience
        self._texts: dict[str, str] = {}
        self._seen_at: dict[str, float] = {}
        self._doubtful: list[str] = []
        self._looked_at = 0

    def probe(self, deadline: float, watch: Watch) -> None:
        """Visit every link, and afterwards the doubtful ones again."""
        ends = time.monotonic() + deadline
        self._look(FIRST_LOOK, self._links, deadline, watch)
        again, self._doubtful = self._doubtful, []
        silent = self._patience.nobody < math.inf and all(page.visits[-1].status is None for page in self.pages.values())
        if self.interrupted or not again or silent:
            return
        until = max(self._seen_at.get(url, 0.0) for url in again) + min(self._settings.second_look, LONGEST_WAIT)
        if until < ends:
            self._wait(until, len(again), watch)
        left = ends - time.monotonic()
        if left > 0 and until < ends and not self.interrupted:
            self._look(SECOND_LOOK, again, left, watch)

    def _wait(self, until: float, links: int, watch: Watch) -> None:
        """Wait until enough time has passed since the first visits."""
        seconds = max(0.0, until - time.monotonic())
        watch.progress(SECOND_LOOK, 0, links, Pause("a second look", seconds))
        try:
            time.sleep(seconds)
        except KeyboardInterrupt:
            self.interrupted = True

    def _look(self, activity: str, urls: Collection[str], deadline: float, watch: Watch) -> None:
        self._looked_at = 0
        progress, paused = listeners(
            watch, activity, counted=lambda: (self._looked_at, len(urls)), titled=lambda origin: origin.partition("://")[2]
        )
        session = Session(
            (),
            self._browser.visit,
            deadline=deadline,
            progress=progress,
            paused=paused,
            patience=self._patience,
            threads=self._settings.concurrency,
        )
        for url in urls:
            try:
                self._visit(session, url, partial(self._take_page, session, url))
            except ValueError:
                self.pages[url] = Page((Visit(self._now, (Hop(shown(url)),), layer="guard", reason=NO_ADDRESS),))
                self._looked_at += 1
        session.run()
        self.interrupted = self.interrupted or session.interrupted

    def _visit(self, session: Session, url: str, then: Callable[[Reply | NoReply], None]) -> None:
        origin, path = origin_and_path(url)
        session.add(Endpoint(name=origin, url=origin, routes={"": pace(url, self._settings)}))
        session.submit(Request(origin, path, accept=ACCEPT), then)

    def _take_page(self, session: Session, url: str, outcome: Reply | NoReply) -> None:
        """Take the outcome of a visit. A suspicious page is compared with one at a neighbouring address that cannot exist."""
        groups = self._links[url]
        accepted = host_of(url, self._settings).accept
        visit, text = observe(url, outcome, {id(item): item for items in groups for item in items}.values(), self._now)
        page = self.pages.get(url, Page(()))
        page = replace(page, visits=(*page.visits, visit))
        doubtful = any(wants_second_look(url, page, items, accepted) for items in groups)
        beside = any(wants_sibling(url, page, items, accepted) for items in groups)
        self.pages[url] = page  # nothing below can fail
        self._seen_at[url] = time.monotonic()
        self._looked_at += 1
        if doubtful:
            self._doubtful.append(url)
        elif beside:
            self._texts[url] = text
            self._visit(session, sibling_of(url, ""), partial(self._take_neighbour, url))

    def _take_neighbour(self, url: str, outcome: Reply | NoReply) -> None:
        visit, text = observe(sibling_of(url, ""), outcome, (), self._now)
        share = alike(self._texts.pop(url), text)
        self.pages[url] = replace(self.pages[url], sibling=Sibling(visit, round(share, 3)))


def visited(links: Mapping[str, Sequence[Sequence[Item]]], settings: Settings, now: datetime) -> dict[str, Page]:
    """Visit links of many articles, and then wait as long as their hosts want between two visits.

    Raises:
        KeyboardInterrupt: after Ctrl-C.
    """
    with closing(Browser(agent(), settings.network, settings.links.allow_private)) as browser:
        prober = Prober(links, browser, settings.links, now, OF_MANY)
        prober.probe(settings.network.timeout, Watch())
    if prober.interrupted:
        raise KeyboardInterrupt
    time.sleep(max((1 / limit.rate for url in links if (limit := pace(url, settings.links)).rate), default=0.0))
    return prober.pages


def observe(url: str, outcome: Reply | NoReply, items: Iterable[Item], now: datetime) -> tuple[Visit, str]:
    """Return a visit (titles, signs, how much of the cited titles the page shows) and the text of the page.

    The text is only compared with a neighbouring page's and not kept.
    """
    if isinstance(outcome, NoReply):
        hops = tuple(Hop(address, status) for address, status in outcome.hops)
        return Visit(now, hops, layer=outcome.layer or None, reason=outcome.reason), ""
    charset = _charset(outcome.headers.get("content-type", ""))
    page = web_pages.read(outcome.content, outcome.media_type, charset, outcome.url, whole=outcome.whole)
    visit = Visit(
        time=outcome.time,
        hops=tuple(Hop(address, status) for address, status in outcome.hops) or (Hop(outcome.url, outcome.status),),
        media_type=outcome.media_type[:100],
        titles=page.titles,
        signs=page_signs.signs(page, url, outcome.url, outcome.headers, outcome.status),
        mentions=tuple(looked_for(item, page.text, page.language) for item in items),
        layer="body" if outcome.unread else None,
        reason=outcome.unread,
        length=len(page.text),
        whole=page.whole,
        language=page.language,
    )
    return visit, page.text


@lru_cache(maxsize=64)
def _charset(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type[:500]
    return str(message.get_param("charset") or "")[:50]

"""Page states: judges all visits to a URL. Gathering uses this to decide what to visit next, rules to decide what to report.

The tests run from cheap and certain to expensive and doubtful: status, challenge, parked, login, front page and search, words that
say "not found", an empty page, a redirect, the title; last comes a comparison with a neighbouring address that cannot exist.
The cited title on a page settles the matter at once: its subject outweighs the way to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence  # noqa: TC003 - they are part of signatures that others resolve
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kzcheck.csl import Item  # noqa: TC001 - as above
from kzcheck.evidence import Copies, Layer, Memento, Page, Visit
from kzcheck.identifiers import host_and_port, normal_url
from kzcheck.language.folding import fold
from kzcheck.language.page_signs import asks_for_login
from kzcheck.matching.links.drift import has_drifted, is_about, is_hijacked, mentions, own_title
from kzcheck.matching.links.http_outcomes import PageOutcome, State, by_status, failure
from kzcheck.matching.links.url_relations import (
    address,
    domain,
    essence,
    goes_home,
    is_front,
    is_resolver,
    is_search,
    same_page,
    same_site,
    sibling_of,
)
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article
    from kzcheck.evidence import Earlier, Sibling
    from kzcheck.settings import HostSettings

# Chosen by judgement on invented pages; benchmarks/page_accuracy.py measures the effect on pages of public packages.
ALIKE = 0.9
"""Share of common runs of words from which a page and its invented neighbour are the same."""

LEAST_TEXT, LEAST_SIGNS = 50, 20
"""Characters of text that two pages need in order to be compared: pictures have none. Chinese and Japanese need fewer."""

ENOUGH_TEXT = 2_000
"""Characters from which the text of a page that reloads or redirects is examined first."""

SINK = 3
"""Cited addresses of one site from which their common final address is not the page of any ("A Link Rot Bestiary", Wikibooks)."""

STOCK = 2
"""Pages of one site from which their common title does not identify any."""

FOR_GOOD = frozenset((301, 308))

_BEFORE: dict[str, tuple[State, str]] = {
    "challenge": ("blocked", "challenge-in-words"),
    "parked": ("soft-404", "parked"),
    "login": ("blocked", "login"),
}
_AFTER: dict[str, tuple[State, str]] = {
    "not-found-text": ("soft-404", "says-not-found"),
    "error-text": ("failed", "says-error"),
    "maintenance": ("failed", "says-error"),
}
"""The meaning of words on a page, with the reason that quotes them, before and after the address of the page is considered."""


class Around(Struct, frozen=True):
    """What the other pages of a list show: addresses where many others end, and titles that a site gives to all its pages."""

    sinks: frozenset[tuple[object, ...]] = frozenset()
    stock: Mapping[str, frozenset[str]] = {}


class PageState(Struct, frozen=True):
    """The result of all visits to a page.

    `cause` is a reason about a page, None if the page is in order. `final` is its present address, `title` its own title.
    `since` is the time of the earliest audit that saw it in this state without interruption.
    """

    state: State
    kind: str = ""
    layer: Layer | None = None
    cause: Reason | None = None
    status: int | None = None
    final: str = ""
    title: str = ""
    since: datetime | None = None


def judge(
    url: str,
    page: Page,
    cited: Sequence[Item],
    around: Around = Around(),  # noqa: B008 - it is frozen
    accepted: Collection[int] = (),
) -> PageState:
    """Return the state of a URL after all visits; `cited` are the works at this URL, `accepted` the statuses of a living page."""
    looks = [
        PageOutcome("ok", "accepted", final=visit.final)
        if visit.status in accepted
        else _outcome(url, visit, page.sibling, cited, around)
        for visit in page.visits
    ]
    if not looks:
        return PageState("failed", cause=Reason("not-looked-at"))
    chosen, outcome = _agreed(looks)
    visit = page.visits[chosen]
    return PageState(
        outcome.state,
        outcome.kind,
        outcome.layer,
        outcome.cause,
        visit.status,
        outcome.final,
        own_title(url, visit),
        _since(page.earlier, outcome.state),
    )


def _agreed(looks: Sequence[PageOutcome]) -> tuple[int, PageOutcome]:
    """Return the visit that counts: the last that found a page, or two that found none; a single failure may be accidental."""
    places = range(len(looks))
    if living := [place for place in places if looks[place].state not in {"dead", "failed"}]:
        return living[-1], looks[living[-1]]
    dead = [place for place in places if looks[place].state == "dead"]
    for place in reversed(dead):
        if sum(looks[index].layer == looks[place].layer for index in dead) > 1:
            return place, looks[place]
    if dead:
        look = looks[dead[-1]]
        cause = Reason("one-look", {"reason": look.cause}) if look.cause else None
        return dead[-1], msgspec.structs.replace(look, state="failed", cause=cause)
    return len(looks) - 1, looks[-1]


def _since(earlier: Sequence[Earlier], state: State) -> datetime | None:
    since = None
    for sight in sorted(earlier, key=lambda sight: sight.time, reverse=True):
        if sight.state != state:
            break
        since = sight.time
    return since


def _for_good(visit: Visit) -> bool:
    redirects = visit.hops[:-1]
    return bool(redirects) and all(hop.status in FOR_GOOD for hop in redirects)


def _outcome(url: str, visit: Visit, sibling: Sibling | None, cited: Sequence[Item], around: Around) -> PageOutcome:
    """Return the outcome of one visit."""
    if visit.status is None or visit.layer == "guard" or (visit.layer not in {None, "body"} and not (visit.titles or visit.length)):
        return failure(visit)
    about = is_about(url, visit, cited)
    outcome = by_status(visit)
    if outcome:
        return _live(url, visit) if outcome.state == "dead" and about and mentions(visit, cited) else outcome
    if about:
        return _live(url, visit)
    for fault in _faults(url, visit, sibling, cited, around):
        return fault
    return _live(url, visit)


def _faults(url: str, visit: Visit, sibling: Sibling | None, cited: Sequence[Item], around: Around) -> Iterator[PageOutcome]:
    """Yield what is wrong with a page that was received, in the order of the tests."""
    final = visit.final
    signs = {sign.kind: sign.words for sign in visit.signs}
    yield from _said(signs, _BEFORE, final)
    yield from _elsewhere(url, final, around)
    yield from _said(signs, _AFTER, final)
    if "empty" in signs and not is_front(url):
        yield PageOutcome("soft-404", "empty", Reason("empty"), "body", final)
    if "meta-refresh" in signs and visit.length < ENOUGH_TEXT:
        yield from _sent_on(url, final, signs["meta-refresh"])
    if sibling and _same_as(url, visit, sibling) and not mentions(visit, cited):
        yield PageOutcome("soft-404", "same-as-sibling", Reason("same-as-sibling"), "body", final)
    stock = around.stock.get(domain(address(final).host), frozenset()) | _stock(sibling)
    informative = not (is_front(url) or is_front(final) or "scripted" in signs)
    if is_hijacked(url, visit, cited) or (informative and has_drifted(url, visit, cited, stock)):
        yield PageOutcome("soft-404", "drifted", Reason("drifted", {"title": own_title(url, visit)}), "body", final)


def _said(signs: Mapping[str, str], meanings: Mapping[str, tuple[State, str]], final: str) -> Iterator[PageOutcome]:
    for kind, (state, code) in meanings.items():
        if kind in signs:
            yield PageOutcome(state, kind, Reason(code, {"words": signs[kind]}), "body", final)


def _elsewhere(url: str, final: str, around: Around) -> Iterator[PageOutcome]:
    """Yield that an address ended where many do: at the front page, a search, a page without a work."""
    if same_page(url, final) or is_resolver(url):
        return
    if goes_home(url, final):
        yield PageOutcome("soft-404", "home", Reason("to-front"), "HTTP", final)
    if is_search(final) and not is_search(url) and same_site(url, final):
        yield PageOutcome("soft-404", "search", Reason("to-search"), "HTTP", final)
    if essence(final) in around.sinks and same_site(url, final):
        yield PageOutcome("soft-404", "sink", Reason("to-sink"), "HTTP", final)


def _sent_on(url: str, final: str, target: str) -> Iterator[PageOutcome]:
    if same_page(final, target) or same_page(url, target):
        return
    if asks_for_login(target) and not asks_for_login(url):
        yield PageOutcome("blocked", "login", Reason("sends-to-login"), "body", target)
    if goes_home(url, target):
        yield PageOutcome("soft-404", "home", Reason("sends-to-front"), "body", target)
    yield PageOutcome("moved", "meta-refresh", Reason("sends-on"), "body", target)


def _same_as(url: str, visit: Visit, sibling: Sibling) -> bool:
    """Return whether an invented address shows the same page.

    A site that redirects any name to the right one (`/12/any` to `/12/title`) uses only a part of the address, and proves nothing.
    """
    beside = sibling.visit
    status, kinds = beside.status or 0, {sign.kind for look in (visit, beside) for sign in look.signs}
    if not 200 <= status < 300 or not kinds.isdisjoint(("challenge", "login", "scripted")):  # noqa: PLR2004
        return False
    if same_page(beside.final, visit.final):
        return not same_page(url, visit.final)
    return sibling.alike >= ALIKE and _has_text(visit) and _has_text(beside)


def _has_text(visit: Visit) -> bool:
    return visit.length >= (LEAST_SIGNS if visit.language in {"zh", "ja"} else LEAST_TEXT)


def _stock(sibling: Sibling | None) -> frozenset[str]:
    return frozenset(fold(title.text) for title in sibling.visit.titles) if sibling else frozenset()


def _live(url: str, visit: Visit) -> PageOutcome:
    """Return that a page exists: at its address, or permanently at another."""
    final = visit.final
    if _for_good(visit) and not (same_page(url, final) or is_resolver(url) or asks_for_login(final)):
        return PageOutcome("moved", "", Reason("moved"), None, final)
    if any(sign.kind == "missing-fragment" for sign in visit.signs):
        return PageOutcome("ok", "fragment", Reason("no-fragment"), None, final)
    return PageOutcome("ok", final=final)


def wants_second_look(url: str, page: Page, cited: Sequence[Item], accepted: Collection[int] = ()) -> bool:
    """Return whether a page should be visited again at the end: a single visit that found nothing may be accidental."""
    if len(page.visits) != 1 or page.visits[0].status in accepted:
        return False
    outcome = _outcome(url, page.visits[0], page.sibling, cited, Around())
    return outcome.state in {"dead", "failed"} and outcome.kind != "unsafe"


def wants_sibling(url: str, page: Page, cited: Sequence[Item], accepted: Collection[int] = ()) -> bool:
    """Return whether a neighbour would help: a page was received, but neither titles nor text show that it is the cited one."""
    if page.sibling or not page.visits or not sibling_of(url, ""):
        return False
    visit = page.visits[-1]
    read = "html" in visit.media_type and _has_text(visit)
    scripted = any(sign.kind == "scripted" for sign in visit.signs)
    if not read or scripted or is_resolver(url) or is_about(url, visit, cited) or mentions(visit, cited):
        return False
    state = judge(url, page, cited, accepted=accepted)
    return (state.state in {"ok", "moved"} and state.kind != "meta-refresh") or state.kind == "drifted"


def wants_copy(state: PageState) -> bool:
    """Return whether an archived copy of the page would help a reader."""
    return state.state in {"dead", "soft-404", "blocked"}


def verified(url: str, page: Page, cited: Sequence[Item] = ()) -> Memento | None:
    """Return the archived copy that was read and shows the page, or None."""
    mementos = page.archived.mementos if isinstance(page.archived, Copies) else ()
    return next((memento for memento in mementos if memento.visit and shows(url, memento.visit, cited)), None)


def shows(url: str, visit: Visit, cited: Sequence[Item]) -> bool:
    """Return whether a copy shows its page: it passes the tests of a living page, and has the cited title."""
    if judge(url, Page((visit,)), cited).state != "ok":
        return False
    return not cited or not visit.titles or is_about(url, visit, cited) or mentions(visit, cited)


def around(pages: Mapping[str, Page]) -> Around:
    """Return what all pages together show: final addresses of three URLs of a site, and titles of two pages of a site."""
    ends: dict[tuple[object, ...], set[str]] = defaultdict(set)
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for url, page in pages.items():
        visit = next((visit for visit in reversed(page.visits) if visit.status is not None), None)
        if visit is None or is_resolver(url):
            continue
        if not same_page(url, visit.final) and same_site(url, visit.final):
            ends[essence(visit.final)].add(address(url).path.lower())
        for title in visit.titles:
            titles[domain(address(visit.final).host), fold(title.text)].add(visit.final)
    stock: dict[str, set[str]] = defaultdict(set)
    for (site, folded), finals in titles.items():
        if len(finals) >= STOCK and len(set(map(essence, finals))) >= STOCK:
            stock[site].add(folded)
    sinks = frozenset(end for end, paths in ends.items() if len(paths) >= SINK)
    return Around(sinks, {site: frozenset(folded) for site, folded in stock.items()})


def anybody_answered(pages: Mapping[str, Page]) -> bool:
    """Return whether any host sent anything."""
    return any(hop.status is not None for page in pages.values() for visit in page.visits for hop in visit.hops)


def works_at(article: Article) -> Mapping[str, Sequence[Item]]:
    """Return the works that entries give at each URL, by its normal form (`normal_url`)."""
    cited: dict[str, list[Item]] = defaultdict(list)
    for reference in article.references:
        for url in {normal_url(url) for url in reference.urls.values()}:
            cited[url].append(reference.item)
    return cited


def accepted(url: str, hosts: Mapping[str, HostSettings]) -> tuple[int, ...]:
    """Return the statuses that count as a living page at the host of a URL."""
    host = hosts.get(host_and_port(url)) if hosts else None
    return host.accept if host else ()


def states(article: Article, pages: Mapping[str, Page], hosts: Mapping[str, HostSettings]) -> Mapping[str, PageState]:
    """Return the state of every page, by its URL in the evidence; `hosts` are the settings of single hosts, by name.

    If no host at all answered, this machine has no network: only requests that were refused before sending have a state.
    """
    if not pages:
        return {}
    cited = works_at(article)
    neighbours, is_online = around(pages), anybody_answered(pages)
    return {
        url: judge(url, page, cited.get(normal_url(url), ()), neighbours, accepted(url, hosts))
        for url, page in pages.items()
        if is_online or (page.visits and page.visits[-1].layer == "guard")
    }

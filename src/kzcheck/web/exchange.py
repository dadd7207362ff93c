"""Sends one request to a service and returns its answer in time, without passing private data to other hosts."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from kzcheck.identifiers import keeps_secrets
from kzcheck.reasons import Reason
from kzcheck.web import bodies
from kzcheck.web.failures import NoReplyError, no_reply
from kzcheck.web.internal import Allowance
from kzcheck.web.line import Line, open_line
from kzcheck.web.messages import LARGEST_PAGE, Endpoint, NoReply, Reply
from kzcheck.web.urls import Origin, check_web, location, origin, prepared, redirected_host

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest
    from urllib3.response import BaseHTTPResponse

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.messages import Request

    Read = Callable[[BaseHTTPResponse], tuple[bytes, bool, Reason | None]]

HOPS = 5
"""Most redirects followed: doi.org needs two to reach an agency's answer, browsers give up after 20."""

HOSTS = 10
"""Most hosts, reached through one service, whose connections are kept open."""

SAFE = "@+"
"""Characters of an address that are not escaped in a User-Agent."""

LONGEST_HEADER, LONGEST_HEADERS = 4000, 16_000
"""Most characters kept of a header's value, and of all values together; the parser accepts at most 100 headers."""


class Door(Struct, frozen=True):
    """The connection to one endpoint: its origin, its line, and whether requests are private, that is, unreadable in between.

    Endpoints do not share lines: a private address that the settings allow for one is not allowed for
    another, and an open connection was checked only when it was made.
    """

    endpoint: Endpoint
    origin: Origin
    line: Line
    private: bool


def open_door(endpoint: Endpoint, network: NetworkSettings) -> Door:
    """Create the door to an endpoint, without connecting yet.

    Raises:
        NoReplyError: the proxy is not an HTTP proxy.
        RequestException: the endpoint's URL cannot be read.
    """
    first = prepared(endpoint.url)
    own = origin(first)
    places = sum(limit.concurrency for limit in endpoint.routes.values()) or 1
    allowed = [Allowance(*own[1:])] if endpoint.trusted else []
    line = open_line(allowed, network, hosts=HOSTS, places=places)
    readers = (first.url, "" if own[0] == "https" else line.proxy)  # a proxy can read unencrypted requests
    return Door(endpoint, own, line, all(keeps_secrets(url) for url in readers if url))


def ask(door: Door, request: Request, agent: str, seconds: float, largest: int) -> Reply | NoReply:
    """Send a request, follow redirects, and return the reply within `seconds` and `largest` bytes. Never raises."""
    ends = monotonic() + seconds
    url, seen = door.endpoint.url + request.path, set[str]()
    redirected: str | None = None
    sent = {"User-Agent": agent, "Accept": request.accept, "Accept-Encoding": "gzip, deflate"}
    read: Read = (
        partial(bodies.beginning, largest=LARGEST_PAGE)
        if request.page
        else lambda response: (bodies.content(response, largest), True, None)
    )
    while len(seen) <= HOPS:
        seen.add(url)
        try:
            redirected = redirected_host(door.origin[1], url) if len(seen) > 1 else None
            outcome = _hop(door, url, sent, ends, read)
        except Exception as error:  # noqa: BLE001 - any failure counts as no reply
            return no_reply(error, seconds, redirected)
        if isinstance(outcome, Reply):
            return outcome
        if outcome in seen:
            return NoReply(Reason("loop"), passing=False, layer="HTTP")
        url = outcome
    return NoReply(Reason("too-many-redirects", {"times": HOPS}), passing=False, layer="HTTP")


def headers(response: BaseHTTPResponse) -> dict[str, str]:
    """Return the headers of an answer with lower-case names, shortened if too long, without cookies."""
    kept: dict[str, str] = {}
    left = LONGEST_HEADERS
    for name, value in response.headers.itermerged():
        if name.lower() != "set-cookie":
            kept[name.lower()] = value[: min(LONGEST_HEADER, left)]
            left -= len(kept[name.lower()])
    return kept


def _hop(door: Door, url: str, sent: dict[str, str], ends: float, read: Read) -> Reply | str:
    """Request one URL; return the reply, or the target of a redirect."""
    request = prepared(url)
    plain = request.url or ""
    _address(door, request, dict(sent))
    with door.line.send(request, ends) as response:
        target = _target(plain, response, door.endpoint)
        if target:
            bodies.skip(response)
            return target
        content, whole, unread = read(response)
        address = door.endpoint.contact[1]
        bare = {name: _remove_address(value, address) for name, value in headers(response).items()}
        return Reply(plain, response.status, content, bare, datetime.now(UTC), whole=whole, unread=unread)


def _address(door: Door, request: PreparedRequest, sent: dict[str, str]) -> None:
    """Set the headers of a request: key and address for the endpoint's own origin only, the key only if nobody else can read it."""
    name, address = door.endpoint.contact
    if origin(request) == door.origin:
        if name and address:
            request.prepare_url(request.url, {name: address})
        if address:
            sent["User-Agent"] = with_contact(sent["User-Agent"], address)
        if door.private:
            sent |= door.endpoint.secret
    request.prepare_headers(sent)


def with_contact(agent: str, address: str) -> str:
    """Return a User-Agent with the contact address added.

    >>> with_contact("kzcheck/1.0 (https://example.org)", "jane@example.org"), with_contact("kzcheck/1.0", "jane@example.org")
    ('kzcheck/1.0 (https://example.org; mailto:jane@example.org)', 'kzcheck/1.0 (mailto:jane@example.org)')
    """
    name, _, home = agent.partition(" (")
    return f"{name} ({'; '.join(part for part in (home.removesuffix(')'), f'mailto:{quote(address, safe=SAFE)}') if part)})"


def _target(url: str, response: BaseHTTPResponse, endpoint: Endpoint) -> str:
    """Return the target of a redirect, or "". The contact address is removed from it, in case a server repeats it."""
    target = location(url, response)
    if not target:
        return ""
    check_web(target)
    if endpoint.stands_for and target.startswith(f"{endpoint.stands_for}/"):
        target = endpoint.url + target.removeprefix(endpoint.stands_for)
    parts = urlsplit(target)
    if url.startswith("https:") and parts.scheme == "http":
        raise NoReplyError("to-open-address", layer="guard")
    name, address = endpoint.contact
    query = "&".join(part for part in parts.query.split("&") if not name or unquote(part.partition("=")[0]) != name)
    return _remove_address(parts._replace(query=query).geturl(), address)


def _remove_address(text: str, address: str) -> str:
    """Remove an address from a text in all its forms: plain, as in the User-Agent, and percent-encoded once or twice."""
    once = quote(address, safe="")
    for form in (quote(once, safe=""), once, quote(address, safe=SAFE), address) if "@" in address else ():
        text = text.replace(form, "")
    return text

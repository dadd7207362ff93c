"""One request to a service and its answer: nothing private told to strangers, all of it in time."""

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
from kzcheck.web.urls import Origin, check_web, location, origin, prepared, way

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest
    from urllib3.response import BaseHTTPResponse

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.messages import Request

    Read = Callable[[BaseHTTPResponse], tuple[bytes, bool, Reason | None]]

HOPS = 5
"""How many redirects are followed: doi.org needs two to reach an agency's answer, browsers give up after 20."""

HOSTS = 10
"""How many hosts a service leads to whose connections are kept."""

SAFE = "@+"
"""What of an address is written as it is in a User-Agent."""

LONGEST_HEADER, LONGEST_HEADERS = 4000, 16_000
"""How many characters of a header's value are kept, and of all values; the parser takes no more than 100 headers."""


class Door(Struct, frozen=True):
    """The way to one endpoint: its origin, a line of its own, and whether nobody between can read what is sent on it.

    Every endpoint has its own, because what is allowed for one (a private address that the settings name) is not allowed for
    another, and an open connection was guarded when it was made.
    """

    endpoint: Endpoint
    origin: Origin
    line: Line
    private: bool


def open_door(endpoint: Endpoint, network: NetworkSettings) -> Door:
    """Make the way to an endpoint; nothing is connected yet.

    Raises:
        NoReplyError: the proxy is none that speaks HTTP.
        RequestException: the endpoint's URL cannot be read.
    """
    first = prepared(endpoint.url)
    own = origin(first)
    places = sum(limit.concurrency for limit in endpoint.routes.values()) or 1
    allowed = [Allowance(*own[1:])] if endpoint.trusted else []
    line = open_line(allowed, network, hosts=HOSTS, places=places)
    readers = (first.url, "" if own[0] == "https" else line.proxy)  # a proxy reads all that is not encrypted
    return Door(endpoint, own, line, all(keeps_secrets(url) for url in readers if url))


def ask(door: Door, request: Request, agent: str, seconds: float, largest: int) -> Reply | NoReply:
    """Send a request, follow where it leads, and return what came back within `seconds` and `largest` bytes; it never raises."""
    ends = monotonic() + seconds
    url, seen = door.endpoint.url + request.path, set[str]()
    led: str | None = None
    sent = {"User-Agent": agent, "Accept": request.accept, "Accept-Encoding": "gzip, deflate"}
    read: Read = (
        partial(bodies.beginning, largest=LARGEST_PAGE)
        if request.page
        else lambda response: (bodies.content(response, largest), True, None)
    )
    while len(seen) <= HOPS:
        seen.add(url)
        try:
            led = way(door.origin[1], url) if len(seen) > 1 else None
            outcome = _hop(door, url, sent, ends, read)
        except Exception as error:  # noqa: BLE001 - whatever breaks is no reply
            return no_reply(error, seconds, led)
        if isinstance(outcome, Reply):
            return outcome
        if outcome in seen:
            return NoReply(Reason("loop"), passing=False, layer="HTTP")
        url = outcome
    return NoReply(Reason("too-many-redirects", {"times": HOPS}), passing=False, layer="HTTP")


def headers(response: BaseHTTPResponse) -> dict[str, str]:
    """Return the headers of an answer with names in lower case, none too long, without cookies."""
    kept: dict[str, str] = {}
    left = LONGEST_HEADERS
    for name, value in response.headers.itermerged():
        if name.lower() != "set-cookie":
            kept[name.lower()] = value[: min(LONGEST_HEADER, left)]
            left -= len(kept[name.lower()])
    return kept


def _hop(door: Door, url: str, sent: dict[str, str], ends: float, read: Read) -> Reply | str:
    """Ask one URL; return what came back, or where it redirects to."""
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
    """Write the headers of a request. Key and address go to the endpoint's own origin alone, the key where nobody else reads it."""
    name, address = door.endpoint.contact
    if origin(request) == door.origin:
        if name and address:
            request.prepare_url(request.url, {name: address})
        if address:
            sent["User-Agent"] = signed(sent["User-Agent"], address)
        if door.private:
            sent |= door.endpoint.secret
    request.prepare_headers(sent)


def signed(agent: str, address: str) -> str:
    """Return a User-Agent that also says whom to write to.

    >>> signed("kzcheck/1.0 (https://example.org)", "jane@example.org"), signed("kzcheck/1.0", "jane@example.org")
    ('kzcheck/1.0 (https://example.org; mailto:jane@example.org)', 'kzcheck/1.0 (mailto:jane@example.org)')
    """
    name, _, home = agent.partition(" (")
    return f"{name} ({'; '.join(part for part in (home.removesuffix(')'), f'mailto:{quote(address, safe=SAFE)}') if part)})"


def _target(url: str, response: BaseHTTPResponse, endpoint: Endpoint) -> str:
    """Return where an answer redirects to, "" if it does not. The contact address is taken out, in case a server repeats it."""
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
    """Take an address out of a text, as it is, as the User-Agent has it, and percent-encoded once and twice."""
    once = quote(address, safe="")
    for spelled in (quote(once, safe=""), once, quote(address, safe=SAFE), address) if "@" in address else ():
        text = text.replace(spelled, "")
    return text

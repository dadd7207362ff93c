"""One request and its answer: every hop guarded, nothing private told to strangers, all of it in time."""

from __future__ import annotations

import logging
import re
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3 import Timeout
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from kzcheck.web import bodies
from kzcheck.web.failures import NoReplyError, no_reply
from kzcheck.web.guard import Guard
from kzcheck.web.messages import Endpoint, NoReply, Reply
from kzcheck.web.sockets import tls_context

if TYPE_CHECKING:
    from requests import Response

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.messages import Request

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port."""

HOPS = 5
"""How many redirects are followed: doi.org needs two to reach an agency's answer, browsers give up after 20."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PORTS = {"http": 80, "https": 443}

LONGEST_URL = 8000
"""How many characters the target of a redirect may have: RFC 9110 asks servers to understand so many."""

LONGEST_HEADER = 4000
"""How many characters of a header's value are kept; the parser takes no more than 100 headers."""

NAMEABLE = re.compile(r"[a-z0-9.:-]{1,100}")
"""A host that may stand in a sentence: what servers write into a redirect can be anything."""

logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # below that it logs URLs, with the address of the person who asks


class Door(Struct, frozen=True):
    """The way to one endpoint: its origin, its guard, its connections, and its proxy ("" where there is none).

    Every endpoint has its own, because what is allowed for one (a private address that the settings name) is not allowed for
    another, and an open connection was guarded when it was made.
    """

    endpoint: Endpoint
    origin: Origin
    guard: Guard
    adapter: HTTPAdapter
    proxy: str


def open_door(endpoint: Endpoint, network: NetworkSettings) -> Door:
    """Make the way to an endpoint; nothing is connected yet.

    requests' session is left out: it would read a redirect's body to its end, however large, and inflate it.

    Raises:
        NoReplyError: the proxy is none that speaks HTTP.
        RequestException: the endpoint's URL cannot be read.
    """
    proxy = _proxy(network.proxy) if network.proxy else ""
    origin = _origin(_prepared(endpoint.url))
    guard = Guard([origin[1:]] * endpoint.trusted + ([_origin(_prepared(proxy))[1:]] if proxy else []))
    pools = guard.pools(network.ca_bundle)
    adapter = HTTPAdapter(pool_maxsize=sum(limit.concurrency for limit in endpoint.routes.values()) or 1)
    adapter.poolmanager.pool_classes_by_scheme = pools
    if proxy:
        encrypted = {"proxy_ssl_context": tls_context(network.ca_bundle)} if proxy.startswith("https") else {}
        adapter.proxy_manager_for(proxy, **encrypted).pool_classes_by_scheme = pools
    return Door(endpoint, origin, guard, adapter, proxy)


def ask(door: Door, request: Request, agent: str, seconds: float, largest: int) -> Reply | NoReply:
    """Send a request, follow where it leads, and return what came back within `seconds` and `largest` bytes; it never raises."""
    ends = monotonic() + seconds
    url, seen, way = door.endpoint.url + request.path, set[str](), ""
    while len(seen) <= HOPS:
        seen.add(url)
        try:
            way = _way(door, url) if len(seen) > 1 else ""
            outcome = _hop(door, url, {"User-Agent": agent, "Accept": request.accept}, ends, largest)
        except Exception as error:  # noqa: BLE001 - whatever breaks is no reply
            return no_reply(error, seconds, way)
        if isinstance(outcome, Reply):
            return outcome
        if outcome in seen:
            return NoReply("redirects in a circle", passing=False)
        url = outcome
    return NoReply(f"redirects more than {HOPS} times", passing=False)


def _hop(door: Door, url: str, headers: dict[str, str], ends: float, largest: int) -> Reply | str:
    """Ask one URL; return what came back, or where it redirects to."""
    prepared = _prepared(url)
    plain = prepared.url or ""
    with closing(_send(door, prepared, headers, ends)) as response:
        target = _target(plain, response, door.endpoint.contact)
        if target:
            bodies.skip(response.raw)
            return target
        content = bodies.content(response.raw, largest)
        return Reply(plain, response.status_code, content, _headers(response, door), datetime.now(UTC))


def _proxy(proxy: str) -> str:
    """Return a proxy's URL as requests writes it."""
    try:
        url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
    except LocationParseError:
        url = Url()
    if url.scheme not in PORTS or not url.host:
        raise NoReplyError("could not be asked: the proxy in the settings is no HTTP proxy")
    return url.url


def _prepared(url: str) -> PreparedRequest:
    """Return a GET of a URL as it is written on the wire, without credentials and fragment."""
    parts = urlsplit(url)
    prepared = PreparedRequest()
    prepared.prepare_method("GET")
    prepared.prepare_url(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl(), None)
    return prepared


def _origin(request: PreparedRequest) -> Origin:
    """Return where a request goes, as requests itself reads its URL."""
    parts = urlsplit(request.url or "")
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def _way(door: Door, url: str) -> str:
    """Return what leads from the endpoint's host to the one that a reason is about."""
    host = urlsplit(url).hostname or ""
    if host == door.origin[1]:
        return ""
    return f"redirects to {host if NAMEABLE.fullmatch(host) else 'another host'}, which "


def _send(door: Door, request: PreparedRequest, headers: dict[str, str], ends: float) -> Response:
    """Send one request and return its answer before its body. Key and address go to the endpoint's own origin alone."""
    _, host, port = origin = _origin(request)
    name, address = door.endpoint.contact
    headers |= {"Accept-Encoding": "gzip, deflate"}
    if origin == door.origin:
        headers |= door.endpoint.secret
        if name:
            request.prepare_url(request.url, {name: address})
    request.prepare_headers(headers)
    if door.proxy:
        door.guard.look_at(host, port)
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    timeout: Any = Timeout(total=left)  # requests takes it, but its types do not say so
    return door.adapter.send(request, stream=True, timeout=timeout, proxies=dict.fromkeys(PORTS, door.proxy))


def _target(url: str, response: Response, contact: tuple[str, str]) -> str:
    """Return where an answer redirects to, "" if it does not. The contact address is taken out, in case a server repeats it.

    Raises:
        NoReplyError: it leads to no web address, or from an encrypted one to an open one.
    """
    location = response.headers.get("location", "") if response.status_code in REDIRECTS else ""
    if not location:
        return ""
    try:
        parts = urlsplit(urljoin(url, location.encode("latin-1").decode("utf-8", "replace")))
        parts.port  # noqa: B018 - it raises where it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in PORTS or not parts.hostname or len(location) > LONGEST_URL:
        raise NoReplyError("redirects to something that is no web address")
    if url.startswith("https:") and parts.scheme == "http":
        raise NoReplyError("redirects from an encrypted to an open address")
    name, address = contact
    query = "&".join(part for part in parts.query.split("&") if not name or unquote(part.partition("=")[0]) != name)
    return _without(parts._replace(query=query).geturl(), address)


def _headers(response: Response, door: Door) -> dict[str, str]:
    address = door.endpoint.contact[1]
    kept = ((name.lower(), value) for name, value in response.headers.items() if name.lower() != "set-cookie")
    return {name: _without(value, address)[:LONGEST_HEADER] for name, value in kept}


def _without(text: str, address: str) -> str:
    """Take an address out of a text, as it is and percent-encoded once and twice."""
    once = quote(address, safe="")
    for spelled in (quote(once, safe=""), once, address) if "@" in address else ():
        text = text.replace(spelled, "")
    return text

"""Visits a page: follows redirects, each one guarded, and keeps cookies for the duration of the visit."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from requests.cookies import RequestsCookieJar, extract_cookies_to_jar

from kzcheck.reasons import Reason
from kzcheck.web import bodies
from kzcheck.web.exchange import headers
from kzcheck.web.failures import NoReplyError, no_reply
from kzcheck.web.line import Line, open_line
from kzcheck.web.messages import NoReply, Reply
from kzcheck.web.urls import bare, check_web, location, prepared, redirected_host

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.internal import Allowance

HOPS = 15
"""Most redirects followed: real chains have up to a dozen, browsers give up after 20."""

HOSTS = 256
"""Most hosts to which connections are kept open."""

PLACES = 4
"""Most connections kept open to one host: as many as there are parallel requests."""

SPARE = 256
"""Open files reserved for other purposes: connections in use, the cache, Python itself."""

LONGEST_COOKIES = 16_000
"""Most characters of cookies accepted from one answer: browsers accept 4096 per cookie."""


def open_to_all(allowed: Iterable[Allowance], network: NetworkSettings) -> Line:
    """Create the line to all hosts of a run.

    Raises:
        NoReplyError: the proxy is not an HTTP proxy.
    """
    return open_line(allowed, network, hosts=_hosts(), places=PLACES)


def visit(line: Line, url: str, named: Mapping[str, str], seconds: float, largest: int) -> Reply | NoReply:
    """Visit a page, follow redirects, and return the reply within `seconds`, up to `largest` bytes. Never raises."""
    ends = monotonic() + seconds
    hops: list[tuple[str, int | None]] = []
    cookies, requested = RequestsCookieJar(), set[tuple[str, str]]()
    redirected: str | None = None
    try:
        while len(hops) <= HOPS:
            hops.append((bare(url), None))
            check_web(url)
            redirected = redirected_host(urlsplit(hops[0][0]).hostname or "", url)
            request = prepared(url)
            request.prepare_headers({**named, "Accept-Encoding": "gzip, deflate"})
            if len(cookies):
                request.prepare_cookies(cookies)
            plain = request.url or ""
            shown = plain + url[len(urldefrag(url).url) :]
            hops[-1] = shown, None
            _count(requested, plain, request.headers.get("Cookie", ""))
            with line.send(request, ends) as response:
                hops[-1] = shown, response.status
                target = location(plain, response)
                if not target:
                    content, whole, unread = bodies.beginning(response, largest)
                    return Reply(
                        shown,
                        response.status,
                        content,
                        headers(response),
                        datetime.now(UTC),
                        hops=tuple(hops),
                        whole=whole,
                        unread=unread,
                    )
                bodies.skip(response)
                if 0 < len(response.headers.get("set-cookie", "")) <= LONGEST_COOKIES:
                    extract_cookies_to_jar(cookies, request, response)  # type: ignore[no-untyped-call]  # requests has no types for it
            url = target
    except Exception as error:  # noqa: BLE001 - any failure counts as no reply
        return no_reply(error, seconds, redirected, tuple(hops))
    return NoReply(Reason("too-many-redirects", {"times": HOPS}), passing=False, layer="HTTP", hops=tuple(hops))


def _hosts() -> int:
    """Return the number of hosts to which connections can be kept open: most systems limit a process's files, macOS to 256."""
    if sys.platform == "win32":
        return HOSTS
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return HOSTS if limit == resource.RLIM_INFINITY else min(HOSTS, max(1, (limit - SPARE) // PLACES))


def _count(requested: set[tuple[str, str]], url: str, cookie: str) -> None:
    """Note a request for a URL, and refuse a loop.

    A page may redirect to itself once with a cookie, to see whether the browser keeps cookies.
    """
    if (url, cookie) in requested or sum(url == visited for visited, _ in requested) > 1:
        raise NoReplyError("loop", layer="HTTP")
    requested.add((url, cookie))

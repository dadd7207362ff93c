"""One visit to a page: hop after hop, each guarded, with cookies that last as long as the visit."""

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
from kzcheck.web.urls import bare, check_web, location, prepared, way

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.internal import Allowance

HOPS = 15
"""How many redirects are followed: real chains have up to a dozen, browsers give up after 20."""

HOSTS = 256
"""To how many hosts connections are kept open at most."""

PLACES = 4
"""How many connections to one host are kept open: so many are asked at a time."""

SPARE = 256
"""How many files may be open besides: connections on their way, the cache, what Python itself holds."""

LONGEST_COOKIES = 16_000
"""How many characters of cookies are taken from one answer: browsers take 4096 of each."""


def open_to_all(allowed: Iterable[Allowance], network: NetworkSettings) -> Line:
    """Make the line to all hosts of a run.

    Raises:
        NoReplyError: the proxy is none that speaks HTTP.
    """
    return open_line(allowed, network, hosts=_hosts(), places=PLACES)


def visit(line: Line, url: str, named: Mapping[str, str], seconds: float, largest: int) -> Reply | NoReply:
    """Visit a page, follow where it leads, and return what came back within `seconds`, up to `largest` bytes; it never raises."""
    ends = monotonic() + seconds
    hops: list[tuple[str, int | None]] = []
    cookies, asked = RequestsCookieJar(), set[tuple[str, str]]()
    led: str | None = None
    try:
        while len(hops) <= HOPS:
            hops.append((bare(url), None))
            check_web(url)
            led = way(urlsplit(hops[0][0]).hostname or "", url)
            request = prepared(url)
            request.prepare_headers({**named, "Accept-Encoding": "gzip, deflate"})
            if len(cookies):
                request.prepare_cookies(cookies)
            plain = request.url or ""
            shown = plain + url[len(urldefrag(url).url) :]
            hops[-1] = shown, None
            _count(asked, plain, request.headers.get("Cookie", ""))
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
    except Exception as error:  # noqa: BLE001 - whatever breaks is no reply
        return no_reply(error, seconds, led, tuple(hops))
    return NoReply(Reason("too-many-redirects", {"times": HOPS}), passing=False, layer="HTTP", hops=tuple(hops))


def _hosts() -> int:
    """Return to how many hosts connections can be kept open: most systems limit the files of a process, macOS to 256."""
    if sys.platform == "win32":
        return HOSTS
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return HOSTS if limit == resource.RLIM_INFINITY else min(HOSTS, max(1, (limit - SPARE) // PLACES))


def _count(asked: set[tuple[str, str]], url: str, cookie: str) -> None:
    """Count one more request for a URL.

    A page that sends a browser to itself, with a cookie, wants to see whether it keeps them: that is done once.
    """
    if (url, cookie) in asked or sum(url == visited for visited, _ in asked) > 1:
        raise NoReplyError("loop", layer="HTTP")
    asked.add((url, cookie))

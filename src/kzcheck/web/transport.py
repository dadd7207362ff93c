"""Sends guarded requests to services, and visits pages as a browser would, but under the program's own name.

This module is light, so that importing it is quick: requests and urllib3 are imported with the first request.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kzcheck.web.internal import allowances
from kzcheck.web.messages import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.exchange import Door
    from kzcheck.web.line import Line
    from kzcheck.web.messages import Endpoint, NoReply, Reply, Request

LARGEST = 8 << 20
"""Most bytes of an inflated answer. Of 35 recorded answers of Crossref about one work the median has 18 kB, the largest
83 kB: a batch of 50, the largest requested, has 0.9 MB and might have 4."""


ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""The `Accept` header of browsers: some servers answer 406 to a shorter one."""


class Transport:
    """Connections to the endpoints of one run, kept open between requests.

    The User-Agent is `agent`, with the address in `contact` for the endpoint's own origin. Proxy and certificates
    come from `network` only, never from the environment. A transport may be used by many threads.
    """

    def __init__(self, endpoints: Iterable[Endpoint], *, agent: str, network: NetworkSettings, largest: int = LARGEST) -> None:
        self._endpoints = {endpoint.name: endpoint for endpoint in endpoints}
        self._agent = agent
        self._network = network
        self._largest = largest
        self._doors: dict[str, Door] = {}
        self._opening = Lock()

    def send(self, request: Request, timeout: float) -> Reply | NoReply:
        """Send a request and return the reply within `timeout` seconds; any failure is a `NoReply`."""
        from kzcheck.web import exchange, failures  # noqa: PLC0415 - take 80 ms, needed only for requests

        try:
            with self._opening:
                if request.endpoint not in self._doors:
                    self._doors[request.endpoint] = exchange.open_door(self._endpoints[request.endpoint], self._network)
        except Exception as error:  # noqa: BLE001 - any failure counts as no reply
            return failures.no_reply(error, timeout)
        return exchange.ask(self._doors[request.endpoint], request, self._agent, timeout, self._largest)

    def close(self) -> None:
        """Close all connections that are open and idle."""
        with self._opening:
            doors = tuple(self._doors.values())
        for door in doors:
            door.line.adapter.close()


class Browser:
    """Connections to all pages of one run, kept open between visits. A browser may be used by many threads.

    It requests no language, as crawlers do, since a page should come as it was cited, in its own language.
    """

    def __init__(self, agent: str, network: NetworkSettings, allowed: Iterable[str] = (), *, largest: int = LARGEST_PAGE) -> None:
        """Take the User-Agent used for services, and the hosts that may be internal (see `internal.allowances`).

        Proxy and certificates come from `network` only, never from the environment.

        Raises:
            UsageError: an entry of `allowed` is invalid.
        """
        self._agent = browser_like(agent)
        self._network = network
        self._allowed = allowances(allowed)
        self._largest = largest
        self._line: Line | None = None
        self._opening = Lock()

    def visit(self, request: Request, timeout: float) -> Reply | NoReply:
        """Visit a page and return the reply within `timeout` seconds; any failure is a `NoReply`.

        The request's endpoint is the page's origin (see `origin_and_path`).
        """
        from kzcheck.web import failures, visiting  # noqa: PLC0415 - take 80 ms, needed only for requests

        try:
            with self._opening:
                if self._line is None:
                    self._line = visiting.open_to_all(self._allowed, self._network)
        except Exception as error:  # noqa: BLE001 - any failure counts as no reply
            return failures.no_reply(error, timeout)
        headers = {"User-Agent": self._agent, "Accept": request.accept}
        return visiting.visit(self._line, request.endpoint + request.path, headers, timeout, self._largest)

    def close(self) -> None:
        """Close all connections that are open and idle."""
        if self._line is not None:
            self._line.adapter.close()


@lru_cache(maxsize=1 << 13)
def origin_and_path(url: str) -> tuple[str, str]:
    """Split a URL into its origin, which names its host, and the rest, without credentials and fragment.

    >>> origin_and_path("HTTPS://jane:secret@Example.org:443/a?b#c")
    ('https://example.org', '/a?b')

    Raises:
        ValueError: the URL is not a web address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in {None, 443 if parts.scheme == "https" else 80} else f":{parts.port}"
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path  # geturl() changes a path that starts with "//"
    return f"{parts.scheme}://{host}{port}", path if path.startswith("/") else f"/{path}"


def browser_like(agent: str) -> str:
    """Return the User-Agent in the form used by browsers and well-known crawlers, since many servers refuse any other.

    >>> browser_like("kzcheck/1.0 (https://example.org; mailto:jane@example.org)")
    'Mozilla/5.0 (compatible; kzcheck/1.0; +https://example.org; +mailto:jane@example.org)'
    """
    name, _, contacts = agent.partition(" (")
    return f"Mozilla/5.0 ({'; '.join(('compatible', name, *(f'+{part}' for part in contacts.rstrip(')').split('; ') if part)))})"

"""What sends: to the endpoints of services, and to pages as a reader's browser would, but with a name that says what it is.

All of it is guarded. This file is light, so that its importers do not wait: requests and urllib3 come with the first request.
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
"""How many bytes an inflated answer may have. Of 35 recorded answers of Crossref about one work the median has 18 kB, the largest
83 kB: a batch of 50, more than which is not asked, has 0.9 MB and might have 4."""


ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What browsers ask for: some servers answer 406 to less."""


class Transport:
    """The ways to the endpoints of one run, with connections that are kept open between requests.

    Requests name themselves as `agent`, and to the endpoint's own origin with the address in its `contact`. Proxy and certificates
    come from `network` alone, never from the environment. It may be used from many threads.
    """

    def __init__(self, endpoints: Iterable[Endpoint], *, agent: str, network: NetworkSettings, largest: int = LARGEST) -> None:
        self._endpoints = {endpoint.name: endpoint for endpoint in endpoints}
        self._agent = agent
        self._network = network
        self._largest = largest
        self._doors: dict[str, Door] = {}
        self._opening = Lock()

    def send(self, request: Request, timeout: float) -> Reply | NoReply:
        """Send a request and return what came back, all within `timeout` seconds; whatever goes wrong is a `NoReply`."""
        from kzcheck.web import exchange, failures  # noqa: PLC0415 - they take 80 ms, which only those who ask should wait

        try:
            with self._opening:
                if request.endpoint not in self._doors:
                    self._doors[request.endpoint] = exchange.open_door(self._endpoints[request.endpoint], self._network)
        except Exception as error:  # noqa: BLE001 - an endpoint that cannot be asked is no reply
            return failures.no_reply(error, timeout)
        return exchange.ask(self._doors[request.endpoint], request, self._agent, timeout, self._largest)

    def close(self) -> None:
        """Close all connections that are open and idle."""
        with self._opening:
            doors = tuple(self._doors.values())
        for door in doors:
            door.line.adapter.close()


class Browser:
    """The way to all pages of one run; connections are kept open between visits. It may be used from many threads.

    No language is asked for: a page is wanted as it was cited, in its own. That is how crawlers ask, too.
    """

    def __init__(self, agent: str, network: NetworkSettings, allowed: Iterable[str] = (), *, largest: int = LARGEST_PAGE) -> None:
        """Take the name under which services are asked, and what may be internal (see `internal.allowances`).

        Proxy and certificates come from `network` alone, never from the environment.

        Raises:
            UsageError: an allowance is none.
        """
        self._agent = disguised(agent)
        self._network = network
        self._allowed = allowances(allowed)
        self._largest = largest
        self._line: Line | None = None
        self._opening = Lock()

    def visit(self, request: Request, timeout: float) -> Reply | NoReply:
        """Visit a page and return what came back, all within `timeout` seconds; whatever goes wrong is a `NoReply`.

        The request's endpoint is named by the page's origin (see `origin_and_path`).
        """
        from kzcheck.web import failures, visiting  # noqa: PLC0415 - they take 80 ms, which only those who ask should wait

        try:
            with self._opening:
                if self._line is None:
                    self._line = visiting.open_to_all(self._allowed, self._network)
        except Exception as error:  # noqa: BLE001 - a browser that cannot be opened brings nothing back
            return failures.no_reply(error, timeout)
        headers = {"User-Agent": self._agent, "Accept": request.accept}
        return visiting.visit(self._line, request.endpoint + request.path, headers, timeout, self._largest)

    def close(self) -> None:
        """Close all connections that are open and idle."""
        if self._line is not None:
            self._line.adapter.close()


@lru_cache(maxsize=1 << 13)
def origin_and_path(url: str) -> tuple[str, str]:
    """Return the origin of a page, by which its host is named, and the rest of its URL, without credentials and fragment.

    >>> origin_and_path("HTTPS://jane:secret@Example.org:443/a?b#c")
    ('https://example.org', '/a?b')

    Raises:
        ValueError: it is not a web address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(url)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in {None, 443 if parts.scheme == "https" else 80} else f":{parts.port}"
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path  # geturl() writes another address where the path has "//"
    return f"{parts.scheme}://{host}{port}", path if path.startswith("/") else f"/{path}"


def disguised(agent: str) -> str:
    """Return an honest name in the form that browsers and well-known crawlers use: many servers refuse every other.

    >>> disguised("kzcheck/1.0 (https://example.org; mailto:jane@example.org)")
    'Mozilla/5.0 (compatible; kzcheck/1.0; +https://example.org; +mailto:jane@example.org)'
    """
    name, _, contacts = agent.partition(" (")
    return f"Mozilla/5.0 ({'; '.join(('compatible', name, *(f'+{part}' for part in contacts.rstrip(')').split('; ') if part)))})"

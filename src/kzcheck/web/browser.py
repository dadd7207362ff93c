"""What visits pages: as a reader's browser would, but guarded, and with a name that says what it is.

This file is light, so that whoever imports it does not wait: requests and urllib3 come with the first visit.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kzcheck.web import allowances
from kzcheck.web.messages import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.line import Line
    from kzcheck.web.messages import NoReply, Reply, Request

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What browsers ask for: some servers answer 406 to less."""


class Browser:
    """The way to all pages of one run; connections are kept open between visits. It may be used from many threads.

    No language is asked for: a page is wanted as it was cited, in its own. That is how crawlers ask, too.
    """

    def __init__(self, agent: str, network: NetworkSettings, allowed: Iterable[str] = (), *, largest: int = LARGEST_PAGE) -> None:
        """Take the name under which services are asked, and what may be internal (see `allowances.read`).

        Proxy and certificates come from `network` alone, never from the environment.

        Raises:
            UsageError: an allowance is none.
        """
        self._agent = disguised(agent)
        self._network = network
        self._allowed = allowances.read(allowed)
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
        ValueError: it is no address on the web.
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
    name, _, told = agent.partition(" (")
    return f"Mozilla/5.0 ({'; '.join(('compatible', name, *(f'+{one}' for one in told.rstrip(')').split('; ') if one)))})"

"""A line to the network: guarded connections that are kept open between requests, and the proxy that they go through."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3 import Timeout
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from kzcheck.web.allowances import Allowance
from kzcheck.web.failures import NoReplyError
from kzcheck.web.guard import Guard
from kzcheck.web.sockets import tls_context
from kzcheck.web.urls import PORTS, origin, prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from requests import PreparedRequest, Response

    from kzcheck.settings import NetworkSettings

logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # below that it logs URLs, with the address of the person who asks


class Line(Struct, frozen=True):
    """A guard, the connections that it made, and their proxy ("" where there is none)."""

    guard: Guard
    adapter: HTTPAdapter
    proxy: str

    def send(self, request: PreparedRequest, ends: float) -> Response:
        """Send a request and return its answer before its body; all of it must be over when the clock says `ends`.

        requests' session is left out: it would read a redirect's body to its end, however large, and inflate it.

        Raises:
            Exception: nothing came back; `failures.no_reply` knows why.
        """
        if self.proxy and (left := ends - monotonic()) > 0:
            self.guard.look_at(*origin(request)[1:], left)
        left = ends - monotonic()
        if left <= 0:
            raise TimeoutError
        timeout: Any = Timeout(total=left)  # requests takes it, but its types do not say so
        return self.adapter.send(request, stream=True, timeout=timeout, proxies=dict.fromkeys(PORTS, self.proxy))


def open_line(allowed: Iterable[Allowance], network: NetworkSettings, *, hosts: int, places: int) -> Line:
    """Make a line to which the `allowed` may be internal; nothing is connected yet.

    Up to `places` connections to each of so many `hosts` are kept open.

    Raises:
        NoReplyError: the proxy is none that speaks HTTP.
    """
    proxy = _proxy(network.proxy) if network.proxy else ""
    guard = Guard(allowed)
    to_proxy = Guard((Allowance(*origin(prepared(proxy))[1:]),)) if proxy else guard
    pools = to_proxy.pools(network.ca_bundle)
    adapter = HTTPAdapter(pool_connections=hosts, pool_maxsize=places)
    adapter.poolmanager.pool_classes_by_scheme = pools
    if proxy:
        encrypted = {"proxy_ssl_context": tls_context(network.ca_bundle)} if proxy.startswith("https") else {}
        adapter.proxy_manager_for(proxy, **encrypted).pool_classes_by_scheme = pools
    return Line(guard, adapter, proxy)


def _proxy(proxy: str) -> str:
    """Return a proxy's URL as requests writes it."""
    try:
        url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
    except LocationParseError:
        url = Url()
    if url.scheme not in PORTS or not url.host:
        raise NoReplyError("proxy-no-http")
    return url.url

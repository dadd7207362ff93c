"""Sends requests over guarded connections that are kept open between requests, through a proxy if one is set."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3 import Timeout
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from kzcheck.web.failures import NoReplyError
from kzcheck.web.guard import Guard, tls_context
from kzcheck.web.internal import Allowance
from kzcheck.web.urls import PORTS, origin, prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from requests import PreparedRequest
    from urllib3.response import BaseHTTPResponse

    from kzcheck.settings import NetworkSettings

logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # below that it logs URLs, which hold the user's address


class Line(Struct, frozen=True):
    """A guard, its connections, and their proxy, or ""."""

    guard: Guard
    adapter: HTTPAdapter
    proxy: str

    @contextmanager
    def send(self, request: PreparedRequest, ends: float) -> Iterator[BaseHTTPResponse]:
        """Send a request and yield its answer before the body is read; everything must be done by `ends` (monotonic clock).

        requests' session is not used: it would read a redirect's body to its end, however large, and inflate it. Nor is its
        adapter, which takes a fifth of a visit's time to call urllib3 as it is called here.

        Raises:
            Exception: there is no reply; `failures.no_reply` gives the reason.
        """
        if self.proxy and (left := ends - monotonic()) > 0:
            self.guard.refuse_internal(*origin(request)[1:], left)
        left = ends - monotonic()
        if left <= 0:
            raise TimeoutError
        manager = self.adapter.proxy_manager_for(self.proxy) if self.proxy else self.adapter.poolmanager
        scheme, host, port = origin(request)
        pool = manager.connection_from_host(host, port, scheme, pool_kwargs={"cert_reqs": "CERT_REQUIRED"})
        response: BaseHTTPResponse = pool.urlopen(
            "GET",
            request.url if self.proxy and scheme == "http" else request.path_url,
            headers=request.headers,
            redirect=False,
            retries=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(total=left),
        )
        try:
            yield response
        finally:
            response.close()
            response.release_conn()


def open_line(allowed: Iterable[Allowance], network: NetworkSettings, *, hosts: int, places: int) -> Line:
    """Create a line on which the `allowed` hosts may be internal, without connecting yet.

    Connections to up to `hosts` hosts are kept open, up to `places` of them per host.

    Raises:
        NoReplyError: the proxy is not an HTTP proxy.
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
    """Return a proxy's URL in the form that requests uses."""
    try:
        url = parse_url(proxy if "://" in proxy else f"http://{proxy}")
    except LocationParseError:
        url = Url()
    if url.scheme not in PORTS or not url.host:
        raise NoReplyError("proxy-no-http")
    return url.url

"""What sends: one guarded request at a time to one of the endpoints of this run, and a reply or the reason why there is none.

This file is light, so that whoever imports it does not wait: requests and urllib3 come with the first request.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.settings import NetworkSettings
    from kzcheck.web.exchange import Door
    from kzcheck.web.messages import Endpoint, NoReply, Reply, Request

LARGEST = 8 << 20
"""How many bytes an inflated answer may have. Of 35 recorded answers of Crossref about one work the median has 18 kB, the largest
83 kB: a batch of 50, more than which is not asked, has 0.9 MB and might have 4."""


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

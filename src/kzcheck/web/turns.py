"""Whose turn it is: the hosts of a session by the time at which they may be asked next."""

from __future__ import annotations

import heapq
import math
from itertools import count
from typing import TYPE_CHECKING

from kzcheck.web.host import NOWHERE

if TYPE_CHECKING:
    from kzcheck.web.host import Host, Job, Place


class Turns:
    """The hosts for which something waits that may go, now or later.

    Of those that may all be asked at once the one with most to ask comes first, so that no long row is left for the end. A look
    costs the logarithm of the number of hosts: an article may have a thousand.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[Place, int, Host]] = []
        self._count = count()

    def put(self, host: Host) -> None:
        """Look at a host again at its next turn: to be called after all that can bring that forward, or gives it more to ask."""
        place = host.turn(), -host.left
        if place < host.place:
            host.place = place
            heapq.heappush(self._heap, (place, next(self._count), host))

    def next(self) -> float:
        """Return the time at which the next host is to be looked at, infinite where there is none."""
        return self._heap[0][0][0] if self._heap else math.inf

    def start(self, now: float) -> Job | None:
        """Return the job whose turn it is, which then counts as sent."""
        while self.next() <= now:
            place, _, host = heapq.heappop(self._heap)
            if place != host.place:
                continue
            host.place = NOWHERE
            job = host.start(now)
            self.put(host)
            if job:
                return job
        return None

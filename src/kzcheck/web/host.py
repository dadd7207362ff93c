"""Queues the requests to each endpoint, and decides which request may be sent next, and when."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from kzcheck.web.limits import Pace, Patience, stated_concurrency, stated_rate, stated_route
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.web.messages import Endpoint, Keep, NoReply, Reply, Request

    Then = Callable[[Reply | NoReply], Keep | None]
    Place = tuple[float, float]

NOWHERE = (math.inf, -math.inf)
"""The place of a host without a request that may be sent: the time of its turn, and the negative number of waiting requests."""


@dataclass(slots=True, eq=False)
class Job:
    """One request, and the callbacks for its outcome.

    `number` is its place in the order of submission, `tries` the number of times it was sent. `started` and `timeout` belong to
    the last exchange.
    """

    request: Request
    number: int
    host: Host
    then: list[Then] = field(default_factory=list)
    outcome: Reply | NoReply | None = None
    tries: int = 0
    started: float = 0.0
    timeout: float = 0.0


class Lane:
    """The queue for one route of a host, first come, first served."""

    def __init__(self, limit: Limit) -> None:
        """Take the limit that applies until the host states another."""
        self.limit = limit
        self.pace = Pace(limit.rate)
        self.concurrency = max(1, limit.concurrency)
        self.waiting: list[tuple[int, Job]] = []


class Host:
    """The state of one endpoint, used only by the thread that runs the session.

    `closed` is the outcome of all further requests once the host is no longer asked, None before. `answered` says that it has sent
    any status. `left` is the number of waiting requests, `place` the host's place in the order of `Turns`.
    A host is closed after `Patience.failures` failures in a row. Simultaneous failures count once: only an exchange started
    after the last failure adds one, so three failures in the same bad second count as one. If a host has answered
    before, at least two requests must fail: a single request that it cannot handle does not close it.
    """

    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        """Take the endpoint and the patience with it."""
        self.endpoint = endpoint
        self.closed: NoReply | None = None
        self.answered = False
        self.left = 0
        self.place = NOWHERE
        self.in_flight: set[Job] = set()
        self.done = 0
        self.total = 0
        self.failures = 0
        self._useless = 0
        self._patience = patience
        self._lanes = {route: Lane(limit) for route, limit in endpoint.routes.items()}
        self._paused = -math.inf
        self._failed_at = -math.inf
        self._failing: set[Job] = set()

    def wait(self, job: Job) -> None:
        """Put a job in its lane; a job that is tried again keeps its place before those submitted later."""
        heapq.heappush(self._lane(job.request.route).waiting, (job.number, job))
        self.left += 1

    def turn(self) -> float:
        """Return the time of the next turn: infinite if nothing waits or all places are taken."""
        return max(self._paused, min((lane.pace.ready() for lane in self._free()), default=math.inf))

    def start(self, now: float) -> Job | None:
        """Return the job whose turn it is, and count it as sent."""
        ready = [lane for lane in self._free() if max(self._paused, lane.pace.ready()) <= now]
        if not ready:
            return None
        lane = min(ready, key=lambda lane: lane.waiting[0][0])
        _, job = heapq.heappop(lane.waiting)
        self.left -= 1
        lane.pace.take(now)
        job.tries += 1
        job.started = now
        job.timeout = self._patience.timeout if self.answered and not self.failures else self._patience.first_timeout
        self.in_flight.add(job)
        return job

    def adopt_limits(self, job: Job, reply: Reply) -> None:
        """Adopt the limits in a reply: the rate for the route it names, or else the job's; the concurrency for all routes."""
        route = stated_route(reply.headers)
        if rate := stated_rate(reply.headers):
            lane = self._lane(route if route in self._lanes else job.request.route)
            lane.pace.rate = min(rate, lane.limit.most_rate)
        if places := stated_concurrency(reply.headers):
            for lane in self._lanes.values():
                lane.concurrency = int(min(places, lane.limit.most_concurrency))

    def succeeded(self) -> None:
        """Reset the count of failures, since the host answers."""
        self.failures = 0
        self._failing.clear()

    def failed(self, job: Job, now: float, *, hurried: bool) -> bool:
        """Count a failure, and slow down if the host was `hurried`; return whether the host must be closed."""
        self._failing.add(job)
        if job.started >= self._failed_at:
            self.failures += 1
            self._failed_at = now
            if hurried:
                for lane in self._lanes.values():
                    lane.pace.slow_down(self._patience.longest_interval)
        return self.failures >= self._patience.failures and (len(self._failing) > 1 or not self.answered)

    def useless(self, reply: bool) -> bool:  # noqa: FBT001 - the only argument
        """Count useless replies in a row; return whether there are too many."""
        self._useless = self._useless + 1 if reply else 0
        return self._useless >= self._patience.failures

    def pause(self, until: float) -> None:
        """Send nothing before a point in time."""
        self._paused = max(self._paused, until)

    def overdue(self, job: Job) -> float:
        """Return the time at which the thread of a job is overdue."""
        return job.started + job.timeout + self._patience.grace

    def give_up_all(self) -> list[Job]:
        """Remove and return all jobs, in flight and waiting, in order."""
        jobs = [*sorted(self.in_flight, key=lambda job: job.number), *self.give_up_waiting()]
        self.in_flight.clear()
        return jobs

    def give_up_waiting(self) -> list[Job]:
        """Remove and return the waiting jobs, in order."""
        jobs = sorted(entry for lane in self._lanes.values() for entry in lane.waiting)
        for lane in self._lanes.values():
            lane.waiting.clear()
        self.left = 0
        return [job for _, job in jobs]

    def _free(self) -> list[Lane]:
        return [lane for lane in self._lanes.values() if lane.waiting and len(self.in_flight) < lane.concurrency]

    def _lane(self, route: str) -> Lane:
        return self._lanes.get(route) or self._lanes.setdefault(route, Lane(Limit()))


class Turns:
    """The hosts with waiting requests, in the order of their turns.

    Among hosts whose turn is at the same time, the one with most requests comes first, so that no long queue is left for the end.
    Each operation takes logarithmic time in the number of hosts: an article may have a thousand.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[Place, int, Host]] = []
        self._count = count()

    def put(self, host: Host) -> None:
        """Schedule a host's next turn; must be called after any change that can bring it forward or add requests."""
        place = host.turn(), -host.left
        if place < host.place:
            host.place = place
            heapq.heappush(self._heap, (place, next(self._count), host))

    def next(self) -> float:
        """Return the time of the next turn, infinite if there is none."""
        return self._heap[0][0][0] if self._heap else math.inf

    def start(self, now: float) -> Job | None:
        """Return the job whose turn it is, and count it as sent."""
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

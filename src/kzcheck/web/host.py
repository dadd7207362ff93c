"""One endpoint as it is asked in a run: what waits for it, when the next request may go, and whose turn it is."""

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
"""Where a host stands for which nothing waits, or nothing may go: the time of its turn, and how many requests wait, negative."""


@dataclass(slots=True, eq=False)
class Job:
    """One request, and what is to be called with its outcome.

    `number` is its place in the order of submission, `tries` is how often it was sent. `started` and `timeout` are those of the
    last exchange.
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
    """What waits for one route of a host, first come, first served."""

    def __init__(self, limit: Limit) -> None:
        """Take the limit that holds until the host states another."""
        self.limit = limit
        self.pace = Pace(limit.rate)
        self.concurrency = max(1, limit.concurrency)
        self.waiting: list[tuple[int, Job]] = []


class Host:
    """The state of one endpoint. Only the thread that runs the session touches it.

    `closed` is what is answered for it since it is not asked any more, None while it is. `answered` says that it has sent a status,
    any. `left` is how many requests wait, `place` where the host stands in the order of `Turns`.
    A host is closed after `Patience.failures` failures in a row. What fails together counts once: only an exchange that began
    after the last failure adds one, so that three at a time in one bad second are one failure. Where a host has answered
    before, the failures must be of two requests at least: one question that it cannot digest closes nothing.
    """

    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        """Take the endpoint and the patience that one has with it."""
        self.endpoint = endpoint
        self.closed: NoReply | None = None
        self.answered = False
        self.left = 0
        self.place = NOWHERE
        self.flying: set[Job] = set()
        self.done = 0
        self.of = 0
        self.failures = 0
        self._useless = 0
        self._patience = patience
        self._lanes = {route: Lane(limit) for route, limit in endpoint.routes.items()}
        self._paused = -math.inf
        self._failed_at = -math.inf
        self._failing: set[Job] = set()

    def wait(self, job: Job) -> None:
        """Put a job in its lane; one that waits again comes before those that were submitted later."""
        heapq.heappush(self._lane(job.request.route).waiting, (job.number, job))
        self.left += 1

    def turn(self) -> float:
        """Return the time of the next turn: infinite where nothing waits, or all places are taken."""
        return max(self._paused, min((lane.pace.ready() for lane in self._free()), default=math.inf))

    def start(self, now: float) -> Job | None:
        """Return the job whose turn it is, which then counts as sent."""
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
        self.flying.add(job)
        return job

    def believe(self, job: Job, reply: Reply) -> None:
        """Take over the limits that a reply states: the rate for the route that it names or else the job's, the places for all."""
        named = stated_route(reply.headers)
        if rate := stated_rate(reply.headers):
            lane = self._lane(named if named in self._lanes else job.request.route)
            lane.pace.rate = min(rate, lane.limit.most_rate)
        if places := stated_concurrency(reply.headers):
            for lane in self._lanes.values():
                lane.concurrency = int(min(places, lane.limit.most_concurrency))

    def succeeded(self) -> None:
        """Forget the failures: it answers."""
        self.failures = 0
        self._failing.clear()

    def failed(self, job: Job, now: float, *, hurried: bool) -> bool:
        """Count a failure, and go slower where the host was `hurried`; return whether it was one too many."""
        self._failing.add(job)
        if job.started >= self._failed_at:
            self.failures += 1
            self._failed_at = now
            if hurried:
                for lane in self._lanes.values():
                    lane.pace.slow_down(self._patience.longest_interval)
        return self.failures >= self._patience.failures and (len(self._failing) > 1 or not self.answered)

    def useless(self, reply: bool) -> bool:  # noqa: FBT001 - it is the one thing that is told
        """Count replies that were of no use, one after the other; return whether it is one too many."""
        self._useless = self._useless + 1 if reply else 0
        return self._useless >= self._patience.failures

    def pause(self, until: float) -> None:
        """Send nothing before that time."""
        self._paused = max(self._paused, until)

    def overdue(self, job: Job) -> float:
        """Return when the thread that has a job is overdue."""
        return job.started + job.timeout + self._patience.grace

    def give_up_all(self) -> list[Job]:
        """Forget what is on its way and what waits; return it, in order."""
        jobs = [*sorted(self.flying, key=lambda job: job.number), *self.give_up_waiting()]
        self.flying.clear()
        return jobs

    def give_up_waiting(self) -> list[Job]:
        """Empty the lanes; return what waited there, in order."""
        jobs = sorted(entry for lane in self._lanes.values() for entry in lane.waiting)
        for lane in self._lanes.values():
            lane.waiting.clear()
        self.left = 0
        return [job for _, job in jobs]

    def _free(self) -> list[Lane]:
        return [lane for lane in self._lanes.values() if lane.waiting and len(self.flying) < lane.concurrency]

    def _lane(self, route: str) -> Lane:
        return self._lanes.get(route) or self._lanes.setdefault(route, Lane(Limit()))


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

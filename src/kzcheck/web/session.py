"""Sends requests to many hosts in parallel, none faster than its limits allow, and always comes to an end.

Requests are submitted with a callback for the outcome, which may submit further ones. All of this happens on the thread
that runs the session; other threads only send. A request is given to a thread when its host is ready for it, so no thread
sleeps in vain.
"""

from __future__ import annotations

import math
import signal
import threading
from collections import deque
from contextlib import contextmanager
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from kzcheck.reasons import SECONDS, Reason
from kzcheck.web.host import Host, Job, Turns
from kzcheck.web.limits import Patience, asked_pause, longest_backoff, used_up
from kzcheck.web.messages import UNREADABLE, NoReply, Reply
from kzcheck.web.workers import MOST, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kzcheck.web.cache import Cache
    from kzcheck.web.host import Then
    from kzcheck.web.messages import Endpoint, Keep, Request
    from kzcheck.web.workers import Finished, Send

    Response = Reply | NoReply
    Identity = tuple[str, str, str]
    Progress = Callable[[str, int, int], None]
    Paused = Callable[[str, float], None]

DEADLINE = 600.0
"""Seconds for an entire run."""
AGAIN = frozenset((429, 500, 502, 503, 504))
"""Statuses that may change if the request is repeated."""
PAUSING = frozenset((429, 503))
"""Statuses whose `Retry-After` is obeyed."""
FORBIDDEN, TOO_MANY, BROKEN = 403, 429, 500
TIMED_OUT = 0.95
"""The part of its timeout after which an exchange without reply counts as timed out."""
HOST_LAYERS = frozenset(("DNS", "connect", "TLS"))
"""Layers at which a failure concerns all pages of the host."""
USUAL = 128 * 2**10
"""The assumed size of an answer, in bytes, before any has arrived."""
LAST = 16.0
"""The approximate number of last answers over which their usual size is averaged."""
PATIENCE = Patience()
JITTER = SystemRandom().uniform


class Session:
    """One run of requests to many hosts.

    `interrupted` becomes true when Ctrl-C ends the run. A request submitted twice is sent once.
    """

    def __init__(  # noqa: PLR0913 - all but two are keywords with a default
        self,
        endpoints: Iterable[Endpoint],
        send: Send,
        *,
        cache: Cache | None = None,
        deadline: float = DEADLINE,
        progress: Progress = lambda _name, _done, _of: None,
        paused: Paused = lambda _name, _seconds: None,
        patience: Patience = PATIENCE,
        threads: int = MOST,
    ) -> None:
        """Take the endpoints, and a function that sends one request within a timeout, from any thread and without raising.

        `deadline` is the number of seconds for the entire run, `threads` the highest number of requests in flight. `progress`
        is called with each request and after each answer, with the endpoint's name, the number of its requests answered, and their
        number so far; `paused` is called with the number of seconds for which an endpoint has asked for a pause.
        """
        self.interrupted = False
        self._hosts = {endpoint.name: Host(endpoint, patience) for endpoint in endpoints}
        self._send = send
        self._threads = threads
        self._workers = Workers(send, threads)
        self._cache = cache
        self._deadline = deadline
        self._progress = progress
        self._paused = paused
        self._patience = patience
        self._jobs: dict[Identity, Job] = {}
        self._answered: deque[Identity] = deque()
        self._bytes = 0
        self._undelivered = 0
        self._usual: float = USUAL
        self._turns = Turns()
        self._in_flight = set[Job]()
        self._late = math.inf
        self._due: deque[tuple[Job, Then, Response]] = deque()
        self._left = 0
        self._number = 0
        self._ends = math.inf
        self._nobody = math.inf
        self._sent = False
        self._over: Reason | None = None

    def add(self, endpoint: Endpoint) -> None:
        """Add a host, unless one with that name is known."""
        if endpoint.name not in self._hosts:
            self._hosts[endpoint.name] = Host(endpoint, self._patience)

    def submit(self, request: Request, then: Then) -> None:
        """Submit a request; `then` is called with the outcome, on the thread of `run`, and returns how the reply is to be cached.

        It is called once, unless a reply makes it raise: then it is called again, as if the reply were unreadable.
        """
        host = self._hosts[request.endpoint]
        host.total += 1
        self._left += 1
        self._progress(request.endpoint, host.done, host.total)
        job = self._jobs.get(_identity(request))
        if job is None:
            self._number += 1
            job = self._jobs[_identity(request)] = Job(request, self._number, host, [then])
            self._begin(job)
        elif job.outcome is None:
            job.then.append(then)
        else:
            self._hand_over(job, then, job.outcome)

    def run(self) -> None:
        """Send the requests submitted before and during the run, until all are answered.

        After Ctrl-C, the remaining requests are answered accordingly. A second Ctrl-C raises `KeyboardInterrupt`. It may be called
        again after more requests were submitted; the time for all began with the first call.
        """
        self._workers = Workers(self._send, self._threads)
        self._ends = min(self._ends, monotonic() + self._deadline)
        wait = 0.0
        with _on_interrupt(self._interrupt):
            try:
                while self._left:
                    for finished in self._workers.finished(wait):
                        self._take(finished)
                    self._check_time(monotonic())
                    self._deliver()
                    self._dispatch(monotonic())
                    turn = self._turns.next() if self._may_send() else math.inf
                    wait = 0.0 if self._due else min(self._ends, self._nobody, self._late, turn) - monotonic()
            finally:
                self._workers.stop()

    def _begin(self, job: Job) -> None:
        """Answer a new job from the cache, or because its host is closed, or queue it."""
        cached = self._cache.get(job.host.endpoint, job.request) if self._cache else None
        if outcome := cached or (NoReply(self._over) if self._over else job.host.closed):
            self._settle(job, outcome)
        else:
            job.host.wait(job)
            self._turns.put(job.host)

    def _settle(self, job: Job, outcome: Response) -> None:
        """Give a job its outcome. The oldest outcomes are forgotten when they take too much memory."""
        job.outcome = outcome
        for then in job.then:
            self._hand_over(job, then, outcome)
        job.then.clear()
        self._answered.append(_identity(job.request))
        self._bytes += _size(outcome)
        while self._bytes > self._patience.remembered:
            self._bytes -= _size(self._jobs.pop(self._answered.popleft()).outcome)

    def _hand_over(self, job: Job, then: Then, outcome: Response) -> None:
        self._due.append((job, then, outcome))
        self._undelivered += _size(outcome)

    def _deliver(self) -> None:
        """Call back with one outcome: only one, so that a long row of them does not keep the threads waiting."""
        if not self._due:
            return
        job, then, outcome = self._due.popleft()
        self._undelivered -= _size(outcome)
        self._left -= 1
        try:
            keep = then(outcome)
        except Exception as error:  # an answer that cannot be processed must not affect others
            if isinstance(outcome, NoReply):
                raise
            reason = Reason("unreadable-by-fault", {"error": type(error).__name__})
            then(NoReply(reason, passing=False, layer="body", hops=outcome.hops))
            keep = None
        if isinstance(outcome, Reply) and not outcome.kept and not self._patience.by_page:
            self._cache_if_useful(job, outcome, keep)
        job.host.done += 1
        self._progress(job.request.endpoint, job.host.done, job.host.total)

    def _cache_if_useful(self, job: Job, reply: Reply, keep: Keep | None) -> None:
        """Cache a useful reply. A host whose replies are never useful, such as pages against bots, is closed."""
        if keep:
            self._nobody = math.inf
        if keep and keep != "partly" and self._cache:
            self._cache.put(job.host.endpoint, job.request, reply, keep)
        if job.host.useless(keep is None and reply.status < TOO_MANY):
            self._close(job.host, NoReply(UNREADABLE))

    def _dispatch(self, now: float) -> None:
        """Send all requests whose turn it is."""
        first = not self._sent
        while self._may_send() and (job := self._turns.start(now)):
            self._in_flight.add(job)
            self._late = min(self._late, job.host.overdue(job))
            self._workers.start(job)
            self._sent = True
        if first and self._sent:
            self._nobody = now + self._patience.nobody
            if self._cache:
                self._cache.prepare()

    def _may_send(self) -> bool:
        """Return whether one more request may be sent: a thread is free, and waiting and expected answers are not too large."""
        expected = len(self._in_flight) * self._usual
        return self._workers.free() and self._undelivered + expected <= self._patience.undelivered

    def _check_time(self, now: float) -> None:
        """End the run or an exchange if it has lasted too long."""
        if self.interrupted:
            self._end(Reason("interrupted"))
        elif now >= self._ends:
            self._end(Reason("out-of-time", {SECONDS: round(self._deadline, 1)}))
        elif now >= self._nobody:
            code = "no-host-answers" if self._patience.by_page else "no-service-answers"
            self._end(Reason(code, {SECONDS: self._patience.nobody}))
        if now >= self._late:
            for job in [job for job in self._in_flight if now >= job.host.overdue(job)]:
                self._judge(job, NoReply(Reason("late", {SECONDS: job.timeout})), now)
            self._late = min((job.host.overdue(job) for job in self._in_flight), default=math.inf)

    def _end(self, reason: Reason) -> None:
        """Answer all remaining and later requests with the reason; threads that still wait are abandoned."""
        self._over = self._over or reason
        self._in_flight.clear()
        for host in self._hosts.values():
            for job in host.give_up_all():
                self._settle(job, NoReply(self._over))

    def _take(self, finished: Finished) -> None:
        """Process an exchange that has ended, unless it was given up before."""
        job = finished.job
        if finished.tries == job.tries and job in job.host.in_flight:
            self._judge(job, finished.outcome, finished.time)

    def _judge(self, job: Job, outcome: Response, now: float) -> None:
        """Draw conclusions from an exchange that has ended: for the job, its host and the run."""
        host, elsewhere = job.host, _is_of_other_host(outcome)
        host.in_flight.discard(job)
        self._in_flight.discard(job)
        self._usual += (_size(outcome) - self._usual) / LAST
        if isinstance(outcome, Reply) or elsewhere:
            host.answered = True
        if isinstance(outcome, Reply) and not elsewhere:
            host.adopt_limits(job, outcome)
        if _failed(outcome):
            self._fail(job, outcome, now)
        else:
            host.succeeded()
            if self._patience.by_page:
                self._nobody = math.inf
            self._settle(job, outcome)
            if reason := None if self._patience.by_page else _final_reason(host, outcome):
                self._close(host, NoReply(reason))
        self._turns.put(host)

    def _fail(self, job: Job, outcome: Response, now: float) -> None:
        """Try again after a pause, or give up; close the host if further requests are useless."""
        host, patience = job.host, self._patience
        status = _own_status(outcome)
        requested_pause = asked_pause(outcome.headers, outcome.time) if isinstance(outcome, Reply) and status in PAUSING else None
        too_long = requested_pause is not None and (requested_pause > patience.longest_pause or now + requested_pause >= self._ends)
        closing = self._blame(job, outcome, now) or too_long
        again = _may_pass(outcome) and not (patience.by_page and now >= job.started + TIMED_OUT * job.timeout)
        pause = requested_pause or (JITTER(0.0, longest_backoff(patience, host.failures)) if again else 0.0)
        if (requested_pause and not closing and status == TOO_MANY) or (patience.by_page and host.answered):
            self._nobody = math.inf
        if closing or host.closed or job.tries >= patience.tries or not again:
            self._settle(job, outcome)
        else:
            host.wait(job)
        if closing:
            self._close(host, replace(outcome, hops=()) if isinstance(outcome, NoReply) else NoReply(_reason_of_status(outcome)))
        else:
            host.pause(now + pause)
            if requested_pause:
                self._paused(host.endpoint.name, requested_pause)

    def _blame(self, job: Job, outcome: Response, now: float) -> bool:
        """Count a failure against the host, unless it concerns only the page; return whether the host is to be closed."""
        host, patience = job.host, self._patience
        late = now >= job.started + TIMED_OUT * job.timeout
        hurried = _own_status(outcome) == TOO_MANY
        if patience.by_page and not hurried and not _concerns_host(outcome, late=late):
            if host.answered:
                host.succeeded()
            return False
        too_many = host.failed(job, now, hurried=hurried and patience.by_page)
        return too_many or (late and not host.answered and host.failures >= patience.silent)

    def _close(self, host: Host, last: NoReply) -> None:
        """Stop asking a host: waiting requests get its last outcome, and those in flight end by themselves."""
        host.closed = host.closed or last
        for job in host.give_up_waiting():
            self._settle(job, host.closed)

    def _interrupt(self) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        self._workers.wake()


def _identity(request: Request) -> Identity:
    return request.endpoint, request.path, request.accept


def _size(outcome: Response | None) -> int:
    return len(outcome.content) if isinstance(outcome, Reply) else 0


def _failed(outcome: Response) -> bool:
    """Return whether an exchange failed. The status of an archived copy (a memento, RFC 7089) is the page's, not the archive's."""
    if not isinstance(outcome, Reply):
        return True
    return (outcome.status == TOO_MANY or outcome.status >= BROKEN) and "memento-datetime" not in outcome.headers


def _may_pass(outcome: Response) -> bool:
    if isinstance(outcome, Reply):
        return outcome.status in AGAIN and not (outcome.status == TOO_MANY and _is_of_other_host(outcome))
    return outcome.passing


def _is_of_other_host(outcome: Response) -> bool:
    """Return whether an outcome is about another host, to which the requested one redirected."""
    return len(outcome.hops) > 1 and urlsplit(outcome.hops[0][0])[:2] != urlsplit(outcome.hops[-1][0])[:2]


def _own_status(outcome: Response) -> int | None:
    return outcome.status if isinstance(outcome, Reply) and not _is_of_other_host(outcome) else None


def _concerns_host(outcome: Response, *, late: bool) -> bool:
    """Return whether a failure concerns all pages of the host: it cannot be reached, or does not answer."""
    return isinstance(outcome, NoReply) and not _is_of_other_host(outcome) and (late or outcome.layer in HOST_LAYERS)


def _reason_of_status(reply: Reply) -> Reason:
    pausing = reply.status == TOO_MANY or (reply.status in PAUSING and "retry-after" in reply.headers)
    return Reason("pause" if pausing else "status", {"status": reply.status})


def _final_reason(host: Host, outcome: Response) -> Reason | None:
    """Return why a host must not be asked again after a reply that is not a failure, or None.

    A refusal counts only if it comes from the host itself, not after a redirect to another.
    """
    if not isinstance(outcome, Reply):
        return None
    if outcome.status == FORBIDDEN and urlsplit(outcome.url)[:2] == urlsplit(host.endpoint.url)[:2]:
        return Reason("refuses", {"status": FORBIDDEN})
    return Reason("no-budget") if used_up(outcome.headers, outcome.time) else None


@contextmanager
def _on_interrupt(act: Callable[[], None]) -> Iterator[None]:
    """Make Ctrl-C call `act`, so that it does not interrupt a callback.

    Nothing changes outside the main thread, where Ctrl-C never arrives, or if the program has a handler of its own.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda _signal, _frame: act())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)

"""The polite session: it asks many hosts at once, none faster than it likes, and always comes to an end.

Questions are submitted with what is to be done with the answer, which may submit further ones. All of that happens on the thread
that runs the session; other threads only send. A request goes to a thread when its host is ready for it, so that nothing sleeps
while it holds one.
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
"""Seconds for a whole run."""
AGAIN = frozenset((429, 500, 502, 503, 504))
"""Statuses that may be another one soon."""
PAUSING = frozenset((429, 503))
"""Statuses whose `Retry-After` is obeyed."""
FORBIDDEN, TOO_MANY, BROKEN = 403, 429, 500
TIMED_OUT = 0.95
"""The part of its time after which an exchange without reply counts as timed out."""
TELLING = frozenset(("DNS", "connect", "TLS"))
"""Layers at which what fails for one page fails for all pages of the host."""
USUAL = 128 * 2**10
"""Bytes that an answer is thought to have until some have come."""
LAST = 16.0
"""Over about how many of the last answers their usual size is reckoned."""
PATIENCE = Patience()
JITTER = SystemRandom().uniform


class Session:
    """One run of questions to many hosts.

    `interrupted` becomes true when Ctrl-C ended it. A request that is submitted twice is sent once.
    """

    def __init__(  # noqa: PLR0913 - all but two are by name and have a default
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
        """Take whom to ask, and what sends one request within so many seconds: from any thread, without raising.

        `deadline` is the number of seconds for the whole run, `threads` how many requests are on their way at most. `progress`
        hears with each request and after each answer the endpoint's name, how many of its requests are answered, and how many there
        are so far; `paused` hears for how many seconds an endpoint is left alone because it asks for that.
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
        self._flying = set[Job]()
        self._late = math.inf
        self._due: deque[tuple[Job, Then, Response]] = deque()
        self._left = 0
        self._number = 0
        self._ends = math.inf
        self._nobody = math.inf
        self._sent = False
        self._over: Reason | None = None

    def add(self, endpoint: Endpoint) -> None:
        """Take one more host, unless one of that name is known."""
        if endpoint.name not in self._hosts:
            self._hosts[endpoint.name] = Host(endpoint, self._patience)

    def submit(self, request: Request, then: Then) -> None:
        """Ask; `then` is called with what came back, on the thread of `run`, and returns as what the reply is to be kept.

        That is once, unless a reply makes it raise: then it is called again, as if nothing that can be read had come back.
        """
        host = self._hosts[request.endpoint]
        host.of += 1
        self._left += 1
        self._progress(request.endpoint, host.done, host.of)
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
        """Send what was submitted, and what is submitted meanwhile, until all of it is answered.

        Ctrl-C ends it: what is left is answered so. A second one is raised.
        """
        self._workers = Workers(self._send, self._threads)
        self._ends = monotonic() + self._deadline
        wait = 0.0
        with _on_interrupt(self._interrupt):
            try:
                while self._left:
                    for finished in self._workers.finished(wait):
                        self._take(finished)
                    self._look_at_the_clock(monotonic())
                    self._deliver()
                    self._dispatch(monotonic())
                    turn = self._turns.next() if self._may_send() else math.inf
                    wait = 0.0 if self._due else min(self._ends, self._nobody, self._late, turn) - monotonic()
            finally:
                self._workers.stop()

    def _begin(self, job: Job) -> None:
        """Answer a new job from what is kept, or because its host is not asked any more, or let it wait."""
        kept = self._cache.get(job.host.endpoint, job.request) if self._cache else None
        if outcome := kept or (NoReply(self._over) if self._over else job.host.closed):
            self._settle(job, outcome)
        else:
            job.host.wait(job)
            self._turns.put(job.host)

    def _settle(self, job: Job, outcome: Response) -> None:
        """Give a job its outcome. The oldest are forgotten where a run learns too much to remember it all."""
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
        """Hand over one outcome: one, so that a long row of them does not keep the threads waiting."""
        if not self._due:
            return
        job, then, outcome = self._due.popleft()
        self._undelivered -= _size(outcome)
        self._left -= 1
        try:
            keep = then(outcome)
        except Exception as error:  # what one answer breaks costs that answer
            if isinstance(outcome, NoReply):
                raise
            reason = Reason("unreadable-by-fault", {"error": type(error).__name__})
            then(NoReply(reason, passing=False, layer="body", hops=outcome.hops))
            keep = None
        if isinstance(outcome, Reply) and not outcome.kept and not self._patience.by_page:
            self._weigh(job, outcome, keep)
        job.host.done += 1
        self._progress(job.request.endpoint, job.host.done, job.host.of)

    def _weigh(self, job: Job, reply: Reply, keep: Keep | None) -> None:
        """Keep what could be used. A host whose replies never can, as those for bots, has as good as not answered."""
        if keep:
            self._nobody = math.inf
        if keep and keep != "partly" and self._cache:
            self._cache.put(job.host.endpoint, job.request, reply, keep)
        if job.host.useless(keep is None and reply.status < TOO_MANY):
            self._close(job.host, NoReply(UNREADABLE))

    def _dispatch(self, now: float) -> None:
        """Let everything go whose turn it is."""
        first = not self._sent
        while self._may_send() and (job := self._turns.start(now)):
            self._flying.add(job)
            self._late = min(self._late, job.host.overdue(job))
            self._workers.start(job)
            self._sent = True
        if first and self._sent:
            self._nobody = now + self._patience.nobody
            if self._cache:
                self._cache.prepare()

    def _may_send(self) -> bool:
        """Whether one more request may go: a thread is free, and not too much waits to be handed over, or is about to."""
        coming = len(self._flying) * self._usual
        return self._workers.free() and self._undelivered + coming <= self._patience.undelivered

    def _look_at_the_clock(self, now: float) -> None:
        """End what has lasted too long: the run, or an exchange."""
        if self.interrupted:
            self._end(Reason("interrupted"))
        elif now >= self._ends:
            self._end(Reason("out-of-time", {SECONDS: round(self._deadline, 1)}))
        elif now >= self._nobody:
            code = "no-host-answers" if self._patience.by_page else "no-service-answers"
            self._end(Reason(code, {SECONDS: self._patience.nobody}))
        if now >= self._late:
            for job in [job for job in self._flying if now >= job.host.overdue(job)]:
                self._judge(job, NoReply(Reason("late", {SECONDS: job.timeout})), now)
            self._late = min((job.host.overdue(job) for job in self._flying), default=math.inf)

    def _end(self, reason: Reason) -> None:
        """Answer all that is left, now and later; threads that still wait are abandoned."""
        self._over = self._over or reason
        self._flying.clear()
        for host in self._hosts.values():
            for job in host.give_up_all():
                self._settle(job, NoReply(self._over))

    def _take(self, finished: Finished) -> None:
        """Take in an exchange that has ended, unless it was given up before."""
        job = finished.job
        if finished.tries == job.tries and job in job.host.flying:
            self._judge(job, finished.outcome, finished.time)

    def _judge(self, job: Job, outcome: Response, now: float) -> None:
        """Draw the conclusions from an exchange that ended: for the job, for its host and for the run."""
        host, elsewhere = job.host, _is_of_other_host(outcome)
        host.flying.discard(job)
        self._flying.discard(job)
        self._usual += (_size(outcome) - self._usual) / LAST
        if isinstance(outcome, Reply) or elsewhere:
            host.answered = True
        if isinstance(outcome, Reply) and not elsewhere:
            host.believe(job, outcome)
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
        """Try again after a pause, or leave it; close the host where it is no use to ask."""
        host, patience = job.host, self._patience
        status = _own_status(outcome)
        asked = asked_pause(outcome.headers, outcome.time) if isinstance(outcome, Reply) and status in PAUSING else None
        too_long = asked is not None and (asked > patience.longest_pause or now + asked >= self._ends)
        closing = self._blame(job, outcome, now) or too_long
        again = _may_pass(outcome) and not (patience.by_page and now >= job.started + TIMED_OUT * job.timeout)
        pause = asked or (JITTER(0.0, longest_backoff(patience, host.failures)) if again else 0.0)
        if (asked and not closing and status == TOO_MANY) or (patience.by_page and host.answered):
            self._nobody = math.inf
        if closing or host.closed or job.tries >= patience.tries or not again:
            self._settle(job, outcome)
        else:
            host.wait(job)
        if closing:
            self._close(host, replace(outcome, hops=()) if isinstance(outcome, NoReply) else NoReply(_reason_of_status(outcome)))
        else:
            host.pause(now + pause)
            if asked:
                self._paused(host.endpoint.name, asked)

    def _blame(self, job: Job, outcome: Response, now: float) -> bool:
        """Count a failure against the host, unless it is the page's own; return whether the host is to be closed."""
        host, patience = job.host, self._patience
        late = now >= job.started + TIMED_OUT * job.timeout
        hurried = _own_status(outcome) == TOO_MANY
        if patience.by_page and not hurried and not _tells_of_host(outcome, late=late):
            if host.answered:
                host.succeeded()
            return False
        broken = host.failed(job, now, hurried=hurried and patience.by_page)
        return broken or (late and not host.answered and host.failures >= patience.silent)

    def _close(self, host: Host, last: NoReply) -> None:
        """Ask a host no more: what waits is answered with its last word. What is on its way ends by itself."""
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
    """Whether an exchange failed. The status of an archived copy (a memento, RFC 7089) is that of the page, not of the archive."""
    if not isinstance(outcome, Reply):
        return True
    return (outcome.status == TOO_MANY or outcome.status >= BROKEN) and "memento-datetime" not in outcome.headers


def _may_pass(outcome: Response) -> bool:
    if isinstance(outcome, Reply):
        return outcome.status in AGAIN and not (outcome.status == TOO_MANY and _is_of_other_host(outcome))
    return outcome.passing


def _is_of_other_host(outcome: Response) -> bool:
    """Whether an outcome is about another host than the one that was asked, which led there."""
    return len(outcome.hops) > 1 and urlsplit(outcome.hops[0][0])[:2] != urlsplit(outcome.hops[-1][0])[:2]


def _own_status(outcome: Response) -> int | None:
    return outcome.status if isinstance(outcome, Reply) and not _is_of_other_host(outcome) else None


def _tells_of_host(outcome: Response, *, late: bool) -> bool:
    """Whether what failed for one page fails for all: nobody is there, or nobody answers."""
    return isinstance(outcome, NoReply) and not _is_of_other_host(outcome) and (late or outcome.layer in TELLING)


def _reason_of_status(reply: Reply) -> Reason:
    pausing = reply.status == TOO_MANY or (reply.status in PAUSING and "retry-after" in reply.headers)
    return Reason("pause" if pausing else "status", {"status": reply.status})


def _final_reason(host: Host, outcome: Response) -> Reason | None:
    """Return why a host must not be asked again after a reply that is no failure, None where it may be.

    A refusal counts where it is the host's own, not one of a host that it leads to.
    """
    if not isinstance(outcome, Reply):
        return None
    if outcome.status == FORBIDDEN and urlsplit(outcome.url)[:2] == urlsplit(host.endpoint.url)[:2]:
        return Reason("refuses", {"status": FORBIDDEN})
    return Reason("no-budget") if used_up(outcome.headers, outcome.time) else None


@contextmanager
def _on_interrupt(act: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C call `act`, so that it breaks no callback in two.

    It changes nothing outside the main thread, where Ctrl-C never comes, nor where the program has a handler of its own.
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

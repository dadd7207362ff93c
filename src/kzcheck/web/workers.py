"""Threads that send: they wait for hosts, so that the session does not."""

from __future__ import annotations

import time
from _thread import start_new_thread
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.reasons import Reason
from kzcheck.web.messages import NoReply, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.web.host import Job

    Send = Callable[[Request, float], Reply | NoReply]

MOST = 64
"""Threads at most."""
A_WHILE = 0.5
"""Seconds after which waiting is interrupted in any case: a signal that reaches another thread does not wake this one."""


class Finished(NamedTuple):
    """What one exchange of a job ended in: the one that was its `tries`-th, at that time of the monotonic clock."""

    job: Job
    tries: int
    outcome: Reply | NoReply
    time: float


class Workers:
    """Threads made as they are needed, at most `most`. One that hangs holds up nobody's exit."""

    def __init__(self, send: Send, most: int = MOST) -> None:
        """Take what sends one request; it is called by several threads at a time."""
        self._send = send
        self._most = min(most, MOST)
        self._tasks: SimpleQueue[tuple[Job, int, float] | None] = SimpleQueue()
        self._finished: SimpleQueue[Finished | None] = SimpleQueue()
        self._threads = 0
        self._idle = 0

    def free(self) -> bool:
        """Whether one more exchange can begin."""
        return self._idle > 0 or self._threads < self._most

    def start(self, job: Job) -> None:
        """Let a thread do one exchange."""
        if self._idle:
            self._idle -= 1
        else:
            self._threads += 1
            start_new_thread(self._work, ())  # threading would wait until it runs: 5 ms and more beside a thread that imports
        self._tasks.put((job, job.tries, job.timeout))

    def finished(self, seconds: float) -> Iterator[Finished]:
        """Wait so long at most for the next exchange to end, then give all that have ended."""
        wait = min(max(seconds, 0.0), A_WHILE)
        while True:
            try:
                exchange = self._finished.get(timeout=wait) if wait else self._finished.get_nowait()
            except Empty:
                return
            wait = 0.0
            if exchange:
                self._idle += 1
                yield exchange

    def wake(self) -> None:
        """End the waiting. It may be called by a signal's handler: this queue can be entered again, a lock could not."""
        self._finished.put(None)

    def stop(self) -> None:
        """Let all threads end as soon as they are done."""
        for _ in range(self._threads):
            self._tasks.put(None)

    def _work(self) -> None:
        while task := self._tasks.get():
            job, tries, timeout = task
            try:
                outcome = self._send(job.request, timeout)
            except Exception as error:  # noqa: BLE001 - a thread that ended here would be waited for in vain
                outcome = NoReply(Reason("not-sent", {"error": type(error).__name__, "words": str(error)}), passing=False)
            self._finished.put(Finished(job, tries, outcome, time.monotonic()))

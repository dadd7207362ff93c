"""Runs the threads that send requests and wait for hosts, so that the session itself never blocks."""

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
"""Most threads."""
A_WHILE = 0.5
"""Most seconds of waiting at a time: a signal that reaches another thread does not wake this one."""


class Finished(NamedTuple):
    """The outcome of a job's `tries`-th exchange, and its time on the monotonic clock."""

    job: Job
    tries: int
    outcome: Reply | NoReply
    time: float


class Workers:
    """Threads created as needed, up to `most`. A thread that hangs does not delay the exit."""

    def __init__(self, send: Send, most: int = MOST) -> None:
        """Take the function that sends one request; several threads call it at the same time."""
        self._send = send
        self._most = min(most, MOST)
        self._tasks: SimpleQueue[tuple[Job, int, float] | None] = SimpleQueue()
        self._finished: SimpleQueue[Finished | None] = SimpleQueue()
        self._threads = 0
        self._idle = 0

    def free(self) -> bool:
        """Return whether one more exchange can begin."""
        return self._idle > 0 or self._threads < self._most

    def start(self, job: Job) -> None:
        """Run one exchange on a thread."""
        if self._idle:
            self._idle -= 1
        else:
            self._threads += 1
            start_new_thread(self._work, ())  # threading.Thread waits for the start: 5 ms or more beside a thread that imports
        self._tasks.put((job, job.tries, job.timeout))

    def finished(self, seconds: float) -> Iterator[Finished]:
        """Wait up to `seconds` for the next exchange to end, then yield all that have ended."""
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
        """End the waiting. A signal handler may call this: the queue is reentrant, a lock would not be."""
        self._finished.put(None)

    def stop(self) -> None:
        """End all threads as soon as they are done."""
        for _ in range(self._threads):
            self._tasks.put(None)

    def _work(self) -> None:
        while task := self._tasks.get():
            job, tries, timeout = task
            try:
                outcome = self._send(job.request, timeout)
            except Exception as error:  # noqa: BLE001 - otherwise the session would wait in vain
                outcome = NoReply(Reason("not-sent", {"error": type(error).__name__, "words": str(error)}), passing=False)
            self._finished.put(Finished(job, tries, outcome, time.monotonic()))

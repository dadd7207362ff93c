"""Opens a session with its cache and transport, closes it reliably, and reports its progress."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

from kzcheck.gather.endpoints import agent
from kzcheck.gather.steps import Pause, Unanswered
from kzcheck.sources import SOURCES
from kzcheck.web import cache
from kzcheck.web.session import Session
from kzcheck.web.transport import LARGEST, Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from kzcheck.gather.steps import Run, Waiting, Watch
    from kzcheck.settings import NetworkSettings
    from kzcheck.web.messages import Endpoint

ASKED_FOR = "it asks for a pause"


def listeners(
    watch: Watch,
    activity: str,
    *,
    counted: Callable[[], tuple[int, int]] | None = None,
    titled: Callable[[str], str] = lambda name: name,
) -> tuple[Callable[[str, int, int], None], Callable[[str, float], None]]:
    """Return two callbacks that report a session's open requests and its pauses to the progress display.

    `activity` is a short description of the work. `counted` returns the amount done and the total; without it, requests are
    counted. `titled` returns the title of an endpoint.
    """
    counts: dict[str, tuple[int, int]] = {}

    def report(waiting: Waiting) -> None:
        done, of = counted() if counted else (sum(done for done, _ in counts.values()), sum(of for _, of in counts.values()))
        watch.progress(activity, done, of, waiting)

    def progress(name: str, done: int, of: int) -> None:
        counts[name] = (done, of)
        report(Unanswered(titled(name), of - done))

    def paused(name: str, seconds: float) -> None:
        report(Pause(titled(name), seconds, ASKED_FOR))

    return progress, paused


def transport(
    endpoints: Sequence[Endpoint], network: NetworkSettings, *, largest: int = LARGEST
) -> AbstractContextManager[Transport]:
    """Open connections to endpoints, and close them at the end."""
    return closing(Transport(endpoints, agent=agent(), network=network, largest=largest))


@contextmanager
def session(
    run: Run, endpoints: Sequence[Endpoint], deadline: float, activity: str, counted: Callable[[], tuple[int, int]] | None = None
) -> Iterator[Session]:
    """Open a session with sources for `deadline` seconds, and close it with its cache and connections at the end.

    `activity` and `counted` are reported to the run's progress display; see `listeners`.
    """
    network = run.settings.network
    progress, paused = listeners(run.watch, activity, counted=counted, titled=lambda name: SOURCES[name].title)
    with ExitStack() as opened:
        stored = opened.enter_context(closing(cache.Cache(run.kept, network))) if run.kept and network.cache else None
        connections = opened.enter_context(transport(endpoints, network))
        yield Session(endpoints, connections.send, cache=stored, deadline=deadline, progress=progress, paused=paused)
    if stored is not None and stored.warning:
        run.watch.warn(stored.warning)


def answers() -> cache.Cache:
    """Return the cache of answers on this machine."""
    return cache.Cache(cache.folder(os.environ))

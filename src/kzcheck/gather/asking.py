"""The one way to ask: a session with all that it needs, which is closed whatever happens, and what a watch hears of it."""

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
    what: str,
    *,
    counted: Callable[[], tuple[int, int]] | None = None,
    titled: Callable[[str], str] = lambda name: name,
) -> tuple[Callable[[str, int, int], None], Callable[[str, float], None]]:
    """Return what hears of a session's answers and of its pauses, and tells a watch of them.

    `what` is being done. Where nothing else is `counted`, the questions are. `titled` is what an endpoint is called.
    """
    counts: dict[str, tuple[int, int]] = {}

    def tell(waiting: Waiting) -> None:
        done, of = counted() if counted else (sum(done for done, _ in counts.values()), sum(of for _, of in counts.values()))
        watch.progress(what, done, of, waiting)

    def progress(name: str, done: int, of: int) -> None:
        counts[name] = (done, of)
        tell(Unanswered(titled(name), of - done))

    def paused(name: str, seconds: float) -> None:
        tell(Pause(titled(name), seconds, ASKED_FOR))

    return progress, paused


def transport(
    endpoints: Sequence[Endpoint], network: NetworkSettings, *, largest: int = LARGEST
) -> AbstractContextManager[Transport]:
    """Open the ways to endpoints, and close them at the end."""
    return closing(Transport(endpoints, agent=agent(), network=network, largest=largest))


@contextmanager
def session(
    run: Run, endpoints: Sequence[Endpoint], deadline: float, what: str, counted: Callable[[], tuple[int, int]] | None = None
) -> Iterator[Session]:
    """Open a session with sources for so many seconds, and close all that it needs at the end.

    `what` is being done, and how much of it is done is `counted`, as the watch of the run is told.
    """
    network = run.settings.network
    progress, paused = listeners(run.watch, what, counted=counted, titled=lambda name: SOURCES[name].title)
    with ExitStack() as opened:
        stored = opened.enter_context(closing(cache.Cache(run.kept, network))) if run.kept and network.cache else None
        way = opened.enter_context(transport(endpoints, network))
        yield Session(endpoints, way.send, cache=stored, deadline=deadline, progress=progress, paused=paused)
    if stored is not None and stored.warning:
        run.watch.warn(stored.warning)


def answers() -> cache.Cache:
    """Return the answers that are kept on this machine."""
    return cache.Cache(cache.folder(os.environ))

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


class Questions:
    """The questions of one step, from the first that is asked to the last that is answered: what a session tells of is told on."""

    def __init__(
        self,
        watch: Watch,
        what: str,
        *,
        counted: Callable[[], tuple[int, int]] | None = None,
        titled: Callable[[str], str] = lambda name: name,
    ) -> None:
        """Take who is told, what is being done, how much of it is done and of how much, and what an endpoint is called.

        Where nothing else is `counted`, the questions are.
        """
        self._watch = watch
        self._what = what
        self._counts: dict[str, tuple[int, int]] = {}
        self._counted = counted or self._of_questions
        self._titled = titled

    def progress(self, name: str, done: int, of: int) -> None:
        """Hear how many questions to an endpoint are answered, and of how many."""
        self._counts[name] = (done, of)
        self._tell(Unanswered(self._titled(name), of - done))

    def paused(self, name: str, seconds: float) -> None:
        """Hear for how long an endpoint is left alone as it asks for that."""
        self._tell(Pause(self._titled(name), seconds, ASKED_FOR))

    def _of_questions(self) -> tuple[int, int]:
        return sum(done for done, _ in self._counts.values()), sum(of for _, of in self._counts.values())

    def _tell(self, waiting: Waiting) -> None:
        self._watch.progress(self._what, *self._counted(), waiting)


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
    questions = Questions(run.watch, what, counted=counted, titled=lambda name: SOURCES[name].title)
    with ExitStack() as opened:
        stored = opened.enter_context(closing(cache.Cache(run.kept, network))) if run.kept and network.cache else None
        way = opened.enter_context(transport(endpoints, network))
        yield Session(endpoints, way.send, cache=stored, deadline=deadline, progress=questions.progress, paused=questions.paused)
    if stored is not None and stored.warning:
        run.watch.warn(stored.warning)


def answers() -> cache.Cache:
    """Return the answers that are kept on this machine."""
    return cache.Cache(cache.folder(os.environ))

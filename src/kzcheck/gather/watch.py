"""Who is told while evidence is gathered: how far the work has come, whom it waits for, and what is worth a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.evidence import Evidence


class Unanswered(NamedTuple):
    """How many questions to a service or host are without an answer; with none, nobody waits for it any more."""

    whom: str
    open: int


class Pause(NamedTuple):
    """For so many seconds from now nothing is asked of somebody, or of anybody; `why`, where that is not plain."""

    whom: str
    seconds: float
    why: str = ""


Waiting = Unanswered | Pause


class Progress(Protocol):
    """Hears what is being done, how much of it is done, of how much, and what has changed in whom it waits for.

    It is called on the thread that gathers. Another `what` begins another step, which waits for nobody yet.
    """

    def __call__(self, what: str, done: int, of: int, waiting: Waiting | None = None, /) -> None:
        """Hear it."""


def _nobody(_what: str, _done: int, _of: int, _waiting: Waiting | None = None, /) -> None:
    """Hear nothing."""


class Watch(NamedTuple):
    """Callbacks of an audit: for progress, for warnings, and for the evidence once it is complete."""

    progress: Progress = _nobody
    warn: Callable[[str], None] = lambda _text: None
    gathered: Callable[[Evidence], None] = lambda _evidence: None

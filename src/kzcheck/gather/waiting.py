"""Whom a session waits for, as a watch is told: every question as it is asked and answered, every pause that a host asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.gather.watch import Asking, Pause
from kzcheck.web.limits import asked_pause
from kzcheck.web.messages import Reply
from kzcheck.web.session import PATIENCE, PAUSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.gather.watch import Waiting, Watch
    from kzcheck.web.limits import Patience
    from kzcheck.web.messages import Keep, NoReply, Request
    from kzcheck.web.workers import Send

    Then = Callable[[Reply | NoReply], Keep | None]
    Submit = Callable[[Request, Then], None]

ASKED_FOR = "it asks for a pause"


class Questions:
    """The questions of one step, from the first that is asked to the last that is answered."""

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
        self._of = 0
        self._open: dict[str, int] = {}
        self._counted = counted or self._of_questions
        self._titled = titled

    def submitting(self, submit: Submit) -> Submit:
        """Return what submits as `submit` does, and tells that one more question is open."""

        def submitting(request: Request, then: Then) -> None:
            name = request.endpoint
            self._of += 1
            self._open[name] = self._open.get(name, 0) + 1
            self._tell(Asking(self._titled(name), self._open[name]))
            submit(request, then)

        return submitting

    def sending(self, send: Send, patience: Patience = PATIENCE) -> Send:
        """Return what sends as `send` does, and tells of the pauses that hosts ask for and a session of this patience makes."""

        def sending(request: Request, seconds: float) -> Reply | NoReply:
            outcome = send(request, seconds)
            if isinstance(outcome, Reply) and outcome.status in PAUSING and len(outcome.hops) <= 1:  # of no other host
                pause = asked_pause(outcome.headers, outcome.time)
                if pause is not None and pause <= patience.longest_pause:
                    self._tell(Pause(self._titled(request.endpoint), pause, ASKED_FOR))
            return outcome

        return sending

    def told(self, name: str, done: int, of: int) -> None:
        """Hear from a session how many questions to an endpoint are answered, and of how many."""
        self._open[name] = of - done
        self._tell(Asking(self._titled(name), of - done))

    def _of_questions(self) -> tuple[int, int]:
        return self._of - sum(self._open.values()), self._of

    def _tell(self, waiting: Waiting) -> None:
        self._watch.progress(self._what, *self._counted(), waiting)

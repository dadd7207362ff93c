"""Whom a session waits for, as a watch is told: every question as it is asked and answered, every pause that a host asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.gather.watch import Pause, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.gather.watch import Waiting, Watch

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

    def told(self, name: str, done: int, of: int) -> None:
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

"""Matches answers to references: each answer leads to the next questions, until nothing is open.

This code runs on one thread. `batches` sends the questions and calls back as answers arrive.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from kzcheck.errors import KzcheckError
from kzcheck.evidence import Asked, Failed, Found, Resolution
from kzcheck.gather.questions import next_questions
from kzcheck.web.messages import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.gather.batches import Take
    from kzcheck.gather.questions import Question
    from kzcheck.reasons import Reason
    from kzcheck.services.service import Service
    from kzcheck.sources import By, SourceName

    Send = Callable[[Iterable[Question], Take], None]
    Key = tuple[SourceName, By, str]


class AtHand(Protocol):
    """Answers that nobody has to be asked for."""

    def first(self, reference: Reference) -> Iterable[Asked]:
        """Return what is at hand about a reference before any question."""

    def answer(self, question: Question, reference: Reference) -> Asked | None:
        """Return the answer to a question about a reference, or None if it is not at hand."""


class Desk:
    """Matches answers to references and asks each question only once, however many references it is about.

    `settled` counts the references with no questions left.
    """

    def __init__(
        self,
        references: Iterable[Reference],
        services: Mapping[SourceName, Service],
        send: Send,
        at_hand: Sequence[AtHand] = (),
    ) -> None:
        """Take the references to resolve, the services to ask, the function that sends questions, and what is at hand."""
        self.settled = 0
        self._services = services
        self._send = send
        self._at_hand = at_hand
        self._references = {reference.id: reference for reference in references}
        self._asked: dict[str, list[Asked]] = {
            name: [asked for source in at_hand for asked in source.first(reference)] for name, reference in self._references.items()
        }
        self._open: dict[str, int] = dict.fromkeys(self._references, 0)
        self._known: dict[Key, Asked] = {}
        self._waiting: dict[Key, list[str]] = {}

    def ask(self) -> None:
        """Send the first questions about every reference."""
        self._ask_next(self._references)

    def pending(self) -> tuple[Key, ...]:
        """Return the questions without an answer so far."""
        return tuple(self._waiting)

    def resolutions(self) -> dict[str, Resolution]:
        """Return the answers by the references' ids, sorted, since they arrive in any order."""
        return {
            name: Resolution(tuple(sorted(asked, key=lambda question: (question.service, question.by, question.value))))
            for name, asked in self._asked.items()
        }

    def _ask_next(self, names: Iterable[str]) -> None:
        """Send the next questions about references without an open question.

        If a reference's records make this fail, they are replaced by `Failed`.
        """
        fresh: dict[Key, Question] = {}
        for name in names:
            try:
                questions = list(self._next(name))
            except KzcheckError:  # what is at hand cannot be read, so nothing is known
                raise
            except Exception:  # noqa: BLE001 - one odd record must not affect other references
                self._asked[name] = [
                    replace(asked, answer=Failed(UNREADABLE)) if isinstance(asked.answer, Found) else asked
                    for asked in self._asked[name]
                ]
                questions = list(self._next(name))
            for key, question in questions:
                if key not in self._waiting:
                    self._waiting[key] = []
                    fresh[key] = question
                self._waiting[key].append(name)
                self._open[name] += 1
            self.settled += not self._open[name]
        if fresh:
            self._send(fresh.values(), self._take)

    def _next(self, name: str) -> Iterator[tuple[Key, Question]]:
        """Yield the questions about a reference that are new; answers at hand are added to it at once."""
        reference = self._references[name]
        while True:
            questions = next_questions(reference, tuple(self._asked[name]), self._services)
            known = {question[:3]: answer for question in questions if (answer := self._answer(question, reference))}
            self._asked[name] += known.values()
            new = [(question[:3], question) for question in questions if question[:3] not in known]
            if new or not questions:
                yield from new
                return

    def _answer(self, question: Question, reference: Reference) -> Asked | None:
        """Return the answer given before in this run, or else one that is at hand, or None."""
        if known := self._known.get(question[:3]):
            return known
        return next((answer for source in self._at_hand if (answer := source.answer(question, reference))), None)

    def _take(self, answers: Sequence[Asked]) -> None:
        """Give answers to the references that wait for them, and ask what is next about those without an open question."""
        ready: list[str] = []
        for asked in answers:
            key = (asked.service, asked.by, asked.value)
            self._known[key] = asked
            for name in self._waiting.pop(key, ()):
                self._asked[name].append(asked)
                self._open[name] -= 1
                if not self._open[name]:
                    ready.append(name)
        self._ask_next(ready)


def resolved(
    references: Iterable[Reference],
    services: Mapping[SourceName, Service],
    at_hand: Sequence[AtHand],
    why: Callable[[SourceName], Reason | None],
) -> tuple[dict[str, Resolution], list[Question]]:
    """Return what is at hand about references without asking anybody, and the questions left open.

    `why` returns the reason for which a service does not answer, or None to leave its questions open.
    """
    waiting: deque[tuple[tuple[Question, ...], Take]] = deque()
    desk = Desk(references, services, lambda questions, take: waiting.append((tuple(questions), take)), at_hand)
    desk.ask()
    left_open: list[Question] = []
    while waiting:
        questions, take = waiting.popleft()
        for question in questions:
            service, reason = services[question.service], why(question.service)
            if reason is None:
                left_open.append(question)
            else:
                take([Asked(*question[:3], Failed(reason), address(question, service))])
    return desk.resolutions(), left_open


def address(question: Question, service: Service) -> str:
    """Return the address of a question asked by itself."""
    return service.url + (question.ask or service.lookup(question.by, [question.value])).path

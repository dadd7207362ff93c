"""Records: every reference is resolved at the services, which are asked side by side.

All of this runs on one thread: the session calls back as answers come in, and each answer leads to the next questions.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from kzcheck.evidence import Absent, Asked, Failed, Resolution
from kzcheck.gather.questions import following
from kzcheck.services.service import every
from kzcheck.web.messages import NoReply, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.evidence import By
    from kzcheck.gather.questions import Question
    from kzcheck.services.service import Ask, Service
    from kzcheck.settings import ServiceName
    from kzcheck.web.messages import Keep

    Submit = Callable[[Request, Callable[[Reply | NoReply], Keep | None]], None]
    Key = tuple[ServiceName, By, str]


BUSY = 429
"""Statuses from which a host is not to be bothered again: it wants a pause (429), or is down (5xx)."""


class Desk:
    """Where questions and answers meet: no question is asked twice, however many references it is about."""

    def __init__(self, references: Iterable[Reference], services: Mapping[ServiceName, Service], submit: Submit) -> None:
        """Take the references to resolve, whom to ask, and the function that sends."""
        self._services = services
        self._submit = submit
        self._references = {reference.id: reference for reference in references}
        self._asked: dict[str, list[Asked]] = {name: [] for name in self._references}
        self._open: dict[str, int] = dict.fromkeys(self._references, 0)
        self._known: dict[Key, Asked] = {}
        self._waiting: dict[Key, list[str]] = {}

    def ask(self) -> None:
        """Send the first questions about every reference."""
        self._go_on(self._references)

    def pending(self) -> tuple[Key, ...]:
        """Return the questions that are under way."""
        return tuple(self._waiting)

    def resolutions(self) -> dict[str, Resolution]:
        """Return what was learned, by the references' ids; in an order of its own, since answers come in any."""
        return {
            name: Resolution(tuple(sorted(asked, key=lambda one: (one.service, one.by, one.value))))
            for name, asked in self._asked.items()
        }

    def _go_on(self, names: Iterable[str]) -> None:
        """Send the next questions about references of which nothing is under way."""
        fresh: dict[Key, Question] = {}
        for name in names:
            for key, question in self._next(name):
                if key not in self._waiting:
                    self._waiting[key] = []
                    fresh[key] = question
                self._waiting[key].append(name)
                self._open[name] += 1
        for ask, service in _requests(fresh.values(), self._services):
            self._send(service, ask)

    def _send(self, service: Service, ask: Ask) -> None:
        request = Request(endpoint=service.name, path=ask.path, route=ask.route, accept=ask.accept)
        self._submit(request, partial(self._answered, service, ask))

    def _next(self, name: str) -> Iterator[tuple[Key, Question]]:
        """Yield the questions about a reference that nobody has asked yet; what is known already is taken over at once."""
        reference = self._references[name]
        while True:
            questions = following(reference.item, reference.printed, tuple(self._asked[name]), self._services)
            new = [(one[:3], one) for one in questions if one[:3] not in self._known]
            self._asked[name] += [self._known[one[:3]] for one in questions if one[:3] in self._known]
            if new or not questions:
                yield from new
                return

    def _answered(self, service: Service, ask: Ask, reply: Reply | NoReply) -> Keep | None:
        """Take an answer. What a shared request did not settle is asked singly: one odd identifier can spoil it for all."""
        answers = every(ask, Failed(reply.reason)) if isinstance(reply, NoReply) else service.read(ask, reply)
        if len(ask.values) > 1 and isinstance(reply, Reply) and reply.status < BUSY:
            for value in [value for value in ask.values if isinstance(answers[value], Failed)]:
                self._send(service, service.lookup(ask.by, [value]))
            answers = {value: answer for value, answer in answers.items() if not isinstance(answer, Failed)}
        ready: list[str] = []
        for value, answer in answers.items():
            asked = Asked(
                service=service.name,
                by=ask.by,
                value=value,
                answer=answer,
                url=service.url + ask.path,
                time=None if isinstance(reply, NoReply) else reply.time,
                status=None if isinstance(reply, NoReply) else reply.status,
            )
            key = (service.name, ask.by, value)
            self._known[key] = asked
            for name in self._waiting.pop(key, ()):
                self._asked[name].append(asked)
                self._open[name] -= 1
                if not self._open[name]:
                    ready.append(name)
        self._go_on(ready)
        if len(answers) < len(ask.values) or any(isinstance(answer, Failed) for answer in answers.values()):
            return None
        return "absent" if any(isinstance(answer, Absent) for answer in answers.values()) else "found"


def _requests(questions: Iterable[Question], services: Mapping[ServiceName, Service]) -> Iterator[tuple[Ask, Service]]:
    """Make requests of questions: identifiers of one kind share them, as many as the service takes; a search is one by itself."""
    together: dict[tuple[ServiceName, By], list[str]] = defaultdict(list)
    for question in questions:
        if question.ask is not None:
            yield question.ask, services[question.service]
        else:
            together[question.service, question.by].append(question.value)
    for (name, by), values in together.items():
        service = services[name]
        for group in _groups(sorted(values), service, by):
            yield service.lookup(by, group), service


def _groups(values: Sequence[str], service: Service, by: By) -> Iterator[Sequence[str]]:
    size = service.batch.get(by, 1)
    shared = [value for value in values if "," not in value]
    yield from ([value] for value in values if "," in value)
    yield from (shared[start : start + size] for start in range(0, len(shared), size))

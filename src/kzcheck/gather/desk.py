"""Resolves every reference by asking the services, all in parallel.

This code runs on one thread: the session calls back as answers arrive, and each answer leads to the next questions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.evidence import Absent, Asked, Failed, Found, Resolution
from kzcheck.gather.questions import next_questions
from kzcheck.services.service import every
from kzcheck.web.messages import UNREADABLE, NoReply, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.evidence import Answer
    from kzcheck.gather.questions import Question
    from kzcheck.gather.works_index import WorksIndex
    from kzcheck.services.service import Ask, Service
    from kzcheck.sources import By, SourceName
    from kzcheck.web.messages import Keep

    Submit = Callable[[Request, Callable[[Reply | NoReply], Keep | None]], None]
    Key = tuple[SourceName, By, str]


OK, REFUSED = 200, 400
OF_THE_REQUEST = frozenset((400, 404, 405, 406, 409, 410, 413, 414, 422))
"""Statuses that concern the request itself, not its sender and not a host that is busy or down."""
LONGEST_SHARED = 200
"""Most characters of an identifier that can share a request: 50 of these fit into a URL that every server accepts."""
APART = re.compile(r"[,|]")
"""Characters that separate identifiers at some service: an identifier with one of them is sent by itself."""


class Desk:
    """Matches answers to references and asks each question only once, however many references it is about.

    `settled` counts the references with no questions left.
    """

    def __init__(
        self,
        references: Iterable[Reference],
        services: Mapping[SourceName, Service],
        submit: Submit,
        index: WorksIndex | None = None,
    ) -> None:
        """Take the references to resolve, the services to ask, the function that sends requests, and the index on this machine."""
        self.settled = 0
        self._services = services
        self._submit = submit
        self._index = index
        self._references = {reference.id: reference for reference in references}
        self._asked: dict[str, list[Asked]] = {
            name: list(index.first(reference)) if index else [] for name, reference in self._references.items()
        }
        self._open: dict[str, int] = dict.fromkeys(self._references, 0)
        self._known: dict[Key, Asked] = {}
        self._waiting: dict[Key, list[str]] = {}
        self._plain: set[SourceName] = set()

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
        for ask, service in _requests(fresh.values(), self._services):
            self._send(service, ask)

    def _send(self, service: Service, ask: Ask) -> None:
        ask = _plain(ask) if service.name in self._plain else ask
        self._submit(Request(service.name, ask.path, ask.route, ask.accept), partial(self._take_answer, service, ask))

    def _next(self, name: str) -> Iterator[tuple[Key, Question]]:
        """Yield the questions about a reference that are new; answers at hand are added to it at once."""
        reference = self._references[name]
        while True:
            questions = next_questions(reference, tuple(self._asked[name]), self._services)
            known = {question[:3]: answer for question in questions if (answer := self._at_hand(question, reference))}
            self._asked[name] += known.values()
            new = [(question[:3], question) for question in questions if question[:3] not in known]
            if new or not questions:
                yield from new
                return

    def _at_hand(self, question: Question, reference: Reference) -> Asked | None:
        """Return the answer that the service gave before in this run, or else that of the index, or None."""
        return self._known.get(question[:3]) or (self._index.answer(question, reference) if self._index else None)

    def _take_answer(self, service: Service, ask: Ask, reply: Reply | NoReply) -> Keep | None:
        """Take an answer. Identifiers that a shared request left open are sent singly: one bad identifier can spoil it for all.

        A service that refuses a selection of fields is asked for all fields for the rest of the run.
        """
        if isinstance(reply, Reply) and reply.status == REFUSED and ask != _plain(ask):
            self._send(service, _plain(ask))
            return None
        if isinstance(reply, Reply) and reply.status == OK and ask.path == ask.plain:
            self._plain.add(service.name)
        answers = every(ask, Failed(reply.reason)) if isinstance(reply, NoReply) else service.read(ask, reply)
        if len(ask.values) > 1 and isinstance(reply, Reply) and _may_be_spoilt(reply, answers.values()):
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
        self._ask_next(ready)
        kinds = {type(answer) for answer in answers.values()}
        if len(answers) < len(ask.values) or Failed in kinds:
            return "partly" if kinds - {Failed} else None
        return "absent" if Absent in kinds else "found"


def _requests(questions: Iterable[Question], services: Mapping[SourceName, Service]) -> Iterator[tuple[Ask, Service]]:
    """Combine questions into requests: identifiers of one kind share a request, up to the service's limit; searches do not.

    Searches come last: they are slow, and one without an answer would delay all identifiers.
    """
    together: dict[tuple[SourceName, By], list[str]] = defaultdict(list)
    searches: list[tuple[Ask, Service]] = []
    for question in questions:
        if question.ask is not None:
            searches.append((question.ask, services[question.service]))
        else:
            together[question.service, question.by].append(question.value)
    for (name, by), values in together.items():
        service = services[name]
        for group in _groups(sorted(values), service, by):
            yield service.lookup(by, group), service
    yield from searches


def _groups(values: Sequence[str], service: Service, by: By) -> Iterator[Sequence[str]]:
    size = service.batch.get(by, 1)
    shared: list[str] = []
    for value in values:
        if len(value) > LONGEST_SHARED or APART.search(value):
            yield [value]
        else:
            shared.append(value)
    yield from (shared[start : start + size] for start in range(0, len(shared), size))


def _plain(ask: Ask) -> Ask:
    return replace(ask, path=ask.plain) if ask.plain else ask


def _may_be_spoilt(reply: Reply, answers: Iterable[Answer]) -> bool:
    """Return whether one of several identifiers may have spoilt the answer: the request was refused, or the answer is incomplete.

    If nothing in an answer can be read (a page against bots), the trouble is the service's: single requests would get the same.
    """
    failed = [isinstance(answer, Failed) for answer in answers]
    return any(failed) and (reply.status in OF_THE_REQUEST or not all(failed))

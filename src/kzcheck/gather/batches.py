"""Sends questions to services in as few requests as they allow, and takes the answers apart again.

Nothing here knows of references: an article's desk and a whole corpus ask in the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.evidence import Absent, Asked, Failed
from kzcheck.services.service import every
from kzcheck.web.messages import NoReply, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.gather.questions import Question
    from kzcheck.services.service import Ask, Service
    from kzcheck.sources import By, SourceName
    from kzcheck.web.messages import Keep

    Submit = Callable[[Request, Callable[[Reply | NoReply], Keep | None]], None]
    Take = Callable[[Sequence[Asked]], None]


OK, REFUSED = 200, 400
OF_THE_REQUEST = frozenset((400, 404, 405, 406, 409, 410, 413, 414, 422))
"""Statuses that concern the request itself, not its sender and not a host that is busy or down."""
LONGEST_SHARED = 200
"""Most characters of an identifier that can share a request: 50 of these fit into a URL that every server accepts."""
APART = re.compile(r"[,|]")
"""Characters that separate identifiers at some service: an identifier with one of them is sent by itself."""


class Batches:
    """Sends questions to services, many in one request where a service allows that."""

    def __init__(self, services: Mapping[SourceName, Service], submit: Submit) -> None:
        """Take the services to ask, and the function that sends requests."""
        self._services = services
        self._submit = submit
        self._plain: set[SourceName] = set()

    def send(self, questions: Iterable[Question], take: Take) -> None:
        """Send questions; `take` is called with the answers as they arrive, and may send further questions."""
        for ask, service in _requests(questions, self._services):
            self._send(service, ask, take)

    def _send(self, service: Service, ask: Ask, take: Take) -> None:
        ask = _plain(ask) if service.name in self._plain else ask
        self._submit(Request(service.name, ask.path, ask.route, ask.accept), partial(self._take_answer, service, ask, take))

    def _take_answer(self, service: Service, ask: Ask, take: Take, reply: Reply | NoReply) -> Keep | None:
        """Take an answer. Identifiers that a shared request left open are sent singly: one bad identifier can spoil it for all.

        A service that refuses a selection of fields is asked for all fields for the rest of the run.
        """
        if isinstance(reply, Reply) and reply.status == REFUSED and ask != _plain(ask):
            self._send(service, _plain(ask), take)
            return None
        if isinstance(reply, Reply) and reply.status == OK and ask.path == ask.plain:
            self._plain.add(service.name)
        answers = every(ask, Failed(reply.reason)) if isinstance(reply, NoReply) else service.read(ask, reply)
        if len(ask.values) > 1 and isinstance(reply, Reply) and _may_be_spoilt(reply, answers.values()):
            for value in [value for value in ask.values if isinstance(answers[value], Failed)]:
                self._send(service, service.lookup(ask.by, [value]), take)
            answers = {value: answer for value, answer in answers.items() if not isinstance(answer, Failed)}
        url = service.url + ask.path
        time, status = (None, None) if isinstance(reply, NoReply) else (reply.time, reply.status)
        take([Asked(service.name, ask.by, value, answer, url, time, status) for value, answer in answers.items()])
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

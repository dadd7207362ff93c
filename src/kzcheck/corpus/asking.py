"""Asks services about all works of a corpus: each question once, many in one request, and none that was answered before.

Only the client asks, so keys stay with it, and its pace is that of the whole cluster. It asks in portions, each a session of its
own, whose answers are kept as they arrive. A question without an answer is asked once more, after all others. A service that does
not answer at all is left alone for a while, and given up for this run if it does not answer then either.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.corpus.engine import Cluster, Watch
from kzcheck.evidence import Asked, Failed
from kzcheck.gather import asking, endpoints, steps
from kzcheck.gather.batches import Batches
from kzcheck.gather.desk import address
from kzcheck.gather.questions import Question
from kzcheck.sources import SEARCHES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from kzcheck.corpus.todo import Todo
    from kzcheck.gather.answers import AnswerFile
    from kzcheck.reasons import Reason
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName

    Key = tuple[SourceName, By, str]
    Kind = tuple[SourceName, By]

TASK = "asking services"
PORTION = 60.0
"""Seconds that a service's share of a portion takes at its pace: then services hardly wait for each other."""
MOST = 200
"""Most requests to a service in a portion, for services without a pace."""
FINAL = frozenset(("needs-key", "no-budget", "may-not-answer"))
"""Reasons for which a service will not answer any more today."""
PAUSE = 600.0
"""Most seconds for which a service that does not answer is left alone; never longer than the run has asked."""
TRIES = 2
"""How often a question is asked, in different portions, until its failure is kept."""


class Gathering(NamedTuple):
    """What is gathered for: the folder of a corpus, the user's settings with keys, the time of all its audits, and who watches."""

    cluster: Cluster
    folder: Path
    settings: Settings
    gathered: datetime
    watch: Watch = Watch()


class Asker:
    """Asks the open questions of a corpus, round after round. Services that were given up stay so for the whole run."""

    def __init__(self, todo: Todo, gathering: Gathering) -> None:
        """Take the open questions, and for what they are asked."""
        settings = gathering.settings
        self._todo = todo
        self._settings = settings
        self._watch = gathering.watch
        self._services = endpoints.available(settings)
        self._endpoints = {endpoint.name: endpoint for endpoint in endpoints.endpoints(settings)}
        # each portion has its own session
        self._batches = Batches(self._services, lambda request, then: self._session.submit(request, then))  # noqa: PLW0108
        self._given_up: dict[SourceName, Reason] = {}
        self._resting: dict[SourceName, float] = {}
        self._arrived: list[Asked] = []
        self._done = 0
        self._began = time.monotonic()

    def ask(self, answers: AnswerFile) -> None:
        """Ask until no question is open.

        Raises:
            KeyboardInterrupt: after Ctrl-C; all answers so far are kept.
        """
        while open_ := self._todo.open():
            for kind in open_:
                if kind[0] in self._given_up:
                    self._fail(kind, answers)
            now = time.monotonic()
            asked = [kind for kind in open_ if kind[0] not in self._given_up]
            ready = [kind for kind in asked if self._resting.get(kind[0], 0.0) <= now]
            if ready:
                self._ask(ready, self._done + sum(open_.values()), answers)
            elif asked:
                time.sleep(max(0.0, min(self._resting[service] for service, _ in asked) - now))

    def _ask(self, kinds: Sequence[Kind], total: int, answers: AnswerFile) -> None:
        """Ask a portion of questions."""
        portion = {row[0][:3]: row for kind in kinds for row in self._todo.next(*kind, self._share(*kind))}
        failed: dict[Key, Asked] = {}
        fruitful: set[SourceName] = set()

        def take(asked: Sequence[Asked]) -> None:
            for answer in asked:
                if isinstance(answer.answer, Failed):
                    failed[answer.service, answer.by, answer.value] = answer
                else:
                    fruitful.add(answer.service)
                    self._arrived.append(answer)

        def report(*_: object) -> None:
            """Keep what arrived. In `take`, an error of the disk would count as one of the service."""
            self._keep(self._arrived, answers)
            self._watch.progress(TASK, self._done, total)

        hosts = tuple(self._endpoints[name] for name in dict.fromkeys(name for name, _ in kinds))
        run = steps.Run(Article(), self._settings, 0.0, watch=steps.Watch(progress=report))
        with asking.session(run, hosts, self._settings.network.timeout, TASK) as self._session:
            self._batches.send((question for question, _ in portion.values()), take)
            self._session.run()
        report()
        if self._session.interrupted:
            raise KeyboardInterrupt
        self._settle({key: tries for key, (_, tries) in portion.items()}, failed, fruitful, answers)
        rates = [limit.rate for host in hosts for limit in host.routes.values() if limit.rate]
        time.sleep(max((1 / rate for rate in rates), default=0.0))  # the next session does not know when this one asked last

    def _share(self, service: SourceName, by: By) -> int:
        """Return how many questions of a kind a portion has."""
        rates = [limit.rate for limit in self._endpoints[service].routes.values() if limit.rate]
        requests = min(MOST, max(1, int(min(rates) * PORTION))) if rates else MOST
        return requests * self._services[service].batch.get(by, 1)

    def _settle(self, tries: dict[Key, int], failed: dict[Key, Asked], fruitful: set[SourceName], answers: AnswerFile) -> None:
        """Decide which questions without an answer are asked again, and which services are left alone or given up.

        A question to which nothing came back may not have been sent: a service that refuses one request is asked no more in the
        same session.
        """
        refused = {key for key, asked in failed.items() if asked.status is not None}
        over = {key for key in refused if tries[key] + 1 >= TRIES}
        self._keep([failed[key] for key in over], answers)
        self._todo.in_vain(refused - over)
        for service in fruitful:
            self._resting.pop(service, None)
        for service in {key[0] for key in failed.keys() - over} - fruitful:
            own = (asked.answer for key, asked in failed.items() if key[0] == service)
            reasons = [answer.reason for answer in own if isinstance(answer, Failed)]
            if final := next((why for why in reasons if why.code in FINAL), None):
                self._given_up[service] = final
            else:
                self._leave_alone(service, reasons[0])

    def _leave_alone(self, service: SourceName, why: Reason) -> None:
        title, now = SOURCES[service].title, time.monotonic()
        if service in self._resting:
            self._given_up[service] = why
            self._watch.say(f"{title} {why}; it is not asked any more in this run")
        else:
            pause = min(PAUSE, now - self._began)
            self._resting[service] = now + pause
            self._watch.say(f"{title} {why}; it is asked again in {pause:.0f} s")

    def _fail(self, kind: Kind, answers: AnswerFile) -> None:
        """Answer questions to a service that was given up."""
        while questions := self._todo.next(*kind, MOST):
            self._keep([self._failure(question, self._given_up[kind[0]]) for question, _ in questions], answers)

    def _failure(self, question: Question, why: Reason) -> Asked:
        return Asked(*question[:3], Failed(why), address(question, self._services[question.service]))

    def _keep(self, asked: list[Asked], answers: AnswerFile) -> None:
        """Keep answers in the place of their questions."""
        if asked:
            answers.put_answers(map(self._alone, asked))
            self._todo.answered((answer.service, answer.by, answer.value) for answer in asked)
            self._done += len(asked)
            asked.clear()

    def _alone(self, asked: Asked) -> Asked:
        """Return an answer with the address of its question alone: that of the request has fifty identifiers."""
        if asked.by in SEARCHES:
            return asked
        return replace(asked, url=address(Question(asked.service, asked.by, asked.value), self._services[asked.service]))

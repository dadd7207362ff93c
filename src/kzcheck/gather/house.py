"""A house's own OpenSearch, which answers in the place of the services whose works it has.

An audit asks it while it gathers. For a corpus, whose workers ask nobody, it is asked before by `House`, and they have its answers.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kzcheck.errors import UsageError
from kzcheck.evidence import Failed, worded
from kzcheck.reasons import Reason
from kzcheck.settings import ServiceSettings
from kzcheck.sources import HOUSE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kzcheck.evidence import Answer, Snapshot
    from kzcheck.gather.answers import Answers, Key
    from kzcheck.index.opensearch import OpenSearchShelf, Server
    from kzcheck.settings import Settings
    from kzcheck.sources import SourceName

PAUSE = 600.0
"""Most seconds for which it is left alone after it did not answer; never longer than it has been asked."""


def host(settings: Settings) -> str:
    """Return the host of a house's own OpenSearch, or "" if there is none."""
    own = settings.services.get(HOUSE, ServiceSettings())
    return urlsplit(own.url).netloc.rpartition("@")[2] if own.enabled else ""


def shelves(settings: Settings, ends: float, warn: Callable[[str], None]) -> dict[SourceName, OpenSearchShelf]:
    """Return its works by their sources; if it does not answer, that is reported, and there are none.

    Nothing is asked after `ends`, in seconds of `time.monotonic()`.
    """
    if not host(settings):
        return {}
    from kzcheck.index import opensearch  # noqa: PLC0415 - with all services, and an extra

    try:
        server = opensearch.Server(settings.services[HOUSE], settings.network, ends)
        snapshots = opensearch.held(server)
    except UsageError as error:
        warn(str(error))
        return {}
    except opensearch.Refusal as refusal:
        warn(_not_used(settings, refusal.reason))
        return {}

    def ask(question: Key) -> Answer:
        return opensearch.look_up(server, question)

    return {name: opensearch.OpenSearchShelf(ask, name, snapshot) for name, snapshot in snapshots.items()}


def answered_before(answers: Answers, leave_open: Callable[[Key], None]) -> dict[SourceName, OpenSearchShelf]:
    """Return its works by their sources, with the answers that it gave; all other questions fail, and are left open."""
    if not answers.house:
        return {}
    from kzcheck.index import opensearch  # noqa: PLC0415 - as above

    def ask(question: Key) -> Answer:
        answer = answers.of_house(question)
        if answer is None:
            leave_open(question)
        return answer or opensearch.failed(Reason("no-answer"))

    return {name: opensearch.OpenSearchShelf(ask, name, snapshot) for name, snapshot in answers.house.items()}


class House:
    """Asks it for many articles; `say` hears when it does not answer. Then it is left alone for a while, and given up at last."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        """Take the user's settings, with the key."""
        self._settings = settings
        self._say = say
        self._given_up: Reason | None = None
        self._began = time.monotonic()
        self._server: Server | None = None
        self._has_failed = False

    def held(self) -> Mapping[SourceName, Snapshot] | None:
        """Return what it has of each source, nothing if there is none, or None if it does not answer."""
        if not host(self._settings):
            return {}
        from kzcheck.index import opensearch  # noqa: PLC0415 - as above

        try:
            return opensearch.held(self._connected())
        except UsageError as error:
            self._say(str(error))
            self._given_up = Reason("not-asked")
        except opensearch.Refusal as refusal:
            self._say(_not_used(self._settings, refusal.reason))
            self._given_up = refusal.reason
        return None

    def answers(self, questions: Sequence[Key]) -> list[Answer]:
        """Return the answers to questions, which share a request."""
        from kzcheck.index import opensearch  # noqa: PLC0415 - as above

        if self._given_up is None:
            try:
                return self._reported(opensearch.look_up_all(self._server or self._connected(), questions))
            except opensearch.Refusal as refusal:
                pause = min(PAUSE, time.monotonic() - self._began)
                self._complain(refusal.reason, f"it is asked again in {pause:.0f} s")
            time.sleep(pause)
            try:
                return self._reported(opensearch.look_up_all(self._connected(), questions))
            except opensearch.Refusal as refusal:
                self._complain(refusal.reason, "it is not asked any more in this run, services are")
                self._given_up = refusal.reason
        return [opensearch.failed(self._given_up)] * len(questions)

    def _connected(self) -> Server:
        """Return a new connection: one that was refused stays so."""
        from kzcheck.index import opensearch  # noqa: PLC0415 - as above

        self._server = opensearch.Server(self._settings.services[HOUSE], self._settings.network)
        return self._server

    def _reported(self, answers: list[Answer]) -> list[Answer]:
        """Report the first failure of a single question, and return the answers."""
        reasons = (answer.reason.values["reason"] for answer in answers if isinstance(answer, Failed))
        if not self._has_failed and (reason := next(reasons, None)):
            self._has_failed = True
            self._complain(reason, "services are asked what it does not answer")
        return answers

    def _complain(self, reason: object, what_follows: str) -> None:
        self._say(f"{host(self._settings)}: OpenSearch {reason}; {what_follows}")


def _not_used(settings: Settings, reason: Reason) -> str:
    return f"{host(settings)}: OpenSearch {worded(reason)}; works are not looked up there"

"""The index of works on this machine: it answers in the place of the services whose snapshots it has.

An answer from it is the service's own, as old as the snapshot. Its silence proves something only if it has all of a service's works
up to its day, and the work in question is from before the year of that day. Otherwise the service is asked.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import platformdirs

from kzcheck.errors import UnreadableError
from kzcheck.evidence import Asked, Failed, Found, Resolution
from kzcheck.gather import house
from kzcheck.matching.works import identifiers_of, judge
from kzcheck.sources import OWN, SEARCHES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.evidence import Answer, Snapshot
    from kzcheck.gather.answers import Answers, Key
    from kzcheck.gather.questions import Question
    from kzcheck.index.opensearch import OpenSearchShelf
    from kzcheck.reasons import Reason
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName


class Works(Protocol):
    """The works of one source: a shelf on this machine, or their part of a house's own OpenSearch."""

    @property
    def snapshot(self) -> Snapshot:
        """What answers rest on."""

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each identifier."""

    def search_words(self, texts: Iterable[str]) -> Answer:
        """Return the works whose records share most with texts."""


def place(settings: Settings) -> Path:
    """Return the folder of the index: from the settings, or kzcheck's own among the user's data."""
    chosen = settings.index.path
    if not chosen:
        return platformdirs.user_data_path("kzcheck", appauthor=False) / "index"
    try:
        return Path(chosen).expanduser()
    except RuntimeError:  # a "~" without a home directory
        return Path(chosen)


def on_this_machine(settings: Settings, warn: Callable[[str], None]) -> WorksIndex | None:
    """Return the index, or None if there is none; a shelf that cannot be read is reported and left out."""
    shelves = _shelves(settings, warn)
    return WorksIndex(shelves) if shelves else None


def of_the_house(settings: Settings, ends: float, warn: Callable[[str], None]) -> WorksIndex | None:
    """Return the index with what a house's own OpenSearch adds to it; if that does not answer, it is reported and left out.

    Nothing is asked after `ends`, in seconds of `time.monotonic()`.
    """
    return _joined(house.shelves(settings, ends, warn), settings, warn)


def of_answers(
    settings: Settings, answers: Answers, warn: Callable[[str], None], leave_open: Callable[[Key], None] = lambda _: None
) -> WorksIndex | None:
    """Return the same index with answers that OpenSearch gave before, which may leave questions open."""
    return _joined(house.answered_before(answers, leave_open), settings, warn)


def _joined(served: Mapping[SourceName, OpenSearchShelf], settings: Settings, warn: Callable[[str], None]) -> WorksIndex | None:
    shelves: dict[SourceName, Works] = {**served, **_shelves(settings, warn)}
    return WorksIndex(shelves) if shelves else None


def _shelves(settings: Settings, warn: Callable[[str], None]) -> Mapping[SourceName, Works]:
    folder = place(settings)
    present = [name for name in SOURCES if os.path.isfile(folder / name / "meta.json")]  # noqa: PTH113 - false for any odd path
    if not present:
        return {}
    from kzcheck.index.shelves import Shelf  # noqa: PLC0415 - with all services, and an extra

    shelves: dict[SourceName, Works] = {}
    for name in present:
        try:
            shelf = Shelf(folder, name)
            if shelf.snapshot.works:
                shelves[name] = shelf
        except UnreadableError as error:
            warn(str(error))
    return shelves


class WorksIndex:
    """The shelves of the index, by source; `snapshots` says what each has, `failed` why the last question to some failed."""

    def __init__(self, shelves: Mapping[SourceName, Works]) -> None:
        """Take the shelves."""
        self._shelves = shelves
        self.snapshots = {name: shelf.snapshot for name, shelf in shelves.items()}
        self.failed: dict[SourceName, Reason] = {}
        self._times = {name: _time(snapshot.day) for name, snapshot in self.snapshots.items()}

    def first(self, reference: Reference) -> Iterator[Asked]:
        """Yield what shelves have under the identifiers of an entry, and the work of the user's own list that it is."""
        for by, value in identifiers_of(reference.item):
            for name, shelf in self._shelves.items():
                if isinstance(answer := shelf.answer(by, (value,))[value], Found):
                    yield self._asked(name, by, value, answer)
        if OWN.name in self._shelves:
            value = reference.item.title or reference.printed
            candidates = self._asked(OWN.name, "reference", value, self._search(OWN.name, reference, value))
            if _has_work(reference, candidates):
                yield candidates

    def answer(self, question: Question, reference: Reference) -> Asked | None:
        """Return what a service would answer, according to its snapshot, or None if that is unknown."""
        name, by, value = question[:3]
        if (shelf := self._shelves.get(name)) is None:
            return None
        answer = self._search(name, reference, value) if by in SEARCHES else shelf.answer(by, (value,))[value]
        if isinstance(answer, Failed):
            self.failed[name] = answer.reason
            return None
        asked = self._asked(name, by, value, answer)
        known = _has_work(reference, asked) if by in SEARCHES else isinstance(answer, Found)
        return asked if known or self._counts(name, by, reference) else None

    def _search(self, name: SourceName, reference: Reference, value: str) -> Answer:
        """Search a shelf by the words of a question, and all else that the entry says."""
        from kzcheck.index.works import texts_of  # noqa: PLC0415 - as above

        return self._shelves[name].search_words((value, *texts_of(reference.item), reference.wording))

    def _counts(self, name: SourceName, by: By, reference: Reference) -> bool:
        """Return whether the silence of a shelf counts for an entry."""
        snapshot, year = self.snapshots[name], reference.item.year
        asked = by in SEARCHES or by in SOURCES[name].identifiers
        return snapshot.whole and asked and year is not None and year < _year(snapshot.day)

    def _asked(self, name: SourceName, by: By, value: str, answer: Answer) -> Asked:
        return Asked(name, by, value, answer, time=self._times[name])


def _year(day: str) -> int:
    time = _time(day)
    return time.year if time else 0


def _time(day: str) -> datetime | None:
    """Return the beginning of a day as a source writes it, or None if it is not a day."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None


def _has_work(reference: Reference, asked: Asked) -> bool:
    """Return whether one of the candidates is the work of an entry."""
    if not isinstance(asked.answer, Found):
        return False
    return judge(reference.item, reference.wording, Resolution((asked,)), {}).work is not None

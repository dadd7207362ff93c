"""The index of works on this machine: it answers in the place of the services whose snapshots it has.

An answer from it is the service's own, as old as the snapshot. Its silence proves something only if it has all of a service's works
up to its day, and the work in question is from before the year of that day. Otherwise the service is asked.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from kzcheck.errors import UnreadableError
from kzcheck.evidence import Absent, Asked, Found, Resolution, Snapshot
from kzcheck.matching.works import identifiers_of, judge
from kzcheck.sources import OWN, SEARCHES, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kzcheck.article import Reference
    from kzcheck.evidence import Answer
    from kzcheck.gather.questions import Question
    from kzcheck.index.shelves import Shelf
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName


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
    folder = place(settings)
    present = [name for name in SOURCES if os.path.isfile(folder / name / "meta.json")]  # noqa: PTH113 - false for any odd path
    if not present:
        return None
    from kzcheck.index.shelves import Shelf  # noqa: PLC0415 - with all services, and an extra

    shelves: dict[SourceName, Shelf] = {}
    for name in present:
        try:
            shelves[name] = Shelf(folder, name)
        except UnreadableError as error:
            warn(str(error))
    return WorksIndex(shelves) if shelves else None


class WorksIndex:
    """The shelves of the index, by source; `snapshots` says what each has."""

    def __init__(self, shelves: Mapping[SourceName, Shelf]) -> None:
        """Take the shelves."""
        self._shelves = shelves
        self.snapshots = {name: Snapshot(day=shelf.day, works=shelf.count, whole=shelf.whole) for name, shelf in shelves.items()}
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
        return snapshot.whole and asked and year is not None and str(year) < snapshot.day[:4]

    def _asked(self, name: SourceName, by: By, value: str, answer: Answer) -> Asked:
        return Asked(name, by, value, answer, time=self._times[name])


def _time(day: str) -> datetime | None:
    """Return the beginning of a day as a source writes it, or None if it is not a day."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None


def _has_work(reference: Reference, asked: Asked) -> bool:
    """Return whether one of the candidates is the work of an entry."""
    if isinstance(asked.answer, Absent):
        return False
    return judge(reference.item, reference.wording, Resolution((asked,)), {}).work is not None

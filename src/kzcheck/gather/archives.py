"""Archived copies: looked for where a link does not lead to the work any more, and checked as the link was.

The archive has hard limits for all who ask from one address, so it is asked for what matters first, and for no longer than
`LONGEST`. What was not asked then is said; answers are kept, so that the next audit goes on from there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.evidence import Copies, NoCopy, NotAsked
from kzcheck.gather.links import observe
from kzcheck.matching.links import ranked, shows
from kzcheck.reasons import Reason
from kzcheck.services import wayback
from kzcheck.sources import ARCHIVE
from kzcheck.web.messages import NoReply, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from kzcheck.csl import Item
    from kzcheck.evidence import Archived, Memento, Page
    from kzcheck.web.messages import Keep

    Submit = Callable[[Request, Callable[[Reply | NoReply], Keep | None]], None]

LONGEST = 90.0
"""Seconds that asking the archive may take: some 30 questions at its pace."""
LOOKED_AT = 3
"""Copies of one page that are read until one shows the work."""


class Wanted(NamedTuple):
    """A link that a copy is wanted of: its works, the day on which it was read, and whether it is lost (else any copy will do)."""

    url: str
    items: Sequence[Item]
    day: date
    lost: bool


class Archivist:
    """The questions to the archive of one audit."""

    def __init__(self, pages: Mapping[str, Page], submit: Submit, now: datetime) -> None:
        """Take the pages as they were seen, and the function that sends."""
        self.pages = dict(pages)
        self._submit = submit
        self._now = now

    def ask(self, wanted: Iterable[Wanted]) -> None:
        """Ask for the copies of links, the lost ones first."""
        for link in sorted(wanted, key=lambda link: not link.lost):
            self._note(link, NotAsked(Reason("limits")))
            self._submit(Request(ARCHIVE.name, wayback.before(link.url, link.day), "cdx"), partial(self._take_before, link))

    def _note(self, wanted: Wanted, archived: Archived) -> None:
        self.pages[wanted.url] = replace(self.pages[wanted.url], archived=archived)

    def _take_before(self, wanted: Wanted, outcome: Reply | NoReply) -> Keep | None:
        """Take the copies up to the day; where there is none, or one shortly after might be better, ask for those, too."""
        archived = _read(outcome)
        if not isinstance(archived, NotAsked) and (wanted.lost or isinstance(archived, NoCopy)):
            self._submit(
                Request(ARCHIVE.name, wayback.after(wanted.url, wanted.day), "cdx"), partial(self._take_after, wanted, archived)
            )
        else:
            self._note(wanted, archived)
        return _keep(archived)

    def _take_after(self, wanted: Wanted, before: Copies | NoCopy, outcome: Reply | NoReply) -> Keep | None:
        archived = _read(outcome)
        known = [memento for copies in (before, archived) if isinstance(copies, Copies) for memento in copies.mementos]
        if not known:
            self._note(wanted, archived)
        else:
            best = ranked(known, wanted.day)[: LOOKED_AT if wanted.lost else 1]
            self._note(wanted, Copies(best))
            if wanted.lost:
                self._check(wanted, best, 0)
        return _keep(archived)

    def _check(self, wanted: Wanted, mementos: tuple[Memento, ...], place: int) -> None:
        """Read one copy after the other until one shows the work."""
        if place < len(mementos):
            request = Request(ARCHIVE.name, wayback.raw(mementos[place]), "web", page=True)
            self._submit(request, partial(self._take_copy, wanted, mementos, place))

    def _take_copy(self, wanted: Wanted, mementos: tuple[Memento, ...], place: int, outcome: Reply | NoReply) -> Keep | None:
        visit = observe(wanted.url, outcome, wanted.items, self._now)[0]
        seen = tuple(replace(memento, visit=visit) if at == place else memento for at, memento in enumerate(mementos))
        self._note(wanted, Copies(seen))
        if not shows(wanted.url, visit, wanted.items):
            self._check(wanted, seen, place + 1)
        return "partly" if isinstance(outcome, Reply) else None


def _read(outcome: Reply | NoReply) -> Archived:
    return NotAsked(outcome.reason) if isinstance(outcome, NoReply) else wayback.read(outcome)


def _keep(archived: Archived) -> Keep | None:
    return None if isinstance(archived, NotAsked) else "found" if isinstance(archived, Copies) else "absent"

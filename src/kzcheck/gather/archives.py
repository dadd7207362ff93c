"""Looks for archived copies of links that no longer lead to the work, and checks the copies as it checks links.

The archive strictly limits all requests from one address, so the most important requests come first, and none after
`LONGEST`. Links left over are reported; answers are cached, so the next audit continues from there.
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
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from kzcheck.csl import Item
    from kzcheck.evidence import Archived, Memento
    from kzcheck.web.messages import Keep

    Key = tuple[str, date, bool]
    Submit = Callable[[Request, Callable[[Reply | NoReply], Keep | None]], None]

LONGEST = 90.0
"""Seconds that requests to the archive may take: some 30 requests at its pace."""
LOOKED_AT = 3
"""Most copies of one page that are read to find one that shows the work."""


class Link(NamedTuple):
    """A link to find copies of: the works cited by it, the day it was read, and whether it is lost (otherwise any copy will do)."""

    url: str
    items: Sequence[Item]
    day: date
    lost: bool

    @property
    def key(self) -> Key:
        """What the copies depend on."""
        return self.url, self.day, self.lost


class Archivist:
    """Finds archived copies. `archived` has what is known of each link so far."""

    def __init__(self, submit: Submit, now: datetime) -> None:
        """Take the function that sends requests, and the time recorded for copies that cannot be visited."""
        self.archived: dict[Key, Archived] = {}
        self._submit = submit
        self._now = now

    def ask(self, links: Iterable[Link]) -> None:
        """Ask for copies of the links, the lost ones first."""
        for link in sorted(links, key=lambda link: not link.lost):
            self._note(link, NotAsked(Reason("limits")))
            self._submit(Request(ARCHIVE.name, wayback.before(link.url, link.day), "cdx"), partial(self._take_before, link))

    def _note(self, link: Link, archived: Archived) -> None:
        self.archived[link.key] = archived

    def _take_before(self, link: Link, outcome: Reply | NoReply) -> Keep | None:
        """Take the copies up to the day; if there is none, or a later one might be better, ask for later copies too."""
        archived = _read(outcome)
        if not isinstance(archived, NotAsked) and (link.lost or isinstance(archived, NoCopy)):
            self._submit(Request(ARCHIVE.name, wayback.after(link.url, link.day), "cdx"), partial(self._take_after, link, archived))
        else:
            self._note(link, archived)
        return _keep(archived)

    def _take_after(self, link: Link, before: Copies | NoCopy, outcome: Reply | NoReply) -> Keep | None:
        archived = _read(outcome)
        known = [memento for copies in (before, archived) if isinstance(copies, Copies) for memento in copies.mementos]
        if not known:
            self._note(link, archived)
        else:
            best = ranked(known, link.day)[: LOOKED_AT if link.lost else 1]
            self._note(link, Copies(best))
            if link.lost:
                self._check(link, best, 0)
        return _keep(archived)

    def _check(self, link: Link, mementos: tuple[Memento, ...], place: int) -> None:
        """Read one copy after another until one shows the work."""
        if place < len(mementos):
            request = Request(ARCHIVE.name, wayback.raw(mementos[place]), "web", page=True)
            self._submit(request, partial(self._take_copy, link, mementos, place))

    def _take_copy(self, link: Link, mementos: tuple[Memento, ...], place: int, outcome: Reply | NoReply) -> Keep | None:
        visit = observe(link.url, outcome, link.items, self._now)[0]
        checked = tuple(replace(memento, visit=visit) if at == place else memento for at, memento in enumerate(mementos))
        self._note(link, Copies(checked))
        if not shows(link.url, visit, link.items):
            self._check(link, checked, place + 1)
        return "partly" if isinstance(outcome, Reply) else None


def _read(outcome: Reply | NoReply) -> Archived:
    return NotAsked(outcome.reason) if isinstance(outcome, NoReply) else wayback.read(outcome)


def _keep(archived: Archived) -> Keep | None:
    return None if isinstance(archived, NotAsked) else "found" if isinstance(archived, Copies) else "absent"

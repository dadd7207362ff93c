"""What would be asked first, without asking it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.gather import endpoints
from kzcheck.gather.links import LONGEST, addresses
from kzcheck.gather.probe import skipped
from kzcheck.gather.records import Desk
from kzcheck.gather.unchecked import silence
from kzcheck.identifiers import shown
from kzcheck.services import wayback
from kzcheck.settings import ServiceSettings
from kzcheck.sources import ARCHIVE, SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Article, Reference
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName


class Planned(Struct, frozen=True):
    """What one service would be asked at first: how many requests, and each value with what it is: a DOI, words of a search."""

    title: str
    url: str
    requests: int
    values: tuple[tuple[By, str], ...]


class Plan(Struct, frozen=True):
    """What would be asked at first, by service; who `may_follow`, by what the first answers are; who is `silent`, and why."""

    first: tuple[Planned, ...]
    may_follow: tuple[tuple[str, str], ...]
    silent: str


class Visits(Struct, frozen=True):
    """The URLs that would be visited where no registry answers for them, and the archive that may be asked for copies of them."""

    urls: tuple[str, ...]
    archive: tuple[str, str] | None


def visits(article: Article, settings: Settings) -> Visits:
    """Return which pages would be visited."""
    found = addresses(article.references, article.claims)
    archive = settings.services.get(ARCHIVE.name, ServiceSettings())
    return Visits(
        urls=tuple(shown(url, LONGEST) for url in found if not skipped(url, settings)),
        archive=(ARCHIVE.title, archive.url or wayback.URL) if archive.enabled else None,
    )


def plan(references: Sequence[Reference], settings: Settings) -> Plan:
    """Return what would be asked about these references."""
    services = endpoints.asked(settings)
    requests: Counter[str] = Counter()
    desk = Desk(references, services, lambda request, _: requests.update([request.endpoint]))
    desk.ask()
    values: dict[SourceName, list[tuple[By, str]]] = {}
    for name, by, value in desk.pending():
        values.setdefault(name, []).append((by, value))
    return Plan(
        first=tuple(Planned(SOURCES[name].title, services[name].url, requests[name], tuple(some)) for name, some in values.items()),
        may_follow=tuple(
            (SOURCES[name].title, one.url)
            for name, one in services.items()
            if not (name in values or SOURCES[name].only_identifiers)
        ),
        silent=silence(endpoints.silent(settings)),
    )

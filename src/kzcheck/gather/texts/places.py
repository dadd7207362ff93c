"""Where a text may be on the web: the page at an entry's URL, its archived copy, and any address at PubMed Central."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kzcheck.article import ARCHIVED
from kzcheck.evidence import Copies, Page
from kzcheck.gather import endpoints
from kzcheck.gather.links import LONGEST, NO_ADDRESS, host_of
from kzcheck.identifiers import pmid_in_url, resolver_path, shown
from kzcheck.matching.links import states, verified
from kzcheck.reasons import Reason
from kzcheck.services import pubmed, wayback
from kzcheck.sources import ARCHIVE
from kzcheck.web.messages import Request
from kzcheck.web.transport import ACCEPT, origin_and_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kzcheck.article import Article, Reference
    from kzcheck.evidence import Evidence, Memento
    from kzcheck.matching.links import PageState
    from kzcheck.settings import Settings
    from kzcheck.texts import Origin
    from kzcheck.web.messages import Endpoint

ALIVE = frozenset(("ok", "moved"))
"""States of pages that are read again, whole."""


class Place(NamedTuple):
    """Where a text may be: its origin, the address that readers see, and what is asked, or why nothing is."""

    origin: Origin
    url: str
    asked: Request | Reason

    @property
    def shown(self) -> str:
        """The address as it may be shown and saved."""
        return shown(self.url, LONGEST)


class Web:
    """Makes places of addresses as the settings and the visits to links allow."""

    def __init__(self, article: Article, evidence: Evidence, settings: Settings) -> None:
        """Take what is known of the pages of an article."""
        self._settings = settings
        self._pages = evidence.pages
        self._states: Mapping[str, PageState] = states(article, evidence.pages, settings.links.hosts)
        archive = endpoints.archive(settings)
        services = [*endpoints.endpoints(settings), *((archive,) if archive else ())]
        self.services: Mapping[str, Endpoint] = {endpoint.name: endpoint for endpoint in services}

    def own(self, reference: Reference) -> Iterator[Place]:
        """Yield the page at an entry's URL and its archived copies, those of the entry first.

        Addresses of the DOI resolver and pages of PubMed are left out, since they have no texts: open copies are asked for by DOI.
        """
        urls = {field: url for field, url in reference.urls.items() if not _only_describes(url)}
        for field, url in urls.items():
            yield self.place("archive" if field == ARCHIVED else "page", url)
        if ARCHIVE.name in self.services:
            for url in urls.values():
                yield from map(_archived, self._copy(url, reference))

    def _copy(self, url: str, reference: Reference) -> Iterator[Memento]:
        """Yield the copy of a page that shows the work, or the nearest if none was looked at."""
        page = self._pages.get(url, Page(()))
        mementos = page.archived.mementos if isinstance(page.archived, Copies) else ()
        if memento := verified(url, page, (reference.item,)) or next((copy for copy in mementos if not copy.visit), None):
            yield memento

    def place(self, origin: Origin, url: str) -> Place:
        """Return the place at an address. PubMed Central is asked for its XML, since its pages are not for programs."""
        number = pubmed.central_number(url)
        if number and pubmed.SERVICE.name in self.services:
            return Place("open-access", pubmed.page(number), pubmed.article(number))
        return Place(origin, url, self._request(url))

    def _request(self, url: str) -> Request | Reason:
        """Return the request for a page, or why it is not visited."""
        if host_of(url, self._settings.links).skip:
            return Reason("skipped-host")
        state = self._states.get(url)
        if state and state.state not in ALIVE:
            return Reason("the-page", {"reason": state.cause or Reason("no-answer")})
        try:
            origin, path = origin_and_path(url)
        except ValueError:
            origin, path = "", ""
        return (
            Request(origin, path, accept=ACCEPT) if origin and len(url) <= LONGEST else Reason("the-page", {"reason": NO_ADDRESS})
        )


def _archived(memento: Memento) -> Place:
    return Place("archive", memento.url, Request(ARCHIVE.name, wayback.raw(memento), "web", accept=ACCEPT))


def _only_describes(url: str) -> bool:
    """Return whether an address leads to what describes works, not to their texts."""
    return bool(resolver_path(url) or pmid_in_url(url))


def pages(references: Iterable[Reference], settings: Settings) -> tuple[str, ...]:
    """Return the addresses in entries at which texts would be sought, as they may be shown."""
    urls = dict.fromkeys(url for reference in references for url in reference.urls.values())
    return tuple(shown(url, LONGEST) for url in urls if not _only_describes(url) and not host_of(url, settings.links).skip)

"""Gets texts from the web: from the page at an entry's URL, its archived copy, or an open-access copy.

Nothing is sent but the addresses of pages and the identifiers of works.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.gather import asking, endpoints
from kzcheck.gather.links import observe, pace
from kzcheck.gather.texts import open_copies
from kzcheck.gather.texts.at_hand import Copy
from kzcheck.gather.texts.places import Web
from kzcheck.matching.links import by_status, failure
from kzcheck.reasons import Reason
from kzcheck.web.limits import LINKS
from kzcheck.web.messages import Endpoint, NoReply, Reply, Request
from kzcheck.web.session import Session
from kzcheck.web.transport import Browser

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Evidence
    from kzcheck.gather.steps import Run
    from kzcheck.gather.texts.at_hand import Shelf
    from kzcheck.gather.texts.places import Place
    from kzcheck.settings import LinkSettings
    from kzcheck.web.messages import Keep

GETTING = "getting texts"
LARGEST = 32 << 20
"""Bytes of one text from the web."""
AT_A_TIME = 4
"""Texts got at a time: each may take `LARGEST` bytes of memory."""
REDIRECTION = 300
"""The first status that is not a success."""
PATIENCE = replace(LINKS, first_timeout=30.0, timeout=60.0, nobody=35.0, undelivered=2.0 * LARGEST)
"""As with links, but a text may have many megabytes. `nobody` is again a little longer than one exchange."""


def get(run: Run, evidence: Evidence, wanted: Sequence[Reference], shelf: Shelf) -> bool:
    """Get the texts that the shelf lacks; return whether Ctrl-C ended it."""
    web = Web(run.article, evidence, run.settings)
    if _visit(run, web, wanted, {reference.id: web.own(reference) for reference in wanted}, shelf):
        return True
    lacking = [reference for reference in wanted if reference.id not in shelf.texts]
    urls, interrupted = open_copies.addresses(run, lacking, evidence, shelf)
    copies = {name: (web.place("open-access", url) for url in own) for name, own in urls.items()}
    return interrupted or _visit(run, web, lacking, copies, shelf)


def _visit(run: Run, web: Web, wanted: Sequence[Reference], places: Mapping[str, Iterable[Place]], shelf: Shelf) -> bool:
    """Look at the places of each text, one after another, until one has it; return whether Ctrl-C ended it."""
    allowed = run.settings.links.allow_private
    progress, paused = asking.listeners(run.watch, GETTING, titled=lambda name: name.partition("://")[2] or name)
    with (
        closing(Browser(endpoints.agent(), run.settings.network, allowed, largest=LARGEST)) as browser,
        asking.transport(tuple(web.services.values()), run.settings.network, largest=LARGEST) as transport,
    ):

        def send(request: Request, timeout: float) -> Reply | NoReply:
            return (transport.send if request.endpoint in web.services else browser.visit)(request, timeout)

        session = Session(
            web.services.values(),
            send,
            deadline=run.left,
            progress=progress,
            paused=paused,
            patience=PATIENCE,
            threads=AT_A_TIME,
        )
        search = _Search(run.settings.links, web, session, places, shelf)
        for reference in wanted:
            search.look(reference.item)
        while search.asking:
            session.run()
            shelf.reading.finish()  # what is refused now is looked for at the next place
        return session.interrupted


class _Search:
    """Looks for each text at its next place, until a place has it or none is left."""

    def __init__(
        self, links: LinkSettings, web: Web, session: Session, places: Mapping[str, Iterable[Place]], shelf: Shelf
    ) -> None:
        self._links = links
        self._web = web
        self._session = session
        self._left = {name: iter(own) for name, own in places.items()}
        self._shelf = shelf
        self.asking = set[str]()
        """The works about which a request is not answered yet."""

    def look(self, item: Item) -> None:
        """Ask for the text of a work at the next place that may be asked."""
        for place in self._left[item.id]:
            if isinstance(place.asked, Request):
                if (host := place.asked.endpoint) not in self._web.services:
                    self._session.add(Endpoint(name=host, url=host, routes={"": pace(place.url, self._links)}))
                self.asking.add(item.id)
                self._session.submit(place.asked, partial(self._take, item, place))
                return
            self._shelf.lack(item.id, place.shown, place.asked)

    def _take(self, item: Item, place: Place, outcome: Reply | NoReply) -> Keep | None:
        self.asking.discard(item.id)
        refusal = _refusal(place, outcome)
        if refusal:
            self._shelf.lack(item.id, place.shown, refusal)
            self.look(item)
        elif isinstance(outcome, Reply):
            copy = Copy(place.origin, place.shown, outcome.url, outcome.content, outcome.headers.get("content-type", ""))
            self._shelf.put(copy, item, partial(self.look, item))
        self._shelf.reading.take()
        return None


def _refusal(place: Place, outcome: Reply | NoReply) -> Reason | None:
    """Return why an answer is not a page that can be read whole, or None."""
    if isinstance(outcome, Reply) and outcome.status < REDIRECTION and not outcome.unread and not outcome.whole:
        return Reason("large-file") if len(outcome.content) >= LARGEST else Reason("its-host", {"reason": Reason("broken-off")})
    visit, _ = observe(place.url, outcome, (), datetime.now(UTC))
    seen = failure(visit) if isinstance(outcome, NoReply) else by_status(visit)
    return Reason("the-page", {"reason": seen.cause}) if seen and seen.cause else None

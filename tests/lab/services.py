"""A loopback web that plays all services together: their works, their outages, and a record of their requests."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from lab import (
    play_crossref,
    play_datacite,
    play_dblp,
    play_doi,
    play_handle,
    play_open_library,
    play_openalex,
    play_pubmed,
    play_semantic_scholar,
    play_sru,
    play_unpaywall,
)
from lab.server import Answer, Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from kzcheck.csl import Item
    from kzcheck.evidence import Update
    from lab.server import Call

    Handler = Callable[[Call], Answer]

PATHS = {"k10plus": "/opac-de-627", "dnb": "/sru/dnb"}
"""Services whose URL is the whole endpoint."""


class Services:
    """All services on one loopback web, each at its own address, for the duration of the `with` block.

    `works` is what they know: one list for all, or one per service by name. `handlers` replace some services, for example with an
    outage or unreadable answers. `updates` holds the notices that Crossref knows, by DOI, `agencies` the agencies of
    DOIs that are not Crossref's. `copies` are the addresses of open copies by DOI, for OpenAlex and Unpaywall, `articles` those
    that PubMed Central has as JATS, by their numbers.
    """

    def __init__(  # noqa: PLR0913 - all but one are keywords with a default
        self,
        works: Sequence[Item] | Mapping[str, Sequence[Item]] = (),
        *,
        latency: float = 0.0,
        handlers: Mapping[str, Handler] | None = None,
        updates: Mapping[str, Sequence[Update]] | None = None,
        agencies: Mapping[str, str] | None = None,
        copies: Mapping[str, Sequence[str]] | None = None,
        articles: Mapping[str, str] | None = None,
    ) -> None:
        def known(name: str) -> Sequence[Item]:
            return works.get(name, ()) if hasattr(works, "get") else works

        self.handlers: dict[str, Handler] = {
            "crossref": partial(play_crossref.answer, known("crossref"), updates=updates),
            "doi": partial(play_doi.answer, known("doi"), agencies=agencies),
            "handle": partial(play_handle.answer, known("handle")),
            "datacite": partial(play_datacite.answer, known("datacite")),
            "pubmed": partial(play_pubmed.answer, known("pubmed"), articles=articles),
            "openalex": partial(play_openalex.answer, known("openalex"), copies=copies),
            "semantic-scholar": partial(play_semantic_scholar.answer, known("semantic-scholar")),
            "dblp": partial(play_dblp.answer, known("dblp")),
            "open-library": partial(play_open_library.answer, known("open-library")),
            "k10plus": partial(play_sru.answer, known("k10plus")),
            "dnb": partial(play_sru.answer, known("dnb")),
            "unpaywall": partial(play_unpaywall.answer, copies or {}),
            **(handlers or {}),
        }
        self._names: dict[str, str] = {}
        hosts = [f"127.0.0.{place}" for place in range(2, 2 + len(self.handlers))]
        self.lab = Lab(lambda call: self.handlers[self._names[call.server]](call), *hosts, latency=latency)

    def __enter__(self) -> Self:
        self.lab.__enter__()
        self._names = dict(zip(self.lab.servers, self.handlers, strict=True))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.lab.__exit__(kind, error, trace)

    @property
    def urls(self) -> dict[str, str]:
        """The URL of each service, by its name."""
        return {name: f"http://{server}{PATHS.get(name, '')}" for server, name in self._names.items()}

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make kzcheck use these services."""
        variables = {}
        for name, url in self.urls.items():
            variable = f"KZCHECK_SERVICES_{re.sub('-', '_', name).upper()}"
            variables |= {f"{variable}_URL": url, f"{variable}_ENABLED": "true"}
        return variables

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The requests in order: the service's name, and the path with its query."""
        return [(self._names[call.call.server], call.path) for call in self.lab.calls]


def down(status: int = 503, **headers: str) -> Callable[[Call], Answer]:
    """Return a service that is down."""
    return lambda _: Answer(status, {"content-type": "text/html", **headers}, b"<html><body>down</body></html>")

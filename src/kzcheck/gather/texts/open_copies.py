"""Asks where open-access copies of works are: OpenAlex and Unpaywall, by DOI. PubMed Central is asked by an entry's own number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.evidence import Failed, Found
from kzcheck.gather import asking, endpoints
from kzcheck.identifiers import normal_doi, normal_pmcid
from kzcheck.matching.works import arxiv_doi, identifiers_of, judge
from kzcheck.reasons import Reason
from kzcheck.services import openalex, pubmed, unpaywall
from kzcheck.services.service import UnreadableAnswer
from kzcheck.sources import SOURCES
from kzcheck.web.messages import NoReply

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.evidence import Evidence
    from kzcheck.gather.steps import Run
    from kzcheck.gather.texts.at_hand import Shelf
    from kzcheck.sources import SourceName
    from kzcheck.web.messages import Keep, Reply, Request

    Copies = dict[str, tuple[str, ...]]
    Silent = dict[str, dict[SourceName, Reason]]


class Index(NamedTuple):
    """How an index of open copies is asked: its requests, each with the DOIs that it is about, and its answer by DOI."""

    ask: Callable[[Sequence[str]], Iterable[tuple[Sequence[str], Request]]]
    read: Callable[[Reply], Mapping[str, tuple[str, ...]]]


INDEXES: Mapping[SourceName, Index] = {
    openalex.SERVICE.name: Index(openalex.asking_for_copies, openalex.copies),
    unpaywall.NAME: Index(unpaywall.asking_for_copies, unpaywall.copies),
}
FINAL = frozenset(("pause", "refuses", "no-budget"))
"""Reasons after which a service is not asked again in one run."""
ASKING = "looking for open copies"
MOST = 4
"""Addresses of copies of one work that are tried; most works have one or two."""


def addresses(run: Run, lacking: Collection[Reference], evidence: Evidence, shelf: Shelf) -> tuple[dict[str, list[str]], bool]:
    """Return the addresses of open copies, best first, by the ids of the references, and whether Ctrl-C ended the asking."""
    dois = {reference.id: doi for reference in lacking if (doi := _doi(reference, evidence))}
    copies, silent, interrupted = _asked(run, sorted(set(dois.values())), evidence)
    urls: dict[str, list[str]] = {}
    for reference in lacking:
        doi, number = dois.get(reference.id, ""), normal_pmcid(reference.item.text("pmcid"))
        own = [pubmed.page(number)] if number else []
        urls[reference.id] = list(dict.fromkeys((*own, *copies.get(doi, ()))))[:MOST]
        for name, reason in silent.get(doi, {}).items():
            shelf.lack(reference.id, SOURCES[name].title, Reason("the-service", {"reason": reason}))
        if not urls[reference.id] and doi not in silent:
            shelf.lack(reference.id, "", Reason("no-open-copy" if doi else "no-doi-for-copy"))
    return urls, interrupted


def _asked(run: Run, dois: Sequence[str], evidence: Evidence) -> tuple[Copies, Silent, bool]:
    """Return the copies that services name, the services that did not answer about a DOI, and whether Ctrl-C ended the asking.

    Each service is asked about the works of which those before it name no copy.
    """
    copies: Copies = {}
    silent: Silent = {}
    closed = _closed(evidence)

    def take(name: SourceName, asked: Sequence[str], outcome: Reply | NoReply) -> Keep | None:
        try:
            named = {} if isinstance(outcome, NoReply) else INDEXES[name].read(outcome)
            reason = outcome.reason if isinstance(outcome, NoReply) else None
        except UnreadableAnswer as error:
            named, reason = {}, error.reason
        if reason:
            for doi in asked:
                silent.setdefault(doi, {})[name] = reason
            return None
        copies.update(named)
        return "found" if any(named.values()) else "absent"

    for endpoint in endpoints.for_copies(run.settings):
        requests = list(INDEXES[endpoint.name].ask([doi for doi in dois if not copies.get(doi)]))
        if endpoint.name in closed:
            for asked, _ in requests:
                take(endpoint.name, asked, NoReply(closed[endpoint.name]))
            continue
        with asking.session(run, (endpoint,), run.left, ASKING) as session:
            for asked, request in requests:
                session.submit(request, partial(take, endpoint.name, asked))
            session.run()
            if session.interrupted:
                return copies, silent, True
    return copies, silent, False


def _closed(evidence: Evidence) -> Mapping[SourceName, Reason]:
    """Return the services that want no more requests in this run, with the reason."""
    answers = (asked for resolution in evidence.resolutions.values() for asked in resolution.asked)
    failed = ((asked.service, asked.answer.reason) for asked in answers if isinstance(asked.answer, Failed))
    return {service: reason for service, reason in failed if reason.code in FINAL}


def _doi(reference: Reference, evidence: Evidence) -> str:
    """Return the DOI of the entry or of the record that is its work, or ""."""
    for by, value in identifiers_of(reference.item):
        if by in {"DOI", "arXiv"}:
            return value if by == "DOI" else arxiv_doi(value)
    resolution = evidence.resolutions.get(reference.id)
    if resolution is None or not any(isinstance(asked.answer, Found) for asked in resolution.asked):
        return ""
    work = judge(reference.item, reference.wording, resolution, evidence.silent).work
    return normal_doi(work.record.item.doi) if work and not work.part else ""

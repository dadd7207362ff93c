"""What to ask next about one reference, given the answers so far: pure, so that the order of asking can be read and tested.

Identifiers come first: a DOI goes to Crossref (in batches), a miss to its registration agency, then to the agency's own service,
then to the handle system; ISBNs go to the catalogues, PubMed's numbers to PubMed, other handles to their own resolver. What no
identifier settles is searched, at one competent service after the other until one knows the work. A record that says something else
than the list is held against a second service. A DOI that a search brought up is looked up where retractions are listed, unless it
is DataCite's. A chapter whose book was found is searched for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.evidence import Absent, Failed, Found, Resolution
from kzcheck.matching.works import arxiv_doi, competence, identifiers_of, judge
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Asked, By
    from kzcheck.matching.works import Comparison, Verdict
    from kzcheck.services.service import Ask, Service
    from kzcheck.settings import ServiceName

    Answered = Mapping[tuple[ServiceName, By, str], Answer]
    Services = Mapping[ServiceName, Service]

CATALOGUES: tuple[ServiceName, ...] = ("k10plus", "open-library", "dnb")
"""Where an ISBN is looked up, in this order, until one knows it."""

SECOND: tuple[ServiceName, ...] = ("openalex", "semantic-scholar")
"""Where a DOI is looked up a second time."""


class Question(NamedTuple):
    """One thing to ask one service: an identifier, which can share a request, or a search, which is an `ask` already."""

    service: ServiceName
    by: By
    value: str
    ask: Ask | None = None


def following(item: Item, printed: str, asked: tuple[Asked, ...], services: Services) -> tuple[Question, ...]:
    """Return the next questions about a reference, which can be asked together; none when all is known that can be known."""
    answered = {(one.service, one.by, one.value): one.answer for one in asked}
    identifiers = identifiers_of(item)
    if questions := _new(
        answered, services, (one for by, value in identifiers for one in _identified(by, value, answered, services))
    ):
        return questions
    verdict = judge(item, printed, Resolution(asked), {})
    if (verdict.work is None or _is_whole(item, verdict.work)) and (search := _search(item, printed, answered, services)):
        return search
    return _new(answered, services, _beside(verdict, answered))


def _new(answered: Answered, services: Services, questions: Iterator[Question]) -> tuple[Question, ...]:
    """Keep the questions that were not asked yet, to services that can be asked."""
    fresh = (one for one in questions if one.service in services and (one.service, one.by, one.value) not in answered)
    return tuple(dict.fromkeys(fresh))


def _identified(by: By, value: str, answered: Answered, services: Services) -> Iterator[Question]:
    if by == "DOI":
        yield from _by_doi(value, answered, services)
    elif by == "ISBN":
        yield from _by_isbn(value, answered, services)
    elif by == "arXiv":
        yield Question("datacite", "DOI", arxiv_doi(value))
    elif by == "PMID":
        yield from _by_pmid(value, answered, services)
    elif by == "handle":
        yield Question("handle", by, value)


def _by_doi(doi: str, answered: Answered, services: Services) -> Iterator[Question]:
    """Follow a DOI until some service has its record, or it is known that nobody has."""
    if "crossref" in services and ("crossref", "DOI", doi) not in answered:
        yield Question("crossref", "DOI", doi)
        return
    first = answered.get(("crossref", "DOI", doi), Failed(Reason("not-asked")))
    if isinstance(first, Found):
        return
    yield Question("doi", "agency", doi)
    if isinstance(first, Failed):
        yield Question("openalex", "DOI", doi)
    agency = answered.get(("doi", "agency", doi))
    if isinstance(agency, Absent | Failed):
        yield Question("doi", "handle", doi)
    if isinstance(agency, Failed):
        yield Question("datacite", "DOI", doi)
    elif isinstance(agency, Found):
        at_datacite = agency.records[0].agency.casefold() == "datacite" and "datacite" in services
        if at_datacite:
            yield Question("datacite", "DOI", doi)
        if not at_datacite or isinstance(answered.get(("datacite", "DOI", doi)), Absent | Failed):
            yield Question("doi", "DOI", doi)


def _by_pmid(pmid: str, answered: Answered, services: Services) -> Iterator[Question]:
    yield Question("pubmed", "PMID", pmid)
    if "pubmed" not in services or isinstance(answered.get(("pubmed", "PMID", pmid)), Failed):
        yield Question("semantic-scholar", "PMID", pmid)


def _by_isbn(isbn: str, answered: Answered, services: Services) -> Iterator[Question]:
    for name in CATALOGUES:
        if name == "dnb" and not isbn.startswith("9783"):
            continue
        if name in services and ("ISBN" in services[name].batch):
            yield Question(name, "ISBN", isbn)
            if not isinstance(answered.get((name, "ISBN", isbn)), Absent | Failed):
                return


def _search(item: Item, printed: str, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the next search, at the first service that is worth asking and was not asked yet."""
    sought, names = (item, competence(item).ask) if item.title else (replace(item, title=printed), ("crossref",))
    for name in names:
        for ask in services[name].search(sought) if name in services and sought.title else ():
            if (name, ask.by, ask.values[0]) not in answered:
                return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _is_whole(item: Item, work: Comparison) -> bool:
    """Tell whether what was found is only the book that holds the cited chapter: of the chapter itself it says nothing."""
    return work.part and bool(item.container_title) and not work.record.item.container_title


def _beside(verdict: Verdict, answered: Answered) -> Iterator[Question]:
    """Yield what is worth asking about a work that was found: a second opinion, and notices about it."""
    if verdict.work is None or not (doi := verdict.work.record.item.doi):
        return
    records = [answer for answer in answered.values() if isinstance(answer, Found)]
    at_crossref = any(one.service == "crossref" and one.item.doi == doi for answer in records for one in answer.records)
    if not at_crossref and verdict.work.record.agency.casefold() != "datacite":
        yield Question("crossref", "DOI", doi)
    if not verdict.others and any(not one.slight for one in verdict.work.differences):
        yield next(
            (
                Question(name, "DOI", doi)
                for name in SECOND
                if name != verdict.work.record.service and (name, "DOI", doi) not in answered
            ),
            Question(SECOND[0], "DOI", doi),
        )

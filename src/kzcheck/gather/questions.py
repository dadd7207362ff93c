"""Decides what to ask next about one reference, given the answers so far; pure, so that the order can be read and tested.

Identifiers come first: DOIs go to Crossref (in batches); those unknown there are looked up at doi.org for their agency, then at the
agency's own service, then in the handle system. ISBNs go to the catalogues, PubMed numbers to PubMed, other handles to their own
resolver. A work that no identifier settles is searched at one competent service after another until one knows it. If a record
disagrees with the list, a second service is asked. A DOI found by a search is looked up where retractions are listed, unless it
is DataCite's. A chapter is searched for even if its book was found. If only a preprint was found, or a work that may be the
cited one under another title, the indexes are also searched by that title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.csl import Item
from kzcheck.evidence import Absent, Failed, Found, Resolution
from kzcheck.identifiers import normal_doi
from kzcheck.language.damage import without_cuts
from kzcheck.matching.works import arxiv_doi, competence, identifiers_of, judge
from kzcheck.reasons import Reason
from kzcheck.sources import SEARCHES, SOURCES, asked_by, holders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.article import Reference
    from kzcheck.evidence import Answer, Asked
    from kzcheck.matching.works import Comparison, Verdict
    from kzcheck.services.service import Ask, Service
    from kzcheck.sources import By, SourceName

    Answered = Mapping[tuple[SourceName, By, str], Answer]
    Services = Mapping[SourceName, Service]

REGISTRIES = {source.title.casefold(): source.name for source in asked_by("DOI") if source.kind == "registry"}
"""Services that register DOIs, by the name of the agency. Crossref comes first: it has most DOIs and accepts batches."""
INDEXES = tuple(source.name for source in asked_by("DOI") if source.kind == "index")
"""Services that can give a second opinion on a DOI."""
RESOLVER = asked_by("agency")[0].name
"""The service that knows the agency of every DOI."""
LISTING = next(source.name for source in asked_by("DOI") if source.lists_notices)
"""The service that lists retractions."""
OF_UNREGISTERED = tuple(name for name, source in SOURCES.items() if source.of_unregistered)
"""Services to search for a conference paper or an article of which only a preprint was found."""
UNTITLED = tuple(source.name for source in holders("untitled"))
"""Services to search for an entry without a title."""


class Question(NamedTuple):
    """A question to one service: an identifier, which can share a request, or a search with its own request `ask`."""

    service: SourceName
    by: By
    value: str
    ask: Ask | None = None


def next_questions(reference: Reference, asked: tuple[Asked, ...], services: Services) -> tuple[Question, ...]:
    """Return the next questions about a reference, to be asked together; none when no further question can help.

    An entry of which the title or anything else is in doubt is also searched by its printed words, and by those in a second list.
    """
    item = reference.item
    answered = {(question.service, question.by, question.value): question.answer for question in asked}
    identifiers = identifiers_of(item)
    if questions := _new(
        answered, services, (question for by, value in identifiers for question in _by_identifier(by, value, answered, services))
    ):
        return questions
    verdict = judge(item, reference.wording, Resolution(asked), {})
    # the record may be of the book alone, which says nothing about the cited chapter
    work = verdict.work
    is_book = work is not None and work.part and bool(item.container_title) and not work.record.item.container_title
    if (work is None or is_book) and (search := _search(reference, answered, services)):
        return search
    if search := _search_nearest(item, verdict, answered, services) or _search_again(item, verdict, answered, services):
        return search
    return _new(answered, services, _second_opinions(verdict, answered))


def _new(answered: Answered, services: Services, questions: Iterator[Question]) -> tuple[Question, ...]:
    """Drop questions already asked, and those to services that cannot be asked."""
    fresh = (
        question
        for question in questions
        if question.service in services and (question.service, question.by, question.value) not in answered
    )
    return tuple(dict.fromkeys(fresh))


def _by_identifier(by: By, value: str, answered: Answered, services: Services) -> Iterator[Question]:
    if by == "DOI":
        yield from _by_doi(value, answered, services)
    elif by == "arXiv":
        yield from (Question(source.name, "DOI", arxiv_doi(value)) for source in asked_by(by))
    # one source after another, until one knows the identifier, or the one that would know it reports it as absent
    for source in asked_by(by) if by not in {"DOI", "arXiv"} else ():
        if source.name in services and value.startswith(source.isbns):
            yield Question(source.name, by, value)
            answer = answered.get((source.name, by, value), Found(()))
            if isinstance(answer, Found) or (isinstance(answer, Absent) and by in source.settles):
                return


def _by_doi(doi: str, answered: Answered, services: Services) -> Iterator[Question]:
    """Look up a DOI until a service has its record or none can have it."""
    first, *others = REGISTRIES.values()
    if first in services and (first, "DOI", doi) not in answered:
        yield Question(first, "DOI", doi)
        return
    answer = answered.get((first, "DOI", doi), Failed(Reason("not-asked")))
    if isinstance(answer, Found):
        return
    yield Question(RESOLVER, "agency", doi)
    if isinstance(answer, Failed):
        yield Question(INDEXES[0], "DOI", doi)
    agency = answered.get((RESOLVER, "agency", doi))
    if isinstance(agency, Absent | Failed):
        yield Question(RESOLVER, "handle", doi)
    if isinstance(agency, Failed):
        yield from (Question(name, "DOI", doi) for name in others)
    elif isinstance(agency, Found):
        own = REGISTRIES.get(agency.records[0].agency.casefold(), "")
        if own in services:
            yield Question(own, "DOI", doi)
        if own not in services or isinstance(answered.get((own, "DOI", doi)), Absent | Failed):
            yield Question(RESOLVER, "DOI", doi)


def _search(reference: Reference, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the next search, at the first suitable service not asked yet: by the title, then by the words of the entry."""
    item = reference.item
    printed = (reference.printed, reference.parallel) if reference.partly_read else ()
    by_title = [(name, replace(item, title=without_cuts(item.title))) for name in competence(item).ask if item.title]
    by_words = [(name, Item(item.id, title=words)) for name in UNTITLED for words in printed if words]
    for name, query in (*by_title, *by_words):
        for ask in services[name].search(query) if name in services else ():
            if (name, ask.by, ask.values[0]) not in answered:
                return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _search_nearest(item: Item, verdict: Verdict, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the next search by the title of a record that may be the work or its preprint: indexes require every word of a title.

    Each service is searched once in this way; nothing is searched by the title of the published work itself.
    """
    nearest = verdict.near if verdict.work is None else verdict.work if verdict.work.version else None
    if nearest is None or nearest.identity == "other" or not item.title:
        return ()
    query = replace(item, title=nearest.record.item.title)
    further = OF_UNREGISTERED if normal_doi(nearest.record.item.doi).startswith(arxiv_doi("")) else ()
    for name in (*competence(item).ask, *further):
        if name not in services or SOURCES[name].kind != "index":
            continue
        own = {ask.values[0] for ask in services[name].search(item)}
        asked = {value for service, by, value in answered if service == name and by in SEARCHES}
        if not asked - own and (ask := next((ask for ask in services[name].search(query) if ask.values[0] not in asked), None)):
            return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _search_again(item: Item, verdict: Verdict, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return a search at a second competent service for a work without a DOI if the first record disagrees with the entry."""
    work = verdict.work
    if work is None or work.record.item.doi or verdict.others or not _is_in_question(work):
        return ()
    query = replace(item, title=work.record.item.title)
    searched = {service for service, by, _ in answered if by in SEARCHES}
    for name in competence(item).competent:
        if name in services and name not in searched and (ask := next(iter(services[name].search(query)), None)):
            return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _second_opinions(verdict: Verdict, answered: Answered) -> Iterator[Question]:
    """Yield the questions about a work with a record: notices about it, and a second opinion."""
    if verdict.work is None or not (doi := verdict.work.record.item.doi):
        return
    records = [answer for answer in answered.values() if isinstance(answer, Found)]
    is_listed = any(
        SOURCES[record.service].lists_notices and record.item.doi == doi for answer in records for record in answer.records
    )
    if not is_listed and REGISTRIES.get(verdict.work.record.agency.casefold(), LISTING) == LISTING:
        yield Question(LISTING, "DOI", doi)
    if not verdict.others and _is_in_question(verdict.work):
        yield next(
            (
                Question(name, "DOI", doi)
                for name in INDEXES
                if name != verdict.work.record.service and (name, "DOI", doi) not in answered
            ),
            Question(INDEXES[0], "DOI", doi),
        )


def _is_in_question(work: Comparison) -> bool:
    """Return whether a record disagrees with the entry in a way that a second service should confirm."""
    return any(difference.confirmable or not difference.slight for difference in work.differences)

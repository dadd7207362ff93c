"""What to ask next about one reference, given the answers so far: pure, so that the order of asking can be read and tested.

Identifiers come first: a DOI goes to Crossref (in batches), a miss to its registration agency, then to the agency's own service,
then to the handle system; ISBNs go to the catalogues, PubMed's numbers to PubMed, other handles to their own resolver. What no
identifier settles is searched, at one competent service after the other until one knows the work. A record that says something else
than the list is held against a second service. A DOI that a search brought up is looked up where retractions are listed, unless it
is DataCite's. A chapter whose book was found is searched for itself. Where only a preprint was found, or a work that may be the
cited one under another title, the indexes are searched by its title, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.evidence import Absent, Failed, Found, Resolution
from kzcheck.identifiers import normal_doi
from kzcheck.language.damage import without_cuts
from kzcheck.matching.works import arxiv_doi, competence, identifiers_of, judge
from kzcheck.reasons import Reason
from kzcheck.sources import SEARCHES, SOURCES, asked_by, holders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Asked
    from kzcheck.matching.works import Comparison, Verdict
    from kzcheck.services.service import Ask, Service
    from kzcheck.sources import By, SourceName

    Answered = Mapping[tuple[SourceName, By, str], Answer]
    Services = Mapping[SourceName, Service]

REGISTRIES = {source.title.casefold(): source.name for source in asked_by("DOI") if source.kind == "registry"}
"""Who registers DOIs, by the name of the agency. Crossref is the first: it has the most, and takes them in batches."""
INDEXES = tuple(source.name for source in asked_by("DOI") if source.kind == "index")
"""Where a DOI is looked up a second time."""
RESOLVER = asked_by("agency")[0].name
"""Who knows the agency of every DOI."""
LISTING = next(source.name for source in asked_by("DOI") if source.lists_notices)
"""Where retractions are listed."""
OF_UNREGISTERED = tuple(name for name, source in SOURCES.items() if source.of_unregistered)
"""Where a talk or an article is searched whose preprint alone was found."""
UNTITLED = tuple(source.name for source in holders("untitled"))
"""Where an entry without a title is searched for."""


class Question(NamedTuple):
    """One thing to ask one service: an identifier, which can share a request, or a search, which is an `ask` already."""

    service: SourceName
    by: By
    value: str
    ask: Ask | None = None


def following(item: Item, printed: str, asked: tuple[Asked, ...], services: Services) -> tuple[Question, ...]:
    """Return the next questions about a reference, which can be asked together; none when all is known that can be known."""
    answered = {(question.service, question.by, question.value): question.answer for question in asked}
    identifiers = identifiers_of(item)
    if questions := _new(
        answered, services, (question for by, value in identifiers for question in _by_identifier(by, value, answered, services))
    ):
        return questions
    verdict = judge(item, printed, Resolution(asked), {})
    # what was found may be only the book that holds the cited chapter: of the chapter itself it says nothing
    work = verdict.work
    is_book = work is not None and work.part and bool(item.container_title) and not work.record.item.container_title
    if (work is None or is_book) and (search := _search(item, printed, answered, services)):
        return search
    if search := _search_nearest(item, verdict, answered, services) or _search_again(item, verdict, answered, services):
        return search
    return _new(answered, services, _second_opinions(verdict, answered))


def _new(answered: Answered, services: Services, questions: Iterator[Question]) -> tuple[Question, ...]:
    """Keep the questions that were not asked yet, to services that can be asked."""
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
    # one source after the other, until one knows an identifier, or the one that would know it says that there is none
    for source in asked_by(by) if by not in {"DOI", "arXiv"} else ():
        if source.name in services and value.startswith(source.isbns):
            yield Question(source.name, by, value)
            answer = answered.get((source.name, by, value), Found(()))
            if isinstance(answer, Found) or (isinstance(answer, Absent) and by in source.settles):
                return


def _by_doi(doi: str, answered: Answered, services: Services) -> Iterator[Question]:
    """Follow a DOI until some service has its record, or it is known that nobody has."""
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


def _search(item: Item, printed: str, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the next search, at the first service that is worth asking and was not asked yet."""
    sought, names = (
        (replace(item, title=without_cuts(item.title)), competence(item).ask)
        if item.title
        else (replace(item, title=printed), UNTITLED)
    )
    for name in names:
        for ask in services[name].search(sought) if name in services and sought.title else ():
            if (name, ask.by, ask.values[0]) not in answered:
                return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _search_nearest(item: Item, verdict: Verdict, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the next search by the title of what may be the work, or of its preprint: an index wants every word of a title.

    A service is asked so once, and none by what is surely the published work.
    """
    nearest = verdict.near if verdict.work is None else verdict.work if verdict.work.version else None
    if nearest is None or nearest.identity == "other" or not item.title:
        return ()
    sought = replace(item, title=nearest.record.item.title)
    further = OF_UNREGISTERED if normal_doi(nearest.record.item.doi).startswith(arxiv_doi("")) else ()
    for name in (*competence(item).ask, *further):
        if name not in services or SOURCES[name].kind != "index":
            continue
        own = {ask.values[0] for ask in services[name].search(item)}
        asked = {value for service, by, value in answered if service == name and by in SEARCHES}
        if not asked - own and (ask := next((ask for ask in services[name].search(sought) if ask.values[0] not in asked), None)):
            return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _search_again(item: Item, verdict: Verdict, answered: Answered, services: Services) -> tuple[Question, ...]:
    """Return the search at a second competent service for a work without a DOI of which the first says something else."""
    work = verdict.work
    if work is None or work.record.item.doi or verdict.others or not _is_in_question(work):
        return ()
    sought = replace(item, title=work.record.item.title)
    searched = {service for service, by, _ in answered if by in SEARCHES}
    for name in competence(item).competent:
        if name in services and name not in searched and (ask := next(iter(services[name].search(sought)), None)):
            return (Question(name, ask.by, ask.values[0], ask),)
    return ()


def _second_opinions(verdict: Verdict, answered: Answered) -> Iterator[Question]:
    """Yield what is worth asking about a work that was found: a second opinion, and notices about it."""
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
    """Tell whether a record says something that a second one is to confirm."""
    return any(difference.confirmable or not difference.slight for difference in work.differences)

"""WORK424, 425: what followed a cited work: the publication of a preprint, a newer edition of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.identifiers import normal_doi, shown
from kzcheck.matching.works import certain, identifiers_of, newer_edition, notices, published_version
from kzcheck.rule import rule
from kzcheck.sources import SOURCES
from kzcheck.wording import Words, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article
    from kzcheck.case import Case
    from kzcheck.matching.works import Newer


@rule("WORK424", "published-preprint", Severity.NOTE, needs=("records",))
def published_preprint(case: Case) -> Iterator[Problem]:
    """A cited preprint has been published.

    Why:
        The published work was reviewed and may say something else. The preprint's own record links the two.

    Example:
        - {id: "3", type: article, title: Rivers that never were, DOI: 10.5555/preprints.2020.1}

    Silent:
        Nothing is reported if a citation gives a page, which holds for the cited version only, or if the list cites both.

    Fix:
        Read the published work, and cite it if it says the same.
    """
    paged = _paged(case.article)
    cited = {normal_doi(reference.item.doi) for reference in case.article.references if reference.item.doi}
    for reference, verdict in case.judged():
        if verdict.work is None or reference.id in paged:
            continue
        record = verdict.work.record
        doi = published_version(record)
        if (
            doi
            and doi not in cited
            and (("DOI", normal_doi(record.item.doi)) in identifiers_of(reference.item) or certain(verdict.work))
        ):
            yield Problem(
                reference.place("doi" if reference.item.doi else "url"),
                "this preprint has been published: {doi} ({service})",
                {"doi": shown(doi), "service": Words(SOURCES[record.service].title)},
                reference=reference.id,
                fix=Fix("read the published version, and cite it if it says the same"),
            )


@rule("WORK425", "newer-edition", Severity.NOTE, needs=("records",), confidence=Confidence.LIKELY)
def newer_edition_recorded(case: Case) -> Iterator[Problem]:
    """A newer edition of a cited book exists.

    Why:
        It may say something else. A newer edition is known from its publisher, or from a record with the same title, people and
        publisher, a higher edition number and a later year.

    Example:
        - {id: "9", type: book, title: Rivers that never were, edition: "2", issued: 1998}        # the 4th appeared in 2012

    Silent:
        Nothing is reported if a citation gives a page, which holds for the cited edition only, or if the list cites both. Classics,
        reprints and editions later than this article are left alone.

    Fix:
        Cite the newer edition if it says the same. If the wording of the older one matters, keep it.
    """
    paged = _paged(case.article)
    until = case.article.issued.last_year if case.article.issued else None
    cited = {normal_doi(reference.item.doi) for reference in case.article.references if reference.item.doi}
    for reference, verdict in case.judged():
        if reference.id in paged:
            continue
        editions = notices.standing(notices.about(verdict.records)).editions
        newer = newer_edition(reference.item, editions, case.evidence.resolutions[reference.id], until)
        if newer and newer.doi not in cited:
            message, values = _edition(newer)
            fix = Fix("cite it if it says the same")
            yield Problem(reference.place("edition"), message, values, reference=reference.id, fix=fix)


def _paged(article: Article) -> frozenset[str]:
    """Return the references cited with a locator, which fits the cited version only."""
    return frozenset(citation.reference for claim in article.claims for citation in claim.citations if citation.locator)


def _edition(newer: Newer) -> tuple[str, dict[str, object]]:
    """Return the message about a newer edition, and its values."""
    if newer.source:
        values: dict[str, object] = {"edition": cut(newer.edition, 60), "year": newer.year, "source": newer.source}
        return template("there is a newer edition: {edition}, {year} ({source})"), values
    if newer.year is None:
        return template("there is a newer edition: {doi}"), {"doi": shown(newer.doi)}
    return template("there is a newer edition: {doi} ({year})"), {"doi": shown(newer.doi), "year": newer.year}


RULES = (published_preprint, newer_edition_recorded)

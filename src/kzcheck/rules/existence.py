"""WORK401, WORK402, WORK403, ID306: whether services know a work, and whether its identifiers lead to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import (
    check_doi,
    find_dois,
    find_isbns,
    is_sample_doi,
    normal_doi,
    normal_isbn,
    normal_pmid,
    resolver_path,
    shown,
    whole,
)
from kzcheck.language.folding import lower
from kzcheck.matching.attribution import work_name
from kzcheck.matching.titles import same_title
from kzcheck.matching.works import certain, has_doi_of_preprint, identifiers_of, instead_of_work, weighty
from kzcheck.rule import rule
from kzcheck.sources import SOURCES
from kzcheck.wording import Words, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.finding import Excerpt
    from kzcheck.matching.works import Astray, Comparison, Verdict
    from kzcheck.sources import By

SEVERAL = 2
"""Services whose combined silence makes a warning: each alone has gaps."""

_RESOLVER = "https://doi.org/"
_UNKNOWN: dict[By, str] = {
    "DOI": template("the DOI {identifier} is not registered at doi.org"),
    "PMID": template("PubMed has no record with the PMID {identifier}"),
}


@rule("WORK401", "unknown-work", Severity.WARNING, needs=("records",), confidence=Confidence.LIKELY)
def unknown_work(case: Case) -> Iterator[Problem]:
    """No service that should know the work knows it.

    Why:
        Readers cannot find a work that no index knows: its title or names may have been copied with mistakes. The message names the
        services that were asked and the nearest work that they know.

        A work is reported only if every service that is competent for its type, language and date answered that it has no such
        work. The finding is a warning for articles, talks and preprints from 1980 on, if at least two services are competent. For
        all other works it is a note: no index of older articles, books, theses and reports is complete.

    Example:
        - {id: "4", type: article-journal, title: A river nobody saw, container-title: Journal of Invented Rivers, issued: 2019}

    Silent:
        After an outage the entry counts as not checked. No index covers laws, standards, news and web pages, and for meetings and
        journals that register no DOIs (NeurIPS, ICML, JMLR, USENIX) the silence of registries does not count. Nothing is reported
        if a DOI of the entry is registered anywhere, or if a record may be the work.

    Fix:
        Look the work up where it was first found. If it is the nearest one, correct the entry; if nobody can find it, delete it.
    """
    for reference, verdict in case.judged():
        if verdict.is_unknown:
            title = reference.item.title
            yield Problem(
                reference.place("title"),
                "this work was not found in any of these: {services}",
                {"services": tuple(map(Words, dict.fromkeys(SOURCES[name].title for name in verdict.absent)))},
                reference=reference.id,
                excerpt=excerpt(title, title) if title else None,
                fix=_nearest(verdict.near),
                severity=None if weighty(reference.item) and len(verdict.absent) >= SEVERAL else Severity.NOTE,
            )


@rule("WORK402", "unknown-identifier", Severity.ERROR, needs=("records",), key=("identifier",))
def unknown_identifier(case: Case) -> Iterator[Problem]:
    """A DOI is registered nowhere, or PubMed has no record of its number.

    Why:
        Neither a registration agency nor the Handle System, which holds every DOI in the world, knows the DOI, so it leads readers
        nowhere. Most such DOIs contain one mistyped character; some never existed. An unknown PubMed number is a warning: only
        PubMed can say so, and it sometimes withdraws records.

    Example:
        DOI: 10.5555/rivers.2019.1O7        # unknown to all agencies and to the Handle System

    Silent:
        DOIs of agencies that publish no metadata (in China, Japan, Korea and elsewhere) are in the Handle System and not reported.
        DOIs about which an agency gave no answer count as not checked. Malformed DOIs are reported by ID301, placeholders by ID308.
        A PubMed number is not reported if another service's record has it.

    Fix:
        Use the identifier of the work that was found, if one is given. Otherwise copy it again from the publication's page (DOI,
        PMID).
    """
    for reference, verdict in case.judged():
        for by, value in verdict.unregistered:
            field = _field(reference.item, by, value)
            if not (by == "DOI" and _is_reported(reference.item, field)):
                yield Problem(
                    reference.place(field),
                    _UNKNOWN[by],
                    {"identifier": shown(value)},
                    reference=reference.id,
                    excerpt=_mark(reference.item, field, value),
                    fix=_right(by, field, reference, verdict)
                    or Fix("copy the {kind} again from the publication's page", {"kind": by}),
                    severity=Severity.WARNING if by == "PMID" else None,
                    in_doubt=verdict.work is None,
                )


@rule("WORK403", "identifier-of-another-work", Severity.ERROR, needs=("records",), key=("kind", "value"))
def identifier_of_another_work(case: Case) -> Iterator[Problem]:
    """An identifier of the entry belongs to another work.

    Why:
        Readers who follow the DOI, ISBN, PubMed or arXiv number reach a work with another title and other people. Either a
        neighbour's number was copied, or the entry was put together from two works. An ISBN that only Open Library gives to another
        work is a warning.

    Example:
        - {id: "7", title: Rivers that never were, DOI: 10.5555/bridges.2010.3}    # the record is "Bridges over nothing"

    Silent:
        A preprint, another edition, a translation, the book around a chapter and a title in another language count as the same
        work. A notice or a review of the work is reported by WORK429.

    Fix:
        Find out which of the two works is meant. Use the identifier that is offered, if one is, or correct the rest of the entry.
    """
    for reference, verdict in case.judged():
        for astray in verdict.astray:
            if not instead_of_work(reference.item, astray.comparison.record, of_another=True):
                yield _astray(reference, verdict, astray)


@rule("ID306", "missing-doi", Severity.NOTE, needs=("records",))
def missing_doi(case: Case) -> Iterator[Problem]:
    """A work has a DOI that its entry does not give.

    Why:
        A DOI leads readers and indexes to the work permanently. It is offered only if the record is certainly the work: title,
        people and two further fields agree, and all services give the same DOI.

    Example:
        - {id: "2", title: Rivers that never were, container-title: Journal of Invented Rivers, volume: "7", issued: 2001}

    Silent:
        Entries that give a DOI anywhere or an arXiv number are not reported. Nor are records with a translated title (their DOI may
        be another language version's), other versions and editions, and a preprint's DOI if the entry names a journal or meeting.
        GOST R 7.0.5-2008 knows no DOIs: if the settings name it and the list gives none, nothing is reported.

    Fix:
        Add the DOI to the entry (DOI).
    """
    if not _wants_dois(case):
        return
    for reference, verdict in case.judged():
        if record := _doi_of(reference, verdict):
            doi = normal_doi(record.item.doi)
            yield Problem(
                reference.location,
                "the DOI of the work is missing: {doi}",
                {"doi": shown(doi)},
                reference=reference.id,
                fix=Fix(
                    "add it ({service})",
                    {"service": Words(SOURCES[record.service].title)},
                    edits=(Edit("doi", None, doi, record.source, reference.id),),
                ),
            )


def _nearest(near: Comparison | None) -> Fix:
    if near is None:
        return Fix("check where the work was first found")
    return Fix(
        "nearest match: {work}, {source}; check where the work was first found",
        {"work": work_name(near.record.item), "source": near.record.source},
    )


def _is_reported(item: Item, field: str) -> bool:
    """Return whether ID301 or ID308 reports the DOI in a field as malformed or a sample."""
    written = item.doi.strip() if field == "doi" else unquote(re.split(r"[?#]", resolver_path(item.url))[0])
    flaw = check_doi(written) if written else None
    return (flaw is not None and not flaw.slight) or is_sample_doi(written)


def _field(item: Item, by: str, value: str) -> str:
    """Return the field that contains an identifier."""
    if by in {"ISBN", "PMCID"}:
        return lower(by)
    if by in {"DOI", "PMID"}:
        own = normal_doi(item.doi) if by == "DOI" else normal_pmid(item.pmid)
        return lower(by) if own == value else "url"
    return next((field for field in ("url", "number", "container_title", "note") if value in lower(item.text(field))), "url")


def _mark(item: Item, field: str, value: str) -> Excerpt:
    """Return the field with the identifier marked, as written there."""
    text = whole(item.text(field))
    start = lower(text).find(value)
    written = text[start : start + len(value)] if start >= 0 else text
    if field == "isbn":
        written = next((isbn for isbn in re.split(r"\s*[,;]\s*|\s+(?=97[89])", text) if normal_isbn(isbn) == value), text)
    return excerpt(text, written)


def _right(by: str, field: str, reference: Reference, verdict: Verdict) -> Fix | None:
    """Return the fix that inserts the identifier of the work found; without an edit if the work is uncertain."""
    best = verdict.work
    if best is None or best.part:
        return None
    record, old = best.record, reference.item.text(field)
    new = normal_doi(record.item.doi) if by == "DOI" else next(find_isbns(record.item.isbn), "") if by == "ISBN" else ""
    if not new or (best.version and by == "ISBN"):
        return None
    if not certain(best):
        return Fix(
            "perhaps {identifier} ({service}: {work}); compare it with the entry",
            {"identifier": whole(new), "service": Words(SOURCES[record.service].title), "work": work_name(record.item)},
        )
    written = _RESOLVER + new if field == "url" else new
    return Fix(
        "write {identifier} ({service})",
        {"identifier": whole(new), "service": Words(SOURCES[record.service].title)},
        edits=(Edit(field, old, written, record.source, reference.id),),
    )


def _astray(reference: Reference, verdict: Verdict, astray: Astray) -> Problem:
    record = astray.comparison.record
    field = _field(reference.item, astray.by, astray.value)
    return Problem(
        reference.place(field),
        "the list has {listed}, but according to {service} the {kind} {value} is that of {recorded}",
        {
            "listed": work_name(reference.item),
            "kind": "arXiv number" if astray.by == "arXiv" else astray.by,
            "value": shown(astray.value),
            "service": Words(SOURCES[record.service].title),
            "recorded": work_name(record.item),
        },
        reference=reference.id,
        excerpt=_mark(reference.item, field, astray.value),
        fix=_right(astray.by, field, reference, verdict) or Fix("check which of the two works is meant"),
        severity=Severity.WARNING if astray.by == "ISBN" and SOURCES[record.service].mixes_isbns else None,
        confidence=Confidence.LIKELY if astray.by == "ISBN" else None,
        in_doubt=verdict.work is None,
    )


def _wants_dois(case: Case) -> bool:
    style = case.style
    without = style.references == "gost-7.0.5" and "references" not in style.detected
    return not without or any(reference.item.doi for reference in case.article.references)


def _doi_of(reference: Reference, verdict: Verdict) -> Record | None:
    """Return a record that certainly gives the DOI of the work, or None if there is none or the entry has a DOI."""
    item = reference.item
    own = {by for by, _ in identifiers_of(item)}
    if own & {"DOI", "arXiv"} or item.doi or any(find_dois(f"{reference.printed} {item.note} {item.url}")):
        return None
    works = [work for work in (verdict.work, *verdict.others) if work and normal_doi(work.record.item.doi)]
    sure = next((work.record for work in works if certain(work) and same_title(item.title, work.record.item.title)), None)
    dois = {normal_doi(work.record.item.doi) for work in works if work.identity == "same" and not work.version and not work.part}
    return sure if sure and len(dois) == 1 and not has_doi_of_preprint(item, sure) else None


RULES = (unknown_work, unknown_identifier, identifier_of_another_work, missing_doi)

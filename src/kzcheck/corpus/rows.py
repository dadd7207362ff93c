"""What the tables of a corpus hold: one struct a table, and its columns with what they mean.

An article's rows are kept as its result, so they are made of text, numbers, days and times alone. What is not known is None.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from kzcheck.evidence import Absent, Found
from kzcheck.finding import NOT_CHECKED, Severity, WorkOutcome
from kzcheck.formats.links import UNSEEN
from kzcheck.formats.naming import home
from kzcheck.identifiers import find_urls, normal_doi
from kzcheck.identifiers.urls import host_and_port
from kzcheck.language.folding import fold
from kzcheck.locale import ENGLISH
from kzcheck.steps import STEPS
from kzcheck.version import __version__
from kzcheck.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.csl import Date
    from kzcheck.evidence import Asked
    from kzcheck.finding import Report

AUDITED = "audited"
"""The state of an article that was audited; all others say why one was not."""
LAST_YEAR = 9999
"""The last year that days and most programs know."""
_NOT_ASKED = WorkOutcome("not-asked")

ArticleName = Annotated[str, Meta(description="The article, by its name in the corpus.")]


class ArticleRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each article of the corpus, whether it was audited or not."""

    article: ArticleName
    state: Annotated[str, Meta(description="`audited`, or why not: `unreadable`, `crashed`, `too-long`, `too-large`.")]
    reason: Annotated[str | None, Meta(description="Why it was not audited, in English.")] = None
    file: Annotated[str | None, Meta(description="The file of its list, or its manuscript, from the article's folder.")] = None
    title: Annotated[str | None, Meta(description="Its title.")] = None
    doi: Annotated[str | None, Meta(description="Its DOI, in lower case.")] = None
    journal: Annotated[str | None, Meta(description="The journal in which it appeared.")] = None
    year: Annotated[int | None, Meta(description="The year in which it appeared.")] = None
    language: Annotated[str | None, Meta(description="Its language, as a code.")] = None
    references: Annotated[int, Meta(description="References in its list.")] = 0
    claims: Annotated[int, Meta(description="Claims.")] = 0
    errors: Annotated[int, Meta(description="Findings that are errors.")] = 0
    warnings: Annotated[int, Meta(description="Findings that are warnings.")] = 0
    notes: Annotated[int, Meta(description="Findings that are notes.")] = 0
    hidden: Annotated[int, Meta(description="Findings hidden by an ignore, which are in no table.")] = 0
    unchecked: Annotated[int, Meta(description="Checks that were not made.")] = 0
    faults: Annotated[int, Meta(description="Rules that failed and so have no findings on it.")] = 0
    page: Annotated[str | None, Meta(description="Its own report, from the corpus folder.")] = None
    kzcheck: Annotated[str | None, Meta(description="The version of kzcheck that audited it.")] = None
    time: Annotated[datetime | None, Meta(description="The time of its evidence.")] = None


class FindingRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each finding that is not hidden."""

    article: ArticleName
    code: Annotated[str, Meta(description="The code of the rule: `WORK401`.")]
    name: Annotated[str, Meta(description="The name of the rule: `unknown-work`.")]
    severity: Annotated[str, Meta(description="`error`, `warning` or `note`.")]
    confidence: Annotated[str, Meta(description="`sure`, `likely` or `possible`.")]
    reference: Annotated[str | None, Meta(description="The id of the reference concerned.")]
    claim: Annotated[str | None, Meta(description="The id of the claim concerned.")]
    file: Annotated[str, Meta(description="The file, from the article's folder.")]
    line: Annotated[int, Meta(description="The line, from 1.")]
    column: Annotated[int, Meta(description="The column in characters, from 1.")]
    message: Annotated[str, Meta(description="What was found, in English.")]
    fingerprint: Annotated[str, Meta(description="Identifies the finding within its article, even if lines move.")]
    known: Annotated[bool, Meta(description="Whether the article's baseline has it.")]


class ReferenceRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each reference of each list, in its order."""

    article: ArticleName
    number: Annotated[int, Meta(description="Its place in the list, from 1.")]
    reference: Annotated[str, Meta(description="Its id.")]
    type: Annotated[str | None, Meta(description="Its CSL type.")]
    title: Annotated[str | None, Meta(description="The title of the work.")]
    author: Annotated[str | None, Meta(description="The family name of the first author or editor, or an organisation.")]
    year: Annotated[int | None, Meta(description="The year of the work.")]
    container: Annotated[str | None, Meta(description="The journal or book in which the work is.")]
    doi: Annotated[str | None, Meta(description="Its DOI, in lower case.")]
    isbn: Annotated[str | None, Meta(description="Its ISBN, as written.")]
    url: Annotated[str | None, Meta(description="Its URL, as written.")]
    host: Annotated[str | None, Meta(description="The host of its URL.")]
    outcome: Annotated[str, Meta(description="What services say of the work: `found`, `unsure`, `absent`, `failed`, `not-asked`.")]
    service: Annotated[str | None, Meta(description="The service of the record taken to be the work, or of the nearest one.")]
    record: Annotated[str | None, Meta(description="The id of this record at the service.")]
    work: Annotated[
        str | None,
        Meta(description="The key of the work: its DOI, or that of the record found, or else its folded title and year."),
    ]
    findings: Annotated[int, Meta(description="Findings on it.")]


class ResolutionRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each question that a service was asked about a reference."""

    article: ArticleName
    reference: Annotated[str, Meta(description="The id of the reference.")]
    service: Annotated[str, Meta(description="The service asked.")]
    by: Annotated[str, Meta(description="What it was asked by: `DOI`, `ISBN`, `title`, …")]
    value: Annotated[str, Meta(description="The identifier or the words.")]
    answer: Annotated[str, Meta(description="`found`, `absent` or `failed`.")]
    reason: Annotated[str | None, Meta(description="The code of the reason why it failed.")]
    records: Annotated[int, Meta(description="Records in the answer.")]
    record: Annotated[str | None, Meta(description="The id of the first record at the service.")]
    from_index: Annotated[
        bool, Meta(description="Whether the index on this machine or a house's own OpenSearch answered for the service.")
    ]
    status: Annotated[int | None, Meta(description="The HTTP status of the answer.")]
    time: Annotated[datetime | None, Meta(description="When it answered, or the day of the snapshot.")]


class PageRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each URL that an article gives, visited or not."""

    article: ArticleName
    references: Annotated[tuple[str, ...], Meta(description="The ids of the references that give it; none if only a claim does.")]
    url: Annotated[str, Meta(description="The URL, as written.")]
    host: Annotated[str | None, Meta(description="Its host.")]
    state: Annotated[str, Meta(description="`ok`, `moved`, `dead`, `soft-404`, `blocked`, `failed` or `not-visited`.")]
    kind: Annotated[str | None, Meta(description="The kind of state, as a code.")]
    cause: Annotated[str | None, Meta(description="Why its state is what it is, in English.")]
    status: Annotated[int | None, Meta(description="The last HTTP status.")]
    final_url: Annotated[str | None, Meta(description="The URL at which the visit ended.")]
    archived: Annotated[str | None, Meta(description="The address of an archived copy.")]
    archived_time: Annotated[datetime | None, Meta(description="The time of this copy.")]
    accessed: Annotated[
        date | None,
        Meta(description="The first day on which a reference says that it was accessed; unknown days and months count as 1."),
    ]
    published: Annotated[date | None, Meta(description="The day on which the work cited appeared, in the same way.")]
    age: Annotated[int | None, Meta(description="Days from access, or else from publication, to the time of the evidence.")]
    time: Annotated[datetime | None, Meta(description="The time of the last visit.")]


class UncheckedRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each reason why a check was not made; a check that several services could have answered has several."""

    article: ArticleName
    number: Annotated[int, Meta(description="The check's number in the article, from 1.")]
    step: Annotated[str, Meta(description="The step: `records`, `retractions`, `links`, `locators`, `texts`.")]
    rules: Annotated[tuple[str, ...], Meta(description="The codes of the rules concerned.")]
    reference: Annotated[str | None, Meta(description="The id of the reference concerned.")]
    claim: Annotated[str | None, Meta(description="The id of the claim concerned.")]
    url: Annotated[str | None, Meta(description="The URL concerned.")]
    service: Annotated[str | None, Meta(description="The service concerned.")]
    reason: Annotated[str | None, Meta(description="The code of the reason: `offline`.")]
    message: Annotated[str | None, Meta(description="The reason, in English.")]


class CheckRow(Struct, frozen=True, array_like=True, gc=False):
    """One row for each step of each article: how much there was to check, and how much of it was not."""

    article: ArticleName
    step: Annotated[str, Meta(description="The step.")]
    subjects: Annotated[int, Meta(description="References, URLs or claims to check.")]
    unchecked: Annotated[int, Meta(description="Those of them that were not checked at all.")]


class Rows(Struct, frozen=True, array_like=True, gc=False):
    """All rows of one article."""

    articles: tuple[ArticleRow, ...]
    findings: tuple[FindingRow, ...] = ()
    references: tuple[ReferenceRow, ...] = ()
    resolutions: tuple[ResolutionRow, ...] = ()
    pages: tuple[PageRow, ...] = ()
    unchecked: tuple[UncheckedRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()


TABLES: dict[str, type[Struct]] = {
    "articles": ArticleRow,
    "findings": FindingRow,
    "references": ReferenceRow,
    "resolutions": ResolutionRow,
    "pages": PageRow,
    "unchecked": UncheckedRow,
    "checks": CheckRow,
}
"""The tables by their names, which are those of the fields of `Rows`."""


def rows(report: Report, name: str, page: str | None = None) -> Rows:
    """Return the rows of an article that was audited; `name` is its name in the corpus, `page` the path of its own report."""
    name = _text(name)
    with speaking(ENGLISH):
        return Rows(
            articles=(_article(report, name, page),),
            findings=tuple(_findings(report, name)),
            references=tuple(_references(report, name)),
            resolutions=tuple(
                _resolution(name, reference, asked)
                for reference, resolution in report.evidence.resolutions.items()
                for asked in resolution.asked
            ),
            pages=tuple(_pages(report, name)),
            unchecked=tuple(_unchecked(report, name)),
            checks=tuple(
                CheckRow(name, step, report.subjects[step], report.missed.get(step, 0)) for step in STEPS if step in report.subjects
            ),
        )


def stopped(name: str, state: str, reason: str) -> Rows:
    """Return the rows of an article that was not audited: its state and, in words, the reason."""
    return Rows((ArticleRow(_text(name), state, _text(reason), kzcheck=__version__),))


def _article(report: Report, name: str, page: str | None) -> ArticleRow:
    article, document = report.article, report.article.document
    counts = Counter(finding.severity for finding in report.findings if finding.code != NOT_CHECKED)
    return ArticleRow(
        article=name,
        state=AUDITED,
        file=_text(home(report)),
        title=_given(article.title),
        doi=_given(normal_doi(article.doi)),
        journal=_given(document.journal) if document else None,
        year=_year(article.issued) or (document.year if document else None),
        language=_given(article.language),
        references=len(article.references),
        claims=len(article.claims),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        hidden=len(report.hidden),
        unchecked=len(report.unchecked),
        faults=len(report.faults),
        page=page,
        kzcheck=report.kzcheck,
        time=report.evidence.gathered,
    )


def _findings(report: Report, name: str) -> Iterator[FindingRow]:
    for finding in report.findings:
        if finding.code != NOT_CHECKED:
            yield FindingRow(
                article=name,
                code=finding.code,
                name=finding.name,
                severity=str(finding.severity),
                confidence=finding.confidence.name.lower(),
                reference=_given(finding.reference),
                claim=_given(finding.claim),
                file=_text(finding.location.file),
                line=finding.location.line,
                column=finding.location.column,
                message=_text(finding.message),
                fingerprint=finding.fingerprint,
                known=finding.known,
            )


def _references(report: Report, name: str) -> Iterator[ReferenceRow]:
    counts = Counter(finding.reference for finding in report.findings if finding.code != NOT_CHECKED)
    for number, reference in enumerate(report.article.references, 1):
        item = reference.item
        people = item.author or item.editor
        outcome = report.outcomes.get(reference.id, _NOT_ASKED)
        record = outcome.seen[0].record if outcome.seen else None
        doi = normal_doi(item.doi)
        yield ReferenceRow(
            article=name,
            number=number,
            reference=_text(reference.id),
            type=_given(item.type),
            title=_given(item.title),
            author=_given(people[0].family or people[0].literal or people[0].given) if people else None,
            year=_year(item.issued),
            container=_given(item.container_title),
            doi=_given(doi),
            isbn=_given(item.isbn),
            url=_given(item.url.strip()),
            host=_host(item.url),
            outcome=outcome.state,
            service=record.service if record else None,
            record=_given(record.id) if record else None,
            work=_work(doi or (normal_doi(record.item.doi) if record and outcome.state == "found" else ""), reference),
            findings=counts[reference.id],
        )


def _work(doi: str, reference: Reference) -> str | None:
    """Return the key by which one work is recognised in many lists, or None if an entry has neither a DOI nor a title."""
    if doi:
        return _text(f"doi:{doi}")
    title = fold(reference.item.title)
    return f"title:{title} {reference.item.year or ''}".rstrip() if title else None


def _resolution(name: str, reference: str, asked: Asked) -> ResolutionRow:
    answer = asked.answer
    records = answer.records if isinstance(answer, Found) else ()
    return ResolutionRow(
        article=name,
        reference=_text(reference),
        service=asked.service,
        by=asked.by,
        value=_text(asked.value),
        answer="found" if isinstance(answer, Found) else "absent" if isinstance(answer, Absent) else "failed",
        reason=None if isinstance(answer, Found | Absent) else answer.reason.code,
        records=len(records),
        record=_text(records[0].id) if records else None,
        from_index=asked.from_index,
        status=asked.status,
        time=asked.time,
    )


def _pages(report: Report, name: str) -> Iterator[PageRow]:
    """Yield the URLs of references in their order, then those that only claims have and that were visited."""
    citing: dict[str, list[Reference]] = {}
    for reference in report.article.references:
        for url in reference.urls.values():
            citing.setdefault(url, []).append(reference)
    for claim in report.article.claims:
        for written in find_urls(claim.text):
            if written.value in report.pages:
                citing.setdefault(written.value, [])
    today = report.evidence.gathered.date()
    for url, references in citing.items():
        page = report.pages.get(url)
        accessed = min(filter(None, (_day(reference.item.accessed) for reference in references)), default=None)
        published = min(filter(None, (_day(reference.item.issued) for reference in references)), default=None)
        dated = accessed or published
        yield PageRow(
            article=name,
            references=tuple(_text(reference.id) for reference in references),
            url=_text(url),
            host=_host(url),
            state=page.state if page else UNSEEN,
            kind=_given(page.kind) if page else None,
            cause=_given(page.cause) if page else None,
            status=page.status if page else None,
            final_url=_given(page.final) if page else None,
            archived=_text(page.archived.url) if page and page.archived else None,
            archived_time=page.archived.time if page and page.archived else None,
            accessed=accessed,
            published=published,
            age=(today - dated).days if dated else None,
            time=page.seen if page else None,
        )


def _year(written: Date | None) -> int | None:
    """Return the year of a date if it can be one: a list may have any number there."""
    return written.year if written and written.year is not None and abs(written.year) <= LAST_YEAR else None


def _day(written: Date | None) -> date | None:
    """Return the first day of a date that the calendar has."""
    if written is None or written.year is None:
        return None
    parts = (*written.start, 1, 1)[:3] if written.start else (written.year, 1, 1)
    try:
        return date(*parts)
    except ValueError:
        return None


def _unchecked(report: Report, name: str) -> Iterator[UncheckedRow]:
    for number, item in enumerate(report.unchecked, 1):
        for reason in item.reasons or (None,):
            yield UncheckedRow(
                article=name,
                number=number,
                step=item.step,
                rules=item.codes,
                reference=_given(item.reference),
                claim=_given(item.claim),
                url=_given(item.url),
                service=reason.service or None if reason else None,
                reason=reason.code if reason else None,
                message=_given(str(reason)) if reason else None,
            )


def _host(url: str) -> str | None:
    return _given(host_and_port(url)) if url.strip() else None


def _given(text: str | None) -> str | None:
    return _text(text) if text else None


def _text(text: str) -> str:
    r"""Return a text as UTF-8 can hold it: names of files and JSON may have half a character, which is kept as `\udc80`."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()

"""WORK421–423, 429, 430: notices of a work's retraction, correction or reinstatement, or of concern about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import normal_doi, shown, whole
from kzcheck.language.folding import lower
from kzcheck.language.notices import says_concern, says_retracted
from kzcheck.matching.attribution import work_name
from kzcheck.matching.works import certain, identifiers_of, notices
from kzcheck.rule import rule
from kzcheck.sources import RETRACTION_WATCH, SOURCES
from kzcheck.wording import FieldName, Plural, Words, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Date
    from kzcheck.evidence import Record
    from kzcheck.finding import Excerpt
    from kzcheck.matching.works import Comparison, Instead, Notice, Standing, Verdict

Clause = tuple[tuple[str | Plural, ...], dict[str, object]]
"""A clause of a message, or none, and its values."""
NOTHING: Clause = (), {}

_INSTEAD: dict[Instead, str] = {
    "retraction": template("the {kind} {value} is that of a retraction notice: {recorded}"),
    "concern": template("the {kind} {value} is that of an expression of concern: {recorded}"),
    "correction": template("the {kind} {value} is that of a correction: {recorded}"),
    "review": template("the {kind} {value} is that of a review: {recorded}"),
}

_TOLD_BY = {"publisher": FieldName("publisher"), RETRACTION_WATCH.name: RETRACTION_WATCH.title}
_MONTHS = 12
_MONTH, _DAY = 2, 3
"""The number of parts of a date that is known to the month, and to the day."""

_REPLACED = (
    template("was retracted and replaced"),
    template("was retracted and replaced on {day}"),
    template("was retracted and replaced in {day}"),
)
_DONE = {
    "removal": (
        template("was removed by its publisher"),
        template("was removed by its publisher on {day}"),
        template("was removed by its publisher in {day}"),
    ),
    "withdrawal": (template("was withdrawn"), template("was withdrawn on {day}"), template("was withdrawn in {day}")),
    "retraction": (template("was retracted"), template("was retracted on {day}"), template("was retracted in {day}")),
    "partial_retraction": (
        template("was retracted in part"),
        template("was retracted in part on {day}"),
        template("was retracted in part in {day}"),
    ),
    "expression_of_concern": (
        template("came under an expression of concern"),
        template("came under an expression of concern on {day}"),
        template("came under an expression of concern in {day}"),
    ),
}
_REINSTATED = (
    template("was retracted and then reinstated"),
    template("was retracted and then reinstated on {day}"),
    template("was retracted and then reinstated in {day}"),
)
_APART = {
    ("year", True): Plural(", {count} year before this article", ", {count} years before this article"),
    ("year", False): Plural(", {count} year after this article", ", {count} years after this article"),
    ("month", True): Plural(", {count} month before this article", ", {count} months before this article"),
    ("month", False): Plural(", {count} month after this article", ", {count} months after this article"),
}


@rule("WORK421", "retracted-work", Severity.ERROR, needs=("retractions",))
def retracted_work(case: Case) -> Iterator[Problem]:
    """A cited work was retracted, withdrawn or removed.

    Why:
        Its journal no longer stands by it, and an article that relies on it without a word passes on what was found not to hold.
        The message gives the date, whether that was before or after this article, the reason as recorded by Retraction Watch, and
        the notice.

        The finding is a note if the entry, or every claim that cites it, says that the work was retracted, and a warning if the
        record has nothing but a title such as “RETRACTED: …”, or if the work was found by a search and is not certain.

    Example:
        - {id: "5", title: Rivers that never were, DOI: 10.5555/rivers.2001.7}        # retracted on 2010-02-06

    Silent:
        A corrected work, a retraction notice that is cited as such, and a work that was reinstated are not reported here.

    Fix:
        Read the notice. Remove the work, cite another, or say in the sentence that it was retracted.
    """
    claims = _claims(case.article)
    for reference, verdict, standing in _standings(case):
        retraction, best = standing.retraction, verdict.work
        admitted = notices.entry_says_retracted(reference) or _all_say(claims.get(reference.id, ()), concern=False)
        if retraction:
            sure = best is None or _is_identified(reference, best.record) or certain(best)
            yield replace(
                _problem(reference, retraction, case.article, _RETRACTED_FIX),
                severity=Severity.NOTE if admitted else None if sure else Severity.WARNING,
                confidence=None if sure else Confidence.LIKELY,
            )
        elif best and standing.reinstatement is None and (title := notices.retracted_title(reference.item, best.record)):
            yield Problem(
                reference.place("title"),
                "its record has the title “{title}” ({source})",
                {"title": cut(title), "source": best.record.source},
                reference=reference.id,
                excerpt=excerpt(reference.item.title, reference.item.title),
                fix=_RETRACTED_FIX,
                severity=Severity.NOTE if admitted else Severity.WARNING,
                confidence=Confidence.LIKELY,
            )


_RETRACTED_FIX = Fix("read the notice; delete the citation, cite another work, or say in the text that this one was retracted")


@rule("WORK422", "corrected-work", Severity.NOTE, needs=("retractions",))
def corrected_work(case: Case) -> Iterator[Problem]:
    """A cited work was corrected after it appeared.

    Why:
        What is cited may be what was corrected. A correction, erratum, corrigendum, addendum or clarification is not a retraction:
        the work stands. All corrections of a work are one finding.

    Example:
        - {id: "6", title: Rivers that never were, DOI: 10.5555/rivers.2001.7}        # erratum of 2002

    Silent:
        New versions that publishers register for their own pages, corrections that the list itself cites or notes, and works that
        were retracted (WORK421) are not reported.

    Fix:
        Check whether the correction affects what is cited here.
    """
    cited = {normal_doi(reference.item.doi) for reference in case.article.references if reference.item.doi}
    for reference, _, standing in _standings(case):
        notes = lower(reference.item.note)
        news = [
            correction
            for correction in standing.corrections
            if not correction.doi or (correction.doi not in cited and correction.doi not in notes)
        ]
        if news:
            yield Problem(
                reference.location,
                "was corrected: {corrections}",
                {"corrections": tuple(map(_line, news))},
                reference=reference.id,
                fix=Fix("check whether this affects what is cited here"),
            )


@rule("WORK423", "work-of-concern", Severity.WARNING, needs=("retractions",))
def work_of_concern(case: Case) -> Iterator[Problem]:
    """The journal has expressed concern about a cited work, or retracted part of it.

    Why:
        An inquiry may be under way, or a figure or table no longer holds. The finding is a note if the entry, or every claim that
        cites it, says so.

    Example:
        - {id: "8", title: Rivers that never were, DOI: 10.5555/rivers.2001.7}        # expression of concern of 2019-05

    Silent:
        A retraction of the whole work is reported by WORK421. Concern that a reinstatement has settled is not reported.

    Fix:
        Read the notice, and check whether what is cited here still holds.
    """
    claims = _claims(case.article)
    for reference, _, standing in _standings(case):
        if concern := standing.concern:
            admitted = notices.entry_says_retracted(reference) or _all_say(claims.get(reference.id, ()), concern=True)
            fix = Fix("read the notice, and check whether what is cited here still holds")
            yield replace(_problem(reference, concern, case.article, fix), severity=Severity.NOTE if admitted else None)


@rule("WORK429", "notice-or-review-cited-as-work", Severity.WARNING, needs=("records",), key=("kind", "value"))
def notice_cited_as_work(case: Case) -> Iterator[Problem]:
    """The identifier leads to a notice about the work or a review of it, not to the work itself.

    Why:
        A search by title brings up the erratum, the retraction notice and the book review beside the work, and one of their DOIs
        was copied. Readers who follow it do not find what is cited.

    Example:
        - {id: "2", type: book, title: Rivers that never were, DOI: 10.5555/reviews.2003.9}        # a review of two pages

    Silent:
        Nothing is reported if the entry says what it cites: by its title (“Retraction: …”, “Review of …”), its type or a note.

    Fix:
        Use the work's own identifier (DOI), or say in the entry that the notice or review is meant (title, type or note).
    """
    for reference, verdict in case.judged():
        for by, value, comparison in _identified(reference, verdict):
            record = comparison.record
            if instead := notices.instead_of_work(reference.item, record, of_another=comparison.identity == "other"):
                yield Problem(
                    reference.place(lower(by) if reference.item.text(lower(by)) else "url"),
                    _INSTEAD[instead],
                    {"kind": by, "value": shown(value), "recorded": work_name(record.item)},
                    reference=reference.id,
                    excerpt=_mark(reference, by, value),
                    fix=_own_doi(reference, record),
                )


@rule("WORK430", "reinstated-work", Severity.NOTE, needs=("retractions",))
def reinstated_work(case: Case) -> Iterator[Problem]:
    """A cited work was retracted, and the retraction was withdrawn.

    Why:
        The work stands again, but other tools and readers may know only of the retraction.

    Example:
        - {id: "5", title: Rivers that never were, DOI: 10.5555/rivers.2001.7}        # reinstated on 2012-01-30

    Silent:
        A work that was retracted again after that is reported by WORK421.

    Fix:
        Nothing needs changing. A word about it may help readers.
    """
    for reference, _, standing in _standings(case):
        if reinstatement := standing.reinstatement:
            source, values = _source(reinstatement)
            yield Problem(
                reference.location,
                _REINSTATED[_known_to(reinstatement.date)],
                {**_day(reinstatement.date), **values},
                also=source,
                reference=reference.id,
                fix=Fix("no change needed; a note may help readers"),
            )


def _day(date: Date | None) -> dict[str, object]:
    """Return the value of a date for templates about what was done, if it is known."""
    return {"day": date} if _known_to(date) else {}


def _known_to(date: Date | None) -> int:
    """Return the index of the template that fits a date: 0 if unknown, 1 for a day, 2 for a month or a year."""
    if date is None or not str(date):
        return 0
    return 1 if len(date.start) >= _DAY else 2


def when(date: Date | None, issued: Date | None) -> Clause:
    """Return the time of a day relative to the article: ", 15 years before this article"."""
    if date is None or issued is None or not date.start or not issued.start:
        return NOTHING
    then, now = date.start, issued.start
    to_the_month = min(len(then), len(now)) >= _MONTH
    months = _MONTHS * (now[0] - then[0]) + (now[1] - then[1] if to_the_month else 0)
    if not months:
        return (
            template(", in the same month as this article") if to_the_month else template(", in the same year as this article"),
        ), {}
    count, unit = (abs(months) // _MONTHS, "year") if abs(months) >= _MONTHS else (abs(months), "month")
    return (_APART[unit, months > 0],), {"count": count}


def _why(notice: Notice) -> Clause:
    """Return the reasons in the table ("+A;+B;") in readable form."""
    parts = (part.strip(" +") for part in notice.reason[:1000].split(";"))
    reasons = tuple(part for part in parts if part)
    return ((template("; according to Retraction Watch: {reasons}"),), {"reasons": reasons}) if reasons else NOTHING


def _source(notice: Notice) -> Clause:
    """Return the notice and its sources: " (notice 10.5555/n; the publisher, Retraction Watch)"."""
    doi = shown(notice.doi) if notice.doi else ""
    sources = tuple(_TOLD_BY.get(source, cut(source, 40)) for source in notice.sources)
    if doi and sources:
        return (template(" (notice {notice}; {sources})"),), {"notice": doi, "sources": sources}
    if doi:
        return (template(" (notice {notice})"),), {"notice": doi}
    return ((template(" ({sources})"),), {"sources": sources}) if sources else NOTHING


def _line(notice: Notice) -> str:
    """Return a notice for a list: "erratum 10.5555/e (2002-05)"."""
    parts = (notice.type.replace("_", " "), shown(notice.doi) if notice.doi else "", f"({notice.date})" if notice.date else "")
    return " ".join(filter(None, parts))


def _standings(case: Case) -> Iterator[tuple[Reference, Verdict, Standing]]:
    """Yield the status of each work after its notices, ignoring the DOI of another work or of the notice itself."""
    for reference, verdict in case.judged():
        resolution = case.evidence.resolutions.get(reference.id)
        if resolution is None or (verdict.astray and verdict.work is None):
            continue
        records = verdict.records
        if any(notices.is_notice(record) for record in records) or (verdict.work and verdict.work.part):
            continue
        yield reference, verdict, notices.standing(notices.about(records, resolution.notices))


def _claims(article: Article) -> dict[str, list[Claim]]:
    """Return the claims that cite each reference."""
    citing: dict[str, list[Claim]] = {}
    for claim in article.claims:
        for reference in {citation.reference for citation in claim.citations}:
            citing.setdefault(reference, []).append(claim)
    return citing


def _all_say(claims: Sequence[Claim], *, concern: bool) -> bool:
    """Return whether claims cite a work and all of them say that it was retracted, or is under concern."""
    words = [says_retracted(claim.text) or (concern and says_concern(claim.text)) for claim in claims]
    return bool(words) and all(words)


def _is_identified(reference: Reference, record: Record) -> bool:
    """Return whether the entry has the DOI of a record."""
    return ("DOI", normal_doi(record.item.doi)) in identifiers_of(reference.item)


def _identified(reference: Reference, verdict: Verdict) -> Iterator[tuple[str, str, Comparison]]:
    """Yield the records under the entry's own identifiers: the work's, if it has its DOI, and those of other works."""
    if verdict.work and _is_identified(reference, verdict.work.record):
        yield "DOI", normal_doi(verdict.work.record.item.doi), verdict.work
    for astray in verdict.astray:
        yield astray.by, astray.value, astray.comparison


def _own_doi(reference: Reference, record: Record) -> Fix:
    """Return the fix that replaces a notice's DOI by its work's, if the notice says which work it changes."""
    own = {normal_doi(update.doi) for update in record.updates} | {
        normal_doi(relation.id) for relation in record.relations if relation.type == "is-review-of" and relation.id_type == "doi"
    }
    old = reference.item.doi
    new = next(iter(own)) if len(own) == 1 else ""
    if not new or new == normal_doi(old):
        return Fix("give the identifier of the work itself, or make clear in the entry that this item is meant")
    return Fix(
        "write {doi}, the DOI of the work that it is about ({service}), or make clear in the entry that this item is meant",
        {"doi": whole(new), "service": Words(SOURCES[record.service].title)},
    )


def _mark(reference: Reference, by: str, value: str) -> Excerpt:
    text = shown(reference.item.text(lower(by)) or reference.item.url, 500)
    start = lower(text).find(value)
    return excerpt(text, text[start : start + len(value)] if start >= 0 else text)


def _problem(reference: Reference, notice: Notice, article: Article, fix: Fix) -> Problem:
    field = "doi" if reference.item.doi else "title"
    text = whole(reference.item.text(field))
    clauses = [when(notice.date, article.issued), _why(notice), _source(notice)]
    return Problem(
        reference.place(field),
        (_REPLACED if notice.replaced else _DONE.get(notice.type, _DONE["retraction"]))[_known_to(notice.date)],
        _day(notice.date) | {name: value for _, values in clauses for name, value in values.items()},
        also=tuple(template for templates, _ in clauses for template in templates),
        reference=reference.id,
        excerpt=excerpt(text, text) if text else None,
        fix=fix,
    )


RULES = (
    retracted_work,
    corrected_work,
    work_of_concern,
    notice_cited_as_work,
    reinstated_work,
)

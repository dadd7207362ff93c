"""The step for retractions: adds notices from the Retraction Watch table to those in Crossref's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.errors import UnreadableError
from kzcheck.evidence import Found, Resolution, Unchecked
from kzcheck.gather import retraction_table
from kzcheck.gather.steps import StepFile, failures, records
from kzcheck.matching.works import Verdict, identifiers_of, judge
from kzcheck.reasons import Reason
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Evidence
    from kzcheck.gather.steps import Explained, Run


def gather(run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
    """Add the table's notices about the known DOIs of the references to the evidence."""
    if not run.references:
        return evidence, False
    run.watch.progress("looking for retractions", 0, 1, None)
    table = retraction_table.on_this_machine(run.settings, run.kept)
    if table is None:
        return evidence, False
    resolutions = dict(evidence.resolutions)
    dois: dict[str, list[str]] = {}
    for reference in run.references:
        resolution = resolutions.get(reference.id, Resolution())
        judged = judge(reference.item, reference.wording, resolution, evidence.silent) if resolution.asked else Verdict()
        dois[reference.id] = sorted(_dois_of(reference, judged))
    try:
        answers = table.answer("DOI", [doi for own in dois.values() for doi in own])
    except UnreadableError as error:
        run.watch.warn(str(error))
        return evidence, False
    for name, own in dois.items():
        records = (record for doi in own if isinstance(answer := answers[doi], Found) for record in answer.records)
        if notices := tuple(notice for record in records for notice in record.updated_by):
            resolutions[name] = replace(resolutions.get(name, Resolution()), notices=notices)
    return replace(evidence, resolutions=resolutions, retractions=table.state), False


def left_open(case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
    """Yield the references unchecked for retractions: those without a DOI for which Crossref or the table gave an answer."""
    table = case.evidence.retractions is not None
    if subjects and case.evidence.resolutions and not table:
        yield Unchecked("retractions", subjects[0].codes, (Reason("no-table"),))
    for subject in subjects:
        name = subject.reference or ""
        resolution = case.evidence.resolutions.get(name, Resolution())
        if not (table or resolution.asked):
            yield explained(subject)
            continue
        verdict = case.verdicts.get(name, Verdict())
        dois = _dois_of(case.references[name], verdict)
        listing = [asked for asked in resolution.asked if SOURCES[asked.service].lists_notices]
        dated = [asked for asked in listing if asked.from_index]
        answered = {
            record.item.doi
            for asked in listing
            if isinstance(asked.answer, Found) and not asked.from_index
            for record in asked.answer.records
        }
        if not dois:
            yield replace(subject, reasons=(Reason("no-doi-known" if verdict.work else "no-record-found"),))
        elif not (table or dois & answered):
            yield replace(subject, reasons=failures(listing) or (Reason("only-in-index" if dated else "not-at-crossref"),))


def _dois_of(reference: Reference, verdict: Verdict) -> frozenset[str]:
    """Return the DOIs under which notices about a work may be listed: the entry's and its records', except other versions'."""
    own = {value for by, value in identifiers_of(reference.item) if by == "DOI" and (by, value) not in verdict.unregistered}
    own -= {asked.value for asked in verdict.astray}
    works = (
        comparison
        for comparison in (verdict.work, *verdict.others)
        if comparison and not comparison.version and not comparison.part
    )
    return frozenset(own | {work.record.item.doi for work in works if work.record.item.doi})


STEP = StepFile(records.reason, gather, left_open)

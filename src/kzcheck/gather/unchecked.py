"""What gathering left open: for each reference that nobody could answer for, which rules lack what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck.evidence import Failed, Found, Resolution, Unchecked, worded
from kzcheck.identifiers import doi_in_url, find_urls, handle_in_url, normal_arxiv, normal_url, pmid_in_url
from kzcheck.matching.links import given, verified, works_at
from kzcheck.matching.works import Verdict, arxiv_doi, competence, identifiers_of, known_identifiers
from kzcheck.reasons import Reason
from kzcheck.sources import SOURCES
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.evidence import Asked, Evidence, Page
    from kzcheck.matching.links import PageState
    from kzcheck.sources import SourceName
    from kzcheck.steps import StepName

    Codes = Mapping[StepName, tuple[str, ...]]

OF_EXISTENCE = ("WORK401", "WORK402", "WORK403", "ID306")
"""Rules that need no record of the work itself."""
OF_IDENTIFIERS = ("WORK402", "WORK403")


def unchecked(case: Case, codes: Codes, explained: Callable[[Unchecked], Unchecked]) -> Iterator[Unchecked]:
    """Yield what is open about each subject: what asking left so, or what was not asked about, `explained`."""
    article, evidence, judged, seen = case.article, case.evidence, case.verdicts, case.pages
    if not (evidence.resolutions or evidence.pages):
        yield from map(explained, subjects(article, codes))
        return
    references, works = case.references, works_at(article)
    settled = registered(evidence) | {value for verdict in judged.values() for _, value in verdict.unregistered}
    table = evidence.retractions is not None
    if not table and codes.get("retractions"):
        yield Unchecked("retractions", codes["retractions"], (Reason("no-table"),))
    for one in subjects(article, codes):
        resolution = evidence.resolutions.get(one.reference or "", Resolution())
        if one.step == "records" and resolution.asked:
            yield from _of_records(references[one.reference or ""], resolution, judged[one.reference or ""], one.codes)
        elif one.step == "retractions" and (resolution.asked or table):
            verdict = judged.get(one.reference or "", Verdict())
            yield from _of_retractions(references[one.reference or ""], resolution, verdict, one.codes, table=table)
        elif one.step == "links" and (page := evidence.pages.get(one.url or "")):
            reference = references.get(one.reference or "")
            if reference is None or given(reference, evidence.pages) != "shows":
                yield from _of_link(one, page, seen.get(one.url or ""), works.get(normal_url(one.url or ""), ()))
        elif one.step == "links" and (identifier := identifier_of(one.url or "")):
            if identifier not in settled:
                yield _because(one, Reason("identifier-not-asked"))
        else:
            yield explained(one)


def subjects(article: Article, codes: Codes) -> Iterator[Unchecked]:
    """Yield, without a reason, everything that the rules with these codes would have to ask about, step by step."""
    for step in STEPS:
        if wanted := codes.get(step):
            for reference, claim, url in _subjects(article, step):
                yield Unchecked(step, wanted, (), reference, claim, url)


def _subjects(article: Article, step: StepName) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Yield the references, claims and URLs that a step is about."""
    if step == "texts":
        yield from ((None, claim.id, None) for claim in article.claims if claim.citations)
    elif step == "links":
        yield from ((one.id, None, url) for one in article.references for url in one.urls.values())
        for claim in article.claims:
            yield from ((None, claim.id, url) for url in dict.fromkeys(one.value for one in find_urls(claim.text)))
    else:
        yield from ((one.id, None, None) for one in article.references)


def _of_link(one: Unchecked, page: Page, state: PageState | None, cited: Sequence[Item]) -> Iterator[Unchecked]:
    """Yield that a page could not be looked at, or lets no program in, unless an archived copy shows a cited work."""
    last = page.visits[-1]
    if state is None:
        yield _because(one, Reason("no-host"))
    elif last.layer is None and last.status is None and last.reason:
        yield _because(one, Reason("its-host", {"reason": last.reason}))
    elif state.state == "blocked" and state.cause and verified(one.url or "", page, cited) is None:
        yield _because(one, Reason("the-page", {"reason": state.cause}))


def _because(one: Unchecked, reason: Reason) -> Unchecked:
    return msgspec.structs.replace(one, reasons=(reason,))


def identifier_of(url: str) -> str:
    """Return the identifier by which a registry answers for a URL, as it is asked for, "" for none.

    It is the preprint's DOI at arXiv, PubMed's number, a DOI in lower case, or another handle.
    """
    arxiv = normal_arxiv(url) if "arxiv.org" in url.lower() else ""
    return arxiv_doi(arxiv) if arxiv else pmid_in_url(url) or doi_in_url(url).lower() or handle_in_url(url)


def registered(evidence: Evidence) -> frozenset[str]:
    """Return the identifiers for which a registry answered, whichever entry it was asked about: their pages need not be asked."""
    return known_identifiers(one for resolution in evidence.resolutions.values() for one in resolution.asked)


def _of_records(reference: Reference, resolution: Resolution, verdict: Verdict, codes: tuple[str, ...]) -> Iterator[Unchecked]:
    """Yield what of the rules with these codes stays open about the record of a reference."""
    if verdict.work is not None:
        open_codes = tuple(code for code in codes if code in OF_IDENTIFIERS)
        identifier, failures = _identifier_failed(reference, resolution, verdict)
        if open_codes and failures:
            yield Unchecked("records", open_codes, failures, reference=reference.id, identifier=identifier)
    elif verdict.registered and not verdict.astray:
        without = tuple(code for code in codes if code not in OF_EXISTENCE)
        kind, _ = verdict.registered[0]
        yield Unchecked("records", without, (Reason("bare-registration", {"kind": kind}),), reference=reference.id)
    elif reasons := why_unknown(reference, resolution, verdict):
        yield Unchecked("records", codes, reasons, reference=reference.id)


def why_unknown(reference: Reference, resolution: Resolution, verdict: Verdict) -> tuple[Reason, ...]:
    """Return why nothing can be said of a work that was not found: nothing where every competent service knows of none."""
    failed = dict(verdict.failed)
    if not competence(reference.item).competent:
        failed |= {one.service: one.answer.reason for one in resolution.asked if isinstance(one.answer, Failed)}
    if failed:
        return tuple(_of(name, failed[name]) for name in sorted(failed))
    if verdict.near is not None and verdict.near.identity == "unsure":
        record = verdict.near.record
        return (Reason("unsure", {"service": SOURCES[record.service].title, "record": record.id}),)
    return () if verdict.absent else (why_nobody(reference.item),)


def _of(service: SourceName, reason: Reason) -> Reason:
    return msgspec.structs.replace(reason, service=service)


def _failures(asked: Iterable[Asked]) -> tuple[Reason, ...]:
    """Return why questions got no answer, with the service of each."""
    return tuple(_of(one.service, one.answer.reason) for one in asked if isinstance(one.answer, Failed))


def why_nobody(item: Item) -> Reason:
    """Return why nobody could be asked about the work of an entry."""
    if not competence(item).competent and not identifiers_of(item):
        kind = item.type.replace("-", " ").replace("_", " ")
        return Reason("no-competence", {"type": kind}) if kind else Reason("no-type")
    return Reason("nobody-to-ask")


def _of_retractions(
    reference: Reference, resolution: Resolution, verdict: Verdict, codes: tuple[str, ...], *, table: bool
) -> Iterator[Unchecked]:
    """Yield what stays open about the retraction of a reference: asked is who has a DOI that Crossref or the table answered for."""
    dois = dois_of(reference, verdict)
    answered = {
        record.item.doi
        for one in resolution.asked
        if SOURCES[one.service].lists_notices and isinstance(one.answer, Found)
        for record in one.answer.records
    }
    if (table and dois) or dois & answered:
        return
    if dois:
        failures = _failures(one for one in resolution.asked if SOURCES[one.service].lists_notices)
        yield Unchecked("retractions", codes, failures or (Reason("not-at-crossref"),), reference=reference.id)
    else:
        reason = Reason("no-doi-known" if verdict.work else "no-record-found")
        yield Unchecked("retractions", codes, (reason,), reference=reference.id)


def dois_of(reference: Reference, verdict: Verdict) -> frozenset[str]:
    """Return the DOIs under which notices about a work are listed: its own, and its records', but for other versions of it."""
    own = {value for by, value in identifiers_of(reference.item) if by == "DOI" and (by, value) not in verdict.unregistered}
    own -= {one.value for one in verdict.astray}
    works = (one for one in (verdict.work, *verdict.others) if one and not one.version and not one.part)
    return frozenset(own | {one.record.item.doi for one in works if one.record.item.doi})


def _identifier_failed(reference: Reference, resolution: Resolution, verdict: Verdict) -> tuple[str, tuple[Reason, ...]]:
    """Return an identifier of the entry that could not be looked up, and why: nothing if each could, or the record confirms it.

    Handles are left out: no rule on records speaks of them.
    """
    known = {verdict.work.record.item.doi, verdict.work.record.item.pmid} if verdict.work else set()
    for by, value in identifiers_of(reference.item):
        answers = [one for one in resolution.asked if (one.by in {by, "agency", "handle"}) and one.value == value]
        failures = _failures(answers)
        if failures and len(failures) == len(answers) and value not in known and by != "handle":
            return f"{by} {value}", failures
    return "", ()


def silence(silent: Mapping[SourceName, Reason]) -> str:
    """Return one line on the services that were not to be asked at all, "" if all were."""
    return "; ".join(worded(_of(name, reason)) for name, reason in silent.items())

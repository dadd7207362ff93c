"""The step for records: looks up every reference at the services."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Reference
from kzcheck.evidence import Failed, Resolution, Unchecked, worded
from kzcheck.gather import house, works_index
from kzcheck.gather.steps import Plan, Planned, StepFile, failures, with_source
from kzcheck.matching.works import competence, identifiers_of
from kzcheck.reasons import Reason
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kzcheck.article import Article, Claim
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.evidence import Evidence
    from kzcheck.gather.answers import Key
    from kzcheck.gather.questions import Question
    from kzcheck.gather.steps import Explained, Run
    from kzcheck.gather.works_index import WorksIndex
    from kzcheck.matching.works import Verdict
    from kzcheck.settings import Settings
    from kzcheck.sources import By, SourceName
    from kzcheck.web.messages import Keep, Reply, Request

OF_EXISTENCE = ("WORK401", "WORK402", "WORK403", "ID306")
"""Rules that do not need a record of the work itself."""
OF_IDENTIFIERS = ("WORK402", "WORK403")
NOT_ASKED = Reason("only-offline")
"""Why a service did not answer what the index of works left open."""


def gather(run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
    """Add the services' answers about the references to the evidence."""
    index = _index(run) if run.references else None
    if not run.references or (run.offline and index is None and run.answers is None):
        return evidence, False
    from kzcheck.gather import asking, endpoints  # noqa: PLC0415 - with the network's libraries
    from kzcheck.gather.batches import Batches  # noqa: PLC0415 - as above
    from kzcheck.gather.desk import Desk  # noqa: PLC0415 - as above
    from kzcheck.web.messages import NoReply  # noqa: PLC0415 - as above

    snapshots = index.snapshots if index else {}
    evidence = replace(evidence, index=snapshots)
    silent = run.answers.silent if run.answers else endpoints.silent(run.settings)
    if not run.offline:
        evidence = replace(evidence, silent={name: why for name, why in silent.items() if name not in snapshots})
    if not run.asks:
        resolutions, _ = at_hand(run, index, NOT_ASKED)
        return replace(evidence, resolutions=resolutions), False
    services = endpoints.available(run.settings, snapshots)
    failed = index.failed if index else {}

    def counted() -> tuple[int, int]:
        return desk.settled, len(run.references)

    hosts = tuple(endpoints.endpoints(run.settings))
    with asking.session(run, hosts, run.settings.network.timeout, "asking about works", counted) as session:

        def submit(request: Request, answer: Callable[[Reply | NoReply], Keep | None]) -> None:
            """Send a request, unless the service is only asked in the index."""
            if why := silent.get(request.endpoint):
                answer(NoReply(failed.get(request.endpoint, why)))
            else:
                session.submit(request, answer)

        desk = Desk(run.references, services, Batches(services, submit).send, (index,) if index else ())
        desk.ask()
        session.run()
    return replace(evidence, resolutions=desk.resolutions()), session.interrupted


def _index(run: Run) -> WorksIndex | None:
    """Return the index of works; a house's own OpenSearch is part of it, or what that answered before, unless offline."""
    if run.asks:
        return works_index.of_the_house(run.settings, run.ends, run.watch.warn)
    if run.answers:
        return works_index.of_answers(run.settings, run.answers, run.watch.warn)
    return works_index.on_this_machine(run.settings, run.watch.warn)


def at_hand(
    run: Run, index: WorksIndex | None, missing: Reason | None, waiting: Collection[Key] = ()
) -> tuple[dict[str, Resolution], list[Question]]:
    """Return what the index and the run's answers say about the references, and the questions that they leave open.

    With `missing`, that is the answer to these. Offline, a reference about which nothing is said was not asked about.
    While questions to OpenSearch are `waiting`, no others are answered: who would be asked next depends on them.
    """
    from kzcheck.gather import endpoints  # noqa: PLC0415 - with all services
    from kzcheck.gather.desk import resolved  # noqa: PLC0415 - as above

    run.watch.progress("looking into the index of works", 0, 1, None)
    silent = run.answers.silent if run.answers else None
    services = endpoints.available(run.settings, index.snapshots if index else {}, silent)
    sources = tuple(source for source in (index, run.answers) if source)
    failed = index.failed if index else {}

    def why(name: SourceName) -> Reason | None:
        if waiting:
            return None
        return failed.get(name, silent[name]) if silent and name in silent else missing

    resolutions, left_open = resolved(run.references, services, sources, why)
    if run.offline:
        resolutions = {name: resolution for name, resolution in resolutions.items() if _says_anything(resolution)}
    return resolutions, left_open


def _says_anything(resolution: Resolution) -> bool:
    return any(not isinstance(asked.answer, Failed) for asked in resolution.asked)


def left_open(case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
    """Yield the references whose records remain unchecked."""
    for subject in subjects:
        name = subject.reference or ""
        resolution = case.evidence.resolutions.get(name, Resolution())
        if resolution.asked:
            yield from _of_reference(subject, case.references[name], resolution, case.verdicts[name])
        else:
            yield explained(subject)


def reason(run: Run, subject: Unchecked, entry: Reference | Claim | None) -> Reason:
    """Return why no service was asked about a reference."""
    return run.not_asked(subject) or (_why_nobody(entry.item) if isinstance(entry, Reference) else Reason("nobody-to-ask"))


def plan(article: Article, settings: Settings) -> Plan:
    """Return the requests that would be sent about the references of an article."""
    from kzcheck.gather import endpoints  # noqa: PLC0415 - with all services
    from kzcheck.gather.batches import Batches  # noqa: PLC0415 - as above
    from kzcheck.gather.desk import Desk  # noqa: PLC0415 - as above

    index = works_index.on_this_machine(settings, lambda _text: None)
    services = endpoints.available(settings, index.snapshots if index else {})
    requests: Counter[str] = Counter()
    batches = Batches(services, lambda request, _: requests.update([request.endpoint]))
    desk = Desk(article.references, services, batches.send, (index,) if index else ())
    desk.ask()
    values: dict[SourceName, list[tuple[By, str]]] = {}
    for name, by, value in desk.pending():
        values.setdefault(name, []).append((by, value))
    return Plan(
        first=tuple(
            Planned(SOURCES[name].title, services[name].url, requests[name], tuple(asked)) for name, asked in values.items()
        ),
        may_follow=tuple(
            (SOURCES[name].title, service.url)
            for name, service in services.items()
            if not (name in values or SOURCES[name].only_identifiers)
        ),
        index={SOURCES[name].title: snapshot for name, snapshot in index.snapshots.items()} if index else {},
        house=house.host(settings),
        silent="; ".join(worded(with_source(name, why)) for name, why in endpoints.silent(settings).items()),
    )


def _of_reference(subject: Unchecked, reference: Reference, resolution: Resolution, verdict: Verdict) -> Iterator[Unchecked]:
    """Yield the rules on records that remain unchecked for a reference; with a record, only those about its identifiers."""
    if verdict.work is not None:
        codes = tuple(code for code in subject.codes if code in OF_IDENTIFIERS)
        identifier, reasons = _identifier_failed(reference, resolution, verdict)
        if codes and reasons:
            yield replace(subject, codes=codes, reasons=reasons, identifier=identifier)
    elif verdict.registered and not verdict.astray:
        codes = tuple(code for code in subject.codes if code not in OF_EXISTENCE)
        kind, _ = verdict.registered[0]
        yield replace(subject, codes=codes, reasons=(Reason("bare-registration", {"kind": kind}),))
    elif reasons := _why_unknown(reference, resolution, verdict):
        yield replace(subject, reasons=reasons)


def _why_unknown(reference: Reference, resolution: Resolution, verdict: Verdict) -> tuple[Reason, ...]:
    """Return why the existence of a work without a record is open; nothing if every competent service says it is unknown."""
    failed = dict(verdict.failed)
    if not competence(reference.item).competent:
        failed |= {asked.service: asked.answer.reason for asked in resolution.asked if isinstance(asked.answer, Failed)}
    if failed:
        return tuple(with_source(name, failed[name]) for name in sorted(failed))
    if verdict.near is not None and verdict.near.identity == "unsure":
        record = verdict.near.record
        return (Reason("unsure", {"service": SOURCES[record.service].title, "record": record.id}),)
    return () if verdict.absent else (_why_nobody(reference.item),)


def _why_nobody(item: Item) -> Reason:
    """Return why no service could be asked about an entry."""
    if not competence(item).competent and not identifiers_of(item):
        kind = item.type.replace("-", " ").replace("_", " ")
        return Reason("no-competence", {"type": kind}) if kind else Reason("no-type")
    return Reason("nobody-to-ask")


def _identifier_failed(reference: Reference, resolution: Resolution, verdict: Verdict) -> tuple[str, tuple[Reason, ...]]:
    """Return an identifier of the entry that could not be looked up, and why; nothing if each could be or the record confirms it.

    Handles are left out: no rule on records is about them.
    """
    known = {verdict.work.record.item.doi, verdict.work.record.item.pmid} if verdict.work else set()
    for by, value in identifiers_of(reference.item):
        answers = [asked for asked in resolution.asked if (asked.by in {by, "agency", "handle"}) and asked.value == value]
        reasons = failures(answers)
        if reasons and len(reasons) == len(answers) and value not in known and by != "handle":
            return f"{by} {value}", reasons
    return "", ()


STEP = StepFile(reason, gather, left_open, plan)

"""The references are resolved: the session is opened, the desk asks, and the table of retractions is looked into."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.evidence import SERVICE_TITLES, Evidence, Resolution
from kzcheck.gather import endpoints, retractions
from kzcheck.gather.records import Desk
from kzcheck.gather.unchecked import dois_of
from kzcheck.matching.works import Verdict, judge
from kzcheck.web import cache
from kzcheck.web.session import Session
from kzcheck.web.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.evidence import Step
    from kzcheck.gather.watch import Watch
    from kzcheck.settings import Settings


def resolve(
    evidence: Evidence, references: Sequence[Reference], codes: Mapping[Step, tuple[str, ...]], settings: Settings, watch: Watch
) -> tuple[Evidence, bool]:
    """Add to the evidence what the services and the table of retractions know of the references; tell whether it was cut short."""
    services = endpoints.asked(settings)
    hosts = tuple(endpoints.endpoints(settings))
    titles: dict[str, str] = {name: SERVICE_TITLES[name] for name in services}
    kept = answers() if settings.network.cache else None
    transport = Transport(hosts, agent=endpoints.agent(settings), network=settings.network)
    session = Session(
        hosts,
        transport.send,
        cache=kept,
        deadline=settings.network.timeout,
        told=lambda name, done, of: watch.progress(f"asking {titles[name]}", done, of),
    )
    desk = Desk(references, services, session.submit)
    desk.ask()
    session.run()
    transport.close()
    if kept is not None:
        kept.close()
        if kept.warning:
            watch.warn(kept.warning)
    evidence = msgspec.structs.replace(evidence, resolutions=desk.resolutions(), silent=endpoints.silent(settings))
    if codes.get("retractions"):
        evidence, _ = listed(evidence, references, codes, settings, watch)
    return evidence, session.interrupted


def answers() -> cache.Cache:
    """Return the answers that are kept on this machine."""
    return cache.Cache(cache.folder(os.environ))


def listed(
    evidence: Evidence,
    references: Iterable[Reference],
    codes: Mapping[Step, tuple[str, ...]],
    settings: Settings,
    watch: Watch,
) -> tuple[Evidence, bool]:
    """Add to the evidence what the table of retractions says of the references' DOIs, as far as they are known."""
    if not codes.get("retractions"):
        return evidence, False
    watch.progress("looking for retractions", 0, 1)
    resolutions = dict(evidence.resolutions)
    dois: dict[str, frozenset[str]] = {}
    for one in references:
        resolution = resolutions.get(one.id, Resolution())
        verdict = judge(one.item, one.printed, resolution, evidence.silent) if resolution.asked else Verdict()
        dois[one.id] = dois_of(one, verdict)
    folder = cache.folder(os.environ)
    try:
        found = retractions.look_up(retractions.place(settings, folder), folder, (doi for some in dois.values() for doi in some))
    except UnreadableError as error:
        watch.warn(str(error))
        found = None
    if found is None:
        return evidence, False
    table, notices = found
    for name, own in dois.items():
        if some := tuple(notice for doi in sorted(own) for notice in notices.get(doi, ())):
            resolutions[name] = msgspec.structs.replace(resolutions.get(name, Resolution()), notices=some)
    return msgspec.structs.replace(evidence, resolutions=resolutions, retractions=table), False

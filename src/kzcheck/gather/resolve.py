"""The references are resolved: the session is opened, the desk asks, and the table of retractions is looked into."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from kzcheck.gather import endpoints, notices
from kzcheck.gather.records import Desk
from kzcheck.gather.waiting import Questions
from kzcheck.sources import SOURCES
from kzcheck.web import cache
from kzcheck.web.session import Session
from kzcheck.web.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kzcheck.article import Reference
    from kzcheck.evidence import Evidence
    from kzcheck.gather.watch import Watch
    from kzcheck.settings import Settings
    from kzcheck.steps import StepName


def resolve(  # noqa: PLR0913, PLR0917
    evidence: Evidence,
    references: Sequence[Reference],
    codes: Mapping[StepName, tuple[str, ...]],
    settings: Settings,
    kept: Path | None,
    watch: Watch,
) -> tuple[Evidence, bool]:
    """Add to the evidence what the services and the table of retractions know of the references; tell whether it was cut short."""
    services = endpoints.asked(settings)
    hosts = tuple(endpoints.endpoints(settings))
    titles: dict[str, str] = {name: SOURCES[name].title for name in services}
    stored = cache.Cache(kept, settings.network) if kept and settings.network.cache else None
    transport = Transport(hosts, agent=endpoints.agent(), network=settings.network)
    questions = Questions(
        watch, "asking about works", counted=lambda: (desk.settled, len(references)), titled=lambda name: titles[name]
    )
    session = Session(
        hosts,
        transport.send,
        cache=stored,
        deadline=settings.network.timeout,
        told=questions.told,
        paused=questions.paused,
    )
    desk = Desk(references, services, session.submit)
    try:
        desk.ask()
        session.run()
    finally:
        transport.close()
        if stored is not None:
            stored.close()
    if stored is not None and stored.warning:
        watch.warn(stored.warning)
    evidence = msgspec.structs.replace(evidence, resolutions=desk.resolutions(), silent=endpoints.silent(settings))
    try:
        if codes.get("retractions"):
            evidence = notices.listed(evidence, references, settings, kept, watch)
    except KeyboardInterrupt:
        return evidence, True
    return evidence, session.interrupted


def answers() -> cache.Cache:
    """Return the answers that are kept on this machine."""
    return cache.Cache(cache.folder(os.environ))

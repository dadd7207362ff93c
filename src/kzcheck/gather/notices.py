"""What the table of retractions says of the references.

It goes without services and session, so that an audit that asks nobody does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.evidence import Evidence, Resolution
from kzcheck.gather import retractions
from kzcheck.gather.unchecked import dois_of
from kzcheck.matching.works import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kzcheck.article import Reference
    from kzcheck.gather.watch import Watch
    from kzcheck.settings import Settings


def listed(evidence: Evidence, references: Iterable[Reference], settings: Settings, kept: Path | None, watch: Watch) -> Evidence:
    """Add to the evidence what the table of retractions says of the references' DOIs, as far as they are known."""
    watch.progress("looking for retractions", 0, 1)
    table = retractions.place(settings, kept)
    if table is None or not retractions.is_there(table):
        return evidence
    resolutions = dict(evidence.resolutions)
    dois: dict[str, frozenset[str]] = {}
    for one in references:
        resolution = resolutions.get(one.id, Resolution())
        verdict = judge(one.item, one.printed, resolution, evidence.silent) if resolution.asked else Verdict()
        dois[one.id] = dois_of(one, verdict)
    try:
        found = retractions.look_up(table, kept, (doi for some in dois.values() for doi in some))
    except UnreadableError as error:
        watch.warn(str(error))
        found = None
    if found is None:
        return evidence
    state, notices = found
    for name, own in dois.items():
        if some := tuple(notice for doi in sorted(own) for notice in notices.get(doi, ())):
            resolutions[name] = msgspec.structs.replace(resolutions.get(name, Resolution()), notices=some)
    return msgspec.structs.replace(evidence, resolutions=resolutions, retractions=state)

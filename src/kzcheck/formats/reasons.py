"""Why something was not checked, in few lines: one a reason, however many references and services it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats.text import clean
from kzcheck.reasons import Reason, kind, summary
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from kzcheck.evidence import Unchecked


class Cause(Struct, frozen=True):
    """One reason, and the ids of what was not checked for it, in order: of references, or else of claims."""

    text: str
    subjects: tuple[str, ...]
    of_references: bool = True


def causes(unchecked: Sequence[Unchecked]) -> list[Cause]:
    """Return the reasons why these were not checked, the commonest first; several can stand in the way of one check.

    Reasons that differ only in what one sentence can list are one: "failed (HTTP 503, HTTP 429)".
    """
    subjects: dict[Hashable, dict[str, None]] = {}
    alike: dict[Hashable, list[Reason]] = {}
    for one in unchecked:
        for reason in one.reasons:
            subjects.setdefault(kind(reason), {})[one.reference or one.claim or ""] = None
            alike.setdefault(kind(reason), []).append(reason)
    of_references = all(one.reference is not None for one in unchecked)
    found = [Cause(_text(some), tuple(subjects[key]), of_references) for key, some in alike.items()]
    return sorted(found, key=lambda one: -len(one.subjects))


def _text(reasons: Sequence[Reason]) -> str:
    service = reasons[0].service
    return clean(f"{SOURCES[service].title} {summary(reasons)}" if service else summary(reasons))

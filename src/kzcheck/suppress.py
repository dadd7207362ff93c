"""Applies people's ignores to findings: inline ignores and `[[ignore]]` of `kzcheck.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck.article import Ignore, Location
from kzcheck.finding import Finding, Hidden
from kzcheck.layers import ignore_lines
from kzcheck.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kzcheck.layers import Layer
    from kzcheck.settings import Settings


def from_settings(settings: Settings, layers: Sequence[Layer]) -> tuple[Ignore, ...]:
    """Return the `[[ignore]]` entries as ignores; `layers` are the sources of the settings, for line numbers."""
    name, text = next(((layer.name, layer.text) for layer in layers if "ignore" in layer.values), (FILE, ""))
    lines = ignore_lines(text, len(settings.ignore))
    return tuple(
        Ignore(
            Location(name, at, 1, at, 1),
            (entry.code,),
            reason=entry.reason,
            reference=entry.reference,
            claim=entry.claim,
            until=entry.until,
        )
        for entry, at in zip(settings.ignore, lines, strict=True)
    )


def apply(
    findings: Iterable[Finding], ignores: Sequence[Ignore], today: date
) -> tuple[tuple[Finding, ...], tuple[Hidden, ...], tuple[Ignore, ...]]:
    """Separate visible findings from those that an ignore hides; return also the ignores with the number that each `hid`."""
    kept: list[Finding] = []
    hidden: list[Hidden] = []
    counts = [0] * len(ignores)
    first: dict[tuple[object, ...], int] = {}
    for index, ignore in enumerate(ignores):
        if ignore.until is None or ignore.until >= today:
            for word in (form for code in ignore.codes for form in (code.upper(), code.casefold())):
                if ignore.inline:
                    first.setdefault((ignore.location.file, ignore.location.line, word), index)
                if not ignore.inline or ignore.reference or ignore.claim:
                    first.setdefault((ignore.reference, ignore.claim, word), index)
    for finding in findings:
        if (covering := _covering(finding, first)) is None:
            kept.append(finding)
        else:
            counts[covering] += 1
            hidden.append(Hidden(finding, ignores[covering]))
    counted = tuple(msgspec.structs.replace(ignore, hid=count) for ignore, count in zip(ignores, counts, strict=True))
    return tuple(kept), tuple(hidden), counted


def _covering(finding: Finding, first: Mapping[tuple[object, ...], int]) -> int | None:
    """Return the index of the ignore that hides a finding: on its line, else the first of the narrowest for its subject.

    `first` maps line or subject and the words of codes, in capitals and in small letters, to ignores: see `finding.covers`.
    """
    words = ("ALL", finding.name, *(finding.code[:length] for length in range(1, len(finding.code) + 1)))
    places = (
        (finding.location.file, finding.location.line),
        (finding.reference, finding.claim),
        (finding.reference, None),
        (None, finding.claim),
        (None, None),
    )
    covering = ([first[*place, word] for word in words if (*place, word) in first] for place in places)
    return next((min(indices) for indices in covering if indices), None)

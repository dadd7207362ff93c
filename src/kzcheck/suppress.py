"""What people have said is to be hidden: inline ignores and `[[ignore]]` of `kzcheck.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck.article import Ignore, Location
from kzcheck.finding import Finding, Hidden, covers
from kzcheck.layers import ignore_lines
from kzcheck.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kzcheck.layers import Layer
    from kzcheck.settings import Settings


def from_settings(settings: Settings, layers: Sequence[Layer]) -> tuple[Ignore, ...]:
    """Return the `[[ignore]]` entries as ignores; `layers` are what the settings were made of, for their lines."""
    text = next((layer.text for layer in layers if "ignore" in layer.values), "")
    lines = ignore_lines(text, len(settings.ignore))
    return tuple(
        Ignore(
            Location(FILE, at, 1, at, 1),
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
    """Part the findings into those that stand and those that an ignore hides; return the ignores with how many each `hid`."""
    kept: list[Finding] = []
    hidden: list[Hidden] = []
    counts = [0] * len(ignores)
    by_line: dict[tuple[str, int], list[int]] = {}
    by_subject: dict[tuple[str | None, str | None], list[int]] = {}
    for index, ignore in enumerate(ignores):
        if ignore.until is None or ignore.until >= today:
            if ignore.inline:
                by_line.setdefault((ignore.location.file, ignore.location.line), []).append(index)
            if not ignore.inline or ignore.reference or ignore.claim:
                by_subject.setdefault((ignore.reference, ignore.claim), []).append(index)
    for finding in findings:
        near = by_line.get((finding.location.file, finding.location.line), [])
        subjects = {(finding.reference, finding.claim), (finding.reference, None), (None, finding.claim), (None, None)}
        about = [index for subject in subjects for index in by_subject.get(subject, ())]
        for index in (*near, *about):
            if any(covers(code, finding.code, finding.name) for code in ignores[index].codes):
                counts[index] += 1
                hidden.append(Hidden(finding, ignores[index]))
                break
        else:
            kept.append(finding)
    counted = tuple(msgspec.structs.replace(ignore, hid=count) for ignore, count in zip(ignores, counts, strict=True))
    return tuple(kept), tuple(hidden), counted

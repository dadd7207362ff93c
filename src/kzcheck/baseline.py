"""A baseline: the findings that an article has today and that do not fail, so that only new ones do. It is a file for git."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from kzcheck.article import Ignore, Location
from kzcheck.errors import UnreadableError
from kzcheck.evidence import visible
from kzcheck.finding import NOT_CHECKED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Finding, Report

    Check = tuple[str, str | None, str | None]
    """A rule's code, and the ids of the reference and the claim that it checks, if any."""

FILE = "kzcheck-baseline.json"
"""The default file of a baseline."""
VERSION: Literal[2] = 2
"""Version 1 made fingerprints from the words of messages."""
OLD = 1
"""The version whose fingerprints no finding has any longer."""
_FINGERPRINT = re.compile(r'"fingerprint"\s*:\s*"([^"]*)"')


class Known(Struct, frozen=True):
    """A known finding: its fingerprint, and what identifies it for a person."""

    code: str
    reference: str | None
    claim: str | None
    message: str
    fingerprint: str


class _Head(Struct, frozen=True):
    version: int


class _Baseline(Struct, frozen=True):
    version: Literal[2]
    kzcheck: str
    findings: tuple[Known, ...]


class Baseline(Struct, frozen=True):
    """The known findings, and the place of each in the file."""

    findings: tuple[Known, ...]
    places: tuple[Location, ...]


class OldBaselineError(UnreadableError):
    """A baseline of an earlier version, which a new one may replace."""


def save(report: Report, kept: Iterable[Known] = ()) -> bytes:
    """Return the findings of a report as the file of a baseline: one per line, sorted so that later versions differ in few lines.

    Entries `kept` from an earlier baseline are included.
    """
    findings = (finding for finding in report.findings if finding.code != NOT_CHECKED)
    known = sorted(
        (*kept, *(Known(item.code, item.reference, item.claim, item.message, item.fingerprint) for item in findings)),
        key=lambda entry: (entry.reference or "", entry.claim or "", entry.code, entry.fingerprint),
    )
    head = msgspec.json.encode(_Baseline(VERSION, report.kzcheck, ())).removesuffix(b"]}")
    lines = b",\n".join(b"  " + visible(msgspec.json.encode(entry).decode()).encode() for entry in known)
    return head + (b"\n" + lines + b"\n" if known else b"") + b"]}\n"


def load(content: str, name: str) -> Baseline:
    """Read a baseline from the text of its file; `name` is the file's. People merge such files, so repeated entries count once.

    Raises:
        UnreadableError: it is not a baseline of this version.
    """
    try:
        if msgspec.json.decode(content, type=_Head).version == OLD:
            raise OldBaselineError(f"{name}: is a baseline of version {OLD}; write a new one with `kzcheck baseline`")
        saved = msgspec.json.decode(content, type=_Baseline)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableError(f"{name}: this is not a kzcheck baseline ({error}); write a new one with kzcheck baseline") from None
    at = {mark: number for number, line in enumerate(content.split("\n"), 1) for mark in _FINGERPRINT.findall(line)}
    findings = tuple({finding.fingerprint: finding for finding in saved.findings}.values())
    places = (Location(name, line, 1, line, 1) for line in (at.get(finding.fingerprint, 1) for finding in findings))
    return Baseline(findings, tuple(places))


def stale(
    baseline: Baseline, findings: Iterable[Finding], ran: Collection[str], unchecked: Iterable[Unchecked]
) -> tuple[Ignore, ...]:
    """Return the entries of a baseline that match no finding any longer, as ignores that hid nothing.

    `findings` are all of this audit, including hidden ones. An entry is not stale if its rule did not run or lacked evidence.
    """
    fingerprints = {finding.fingerprint for finding in findings}
    open_checks = _open(unchecked)
    return tuple(
        Ignore(place, (finding.code,), reference=finding.reference, claim=finding.claim, baseline=True)
        for finding, place in zip(baseline.findings, baseline.places, strict=True)
        if finding.fingerprint not in fingerprints and _looked_for(finding, ran, open_checks)
    )


def kept(baseline: Baseline, report: Report) -> tuple[Known, ...]:
    """Return the entries of a baseline that a report neither confirms nor refutes."""
    fingerprints = {finding.fingerprint for finding in (*report.findings, *(hidden.finding for hidden in report.hidden))}
    ran, open_checks = {page.code for page in report.rules}, _open(report.unchecked)
    return tuple(
        finding
        for finding in baseline.findings
        if finding.fingerprint not in fingerprints and not _looked_for(finding, ran, open_checks)
    )


def _open(unchecked: Iterable[Unchecked]) -> set[Check]:
    return {(code, item.reference, item.claim) for item in unchecked for code in item.codes}


def _looked_for(known: Known, ran: Collection[str], open_checks: set[Check]) -> bool:
    """Return whether the rule of an entry ran with all the evidence that it needs."""
    checks = {(known.code, reference, claim) for reference in (known.reference, None) for claim in (known.claim, None)}
    return known.code in ran and not open_checks & checks

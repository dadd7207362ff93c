"""A baseline: the findings that an article has today and that are not to fail, so that only new ones do. It is a file for git."""

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
    """A rule's code, and the ids of the reference and the claim that it is made on, if any."""

FILE = "kzcheck-baseline.json"
"""Where a baseline is written if nothing else is said."""
VERSION: Literal[2] = 2
"""Fingerprints of version 1 were made of the words of messages."""
OLD = 1
"""The version whose fingerprints no finding has any more."""
_FINGERPRINT = re.compile(r'"fingerprint"\s*:\s*"([^"]*)"')


class Known(Struct, frozen=True):
    """One finding that is known: its fingerprint, and what tells a person which it is."""

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
    """What is known, and for each the place of it in the file."""

    findings: tuple[Known, ...]
    places: tuple[Location, ...]


class OldBaselineError(UnreadableError):
    """A baseline of an earlier version, which a new one may replace."""


def save(report: Report, kept: Iterable[Known] = ()) -> bytes:
    """Return the findings of a report as a baseline's file: one a line, ordered so that a later one differs in few lines.

    What is `kept` of an earlier baseline is in it, too.
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
    """Read a baseline from its file's text; `name` is the file's. People merge such files: what stands there twice counts once.

    Raises:
        UnreadableError: it is no baseline of this version.
    """
    try:
        if msgspec.json.decode(content, type=_Head).version == OLD:
            raise OldBaselineError(f"{name}: a baseline of version {OLD}; write it again with `kzcheck baseline`")
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
    """Return the entries of a baseline that stand for nothing any more, as ignores that hid nothing.

    `findings` are all of this audit, hidden ones too. An entry whose rule did not run, or had not all that it needed, is not stale.
    """
    there = {finding.fingerprint for finding in findings}
    open_checks = _open(unchecked)
    return tuple(
        Ignore(place, (finding.code,), reference=finding.reference, claim=finding.claim, baseline=True)
        for finding, place in zip(baseline.findings, baseline.places, strict=True)
        if finding.fingerprint not in there and _looked_for(finding, ran, open_checks)
    )


def kept(baseline: Baseline, report: Report) -> tuple[Known, ...]:
    """Return the entries of a baseline that a report says nothing of, neither that they are there nor that they are not."""
    there = {finding.fingerprint for finding in (*report.findings, *(hidden.finding for hidden in report.hidden))}
    ran, open_checks = {page.code for page in report.rules}, _open(report.unchecked)
    return tuple(
        finding for finding in baseline.findings if finding.fingerprint not in there and not _looked_for(finding, ran, open_checks)
    )


def _open(unchecked: Iterable[Unchecked]) -> set[Check]:
    return {(code, item.reference, item.claim) for item in unchecked for code in item.codes}


def _looked_for(known: Known, ran: Collection[str], open_checks: set[Check]) -> bool:
    """Whether the rule of an entry ran, and had all that it needed."""
    checks = {(known.code, reference, claim) for reference in (known.reference, None) for claim in (known.claim, None)}
    return known.code in ran and not open_checks & checks

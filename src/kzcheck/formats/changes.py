"""What changed between two reports in JSON: what is new, gone, worse or hidden, and what was not checked this time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.finding import NOT_CHECKED, Severity
from kzcheck.formats.json import VERSION, written
from kzcheck.formats.json_shapes import Document, FindingView, SeverityName
from kzcheck.formats.naming import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Worse(Struct, frozen=True):
    """A finding that weighs more than it did, and what it weighed."""

    finding: FindingView
    was: SeverityName


class Changes(Struct, frozen=True):
    """What changed from one report to a later one; findings are told apart by their fingerprints.

    Of the findings of the first that the second does not have, `gone` were looked for, `open` were not, or not with all that it
    takes, and `hidden` are hidden by an ignore. `late` counts what is new and was not looked for in the first, where it may have
    been. `kzcheck` has the two versions.
    """

    since: datetime
    until: datetime
    kzcheck: tuple[str, str]
    new: tuple[FindingView, ...]
    gone: tuple[FindingView, ...]
    worse: tuple[Worse, ...]
    open: tuple[FindingView, ...]
    hidden: tuple[FindingView, ...]
    late: int
    same: int

    def failing(self) -> bool:
        """Whether there is an error that was none before, and that is not known."""
        return any(
            finding.severity == "error" and not finding.known for finding in (*self.new, *(one.finding for one in self.worse))
        )

    def counts(self) -> dict[str, int]:
        """Return how many new findings each rule has, by its name, the worst first."""
        return dict(Counter(one.name for one in self.new))


def changes(old: Document, new: Document) -> Changes:
    """Return what changed from a report to a later one."""
    before, after = _by_fingerprint(old), _by_fingerprint(new)
    hides = {one.finding.fingerprint for one in new.hidden}
    missing = [one for key, one in before.items() if key not in after and key not in hides]
    appeared = [one for key, one in after.items() if key not in before]
    still_open = _not_looked_for(missing, new)
    open_ones = {one.fingerprint for one in still_open}
    return Changes(
        since=old.summary.gathered,
        until=new.summary.gathered,
        kzcheck=(old.kzcheck, new.kzcheck),
        new=_worst_first(appeared),
        gone=_worst_first(one for one in missing if one.fingerprint not in open_ones),
        worse=tuple(
            Worse(one, before[key].severity)
            for key, one in after.items()
            if key in before and _weight(one.severity) > _weight(before[key].severity)
        ),
        open=_worst_first(still_open),
        hidden=_worst_first(one for key, one in before.items() if key in hides),
        late=len(_not_looked_for(appeared, old)),
        same=len(before.keys() & after.keys()),
    )


def load(content: str, name: str) -> Document:
    """Read a report back from the text of its JSON; `name` is the file's.

    Raises:
        UnreadableError: it is no report in JSON, or of another version.
    """
    try:
        found = msgspec.json.decode(content, type=Document)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableError(f"{name}: this is no JSON report of kzcheck ({error}); write one with --write json:FILE") from None
    if found.version != VERSION:
        raise UnreadableError(f"{name}: a report of version {found.version}; this kzcheck reads version {VERSION}: write it anew")
    return found


def render(found: Changes) -> str:
    """Return changes as JSON text."""
    return written(found)


def parts(found: Changes) -> dict[str, Sequence[FindingView]]:
    """Return the findings that reports of changes list, under their titles."""
    return {
        "New": found.new,
        "Worse": [worse.finding for worse in found.worse],
        "Gone": found.gone,
        "Hidden now": found.hidden,
        "Not checked this time": found.open,
    }


def headline(found: Changes) -> str:
    """Return what is new in one line: "since 2026-03-14: 1 retracted-work, 2 dead-link"."""
    news = ", ".join(f"{number:,} {name}" for name, number in found.counts().items()) or "nothing new"
    news += f" ({found.late:,} of them not looked for the last time)" if found.late else ""
    rest = {"worse": found.worse, "gone": found.gone, "hidden now": found.hidden, "not checked this time": found.open}
    more = "".join(f" · {len(some):,} {word}" for word, some in rest.items() if some)
    return f"since {found.since:%Y-%m-%d}: {news}{more} · {count(found.same, 'finding')} as before"


def _by_fingerprint(document: Document) -> dict[str, FindingView]:
    return {finding.fingerprint: finding for finding in document.findings if finding.code != NOT_CHECKED}


def _not_looked_for(findings: Iterable[FindingView], document: Document) -> list[FindingView]:
    """Return the findings that a report says nothing of: their rules did not run, or had not all that they needed."""
    unchecked = {(code, one.reference, one.claim) for one in document.unchecked for code in one.codes}
    return [finding for finding in findings if finding.code not in document.rules or unchecked & _checks(finding)]


def _checks(finding: FindingView) -> set[tuple[str, str | None, str | None]]:
    """Return the checks of which any that was not made leaves open whether a finding is there."""
    return {(finding.code, reference, claim) for reference in (finding.reference, None) for claim in (finding.claim, None)}


def _worst_first(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    return tuple(sorted(findings, key=lambda finding: -_weight(finding.severity)))


def _weight(severity: SeverityName) -> Severity:
    return Severity[severity.upper()]

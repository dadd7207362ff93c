"""What changed between two reports in JSON: what is new, gone, worse or hidden, and what was not checked; as JSON and Markdown."""

from __future__ import annotations

from collections import Counter
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.finding import NOT_CHECKED, Severity
from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.json import VERSION, written
from kzcheck.formats.json_shapes import Document, FindingView, SeverityName
from kzcheck.formats.naming import LONGEST_MESSAGE, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST = 50
"""Findings of a kind that are listed."""
LIMIT = 60_000
"""Characters of a text: GitHub refuses an issue of more than 65,536, and who opens it adds some lines."""
PARTS = 5
"""What is new, worse, gone, hidden and not checked have the same room."""


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
            finding.severity == "error" and not finding.known for finding in (*self.new, *(worse.finding for worse in self.worse))
        )

    def counts(self) -> dict[str, int]:
        """Return how many new findings each rule has, by its name, the worst first."""
        return dict(Counter(finding.name for finding in self.new))


def changes(old: Document, new: Document) -> Changes:
    """Return what changed from a report to a later one."""
    before, after = _by_fingerprint(old), _by_fingerprint(new)
    hides = {hidden.finding.fingerprint for hidden in new.hidden}
    missing = [finding for key, finding in before.items() if key not in after and key not in hides]
    appeared = [finding for key, finding in after.items() if key not in before]
    still_open = {finding.fingerprint: finding for finding in _not_looked_for(missing, new)}
    return Changes(
        since=old.summary.gathered,
        until=new.summary.gathered,
        kzcheck=(old.kzcheck, new.kzcheck),
        new=_worst_first(appeared),
        gone=_worst_first(finding for finding in missing if finding.fingerprint not in still_open),
        worse=tuple(
            Worse(finding, before[key].severity)
            for key, finding in after.items()
            if key in before and _weight(finding.severity) > _weight(before[key].severity)
        ),
        open=_worst_first(still_open.values()),
        hidden=_worst_first(finding for key, finding in before.items() if key in hides),
        late=len(_not_looked_for(appeared, old)),
        same=len(before.keys() & after.keys()),
    )


def load(content: str, name: str) -> Document:
    """Read a report back from the text of its JSON; `name` is the file's.

    Raises:
        UnreadableError: it is no report in JSON, or of another version.
    """
    try:
        document = msgspec.json.decode(content, type=Document)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UnreadableError(f"{name}: this is not a kzcheck JSON report ({error}); write one with --write json:FILE") from None
    if document.version != VERSION:
        raise UnreadableError(
            f"{name}: a report of version {document.version}; this kzcheck reads version {VERSION}: write it anew"
        )
    return document


def render(changed: Changes) -> str:
    """Return changes as JSON text."""
    return written(changed)


def markdown(changed: Changes) -> str:
    """Return changes as Markdown: the text of an issue that a nightly job opens."""
    lines = [f"**{headline(changed)}**"]
    if changed.kzcheck[0] != changed.kzcheck[1]:
        versions = " and ".join(map(escaped, changed.kzcheck))
        lines += ["", f"The reports are of kzcheck {versions}: rules may differ."]
    for title, findings in parts(changed).items():
        lines += _part(title, findings)
    return "\n".join(lines) + "\n"


def parts(changed: Changes) -> dict[str, Sequence[FindingView]]:
    """Return the findings that reports of changes list, under their titles."""
    return {
        "New": changed.new,
        "Worse": [worse.finding for worse in changed.worse],
        "Gone": changed.gone,
        "Hidden now": changed.hidden,
        "Not checked this time": changed.open,
    }


def headline(changed: Changes) -> str:
    """Return what is new in one line: "since 2026-03-14: 1 retracted-work, 2 dead-link"."""
    news = ", ".join(f"{number:,} {name}" for name, number in changed.counts().items()) or "nothing new"
    news += f" ({changed.late:,} of them not looked for the last time)" if changed.late else ""
    rest = {"worse": changed.worse, "gone": changed.gone, "hidden now": changed.hidden, "not checked this time": changed.open}
    more = "".join(f" · {len(findings):,} {word}" for word, findings in rest.items() if findings)
    return f"since {changed.since:%Y-%m-%d}: {news}{more} · {count(changed.same, 'finding')} as before"


def _by_fingerprint(document: Document) -> dict[str, FindingView]:
    return {finding.fingerprint: finding for finding in document.findings if finding.code != NOT_CHECKED}


def _not_looked_for(findings: Iterable[FindingView], document: Document) -> list[FindingView]:
    """Return the findings that a report says nothing of: their rules did not run, or had not all that they needed."""
    unchecked = {(code, item.reference, item.claim) for item in document.unchecked for code in item.codes}
    return [finding for finding in findings if finding.code not in document.rules or unchecked & _checks(finding)]


def _checks(finding: FindingView) -> set[tuple[str, str | None, str | None]]:
    """Return the checks of which any that was not made leaves open whether a finding is there."""
    return {(finding.code, reference, claim) for reference in (finding.reference, None) for claim in (finding.claim, None)}


def _worst_first(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    return tuple(sorted(findings, key=lambda finding: -_weight(finding.severity)))


def _weight(severity: SeverityName) -> Severity:
    return Severity[severity.upper()]


def _part(title: str, findings: Sequence[FindingView]) -> Iterator[str]:
    if not findings:
        return
    yield from ("", f"### {title}", "")
    room = LIMIT // PARTS
    for number, finding in enumerate(findings):
        place = code(f"{finding.location.file}:{finding.location.line}")
        line = f"- **{finding.severity}** {_subject(finding)}{escaped(finding.message, LONGEST_MESSAGE)} ({finding.code}, {place})"
        room -= len(line) + 1
        if number == MOST or room < 0:
            yield f"- and {len(findings) - number:,} more"
            return
        yield line


def _subject(finding: FindingView) -> str:
    if finding.claim is not None:
        return f"claim {escaped(finding.claim)}: "
    return f"reference {escaped(finding.reference)}: " if finding.reference is not None else ""

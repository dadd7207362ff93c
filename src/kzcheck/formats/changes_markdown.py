"""What changed between two reports, in Markdown: the text of an issue that a nightly job opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.formats.changes import headline, parts
from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.naming import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.formats.changes import Changes
    from kzcheck.formats.json_shapes import FindingView

MOST = 50
"""Findings of a kind that are listed."""
LIMIT = 60_000
"""Characters of a text: GitHub refuses an issue of more than 65,536, and who opens it adds some lines."""
PARTS = 5
"""What is new, worse, gone, hidden and not checked have the same room."""


def render(found: Changes) -> str:
    """Return changes as Markdown."""
    lines = [f"**{headline(found)}**"]
    if found.kzcheck[0] != found.kzcheck[1]:
        lines += ["", f"The reports are of kzcheck {escaped(found.kzcheck[0])} and {escaped(found.kzcheck[1])}: rules may differ."]
    for title, findings in parts(found).items():
        lines += _part(title, findings)
    return "\n".join(lines) + "\n"


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

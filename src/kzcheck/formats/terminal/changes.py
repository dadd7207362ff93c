"""What changed between two reports, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats.changes import MOST, headline, parts
from kzcheck.formats.naming import LONGEST_MESSAGE
from kzcheck.formats.terminal.parts import COLOURS, INDENT, body, console, hang, heading, text_of
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from kzcheck.formats.changes import Changes
    from kzcheck.formats.json_shapes import FindingView


def render(changed: Changes, *, width: int = 80, colour: bool = False) -> str:
    """Return changes as text of `width` columns."""
    out = console(width, colour=colour)
    hang(out, Text(headline(changed), style="bold"))
    if changed.kzcheck[0] != changed.kzcheck[1]:
        hang(
            out, Text(f"the reports are of kzcheck {changed.kzcheck[0]} and {changed.kzcheck[1]}: rules may differ", style="yellow")
        )
    was = {worse.finding.fingerprint: worse.was for worse in changed.worse}
    for title, findings in parts(changed).items():
        _part(out, title, findings, was)
    return text_of(out)


def _part(out: Console, title: str, findings: Sequence[FindingView], was: Mapping[str, str]) -> None:
    """Print findings under a title, with their places and, of those that weigh more than before, what they were."""
    if not findings:
        return
    out.print()
    out.print(heading(title))
    for finding in findings[:MOST]:
        style = COLOURS[Severity[finding.severity.upper()]]
        known, earlier = (
            " · known" if finding.known else "",
            f" · was {was[finding.fingerprint]}" if finding.fingerprint in was else "",
        )
        place = f"  {clean(finding.location.file)}:{finding.location.line}"
        head = Text.assemble((f"{finding.severity:<{INDENT}}", style), (f"{finding.code} {finding.name}", "bold"))
        hang(out, head.append(f"{known}{earlier}{place}", style="dim"), INDENT)
        body(out, Text(f"{_subject(finding)}{clean(finding.message, LONGEST_MESSAGE)}"))
    if len(findings) > MOST:
        body(out, Text(f"and {len(findings) - MOST:,} more", style="dim"))


def _subject(finding: FindingView) -> str:
    if finding.claim is not None:
        return f"{clean(finding.claim)}: "
    return f"[{clean(finding.reference)}]: " if finding.reference is not None else ""

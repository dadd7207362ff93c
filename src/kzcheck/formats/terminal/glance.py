"""The article at a glance: a line for each reference and claim on which there is something to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.table import Table
from rich.text import Text

from kzcheck.finding import Severity
from kzcheck.formats import links, records
from kzcheck.formats.naming import label
from kzcheck.formats.terminal.parts import COLOURS, LINK_STYLES, hang, heading
from kzcheck.formats.text import clean
from kzcheck.formats.view import severities
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Finding
    from kzcheck.formats.view import View

    Row = Callable[["Entry"], tuple[str | Text, ...]]

Entry = TypeVar("Entry", "Reference", "Claim")

MOST_ROWS = 60
"""Rows of a table; of more, the rest is counted."""
ROOMY = 70
"""Columns from which a table also tells what became of records and links: with fewer, nothing is left of the titles."""
NARROW_CELL = 18
"""Columns of every cell but that of the title or statement."""
NOTHING = Text("–", style="dim")
_ID, _WORK, _CLAIM, _FINDINGS = template("id"), template("work"), template("claim"), template("findings")
_MORE = Plural("{count:,} more like this", "{count:,} more like these")
_SOUND = Plural("{count:,} without findings", "{count:,} without findings")
_LETTERS = {Severity.ERROR: template("E"), Severity.WARNING: template("W"), Severity.NOTE: template("N")}
STYLES = {"found": "", "unsure": "yellow", "absent": "yellow", "failed": "yellow"}
SOUND = frozenset(("found", "not-asked", "ok", links.UNSEEN))
"""States of records and links of which nothing is to be said."""


def glance(out: Console, view: View) -> None:
    """Print the tables of references and of claims that are not sound; what was found on a claim is counted there alone."""
    report, with_claims = view.report, view.article.has_claims
    roomy = out.width >= ROOMY
    with_records = roomy and any(outcome.state in STYLES for outcome in report.outcomes.values())
    with_links = roomy and bool(report.pages)

    def of_reference(reference: Reference) -> tuple[str | Text, ...]:
        cited = [str(len(view.cited_by.get(reference.id, ())))] if with_claims else []
        record = [_record(view, reference)] if with_records else []
        link = [_link(view, reference)] if with_links else []
        return f"[{clean(reference.id)}]", label(reference), *cited, *record, *link

    def of_claim(claim: Claim) -> tuple[str | Text, ...]:
        own = () if claim.numbered else (clean(claim.id),)
        return *own, clean(claim.text), clean(" ".join(f"[{citation.name}]" for citation in claim.citations))

    def is_sound(reference: Reference) -> bool:
        states = {view.outcome(reference.id).state, *links.states(report, reference)} if roomy else set[str]()
        return states <= SOUND

    shown = {template("cited"): with_claims, template("record"): with_records, template("link"): with_links}
    columns = (_ID, _WORK, *(name for name, is_shown in shown.items() if is_shown), _FINDINGS)
    of_references, of_claims = _findings(view, "reference"), _findings(view, "claim")
    references = [one for one in view.article.references if one.id in of_references or not is_sound(one)]
    claims = [one for one in view.article.claims if one.id in of_claims]
    _table(out, template("References at a glance"), columns, references, len(view.article.references), of_references, of_reference)
    _table(
        out,
        template("Claims at a glance"),
        (*(() if view.article.document else (_ID,)), _CLAIM, template("cites"), _FINDINGS),
        claims,
        len(view.article.claims),
        of_claims,
        of_claim,
    )


def _findings(view: View, kind: str) -> dict[str, list[Finding]]:
    return {subject[1]: findings for subject, findings in view.by_subject.items() if subject and subject[0] == kind}


def _record(view: View, reference: Reference) -> Text:
    state = view.outcome(reference.id).state
    return Text(written(records.WORDS[state]), style=STYLES[state]) if state in STYLES else NOTHING


def _link(view: View, reference: Reference) -> Text:
    """Return what became of the URLs of an entry, of its page and of the copy that it gives."""
    states = (state for state in links.states(view.report, reference) if state != links.UNSEEN)
    return Text(", ").join(Text(written(links.WORDS[state]), style=LINK_STYLES.get(state, "")) for state in states) or NOTHING


def _table(  # noqa: PLR0913, PLR0917
    out: Console,
    title: str,
    columns: Sequence[str],
    entries: Sequence[Entry],
    total: int,
    findings: Mapping[str, Sequence[Finding]],
    row: Row[Entry],
) -> None:
    """Print a table of entries out of so many; nothing where there are none."""
    if not entries:
        return
    out.print()
    hang(out, Text.assemble(heading(written(title)), (f"  {written('E error, W warning, N note')}", "dim")))
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, header_style="dim", show_edge=False)
    for column in columns:
        middle = column in (_WORK, _CLAIM)
        table.add_column(
            written(column),
            no_wrap=True,
            overflow="ellipsis",
            ratio=1 if middle else None,
            max_width=None if middle else NARROW_CELL,
        )
    for entry in entries[:MOST_ROWS]:
        cells = (Text(cell) if isinstance(cell, str) else cell for cell in row(entry))
        table.add_row(*cells, _tally(findings.get(entry.id, ())))
    out.print(table)
    more, sound = max(len(entries) - MOST_ROWS, 0), total - len(entries)
    parts = [written(_MORE, {"count": more})] if more else []
    parts += [written(_SOUND, {"count": sound})] if sound else []
    if parts:
        out.print(Text(" · ".join(parts), style="dim"))


def _tally(findings: Sequence[Finding]) -> Text:
    numbers = severities(findings).items()
    parts = (Text(f"{number}{written(_LETTERS[severity])}", style=COLOURS[severity]) for severity, number in numbers if number)
    return Text(" ").join(parts) or NOTHING

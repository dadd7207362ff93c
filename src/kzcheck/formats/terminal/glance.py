"""The article at a glance: a line for each reference and claim, with what was found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table
from rich.text import Text

from kzcheck.finding import NOT_CHECKED, Outcome, Severity
from kzcheck.formats import records
from kzcheck.formats.naming import label
from kzcheck.formats.pages import WORDS
from kzcheck.formats.terminal import pages
from kzcheck.formats.terminal.parts import COLOURS, hang, heading
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import Console

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Finding, Report

    Row = Callable[["Entry"], tuple[str | Text, ...]]

Entry = TypeVar("Entry", "Reference", "Claim")

WHOLE_TABLE = 60
"""Up to so many rows a table lists everything; beyond, only what has findings, and no more rows than this."""
ROOMY = 70
"""Columns from which a table also tells what became of records and links: with fewer, nothing is left of the titles."""
NARROW_CELL = 18
"""Columns of every cell but that of the title or statement."""
NOTHING = Text("–", style="dim")
STYLES = {"found": "", "unsure": "yellow", "absent": "yellow", "failed": "yellow"}


def glance(out: Console, report: Report) -> None:
    """Print the tables of references and of claims; what was found on a claim is counted there alone."""
    references, claims = report.article.references, report.article.claims
    if references:
        found = _severities((finding.reference, finding) for finding in report.findings if finding.claim is None)
        with_claims = report.article.has_claims
        cited_by = report.cited_by()
        roomy = out.width >= ROOMY
        with_records = roomy and any(one.state in STYLES for one in report.outcomes.values())
        with_links = roomy and bool(report.pages)

        def row(one: Reference) -> tuple[str | Text, ...]:
            cited = [str(len(cited_by.get(one.id, ())))] if with_claims else []
            record = [_record(report, one)] if with_records else []
            link = [_link(report, one)] if with_links else []
            return f"[{clean(one.id)}]", label(one), *cited, *record, *link

        told = {"cited": with_claims, "record": with_records, "link": with_links}
        columns = ("id", "work", *(name for name, is_told in told.items() if is_told), "found")
        _table(out, "References", columns, references, found, row)
    if claims:
        found = _severities((finding.claim, finding) for finding in report.findings)
        _table(
            out,
            "Claims",
            ("id", "statement", "cites", "found"),
            claims,
            found,
            lambda one: (clean(one.id), clean(one.text), clean(" ".join(f"[{citation.reference}]" for citation in one.citations))),
        )


def _record(report: Report, reference: Reference) -> Text:
    state = report.outcomes.get(reference.id, Outcome("not-asked")).state
    return Text(records.WORDS[state], style=STYLES[state]) if state in STYLES else NOTHING


def _link(report: Report, reference: Reference) -> Text:
    """Return what became of the URLs of an entry, of its page and of the copy that it gives."""
    states = dict.fromkeys(report.pages[url].state for url in reference.urls.values() if url in report.pages)
    return (
        Text(", ").join(Text(WORDS.get(state, state), style=pages.STYLES.get(state, "")) for state in states) if states else NOTHING
    )


def _table(  # noqa: PLR0913, PLR0917
    out: Console,
    title: str,
    columns: Sequence[str],
    entries: Sequence[Entry],
    found: Mapping[str, Counter[Severity]],
    row: Row[Entry],
) -> None:
    """Print a table of entries, or of those with findings where all would be too many."""
    with_findings = [one for one in entries if one.id in found]
    shown = entries if len(entries) <= WHOLE_TABLE else with_findings[:WHOLE_TABLE]
    out.print()
    hang(out, Text.assemble(heading(f"{title} at a glance"), ("  E error, W warning, N note", "dim")))
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True, header_style="dim", show_edge=False)
    for place, column in enumerate(columns):
        middle = place == 1
        table.add_column(
            column, no_wrap=True, overflow="ellipsis", ratio=1 if middle else None, max_width=None if middle else NARROW_CELL
        )
    for one in shown:
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row(one)), _tally(found.get(one.id)))
    if shown:
        out.print(table)
    if len(shown) < len(entries):
        more, rest = len(with_findings) - len(shown), len(entries) - len(with_findings)
        parts = ([f"{more:,} more with findings"] if more else []) + ([f"{rest:,} more without findings"] if rest else [])
        out.print(Text(" · ".join(parts), style="dim"))


def _tally(counts: Counter[Severity] | None) -> Text:
    if not counts:
        return NOTHING
    parts = [
        Text(f"{counts[severity]}{severity.name[0]}", style=COLOURS[severity])
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    ]
    return Text(" ").join(parts)


def _severities(pairs: Iterable[tuple[str | None, Finding]]) -> dict[str, Counter[Severity]]:
    found: dict[str, Counter[Severity]] = {}
    for key, finding in pairs:
        if key is not None and finding.code != NOT_CHECKED:
            found.setdefault(key, Counter())[finding.severity] += 1
    return found

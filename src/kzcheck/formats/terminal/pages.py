"""A link on the card of a reference: where it leads, how, and where a copy is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Column, Table
from rich.text import Text

from kzcheck.formats.pages import STATES
from kzcheck.formats.terminal.parts import body, hang, heading
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from rich.console import Console

    from kzcheck.finding import PageOutcome

STYLES = {"dead": "bold red", "soft-404": "yellow", "blocked": "yellow", "failed": "yellow"}
MOST_HOPS = 6
"""Steps on the way to a page that are shown."""


def link(out: Console, title: str, url: str, page: PageOutcome) -> None:
    """Print what became of a URL, under a title."""
    out.print()
    out.print(heading(title))
    hang(out, Text(clean(url), style="dim"))
    since = f", as since {page.since:%Y-%m-%d}" if page.since and page.state != "ok" else ""
    cause = f": the page {clean(page.cause)}" if page.cause else ""
    hang(out, Text(f"{STATES.get(page.state, page.state)}{since}{cause}", style=STYLES.get(page.state, "")))
    if page.title:
        hang(out, Text(f"its title: {clean(page.title, 200)}"))
    if len(page.hops) > 1:
        way = Table.grid(Column(style="dim", no_wrap=True), Column(style="dim", overflow="fold"), padding=(0, 2, 0, 0))
        for hop in page.hops[:MOST_HOPS]:
            way.add_row(Text(str(hop.status or "no answer")), Text(clean(hop.url)))
        if len(page.hops) > MOST_HOPS:
            way.add_row("", Text(f"and {len(page.hops) - MOST_HOPS:,} more"))
        body(out, way, 2)
    if page.archived:
        hang(out, Text(f"archived on {page.archived.time:%Y-%m-%d}: {clean(page.archived.url)}"))

"""A link on the card of a reference: where it leads, how, and where a copy is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.formats.pages import STATES
from kzcheck.formats.terminal.parts import hang, heading
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
        for hop in page.hops[:MOST_HOPS]:
            hang(out, Text(f"  {hop.status or 'no answer'}  {clean(hop.url)}", style="dim"), 7)
    if page.archived:
        hang(out, Text(f"archived on {page.archived.time:%Y-%m-%d}: {clean(page.archived.url)}"))

"""A link on the card of a reference: where it leads, how, and where a copy is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.formats.terminal.parts import body, hang, heading
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from kzcheck.finding import PageOutcome

STATES = {
    "ok": "leads to a living page",
    "moved": "leads to a page that has moved",
    "dead": "leads to no page",
    "soft-404": "leads to a page that is not the cited one",
    "blocked": "leads to a page that lets no program in",
    "failed": "gave no answer that could be read",
}
STYLES = {"dead": "bold red", "soft-404": "yellow", "blocked": "yellow", "failed": "yellow"}
MOST_HOPS = 6
"""Steps on the way to a page that are shown."""


def link(out: Console, url: str, page: PageOutcome) -> None:
    """Print what became of a URL."""
    out.print()
    out.print(heading("Link"))
    hang(out, Text(clean(url), style="dim"))
    since = f", as since {page.since:%Y-%m-%d}" if page.since and page.state != "ok" else ""
    cause = f": the page {clean(page.cause)}" if page.cause else ""
    hang(out, Text(f"{STATES.get(page.state, page.state)}{since}{cause}", style=STYLES.get(page.state, "")))
    if page.title:
        hang(out, Text(f"its title: {clean(page.title, 200)}"))
    if len(page.hops) > 1:
        for hop in page.hops[:MOST_HOPS]:
            body(out, Text(f"{hop.status or 'no answer'}  {clean(hop.url)}", style="dim"), 2)
    if page.archived:
        hang(out, Text(f"archived on {page.archived.time:%Y-%m-%d}: {clean(page.archived.url)}"))


def tally(pages: Iterable[PageOutcome]) -> str:
    """Return how many pages are in each state: "6 ok · 1 moved · 1 dead"."""
    states = Counter(page.state for page in pages)
    return " · ".join(f"{states[state]:,} {state}" for state in STATES if states[state])

"""What became of links, in the words of every report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.finding import PageOutcome

STATES = {
    "ok": "leads to a living page",
    "moved": "leads to a page that has moved",
    "dead": "leads to no page",
    "soft-404": "leads to a page that is not the cited one",
    "blocked": "leads to a page that lets no program in",
    "failed": "could not be read",
}

WORDS = {
    "ok": "ok",
    "moved": "moved",
    "dead": "dead",
    "soft-404": "elsewhere",
    "blocked": "blocked",
    "failed": "not read",
}
"""What became of a link, in a word or two."""


def tally(pages: Iterable[PageOutcome]) -> str:
    """Return how many pages are in each state: "6 ok · 1 moved · 1 dead"."""
    states = Counter(page.state for page in pages)
    return " · ".join(f"{states[state]:,} {word}" for state, word in WORDS.items() if states[state])

"""What became of links, in the words of every report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import ARCHIVED
from kzcheck.formats.text import clean
from kzcheck.wording import template, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.article import Reference
    from kzcheck.evidence import Hop, Memento
    from kzcheck.finding import PageOutcome, Report

LONGEST_TITLE = 200
LONGEST_CAUSE = 300
MOST_HOPS = 6
"""Steps on the way to a page that are shown."""
UNSEEN = "not-visited"
"""The state of a link that nobody has looked at."""

STATES = {
    "ok": template("leads to a living page"),
    "moved": template("leads to a page that has moved"),
    "dead": template("leads to a missing page"),
    "soft-404": template("leads to a page that is not the cited one"),
    "blocked": template("leads to a page that refuses access to programs"),
    "failed": template("could not be read"),
    UNSEEN: template("not visited"),
}

WORDS = {
    "ok": template("ok"),
    "moved": template("moved"),
    "dead": template("dead"),
    "soft-404": template("elsewhere"),
    "blocked": template("blocked"),
    "failed": template("not read"),
    UNSEEN: template("not visited"),
}
"""What became of a link, in a word or two."""


class Link(Struct, frozen=True):
    """What a reader wants to know of a URL: what it `leads` to, why, since when; the `hops` on the way where there were several.

    `more_hops` are so many of them that there is no room for all.
    """

    url: str
    state: str
    is_copy: bool
    leads: str
    cause: str = ""
    since: str = ""
    title: str = ""
    hops: tuple[Hop, ...] = ()
    more_hops: int = 0
    archived: Memento | None = None


def link(report: Report, url: str, field: str = "url") -> Link:
    """Return what became of a URL that a field of an entry, or a claim, gives."""
    page, is_copy = report.pages.get(url), field == ARCHIVED
    if page is None:
        return Link(url, UNSEEN, is_copy, written(STATES[UNSEEN]))
    hops = page.hops if len(page.hops) > 1 else ()
    return Link(
        url=url,
        state=page.state,
        is_copy=is_copy,
        leads=written(STATES[page.state]),
        cause=written(": the page {cause}", {"cause": clean(page.cause, LONGEST_CAUSE)}) if page.cause else "",
        since=f"{page.since:%Y-%m-%d}" if page.since and page.state != "ok" else "",
        title=clean(page.title, LONGEST_TITLE),
        hops=hops,
        more_hops=max(0, len(hops) - MOST_HOPS),
        archived=page.archived,
    )


def links(report: Report, reference: Reference) -> tuple[Link, ...]:
    """Return what became of the URLs that an entry gives."""
    return tuple(link(report, url, field) for field, url in reference.urls.items())


def states(report: Report, reference: Reference) -> tuple[str, ...]:
    """Return what became of the URLs that an entry gives, each state once."""
    pages = map(report.pages.get, reference.urls.values())
    return tuple(dict.fromkeys(page.state if page else UNSEEN for page in pages))


def tally(pages: Iterable[PageOutcome]) -> str:
    """Return how many pages are in each state: "6 ok · 1 moved · 1 dead"."""
    counts = Counter(page.state for page in pages)
    return " · ".join(
        f"{written('{count:,}', {'count': counts[state]})} {written(word)}" for state, word in WORDS.items() if counts[state]
    )

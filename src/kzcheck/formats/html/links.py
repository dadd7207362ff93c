"""A link as the page shows it: where it leads, how, since when, and where a copy is."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import ARCHIVED
from kzcheck.formats.pages import STATES
from kzcheck.formats.pages import WORDS as VISITED
from kzcheck.formats.text import clean, sentence
from kzcheck.identifiers import shown, split
from kzcheck.identifiers.urls import WEB

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Hop
    from kzcheck.finding import PageOutcome

LONGEST_URL = 2000
"""Characters of a URL that is a link: what servers and browsers take (https://www.rfc-editor.org/rfc/rfc9110#section-4.1 asks for
8,000 and warns of less)."""
SHOWN_URL = 120
"""Characters of a URL that are shown."""
LONGEST_TITLE = 200
LONGEST_CAUSE = 300
MOST_HOPS = 6
"""Steps on the way to a page that are shown."""
UNSEEN = "not-visited"
WORDS = {**VISITED, UNSEEN: "not visited"}


class Target(Struct, frozen=True):
    """A URL as text, and as an address to follow: "" where it is none that a page should lead to."""

    text: str
    href: str


class Step(Struct, frozen=True):
    """One step on the way to a page: what was answered there, and where that led `to`; None at the end of the way."""

    answer: str
    to: Target | None


class Copy(Struct, frozen=True):
    """An archived copy, and its day."""

    target: Target
    day: str


class Link(Struct, frozen=True):
    """What became of a URL: `says` in a sentence, `since` when, the `steps` on the way where there were several."""

    target: Target
    state: str
    is_copy: bool
    says: str
    since: str
    title: str
    steps: tuple[Step, ...]
    more_steps: int
    copy: Copy | None


def link(url: str, pages: Mapping[str, PageOutcome], field: str = "url") -> Link:
    """Return what a reader wants to know of a URL that stands in a field."""
    page = pages.get(url)
    if page is None:
        return Link(target(url), UNSEEN, field == ARCHIVED, "Not visited.", "", "", (), 0, None)
    hops = page.hops if len(page.hops) > 1 else ()
    return Link(
        target=target(url),
        state=page.state,
        is_copy=field == ARCHIVED,
        says=_says(page),
        since=f"{page.since:%Y-%m-%d}" if page.since and page.state != "ok" else "",
        title=clean(page.title, LONGEST_TITLE),
        steps=tuple(_steps(hops))[:MOST_HOPS],
        more_steps=max(0, len(hops) - MOST_HOPS),
        copy=Copy(target(page.archived.url), f"{page.archived.time:%Y-%m-%d}") if page.archived else None,
    )


def target(url: str) -> Target:
    """Return a URL as text and as an address, which only a whole one on the web is, without a user's name."""
    parts = split(url)
    web = parts is not None and parts.scheme in WEB and parts.slashes and bool(parts.host) and not parts.user
    return Target(shown(clean(url), SHOWN_URL), url if web and len(url) <= LONGEST_URL and clean(url) == url else "")


def _steps(hops: Sequence[Hop]) -> Iterator[Step]:
    for hop, after in zip_longest(hops, hops[1:]):
        yield Step(str(hop.status or "no answer"), target(after.url) if after else None)


def _says(page: PageOutcome) -> str:
    cause = f": the page {clean(page.cause, LONGEST_CAUSE)}" if page.cause else ""
    return f"{sentence(STATES.get(page.state, page.state))}{cause}."

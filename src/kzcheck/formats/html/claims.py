"""The article's claims as the page shows them: in its order, with what they cite and what was found."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats.html.attributes import anchor, lang
from kzcheck.formats.html.findings import Shown, show
from kzcheck.formats.links import Link, link
from kzcheck.formats.naming import manuscript
from kzcheck.formats.text import clean
from kzcheck.identifiers import find_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Claim
    from kzcheck.formats.html.index import Brief, Index


class Cite(Struct, frozen=True):
    """A citation of a claim: the reference, None where the list has none of this id."""

    id: str
    locator: str
    brief: Brief | None


class ClaimCard(Struct, frozen=True):
    """A claim: its words as they are `printed`, its `text` in the file if that is another, what it cites, what was found.

    It is filtered by the states of the `records` and `links` that it rests on.
    """

    anchor: str
    id: str
    place: tuple[str, ...]
    printed: str
    text: str
    lang: str
    named: str
    cites: tuple[Cite, ...]
    findings: tuple[Shown, ...]
    addresses: tuple[Link, ...]
    unchecked: tuple[str, ...]
    records: str
    links: str


class Section(Struct, frozen=True):
    """A part of the article, and its claims."""

    title: str
    claims: tuple[ClaimCard, ...]


def sections(index: Index) -> Iterator[Section]:
    """Yield the parts of the article with their claims; two claims of one id have two anchors."""
    seen: dict[str, int] = {}
    article = index.view.article
    language = lang(article.language)
    for title, claims in groupby(article.claims, key=lambda claim: claim.section):
        cards = (_card(claim, numbered(anchor("claim", claim.id), seen), index, language) for claim in claims)
        yield Section(clean(title), tuple(cards))


def numbered(place: str, seen: dict[str, int]) -> str:
    """Return an anchor that no element before has: a further one of the same name gets a number."""
    seen[place] = number = seen.get(place, 0) + 1
    return place if number == 1 else f"{place}~{number}"


def _card(claim: Claim, place: str, index: Index, language: str) -> ClaimCard:
    cites = tuple(
        Cite(
            clean(citation.reference),
            clean(f"{citation.label} {citation.locator}") if citation.locator else "",
            index.references.get(citation.reference),
        )
        for citation in claim.citations
    )
    rests_on = list(filter(None, (cite.brief for cite in cites)))
    report = index.view.report
    urls = dict.fromkeys(url.value for url in find_urls(claim.text))
    addresses = tuple(link(report, url) for url in urls if url in report.pages)
    states = (*(state for work in rests_on for state in work.links), *(address.state for address in addresses))
    paragraph = f"paragraph {claim.paragraph}" if claim.paragraph else ""
    return ClaimCard(
        anchor=place,
        id=clean(claim.id),
        place=tuple(map(clean, filter(None, (paragraph, manuscript(claim.at))))),
        printed=clean(claim.printed or claim.text),
        text=clean(claim.text) if claim.printed not in {"", claim.text} else "",
        lang=language,
        named="; ".join(map(clean, (*claim.attributed_to, *claim.works))),
        cites=cites,
        findings=tuple(show(finding, claim.at, index.view.places) for finding in index.findings(("claim", claim.id))),
        addresses=addresses,
        unchecked=index.not_checked(("claim", claim.id)),
        records=" ".join(dict.fromkeys(work.record for work in rests_on)),
        links=" ".join(dict.fromkeys(states)),
    )

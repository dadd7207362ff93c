"""The list of references as the page shows it: each entry with what was found, who rests on it, its records and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.formats.html.attributes import anchor, lang
from kzcheck.formats.html.claims import numbered
from kzcheck.formats.html.findings import Mark, Shown, marks, show
from kzcheck.formats.links import Link, links
from kzcheck.formats.records import Work, value, work
from kzcheck.formats.text import clean
from kzcheck.identifiers import normal_doi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.formats.html.index import Brief, Index

MOST_CLAIMS = 60
"""Claims that rest on one reference which are named."""


class Citing(Struct, frozen=True):
    """A claim that rests on a reference, and what was found there about both."""

    anchor: str
    id: str
    marks: tuple[Mark, ...]


class ReferenceCard(Struct, frozen=True):
    """A reference: its entry, who cites it, what was found, its records and its links."""

    brief: Brief
    entry: str
    lang: str
    place: str
    doi: str
    cited_by: tuple[Citing, ...]
    more_cited_by: int
    findings: tuple[Shown, ...]
    work: Work
    links: tuple[Link, ...]
    unchecked: tuple[str, ...]


def cards(index: Index) -> Iterator[ReferenceCard]:
    """Yield the card of each reference; two of one id have two anchors."""
    seen: dict[str, int] = {}
    for reference in index.view.article.references:
        yield _card(reference, numbered(anchor("ref", reference.id), seen), index)


def _card(reference: Reference, place: str, index: Index) -> ReferenceCard:
    key, item = reference.id, reference.item
    view, brief = index.view, index.references[key]
    citing = view.cited_by.get(key, ())
    doi = normal_doi(item.doi)
    return ReferenceCard(
        brief=brief if brief.anchor == place else replace(brief, anchor=place),
        entry=clean(reference.printed) or _entry(item),
        lang=lang(item.language),
        place=clean(str(reference.location)),
        doi=f"https://doi.org/{quote(doi, safe='/:;().')}" if doi else "",
        cited_by=tuple(_citing(claim, key, index) for claim in citing[:MOST_CLAIMS]),
        more_cited_by=max(0, len(citing) - MOST_CLAIMS),
        findings=tuple(show(finding, None, view.places) for finding in index.findings(("reference", key))),
        work=work(reference, view),
        links=links(view.report, reference),
        unchecked=index.not_checked(("reference", key)),
    )


def _citing(claim: str, reference: str, index: Index) -> Citing:
    on_claim = index.view.by_subject.get(("claim", claim), ())
    return Citing(anchor("claim", claim), clean(claim), marks(finding for finding in on_claim if finding.reference == reference))


def _entry(item: Item) -> str:
    """Return an entry that the article does not print, as a reader knows one: people, year, title, where it came out."""
    people, title = value(item, "author") or value(item, "editor"), item.title
    year = f"({item.year})" if item.year else ""
    opening = (" ".join(filter(None, (people, year))), title) if people else (" ".join(filter(None, (title, year))),)
    volume = item.volume + (f"({item.issue})" if item.issue else "")
    container = ", ".join(filter(None, (" ".join(filter(None, (item.container_title, volume))), item.page)))
    publisher = ": ".join(filter(None, (item.publisher_place, item.publisher)))
    return clean(". ".join(filter(None, (*opening, container, publisher))))

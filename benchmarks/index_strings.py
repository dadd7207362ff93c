"""Real printed references whose records are known: of 42 articles in JATS, and of five lists with Crossref's recorded answers.

The record of an article's reference is made of what its XML marks, so its fields are the entry's own; only how they are printed,
and what the reader makes of that, is tested. The five lists have Crossref's real records; the right one is that whose title and
first author are the entry's. All other recorded works are in the index, too.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

import recorded
from gold import GOLD
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from index_works import Work

LINK = "{http://www.w3.org/1999/xlink}href"


class Case(NamedTuple):
    """A printed reference without its DOI, the DOI, and where it is from."""

    source: str
    string: str
    doi: str


def known() -> Iterator[Case]:
    """Yield the references."""
    for citation, doi in _citations():
        yield Case("articles", _printed(citation), doi)
    for reference in recorded.printed():
        title, people = fold(str(reference.parts.get("title") or "")), reference.parts.get("authors") or [""]
        for work in reference.answers.get("crossref", ()):
            record = recorded.READ["crossref"](work)
            family = fold(record.item.author[0].family) if record.item.author else "-"
            if title and fold(record.item.title) == title and family and family in fold(str(people[0])):
                parts = (
                    ", ".join(map(str, people)),
                    title and str(reference.parts["title"]),
                    str(reference.parts.get("venue") or ""),
                )
                yield Case("lists", ". ".join(filter(None, (*parts, str(reference.parts.get("year") or "")))), record.id)
                break


def works() -> Iterator[Work]:
    """Yield the works of the references, and all other works that were recorded, once each."""
    seen: set[str] = set()
    for (service, doi), work in recorded.indexed().items():
        if service == "crossref" and doi not in seen:
            seen.add(doi)
            yield work
    for citation, doi in _citations():
        if doi not in seen:
            seen.add(doi)
            yield _work(citation, doi)


def by_source(cases: Iterable[Case]) -> Iterator[tuple[str, list[Case]]]:
    """Yield the references of each source."""
    yield from ((name, list(some)) for name, some in groupby(cases, key=lambda case: case.source))


def figures(named: Iterable[tuple[str, str]]) -> str:
    """Return precision, recall and F1 of the DOIs that were named."""
    pairs = list(named)
    right = sum(doi == name for doi, name in pairs)
    claimed = sum(bool(name) for _, name in pairs)
    precision, recall = right / max(claimed, 1), right / max(len(pairs), 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return (
        f"{len(pairs)} strings, {right} right, {claimed - right} wrong; precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    )


def _citations() -> Iterator[tuple[Element, str]]:
    for path in sorted((GOLD / "articles").glob("*/article.xml")):
        for citation in etree.parse(path).iterfind(".//ref/mixed-citation"):
            links = (normal_doi(element.get(LINK, "")) for element in citation.iter("ext-link"))
            if (doi := next(filter(None, links), "")) and citation.findtext(".//article-title"):
                yield citation, doi


def _printed(citation: Element) -> str:
    """Return a reference as it is printed, without its DOI and other identifiers."""
    for element in citation.iter("comment", "ext-link", "object-id", "pub-id"):
        element.text = ""
    return _text(citation).replace("doi:", "").replace("PubMed:", "").strip(" .") + "."


def _text(element: Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def _work(citation: Element, doi: str) -> Work:
    """Return the work of a reference in Crossref's JSON."""
    title, source, volume, first, last, printed_year = (
        _text(citation.find(f".//{name}")) for name in ("article-title", "source", "volume", "fpage", "lpage", "year")
    )
    people: list[dict[str, Any]] = [
        {"family": name.findtext("surname") or "", "given": name.findtext("given-names") or ""} for name in citation.iter("name")
    ]
    year = "".join(filter(str.isdigit, printed_year))[:4]
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": people,
        "container-title": [source],
        "volume": volume,
        "page": "-".join(filter(None, (first, last))),
        "issued": {"date-parts": [[int(year)]]} if year else {},
    }

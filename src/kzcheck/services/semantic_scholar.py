"""Semantic Scholar (https://api.semanticscholar.org/api-docs/graph): papers, especially in computer science; used only with a key.

Without a key, everybody shares one pool and most requests are refused; with one, a request a second is allowed, over all
endpoints together. Its years are often the preprint's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item
from kzcheck.evidence import Record, Relation
from kzcheck.identifiers import normal_arxiv, normal_doi, normal_issn, normal_pmid
from kzcheck.services.names import name_of
from kzcheck.services.searching import title_words
from kzcheck.services.service import Ask, Service, every, json_of
from kzcheck.services.values import (
    MOST_NAMES,
    answer_of,
    candidates,
    dated,
    distinct,
    each,
    inside,
    records_of,
    text,
    texts,
    year,
)
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

FIELDS = "title,authors,year,publicationDate,venue,publicationVenue,journal,externalIds,publicationTypes"
MOST_AUTHORS = 500
"""Most authors given per paper (API documentation)."""

_PREFIXES: Mapping[By, str] = {"DOI": "DOI", "arXiv": "ARXIV", "PMID": "PMID"}
_TYPES = {
    "Conference": "paper-conference",
    "BookSection": "chapter",
    "Book": "book",
    "Dataset": "dataset",
    "JournalArticle": "article-journal",
    "Review": "article-journal",
    "LettersAndComments": "article-journal",
    "Editorial": "article-journal",
}
_PREPRINTS = frozenset(("arxiv.org", "arxiv", "biorxiv", "medrxiv", "chemrxiv", "ssrn"))
_VOLUME_AND_ISSUE = re.compile(r"(\d{1,5}) (\d{1,5})")


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for one paper by DOI, arXiv number or PubMed number."""
    return Ask(by, tuple(values), f"/graph/v1/paper/{_PREFIXES[by]}:{quote(values[0])}?fields={FIELDS}", "paper")


def search(item: Item) -> Iterator[Ask]:
    """Search for the paper with the nearest title; only words are sent, because a hyphen would find nothing."""
    if words := " ".join(title_words(item.title.replace("'", " "), most=40)):
        yield Ask("title", (words,), f"/graph/v1/paper/search/match?query={quote(words)}&fields={FIELDS}", "paper")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the value of the request. The best match of a search is only a candidate."""
    answer = json_of(reply)
    if ask.by == "title":
        return every(ask, candidates(records_of(inside(answer, "data"), record), inside(answer, "total")))
    return every(ask, answer_of(records_of([answer], record)))


def record(paper: dict[str, Any]) -> Record:
    """Convert one paper from Semantic Scholar to a record."""
    number = text(paper.get("paperId"))
    names = [name for author in each(paper.get("authors"), MOST_NAMES) if (name := name_of(inside(author, "name")))]
    venues = _venues(paper)
    volume, issue = _volume(text(inside(paper, "journal", "volume")))
    when = year(paper.get("year"))
    doi = normal_doi(text(inside(paper, "externalIds", "DOI")))
    arxiv = normal_arxiv(text(inside(paper, "externalIds", "ArXiv")))
    preprint = f"10.48550/arxiv.{arxiv}" if arxiv else ""
    item = Item(
        id=number,
        type=_kind(paper, venues),
        title=text(paper.get("title")),
        author=tuple(names),
        issued=dated(when),
        container_title=next(iter(venues), ""),
        volume=volume,
        issue=issue,
        page=text(inside(paper, "journal", "pages")).replace(" ", ""),
        doi=doi or preprint,
        issn=normal_issn(text(inside(paper, "publicationVenue", "issn"))),
        pmid=normal_pmid(text(inside(paper, "externalIds", "PubMed"))),
    )
    years = (when, year(paper.get("publicationDate")))
    return Record(
        "semantic-scholar",
        number,
        item,
        containers=venues[1:],
        years=tuple(dict.fromkeys(filter(None, years))),
        more_authors=len(names) >= MOST_AUTHORS,
        relations=(Relation("has-preprint", preprint),) if preprint and doi not in {"", preprint} else (),
        url=f"https://www.semanticscholar.org/paper/{number}" if number else "",
    )


def _venues(paper: dict[str, Any]) -> tuple[str, ...]:
    venue = paper.get("publicationVenue")
    names = (paper.get("venue"), inside(paper, "journal", "name"), inside(venue, "name"))
    return distinct([*map(text, names), *texts(inside(venue, "alternate_names"))])


def _kind(paper: dict[str, Any], venues: tuple[str, ...]) -> str:
    if venues and venues[0].casefold() in _PREPRINTS:
        return "article"
    kinds = texts(paper.get("publicationTypes"))
    at = text(inside(paper, "publicationVenue", "type"))
    known = next((kind for word, kind in _TYPES.items() if word in kinds), "")
    return known or {"journal": "article-journal", "conference": "paper-conference"}.get(at, "")


def _volume(written: str) -> tuple[str, str]:
    """Split the field that holds both volume and issue ("28 2"); ignore an arXiv number in it."""
    if written.startswith("abs/"):
        return "", ""
    both = _VOLUME_AND_ISSUE.fullmatch(written)
    return (both[1], both[2]) if both else (written, "")


SERVICE = Service(
    name="semantic-scholar",
    url="https://api.semanticscholar.org",
    routes={"paper": Limit(1, 1)},
    batch={"DOI": 1, "arXiv": 1, "PMID": 1},
    lookup=lookup,
    search=search,
    answers=answers,
    key=("x-api-key", "{}"),
    needs_key=True,
    works="/graph/v1/paper/",
)

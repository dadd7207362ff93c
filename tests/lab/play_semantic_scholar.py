"""A web that plays Semantic Scholar: a paper by its number, or the one with the nearest title; nothing without a key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lab.fielded_search import nearest
from lab.server import Answer
from lab.shelf import shelf, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item
    from lab.server import Call

FIELDS = frozenset(
    """paperId corpusId externalIds url title abstract venue publicationVenue year referenceCount citationCount isOpenAccess
    openAccessPdf fieldsOfStudy publicationTypes publicationDate journal authors""".split()
)
TYPES = {"article-journal": "JournalArticle", "paper-conference": "Conference", "book": "Book", "chapter": "BookSection"}
ENOUGH = 0.6
"""The share of a title's words that a match must contain."""


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as Semantic Scholar would if these were all of its papers."""
    if "x-api-key" not in call.headers:
        words_ = "Too Many Requests. Please wait and try again or apply for a key for higher rate limits."
        return _json(429, {"message": words_, "code": "429"})
    address = urlsplit(call.path)
    asked = dict(parse_qsl(address.query))
    fields = asked.get("fields", "title").split(",")
    if unknown := sorted(set(fields) - FIELDS):
        return _json(400, {"error": f"Unrecognized or unsupported fields: [{', '.join(unknown)}]"})
    path = unquote(address.path).removeprefix("/graph/v1/paper/")
    if path == "search/match":
        return _match(works, asked.get("query", ""), fields)
    kind, _, value = path.partition(":")
    work = _by_number(works, kind.upper(), value.lower())
    if work is None:
        return _json(404, {"error": f"Paper with id {path} not found"})
    return _json(200, _chosen(work, fields))


def _match(works: Sequence[Item], query: str, fields: Sequence[str]) -> Answer:
    work, title_words = nearest(works, query), set(words(query))
    shared = len(title_words & set(words(work.title))) if work else 0
    if work is None or shared < ENOUGH * len(title_words):
        return _json(404, {"error": "Title match not found"})
    return _json(200, {"data": [{**_chosen(work, fields), "matchScore": 20.0 * shared}]})


def _by_number(works: Sequence[Item], kind: str, value: str) -> Item | None:
    if kind == "ARXIV":
        kind, value = "DOI", f"10.48550/arxiv.{value}"
    if kind == "DOI":
        return shelf(works).by_doi.get(value)
    return next((work for work in works if work.pmid == value), None) if kind == "PMID" else None


def written(work: Item) -> dict[str, Any]:
    """Return a work in Semantic Scholar's JSON."""
    doi = work.doi.lower()
    ids: dict[str, Any] = {"CorpusId": 1}
    if doi.startswith("10.48550/arxiv."):
        ids["ArXiv"] = doi.removeprefix("10.48550/arxiv.")
    if doi:
        ids["DOI"] = doi
    if work.pmid:
        ids["PubMed"] = work.pmid
    return {
        "paperId": f"{sum(map(ord, work.id + work.title)):040x}",
        "externalIds": ids,
        "title": work.title,
        "venue": work.container_title,
        "publicationVenue": {"name": work.container_title, "type": "journal"} if work.container_title else None,
        "year": work.year,
        "publicationDate": f"{work.year}-01-01" if work.year else None,
        "publicationTypes": [TYPES[work.type]] if work.type in TYPES else None,
        "journal": {
            "name": work.container_title,
            "volume": f"{work.volume} {work.issue}".strip(),
            "pages": f"\n   {work.page}\n  ",
        },
        "authors": [{"authorId": str(place), "name": str(name)} for place, name in enumerate(work.author)],
    }


def _chosen(work: Item, fields: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in written(work).items() if key in fields or key == "paperId"}


def _json(status: int, body: object) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

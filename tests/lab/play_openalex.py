"""A web that plays OpenAlex: lists of DOIs, single works, and title searches in which every word must match."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lab.fielded_search import matching
from lab.server import Answer
from lab.shelf import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.csl import Item, Name
    from lab.server import Call

FIELDS = frozenset(
    """id doi title display_name publication_year publication_date ids language primary_location type indexed_in open_access
    authorships locations biblio is_retracted cited_by_count referenced_works best_oa_location""".split()
)
TYPES = {
    "article-journal": "article",
    "paper-conference": "article",
    "article": "preprint",
    "chapter": "book-chapter",
    "thesis": "dissertation",
    "document": "other",
}
NOT_FOUND = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"
MOST_AUTHORS = 100


def answer(works: Sequence[Item], call: Call, copies: Mapping[str, Sequence[str]] | None = None) -> Answer:
    """Answer as OpenAlex would if these were all of its works; `copies` are the addresses of their open copies, by DOI."""
    address = urlsplit(call.path)
    asked = dict(parse_qsl(address.query, keep_blank_values=True))
    selected = asked["select"].split(",") if "select" in asked else sorted(FIELDS)
    if unknown := sorted(set(selected) - FIELDS):
        return _json(
            call, 400, {"error": "Invalid query parameters error.", "message": f"{unknown[0]} is not a valid select field."}
        )
    if address.path.startswith("/works/"):
        doi = unquote(address.path.removeprefix("/works/")).removeprefix("doi:").lower()
        work = shelf(works).by_doi.get(doi)
        if work is None:
            return Answer(404, {"Content-Type": "text/html; charset=utf-8", **_limits(call, 1)}, NOT_FOUND)
        return _json(call, 200, _chosen(written(work), selected))
    return _list(works, call, asked, selected, copies or {})


def _list(
    works: Sequence[Item], call: Call, asked: Mapping[str, str], selected: Sequence[str], copies: Mapping[str, Sequence[str]]
) -> Answer:
    filters = dict(part.partition(":")[::2] for part in asked.get("filter", "").split(",") if part)
    per_page = asked.get("per-page", asked.get("per_page", "25"))
    if not per_page.isdigit() or not 1 <= int(per_page) <= 100:
        return _json(call, 400, {"error": "Pagination error.", "message": "per-page parameter must be between 1 and 100"})
    if unknown := sorted(filters.keys() - {"doi", "title.search", "raw_author_name.search"}):
        return _json(call, 400, {"error": "Invalid query parameters error.", "message": f"{unknown[0]} is not a valid field."})
    if "doi" in filters:
        dois = dict.fromkeys(doi.lower() for doi in filters["doi"].split("|"))
        matches = [work for doi in dois if (work := shelf(works).by_doi.get(doi))]
    else:
        matches = matching(works, filters.get("title.search", ""), filters.get("raw_author_name.search", ""), most=100)
    results = [_chosen(_cut(written(work, copies.get(work.doi, ()))), selected) for work in matches[: int(per_page)]]
    meta = {"count": len(matches), "db_response_time_ms": 20, "page": 1, "per_page": int(per_page), "groups_count": None}
    return _json(call, 200, {"meta": meta, "results": results, "group_by": []}, 1 if "doi" in filters else 10)


def written(work: Item, copies: Sequence[str] = ()) -> dict[str, Any]:
    """Return a work in OpenAlex's JSON; `copies` are the addresses of its open copies."""
    number = f"https://openalex.org/W{1000000 + sum(map(ord, work.id + work.title))}"
    kind = "repository" if work.type == "article" else "conference" if work.type == "paper-conference" else "journal"
    source = {"id": "https://openalex.org/S1", "display_name": work.container_title, "issn_l": work.issn or None, "type": kind}
    place = {
        "is_oa": False,
        "landing_page_url": f"https://doi.org/{work.doi}" if work.doi else None,
        "source": source if work.container_title and work.type != "chapter" else None,
        "raw_source_name": work.container_title or None,
    }
    places = [_copy(url) for url in copies]
    first, _, last = work.page.partition("-")
    doi = f"https://doi.org/{work.doi.lower()}" if work.doi else None
    return {
        "id": number,
        "doi": doi,
        "title": work.title or None,
        "display_name": work.title or None,
        "publication_year": work.year,
        "publication_date": f"{work.year}-01-01" if work.year else None,
        "ids": {"openalex": number, "doi": doi} | ({"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"} if work.pmid else {}),
        "language": work.language[:2] or None,
        "primary_location": place,
        "locations": [place, *places],
        "best_oa_location": (places or [None])[0],
        "type": TYPES.get(work.type, work.type or "other"),
        "authorships": [_authorship(name) for name in work.author or work.editor],
        "biblio": {
            "volume": work.volume or None,
            "issue": work.issue or None,
            "first_page": first or None,
            "last_page": last or first or None,
        },
        "is_retracted": False,
        "cited_by_count": 7,
    }


def _copy(url: str) -> dict[str, Any]:
    pdf = url if url.endswith(".pdf") else None
    return {"is_oa": True, "landing_page_url": None if pdf else url, "pdf_url": pdf, "source": None, "raw_source_name": None}


def _authorship(name: Name) -> dict[str, Any]:
    return {"author_position": "middle", "author": {"display_name": str(name), "orcid": None}, "raw_author_name": str(name)}


def _cut(work: dict[str, Any]) -> dict[str, Any]:
    if len(work["authorships"]) <= MOST_AUTHORS:
        return work
    return {**work, "authorships": work["authorships"][:MOST_AUTHORS], "is_authors_truncated": True}


def _chosen(work: dict[str, Any], selected: Sequence[str]) -> dict[str, Any]:
    return {key: value for key, value in work.items() if key in selected or key == "is_authors_truncated"}


def _limits(call: Call, credits_used: int) -> dict[str, str]:
    limit = 10000 if "authorization" in call.headers else 1000
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(limit - credits_used),
        "X-RateLimit-Credits-Used": str(credits_used),
        "X-RateLimit-Reset": "43200",
        "X-RateLimit-Limit-USD": str(limit / 10000),
        "X-RateLimit-Remaining-USD": str((limit - credits_used) / 10000),
        "X-RateLimit-Cost-USD": str(credits_used / 10000),
    }


def _json(call: Call, status: int, body: object, credits_used: int = 1) -> Answer:
    return Answer(status, {"Content-Type": "application/json", **_limits(call, credits_used)}, json.dumps(body).encode())

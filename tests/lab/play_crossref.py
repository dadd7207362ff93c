"""A web that plays Crossref: single works, batches of DOIs, and searches that always find something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from kzcheck.csl import CROSSREF_TYPES
from lab.server import Answer
from lab.shelf import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.csl import Date, Item, Name
    from kzcheck.evidence import Update
    from lab.server import Call

    Updates = Mapping[str, Sequence[Update]]

SELECTS = frozenset(
    """abstract URL resource member posted score created degree update-policy short-title license ISSN container-title issued
    update-to issue prefix approved indexed article-number clinical-trial-number accepted author group-title DOI
    is-referenced-by-count updated-by event chair standards-body original-title funder translator published archive
    published-print alternative-id subject subtitle published-online publisher-location content-domain reference title link
    type publisher volume references-count ISBN issn-type assertion deposited page content-created short-container-title
    relation editor""".split()
)
"""The selectable fields, in the words of Crossref's own error message."""

TYPES = {"book": "monograph", "chapter": "book-chapter", "entry": "reference-entry", "periodical": "journal", "document": "other"}
TYPES = {known: word for word, known in CROSSREF_TYPES.items()} | TYPES
DAY = {"date-parts": [[2024, 1, 2]], "date-time": "2024-01-02T03:04:05Z", "timestamp": 1704164645000}


def answer(works: Sequence[Item], call: Call, updates: Updates | None = None) -> Answer:
    """Answer as Crossref would if these were all of its works; `updates` holds notices by the DOI of the work, in lower case."""
    address = urlsplit(call.path)
    asked = {key: values[-1] for key, values in parse_qs(address.query).items()}
    head = _limits(call, asked, single=address.path != "/works")
    if address.path == "/works":
        return _list(works, asked, updates or {}, head)
    work = shelf(works).by_doi.get(unquote(address.path.removeprefix("/works/")).lower())
    if work is None:
        return Answer(404, {"Content-Type": "text/plain", **head}, b"Resource not found.")
    return _json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": written(work, updates)}, head)


def written(work: Item, updates: Updates | None = None) -> dict[str, Any]:
    """Return a work in Crossref's JSON, with lists around single titles and much extra data."""
    doi = work.doi.lower()
    fields: dict[str, Any] = {
        "DOI": doi,
        "URL": f"https://doi.org/{doi}",
        "type": TYPES.get(work.type, work.type or "other"),
        "title": [work.title] if work.title else [],
        "original-title": [work.original_title] if work.original_title else [],
        "container-title": [title for title in (work.container_title, work.collection_title) if title],
        "short-container-title": [work.container_title_short] if work.container_title_short else [],
        "publisher": work.publisher,
        "publisher-location": work.publisher_place,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
        "article-number": work.number,
        "edition-number": work.edition,
        "language": work.language,
        "ISBN": work.isbn.split(),
        "ISSN": work.issn.split(),
        "author": _people(work.author),
        "editor": _people(work.editor),
        "translator": _people(work.translator),
        "issued": _date(work.issued),
        "published": _date(work.issued) if work.issued else None,
        "created": DAY,
        "deposited": DAY,
        "indexed": {**DAY, "version": "3.54.1"},
        "updated-by": [_update(notice) for notice in (updates or {}).get(doi, ())],
        "update-to": [
            _update(notice, other)
            for other, notices in (updates or {}).items()
            for notice in notices
            if notice.doi.lower() == doi != other
        ],
        "relation": {},
        "reference": [{"key": f"ref{place}", "unstructured": "Somebody. Something. Somewhere, 2001."} for place in range(3)],
        "reference-count": 3,
        "references-count": 3,
        "is-referenced-by-count": 7,
        "prefix": doi.partition("/")[0],
        "member": "7",
        "source": "Crossref",
        "score": 1,
    }
    # empty fields are left out, except these
    nonempty = {"title", "container-title", "issued", "relation"}
    return {key: value for key, value in fields.items() if value or key in nonempty}


def _list(works: Sequence[Item], asked: dict[str, str], updates: Updates, head: dict[str, str]) -> Answer:
    selected = asked["select"].split(",") if "select" in asked else []
    rows = asked.get("rows", "20")
    if unknown := next((field for field in selected if field not in SELECTS), None):
        words = f"Select '{unknown}' specified but there is no such select for this route."
        return _refusal("select-not-available", unknown, words, head)
    if not rows.isdigit() or int(rows) > 1000:
        return _refusal("integer-not-valid", rows, f"Integer specified as {rows} but must be a positive integer.", head)
    filters = [part.partition(":") for part in asked["filter"].split(",")] if "filter" in asked else []
    if unknown := next((name for name, _, _ in filters if name != "doi"), None):
        return _refusal("filter-not-available", unknown, f"Filter '{unknown}' specified but there is no such filter.", head)
    if filters:
        dois = dict.fromkeys(doi.lower() for _, _, doi in filters)
        matches = [(1.0, work) for doi in dois if (work := shelf(works).by_doi.get(doi))]
    else:
        matches = shelf(works).best(asked.get("query.bibliographic") or asked.get("query") or "", 1000)
    items = [{**written(work, updates), "score": score} for score, work in matches[: int(rows)]]
    if selected:
        items = [{key: value for key, value in item.items() if key in selected} for item in items]
    message = {"facets": {}, "total-results": len(matches), "items": items, "items-per-page": int(rows)}
    return _json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}, head)


def _limits(call: Call, asked: dict[str, str], *, single: bool) -> dict[str, str]:
    polite = "mailto" in asked or "mailto:" in call.headers.get("user-agent", "")
    return {
        "x-rate-limit-limit": str((10 if single else 3) if polite else 5 if single else 1),
        "x-rate-limit-interval": "1s",
        "x-concurrency-limit": "3" if polite else "1",
        "x-api-pool": f"{'polite' if polite else 'public'}-{'single' if single else 'array'}",
    }


def _json(content: object, head: dict[str, str], status: int = 200) -> Answer:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, {"Content-Type": "application/json", **head}, body)


def _refusal(kind: str, value: str, words: str, head: dict[str, str]) -> Answer:
    problem = [{"type": kind, "value": value, "message": words}]
    return _json({"status": "failed", "message-type": "validation-failure", "message": problem}, head, 400)


def _people(names: Sequence[Name]) -> list[dict[str, Any]]:
    people = []
    for place, name in enumerate(names):
        own = {"name": name.literal} if name.literal else {"given": name.given, "family": name.family, "suffix": name.suffix}
        nonempty = {key: value for key, value in own.items() if value}
        people.append({**nonempty, "sequence": "additional" if place else "first", "affiliation": []})
    return people


def _date(date: Date | None) -> dict[str, Any]:
    return {"date-parts": [list(date.start) if date and date.start else [None]]}


def _update(update: Update, other: str = "") -> dict[str, Any]:
    label = update.type.replace("_", " ").capitalize()
    when = _date(update.date) if update.date else DAY
    return {
        "DOI": other or update.doi,
        "type": update.type,
        "label": label,
        "source": update.source or "publisher",
        "updated": when,
    }

"""A web that plays DataCite: single works, lists of DOIs, and title searches."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from lab.server import Answer
from lab.shelf import shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item, Name
    from lab.server import Call

TYPES = {
    "article": "Preprint",
    "article-journal": "JournalArticle",
    "book": "Book",
    "chapter": "BookChapter",
    "dataset": "Dataset",
    "paper-conference": "ConferencePaper",
    "report": "Report",
    "software": "Software",
    "thesis": "Dissertation",
}
NOT_FOUND = {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as DataCite would if these were all of its works."""
    address = urlsplit(call.path)
    asked = {key: values[-1] for key, values in parse_qs(address.query).items()}
    if address.path != "/dois":
        work = shelf(works).by_doi.get(unquote(address.path.removeprefix("/dois/")).lower())
        return _json({"data": written(work)}) if work else _json(NOT_FOUND, 404)
    matches = _sought(works, asked)
    fields = asked["fields[dois]"].split(",") if "fields[dois]" in asked else []
    size = int(asked.get("page[size]", "25"))
    return _json({"data": [_narrow(written(work), fields) for work in matches[:size]], "meta": {"total": len(matches), "page": 1}})


def written(work: Item) -> dict[str, Any]:
    """Return a work in DataCite's JSON."""
    doi = work.doi.lower()
    issued = str(work.issued) if work.issued else ""
    container = {
        "type": "Series",
        "title": work.container_title,
        "volume": work.volume,
        "issue": work.issue,
        "firstPage": work.page.partition("-")[0],
        "lastPage": work.page.partition("-")[2],
    }
    attributes: dict[str, Any] = {
        "doi": doi,
        "creators": [_creator(name) for name in work.author],
        "contributors": [{**_creator(name), "contributorType": "Editor"} for name in work.editor],
        "titles": [{"title": work.title}] if work.title else [],
        "publisher": work.publisher or "(:unkn)",
        "container": {key: value for key, value in container.items() if value} if work.container_title else {},
        "publicationYear": work.year,
        "dates": [{"date": issued, "dateType": "Issued"}] if issued else [],
        "language": work.language or None,
        "types": {"resourceTypeGeneral": TYPES.get(work.type, "Other"), "resourceType": "", "citeproc": "article"},
        "relatedIdentifiers": [],
        "version": work.other.get("version"),
        "url": f"https://example.org/{doi}",
        "descriptions": [{"description": "What it is about.", "descriptionType": "Abstract"}],
        "state": "findable",
    }
    client = {"client": {"data": {"id": "example.client", "type": "clients"}}}
    return {"id": doi, "type": "dois", "attributes": attributes, "relationships": client}


def _sought(works: Sequence[Item], asked: dict[str, str]) -> list[Item]:
    if "ids" in asked:
        known = shelf(works).by_doi
        return [known[doi] for doi in dict.fromkeys(asked["ids"].lower().split(",")) if doi in known]
    query = re.sub(r"\b(?:titles\.title|OR|AND)\b", " ", asked.get("query", ""))
    return [work for _, work in shelf(works).best(query, 1000)]


def _narrow(data: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    if not fields:
        return data
    kept = {key: {name: value for name, value in data[key].items() if name in fields} for key in ("attributes", "relationships")}
    return {**data, **kept}


def _creator(name: Name) -> dict[str, Any]:
    if name.literal:
        return {"name": name.literal, "nameType": "Organizational", "affiliation": [], "nameIdentifiers": []}
    whole = ", ".join(part for part in (name.family, name.given) if part)
    return {"name": whole, "nameType": "Personal", "givenName": name.given, "familyName": name.family, "nameIdentifiers": []}


def _json(content: object, status: int = 200) -> Answer:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, {"Content-Type": "application/json; charset=utf-8"}, body)

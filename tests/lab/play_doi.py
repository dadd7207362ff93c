"""A web that plays doi.org: agencies, handles, and records in CSL-JSON, without redirects to the agency."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kzcheck.csl import to_json
from lab.server import Answer
from lab.shelf import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.csl import Item
    from lab.server import Call

CSL = "application/vnd.citationstyles.csl+json"
NOT_FOUND = b"<!DOCTYPE html>\n<html lang='en-us'><head><title>Error: DOI Not Found</title></head><body>...</body></html>"
LANDING = b"<!DOCTYPE html>\n<html><head><title>An article</title></head><body>The publisher's page.</body></html>"


def answer(works: Sequence[Item], call: Call, agencies: Mapping[str, str] | None = None) -> Answer:
    """Answer as doi.org would if these were all works with a record.

    `agencies` gives the agency of DOIs (in lower case), including works without a record; the default is Crossref.
    """
    registered = {**dict.fromkeys(shelf(works).by_doi, "Crossref"), **(agencies or {})}
    path = unquote(urlsplit(call.path).path)
    if path.startswith("/ra/"):
        # a comma separates DOIs, whatever they contain
        return _json([_agency(doi, registered) for doi in path.removeprefix("/ra/").split(",")])
    if path.startswith("/api/handles/"):
        return _handle(path.removeprefix("/api/handles/"), registered)
    doi = path.removeprefix("/").lower()
    if doi not in registered:
        return Answer(404, {"Content-Type": "text/html;charset=utf-8"}, NOT_FOUND)
    work = shelf(works).by_doi.get(doi)
    if work is None or CSL not in call.headers.get("accept", ""):
        return Answer(200, {"Content-Type": "text/html; charset=utf-8"}, LANDING)
    return _json({**to_json(work), "DOI": work.doi, "source": registered[doi]}, kind=CSL)


def _agency(doi: str, registered: Mapping[str, str]) -> dict[str, str]:
    if not doi.startswith("10.") or "/" not in doi:
        return {"DOI": doi, "status": "Invalid DOI"}
    agency = registered.get(doi.lower())
    return {"DOI": doi, "RA": agency} if agency else {"DOI": doi, "status": "DOI does not exist"}


def _handle(doi: str, registered: Mapping[str, str]) -> Answer:
    if doi.lower() not in registered:
        return _json({"responseCode": 100, "handle": doi}, status=404)
    value = {"index": 1, "type": "URL", "data": {"format": "string", "value": f"https://example.org/{doi}"}, "ttl": 86400}
    return _json({"responseCode": 1, "handle": doi, "values": [value]})


def _json(content: object, *, status: int = 200, kind: str = "application/json;charset=UTF-8") -> Answer:
    return Answer(status, {"Content-Type": kind}, json.dumps(content, ensure_ascii=False).encode())

"""A web that plays Unpaywall: where the open copies of a work are, for users who give an e-mail address.

Modelled on the data format of https://unpaywall.org/data-format.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab.server import Call


def answer(copies: Mapping[str, Sequence[str]], call: Call) -> Answer:
    """Answer as Unpaywall would if these were all open copies, by DOI; a DOI without a copy is that of a closed work."""
    address = urlsplit(call.path)
    if "@" not in parse_qs(address.query).get("email", [""])[0]:
        return _json(422, {"HTTP_status_code": 422, "error": True, "message": "Please use your own email address in API calls."})
    doi = unquote(address.path.removeprefix("/v2/")).lower()
    if not address.path.startswith("/v2/") or doi not in copies:
        return _json(404, {"HTTP_status_code": 404, "error": True, "message": f"'{doi}' is an invalid doi."})
    places = [
        {"url": url, "url_for_pdf": url if url.endswith(".pdf") else None, "url_for_landing_page": url, "host_type": "repository"}
        for url in copies[doi]
    ]
    return _json(200, {"doi": doi, "is_oa": bool(places), "best_oa_location": (places or [None])[0], "oa_locations": places})


def _json(status: int, content: object) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(content).encode())

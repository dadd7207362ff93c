"""A web that plays hdl.handle.net: the handles in works' URLs are registered, and so are their DOIs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kzcheck.identifiers import handle_in_url
from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item
    from lab.server import Call


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as the resolver of handles would if only these works had handles."""
    handle = unquote(urlsplit(call.path).path).removeprefix("/api/handles/")
    if handle not in {name for work in works for name in (handle_in_url(work.url), work.doi)}:
        return _json({"responseCode": 100, "handle": handle}, status=404)
    value = {"index": 1, "type": "URL", "data": {"format": "string", "value": "https://example.org/item"}, "ttl": 86400}
    return _json({"responseCode": 1, "handle": handle, "values": [value]})


def _json(content: object, *, status: int = 200) -> Answer:
    return Answer(status, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps(content).encode())

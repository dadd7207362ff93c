"""The handle system, through its proxy hdl.handle.net: whether a handle is registered, not what the work is.

DOIs are handles too, and doi.org answers in the same format. See https://www.handle.net/proxy_servlet.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from kzcheck.csl import Item
from kzcheck.evidence import Absent, Failed, Found, Record
from kzcheck.reasons import Reason
from kzcheck.services.service import Ask, Service, every, is_success, json_of
from kzcheck.services.values import inside
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

NOT_FOUND_STATUS = 404
FOUND, NOT_FOUND = 1, 100
"""The handle system's own codes; others stand for errors or for a handle without values."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask whether one handle is registered."""
    return Ask(by=by, values=tuple(values), path=f"/api/handles/{_quoted(values[0])}", route="registry")


def registration(reply: Reply, registered: Record) -> Answer:
    """Return the handle system's answer about one handle: the record `registered` if the handle is registered.

    Raises:
        UnreadableAnswer: the reply is not JSON, or is a refusal.
    """
    code = inside(json_of(reply, NOT_FOUND_STATUS), "responseCode")
    if code == NOT_FOUND:
        return Absent()
    return Found((registered,)) if code == FOUND and is_success(reply) else Failed(Reason("no-registration"))


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to the handle of the request; see `Service`."""
    handle = ask.values[0]
    url = f"https://hdl.handle.net/{_quoted(handle)}"
    return every(ask, registration(reply, Record("handle", handle, Item(id=handle, url=url), url=url)))


def _quoted(handle: str) -> str:
    return quote(handle, safe="/", errors="replace")


SERVICE = Service(
    name="handle",
    url="https://hdl.handle.net",
    # no limit is stated; doi.org is a proxy of the same kind
    routes={"registry": Limit(5, 2)},
    batch={"handle": 1},
    lookup=lookup,
    answers=answers,
)

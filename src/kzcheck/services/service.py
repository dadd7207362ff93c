"""Describes a web service: its address, its limits, and the pure functions that form requests and parse answers."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence  # noqa: TC003 - msgspec reads the annotations
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from kzcheck.csl import Item  # noqa: TC001
from kzcheck.evidence import Absent, Answer, Failed
from kzcheck.reasons import Reason
from kzcheck.sources import By, SourceName  # noqa: TC001
from kzcheck.web.messages import Limit, Reply  # noqa: TC001

MOST_VALUES = 300_000
"""Most values in a JSON answer. 50 works of OpenAlex have some 100,000; an answer of the greatest length allowed has 300,000 if it
is as dense as the 658 recorded ones. 8 MiB of empty lists are 2.8 million values and take 190 MB."""

_HALVES = re.compile(rb"\\(?:\\|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|(?P<lone>u[Dd][89A-Fa-f][0-9A-Fa-f]{2}))")
"""An escaped backslash, a pair of UTF-16 surrogates, or a lone surrogate, which is not a character."""


_GONE = frozenset((404, 410))
_REFUSALS = {401: "needs-key", 403: "refuses", 429: "pause", 451: "may-not-answer"}


class Ask(Struct, frozen=True):
    """One request to a service: `values` are the identifiers of one kind, or the single search, that it asks about.

    `path` follows the service's URL; it is percent-encoded and holds no key and no contact address. `route` names one of the
    service's limits. `plain` is the path of the same request without a selection of fields, in case that is refused (400).
    """

    by: By
    values: tuple[str, ...]
    path: str
    route: str
    accept: str = "application/json"
    plain: str = ""


def _no_lookup(by: By, values: Sequence[str]) -> Ask:
    raise NotImplementedError(by, values)


class Service(Struct, frozen=True):
    """One web service.

    `routes` holds the limits for users who give a contact address (or a key), `anonymous` those that differ for other users.
    `batch` holds the kinds of identifiers that can be looked up and how many go in one request; it is empty for a service that is
    only searched. `key` is the header for a key, with "{}" in its place: ("Authorization", "Bearer {}"). `contact` is the query
    parameter for the contact address.

    `lookup(by, values)` forms the request for identifiers (at most `batch[by]`). `search(item)` yields the requests that may find a
    work, the most promising first, or none for an item that the service would not know. `answers(ask, reply)` gives the answer to
    each of the request's values, or raises `UnreadableAnswer`. None of them compares or judges. `works` is the start of the paths
    that address a single work, or "": there, 404 and 410 mean that the service does not know the work.
    """

    name: SourceName
    url: str
    routes: Mapping[str, Limit]
    answers: Callable[[Ask, Reply], Mapping[str, Answer]]
    batch: Mapping[By, int] = {}
    lookup: Callable[[By, Sequence[str]], Ask] = _no_lookup
    search: Callable[[Item], Iterable[Ask]] = lambda _item: ()
    anonymous: Mapping[str, Limit] = {}
    key: tuple[str, str] = ("", "")
    needs_key: bool = False
    contact: str = ""
    works: str = ""

    def read(self, ask: Ask, reply: Reply) -> Mapping[str, Answer]:
        """Return the answer to each value of the request, whatever the status; an unreadable answer is `Failed`."""
        if reply.status in _GONE and self.works and ask.path.startswith(self.works):
            return every(ask, Absent())
        try:
            return self.answers(ask, reply)
        except UnreadableAnswer as error:
            return every(ask, Failed(error.reason))


class LocalSource(Protocol):
    """A source on this machine, such as an index or a table, which answers look-ups and searches at once."""

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each identifier."""

    def search(self, item: Item) -> Answer:
        """Return the works that the item may refer to, the best match first."""


class UnreadableAnswer(Exception):  # noqa: N818 - it is read as a noun
    """An answer that does not follow the service's documentation, or a refusal; `reason` says which."""

    def __init__(self, code: str, **values: str | int) -> None:
        """Take the code of the reason and its values."""
        super().__init__(code)
        self.reason = Reason(code, {**values})


def check_answered(reply: Reply, *also: int) -> None:
    """Make sure that a reply has a success status, or one of the statuses in `also`.

    Raises:
        UnreadableAnswer: the status is another.
    """
    if not is_success(reply) and reply.status not in also:
        raise UnreadableAnswer(_REFUSALS.get(reply.status, "status"), status=reply.status)


def json_of(reply: Reply, *also: int) -> Any:  # noqa: ANN401 - the shape of a service's JSON is its own
    """Decode the JSON of a reply with a success status, or with one of the statuses in `also`.

    A lone surrogate, which could not be encoded again, becomes U+FFFD.

    Raises:
        UnreadableAnswer: the status is another; the content is not JSON (a page against bots, a truncated text, another encoding,
            a malformed number); or it has so many values that decoding would exhaust memory.
    """
    check_answered(reply, *also)
    if sum(map(reply.content.count, b"[{,")) > MOST_VALUES:
        raise UnreadableAnswer("too-many-values", most=MOST_VALUES)
    content = bytearray(reply.content.removeprefix(BOM_UTF8))
    for match in _HALVES.finditer(bytes(content)):
        if match["lone"]:
            content[match.start() : match.end()] = rb"\ufffd"
    try:
        return msgspec.json.decode(content)
    except (ValueError, RecursionError, msgspec.DecodeError):
        raise UnreadableAnswer(_what_came(reply)) from None


def _what_came(reply: Reply) -> str:
    if not reply.content.strip():
        return "nothing"
    if b"<html" in reply.content[:2000].lower():
        return "page-for-json"
    return "broken-json" if "json" in reply.media_type else "no-json"


def every(ask: Ask, answer: Answer) -> Mapping[str, Answer]:
    """Return the same answer for all values of the request."""
    return dict.fromkeys(ask.values, answer)


def is_success(reply: Reply) -> bool:
    """Return whether the status of a reply is a success (2xx)."""
    return reply.status // 100 == 2  # noqa: PLR2004

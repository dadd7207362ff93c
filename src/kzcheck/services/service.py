"""What a service is: where it is asked, how fast, and the pure functions that say what to ask and read what it answers."""

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
"""Values of the longest answer in JSON that is read. 50 works of OpenAlex have some 100,000; an answer as long as any may be has
300,000 where it is as dense as 658 recorded ones. 8 MiB of empty lists are 2.8 million, and take 190 MB."""

_HALVES = re.compile(rb"\\(?:\\|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|(?P<lone>u[Dd][89A-Fa-f][0-9A-Fa-f]{2}))")
"""A backslash, or a letter written as two halves of UTF-16, or one half by itself, which is no letter."""


_GONE = frozenset((404, 410))
_REFUSALS = {401: "needs-key", 403: "refuses", 429: "pause", 451: "may-not-answer"}


class Ask(Struct, frozen=True):
    """One request to a service: what follows its URL, and what it asks: `values` are identifiers of one kind, or one search.

    `path` is percent-encoded and holds no key and no address. `route` names one of the service's limits. `plain` is the path of
    the same question without a choice of fields, for a service that refuses (400) to choose them.
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

    `routes` are its limits for those who give an address (or a key), `anonymous` those that differ for who does not. `batch` says
    which identifiers it can be asked by, and how many in one request: none where it is only searched. `key` is the header for a
    key, with "{}" in its place: ("Authorization", "Bearer {}"). `contact` is the query parameter for the address.

    `lookup(by, values)` says how to ask for identifiers (at most `batch[by]`), `search(item)` how to look for a work: the asks in
    the order of their promise, none where the service has no use for such an item. `answers(ask, reply)` gives the answer to
    each of the ask's values, or raises `UnreadableAnswer`. None of them compares or judges. `works` is how the paths begin at which
    a work has an address of its own, "" where none has: 404 and 410 say there that the service does not know it.
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
        """Return the answer to each value of an ask, whatever the status: what cannot be understood is `Failed`."""
        if reply.status in _GONE and self.works and ask.path.startswith(self.works):
            return every(ask, Absent())
        try:
            return self.answers(ask, reply)
        except UnreadableAnswer as error:
            return every(ask, Failed(error.reason))


class LocalSource(Protocol):
    """A source on this machine, an index or a table: it answers at once what a web service is asked by `lookup` and `search`."""

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each of these identifiers."""

    def search(self, item: Item) -> Answer:
        """Return the works that may be that of an item, best first."""


class UnreadableAnswer(Exception):  # noqa: N818 - it is read as a noun
    """An answer that is not what the service documents, or a refusal, and the `reason` that says so."""

    def __init__(self, code: str, **values: str | int) -> None:
        """Take the code of the reason, and its values."""
        super().__init__(code)
        self.reason = Reason(code, {**values})


def check_answered(reply: Reply, *also: int) -> None:
    """Make sure that the status of a reply is of the class that is an answer, or one that is one here, too.

    Raises:
        UnreadableAnswer: it is another.
    """
    if not answered(reply) and reply.status not in also:
        raise UnreadableAnswer(_REFUSALS.get(reply.status, "status"), status=reply.status)


def json_of(reply: Reply, *also: int) -> Any:  # noqa: ANN401 - the shape of a service's JSON is its own
    """Return the JSON of a reply; other statuses than those of success can be answers, `also`.

    Half a letter, which nobody could write down again, becomes U+FFFD.

    Raises:
        UnreadableAnswer: the status is no answer's; it is something else: a page for bots, a text cut short, another encoding, a
            number that is none; or it is made to take memory.
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
    """Return one answer for all values of an ask."""
    return dict.fromkeys(ask.values, answer)


def answered(reply: Reply) -> bool:
    """Tell whether the status of a reply is of the class that is an answer."""
    return reply.status // 100 == 2  # noqa: PLR2004

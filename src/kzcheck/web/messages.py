"""What passes between those who ask and the session that sends: requests, replies, and how a host wants to be asked."""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from datetime import datetime  # noqa: TC003
from typing import Literal

from msgspec import Struct

from kzcheck.evidence import Layer  # noqa: TC001 - as above
from kzcheck.reasons import Reason

Hops = tuple[tuple[str, int | None], ...]
"""The URLs that were asked one after the other, with the status that each answered, None where it did not."""

Keep = Literal["found", "absent", "partly"]
"""What an answer was, for how long it is kept: see `web.cache`. What answered only a part of the question is not kept."""


LARGEST_PAGE = 256 << 10
"""How many bytes of a page are read: its titles and what it says first stand there."""

UNREADABLE = Reason("unreadable")
"""Why nothing was learned from what came back, where it is of no use to those who asked."""


class Limit(Struct, frozen=True):
    """How fast a host may be asked: `rate` requests a second (None: as they come), `concurrency` of them at a time.

    What the host states of itself takes their place, but never goes beyond what the user has set: `most_rate`, `most_concurrency`.
    """

    rate: float | None = None
    concurrency: int = 4
    most_rate: float = math.inf
    most_concurrency: float = math.inf


class Endpoint(Struct, frozen=True):
    """One service as it is asked in this run: where, as whom, and how fast by route.

    `url` has no slash at its end. `trusted` means that the user named this origin in the settings: the guard lets it pass for
    this service alone, even where it is a private address. `stands_for` is the origin that its own redirects name, where it is a
    mirror: they are followed here. `secret` holds the headers that carry a key: they are sent to the
    origin of `url` only, where nobody between can read them, and are never printed, cached or saved. `contact` is the query
    parameter for the user's address ("" where it has none) and the address ("" where the user gives none): it goes to the
    origin of `url` only, as that parameter and in the User-Agent.
    """

    name: str
    url: str
    routes: Mapping[str, Limit] = {}
    trusted: bool = False
    stands_for: str = ""
    secret: Mapping[str, str] = {}
    contact: tuple[str, str] = ("", "")


class Request(Struct, frozen=True):
    """One GET of one endpoint: `path` follows its URL, query included; `route` chooses the limit.

    The key of a kept answer is made of `endpoint`'s URL, `path` and `accept` alone. `page` says that a page is asked for, such as a
    copy in an archive: as much of it is read as a browser reads.
    """

    endpoint: str
    path: str
    route: str = ""
    accept: str = "application/json"
    page: bool = False


class Reply(Struct, frozen=True):
    """What came back, whatever its status. `url` is the last one of the chain, `headers` have lower-case names.

    `content` is inflated. A service's is whole: a body that is longer than allowed, or breaks off, is no reply. A page's may be
    its beginning alone, and then `whole` is false; `unread` says why there is not even that (None where there is). `time` is when
    it was received, also for a kept one. `hops` is how a browser came there; the last is the reply's own.
    """

    url: str
    status: int
    content: bytes
    headers: Mapping[str, str]
    time: datetime
    kept: bool = False
    hops: Hops = ()
    whole: bool = True
    unread: Reason | None = None

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class NoReply(Struct, frozen=True):
    """Nothing that can be read came back, and why.

    `passing` says that it may pass: asking again can help. It is false for a host without an address, a refused certificate, what
    the guard does not let through. `layer` is where it failed, "" where nothing was asked. `hops` is how far a browser came; the
    last is what the reason is about.
    """

    reason: Reason
    passing: bool = True
    layer: Layer | Literal[""] = ""
    hops: Hops = ()

"""The data passed between the session and its callers: requests, replies, endpoints and their limits."""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from datetime import datetime  # noqa: TC003
from typing import Literal

from msgspec import Struct

from kzcheck.evidence import Layer  # noqa: TC001 - as above
from kzcheck.reasons import Reason

Hops = tuple[tuple[str, int | None], ...]
"""The URLs requested one after another, each with the status of its answer, or None."""

Keep = Literal["found", "absent", "partly"]
"""The kind of an answer, which decides how long it is cached (see `web.cache`). A partial answer is not cached."""


LARGEST_PAGE = 256 << 10
"""Most bytes read of a page: its titles and first paragraphs are at its beginning."""

UNREADABLE = Reason("unreadable")
"""The reason for a reply that its recipients could not use."""


class Limit(Struct, frozen=True):
    """The limits of a host: `rate` requests a second (None: no limit), `concurrency` of them at a time.

    Limits stated by the host replace these, but never exceed the user's settings: `most_rate`, `most_concurrency`.
    """

    rate: float | None = None
    concurrency: int = 4
    most_rate: float = math.inf
    most_concurrency: float = math.inf


class Endpoint(Struct, frozen=True):
    """One service as used in this run: its address, its limits by route, and the user's identification.

    `url` has no final slash. `trusted` means that the user named this origin in the settings: the guard allows it for
    this service only, even if it is a private address. `stands_for` is the origin that a mirror's redirects name
    and that is replaced by the mirror's own. `secret` holds the headers with a key: they are sent to the
    origin of `url` only, and only if nobody in between can read them, and are never printed, cached or saved. `contact` holds the
    query parameter for the user's address ("" if the service has none) and the address ("" if the user gives none), which is sent
    to the origin of `url` only, in that parameter and in the User-Agent.
    """

    name: str
    url: str
    routes: Mapping[str, Limit] = {}
    trusted: bool = False
    stands_for: str = ""
    secret: Mapping[str, str] = {}
    contact: tuple[str, str] = ("", "")


class Request(Struct, frozen=True):
    """One GET request to an endpoint: `path` follows its URL and includes the query; `route` selects the limit.

    The cache key depends on the endpoint's URL, `path` and `accept` only. `page` says that the answer is a page, such as a
    copy in an archive, of which only the beginning is read, as for links.
    """

    endpoint: str
    path: str
    route: str = ""
    accept: str = "application/json"
    page: bool = False


class Reply(Struct, frozen=True):
    """An answer, whatever its status. `url` is the last one after redirects; `headers` have lower-case names.

    `content` is inflated. A service's content is complete: a body that is too long or incomplete counts as no reply. A page's
    content may be only its beginning (`whole` is false); `unread` says why it could not be read at all. `time` is when
    it was received, even for a cached reply. `hops` lists the redirects of a visit; the last is the reply's own URL.
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
        """The media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class NoReply(Struct, frozen=True):
    """The lack of a readable answer, and its reason.

    `passing` says that the failure may be temporary, so that trying again can help. It is false for a host without an address, a
    refused certificate, or a host refused by the guard. `layer` is where it failed, "" if nothing was sent. `hops` lists the
    redirects of a visit; the reason is about the last.
    """

    reason: Reason
    passing: bool = True
    layer: Layer | Literal[""] = ""
    hops: Hops = ()

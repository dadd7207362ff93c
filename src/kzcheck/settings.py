"""Settings: what they are, and who may make them. `layers` reads them.

An article's folder is somebody else's. Its `kzcheck.toml` says how the article is judged, and no more: whom to ask, with which key,
through what, how fast, and where to read is the user's own business, in the user's file, in `KZCHECK_*` or on the command line.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Struct

from kzcheck.article import CitationStyle, ReferenceStyle  # noqa: TC001 - as above
from kzcheck.sources import ServiceName  # noqa: TC001 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "kzcheck.toml"
ENVIRONMENT = "KZCHECK_"
OF_ARTICLES = frozenset(
    {"select", "severity", "style", "ignore", "links", "links.hosts", "links.hosts.*", "links.hosts.*.skip", "links.hosts.*.accept"}
)
"""What an article's file may say: settings, and the tables that lead to them. Everything else is the user's."""
LONGEST_RUN = 86_400.0
"""Seconds that gathering may be given: a day."""
Rate = Annotated[float, msgspec.Meta(gt=0, le=1000)]
Counted = Annotated[int, msgspec.Meta(ge=1, le=64)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=60)]
Run = Annotated[float, msgspec.Meta(gt=0, le=LONGEST_RUN)]
SeverityName = Literal["error", "warning", "note"]


class StyleSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[style]`: how the article cites and how its list is written; what is not set is detected."""

    citations: CitationStyle | None = None
    references: ReferenceStyle | None = None


class IgnoreSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[[ignore]]`: findings that are to be hidden, with the reason, perhaps for one reference or claim, perhaps until a day."""

    code: str
    reason: str
    reference: str | None = None
    claim: str | None = None
    until: date | None = None


class ServiceSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[services.NAME]`: one bibliographic service; a key is better kept in `KZCHECK_SERVICES_<NAME>_KEY`."""

    url: str = ""
    enabled: bool = True
    key: str = ""
    rate: Rate | None = None
    concurrency: Counted | None = None


class HostSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links.hosts."NAME"]`: what to do differently with one host; None is as `[links]` has it."""

    per_host: Counted | None = None
    interval: Seconds | None = None
    skip: bool = False
    accept: tuple[int, ...] = ()


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links]`: how many links are asked at a time, in all and on one host, and the pauses between, in seconds.

    `allow_private` names hosts, addresses or networks that may be internal.
    """

    concurrency: Counted = 64
    per_host: Counted = 4
    interval: Seconds = 0.05
    second_look: Seconds = 2.0
    allow_private: tuple[str, ...] = ()
    hosts: dict[str, HostSettings] = {}


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[network]`: a proxy and a bundle of certificates (none is taken from the environment), and how long gathering may take.

    `timeout` is in seconds. With `cache` answers are kept for a while and not asked for again.
    """

    proxy: str = ""
    ca_bundle: str = ""
    timeout: Run = 600.0
    cache: bool = True


class RetractionSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[retractions]`: where the table of Retraction Watch lies, and where it is fetched from."""

    path: str = ""
    url: str = ""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """All settings; `OF_ARTICLES` says which of them an article's file may make."""

    contact: str = ""
    select: tuple[str, ...] = ("ALL",)
    severity: dict[str, SeverityName] = {}
    style: StyleSettings = StyleSettings()
    ignore: tuple[IgnoreSettings, ...] = ()
    services: dict[ServiceName, ServiceSettings] = {}
    links: LinkSettings = LinkSettings()
    network: NetworkSettings = NetworkSettings()
    retractions: RetractionSettings = RetractionSettings()


def suggestion(word: str, known: Iterable[object]) -> str:
    """Return `; did you mean "…"?` where one of the `known` words is within a third of its letters of `word`, else ""."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only mistakes need it

    near = min(map(str, known), key=lambda candidate: OSA.distance(word.casefold(), candidate.casefold()), default="")
    close = OSA.distance(word.casefold(), near.casefold()) <= max(len(near) // 3, 1)
    return f'; did you mean "{near}"?' if near and close else ""

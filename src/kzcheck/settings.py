"""Defines the settings, and who may make them; `layers` reads them.

An article's folder belongs to somebody else. Its `kzcheck.toml` may only say how the article is judged: the services to ask, keys,
proxies, speed and paths are up to the user, in the user's file, in `KZCHECK_*` or on the command line.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec
from msgspec import Struct

from kzcheck import data
from kzcheck.article import CitationStyle, ReferenceStyle  # noqa: TC001 - as above
from kzcheck.locale import LANGUAGES
from kzcheck.sources import HOUSE, ServiceName

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "kzcheck.toml"
ENVIRONMENT = "KZCHECK_"
OF_ARTICLES = frozenset(
    {
        "select",
        "profile",
        "severity",
        "style",
        "ignore",
        "links",
        "links.hosts",
        "links.hosts.*",
        "links.hosts.*.skip",
        "links.hosts.*.accept",
    }
)
"""Settings, and the tables that contain them, that an article's file may make. All others are the user's."""
LONGEST_RUN = 86_400.0
"""Seconds at most for gathering: a day."""
Rate = Annotated[float, msgspec.Meta(gt=0, le=1000)]
Counted = Annotated[int, msgspec.Meta(ge=1, le=64)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=60)]
Run = Annotated[float, msgspec.Meta(gt=0, le=LONGEST_RUN)]
Days = Annotated[int, msgspec.Meta(ge=1, le=365)]
if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[*LANGUAGES]
PROFILES = data.profiles()
"""What venues' policies make of findings, by the names of the profiles."""
if TYPE_CHECKING:
    ProfileName = str
else:
    ProfileName = Literal[*PROFILES]
SeverityName = Literal["error", "warning", "note"]
SERVICES = (*get_args(ServiceName), HOUSE)
if TYPE_CHECKING:
    ServedName = str
else:
    ServedName = Literal[SERVICES]


class StyleSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[style]`: the style of the article's citations and of its list; unset values are detected."""

    citations: CitationStyle | None = None
    references: ReferenceStyle | None = None


class IgnoreSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[[ignore]]`: findings to hide, with the reason, optionally for one reference or claim, optionally until a day."""

    code: str
    reason: str
    reference: str | None = None
    claim: str | None = None
    until: date | None = None


class ServiceSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[services.NAME]`: one bibliographic service; a key is better kept in `KZCHECK_SERVICES_<NAME>_KEY`.

    Of OpenSearch, the address ends with the name of the index, and the key is `user:password`, or a token.
    """

    url: str = ""
    enabled: bool = True
    key: str = ""
    rate: Rate | None = None
    concurrency: Counted | None = None


class HostSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links.hosts."NAME"]`: exceptions for one host; None means as in `[links]`."""

    per_host: Counted | None = None
    interval: Seconds | None = None
    skip: bool = False
    accept: tuple[int, ...] = ()


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links]`: how many links are requested at a time, in total and per host, and the pauses in between, in seconds.

    `allow_private` lists hosts, addresses or networks that may be internal.
    """

    concurrency: Counted = 64
    per_host: Counted = 4
    interval: Seconds = 0.05
    second_look: Seconds = 2.0
    allow_private: tuple[str, ...] = ()
    hosts: dict[str, HostSettings] = {}


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[network]`: a proxy and a certificate bundle (neither is taken from the environment), and the time limit for gathering.

    `timeout` is in seconds. With `cache`, answers are kept for a while and reused.
    """

    proxy: str = ""
    ca_bundle: str = ""
    timeout: Run = 600.0
    cache: bool = True


class RetractionSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[retractions]`: the path of the Retraction Watch table, and its download address."""

    path: str = ""
    url: str = ""


class IndexSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[index]`: the folder of the index of works; without it, kzcheck's own folder among the user's data."""

    path: str = ""


class LetterSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[letter]`: the letter to the author: for which journal, who signs it, and within how many days an answer is wanted."""

    journal: str = ""
    signature: str = ""
    days: Days | None = None


class Settings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """All settings; `OF_ARTICLES` says which of them an article's file may make."""

    contact: str = ""
    language: Language | None = None
    select: tuple[str, ...] = ("ALL",)
    profile: ProfileName | None = None
    severity: dict[str, SeverityName] = {}
    style: StyleSettings = StyleSettings()
    ignore: tuple[IgnoreSettings, ...] = ()
    services: dict[ServedName, ServiceSettings] = {}
    links: LinkSettings = LinkSettings()
    network: NetworkSettings = NetworkSettings()
    retractions: RetractionSettings = RetractionSettings()
    index: IndexSettings = IndexSettings()
    letter: LetterSettings = LetterSettings()


def suggestion(word: str, known: Iterable[object]) -> str:
    """Return `; did you mean "…"?` if one of the `known` words is within a third of its letters of `word`, else ""."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only mistakes need it

    nearest = min(map(str, known), key=lambda candidate: OSA.distance(word.casefold(), candidate.casefold()), default="")
    close = OSA.distance(word.casefold(), nearest.casefold()) <= max(len(nearest) // 3, 1)
    return f'; did you mean "{nearest}"?' if nearest and close else ""

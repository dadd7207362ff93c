"""Combines services with the settings: which can be asked in this run, where, how fast, and with which key and address."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from kzcheck.reasons import Reason
from kzcheck.services import SERVICES, openalex, unpaywall, wayback
from kzcheck.settings import ServiceSettings
from kzcheck.sources import ARCHIVE, COPIES
from kzcheck.version import HOME, __version__
from kzcheck.web.messages import Endpoint, Limit

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from kzcheck.services.service import Service
    from kzcheck.settings import Settings
    from kzcheck.sources import SourceName

DISABLED, NO_KEY = Reason("switched-off"), Reason("no-key")


def silent(settings: Settings) -> dict[SourceName, Reason]:
    """Return the services that are not asked in this run, with the reason."""
    reasons: dict[SourceName, Reason] = {}
    for name, service in SERVICES.items():
        own = _own(name, settings)
        if not own.enabled:
            reasons[name] = DISABLED
        elif service.needs_key and not own.key:
            reasons[name] = NO_KEY
    return reasons


def available(
    settings: Settings, at_hand: Container[SourceName] = (), quiet: Container[SourceName] | None = None
) -> dict[SourceName, Service]:
    """Return the services that can be asked, or whose works are at hand; an address from the settings replaces their `url`.

    `quiet` are those that cannot be asked, if that is not to be learnt from the settings.
    """
    quiet = silent(settings) if quiet is None else quiet
    left_out = {name for name in SERVICES if name in quiet and name not in at_hand}
    return {name: replace(service, url=_url(name, settings)) for name, service in SERVICES.items() if name not in left_out}


def endpoints(settings: Settings) -> Iterator[Endpoint]:
    """Yield an endpoint for each service that can be asked: address, identification and limits."""
    for name, service in available(settings).items():
        own = _own(name, settings)
        mirror = bool(own.url) and own.url.rstrip("/") != SERVICES[name].url
        header, form = service.key
        routes = service.routes if settings.contact or own.key else {**service.routes, **service.anonymous}
        yield Endpoint(
            name=name,
            url=service.url,
            routes=limits(routes, own, mirror=mirror),
            trusted=mirror,
            secret={header: form.format(own.key)} if own.key and header else {},
            contact=(service.contact, settings.contact),
        )


def archive(settings: Settings) -> Endpoint | None:
    """Return the endpoint of the web archive, or None if the settings disable it."""
    return _apart(ARCHIVE.name, wayback.URL, wayback.ROUTES, settings)


def for_copies(settings: Settings) -> tuple[Endpoint, ...]:
    """Return the endpoints that are asked where open-access copies are; Unpaywall only if the user gives an address."""
    own = _apart(COPIES.name, unpaywall.URL, unpaywall.ROUTES, settings, unpaywall.CONTACT) if settings.contact else None
    index = [endpoint for endpoint in endpoints(settings) if endpoint.name == openalex.SERVICE.name]
    return (*index, *((own,) if own else ()))


def _apart(name: SourceName, url: str, routes: Mapping[str, Limit], settings: Settings, contact: str = "") -> Endpoint | None:
    """Return the endpoint of a service without records of works, or None if the settings disable it."""
    own = _own(name, settings)
    mirror = bool(own.url)
    endpoint = Endpoint(
        name=name,
        url=(own.url or url).rstrip("/"),
        routes=limits(routes, own, mirror=mirror),
        trusted=mirror,
        stands_for=url,
        contact=(contact, settings.contact),
    )
    return endpoint if own.enabled else None


def agent() -> str:
    """Return the User-Agent: the program and its address."""
    return f"kzcheck/{__version__} ({HOME})"


def host(url: str) -> str:
    """Return the host of a URL as written, with the port if one is given."""
    return urlsplit(url).netloc.rpartition("@")[2]


def mirrors(settings: Settings) -> dict[SourceName, str]:
    """Return the services that the settings replace with a mirror, with its host."""
    own = {**{name: service.url for name, service in SERVICES.items()}, ARCHIVE.name: wayback.URL, COPIES.name: unpaywall.URL}
    return {
        name: host(given.url)
        for name, given in settings.services.items()
        if given.enabled and given.url and name in own and given.url.rstrip("/") != own[name]
    }


def _own(name: SourceName, settings: Settings) -> ServiceSettings:
    return settings.services.get(name, ServiceSettings())


def _url(name: SourceName, settings: Settings) -> str:
    """Return the address of a service without user name and password, which would be saved and printed but never sent."""
    start, slashes, rest = (_own(name, settings).url or SERVICES[name].url).rstrip("/").partition("://")
    place, slash, path = rest.partition("/")
    return f"{start}{slashes}{place.rpartition('@')[2]}{slash}{path}"


def limits(routes: Mapping[str, Limit], own: ServiceSettings, *, mirror: bool) -> dict[str, Limit]:
    """Return the limits of a service: from the settings if given, otherwise its own, or no rate limit for a mirror."""
    return {
        route: Limit(
            rate=None if mirror and own.rate is None else own.rate or limit.rate,
            concurrency=own.concurrency or limit.concurrency,
            most_rate=own.rate or math.inf,
            most_concurrency=own.concurrency or math.inf,
        )
        for route, limit in routes.items()
    }

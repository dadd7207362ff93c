"""URLs as they are asked: as they are written on the wire, where they go, and where an answer leads to."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from requests import PreparedRequest

from kzcheck.web.failures import NoReplyError

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PORTS = {"http": 80, "https": 443}

LONGEST_URL = 8000
"""How many characters the target of a redirect may have: RFC 9110 asks servers to understand so many."""

NAMEABLE = re.compile(r"[a-z0-9.:-]{1,100}")
"""A host that may stand in a sentence: what servers write into a redirect can be anything."""


def prepared(url: str) -> PreparedRequest:
    """Return a GET of a URL as it is written on the wire, without credentials and fragment.

    Raises:
        RequestException: the URL cannot be read.
    """
    request = PreparedRequest()
    request.prepare_method("GET")
    request.prepare_url(bare(url).partition("#")[0], None)
    return request


def bare(url: str) -> str:
    """Return a URL without a name and password in it.

    Raises:
        ValueError: it cannot be read.
    """
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def origin(request: PreparedRequest) -> Origin:
    """Return where a request goes, as requests itself reads its URL."""
    parts = urlsplit(request.url or "")
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def location(url: str, response: BaseHTTPResponse) -> str:
    """Return where an answer redirects to, "" if it does not; `url` is what was asked. It may be no web address.

    Raises:
        NoReplyError: it cannot be read.
    """
    written = response.headers.getlist("location") if response.status in REDIRECTS else ()
    if not written or not written[0]:
        return ""
    try:
        target = bare(urljoin(url, _decoded(written[0])))
        urlsplit(target).port  # noqa: B018 - it raises where it is no number
    except ValueError:
        target = ""
    if not target or len(target) > LONGEST_URL:
        raise NoReplyError("to-no-address", layer="HTTP")
    return target


def check_web(url: str) -> None:
    """Refuse what is not a web address: a file, a script, anything but http and https.

    Raises:
        NoReplyError: it is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NoReplyError("to-no-address", layer="guard")


def way(first: str, url: str) -> str | None:
    """Return the host that a reason is about if the `first` led to another, "" where that is not to be named."""
    host = urlsplit(url).hostname or ""
    if host == first:
        return None
    return host if NAMEABLE.fullmatch(host) else ""


def _decoded(header: str) -> str:
    """Return the text of a header, which http.client takes to be Latin-1: mostly it is UTF-8; else nobody knows what it is."""
    sent = header.encode("latin-1", "replace")
    try:
        return sent.decode()
    except UnicodeDecodeError:
        return quote(sent, safe=string.punctuation + " ")

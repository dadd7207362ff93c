"""Prepares URLs for requests, and reads the targets of redirects."""

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
"""Most characters in the target of a redirect: RFC 9110 asks servers to accept that many."""

NAMEABLE = re.compile(r"[a-z0-9.:-]{1,100}")
"""A host that may be named in a sentence: servers can write anything into a redirect."""


def prepared(url: str) -> PreparedRequest:
    """Prepare a GET request for a URL, without credentials and fragment.

    Raises:
        RequestException: the URL cannot be read.
    """
    request = PreparedRequest()
    request.prepare_method("GET")
    request.prepare_url(bare(url).partition("#")[0], None)
    return request


def bare(url: str) -> str:
    """Remove the user name and password from a URL.

    Raises:
        ValueError: the URL cannot be read.
    """
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def origin(request: PreparedRequest) -> Origin:
    """Return the origin of a request, as requests itself reads its URL."""
    parts = urlsplit(request.url or "")
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def location(url: str, response: BaseHTTPResponse) -> str:
    """Return the target of a redirect from `url`, or "". The target may be something other than a web address.

    Raises:
        NoReplyError: the target cannot be read.
    """
    written = response.headers.getlist("location") if response.status in REDIRECTS else ()
    if not written or not written[0]:
        return ""
    try:
        target = bare(urljoin(url, _decoded(written[0])))
        urlsplit(target).port  # noqa: B018 - raises if it is not a number
    except ValueError:
        target = ""
    if not target or len(target) > LONGEST_URL:
        raise NoReplyError("to-no-address", layer="HTTP")
    return target


def check_web(url: str) -> None:
    """Refuse anything but a web address, such as a file or a script.

    Raises:
        NoReplyError: the URL is not http or https, or has no host.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NoReplyError("to-no-address", layer="guard")


def redirected_host(first: str, url: str) -> str | None:
    """Return the host of `url` if the `first` host redirected to another, "" if it must not be named, or None if it is the same."""
    host = urlsplit(url).hostname or ""
    if host == first:
        return None
    return host if NAMEABLE.fullmatch(host) else ""


def _decoded(header: str) -> str:
    """Decode a header that http.client took for Latin-1: it is mostly UTF-8; any other encoding is unknown."""
    sent = header.encode("latin-1", "replace")
    try:
        return sent.decode()
    except UnicodeDecodeError:
        return quote(sent, safe=string.punctuation + " ")

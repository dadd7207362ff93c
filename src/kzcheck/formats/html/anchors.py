"""What a link of the page leads to: a place in it, or an address on the web."""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from kzcheck.formats.text import clean
from kzcheck.identifiers import shown, split
from kzcheck.identifiers.urls import WEB

LONGEST_URL = 2000
"""Characters of a URL that is a link: what servers and browsers take (https://www.rfc-editor.org/rfc/rfc9110#section-4.1 asks for
8,000 and warns of less)."""
SHOWN_URL = 120
"""Characters of a URL that are shown."""

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DIGITS = 20
"""Hexadecimal digits of a digest: 80 bits, which no list of references brings to a second of its kind."""


def anchor(kind: str, name: str) -> str:
    """Return the id of an element and the fragment of links to it: the same for the same `kind` ("claim", "ref") and name.

    A plain name stays as it is. Any other becomes a digest after a tilde, which no plain one has, so that no two are the same;
    the characters are those that RFC 3986, section 2.3, leaves unreserved.

    >>> anchor("claim", "c01")
    'claim-c01'
    >>> anchor("ref", "Иванов 2004")
    'ref-~33ca3b81746df85f8fd2'
    """
    if _PLAIN.fullmatch(name):
        return f"{kind}-{name}"
    return f"{kind}-~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"


class Target(Struct, frozen=True):
    """A URL as text, and as an address to follow: "" where it is none that a page should lead to."""

    text: str
    href: str


def target(url: str) -> Target:
    """Return a URL as text and as an address, which only a whole one on the web is, without a user's name."""
    parts = split(url)
    web = parts is not None and parts.scheme in WEB and parts.slashes and bool(parts.host) and not parts.user
    return Target(shown(clean(url), SHOWN_URL), url if web and len(url) <= LONGEST_URL and clean(url) == url else "")

"""Names of places in the HTML page: what a link leads to."""

from __future__ import annotations

import hashlib
import re

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

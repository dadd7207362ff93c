"""What attributes of the page hold: ids and the links to them, addresses on the web, languages."""

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

TWO_LETTERS = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa
    ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur
    uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
"""The codes of ISO 639-1."""
_TAG = re.compile(r"([a-z]{2})(?:-[a-z]{4})?(?:-[a-z]{2})?", re.IGNORECASE | re.ASCII)
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


def lang(language: str) -> str:
    """Return a language as a `lang` attribute takes it (BCP 47), "" where it is none: lists give countries and words, too.

    >>> lang("ru-RU"), lang("Kazakh")
    ('ru-RU', '')
    """
    match = _TAG.fullmatch(language.strip())
    return match[0] if match and match[1].lower() in TWO_LETTERS else ""

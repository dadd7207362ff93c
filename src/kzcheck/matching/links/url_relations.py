"""Compares two addresses: whether they lead to the same page or site, to a site's front page, or to a search.

The registrable domain is determined by a short list of second levels (co.uk, com.tr, edu.kz) and of hosts whose customers have
sites of their own, not by the Public Suffix List: an error only affects a remark on a redirect to a front page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import Hosts
from kzcheck.language.folding import lower

RANDOM_LETTERS = 25
"""Length of a random name that no page has (Bar-Yossef, Broder, Kumar, Tomkins, "Sic transit gloria telae", WWW 2004)."""

_LANGUAGE_NAMES = (
    "english|russian|russkij|kazakh|qazaq|turkce|turkish|deutsch|francais|espanol|eng|rus|kaz|qaz|tur|deu|ger|fra|fre|spa|ukr"
)
_LOCALE = re.compile(rf"(?:[a-z]{{2}}(?:[-_](?:[a-z]{{2,4}}|\d{{3}}))?|{_LANGUAGE_NAMES})", re.IGNORECASE)
_FRONT = re.compile(
    r"(?:index|default|home|homepage|main|start|welcome|startseite|accueil|inicio|anasayfa|glavnaya)(?:\.\w{2,5})?", re.IGNORECASE
)
_INDEX = re.compile(r"(?:index|default)\.\w{2,5}", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_OUR_HOST = re.compile(r"^(?:www?\d{0,2}|m|mobile)\.")
_TRIFLES = re.compile(
    r"(?:utm_\w+|\w{0,4}clid|[gw]braid|igshid|mc_[ce]id|_\w+|mkt_tok|ref|referrer|source|from|phpsessid|jsessionid|cftoken|cfid"
    r"|aspsessionid\w*|s(?:ession)?_?id|sid|lang|language|lng|locale|hl|l|setlang|cookieset|needaccess|redirectedfrom|login|code|state"
    r"|nocache|auth\w*|error|via|spm|share)",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";[a-z_]*session_?id=[^/?#]*|/\(S\([a-z0-9]{10,40}\)\)", re.IGNORECASE)
_RESOLVER_HOSTS = re.compile(
    r"(?:^|\.)(?:doi\.org|handle\.net|hdl\.[\w.-]+|purl\.[\w.-]+|w3id\.org|n2t\.net|nbn-resolving\.(?:org|de)|urn\.[\w.-]+|ark\.[\w.-]+"
    r"|resolver\.[\w.-]+|identifiers\.org|bit\.ly|t\.co|tinyurl\.com|goo\.gl|clck\.ru|is\.gd|ow\.ly|youtu\.be|perma\.cc|archive\.org"
    r"|orcid\.org|permalink\.[\w.-]+)$"
)
_RESOLVER_PATHS = re.compile(r"(?:^|/)(?:handle/[\w.]+/|hdl[:/]|ark:/|doi/?10\.|urn:|permalink/|perma/|purl/)", re.IGNORECASE)
_SEARCH_PATH = re.compile(
    r"(?:^|/)(?:search\w*|\w*search|suche|rechercher?|buscar|bus(?:queda|ca)|ricerca|arama|ara|poisk|izdeu|find|szukaj)"
    r"(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_NAME_OF_ONE = re.compile(r"\d{5}|[0-9a-f]{8}-[0-9a-f]{4}|^[0-9a-f]{12,}$|\bdoi\b|^10\.\d{4}", re.IGNORECASE)
"""A directory that identifies one thing; many such sites ignore what follows it."""


class Address(Struct, frozen=True):
    """A web address in parts: host without `www.`, path without a final slash, parameters in order."""

    host: str
    path: str
    query: str = ""

    @property
    def segments(self) -> tuple[str, ...]:
        """The names in the path."""
        return tuple(name for name in self.path.split("/") if name)


@lru_cache(maxsize=1 << 13)
def address(url: str) -> Address:
    """Return the parts of an address; all are "" if it is not one."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return Address("", "")
    return Address(_OUR_HOST.sub("", host) + port, _SESSION_IN_PATH.sub("", parts.path).rstrip("/"), parts.query)


@lru_cache(maxsize=1 << 12)
def domain(host: str) -> str:
    """Return the registrable domain of a host, as far as a short list allows; an IP address is its own."""
    name, colon, port = host.partition(":")
    labels = name.split(".")
    if len(labels) < 3 or labels[-1].isdigit() or host.startswith("["):  # noqa: PLR2004 - a domain has two labels
        return host
    two = ".".join(labels[-2:])
    short = len(labels[-1]) == 2 and labels[-2] in data.read("hosts", Hosts).second_levels  # noqa: PLR2004 - a country's code
    return (".".join(labels[-3:]) if short or two in data.read("hosts", Hosts).of_customers else two) + colon + port


def same_site(a: str, b: str) -> bool:
    """Return whether two addresses are under one registrable domain."""
    a, b = domain(address(a).host), domain(address(b).host)
    return bool(a) and a == b


def is_front(url: str) -> bool:
    """Return whether an address is the front page of a site, in any language, as far as its words show."""
    where = address(url)
    names = where.segments
    if names and _FRONT.fullmatch(names[-1]):
        names = names[:-1]
    if len(names) > 1 or not all(map(_LOCALE.fullmatch, names)):
        return False
    return all(_TRIFLES.fullmatch(name) for name, _ in _parameters(where.query))


def goes_home(cited: str, final: str) -> bool:
    """Return whether a deep address ended at its own site's front page, not at that of a section with a host of its own."""
    if is_front(cited) or not is_front(final) or not same_site(cited, final):
        return False
    host, old = address(final).host, address(cited)
    label = host.partition(".")[0] if host != domain(host) else ""
    return not (label and host != old.host and any(label in lower(name) for name in old.segments))


def is_search(url: str) -> bool:
    """Return whether an address is a list of search results."""
    where = address(url)
    asked = any(lower(name) in data.read("hosts", Hosts).search_parameters and value for name, value in _parameters(where.query))
    return asked and (bool(_SEARCH_PATH.search(where.path)) or is_front(url.partition("?")[0]))


@lru_cache(maxsize=1 << 13)
def is_resolver(url: str) -> bool:
    """Return whether an address serves to redirect: DOIs, handles, PURLs, short links."""
    where = address(url)
    return bool(_RESOLVER_HOSTS.search(where.host.partition(":")[0]) or _RESOLVER_PATHS.search(where.path))


@lru_cache(maxsize=1 << 13)
def essence(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what identifies a page in its address: no scheme, www, case, slash, extension, language, session or tracking."""
    where = address(url)
    host = where.host
    first, _, tail = host.partition(".")
    if _LOCALE.fullmatch(first) and "." in tail:
        host = tail
    names = [lower(unquote(segment)) for segment in where.segments if not _LOCALE.fullmatch(segment)]
    if names and _INDEX.fullmatch(names[-1]):
        names.pop()
    parameters = sorted((lower(name), value) for name, value in _parameters(where.query) if not _TRIFLES.fullmatch(name))
    return host, _ENDING.sub("", "/".join(names)), tuple(parameters)


def same_page(a: str, b: str) -> bool:
    """Return whether two addresses differ only in parts that do not identify a page."""
    return a == b or essence(a) == essence(b)


def sibling_of(url: str, seed: str) -> str:
    """Return an invented address in the same directory, one for each directory and seed; "" for the front page.

    A directory that identifies one thing (a long number) is left: many sites ignore what follows it.
    """
    where = address(url)
    if is_front(url) or not where.segments or not where.host:
        return ""
    parts = urlsplit(url.strip())
    names = parts.path.rstrip("/").split("/")[:-1]
    while len(names) > 1 and _NAME_OF_ONE.search(names[-1]):
        names.pop()
    directory = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{'/'.join(names)}/"
    digest = sha256(f"{seed}\n{directory}".encode("utf-8", "replace")).digest()
    return directory + "".join(chr(ord("a") + value % 26) for value in digest[:RANDOM_LETTERS])


def _parameters(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query[:4000], keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return []

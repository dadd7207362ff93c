"""Finds, splits, checks and normalises URLs.

A URL is accepted as people and browsers write it (WHATWG URL Standard), which is wider than RFC 3986: letters of any script in
host, path and query, `|`, `[`, `]`, `{` and `}` in the path, and another URL within the path or query are valid.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.identifiers.flaws import CYRILLIC_LIKE_LATIN, LONGEST, Flaw, Found, end_of, ends_in, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = frozenset(("http", "https"))
FILES = frozenset(("ftp", "ftps", "sftp", "gopher"))
NAMES = frozenset("ark arxiv bibcode doi handle hdl info isbn issn lccn oai oclc pmcid pmid purl tag urn".split())
"""Schemes of names that are not addresses: valid sources that are not requested over the web."""

_PARTS = r"(?s)([A-Za-z][A-Za-z0-9+-]+):(//)?(?:([^/?#]*)@)?(\[[^\]/?#]*\]|[^/?#:]*)(?::([^/?#]*))?(.*)"
_BARE = r"(?si)(?://)?(?=[^/]*[^\W\d])(?![^/]*\.(?:pdf|docx?|txt|jpe?g|png|epub|html?)$)[^\W_][\w-]*(?:\.[\w-]+)+(?::\d{2,5})?(?:[/?#].*)?"
_LOCAL_PATH = r"[A-Za-z]:[\\/]|\\\\\w|/(?:home|Users|mnt|media|var|tmp)/"
_IN_TEXT = r"(?i)(?<![\w/])(?:(?:https?|ftp)://|www\.(?=[\w-]+\.))[^\s<>\"“”«»]+"
_PLAIN = re.compile(
    r"https?://(?!.*http)[a-z0-9-]+(?:\.[a-z0-9-]*[a-z0-9])+(?::(?:[1-9]\d{0,3}|[1-5]\d{4}))?(?:/[\w/.?=&+~-]*)?(?<!\.)", re.ASCII
)
"""The form of most URLs, which is always correct. All other patterns are compiled when the first unusual URL occurs."""

_END = ".,;:'\"”’“»›«‹"

_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff\u00ad"
_LABEL = r"(?i)(?![a-z][a-z0-9+.-]{2,20}:(?://)?(?!\s))(?!www\.)[^/]{1,80}?(?=https?://|(?<![\w.-])www\.)|(?:url|uri|link|source)\s*[:=]\s*(?=\S+\.\S)|\\?(?:url|href)\{"
_SCHEME = r"(?i)(?P<word>h{0,2}t{1,3}p{0,2}s{0,2})\s{0,3}(?P<colon>[:;]{0,2})\s{0,3}(?P<slashes>[/\\]{0,6}):?\s{0,3}(?=[\w\[])"
_SECOND_SCHEME = r"(?i)https?://\s*(?:www\.)?(?:https?(?::/{0,2}|//)\s*)*(?=https?(?::/|//))"
_ANOTHER = r"(?i)\s*[\s,;|]\s*(?:and\s|и\s)?(?=https?://|www\.)"
_WORDS_AFTER = (
    r"(?i)[\s,.;]*\s(?:[(\[{\"“«<]|(?:last\s)?(?:accessed|retrieved|viewed|visited|consult|дата|обращ|erişim|zugriff|abgerufen|қарал)"
    r"|\d{1,2}[./]\d{1,2}[./]\d)"
)
_BAD_PERCENT = r"%(?![0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
_ENTITY = r"(?i)&(amp|lt|gt|quot);"
_ESCAPE = r"\\([_%&#{}$~])"
_NO_HOST_SIGN = r"[\s<>\"{}|\\^`!$&'()*+,;=]"
_ABBREVIATED_END = r"[._](?:[A-Z]|Inc|Jr|Sr|Ltd|Co|Corp|St|etc|al)\.$|(?i:repec):\S+\.$"
"""Ends with a full stop of their own: abbreviations in titles, and handles of RePEc, as of many journals."""


class Url(Struct, frozen=True):
    """The parts of a URL: `rest` is everything after host and port, `user` the text before an `@` of the host."""

    scheme: str
    host: str = ""
    port: str = ""
    rest: str = ""
    user: str = ""
    slashes: bool = True


@lru_cache(maxsize=1 << 13)
def split(text: str) -> Url | None:
    """Return the parts of a URL, or None if the text has no scheme. A path on somebody's disk has the scheme `file`."""
    text = text.strip()
    if re.match(_LOCAL_PATH, text):
        return Url("file", rest=text)
    if re.match(r"localhost(?=[:/]|$)", text, re.IGNORECASE):
        text = "http://" + text
    match = re.match(_PARTS, text)
    if not match:
        return None
    scheme, slashes, user, host, port, tail = match.groups(default="")
    if not slashes:
        tail = text[len(scheme) + 1 :]
        is_port = scheme.lower() not in NAMES and re.match(r"\d{1,5}(?:/|$)", tail)
        return None if is_port else Url(scheme.lower(), rest=tail, slashes=False)
    return Url(scheme.lower(), host.lower().rstrip("."), port, tail, user)


def find_urls(text: str) -> Iterator[Found]:
    """Yield the URLs in a text (`https://…`, `www.…`), without punctuation after them."""
    for match in re.finditer(_IN_TEXT, text):
        value, _ = end_of(match[0], _END)
        yield Found(value, match.start(), match.start() + len(value))


@lru_cache(maxsize=1 << 13)
def normal_url(text: str) -> str:
    """Return a URL for comparison: corrected if that is certain, scheme and host in lower case, no default port; "" if none."""
    text = text.strip()
    if flaw := check_url(text):
        text = flaw.mended if flaw.sure else ""
    url = split(text)
    if url is None or url.scheme not in WEB | FILES:
        return text if url else ""
    port = "" if (url.scheme, url.port) in (("http", "80"), ("https", "443")) else url.port
    return f"{url.scheme}://{url.user and url.user + '@'}{url.host}{port and ':' + port}{url.rest or '/'}"


def host_and_port(text: str) -> str:
    """Return the host of a URL as settings name it, with a port other than the scheme's default; "" if it has none.

    >>> host_and_port("HTTPS://jane:secret@Example.org:443/a"), host_and_port("http://[::1]:8080/")
    ('example.org', '[::1]:8080')
    """
    url = split(normal_url(text))
    return f"{url.host}:{url.port}" if url and url.port else url.host if url else ""


WHOLE = 500
"""Characters of a URL that are shown where it is written, or is to be written."""


def shown(text: str, longest: int = 80) -> str:
    """Return a URL as a message may show it: without the password, and truncated."""
    hidden = re.sub(r"((?:^|/)(?!mailto:)[^/?#@:\s]*):[^/?#\s]*@(?=[\w\[])", r"\1:…@", text)
    return hidden if len(hidden) <= longest else hidden[: longest - 1] + "…"


def whole(text: str) -> str:
    """Return a URL for its place in a file: without the password."""
    return shown(text, WHOLE)


@lru_cache(maxsize=1 << 13)
def check_url(text: str) -> Flaw | None:
    """Return what is wrong with the text of a URL field, or None if a browser can follow it as it is.

    Names (`urn:`, `hdl:`) and paths on a disk are not checked.
    """
    text = text.strip()
    if not text or (_PLAIN.fullmatch(text) and len(text) <= LONGEST):
        return None
    return verdict(text, _CHECKS)


@lru_cache(maxsize=1 << 13)
def is_internal(host: str) -> bool:
    """Return whether a host is only reachable inside a network: a private, loopback or link-local address, or a local name.

    Addresses are read as in browsers: one to four decimal, octal and hexadecimal numbers. Addresses that are not global in
    IANA's special-purpose registries count as internal, and so does multicast.
    """
    host = host.strip("[]").rstrip(".").partition("%")[0].lower()
    if ":" not in host and not re.fullmatch(r"[0-9a-fx.]+", host):
        return "." not in host or host.endswith(
            (".local", ".localhost", ".internal", ".intranet", ".lan", ".localdomain", ".home.arpa", ".corp")
        )
    try:
        address = ipaddress.ip_address(host if ":" in host else _ipv4(host))
    except ValueError:
        return "." not in host
    mapped = getattr(address, "ipv4_mapped", None) or address
    return not mapped.is_global or mapped.is_multicast


def keeps_secrets(url: str) -> bool:
    """Return whether requests to a URL cannot be read in transit: it is encrypted, or on this machine.

    >>> keeps_secrets("https://api.example.org"), keeps_secrets("http://127.0.0.1:8080"), keeps_secrets("http://api.example.org")
    (True, True, False)
    """
    parts = split(url)
    if parts is None or parts.scheme != "http":
        return parts is not None and parts.scheme == "https"
    host = parts.host.strip("[]").rstrip(".").lower()
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ipv4(host: str) -> int:
    numbers = [
        int(part, 16 if part.startswith("0x") else 8 if part.startswith("0") and part != "0" else 10) for part in host.split(".")
    ]
    *first, last = numbers
    if len(first) > 3 or any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):  # noqa: PLR2004
        raise ValueError(host)
    return sum(number << (24 - 8 * place) for place, number in enumerate(first)) + last


def _length(text: str) -> Flaw | None:
    return Flaw("the {kind} {identifier} is too long for an address") if len(text) > LONGEST else None


def _invisible(text: str) -> Flaw | None:
    hidden = next((letter for letter in text if letter in _INVISIBLE), "")
    return (
        Flaw("the {kind} {identifier} contains an invisible character", hidden, text.translate(dict.fromkeys(map(ord, _INVISIBLE))))
        if hidden
        else None
    )


def _wrapped(text: str) -> Flaw | None:
    inner = text.lstrip("([{<\"'«“‹")
    if inner == text or not inner or re.match(r"\[[0-9a-f:]+\]", text, re.IGNORECASE):
        return None
    return Flaw("the {kind} {identifier} is in brackets or quotation marks", text[: len(text) - len(inner)], inner)


def _label(text: str) -> Flaw | None:
    match = re.match(_LABEL, text)
    return Flaw("the {kind} {identifier} has other text before it", match[0], text[match.end() :]) if match else None


def _scheme(text: str) -> Flaw | None:
    match = re.match(_SCHEME, text)
    if not match or len(match["word"]) < 3 or not match["colon"] + match["slashes"]:  # noqa: PLR2004
        return None
    right = "https" if "s" in match["word"].lower() else "http"
    if match[0].lower() == f"{right}://":
        return None
    if len(match["slashes"]) > 2 and not re.match(r"[^/]*\.[^\W\d]", text[match.end() :]):  # noqa: PLR2004
        return Flaw("the {kind} {identifier} has no host name", match[0])
    sure = len(match["slashes"]) <= 2  # noqa: PLR2004 - of three slashes, one may stand after a lost host
    return Flaw(
        "the {kind} {identifier} begins with a broken https://"
        if right == "https"
        else "the {kind} {identifier} begins with a broken http://",
        match[0],
        f"{right}://{text[match.end() :]}",
        sure=sure,
    )


def _second_scheme(text: str) -> Flaw | None:
    match = re.match(_SECOND_SCHEME, text)
    return Flaw("the {kind} {identifier} begins with two schemes", match[0], text[match.end() :]) if match else None


def _several(text: str) -> Flaw | None:
    half = len(text) // 2
    first, other = text[:half].rstrip(" ,;|\n"), text[half:].lstrip(" ,;|\n")
    if first == other and first.startswith("http"):
        return Flaw("the {kind} {identifier} is written twice", other, first)
    match = re.search(_ANOTHER, text)
    return Flaw("the {kind} {identifier} is followed by another address", text[match.end() :]) if match and match.start() else None


def _spaces(text: str) -> Flaw | None:
    space = re.search(r"\s+", text)
    if not space or not _looks_like_url(text):
        return None
    if match := re.search(_WORDS_AFTER, text):
        return Flaw("the {kind} {identifier} is followed by other text", text[match.start() :].strip(" ,.;"), text[: match.start()])
    joined = re.sub(r"(?<=[/._=&?-])\s+|\s+(?=[/._=&?-])", "", text)
    return Flaw(
        "the {kind} {identifier} is broken over two lines" if "\n" in space[0] else "the {kind} {identifier} has a space inside",
        text[space.start() - 1 : space.end() + 1],
        joined if joined != text else "",
        sure=False,
    )


def _looks_like_url(text: str) -> bool:
    return "." in text and (text.lower().startswith(("http://", "https://", "www.", "ftp://")) or "/" in text.split(maxsplit=1)[0])


def _no_scheme(text: str) -> Flaw | None:
    url = split(text)
    if (url is not None and url.slashes) or re.match(r"10\.\d{4,9}/", text):
        return None
    if re.fullmatch(r"[^\s@/]+@[^\s@/]+\.\w+", text):
        return Flaw("the {kind} {identifier} is an e-mail address", text)
    if not re.fullmatch(_BARE, end_of(text, _END)[0]):
        return Flaw("the {kind} {identifier} is not a web address", text)
    host = text.lstrip("/").partition("/")[0]
    return Flaw(
        "the {kind} {identifier} has no http:// or https://",
        host,
        "https://" + text.lstrip("/"),
        slight=not text.lower().startswith(("www.", "//")),
    )


def _host(text: str) -> Flaw | None:
    url = split(text)
    if url is None:
        return None
    if not url.host:
        return Flaw("the {kind} {identifier} has no host name", text[: len(url.scheme) + 3])
    if url.host == "www":
        return Flaw("the {kind} {identifier} is cut off after www", "www")
    if url.host.startswith("["):
        return None
    if bad := re.search(_NO_HOST_SIGN, url.host if url.rest else end_of(url.host, _END)[0]):
        return Flaw("the {kind} {identifier} has a character in its host name that no host name can have", bad[0])
    if url.host.startswith(".") or ".." in url.host or url.host.endswith("-"):
        return Flaw("the {kind} {identifier} has an impossible host name", url.host)
    if url.port and not (url.port.isdigit() and int(url.port[:6]) < 65536):  # noqa: PLR2004
        return Flaw("the {kind} {identifier} has an impossible port", ":" + url.port)
    return _cyrillic(text)


def _cyrillic(text: str) -> Flaw | None:
    if text.isascii():
        return None
    for word in re.findall(r"[^\W\d_]+", text):
        latin = word.translate(CYRILLIC_LIKE_LATIN)
        if not word.isascii() and latin.isascii() and any(letter.isascii() for letter in word):
            return Flaw("the {kind} {identifier} contains Cyrillic letters that look Latin", word, text.replace(word, latin))
    return None


def _percent(text: str) -> Flaw | None:
    match = re.search(_BAD_PERCENT, text)
    if not match or re.search(_ESCAPE, text):
        return None
    return Flaw(
        "the {kind} {identifier} is cut off within a percent code"
        if len(text) - match.start() < 3  # noqa: PLR2004
        else "the {kind} {identifier} has a % that is not part of a code",
        match[0],
    )


def _markup(text: str) -> Flaw | None:
    if match := re.search(_ENTITY, text):
        signs = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
        return Flaw(
            "the {kind} {identifier} contains an HTML entity",
            match[0],
            re.sub(_ENTITY, lambda entity: signs[entity[1].lower()], text),
        )
    if match := re.search(_ESCAPE, text):
        return Flaw("the {kind} {identifier} contains a LaTeX escape", match[0], re.sub(_ESCAPE, r"\1", text))
    if (match := re.search(r"</?[a-z][^<>]{0,80}>|\"", text, re.IGNORECASE)) and match.start():
        return Flaw("the {kind} {identifier} contains HTML code", match[0], text[: match.start()])
    if "\\" in text:
        return Flaw("the {kind} {identifier} contains a backslash", "\\", text.replace("\\", "/"), sure=False)
    return None


def _end(text: str) -> Flaw | None:
    if text.endswith(("...", "…")):
        return Flaw("the {kind} {identifier} is cut off", text[-3:])
    kept, cut = end_of(text, _END)
    if not cut or (cut == "." and re.search(_ABBREVIATED_END, text)) or (cut[-1] in ".'" and "/wiki/" in text and "?" not in text):
        return None
    return ends_in(cut, kept)


_ADDRESS_CHECKS = (_several, _spaces, _no_scheme, _markup, _host, _percent, _end)


def _address(text: str) -> Flaw | None:
    url = split(text)
    if url is not None and url.scheme not in WEB | FILES and (url.slashes or not re.match(r"\s", url.rest)):
        return None
    return next((flaw for check in _ADDRESS_CHECKS if (flaw := check(text))), None)


_CHECKS = (_length, _invisible, _wrapped, _label, _second_scheme, _scheme, _address)

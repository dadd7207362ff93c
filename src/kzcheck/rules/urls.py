"""LINK511, 513, 514: addresses that no reader can or should follow, according to the list or the guard that refused them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from kzcheck.article import ARCHIVED
from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import check_url, is_internal, shown, split, whole
from kzcheck.identifiers.flaws import LONGEST
from kzcheck.identifiers.urls import FILES, NAMES, WEB
from kzcheck.language import traces
from kzcheck.matching.links import Link, original
from kzcheck.rule import rule
from kzcheck.wording import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.identifiers import Url

_INTERNAL = (
    template("the URL {url} leads to an address on a private network"),
    template("the archived copy {url} leads to an address on a private network"),
)
_NUMBER = (
    template("the URL {url} is a number, perhaps a PMID, not an address"),
    template("the archived copy {url} is a number, perhaps a PMID, not an address"),
)
_PUBMED_NUMBER = re.compile(r"\d{5,8}")
_PASSWORD = (
    template("the URL {url} contains a user name and password"),
    template("the archived copy {url} contains a user name and password"),
)
_USER = template("the URL {url} contains a user name"), template("the archived copy {url} contains a user name")
_NO_LINK = (
    template("the URL {url} is not a web link: only http and https can be followed"),
    template("the archived copy {url} is not a web link: only http and https can be followed"),
)
_FILE = (
    template("the URL {url} points to a file on someone's own computer"),
    template("the archived copy {url} points to a file on someone's own computer"),
)
_OWN_COMPUTER = (
    template("the URL {url} leads to the reader's own computer"),
    template("the archived copy {url} leads to the reader's own computer"),
)
_LIBRARY = (
    template("the URL {url} goes through a library proxy or a login"),
    template("the archived copy {url} goes through a library proxy or a login"),
)
_OF_ANOTHER = (
    template("the URL {url} is a redirect link of another service"),
    template("the archived copy {url} is a redirect link of another service"),
)
_OF_A_SESSION = template("the URL {url} contains a session id"), template("the archived copy {url} contains a session id")
_EXPIRING = template("the URL {url} contains a key that expires"), template("the archived copy {url} contains a key that expires")
_ADVERTISING = template("the URL {url} contains tracking codes"), template("the archived copy {url} contains tracking codes")

_PROXY = re.compile(
    r"(?:[^/]*\.)?(?:[a-z0-9-]*-)?(?:ez|lib|web)?proxy\d{0,2}(?:-[a-z0-9-]+)?\.(?!handle\.net)[^/.]+\.[^/]+/"
    r"|[^/]*(?:ezproxy|libproxy|ezaccess|\.idm\.oclc\.org|(?:go|login|proxy)\.openathens\.net|webvpn\.)[^/]*/"
    r"|(?:0-[a-z0-9.-]+[.-]|(?:www|dx-doi|doi|link|journals|search|onlinelibrary|ieeexplore|academic|muse|pubs)(?:-[a-z0-9]+)*-)"
    r"(?:com|org|net|edu|gov)\.[^/]+\.(?!goog/)[^/]+/"
    r"|[^/]+/(?:[^?#]*/)?login\?(?:[^#]*&)?q?url=https?(?:%3a|:)"
    r"|[^/]+/han/[\w-]+/(?:https?/)?[\w-]+\.[\w-]+"
    r"|[^/]+/shibboleth\.sso/",
    re.IGNORECASE,
)
"""Hosts and paths of EZproxy, WAM, OpenAthens, HAN, Shibboleth and WebVPN, and the hosts that they rewrite (`www-jstor-org.…`)."""

_REDIRECT = re.compile(
    r"(?:(?:www\.|scholar\.|translate\.)?google\.[a-z.]{2,6}/(?:url|scholar_url|translate)\?|[a-z0-9-]+\.translate\.goog/"
    r"|webcache\.googleusercontent\.com/|(?:www\.)?bing\.com/ck/a\?|duckduckgo\.com/l/\?|r\.search\.yahoo\.com/"
    r"|(?:www\.)?baidu\.com/link\?|(?:www\.|clck\.)?yandex\.[a-z.]{2,6}/(?:clck|redir)"
    r"|lm?\.facebook\.com/l\.php\?|vk\.com/away\.php\?|(?:www\.)?youtube\.com/redirect\?|link\.zhihu\.com/\?|out\.reddit\.com/"
    r"|[a-z0-9.-]*safelinks\.protection\.outlook\.com/|urldefense(?:\.proofpoint)?\.com/)",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"[?&](?:q?url|q|u|uddg|to|target)=(https?(?::|%3a)[^&#]+)|/v3/__(https?:[^_]+(?:_[^_]+)*)__|/RU=(https?%3a[^/]+)/",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r";jsessionid=[^/?#]*|(?<=[?&])(?:(?:jsessionid|phpsessid|aspsessionid\w*|cftoken)=[^&#]{6,}|session_?id=[\w-]{16,})&?",
    re.IGNORECASE,
)
_SESSION_UNSURE = re.compile(r"[?&;]sid=(?:(?=\d*[a-f])[0-9a-f]{16,}|[^&#]*sessionmgr)|/\(S\([a-z0-9]{20,}\)\)/", re.IGNORECASE)
_EXPIRES = re.compile(r"[?&]x-amz-(?:signature|security-token)=|(?=.*[?&]expires=\d)(?=.*[?&]signature=)", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?<=[?&])(?:utm_\w+|(?:fb|g|d|y|msc?l|tw)clid|msclkid|[gw]braid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|_openstat|vero_id)=[^&#]*&?",
    re.IGNORECASE,
)

_ADVICE = Fix("give an address that every reader can open, or the DOI")
_NUMBER_ADVICE = Fix("if it is a PMID, move it to the PMID field; otherwise give the address")


class _Complaint(Struct, frozen=True):
    """Why a URL is not a good source: two messages, the words at fault, and the correct URL, if `sure`.

    The first message is about a URL, the second about an archived copy.
    """

    wrong: tuple[str, str]
    at: str = ""
    instead: str = ""
    sure: bool = True
    note: bool = False


@rule("LINK511", "unsafe-link", Severity.WARNING, key=("url",))
def unsafe_link(case: Case) -> Iterator[Problem]:
    """A link leads into a private network, contains a password or is not a web link; it is never followed.

    Why:
        Readers cannot follow it, and a program on a server could be led to places that are not public. Addresses are recognised
        however they are written (127.0.0.1, 2130706433, [::1]). When links are looked at, host names with an internal address and
        pages that redirect to one are reported too; nothing was sent there. A mere number, perhaps PubMed's, is not a web link
        either.

    Example:
        URL: http://192.168.1.10/report.pdf          # an address on a private network
        URL: https://example.org/report.pdf          # good

    Silent:
        ftp: addresses and names such as urn:, hdl: and doi: are valid sources. Internal hosts that the settings allow
        (allow-private) are not reported. Files and localhost are reported by LINK513, broken schemes by ID304.

    Fix:
        Give the public address (URL), without a name or password. A PubMed number belongs in its own field (PMID).
    """
    for link, url in _links(case.article):
        if (complaint := _unsafe(link.url, url)) and not (complaint.wrong == _INTERNAL and _is_let_in(link, case)):
            yield _problem(link, complaint)
    for seen in case.seen_in("failed"):
        if seen.state.kind == "unsafe" and _only_guard_refuses(seen.link):
            yield Problem(
                seen.link.location,
                "the host of {url} {reason}",
                {"url": shown(seen.link.url), "reason": seen.visit.reason},
                reference=seen.link.reference.id if seen.link.reference else None,
                claim=seen.link.claim.id if seen.link.claim else None,
                excerpt=seen.link.excerpt,
                fix=_ADVICE,
                confidence=Confidence.LIKELY,
            )


@rule("LINK513", "private-or-tracking-url", Severity.WARNING, confidence=Confidence.LIKELY, key=("url",))
def private_or_tracking_url(case: Case) -> Iterator[Problem]:
    """A URL works only for its author, or leads through another service.

    Why:
        A library's proxy asks every other reader to log in; a session or a signed link expires within hours; a file is on one
        computer; a search engine's redirect may stop any day. Advertising codes (utm_source=…) do no harm but are not part of the
        address: a note.

    Example:
        URL: https://ezproxy.example.edu/login?url=https://example.org/a1        # a library's proxy
        URL: https://example.org/a1                                              # good

    Silent:
        The address within an archived copy's address is not judged. Private networks and passwords are reported by LINK511, what
        text generators leave in a URL by REF221.

    Fix:
        Give the address that every reader can open (URL), or the DOI.
    """
    for link, url in _links(case.article):
        if original(link.url) is None and not _unsafe(link.url, url) and (complaint := _private(link.url, url)):
            yield _problem(link, complaint)


@rule("LINK514", "archive-url-as-source", Severity.NOTE, key=("url",))
def archive_url_as_source(case: Case) -> Iterator[Problem]:
    """The URL is that of an archived copy, not of the source.

    Why:
        The source is the page itself: its own address tells readers who published it, and lets programs compare it and find other
        copies. The copy belongs beside it.

    Example:
        URL: https://web.archive.org/web/20190427203216/https://example.org/a1        # the copy

        URL: https://example.org/a1                                                   # good
        custom: {archived: "https://web.archive.org/web/20190427203216/https://example.org/a1"}

    Silent:
        Items that an archive holds itself (archive.org/details/…) are sources of their own, and so are the archive's own pages.

    Fix:
        Give the original address (URL), and move the copy's address to custom.archived.
    """
    for link, url in _links(case.article):
        source = original(link.url)
        if link.is_copy or source is None or link.reference is None:
            continue
        yield Problem(
            link.location,
            "the URL is an archived copy at {host}, not the source's own address",
            {"host": url.host, "url": shown(link.url)},
            reference=link.reference.id,
            excerpt=excerpt(whole(link.url), url.host),
            fix=_moved(link.reference, source),
        )


def _moved(reference: Reference, source: str) -> Fix:
    """Return the fix that gives the address of the source, and keeps the copy if the entry has none yet."""
    if not source:
        return Fix(
            "give the original URL; the entry already has an archived copy (custom.archived)"
            if reference.archived
            else "give the original URL, and keep this one as the archived copy (custom.archived)"
        )
    values = {"url": whole(source)}
    edit = Edit("url", reference.item.url, source, "the archived copy's address", reference.id)
    if reference.archived:
        return Fix("write {url}; the entry already has an archived copy (custom.archived)", values, (edit,))
    kept = Edit(ARCHIVED, None, reference.item.url, "the URL field", reference.id)
    return Fix("write {url}, and keep the present URL as the archived copy (custom.archived)", values, (edit, kept))


def _links(article: Article) -> Iterator[tuple[Link, Url]]:
    for reference in article.references:
        for field, text in (("url", reference.item.url.strip()), (ARCHIVED, reference.archived)):
            if 0 < len(text) <= LONGEST and (url := split(text)):
                yield Link(text, reference.place(field), reference=reference, field=field), url


def _unsafe(text: str, url: Url) -> _Complaint | None:
    if url.user:
        return _Complaint(_PASSWORD if ":" in url.user else _USER, at=url.user.partition(":")[0] + ":…@", sure=False)
    if url.scheme == "file" or url.scheme in NAMES | FILES or (not url.slashes and re.match(r"\s|$", url.rest)):
        return None
    if url.scheme not in WEB:
        if check_url(text) is not None or any(
            traces.find(text)
        ):  # a malformed address (`htp:`, ID304), or one left by a tool (REF221)
            return None
        inner = re.search(r"https?://\S+$", url.rest)
        within = inner[0] if inner and check_url(inner[0]) is None else ""
        return _Complaint(_NO_LINK, text.partition(":")[0] + ":", within)
    if _PUBMED_NUMBER.fullmatch(url.host) and not url.rest.strip("/"):
        return _Complaint(_NUMBER, url.host)
    if url.host in WEB and check_url(text) is not None:  # `https://https://…`, which ID304 reports
        return None
    if url.host and url.host != "www" and not _is_localhost(url) and is_internal(url.host):
        return _Complaint(_INTERNAL, url.host)
    return None


def _is_let_in(link: Link, case: Case) -> bool:
    """Return whether the user allows a page to be internal: it was visited, or would be, as only the guard refuses pages."""
    page = case.evidence.pages.get(link.url)
    return link.url in case.allowed if page is None else any(visit.layer != "guard" for visit in page.visits)


def _private(text: str, url: Url) -> _Complaint | None:
    if url.scheme == "file":
        return _Complaint(_FILE)
    if _is_localhost(url):
        return _Complaint(_OWN_COMPUTER, url.host)
    if url.scheme not in WEB:
        return None
    address = url.host + (url.rest or "/")
    target = next((unquote(part) for match in _TARGET.finditer(text) for part in match.groups() if part), "")
    instead = target if target and check_url(target) is None else ""
    if match := _PROXY.match(address):
        return _Complaint(_LIBRARY, match[0] if match[0] in text else url.host, instead)
    if match := _REDIRECT.match(address):
        return _Complaint(_OF_ANOTHER, match[0], instead)
    if match := _SESSION.search(text):
        return _Complaint(_OF_A_SESSION, match[0], _SESSION.sub("", text).rstrip("?&"))
    if match := _SESSION_UNSURE.search(text):
        return _Complaint(_OF_A_SESSION, match[0])
    if match := _EXPIRES.search(text):
        return _Complaint(_EXPIRING, match[0])
    return _tracking(text)


def _tracking(text: str) -> _Complaint | None:
    match = _TRACKING.search(text)
    if not match or any(traces.find(text)) or check_url(text):
        return None
    address, hash_sign, fragment = text.partition("#")
    clean = _TRACKING.sub("", address).rstrip("?&")
    return _Complaint(_ADVERTISING, match[0].rstrip("&"), clean + hash_sign + fragment, note=True)


def _only_guard_refuses(link: Link) -> bool:
    """Return whether only the guard excludes a link: its own text does not show it, or is not judged by itself."""
    url = split(link.url)
    if url is None or url.scheme not in WEB or not url.host or _is_localhost(url):
        return False
    return link.reference is None or _unsafe(link.url, url) is None


def _is_localhost(url: Url) -> bool:
    return url.host == "localhost" or url.host.endswith(".localhost")


def _problem(link: Link, complaint: _Complaint) -> Problem:
    fix = _NUMBER_ADVICE if complaint.wrong == _NUMBER else _ADVICE
    if complaint.instead and complaint.sure:
        fix = Fix("write {url}", {"url": whole(complaint.instead)}, link.edits(complaint.instead, template("the URL itself")))
    return Problem(
        link.location,
        complaint.wrong[link.is_copy],
        {"url": shown(link.url)},
        reference=link.reference.id if link.reference else None,
        excerpt=excerpt(whole(link.url), complaint.at),
        fix=fix,
        severity=Severity.NOTE if complaint.note else None,
    )


RULES = (unsafe_link, private_or_tracking_url, archive_url_as_source)

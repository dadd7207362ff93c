"""Collects signs that a page is not the one requested, with the words that show it; it gives no verdict.

Phrases are searched for where such pages have them: in titles, which they fill, and in short texts. An article about error pages
has them in a long text, or in a title with other words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kzcheck import data
from kzcheck.data.subjects import PageSigns
from kzcheck.evidence import Sign
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, lower
from kzcheck.language.web_pages import LITTLE_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.data.cues import PageKind
    from kzcheck.language.web_pages import WebPage

SEARCHED: tuple[PageKind, ...] = (
    "not_found",
    "not_found_codes",
    "challenge",
    "login_wall",
    "parked",
    "error",
    "maintenance",
    "paywall",
)
"""The kinds of phrases that may occur anywhere in a text."""

FILLING: tuple[PageKind, ...] = ("not_found_titles", "challenge_titles", "login", "parked_titles")
"""The kinds of phrases that must fill a part of a title."""

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def phrases(kind: PageKind) -> frozenset[str]:
    """Return the phrases of a kind in all languages."""
    return frozenset(phrase for language in data.languages().values() for phrase in language.pages.get(kind, ()))


@cache
def whole(kind: PageKind) -> frozenset[str]:
    """Return the folded phrases of a kind, to compare with a whole text."""
    return frozenset(map(fold, phrases(kind)))


def search(kind: PageKind, text: str) -> str:
    """Return the first phrase of a kind in a folded text, or ""."""
    match = _within(kind).search(text) if says_any(text) else None
    return match[0] if match else ""


@lru_cache(maxsize=64)
def says_any(text: str) -> bool:
    """Return whether a folded text contains a phrase of any kind, or is one: a cheap test before the search for each kind.

    A text is searched for phrases of several words only if it contains the longest word of one.
    """
    if any(text in whole(kind) for kind in FILLING):
        return True
    pattern = _within(*SEARCHED, spaced=not _telling_words().isdisjoint(text.split()))
    return pattern.search(text) is not None


@cache
def _telling_words() -> frozenset[str]:
    """Return a set of words such that a folded text with a phrase of several words contains at least one of them."""
    spaced = (fold(phrase) for kind in SEARCHED for phrase in phrases(kind) if not _UNSPACED.search(phrase))
    return frozenset(max(phrase.split(), key=len) for phrase in spaced) | _OF_SENTENCES


@cache
def _within(*kinds: PageKind, spaced: bool = True) -> re.Pattern[str]:
    """Return a pattern for phrases of these kinds in a folded text; only those of scripts without spaces if not `spaced`."""
    known = frozenset[str]().union(*map(phrases, kinds))
    patterns: list[str] = []
    if spaced:
        words = any_of({fold(phrase) for phrase in known if not _UNSPACED.search(phrase)})
        sentences = [sentence for kind in kinds for sentence in _sentences(kind)]
        patterns.append(rf"\b(?:{'|'.join([*sentences, words])})\b")
    if unspaced := {fold(phrase) for phrase in known if _UNSPACED.search(phrase)}:
        patterns.append(any_of(unspaced))
    patterns += _not_found_in_parts() if "not_found" in kinds else ()
    return re.compile("|".join(patterns).replace(r"\s+", " "))  # a folded text has single spaces only, which are cheaper to match


def advertised(text: str) -> str:
    """Return the first words of a title that advertise the goods of hijacked domains (gambling, pills, sex), or "".

    Letters count as written: folded, Chinese and Thai words of this kind would equal other words.
    """
    match = _advertised().search(lower(text))
    return match[0] if match else ""


@cache
def _advertised() -> re.Pattern[str]:
    known = phrases("advertised") | _MARKS.bookmakers
    unspaced = {phrase for phrase in known if _UNSPACED.search(phrase)}
    return re.compile(rf"(?<!\w){any_of(known - unspaced)}(?!\w)|{any_of(unspaced)}")


_OF_SENTENCES = frozenset("found located exist exists longer sale prodaetsya".split())
"""Words of which each of the sentences below contains one."""


def _sentences(kind: PageKind) -> Iterator[str]:
    """Yield sentences with too many variants for a list: "the page you asked for could not be found"."""
    if kind == "not_found":
        yield (
            rf"{any_of(phrases('page_nouns'))}(?: [a-z0-9]{{1,20}}){{0,7}}? "
            r"(?:(?:not|cannot|isnt|doesnt|wasnt|couldnt|cant|never)(?: be| been)?"
            r" (?:found|located|exists?)|no longer (?:exists?|available|here)|does not (?:seem to |appear to )exist)"
        )
    elif kind == "parked":
        yield "domain(?: [a-z0-9]{1,63}){0,5}? (?:is|may be|could be) for sale|domen(?: [a-z0-9]{1,63}){0,5}? prodaetsya"


def _not_found_in_parts() -> Iterator[str]:
    """Yield sentences of scripts without spaces, part by part in each variant; a few characters may precede the last part."""
    for language in data.languages().values():
        if language.not_found_parts:
            *between, last = (f"(?:{'|'.join(map(fold, part))})" for part in language.not_found_parts)
            yield f"{''.join(between)}[a-z]{{0,6}}{last}"


_MARKS: PageSigns = data.read("page_signs", PageSigns)
_CHALLENGE_SOURCES = re.compile(any_of(_MARKS.challenge_sources), re.IGNORECASE)

LONGEST_WORDS = 120

SHORT_TEXT = 2_000
"""Characters below which a page's text may be only a notice. This and all numbers here were chosen by judgement; their effect on
pages of public packages is measured by benchmarks/page_accuracy.py."""

NOTICE = 500
"""The same for words that a work may also use: error codes, application errors, "under construction"."""

SHORT_PARKED = 6_000
"""The same for parking pages of servers and registrars; Apache's own has 3,300."""

NO_TEXT = 10
"""Characters below which a page counts as empty."""

FILLED = 0.5
"""Share of a title's letters from which a phrase fills the title."""

SOON = 10
"""Seconds of delay up to which a page that redirects is only a redirect."""

_SEPARATOR = re.compile(r"(?=[\s|•:.])(?:\s+(?:[|–—·»«•/-]|::|--)\s+|\s*[|•]\s*|(?<=\d)\s*[:.]\s+|(?<=(?i:error))\s*:\s+)")
"""Separators within a title; the lookahead rejects most letters at once."""

_LOGIN_PATH = re.compile(
    rf"(?i)/(?:[\w-]*{any_of(phrases('login_paths'))}|sso|auth|authorize|authenticate|idp|saml2?|cas|adfs|wayf"
    r"|shibboleth[\w.-]*|accounts?/login|session/new)(?:[/.?;]|$)"
)
_NOT_FOUND_PATH = re.compile(
    r"(?i)(?:^(?:/[a-z]{2}|/errors?|/pages?)?/(?:error[-_/]?)?404|/(?:page[-_]?)?not[-_]?found)(?:\.\w{2,5})?/?\??$"
)
"""Addresses of error pages; Wikipedia's bot for dead links knows such addresses, too (DeadlinkChecker, CheckIfDead)."""

_POINTS = " .,:;!?…\"'“”«»()。，、！？"
_REFUSALS = (401, 403, 405, 429)
_AKAMAI = re.compile(r"(?i)reference\s{0,3}#\s{0,3}[\da-f]+\.[\da-f.]+")
_LANDER = "/lander"
"""The target of the script on a domain parked by GoDaddy, as quoted in many public repositories."""

_TEXT_FRAGMENT = re.compile(r":~:(.*)", re.DOTALL)
_NO_ANCHOR = re.compile(r"[=/!?&:]|^(?:top|L\d+(?:-L?\d+)?|page-?\d+|_)?$", re.IGNORECASE)
"""Fragments that do not name a place on the page: states of scripts, lines of code, pages of a viewer, the top."""

_PAUSE = (429, 503)


def signs(page: WebPage, url: str, final_url: str, headers: Mapping[str, str], status: int) -> tuple[Sign, ...]:
    """Return the signs of a page's state. `headers` have lower-case names; `url` was requested, `final_url` answered.

    The kinds: `pause` (with the header's words), `challenge`, `login`, `not-found-text`, `parked`, `error-text`, `maintenance`,
    `paywall`, `empty`, `meta-refresh` (with the target), `scripted`, `missing-fragment`.
    """
    signs = list(_of_headers(headers, status))
    if page.markup:
        signs += _of_words(page, url, final_url)
        signs += _of_form(page)
        if page.whole and not page.scripted and (fragment := _missing(page, url)):
            signs.append(Sign("missing-fragment", "#" + fragment))
    kept: dict[str, Sign] = {}
    for sign in signs:
        longest = len(sign.words) if sign.kind == "meta-refresh" else LONGEST_WORDS
        kept.setdefault(sign.kind, Sign(sign.kind, " ".join(sign.words[:longest].split())))
    return tuple(kept.values())


def asks_for_login(url: str) -> bool:
    """Return whether an address is that of a login page."""
    return bool(_LOGIN_PATH.search(_path(url)))


def _of_headers(headers: Mapping[str, str], status: int) -> Iterator[Sign]:
    if status in _PAUSE and headers.get("retry-after"):
        yield Sign("pause", f"Retry-After: {headers['retry-after']}")
    for name in _MARKS.challenge_headers:
        if headers.get(name):
            yield Sign("challenge", f"{name}: {headers[name]}")
    if status in _REFUSALS and headers.get("x-datadome"):
        yield Sign("challenge", f"x-datadome: {headers['x-datadome']}")


def _of_words(page: WebPage, url: str, final_url: str) -> Iterator[Sign]:
    titles = [title.text for title in page.titles]
    parts = [part for title in titles for part in _parts(title) if says_any(fold(part))]
    length = len(page.text)
    is_short = length < SHORT_TEXT
    short = page.text if is_short and says_any(fold(page.text)) else ""
    named = any("citation" in title.source for title in page.titles)
    if words := _challenge(page, parts, short):
        yield Sign("challenge", words)
    if words := _login(page, parts, short, url, final_url):
        yield Sign("login", words)
    notice = short if length < NOTICE else ""
    not_found = _said("not_found", "not_found_titles", parts, short) or _said("not_found_codes", None, parts, notice)
    if (path := _NOT_FOUND_PATH.search(_path(final_url))) and not _NOT_FOUND_PATH.search(_path(url)):
        not_found = not_found or path[0]
    if not_found and not named:
        yield Sign("not-found-text", not_found)
    if words := _parked(page, parts, short, url, final_url):
        yield Sign("parked", words)
    if not named and is_short:
        if words := _said("error", None, parts, notice):
            yield Sign("error-text", words)
        if words := _said("maintenance", None, parts, notice):
            yield Sign("maintenance", words)
    if words := search("paywall", fold(page.text[-SHORT_TEXT:])):
        yield Sign("paywall", words)


def _of_form(page: WebPage) -> Iterator[Sign]:
    if page.scripted:
        yield Sign("scripted")
    if page.refresh and page.delay <= SOON:
        yield Sign("meta-refresh", page.refresh)
    if page.whole and len(page.text) < NO_TEXT and not (page.scripted or page.embeds or page.refresh):
        yield Sign("empty", page.text)


def _parts(title: str) -> list[str]:
    """Return the parts of a title between its separators, the whole title first."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    return [title, *parts] if len(parts) > 1 else [title]


def _said(kind: PageKind, titles: PageKind | None, parts: list[str], short: str) -> str:
    """Return the words of a kind that fill a part of a title or occur in a short text, or ""."""
    for part in parts:
        folded = fold(part)
        if titles and folded in whole(titles):
            return part
        words = search(kind, folded)
        if words and len(words) >= FILLED * len(folded):
            return part
    words = search(kind, fold(short))
    return _as_written(short, words) if words else ""


def _as_written(text: str, folded: str) -> str:
    """Return the words of a text whose folded form is given, as a reader sees them."""
    words = [(word, plain) for word in text.split() if (plain := fold(word))]
    start = " ".join(plain for _, plain in words).find(folded)
    ends = accumulate(len(plain) + 1 for _, plain in words)
    written = (word for (word, plain), end in zip(words, ends, strict=True) if end - 1 > start > end - 1 - len(plain) - len(folded))
    return " ".join(written).strip(_POINTS) if start >= 0 else folded


def _challenge(page: WebPage, parts: list[str], short: str) -> str:
    """Return a sign of a challenge: only on pages of little text, since others have a form with a picture, or describe one."""
    if len(page.text) >= SHORT_TEXT:
        return ""
    if words := _said("challenge", "challenge_titles", parts, short):
        return words
    if "#" in page.text and (match := _AKAMAI.search(page.text)):
        return match[0]
    if marked := page.ids & _MARKS.challenge_ids:
        return min(marked)
    if len(page.text) < LITTLE_TEXT and not page.login:
        return next((match[0] for source in page.sources if (match := _CHALLENGE_SOURCES.search(source))), "")
    return ""


def _login(page: WebPage, parts: list[str], short: str, url: str, final_url: str) -> str:
    """Return a sign of a login page from its address or title; many ordinary pages have a login form in their header."""
    titled = next((part for part in parts if fold(part) in whole("login")), "")
    path = _LOGIN_PATH.search(_path(final_url))
    if asks_for_login(url):
        return ""
    if not (titled or path):
        walled = len(page.text) < (SHORT_TEXT if page.login else NOTICE)
        return _said("login_wall", None, parts, short if walled else "")
    if page.login or (titled and path) or len(page.text) < SHORT_TEXT:
        return titled or (path[0] if path else "")
    return ""


def _parked(page: WebPage, parts: list[str], short: str, url: str, final_url: str) -> str:
    if _path(page.refresh) == _LANDER:
        return _LANDER
    for address in (final_url, page.refresh, *page.sources):
        if (parker := _parker(address)) and not _parker(url):
            return parker
    if len(page.text) >= SHORT_PARKED:
        return ""
    return _said("parked", "parked_titles", parts, short)


def _parker(url: str) -> str:
    """Return the parking service's host to which an address belongs, or ""."""
    labels = lower(_host(url)).split(".")
    return next((host for start in range(len(labels)) if (host := ".".join(labels[start:])) in _MARKS.parking_hosts), "")


def _missing(page: WebPage, url: str) -> str:
    """Return the fragment of a URL if the page has no such place, else ""."""
    fragment = url.partition("#")[2]
    if match := _TEXT_FRAGMENT.search(fragment):
        directives = [part for part in match[1].split("&") if part.startswith("text=")]
        return "" if all(_holds(page.text, directive) for directive in directives) else fragment
    name = unquote(fragment)
    if not fragment or _NO_ANCHOR.search(fragment):
        return ""
    targets = {fragment, name, f"user-content-{name}", name.replace(" ", "_"), name.replace("+", " ")}
    targets.add(re.sub(r"\.([0-9A-F]{2})", r"%\1", fragment))
    ids = page.ids | {unquote(name) for name in page.ids}
    return "" if not ids.isdisjoint(targets | {unquote(name) for name in targets}) else name


def _holds(text: str, directive: str) -> bool:
    """Return whether a text contains the beginning and the end that `text=before-,beginning,end,-after` names."""
    pieces = [unquote(piece) for piece in directive.removeprefix("text=").split(",")[:4]]
    ends = [fold(piece) for piece in pieces if not piece.endswith("-") and not piece.startswith("-")]
    folded = fold(text)
    return all(piece in folded for piece in ends)


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path}?" if parts.query else parts.path


def _host(url: str) -> str:
    match = re.match(r"(?:[a-z]+:)?//([^/?#\s]{1,255})", url, re.IGNORECASE)
    return match[1].rpartition("@")[2].partition(":")[0] if match else ""

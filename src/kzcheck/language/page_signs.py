"""Signs on a page that it is not what was asked for, each with the words that say so; nothing here is a verdict.

Phrases are looked for where such pages have them: in titles, which they fill, and in short texts. An article about error pages has
them in a long text, or in a title with words of its own.
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
"""The kinds of phrases that may stand within a text."""

FILLING: tuple[PageKind, ...] = ("not_found_titles", "challenge_titles", "login", "parked_titles")
"""The kinds of phrases that count where a part of a title is nothing else."""

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def phrases(kind: PageKind) -> frozenset[str]:
    """Return the phrases of a kind in all languages."""
    return frozenset(phrase for language in data.languages().values() for phrase in language.pages.get(kind, ()))


@cache
def whole(kind: PageKind) -> frozenset[str]:
    """Return the folded phrases of a kind, to find a text that is nothing else."""
    return frozenset(map(fold, phrases(kind)))


def search(kind: PageKind, text: str) -> str:
    """Return the first phrase of a kind that a folded text holds, "" where it holds none."""
    match = _within(kind).search(text) if says_any(text) else None
    return match[0] if match else ""


@lru_cache(maxsize=64)
def says_any(text: str) -> bool:
    """Tell whether a folded text holds a phrase of any kind, or is one: most hold none, and are not searched again for each.

    Nor is one searched for phrases of words that has the longest word of none of them.
    """
    if any(text in whole(kind) for kind in FILLING):
        return True
    pattern = _within(*SEARCHED, spaced=not _telling_words().isdisjoint(text.split()))
    return pattern.search(text) is not None


@cache
def _telling_words() -> frozenset[str]:
    """Return words of which a folded text has one at least if it holds a phrase of words."""
    spaced = (fold(phrase) for kind in SEARCHED for phrase in phrases(kind) if not _UNSPACED.search(phrase))
    return frozenset(max(phrase.split(), key=len) for phrase in spaced) | _OF_SENTENCES


@cache
def _within(*kinds: PageKind, spaced: bool = True) -> re.Pattern[str]:
    """Return a pattern that finds the phrases of kinds in a folded text; only those of scripts without spaces if not `spaced`."""
    given = frozenset[str]().union(*map(phrases, kinds))
    patterns: list[str] = []
    if spaced:
        words = any_of({fold(phrase) for phrase in given if not _UNSPACED.search(phrase)})
        sentences = [sentence for kind in kinds for sentence in _sentences(kind)]
        patterns.append(rf"\b(?:{'|'.join([*sentences, words])})\b")
    if unspaced := {fold(phrase) for phrase in given if _UNSPACED.search(phrase)}:
        patterns.append(any_of(unspaced))
    patterns += _not_found_in_parts() if "not_found" in kinds else ()
    return re.compile("|".join(patterns).replace(r"\s+", " "))  # one space is all that a folded text has, and costs less


def advertised(text: str) -> str:
    """Return the first words of a title that sell what hijacked domains sell (games for money, pills, sex), "" where none do.

    Letters count as they are written: folded, Chinese and Thai words of this kind are those of others, too.
    """
    match = _advertised().search(lower(text))
    return match[0] if match else ""


@cache
def _advertised() -> re.Pattern[str]:
    given = phrases("advertised") | _MARKS.bookmakers
    unspaced = {phrase for phrase in given if _UNSPACED.search(phrase)}
    return re.compile(rf"(?<!\w){any_of(given - unspaced)}(?!\w)|{any_of(unspaced)}")


_OF_SENTENCES = frozenset("found located exist exists longer sale prodaetsya".split())
"""Words of which each of the sentences below has one."""


def _sentences(kind: PageKind) -> Iterator[str]:
    """Yield ways to say it that are too many for a list: "the page you asked for could not be found"."""
    if kind == "not_found":
        yield (
            rf"{any_of(phrases('page_nouns'))}(?: [a-z0-9]{{1,20}}){{0,7}}? "
            r"(?:(?:not|cannot|isnt|doesnt|wasnt|couldnt|cant|never)(?: be| been)?"
            r" (?:found|located|exists?)|no longer (?:exists?|available|here)|does not (?:seem to |appear to )exist)"
        )
    elif kind == "parked":
        yield "domain(?: [a-z0-9]{1,63}){0,5}? (?:is|may be|could be) for sale|domen(?: [a-z0-9]{1,63}){0,5}? prodaetsya"


def _not_found_in_parts() -> Iterator[str]:
    """Yield what is said in a row without spaces, each part in one of its ways; a few signs may stand before the last part."""
    for language in data.languages().values():
        if language.not_found_parts:
            *between, last = (f"(?:{'|'.join(map(fold, part))})" for part in language.not_found_parts)
            yield f"{''.join(between)}[a-z]{{0,6}}{last}"


_MARKS: PageSigns = data.read("page_signs", PageSigns)
_CHALLENGE_SOURCES = re.compile(any_of(_MARKS.challenge_sources), re.IGNORECASE)

LONGEST_WORDS = 120

SHORT_TEXT = 2_000
"""Characters below which a page's text may be nothing but a notice. This and all numbers here were chosen by thought; what they
come to on pages of public packages is measured by benchmarks/page_accuracy.py."""

NOTICE = 500
"""The same for words that a work, too, may well use: codes of errors, faults of applications, what is under construction."""

SHORT_PARKED = 6_000
"""The same for pages of servers and registrars, of which Apache's own has 3,300."""

NO_TEXT = 10
"""Characters below which a page says nothing."""

FILLED = 0.5
"""Share of a title's letters from which a phrase is what the title says."""

SOON = 10
"""Seconds after which a page that sends its reader on is still a mere redirect."""

_SEPARATOR = re.compile(r"(?=[\s|•:.])(?:\s+(?:[|–—·»«•/-]|::|--)\s+|\s*[|•]\s*|(?<=\d)\s*[:.]\s+|(?<=(?i:error))\s*:\s+)")
"""What parts a title; that most letters begin none of them is seen at once."""

_LOGIN_PATH = re.compile(
    rf"(?i)/(?:[\w-]*{any_of(phrases('login_paths'))}|sso|auth|authorize|authenticate|idp|saml2?|cas|adfs|wayf"
    r"|shibboleth[\w.-]*|accounts?/login|session/new)(?:[/.?;]|$)"
)
_NOT_FOUND_PATH = re.compile(
    r"(?i)(?:^(?:/[a-z]{2}|/errors?|/pages?)?/(?:error[-_/]?)?404|/(?:page[-_]?)?not[-_]?found)(?:\.\w{2,5})?/?\??$"
)
"""The address of a page for what is not there; Wikipedia's bot for dead links knows such, too (DeadlinkChecker, CheckIfDead)."""

_POINTS = " .,:;!?…\"'“”«»()。，、！？"
_REFUSALS = (401, 403, 405, 429)
_AKAMAI = re.compile(r"(?i)reference\s{0,3}#\s{0,3}[\da-f]+\.[\da-f.]+")
_LANDER = "/lander"
"""Where the page of a domain that GoDaddy has parked sends its reader by a script; quoted so in many public repositories."""

_TEXT_FRAGMENT = re.compile(r":~:(.*)", re.DOTALL)
_NO_ANCHOR = re.compile(r"[=/!?&:]|^(?:top|L\d+(?:-L?\d+)?|page-?\d+|_)?$", re.IGNORECASE)
"""Fragments that name no place on the page: states of scripts, lines of code, pages of a viewer, the top."""

_PAUSE = (429, 503)


def signs(page: WebPage, url: str, final_url: str, headers: Mapping[str, str], status: int) -> tuple[Sign, ...]:
    """Return what a page shows of its state. `headers` have lower-case names; `url` was asked for, `final_url` answered.

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
    """Tell whether an address is that of a login page."""
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
    """Return the parts of a title between its marks, the whole first."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    return [title, *parts] if len(parts) > 1 else [title]


def _said(kind: PageKind, titles: PageKind | None, parts: list[str], short: str) -> str:
    """Return the words of a kind that a part of a title is filled with, or that a short text holds; "" if neither."""
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
    """Return the words of a text that its folded form has at one place, as a reader sees them."""
    words = [(word, plain) for word in text.split() if (plain := fold(word))]
    start = " ".join(plain for _, plain in words).find(folded)
    ends = accumulate(len(plain) + 1 for _, plain in words)
    written = (word for (word, plain), end in zip(words, ends, strict=True) if end - 1 > start > end - 1 - len(plain) - len(folded))
    return " ".join(written).strip(_POINTS) if start >= 0 else folded


def _challenge(page: WebPage, parts: list[str], short: str) -> str:
    """Only pages of little text ask for proof: all others have a form with a picture, or tell of one."""
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
    """A login form stands in the head of many pages: the address or the title must say that the page is for it."""
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
    """Return the host of those that park domains to which an address belongs, or ""."""
    labels = lower(_host(url)).split(".")
    return next((host for start in range(len(labels)) if (host := ".".join(labels[start:])) in _MARKS.parking_hosts), "")


def _missing(page: WebPage, url: str) -> str:
    """Return the fragment of a URL that the page has no place for, "" where it has one or the fragment is no place."""
    fragment = url.partition("#")[2]
    if match := _TEXT_FRAGMENT.search(fragment):
        directives = [part for part in match[1].split("&") if part.startswith("text=")]
        return "" if all(_holds(page.text, directive) for directive in directives) else fragment
    name = unquote(fragment)
    if not fragment or _NO_ANCHOR.search(fragment):
        return ""
    wanted = {fragment, name, f"user-content-{name}", name.replace(" ", "_"), name.replace("+", " ")}
    wanted.add(re.sub(r"\.([0-9A-F]{2})", r"%\1", fragment))
    ids = page.ids | {unquote(name) for name in page.ids}
    return "" if not ids.isdisjoint(wanted | {unquote(name) for name in wanted}) else name


def _holds(text: str, directive: str) -> bool:
    """Tell whether a text holds the beginning and the end that `text=before-,beginning,end,-after` names."""
    pieces = [unquote(piece) for piece in directive.removeprefix("text=").split(",")[:4]]
    wanted = [fold(piece) for piece in pieces if not piece.endswith("-") and not piece.startswith("-")]
    folded = fold(text)
    return all(piece in folded for piece in wanted)


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path}?" if parts.query else parts.path


def _host(url: str) -> str:
    match = re.match(r"(?:[a-z]+:)?//([^/?#\s]{1,255})", url, re.IGNORECASE)
    return match[1].rpartition("@")[2].partition(":")[0] if match else ""

"""What pages say that are not what was asked for, in the languages of the web: phrases of a kind, far from complete.

The phrases (`pages` in the files of languages) are our own, from how content systems, servers and their translations word it. Texts
are compared folded, so case, accents and marks do not matter. A phrase of a script without spaces may stand within a longer run.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.data.cues import PageKind

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

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


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

"""Finds works, schools and unnamed sources in running text: «в статье «…»», "the Frankfurt School argues", "several studies"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.attribution.words import act_of
from kzcheck.language.folding import lower
from kzcheck.language.quotations import Quoted, quotations

if TYPE_CHECKING:
    from collections.abc import Iterator


class NamedWork(Struct, frozen=True, gc=False):
    """A title that a noun marks as a work: "the article “…”", "“…” strategy"; `owned` after "his", "her": "in his book “…”"."""

    start: int
    end: int
    title: str
    noun: str
    owned: bool = False


class School(Struct, frozen=True, gc=False):
    """A school of thought or its members, as the subject of a verb."""

    start: int
    end: int
    name: str
    cue: str


_ITALICS = re.compile(r"<i>([^<]{2,300})</i>|(?<![\w*])\*([^*\n]{2,300})\*(?![\w*])")
_NEAR = 60
_VERB_WITHIN = 3
"""Words after a subject: "many authors have rightly noted"."""
_LONGEST_TITLE = 30  # words
_SENTENCES = re.compile(r"\w[.!?]\s.*[.!?]$", re.DOTALL)
"""Text of several sentences; unlike a title with its subtitle it also ends in a full stop."""


def _words(field: str) -> str:
    return any_of(data.words(f"works.{field}"))


@cache
def _noun() -> str:
    """Return the pattern of a noun for a work, with its case endings in languages that have them."""
    of_languages = [language.works for language in data.languages().values()]
    forms = {noun + ending for works in of_languages for noun in works.nouns for ending in ("", *works.noun_endings)}
    return f"(?P<noun>{any_of(forms)})"


@cache
def _noun_before() -> re.Pattern[str]:
    return re.compile(rf"\b{_noun()}(?:\s*,)?(?:\s+{_words('called_before')})?\s*,?\s*$", re.IGNORECASE)


@cache
def _noun_after() -> re.Pattern[str]:
    return re.compile(rf"\s*+,?\s*+(?:{_words('called_after')}\s+)?{_noun()}\b", re.IGNORECASE)


@cache
def _owned() -> re.Pattern[str]:
    return re.compile(
        rf"\b{_words('owners')}\s+(?:\w+\s+){{0,4}}?,?\s*$|[’'](?:s|[nsy]?[ıiuü]n)\s+(?:\w+\s+){{0,3}}?,?\s*$", re.IGNORECASE
    )


@cache
def _meant() -> re.Pattern[str]:
    of_languages = [language.works for language in data.languages().values() if language.works.meant]
    either = (rf"{any_of(works.before_meant)}\s+({any_of(works.meant)})" for works in of_languages)
    return re.compile(rf"\b(?:{'|'.join(either)})\b(?!\s+(?:of|by|on|we)\b)", re.IGNORECASE)


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<noun>{_words('dated')})\s+{_words('before_date')}\s+(?=\d|[A-Z])", re.IGNORECASE)


@cache
def _generic() -> re.Pattern[str]:
    of_languages = [language.works for language in data.languages().values() if language.works.sources]
    either = (rf"{any_of(works.quantifiers)}\s+(?:\w+\s+){{0,2}}?{any_of(works.sources)}" for works in of_languages)
    return re.compile(rf"\b(?:{'|'.join(either)})\b", re.IGNORECASE)


@cache
def _school() -> re.Pattern[str]:
    """Return the pattern of "members of the Frankfurt School", "the Frankfurt School holds", "Frankfurt Okulu temsilcileri"."""
    school = rf"(?:[A-ZÀ-ÖØ-ÞĞİŞА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+\s+){{1,3}}(?i:{_words('schools')})"
    return re.compile(
        rf"\b(?P<members>(?i:{_words('school_members')})(?:\s+(?:of|from))?)\s+(?:the\s+)?(?P<name>{school}|this\s+school)"
        rf"|\b(?:The\s+)?(?!The\b)(?P<school>{school})\s+(?P<cue>(?:{_words('school_members')}|{_words('school_verbs')}))\b"
    )


@cache
def _later_letters(field: str) -> tuple[str, ...]:
    """Return words without their first letter, which may be a capital: most sentences contain none and need no search."""
    return tuple({word[1:].rstrip("*") for word in data.words(field)})


@cache
def _bears() -> re.Pattern[str]:
    """Return the pattern of words that precede the subject of a clause or the source of a statement."""
    return re.compile(rf"(?:^|[.,;:(—–])\s*$|\b{_words('before_sources')}\s+$", re.IGNORECASE)


@cache
def _as() -> re.Pattern[str]:
    return re.compile(rf"\b{_words('as_words')}\s+$", re.IGNORECASE)


def quoted(text: str) -> list[Quoted]:
    """Return the passages in quotation marks or italics; of two that overlap, the first."""
    italics = (
        Quoted(match.start(), match.end(), words := match[match.lastindex or 0].strip(), len(words.split()))
        for match in _ITALICS.finditer(text)
    )
    stretches: list[Quoted] = []
    for stretch in sorted((*quotations(text), *italics), key=lambda stretch: stretch.start):
        if not stretches or stretches[-1].end <= stretch.start:
            stretches.append(stretch)
    return stretches


def works(text: str, stretches: list[Quoted]) -> Iterator[NamedWork]:
    """Yield the quoted titles that a noun nearby makes works."""
    for stretch in stretches:
        title = stretch.text.rstrip(" ,.;")
        if stretch.words > _LONGEST_TITLE or not title[:1].isupper() or _SENTENCES.search(stretch.text):
            continue
        noun = _noun_before().search(text, max(0, stretch.start - _NEAR), stretch.start) or _noun_after().match(text, stretch.end)
        if noun:
            owned = _owned().search(text, max(0, stretch.start - _NEAR), stretch.start) is not None
            yield NamedWork(stretch.start, stretch.end, title, noun["noun"], owned=owned)


def meant(text: str) -> str:
    """Return the noun that refers to a work named before ("in the piece", «в этой статье», "aynı makalede"), or ""."""
    match = _meant().search(text)
    return next(group for group in match.groups() if group) if match else ""


def dated(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield works named by kind and date ("the address of 31 January 2017"): the noun, and where noun and date start."""
    return ((match["noun"], match.start(), match.end()) for match in _dated().finditer(text))


def schools(text: str) -> Iterator[School]:
    """Yield schools of thought that hold a view."""
    if not any(part in text for part in _later_letters("works.schools")):
        return
    for match in _school().finditer(text):
        name, cue = (match["name"], match["members"]) if match["name"] else (match["school"], match["cue"])
        yield School(match.start(), match.end(), name, cue)


def generics(text: str) -> Iterator[tuple[int, int]]:
    """Yield unnamed sources in the plural that support a statement: "several studies show", "по мнению некоторых авторов"."""
    if not any(part in text for part in _later_letters("works.sources")):
        return
    for match in _generic().finditer(text):
        low = max(0, match.start() - _NEAR)
        if _bears().search(text, low, match.start()) or (_as().search(text, low, match.start()) and _has_verb(text, match.end())):
            yield match.span()


def _has_verb(text: str, start: int) -> bool:
    """Return whether a verb of saying or showing follows a subject at once or within a few words."""
    return any(act_of(lower(word)) for word in re.findall(r"\w+", text[start : start + _NEAR])[:_VERB_WITHIN])

"""Reads the authors at the beginning of an entry that is only known as printed, and the years in it."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from kzcheck import data
from kzcheck.language.alternatives import any_of

LONGEST = 600
"""Characters of an entry that are read."""
_MOST_NAMES = 30
_LONGEST_BODY = 12  # words in the name of an organisation

_CAPITAL = r"(?=[^\W\d_])(?![a-zа-яё])"
_SURNAME = rf"{_CAPITAL}[^\W\d_]+(?:[’'ʼ‘`‐‑-][^\W\d_]+)*"
_INITIALS = r"(?:[^\W\d_]{1,2}\.\s?[-‐‑]?\s?){1,4}"
_JOINED_INITIALS = r"(?=[A-ZА-ЯЁ]{1,3}(?![^\W\d_]))[A-ZА-ЯЁ]{1,3}"
_YEAR = re.compile(r"(?<![\d/.:-])((?:1[4-9]|20)\d\d)([a-zа-яё]?)(?![\w/-])")
_FIRST = re.compile(
    r"[(\[]((?:1[4-9]|20)\d\d)([a-zа-яё]?)(?:[,/;][^()\[\]]{0,30})?[)\]]|(?<=[.,]\s)((?:1[4-9]|20)\d\d)([a-zа-яё]?)[.:;]\s"
)
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:?\s?10\.|\b10\.\d{4})\S*")
_BODY_END = re.compile(r"[.:]\s|\s[(\[]|\s//|,\s(?=(?:1[4-9]|20)\d\d)")


class Beginning(Struct, frozen=True):
    """The family names, the years, and the letter after the year, of a printed entry."""

    names: tuple[str, ...]
    years: frozenset[int]
    suffix: str


@cache
def _person() -> re.Pattern[str]:
    particles = rf"(?:{any_of(data.words('particles') | data.words('credits.particles'))}\s+|[dl][’'])"
    family = rf"{particles}{{0,3}}{_SURNAME}(?:\s+{_SURNAME}(?!\.))?"
    one = rf"{particles}{{0,3}}{_SURNAME}"
    return re.compile(
        rf"(?P<a>{family})\s*,?\s+(?:{_INITIALS}(?![^\W\d_]{{2}})|{_JOINED_INITIALS})(?:\s+{particles}{{1,3}}(?![^\W\d_]*[A-ZА-Я]))?"
        rf"|(?P<b>{family})\s*,\s+{_SURNAME}(?:\s+(?:{_SURNAME}|[^\W\d_]\.))?(?=\s*(?:[.,;(&]|{_and()}))"
        rf"|{_INITIALS}\s?(?P<c>{one}(?:\s+{_SURNAME})?)(?=\s*(?:[.,;:(&]|{_and()}))"
    )


@cache
def _and() -> str:
    return rf"(?:{any_of(data.words('and_words') | data.words('credits.joining') | {'&'})})(?!\w)"


@cache
def _between() -> re.Pattern[str]:
    others = any_of(data.words("credits.colleagues") | data.words("and_others"))
    return re.compile(
        rf"\s*(?:{others}|\((?:eds?|hrsg|ред|ed|der|dir|coord)\.?\)|[,;]\s*{_and()}|[,;]|{_and()}|/)\s*", re.IGNORECASE
    )


def beginning(printed: str) -> Beginning:
    """Return the authors and the years of a printed entry, or the organisation that it begins with."""
    text = _ADDRESS.sub(" ", printed[:LONGEST])
    names: list[str] = []
    at = 0
    while len(names) < _MOST_NAMES and (match := _person().match(text, at)):
        names.append(match["a"] or match["b"] or match["c"])
        between = _between().match(text, match.end())
        if not between:
            break
        at = between.end()
    if not names and (end := _BODY_END.search(text)) and len(text[: end.start()].split()) <= _LONGEST_BODY:
        names = [text[: end.start()].strip(' *_“”"«»')]
    first = _FIRST.search(text)
    if first:
        return Beginning(tuple(names), frozenset((int(first[1] or first[3]),)), first[2] or first[4] or "")
    years = list(_YEAR.finditer(text))
    return Beginning(tuple(names), frozenset(int(year[1]) for year in years), next((year[2] for year in years if year[2]), ""))

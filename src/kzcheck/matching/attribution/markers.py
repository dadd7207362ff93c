"""Markers: decides which citations in brackets belong to the people that a text credits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.alternatives import any_of, whole_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kzcheck.article import Reference
    from kzcheck.language.attribution import Credit

LONGEST_STATEMENT = 400
"""Characters between people and the marker in brackets that ends the statement attributed to them."""

_BRACKETS = re.compile(r"[\[(][^\[\]()]{1,400}[\])]")
_KEYS = re.compile(r"[^\s\[\](),;@]+")
_NUMBERS = re.compile(r"\d+")
_DATED_BRACKETS = re.compile(r"\(([^()]*?\b(?:1[5-9]|20)\d\d[a-z]?\b[^()]*)\)")


def names_bracketed(credit: Credit, everyone: Sequence[Credit], text: str) -> list[Credit]:
    """Return the people of the bracketed marker that ends a statement attributed to somebody else, who has no year or marker.

    "According to Hilali, trust is learnt (Baldissera et al., 2017)": Hilali's view was read in Baldissera. This does not hold after
    "but" or other names, if Hilali has a marker of his own ("Hilali (in press)"), or if words before the names in the brackets
    give the citation another meaning: "(see Baldissera et al., 2017)".
    """
    stated = credit.act == "view" or (credit.act in {"think", "speak"} and credit.cue.isalpha())
    if not stated or credit.years or credit.marker or credit.secondhand or credit.kind == "mention":
        return []
    brackets = _DATED_BRACKETS.search(text, credit.end, credit.end + LONGEST_STATEMENT)
    between = text[credit.end : brackets.start()] if brackets else ""
    if not brackets or between.lstrip().startswith("(") or ";" in between or whole_words("claims.contrasts").search(between):
        return []
    names = [other for other in everyone if credit.end <= other.start < brackets.end() and other.names]
    first = min((other.start for other in names), default=0)
    return names if brackets.start() < first and not any(map(str.isalpha, text[brackets.start() : first])) else []


def ends_in_marker(credit: Credit, text: str) -> bool:
    """Return whether nothing separates people from the claim's marker at the end of its text: "as in Little et al. [17]"."""
    return not text[credit.end :].strip(" .,;:()[]0123456789–-")


@cache
def marker_left_out() -> re.Pattern[str]:
    """Return the pattern of the gap left by a removed marker that names the source: "further analysed in, which …"."""
    return re.compile(rf"references therein|\b{any_of(data.words('claims.before_markers'))}\s*(?:[.,;:)]|$)")


def is_governed(reference: Reference, text: str) -> bool:
    """Return whether words in the text introduce the marker of a work: "(see also [7])", "according to Ref. [7]"."""
    markers = (match for match in _governed_marker().finditer(text) if reference.id in _NUMBERS.findall(match[1]))
    return any(markers) if reference.id.isdecimal() else False


@cache
def _governed_marker() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.words('claims.before_markers'))}[\s,]*[\[(]([\d\s,;–-]{{1,40}})[\])]", re.IGNORECASE)


def is_of_others(credit: Credit, reference: Reference, text: str) -> bool:
    """Return whether the markers of a work belong to others than the people: a contrast or "other studies" parts the two.

    "It was rare [4], but Smith argued …" gives no source for Smith's argument, and "Smith's definition, in line with other studies
    [4]" none for the definition.
    """
    markers = [match.span() for match in _BRACKETS.finditer(text) if reference.id in _KEYS.findall(match[0])]
    if markers and max(end for _, end in markers) <= credit.start:
        return bool(whole_words("claims.contrasts").search(text, max(end for _, end in markers), credit.start))
    return bool(_other_sources().search(text, credit.end))


@cache
def _other_sources() -> re.Pattern[str]:
    """Return the pattern of "other studies" right before a marker, or before the place of one that was removed."""
    return re.compile(rf"\b{any_of(data.words('claims.other_sources'))}[\s,]*(?:[\[(\d.]|$)", re.IGNORECASE)


def has_own_marker(credit: Credit, cited: Collection[str]) -> bool:
    """Return whether a marker gives the people a citation other than the claim's: "Chui and Rangarajan [17] and …"."""
    numbers = set(_NUMBERS.findall(credit.marker))
    return bool(numbers) and numbers.isdisjoint(cited)

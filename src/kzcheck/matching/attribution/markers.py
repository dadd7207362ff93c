"""Markers: which of the citations in a text's brackets belong to the people whom the text credits."""

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
"""Characters between people and the marker in brackets that ends what is stated in their name."""

_NUMBERS = re.compile(r"\d+")
_DATED_BRACKETS = re.compile(r"\(([^()]*?\b(?:1[5-9]|20)\d\d[a-z]?\b[^()]*)\)")


def names_bracketed(credit: Credit, everyone: Sequence[Credit], text: str) -> list[Credit]:
    """Return the people of the marker in brackets that ends what a text states in somebody else's name, without a year or marker.

    "According to Hilali, trust is learnt (Baldissera et al., 2017)": what Hilali holds was read in Baldissera. After "but" or the
    names of others the text no longer speaks of Hilali, "Hilali (in press)" has a marker of his own, and words before the names in
    the brackets say something else than where it was read: "(see Baldissera et al., 2017)".
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
    """Tell whether nothing stands between people and the claim's marker, at the end of its text: "as in Little et al. [17]"."""
    return not text[credit.end :].strip(" .,;:()[]0123456789–-")


@cache
def marker_left_out() -> re.Pattern[str]:
    """Return the pattern of a marker that was taken out of the text and names the source: "further analysed in, which …"."""
    return re.compile(rf"references therein|\b{any_of(data.words('claims.before_markers'))}\s*(?:[.,;:)]|$)")


def is_governed(reference: Reference, text: str) -> bool:
    """Tell whether the marker of a work has a governor of its own in the text: "(see also [7])", "according to Ref. [7]"."""
    markers = (match for match in _governed_marker().finditer(text) if reference.id in _NUMBERS.findall(match[1]))
    return any(markers) if reference.id.isdecimal() else False


@cache
def _governed_marker() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.words('claims.before_markers'))}[\s,]*[\[(]([\d\s,;–-]{{1,40}})[\])]", re.IGNORECASE)


def has_own_marker(credit: Credit, cited: Collection[str]) -> bool:
    """Tell whether a marker in the text gives the people another citation than the claim's: "Chui and Rangarajan [17] and …"."""
    numbers = set(_NUMBERS.findall(credit.marker))
    return bool(numbers) and numbers.isdisjoint(cited)

"""The stretches of a quotation: its words between the marks of omission and the insertions of its editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from msgspec import Struct

from kzcheck.language.attribution.works import quoted, works
from kzcheck.matching.quotations.spelling import WORD, spelt

if TYPE_CHECKING:
    from kzcheck.article import Claim

SHORTEST, SHORTEST_LETTERS = 5, 25
"""Words, and characters, of the shortest quotation: fewer are a term or a saying."""
FOUND = 0.7
"""Similarity from which a quotation is in a text: invented ones have at most .48, with noise or a changed word .86 or more."""
LONGEST = 2000
"""Words of a quotation that are compared, from its beginning."""
PROSE = 0.6
"""Share of words in lower case above which quoted words are prose, not the name of something."""

_OMITTED = r"[\[(<⟨/{]?\s?(?:[…⋯]|\.(?:\s?\.){2,3}|\.\.|\*(?:\s?\*){2})\s?[\])>⟩/}]?"
_EDITOR = "sic|emphas|italic|underlin|hervorheb|kursiv|soulign|vurgu|italik|курсив|выделен|подч[её]ркн|разрядк|көлбеу"
"""Beginnings of words in brackets with which the quotation's editor says who changed the print."""
_NOTE = r"(?<=[^\W\d_][,;:!?»”])\d{1,3}(?![\w.,])|\^\d{1,3}\^"
"""The mark of a note, joined to the word before it: a source's own is no difference either."""
_SIGN = re.compile(
    rf"(?P<omitted>{_OMITTED})"
    r"|(?P<inside>[^\W\d_]{1,40}\[[^\W\d_]{1,10}\])"
    r"|\[(?P<letter>[^\W\d_]{1,2})\](?=[^\W\d_])"
    rf"|(?P<inserted>\[[^\[\]]{{1,120}}\]|<[^<>]{{1,120}}>|\((?=[^()]{{0,60}}\b(?i:{_EDITOR}))[^()]{{1,120}}\))"
    rf"|{_NOTE}"
)
_ENDS_OMITTED = re.compile(rf"{_OMITTED}[\s\"'”’»“.]*$")
_LISTED_WORD = re.compile(r"\w+")


Gap = Literal["", "omission", "insertion"]


class Stretch(Struct, frozen=True):
    """A run of quoted words without a gap: the words as written, and their forms.

    `after` is what separates it from the one before: an omission, words that the quotation's editor put in or changed, or nothing.
    """

    words: tuple[str, ...]
    forms: tuple[str, ...]
    after: Gap = ""


def stretches(quotation: str) -> tuple[Stretch, ...]:
    """Return the stretches of a quotation in order; its words after the first `LONGEST` are left out.

    "[T]he" counts as "The"; "[the state]", "<государство>" and "walk[ed]" are an editor's.
    """
    text = normalize("NFC", quotation)
    parts: list[Stretch] = []
    piece: list[str] = []
    after: Gap = ""
    at, left = 0, LONGEST
    for match in _SIGN.finditer(text):
        piece.append(text[at : match.start()])
        at = match.end()
        if letter := match["letter"]:
            piece.append(letter)
            continue
        if not (match["omitted"] or match["inside"] or match["inserted"]):
            continue
        stretch = _stretch("".join(piece), after, left)
        piece = []
        if stretch:
            parts.append(stretch)
            left -= len(stretch.words)
            after = ""
        after = "omission" if match["omitted"] or after == "omission" else "insertion"
    piece.append(text[at:])
    stretch = _stretch("".join(piece), after, left)
    return (*parts, stretch) if stretch else tuple(parts)


def _stretch(text: str, after: Gap, most: int) -> Stretch | None:
    pairs = [(word, form) for match in WORD.finditer(text) if (form := spelt(word := match[0]))][:most]
    return Stretch(tuple(word for word, _ in pairs), tuple(form for _, form in pairs), after) if pairs else None


def ends_open(quotation: str) -> bool:
    """Return whether a quotation ends with a mark of omission."""
    return _ENDS_OMITTED.search(quotation[-20:]) is not None


def is_sought(quotation: str) -> bool:
    """Return whether a quotation has a stretch that is long enough to be looked for."""
    return any(
        len(stretch.words) >= SHORTEST and sum(map(len, stretch.words)) + len(stretch.words) > SHORTEST_LETTERS
        for stretch in stretches(quotation)
    )


def quotations_of(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the place and words of each quotation of five words or more.

    They are those that the claim lists, else those in its text; of those that nobody chose, titles and names are left out.
    """
    listed = [(f"quotes.{index}", text) for index, text in enumerate(claim.quotations)]
    if not listed or claim.numbered:
        found = quoted(claim.text)
        titles = {work.start for work in works(claim.text, found)}
        prose = [stretch.text for stretch in found if stretch.start not in titles and _is_prose(stretch.text)]
        names = {stretch.text for stretch in found}.difference(prose)
        listed = [(place, text) for place, text in listed if text not in names] or [("text", text) for text in prose if not listed]
    return tuple((place, text) for place, text in listed if len(_LISTED_WORD.findall(text)) >= SHORTEST)


def _is_prose(text: str) -> bool:
    """Return whether words are mostly in lower case, unlike names of projects and English titles."""
    words = text.split()
    return sum(word[0].islower() for word in words) > len(words) * PROSE

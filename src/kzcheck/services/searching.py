"""Prepares searches: the words of a title, and the book that a reference names or is part of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.cyrillic import in_cyrillic
from kzcheck.services.values import LONGEST

if TYPE_CHECKING:
    from kzcheck.csl import Item, Name

MOST_WORDS = 15
"""Most words of a title in a search: services require all of them, so each further word is another chance of a mismatch."""

ENOUGH_WORDS = 6
"""Words with which a main title is enough to find the work: lists and records differ mostly in subtitles."""

BOOKS = frozenset("book classic collection pamphlet manuscript map report thesis standard musical_score".split())
PARTS = frozenset("chapter entry entry-dictionary entry-encyclopedia".split())
UNTYPED = frozenset(("", "document"))

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]|\((?:[^()]{0,60}\b(?:ed|edition|изд|Aufl)\b[^()]{0,60})\)")
_SUBTITLE = re.compile(r"\s*[:;–—=/]\s+|\.\s+(?=[^\W\d_])|\s+[-:]\s+")
_VOLUMES = re.compile(
    r"\b(?:(?:in|в|v)\s\d{1,3}\s(?:vols?|volumes?|т|тт|томах|t|tt|tomakh|bdn?|bänden|ciltte?)"
    r"|(?:vol|volume|том|т|tom|bd|band|кн|ч|часть|part|teil|cilt)\.?\s?\d{1,3})\b.*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:[.'’ʼ]\w[\w\u0300-\u036f]*)*")
_GROUPED = re.compile(r"\d+(?:,\d+)+")

_EMPTY = frozenset(
    """a an and are as at by for from in into is its of on or the to with der die das den dem des ein eine einer eines und im
    vom von zu zur zum für mit auf aus bei le la les l un une des du de et en dans pour sur au aux el los las y del por para con
    il lo gli i e di della dei delle nel da do dos das em no na и в во на с со о об от из для по к за при или как не bir ve ile
    için және мен үшін i w na do dla z o""".split()
)
"""Words ignored by catalogues (articles, prepositions, conjunctions) in the languages of the lists."""


class Book(Struct, frozen=True):
    """A book to search for: its title, and the family name of an author or editor, or ""."""

    title: str
    maker: str = ""


def title_words(title: str, most: int = MOST_WORDS) -> list[str]:
    """Split a title into words as search engines do, without characters that are syntax to any of them.

    Apostrophes and full stops within a word are kept ("O'Neill", "U.S."); numbers with commas are dropped.
    """
    plain = _GROUPED.sub(" ", _TAG.sub(" ", title[:LONGEST]))
    words = _WORD.findall(plain)[:most]
    return [word.lower() if word in {"AND", "OR", "NOT", "NEAR"} else word for word in words]


def main_title(title: str) -> str:
    """Remove subtitle, volumes and additions in brackets from a title, provided that two content words remain."""
    plain = " ".join(_BRACKETS.sub(" ", _TAG.sub(" ", title[:LONGEST])).split())
    for part in (_VOLUMES, _SUBTITLE):
        main = part.split(plain, maxsplit=1)[0].rstrip(" ,.:;–—-")
        if len(content_words(main)) > 1:
            plain = main
    return plain


def content_words(title: str, most: int = MOST_WORDS) -> list[str]:
    """Return the words of a title that catalogues index, or all of its words if there are none."""
    words = title_words(title)
    return [word for word in words if word.casefold() not in _EMPTY and len(word) > 1][:most] or words


def spellings(title: str) -> list[str]:
    """Return the title and, if it is transliterated, its form in Cyrillic."""
    return list(filter(None, (title, in_cyrillic(title))))


def book_of(item: Item) -> Book | None:
    """Return the book to search for: the work, or the book that it is part of; None if book catalogues would not list it."""
    if item.type in PARTS:
        return (
            Book(item.container_title, maker_of(item.editor or item.contributors.get("container_author", ())))
            if item.container_title
            else None
        )
    if item.title and (item.type in BOOKS or (item.type in UNTYPED and not item.container_title)):
        return Book(item.title, maker_of(item.author or item.editor))
    return None


def maker_of(names: tuple[Name, ...]) -> str:
    """Return the last word of the first person's family name, or "" if the first name is an organisation's or missing."""
    family = names[0].family if names else ""
    words = title_words(family)
    return words[-1] if words else ""

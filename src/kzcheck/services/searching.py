"""What a service is searched for: the words of a title, and the book that a reference is about or is a part of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.cyrillic import in_cyrillic
from kzcheck.services.values import LONGEST

if TYPE_CHECKING:
    from kzcheck.csl import Item, Name

MOST_WORDS = 15
"""Words of a title that are sent: services want all of them, so that each further one is a further chance of a slip."""

ENOUGH_WORDS = 6
"""Words from which a title without its subtitle finds its work: subtitles are what lists and records write differently."""

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
"""Words that catalogues do not count (articles, prepositions, conjunctions) in the languages of the lists."""


class Book(Struct, frozen=True):
    """What a catalogue of books is searched for: a title, and the family name of one of its makers, "" where none is known."""

    title: str
    maker: str = ""


def title_words(title: str, most: int = MOST_WORDS) -> list[str]:
    """Return the words of a title as search engines part them, without all that is syntax to one of them.

    Apostrophes and full stops within a word stay ("O'Neill", "U.S."), numbers with commas go.
    """
    plain = _GROUPED.sub(" ", _TAG.sub(" ", title[:LONGEST]))
    words = _WORD.findall(plain)[:most]
    return [word.lower() if word in {"AND", "OR", "NOT", "NEAR"} else word for word in words]


def main_title(title: str) -> str:
    """Return a title without subtitle, volumes and what lists add in brackets, as long as that leaves two words that count."""
    plain = " ".join(_BRACKETS.sub(" ", _TAG.sub(" ", title[:LONGEST])).split())
    for part in (_VOLUMES, _SUBTITLE):
        main = part.split(plain, maxsplit=1)[0].rstrip(" ,.:;–—-")
        if len(content_words(main)) > 1:
            plain = main
    return plain


def content_words(title: str, most: int = MOST_WORDS) -> list[str]:
    """Return the words of a title that a catalogue counts; all of them where there are no others."""
    words = title_words(title)
    return [word for word in words if word.casefold() not in _EMPTY and len(word) > 1][:most] or words


def spellings(title: str) -> list[str]:
    """Return the title, and in Cyrillic if it is transliterated."""
    return list(filter(None, (title, in_cyrillic(title))))


def book_of(item: Item) -> Book | None:
    """Return the book to look for: the work, or the book that it is a part of; None for what stands in no catalogue of books."""
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
    """Return the family name of the first person, "" where a body or nobody is first."""
    family = names[0].family if names else ""
    words = title_words(family)
    return words[-1] if words else ""

"""Headings of lists of references, as words of many languages; numbered, in capitals or letter-spaced."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from kzcheck import data
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from kzcheck.document import Block

LONGEST = 120
"""Characters of the longest heading of a list."""
LONGEST_PART = 100
"""Characters of the longest heading inside one."""

_NUMBER = re.compile(r"\s*(?:(?:[\dIVXLC]{1,5}[.)]){1,4}|[\dIVXLC]{1,5}(?=\s)|[§#*]+)?\s*")
_SPACED = re.compile(r"(?:\w[ \u00a0\u2009\u202f]){3,}\w")
_BETWEEN = re.compile(r"\s*[/|(),;:.–—\[\]]+\s*|\s+-\s+")
_FIRST_NUMBER = re.compile(r"\s*(?:\[1\]|\(1\)|1[.)])\s*(?=\S)")
_RUN_IN = re.compile(r"[:.\s–—]+(?=\[1\]|\(1\)|1[.)]\s)|:[^\S\n]*\n|\s*\n")


@cache
def _headings() -> frozenset[str]:
    return data.words("list_headings") | data.words("further_reading")


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(rf"{any_of(data.words('list_parts'))}\b")


def _plain(text: str) -> str:
    """Return a heading in lower case, without its number, letter-spacing and the marks at its ends."""
    text = " ".join(text[_NUMBER.match(text).end() :].split()) if _NUMBER.match(text) else text  # type: ignore[union-attr]
    if _SPACED.fullmatch(text.strip(" .:")):
        text = text.replace(" ", "")
    return lower(normalize("NFC", text)).strip(" .:;*_#—–-\u00a0")


def of_list(text: str) -> bool:
    """Return whether a text is the heading of a list of references."""
    if len(text) > LONGEST or not text.strip():
        return False
    plain = _plain(text)
    if plain in _headings() or plain.replace(" ", "") in _unspaced():
        return True
    pieces = [piece for piece in _BETWEEN.split(plain) if piece]
    if len(pieces) > 1 and all(piece in _headings() for piece in pieces):
        return True
    words = set(plain.split())
    return len(words) > 1 and any(words <= vocabulary for vocabulary in _vocabularies())


@cache
def _vocabularies() -> tuple[frozenset[str], ...]:
    """Return the words of which each language makes its headings: they are combined freely."""
    return tuple(
        frozenset(word for heading in language.list_headings for word in heading.split())
        for language in data.languages().values()
        if language.list_headings
    )


@cache
def _unspaced() -> frozenset[str]:
    """Return the headings of several words without spaces, as letter-spacing leaves them."""
    return frozenset(heading.replace(" ", "") for heading in _headings() if " " in heading)


def opening(text: str) -> int:
    """Return the length of the heading of a list with which a text begins, or 0; an entry may follow it in the text."""
    if of_list(text):
        return len(text)
    match = _RUN_IN.search(text, 0, LONGEST + 2)
    return match.end() if match and of_list(text[: match.start()]) else 0


def recommends(text: str) -> bool:
    """Return whether a heading is of works to read further, which the text need not cite."""
    return _plain(text) in data.words("further_reading") if len(text) <= LONGEST else False


def is_part(text: str) -> bool:
    """Return whether a heading is one inside a list, by its words: "Primary sources", "Книги"."""
    return len(text) <= LONGEST_PART and bool(_parts().match(_plain(text)))


def may_be_part(text: str) -> bool:
    """Return whether a text may be a heading inside a list: short, and not a sentence."""
    text = text.strip()
    return len(text) <= LONGEST_PART and any(map(str.isalpha, text)) and not text.endswith((".", ",", ";")) and text[0].isupper()


def is_first(block: Block) -> bool:
    """Return whether a block is an entry with the number 1."""
    return block.label == "1" or bool(_FIRST_NUMBER.match(block.text))

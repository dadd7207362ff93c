"""Parts a printed entry into words, numbers and identifiers, with the signs between them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kzcheck.language.parsing.masks import masks
from kzcheck.language.parsing.nouns import Token

if TYPE_CHECKING:
    from kzcheck.language.parsing.nouns import Label

MOST = 1200
"""Tokens of an entry that are read: longer texts are not entries."""
LONGEST_WORD = 40
"""Characters of a word; longer ones are cut, so that none costs more."""

_LETTERS = rf"[^\W\d_]{{1,{LONGEST_WORD}}}"
_WORD = re.compile(rf"{_LETTERS}(?:[\u0300-\u036f]+|['’ʼ`](?=[^\W\d_]))?(?:{_LETTERS})?|\d{{1,{LONGEST_WORD}}}|[№&§]")
_DASHES = re.compile(r"[‐‑‒–—―−~-]+")
_BLANKS = re.compile(r"\s+")


def tokens(text: str) -> list[Token]:
    """Return the tokens of an entry, in order."""
    parts: list[Token] = []
    at = before = 0
    rest: tuple[int, int, Label | Literal[""]] = (len(text), len(text), "")
    for start, end, label in (*masks(text), rest):
        for match in _WORD.finditer(text, at, start):
            parts.append(Token(match[0], match.start(), match.end(), signs(text[before : match.start()])))
            before = match.end()
            if len(parts) >= MOST:
                return parts
        if label:
            parts.append(Token(text[start:end], start, end, signs(text[before:start]), label))
            before = end
        at = end
    return parts


@lru_cache(maxsize=1 << 12)
def signs(gap: str) -> str:
    """Return the signs between two tokens in their simplest form, up to eight."""
    return _BLANKS.sub(" ", _DASHES.sub("–", gap))[:8]

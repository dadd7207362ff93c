"""Cuts a text into the words, numbers and signs that citations consist of, and says which of them initials and brackets are."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import Publishers
from kzcheck.language.endings import dictionary_forms
from kzcheck.language.folding import fold_name, lower

_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"  # PDF and macOS give letters and accents apart
_TOKEN = re.compile(rf"{_LETTERS}(?:[’'ʼ‘`‐‑-]{_LETTERS})*|\d+(?:[^\W\d_]{{1,2}}(?!\w))?|[^\w\s]|_")
_YEAR = re.compile(r"((?:1[4-9]|20)\d\d)([^\W\d_]?)")
OPENING, CLOSING = frozenset("(["), frozenset(")]")
_LONGEST_INITIALS = 3


class Tokens(Struct, frozen=True):
    """The words, numbers and signs of a text, with their places; `inside` is the index of the bracket around each, or -1."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    inside: tuple[int, ...]

    def at(self, index: int) -> str:
        """Return the token at an index, or "" outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def before_initials(self, index: int) -> int:
        """Return the index of the token before the initials, and a comma before them, that end at `index`: "Nye, J. S."."""
        at = index
        while self.at(at) == "." and is_initial(self.at(at - 1)):
            at -= 2
            if self.at(at) in {"-", "‐", "‑"} and self.at(at - 1) == ".":
                at -= 1
        if at == index and self.at(at).isupper() and len(self.at(at)) <= _LONGEST_INITIALS and _is_surname(self.at(at - 1)):
            at -= 1
        return at - (at < index and self.at(at) == ",")

    def before_legal_form(self, index: int) -> int:
        """Return the index of the token before the legal form of a company that ends at `index`, without a comma: "Acme, Inc."."""
        at = index - (self.at(index) == ".")
        if at < 1 or lower(self.at(at)) not in legal_forms():
            return index
        return at - 1 - (self.at(at - 1) == ",")


def legal_forms() -> frozenset[str]:
    """Return the words for the legal form of a company, in lower case and without full stops."""
    return data.read("publishers", Publishers).legal_forms


def cut(text: str) -> Tokens:
    """Cut a text into its tokens."""
    matches = list(_TOKEN.finditer(text))
    words = tuple(match[0] for match in matches)
    inside: list[int] = []
    stack: list[int] = []
    for index, word in enumerate(words):
        if word in CLOSING and stack:
            stack.pop()
        inside.append(stack[-1] if stack else -1)
        if word in OPENING:
            stack.append(index)
    return Tokens(text, words, tuple(match.start() for match in matches), tuple(match.end() for match in matches), tuple(inside))


def year_of(token: str) -> tuple[int, str] | None:
    """Return the year and the letter after it that a token is, or None."""
    match = _YEAR.fullmatch(token)
    return (int(match[1]), lower(match[2])) if match else None


def is_initial(token: str) -> bool:
    """Return whether a token may be an initial before its full stop."""
    return (len(token) == 1 and token.isupper()) or (token[:1].isupper() and lower(token) in data.words("credits.initials"))


def _is_surname(token: str) -> bool:
    return len(token) > 1 and token[0].isupper() and not token.isupper()


@lru_cache(maxsize=1 << 14)
def folded(token: str) -> tuple[str, ...]:
    """Return the folded words of a token: two in "Gienow-Hecht"."""
    return tuple(fold_name(token).split())


@lru_cache(maxsize=1 << 13)
def forms(token: str) -> tuple[tuple[str, ...], ...]:
    """Return the folded words of a token and of the forms behind its case ending or possessive."""
    return tuple(dict.fromkeys(words for form in dictionary_forms(token) if (words := folded(form))))

"""Parts the names in a printed entry: "Nye J.S.", "Nye, J. S., & Roe, B.", "J. S. Nye and B. Roe", «Петров Иван Ильич», "UNESCO".

What looks like neither one person nor several is an organisation and stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.csl import Name
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.common_names import is_given_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 400
"""Names of an entry that are read."""
LONGEST_NAME = 4
"""Words of a person's name without initials; more are an organisation."""
MOST_BARE = 3
"""Initials without full stops: "Nye JS", "Roe ABC"."""

_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яёәғқңөұүһі]"
_DOTTED = rf"(?:[-‐–]?\s?{_CAPITAL}[^\W\d_]{{0,2}}\.\s?){{1,6}}"
_INITIALS = re.compile(
    rf"{_DOTTED}(?:[-‐–]?{_CAPITAL})?(?![^\W\d_])|{_CAPITAL}{{1,3}}(?:[-‐–]{_CAPITAL})?(?![^\W\d_])|{_CAPITAL}(?:\s{_CAPITAL}){{1,3}}(?![^\W\d_])"
)
_FIRST = re.compile(rf"(?:{_DOTTED}|{_CAPITAL}(?:\s{_CAPITAL}){{0,3}}\s)(?=\S)")
_AFTER = re.compile(rf"(?<=\S)[\s.](?P<given>(?:{_INITIALS.pattern})\.?)\s*$")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|мл|ст)\.?")
_PATRONYMIC = re.compile(r"\w+(?:ович|евич|ич|овна|евна|ична|инична|ұлы|қызы|оглы|кызы)", re.IGNORECASE)
_STRONG = re.compile(r"\s*;\s*")
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


class _Piece(Struct):
    """A stretch between two separators: the words and the initials in it, and which come first."""

    words: str
    initials: str
    initials_first: bool

    @property
    def whole(self) -> bool:
        """Whether it has both a family name and initials."""
        return bool(self.words and self.initials)


@cache
def _others() -> re.Pattern[str]:
    words = {word.replace(" ", "* ").replace("*", "") for word in data.words("and_others")} | {
        "и др",
        "et al",
        "et. al",
        "және т.б",
        "және т. б",
        "u. a",
        "и соавт",
    }
    return re.compile(rf"[\s,;\[(…]*(?<!\w)(?:{any_of(words)})(?!\w)[\s.\])]*$|[\s,;]*(?:…|\.\.\.)[\s.]*$", re.IGNORECASE)


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(
        rf"\s*,\s*(?:(?:&|{any_of(data.words('and_words'))})\s+)?|\s+(?:&|{any_of(data.words('and_words'))})\s+|\s*&\s*",
        re.IGNORECASE,
    )


def people(text: str) -> tuple[Name, ...]:
    """Return the persons and organisations that a stretch of an entry names, in order, without "et al."."""
    text = _BRACKETED.sub("", " ".join(text.split()))
    text = _others().sub("", text).strip(" ,;")
    if not text:
        return ()
    stretches = _STRONG.split(text)
    if len(stretches) > 1:
        return tuple(name for stretch in stretches[:MOST] if stretch for name in people(stretch))
    if _is_body(text):
        return (Name(literal=text.rstrip(". ") if text.count(".") == 1 else text),)
    pieces = [_piece(part) for part in _separators().split(text)[:MOST] if part.strip(" .")]
    return tuple(_names(pieces))


def _is_body(text: str) -> bool:
    """Return whether a stretch is one organisation: it has a word for one, or is a word in capitals alone."""
    if _INITIALS.fullmatch(text.rsplit(",", maxsplit=1)[-1].strip() or "."):
        return False
    words = text.split()
    if len(words) == 1:
        return True
    return bool(whole_words("credits.bodies").search(text)) and not any(part.initials for part in map(_piece, text.split(",")))


def _piece(part: str) -> _Piece:
    part = part.strip()
    if _INITIALS.fullmatch(part.rstrip(".")) or _INITIALS.fullmatch(part):
        return _Piece("", part, initials_first=False)
    if (match := _FIRST.match(part)) and any(map(str.isalpha, part[match.end() :])):
        return _Piece(part[match.end() :].strip(" ."), match[0].strip(), initials_first=True)
    if (match := _AFTER.search(part)) and not (
        part.isupper() and "." not in match["given"] and len(match["given"]) > MOST_BARE - 1
    ):
        return _Piece(part[: match.start()].strip(" ."), match["given"], initials_first=False)
    return _Piece(part.rstrip("."), "", initials_first=False)


def _names(pieces: list[_Piece]) -> Iterator[Name]:
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.whole:
            given = piece.initials
            if (
                following
                and not piece.initials_first
                and not following.words
                and len(following.initials) <= MOST_BARE + 1
                and "." in following.initials
            ):
                given, at = f"{given} {following.initials}", at + 1
            yield _person(piece.words, given)
        elif not piece.words:
            if following and following.words and not following.initials:
                yield _person(following.words, piece.initials)
                at += 1
        elif following and not following.words and following.initials:
            yield _person(piece.words, following.initials)
            at += 1
        elif following and _inverted(piece, following, first=at == 0):
            yield _person(piece.words, f"{following.words} {following.initials}".strip())
            at += 1
        else:
            yield _full(piece.words)
        if at + 1 < len(pieces) and _SUFFIX.fullmatch(pieces[at + 1].words or pieces[at + 1].initials):
            at += 1
        at += 1


def _inverted(piece: _Piece, following: _Piece, *, first: bool) -> bool:
    """Return whether two pieces are one name, "Nye, Joseph": a family name of few words, and given names after a comma."""
    families = len([word for word in piece.words.split() if word[:1].isupper()])
    if families > 2 or following.initials_first:  # noqa: PLR2004
        return False
    given = following.words.split()
    if following.initials and not following.initials_first:
        return len(given) == 1 and families == 1 and is_given_name(given[0])
    if families == 1 and len(given) == 1:
        return True
    return first and families <= 2 and bool(given) and (is_given_name(given[0]) or families == 1) and len(given) <= 3  # noqa: PLR2004


def _full(words: str) -> Name:
    """Return a name without initials in it: a person's of two to four words, else an organisation's."""
    parts = words.split()
    if not 1 < len(parts) <= LONGEST_NAME or not parts[0][:1].isupper():
        return Name(literal=words)
    if _PATRONYMIC.fullmatch(parts[-1]) and len(parts) == 3:  # noqa: PLR2004
        return Name(family=parts[0], given=" ".join(parts[1:]))
    if _PATRONYMIC.fullmatch(parts[1]) and len(parts) == 3:  # noqa: PLR2004
        return Name(family=parts[2], given=" ".join(parts[:2]))
    if is_given_name(parts[1]) and not is_given_name(parts[0]) and len(parts) == 2:  # noqa: PLR2004
        return Name(family=parts[0], given=parts[1])
    particle = next(
        (at for at, part in enumerate(parts) if at and part.lower() in data.words("particles") and part[0].islower()),
        len(parts) - 1,
    )
    return _person(" ".join(parts[particle:]), " ".join(parts[:particle]))


def _person(family: str, given: str) -> Name:
    return Name(family=family.strip(" ,."), given=given.strip(" ,"))

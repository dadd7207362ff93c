"""What is wrong with an identifier as it is written, and how checks of one slip each become a verdict on the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[[str], "Flaw | None"]

LONGEST = 2000
"""Characters beyond which a text is no identifier: old browsers refuse longer addresses, and the longest SICI has some 90."""

CYRILLIC_LIKE_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХаесіјорухѕԁһԛԝ", "ABESIJKMHOPCTYXaecijopyxsdhqw")
"""Cyrillic letters that look like a Latin one, as every font draws them."""

OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}

_END_NAMES = {
    ".": "a full stop",
    ",": "a comma",
    ";": "a semicolon",
    ":": "a colon",
    "!": "an exclamation mark",
    "?": "a question mark",
    "/": "a slash",
}


class Flaw(Struct, frozen=True):
    """What is wrong with an identifier: a phrase that follows it in a sentence ("ends in a full stop").

    `at` are the exact words at fault, `mended` the identifier as it must be, or "" where nobody can tell. It is `sure` if it
    follows from the text alone, else a guess that a person must check. `slight` ones are lawful ways of writing that are not the
    field's own. `field` is where `mended` belongs, if not where it stands.
    """

    wrong: str
    at: str = ""
    mended: str = ""
    sure: bool = True
    slight: bool = False
    field: str = ""


class Found(Struct, frozen=True, gc=False):
    """An identifier that stands in a text: its value, and where it starts and ends."""

    value: str
    start: int
    end: int


def verdict(text: str, checks: Iterable[Check]) -> Flaw | None:
    """Return the first flaw that counts, with the text mended of all of them; None if there is none.

    A mended text that still has a flaw which nobody can mend is no help: it is left out.
    """
    flaw = _first(text, checks)
    if flaw is None or not flaw.mended or flaw.field:
        return flaw
    mended, sure = flaw.mended, flaw.sure
    for _ in range(8):
        further = _first(mended, checks)
        if further is None:
            return replace(flaw, mended=mended, sure=sure)
        if further.field:
            return further
        if flaw.slight:
            flaw = further
        if not further.mended:
            break
        mended, sure = further.mended, sure and further.sure
    return replace(flaw, mended="")


def _first(text: str, checks: Iterable[Check]) -> Flaw | None:
    for check in checks:
        if flaw := check(text):
            return flaw
    return None


def end_of(text: str, signs: str) -> tuple[str, str]:
    """Cut the punctuation at the end off a text: what stays, and what was cut.

    Of closing brackets only those that were never opened are cut.
    """
    end = len(text)
    surplus = {bracket: text.count(bracket) - text.count(opening) for bracket, opening in OPENING.items()}
    while end:
        sign = text[end - 1]
        if sign in OPENING:
            if surplus[sign] <= 0:
                break
            surplus[sign] -= 1
        elif sign not in signs:
            break
        end -= 1
    return text[:end], text[end:]


def end_name(sign: str) -> str:
    """Return the name of a punctuation mark, as in "ends in a comma"."""
    return _END_NAMES.get(sign) or ("a closing bracket that nothing opens" if sign in OPENING else "a quotation mark")

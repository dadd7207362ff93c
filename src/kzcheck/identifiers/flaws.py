"""Flaws of identifiers as written, and how several checks for one error each combine into one result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kzcheck.wording import Template

    Check = Callable[[str], "Flaw | None"]

LONGEST = 2000
"""Characters: a longer text is not an identifier; old browsers refuse longer addresses, and the longest SICI has some 90."""

CYRILLIC_LIKE_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХаесіјорухѕԁһԛԝ", "ABESIJKMHOPCTYXaecijopyxsdhqw")
"""Cyrillic letters that look like a Latin one in every font."""

OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


class Flaw(Struct, frozen=True):
    """A flaw in an identifier: a template of its `kind`, the `identifier` and the `values`.

    `at` are the exact words at fault, `mended` is the correct identifier, or "" if it is unknown. The flaw is `sure` if it follows
    from the text alone, else a guess that a person must check. `slight` flaws are valid forms other than the field's own. `field`
    is the right field for `mended`, if it is another.
    """

    wrong: Template
    at: str = ""
    mended: str = ""
    sure: bool = True
    slight: bool = False
    field: str = ""
    values: Mapping[str, int] = {}


_ENDS = {
    ".": Flaw("the {kind} {identifier} ends in a full stop"),
    ",": Flaw("the {kind} {identifier} ends in a comma"),
    ";": Flaw("the {kind} {identifier} ends in a semicolon"),
    ":": Flaw("the {kind} {identifier} ends in a colon"),
    "!": Flaw("the {kind} {identifier} ends in an exclamation mark"),
    "?": Flaw("the {kind} {identifier} ends in a question mark"),
    "/": Flaw("the {kind} {identifier} ends in a slash"),
    **dict.fromkeys(OPENING, Flaw("the {kind} {identifier} ends in an unmatched closing bracket")),
}
_ENDS_IN_A_QUOTATION_MARK = Flaw("the {kind} {identifier} ends in a quotation mark")


class Found(Struct, frozen=True, gc=False):
    """An identifier in a text: its value, start and end."""

    value: str
    start: int
    end: int


def verdict(text: str, checks: Iterable[Check]) -> Flaw | None:
    """Return the first flaw that counts, with the text corrected for all of them, or None if there is none.

    A corrected text that still has an uncorrectable flaw is useless and is omitted.
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
    """Split the punctuation off the end of a text: return the rest and the punctuation.

    Only those closing brackets are split off that were never opened.
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


def ends_in(cut: str, kept: str) -> Flaw:
    """Return the flaw of an identifier that ends in punctuation, from the two results of `end_of`."""
    return replace(_ENDS.get(cut[-1], _ENDS_IN_A_QUOTATION_MARK), at=cut, mended=kept)

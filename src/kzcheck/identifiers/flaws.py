"""What is wrong with an identifier as it is written, and how checks of one slip each become a verdict on the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kzcheck.wording import Template

    Check = Callable[[str], "Flaw | None"]

LONGEST = 2000
"""Characters beyond which a text is no identifier: old browsers refuse longer addresses, and the longest SICI has some 90."""

CYRILLIC_LIKE_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХаесіјорухѕԁһԛԝ", "ABESIJKMHOPCTYXaecijopyxsdhqw")
"""Cyrillic letters that look like a Latin one, as every font draws them."""

OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


class Flaw(Struct, frozen=True):
    """What is wrong with an identifier: a template of its `kind`, the `identifier` and the `values`.

    `at` are the exact words at fault, `mended` the identifier as it must be, or "" where nobody can tell. It is `sure` if it
    follows from the text alone, else a guess that a person must check. `slight` ones are lawful ways of writing that are not the
    field's own. `field` is where `mended` belongs, if not where it stands.
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


def ends_in(cut: str, kept: str) -> Flaw:
    """Return the flaw of an identifier that ends in punctuation: what `end_of` cut off, and what it kept."""
    return replace(_ENDS.get(cut[-1], _ENDS_IN_A_QUOTATION_MARK), at=cut, mended=kept)

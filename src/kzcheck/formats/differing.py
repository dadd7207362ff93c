"""One value of the list beside the record's: what the record has otherwise, at a glance, without what both share at length."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.csl import Name

AROUND = 3
"""Words that are shown on either side of a difference."""
ALIKE = 0.3
"""Share of the words that two texts must have in common for their differences to tell more than the whole text."""
FEW = 3
"""So many people are read faster than what differs among them."""
MOST = 10
"""People who are named as missing or added."""
LONGEST = 300
"""Characters of one value."""
LONGEST_WITHOUT = 60
"""Characters of what a record lacks."""


class Piece(Struct, frozen=True):
    """A stretch of a value, and whether the list has it otherwise; pieces are parted by a blank."""

    text: str
    differs: bool = False


Pieces = tuple[Piece, ...]


def words(listed: str, recorded: str) -> Pieces:
    """Return a record's text in pieces, those that the list has otherwise marked; long stretches that both share are left out.

    Where the list has words for which the record has none, they are named: "(without “lost”)".
    """
    mine, theirs = clean(listed).split(), clean(recorded).split()
    matcher = SequenceMatcher(None, [one.casefold() for one in mine], [one.casefold() for one in theirs], autojunk=False)
    if not mine or not theirs or not ALIKE <= matcher.ratio() < 1:
        return (Piece(clean(recorded, LONGEST) or "nothing", differs=True),)
    blocks = [block for block in matcher.get_matching_blocks() if block.size or block.b == len(theirs)]
    first_of_mine, edge = (blocks[0].a, blocks[0].b) if blocks else (len(mine), 0)
    found = [(_instead(mine[:first_of_mine], theirs[:edge]), True)]
    for block, after in pairwise(blocks):
        shared = theirs[block.b : block.b + block.size]
        first, last = block.b == 0 and block.a == 0, after.size == 0 and block.b + block.size == len(theirs)
        found.append((_shortened(shared, from_start=first, to_end=last and block.a + block.size == len(mine)), False))
        found.append((_instead(mine[block.a + block.size : after.a], theirs[block.b + block.size : after.b]), True))
    return _cut(Piece(" ".join(some), differs) for some, differs in found if some)


def people(listed: Sequence[Name], recorded: Sequence[Name]) -> Pieces:
    """Return a record's people, those marked that the list has otherwise or in another place.

    Of many, only how many are as listed, who is there besides (+), and who is not (-).
    """
    mine, theirs = Counter(map(_key, listed)), Counter(map(_key, recorded))
    added, missing = _beyond(recorded, mine), _beyond(listed, theirs)
    shared = len(recorded) - len(added)
    if len(recorded) <= FEW or not (added or missing) or shared < len(recorded) / 2:
        return _each(listed[:LONGEST], recorded[:LONGEST])  # as many as a value has characters: no more are shown
    found = [f"{shared:,} as listed"]
    for sign, names in (("+", added), ("-", missing)):
        found += [f"{sign} {clean(str(name), LONGEST)}" for name in names[:MOST]]
        if len(names) > MOST:
            found.append(f"{sign} {len(names) - MOST:,} more")
    *before, last = found
    return tuple(Piece(text, differs=place > 0) for place, text in enumerate((*(f"{one};" for one in before), last)))


def _each(listed: Sequence[Name], recorded: Sequence[Name]) -> Pieces:
    """Return all people of a record, with the words marked in which they are not those of the list, in its order."""
    mine, theirs = (list(map(_key, some)) for some in (listed, recorded))
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        text = _joined(recorded[c:d])
        if kind == "equal":
            found.append(Piece(text))
        elif text:
            found += words(_joined(listed[a:b]), text)
        elif lacking := [name for name, key in zip(listed[a:b], mine[a:b], strict=True) if key not in theirs]:
            found += [Piece(one, differs=True) for one in _instead(_joined(lacking).removesuffix(";").split(), [])]
    if not recorded or not any(one.differs for one in found):
        return (Piece(clean("; ".join(map(str, recorded)), LONGEST) or "nothing", differs=True),)
    *before, last = found
    return _cut((*before, Piece(last.text.removesuffix(";"), last.differs)))


def _joined(names: Iterable[Name]) -> str:
    return " ".join(f"{clean(str(name), LONGEST)};" for name in names)


def _instead(mine: list[str], theirs: list[str]) -> list[str]:
    """Return what a record has where the list has words of its own: its words or, where it has none, which ones it is without."""
    return theirs or ([f"(without “{clean(' '.join(mine), LONGEST_WITHOUT)}”)"] if mine else [])


def _cut(pieces: Iterable[Piece]) -> Pieces:
    """Keep so many pieces as a value may be long."""
    found: list[Piece] = []
    left = LONGEST
    for piece in pieces:
        if len(piece.text) > left:
            return (*found, Piece(piece.text[: max(left - 1, 0)] + "…", piece.differs))
        found.append(piece)
        left -= len(piece.text) + 1
    return tuple(found)


def _shortened(shared: list[str], *, from_start: bool, to_end: bool) -> list[str]:
    """Return what is shown of words that both share: those beside a difference, and an ellipsis for the rest."""
    head, tail = (0 if from_start else AROUND), (0 if to_end else AROUND)
    if len(shared) <= head + tail + 1:
        return shared
    return [*shared[:head], "…", *shared[len(shared) - tail :]]


def _key(name: Name) -> tuple[str, str]:
    """Return by what a person is the same here: the family name and the first letter of the given name."""
    return (name.family or name.literal).casefold(), name.given[:1].casefold()


def _beyond(names: Sequence[Name], others: Counter[tuple[str, str]]) -> list[Name]:
    """Return those of `names` that `others` do not have, each as often as it is there."""
    left = Counter(others)
    found: list[Name] = []
    for name in names:
        key = _key(name)
        if left[key]:
            left[key] -= 1
        else:
            found.append(name)
    return found

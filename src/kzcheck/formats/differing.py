"""One value of the list beside the record's: what the record has otherwise, at a glance, without what both share at length."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.formats.text import clean
from kzcheck.wording import written

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
    ours, its = clean(listed).split(), clean(recorded).split()
    matcher = SequenceMatcher(None, [word.casefold() for word in ours], [word.casefold() for word in its], autojunk=False)
    if not ours or not its or not ALIKE <= matcher.ratio() < 1:
        return (Piece(clean(recorded, LONGEST) or written("nothing"), differs=True),)
    blocks = [block for block in matcher.get_matching_blocks() if block.size or block.b == len(its)]
    first_of_ours, edge = (blocks[0].a, blocks[0].b) if blocks else (len(ours), 0)
    stretches = [(_instead(ours[:first_of_ours], its[:edge]), True)]
    for block, after in pairwise(blocks):
        shared = its[block.b : block.b + block.size]
        first, last = block.b == 0 and block.a == 0, after.size == 0 and block.b + block.size == len(its)
        stretches.append((_shortened(shared, from_start=first, to_end=last and block.a + block.size == len(ours)), False))
        stretches.append((_instead(ours[block.a + block.size : after.a], its[block.b + block.size : after.b]), True))
    return _cut(Piece(" ".join(stretch), differs) for stretch, differs in stretches if stretch)


def people(listed: Sequence[Name], recorded: Sequence[Name]) -> Pieces:
    """Return a record's people, those marked that the list has otherwise or in another place.

    Of many, only how many are as listed, who is there besides (+), and who is not (-).
    """
    added, missing = _beyond(recorded, listed), _beyond(listed, recorded)
    shared = len(recorded) - len(added)
    if len(recorded) <= FEW or not (added or missing) or shared < len(recorded) / 2:
        return _each(listed[:LONGEST], recorded[:LONGEST])  # as many as a value has characters: no more are shown
    texts = [written("{count:,} as listed", {"count": shared})]
    for sign, names in (("+", added), ("-", missing)):
        texts += [f"{sign} {clean(str(name), LONGEST)}" for name in names[:MOST]]
        if len(names) > MOST:
            texts.append(f"{sign} {written('{count:,} more', {'count': len(names) - MOST})}")
    *before, last = texts
    return tuple(Piece(text, differs=place > 0) for place, text in enumerate((*(f"{text};" for text in before), last)))


def _each(listed: Sequence[Name], recorded: Sequence[Name]) -> Pieces:
    """Return all people of a record, with the words marked in which they are not those of the list, in its order."""
    ours, its = (list(map(_key, names)) for names in (listed, recorded))
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, its, autojunk=False).get_opcodes():
        text = _joined(recorded[c:d])
        if kind == "equal":
            pieces.append(Piece(text))
        elif text:
            pieces += words(_joined(listed[a:b]), text)
        elif lacking := [name for name, key in zip(listed[a:b], ours[a:b], strict=True) if key not in its]:
            pieces += [Piece(word, differs=True) for word in _instead(_joined(lacking).removesuffix(";").split(), [])]
    if not recorded or not any(piece.differs for piece in pieces):
        return (Piece(clean("; ".join(map(str, recorded)), LONGEST) or written("nothing"), differs=True),)
    *before, last = pieces
    return _cut((*before, Piece(last.text.removesuffix(";"), last.differs)))


def _joined(names: Iterable[Name]) -> str:
    return " ".join(f"{clean(str(name), LONGEST)};" for name in names)


def _instead(ours: list[str], its: list[str]) -> list[str]:
    """Return what a record has where the list has words of its own: its words or, where it has none, which ones it is without."""
    return its or ([written("(without “{words}”)", {"words": clean(" ".join(ours), LONGEST_WITHOUT)})] if ours else [])


def _cut(pieces: Iterable[Piece]) -> Pieces:
    """Keep so many pieces as a value may be long."""
    kept: list[Piece] = []
    left = LONGEST
    for piece in pieces:
        if len(piece.text) > left:
            return (*kept, Piece(piece.text[: max(left - 1, 0)] + "…", piece.differs))
        kept.append(piece)
        left -= len(piece.text) + 1
    return tuple(kept)


def _shortened(shared: list[str], *, from_start: bool, to_end: bool) -> list[str]:
    """Return what is shown of words that both share: those beside a difference, and an ellipsis for the rest."""
    head, tail = (0 if from_start else AROUND), (0 if to_end else AROUND)
    if len(shared) <= head + tail + 1:
        return shared
    return [*shared[:head], "…", *shared[len(shared) - tail :]]


def _key(name: Name) -> tuple[str, str]:
    """Return by what a person is the same here: the family name and the first letter of the given name."""
    return (name.family or name.literal).casefold(), name.given[:1].casefold()


def _beyond(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """Return those of `names` that `others` do not have, each as often as it is there."""
    left = Counter(map(_key, others))
    beyond: list[Name] = []
    for name in names:
        key = _key(name)
        if left[key]:
            left[key] -= 1
        else:
            beyond.append(name)
    return beyond

"""One value of the list beside the record's: what the record has otherwise, at a glance, without what both share at length."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

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
DIFFERS = "bold yellow"


def words(listed: str, recorded: str) -> Text:
    """Return a record's text with the words marked that the list has otherwise; long stretches that both share are left out."""
    mine, theirs = clean(listed).split(), clean(recorded).split()
    matcher = SequenceMatcher(None, [one.casefold() for one in mine], [one.casefold() for one in theirs], autojunk=False)
    if not mine or not theirs or matcher.ratio() < ALIKE:
        return Text(clean(recorded, LONGEST) or "nothing", style=DIFFERS)
    found = Text()
    blocks = [block for block in matcher.get_matching_blocks() if block.size or block.b == len(theirs)]
    edge = blocks[0].b if blocks else 0
    _join(found, theirs[:edge], DIFFERS)
    for block, after in pairwise(blocks):
        shared = theirs[block.b : block.b + block.size]
        first, last = block.b == 0 and block.a == 0, after.size == 0 and block.b + block.size == len(theirs)
        _join(found, _shortened(shared, from_start=first, to_end=last and block.a + block.size == len(mine)))
        _join(found, theirs[block.b + block.size : after.b], DIFFERS)
    found.truncate(LONGEST, overflow="ellipsis")
    return found


def people(listed: Sequence[Name], recorded: Sequence[Name]) -> Text:
    """Return a record's people; of many, only how many are as listed, who is there besides (+), and who is not (-)."""
    mine, theirs = Counter(map(_key, listed)), Counter(map(_key, recorded))
    added, missing = _beyond(recorded, mine), _beyond(listed, theirs)
    shared = len(recorded) - len(added)
    if len(recorded) <= FEW or not (added or missing) or shared < len(recorded) / 2:
        return Text(clean("; ".join(map(str, recorded)), LONGEST) or "nothing", style=DIFFERS)
    found = Text(f"{shared:,} as listed")
    for sign, names in (("+", added), ("-", missing)):
        for name in names[:MOST]:
            found.append(f"; {sign} {clean(str(name), LONGEST)}", style=DIFFERS)
        if len(names) > MOST:
            found.append(f"; {sign} {len(names) - MOST:,} more", style=DIFFERS)
    return found


def _join(text: Text, some: Sequence[str], style: str = "") -> None:
    for one in some:
        text.append(" " if text else "")
        text.append(one, style=style)


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

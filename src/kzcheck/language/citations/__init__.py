"""Finds the citations in the blocks of a manuscript, as scholarly prose prints them: a grammar, in any language.

"[4, p. 19–21]", "(Nye, 2004)", "Nye (1990)", superscripts, and keys and fields, which say themselves what they cite. What could be
a citation but names nothing in the list, as "[0, 1]" and "Almaty (2002)", is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import CitationKind
    from kzcheck.document import Block


class Listed(Struct, frozen=True):
    """What citations can name of an entry of the list: its id, its printed number, and its authors and year.

    `names` are the family names of its authors or editors, or the names of organisations, as written; `suffix` is the letter after
    its year. `title` stands for authors where it has none. `aliases` are other keys that cite it, `printed` is the entry as
    printed: if `names` is empty, they and the year are read from its beginning.
    """

    id: str
    number: str = ""
    names: tuple[str, ...] = ()
    year: int | None = None
    suffix: str = ""
    title: str = ""
    aliases: tuple[str, ...] = ()
    printed: str = ""


class Target(Struct, frozen=True):
    """One work that a mention cites: the id of the entry, or "" if the list lacks it, and what the text calls it.

    `start` and `end` are the place of its own words in the block's text, within the mention. `among` are the ids of the entries if
    it fits several.
    """

    id: str
    written: str
    start: int
    end: int
    locator: str = ""
    label: str = "page"
    among: tuple[str, ...] = ()


class Mention(Struct, frozen=True):
    """A place in a block's text, from `start` to `end`, that cites works; a marker apart from the sentence, or part of it."""

    kind: CitationKind
    start: int
    end: int
    targets: tuple[Target, ...]


_NUMERIC = re.compile(r"\[(\d{1,3})\]")


def mentions(blocks: Sequence[Block], listed: Sequence[Listed]) -> tuple[tuple[Mention, ...], ...]:
    """Return the citations in each block; `listed` are the entries of the manuscript's list, in order."""
    numbers = {entry.number: entry.id for entry in listed if entry.number}
    return tuple(
        tuple(
            Mention("numeric", match.start(), match.end(), (Target(numbers[match[1]], match[1], *match.span(1)),))
            for match in _NUMERIC.finditer(block.text)
            if match[1] in numbers
        )
        for block in blocks
    )

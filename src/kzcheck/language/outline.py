"""The outline of a manuscript: which blocks are headings, and which are front matter, text or back matter."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import data
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.folding import lower
from kzcheck.language.sentences import part_of_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.data.cues import Part
    from kzcheck.document import Block
    from kzcheck.language.reference_lists import ReferenceList

LONGEST_HEADING = 100
"""Characters of the longest heading that only its shape shows."""
MOST_WORDS = 14
LONGER = 120
"""Characters of a paragraph that may follow such a heading."""
FRONT = 0.4
"""Share of the blocks before the list among which the keywords that end the front matter may be."""

LOWEST = 6
"""The level of a list's heading that nothing marks: no other heading is under it."""
OPENING = 12
"""Blocks at the beginning among which an abstract or keywords show that the first one is the title."""
SHORTEST_TITLE, LONGEST_TITLE = 3, 40
"""Words of a title that only its place shows."""

_SENTENCE_END = re.compile(r"[.,;:!]\s*$")
_OTHER = re.compile(r"@|https?://|\[\d|:\s?\d|\d{2}[./]\d{2}|^\W*\d[\d\W]*$")

Matter = Literal["front", "text", "back"]


class Place(Struct, frozen=True, gc=False):
    """Where a block is: the heading above it, whether it is front matter, text or back matter, and the part of the article.

    The part is the one that the heading names, or a heading that it is under: "Sampling" under "Methods" is of the methods.
    """

    section: str
    matter: Matter
    part: Part | Literal[""]


@cache
def _keywords() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_of(data.words('keywords'))}\s*[.:—–-]")


def headed(blocks: Sequence[Block], lists: Sequence[ReferenceList]) -> tuple[Block, ...]:
    """Return the blocks, with paragraphs that are headings marked as such: those of lists, and others if the format marks none.

    The others are short, do not end like a sentence, and a longer paragraph follows.
    """
    taken = frozenset(number for part in lists for number in range(part.first, part.end))
    marked = list(blocks)
    for part in lists:
        if part.heading and blocks[part.first].kind == "paragraph" and blocks[part.first].text.strip() == part.heading:
            marked[part.first] = replace(blocks[part.first], kind="heading", level=LOWEST)
    if any(block.kind == "heading" for number, block in enumerate(blocks) if number not in taken):
        return tuple(marked)
    longer = False
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if block.kind != "paragraph" or number in taken:
            continue
        if longer and _may_be_heading(block.text):
            marked[number] = replace(block, kind="heading", level=1)
        else:
            longer = len(block.text) >= LONGER
    return tuple(marked)


def title_of(blocks: Sequence[Block]) -> str:
    """Return the title of an article whose format names none: its first block, if no body's name and near an abstract."""
    opening = blocks[:OPENING]
    title = " ".join(opening[0].text.split()) if opening else ""
    fits = SHORTEST_TITLE <= len(title.split()) <= LONGEST_TITLE and not _SENTENCE_END.search(title) and title[-1:] != "."
    if not fits or _OTHER.search(title) or whole_words("credits.bodies").search(title):
        return ""
    near = any(part_of_article(block.text[:LONGEST_HEADING].partition(":")[0]) == "abstract" for block in opening[1:])
    return title if near or any(_keywords().match(lower(block.text[:LONGEST_HEADING])) for block in opening[1:]) else ""


def _may_be_heading(text: str) -> bool:
    text = text.strip()
    return (
        0 < len(text) <= LONGEST_HEADING
        and len(text.split()) <= MOST_WORDS
        and "\n" not in text
        and not _SENTENCE_END.search(text)
        and not _OTHER.search(text)
        and not _keywords().match(lower(text))
        and not text[0].islower()
    )


def outline(blocks: Sequence[Block], lists: Sequence[ReferenceList]) -> tuple[Place, ...]:
    """Return the place of each block.

    The front matter ends with the last keywords, or with what the format marks as such; acknowledgements and the like, and
    everything after the last list of references, are back matter.
    """
    last = max((part.first for part in lists), default=len(blocks))
    front = max((number + 1 for number, block in enumerate(blocks[:last]) if block.kind == "front"), default=0)
    for number, block in enumerate(blocks[: int(last * FRONT) + 1]):
        if _keywords().match(lower(block.text[:LONGEST_HEADING])):
            front = max(front, number + 1)
    places: list[Place] = []
    section, back = "", False
    levels = Counter(block.level for block in blocks if block.kind == "heading")
    above: list[tuple[int, Part | Literal[""]]] = []
    part: Part | Literal[""] = ""
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            section = " ".join(block.text.split())
            while above and above[-1][0] >= block.level:
                above.pop()
            own = part_of_article(section)
            back = own == "back"
            part = own or (above[-1][1] if above else "")
            if levels[block.level] > 1:  # else it may be the title
                above.append((block.level, part))
        matter: Matter = "front" if number < front else "back" if back or block.kind == "back" or number >= last else "text"
        places.append(Place(section, matter, part))
    return tuple(places)

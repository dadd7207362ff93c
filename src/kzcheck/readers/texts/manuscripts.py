"""Reads the text of a work from a file in a format of manuscripts, with the readers of manuscripts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.language.outline import title_of
from kzcheck.readers import documents
from kzcheck.readers.documents.pdf.wording import WORD, Words
from kzcheck.readers.texts.leaves import language_of, leaves, without_lists
from kzcheck.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.document import Block

_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010\xad]\r?\n[ \t]*([^\W\d_]+)")
"""A word that is divided at the end of a line."""


def read(content: bytes, name: str, form: str, parameters: str) -> Text:  # noqa: ARG001 - these formats name their own encoding
    """Return the text of a file in a given format.

    Raises:
        UnreadableError: it cannot be read.
    """
    document = documents.read(content, name, form, lambda _path: None).document
    blocks = without_lists(document.blocks)
    if form == "text":
        blocks = [*_undivided(blocks)]
    printed = [number for _, number in document.pages]
    if all(number == str(place) for place, number in enumerate(printed, 1)):
        printed = [""] * len(printed)  # only counted, or printed to the same effect
    pages = [(start, place) for place, (start, _) in enumerate(document.pages)]
    people = tuple(name.literal or f"{name.given} {name.family}".strip() for name in document.authors)
    title = document.title or title_of(document.blocks)
    return Text(leaves(blocks, pages, printed), title, people, language_of(blocks, document.language))


def _undivided(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of a plain text with those words whole that were divided at the ends of lines."""
    blocks = [*blocks]
    counts = Counter(word.lower() for block in blocks for word in WORD.findall(_DIVIDED.sub(" ", block.text)))
    words = Words(counts, Counter(word.split("-", 1)[0] for word in counts if "-" in word), typeset=False)

    def whole(match: re.Match[str]) -> str:
        return f"{match[1]}{'' if words.divided(match[1], match[2]) else '-'}{match[2]}"

    for block in blocks:
        yield replace(block, runs=tuple(replace(run, text=_DIVIDED.sub(whole, run.text)) for run in block.runs))

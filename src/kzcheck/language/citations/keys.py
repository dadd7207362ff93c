r"""Citations by key or field, which say themselves what they cite: `[@nye1990, p. 5]`, `\cite{nye1990}`, a field of Zotero."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kzcheck.language.citations.locating import locator_at
from kzcheck.language.citations.nouns import Mention, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.document import Block, Cite

BLANK = "\ue000"
"""What stands for a character that belongs to a citation: of private use, so no text has it."""


def keyed(block: Block, ids: Mapping[str, str]) -> Iterator[Mention]:
    """Yield the citations of a block by key, a field of several runs as one; `ids` are those of the entries by their keys."""
    at, text = 0, block.text
    for cites, runs in groupby(block.runs, key=lambda run: run.cites):
        end = at + sum(len(run.text) for run in runs)
        if cites:
            yield Mention("key", at, end, tuple(_targets(cites, ids, text, at, end)))
        at = end


def _targets(cites: Sequence[Cite], ids: Mapping[str, str], text: str, start: int, end: int) -> Iterator[Target]:
    """Yield the works of a marker; a key that the list lacks is its own id, and one that is printed has its own place."""
    after = start
    for cite in cites:
        locator, label = cite.locator, cite.label
        if not locator and (read := locator_at(cite.suffix, 0, len(cite.suffix))):
            locator, label = read.text, read.label
        at = text.find(cite.key, after, end)
        place = (start, end) if at < 0 else (at, at + len(cite.key))
        after = after if at < 0 else place[1]
        yield Target(ids.get(cite.key, cite.key), cite.key, *place, locator, label)

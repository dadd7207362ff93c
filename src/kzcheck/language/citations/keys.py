r"""Citations by key or field, which say themselves what they cite: `[@nye1990, p. 5]`, `\cite{nye1990}`, a field of Zotero."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kzcheck.language.citations.locating import locator_at
from kzcheck.language.citations.nouns import Mention, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.document import Block, Cite

BLANK = "\ue000"
"""What stands for a character that belongs to a citation: of private use, so no text has it."""


def keyed(block: Block, ids: Mapping[str, str]) -> Iterator[Mention]:
    """Yield the citations of a block by key, a field of several runs as one; `ids` are those of the entries by their keys."""
    at = 0
    for cites, runs in groupby(block.runs, key=lambda run: run.cites):
        end = at + sum(len(run.text) for run in runs)
        if cites:
            yield Mention("key", at, end, tuple(_target(cite, ids, at, end) for cite in cites))
        at = end


def _target(cite: Cite, ids: Mapping[str, str], start: int, end: int) -> Target:
    locator, label = cite.locator, cite.label
    if not locator and (read := locator_at(cite.suffix, 0, len(cite.suffix))):
        locator, label = read.text, read.label
    return Target(ids.get(cite.key, ""), cite.key, start, end, locator, label)

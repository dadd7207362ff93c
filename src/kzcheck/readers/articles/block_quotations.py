"""Finds the block quotations of a manuscript: each is one quotation, of the sentence that cites its work, in it or before it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kzcheck.document import Block
    from kzcheck.language.citations import Mention
    from kzcheck.language.sentences import Span

_INTRODUCING = frozenset(("paragraph", "item"))
_DASHES = "—–―"
_STOPS = ".!?…"
_LAST = 200
"""Characters at the end of a quotation in which brackets with its page are looked for."""
_PAGE = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,80}[)\]][\s.]*$")
_MARK = "\ue000"
_MARKED = re.compile(rf"(?<=[.!?…]) ?{_MARK}++\.| ?{_MARK}++")
SHARE = 0.5
"""Share of a block's words in quotation marks from which only they are quoted: the others introduce them."""


class Part(Struct, frozen=True):
    """A sentence of a block, or the part of it that the block has, with its mentions."""

    block: Block
    span: Span
    mentions: tuple[Mention, ...]

    @property
    def range(self) -> tuple[int, int]:
        """The place in the block's text."""
        return self.span.start, self.span.end

    @property
    def works(self) -> frozenset[str]:
        """The works that it cites."""
        return frozenset(target.id or target.written for mention in self.mentions for target in mention.targets)


class BlockQuotation(Struct, frozen=True):
    """A block quotation: its words without citations, and its place in the document's text."""

    words: str
    start: int
    end: int


def block_quotations(parts: Sequence[Sequence[Part]]) -> Mapping[tuple[int, int], BlockQuotation]:
    """Return the block quotations by the block and number of the sentence that cites their works; `parts` are those of each block.

    It is a sentence of the quotation, else the one before it that introduces it. A quotation may go on over several blocks. If it
    cites different works, it ends at each of them; if it cites the same work again, it goes on.
    """
    found: dict[tuple[int, int], BlockQuotation] = {}
    introducing: tuple[int, int] | None = None
    for quoting, blocks in groupby(enumerate(parts), lambda block: _kind(block[1]) == "quotation"):
        if quoting:
            found.update((citing, quotation) for citing, group in _groups(blocks, introducing) if (quotation := _joined(group)))
        else:
            *_, (number, last) = blocks
            introducing = (number, len(last) - 1) if _introduce(last) else None
    return found


def _kind(parts: Sequence[Part]) -> str:
    return parts[0].block.kind if parts else ""


def _introduce(parts: Sequence[Part]) -> bool:
    """Return whether the last sentence of a block cites and does not end: a quotation completes it."""
    if _kind(parts) not in _INTRODUCING or not parts[-1].mentions:
        return False
    return not _words(parts)[-1].endswith(tuple(_STOPS))


_Group = tuple[tuple[int, int], list[tuple[Part, str]]]


def _groups(blocks: Iterable[tuple[int, Sequence[Part]]], introducing: tuple[int, int] | None) -> Sequence[_Group]:
    """Return the sentences of adjoining blocks of quotations and their words, each group with the sentence that cites its work."""
    groups: list[_Group] = []
    works: frozenset[str] = frozenset()
    waiting: list[tuple[Part, str]] = []
    for number, parts in blocks:
        for at, (part, words) in enumerate(zip(parts, _words(parts), strict=True)):
            waiting.append((part, words))
            if not part.mentions:
                continue
            if groups and part.works == works:
                groups[-1][1].extend(waiting)
            else:
                groups.append(((number, at), waiting))
            works, waiting = part.works, []
    if groups:
        group = groups[-1][1]
        group.extend(rest for rest in waiting if rest[0].block is group[-1][0].block)
    elif introducing:
        groups.append((introducing, waiting))
    return groups


def _words(parts: Sequence[Part]) -> list[str]:
    """Return the words of the sentences of a block, without citations and marks of notes."""
    block = parts[0].block
    text, at = list(block.text), 0
    for run in block.runs:
        if run.note:
            text[at : at + len(run.text)] = _MARK * len(run.text)
        at += len(run.text)
    for part in parts:
        for mention in part.mentions:
            text[mention.start : mention.end] = _MARK * (mention.end - mention.start)
    joined = (" ".join("".join(text[part.span.start : part.span.end]).split()) for part in parts)
    return [_MARKED.sub("", words).strip() for words in joined]


def _joined(group: Sequence[tuple[Part, str]]) -> BlockQuotation | None:
    """Return the sentences of a quotation as one, without the line that names its source; None if nothing is left."""
    first, last = group[0][0], group[-1][0]
    own = [words for _, words in group if words]
    if len(own) > 1 and own[-1].startswith(tuple(_DASHES)):
        own.pop()
    words = " ".join(own)
    words = (words[:-_LAST] + _PAGE.sub("", words[-_LAST:])).strip()
    inner = max(quotations(words), key=lambda quoted: quoted.words, default=None)
    if inner and inner.words > len(words.split()) * SHARE:
        words = inner.text
    return BlockQuotation(words, first.block.place(*first.range)[0], last.block.place(*last.range)[1]) if words else None

"""Makes the claims of a manuscript: its sentences that cite, and checkable statements without a source."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import At, Citation, Claim, place_in
from kzcheck.document import COUNTED
from kzcheck.language import sentences
from kzcheck.language.folding import fold
from kzcheck.language.quotations import quotations
from kzcheck.language.sentences import part_of_article
from kzcheck.language.statements import is_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kzcheck.document import Block, Document
    from kzcheck.language.citations import Mention
    from kzcheck.language.outline import Place
    from kzcheck.language.sentences import Span

SENTENCES = frozenset(("paragraph", "quotation", "item", "front", "back"))
"""Blocks of sentences; headings, cells, captions and notes cite, too, but are not judged as sentences."""
SHORTEST_NAME = 4
"""Letters of a listed name by which a sentence may speak of a listed work."""
FEWEST_WORDS = 6
"""Words of the shortest statement without a source; less is a heading or an item of a list."""

_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’-]{3,}")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Read(Struct, frozen=True):
    """The claims of a manuscript, and the citations that are in no sentence of its text."""

    claims: tuple[Claim, ...]
    cited: tuple[Citation, ...]


def claims_of(document: Document, places: Sequence[Place], citing: Sequence[Sequence[Mention]], names: Collection[str]) -> Read:
    """Return the claims of a document, and its other citations; `citing` are the mentions in each block.

    A sentence without a citation is a claim if it is checkable or has one of the listed `names`, and none beside it cites. Front
    and back matter, methods, results and conclusions need no sources.
    """
    claims: list[Claim] = []
    cited: list[Citation] = []
    named = frozenset(fold(name) for name in names if len(name) >= SHORTEST_NAME)
    paragraph = 0
    for block, place, mentions in zip(document.blocks, places, citing, strict=True):
        paragraph = 0 if block.kind == "heading" else paragraph + (block.kind in COUNTED)
        if block.kind not in SENTENCES:
            cited += (citation for mention in mentions for citation in _citations(document, block, mention))
            continue
        spans = sentences.split(block.text, [(mention.start, mention.end) for mention in mentions if mention.start < mention.end])
        inside = _by_sentence(spans, mentions)
        cited += (
            citation for mention in mentions if mention.start == mention.end for citation in _citations(document, block, mention)
        )
        judged = place.matter == "text" and block.kind != "quotation" and not part_of_article(place.section)
        for number, span in enumerate(spans):
            words = " ".join(block.text[span.start : span.end].split())
            if not inside[number]:
                beside = inside[max(0, number - 1) : number + 2]
                if not judged or any(beside) or not _needs_source(words, named):
                    continue
            start, end = block.place(span.start, span.end)
            location = place_in(document, start, end)
            claims.append(
                Claim(
                    f"c{len(claims) + 1:03}",
                    words,
                    location,
                    tuple(citation for mention in inside[number] for citation in _citations(document, block, mention)),
                    tuple(quotation.text for quotation in quotations(words)),
                    section=place.section,
                    paragraph=str(paragraph or ""),
                    at=At(location.file, document.page(start), 0 if document.projected else location.line),
                    printed=words,
                )
            )
    return Read(tuple(claims), tuple(cited))


def _by_sentence(spans: Sequence[Span], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions in each sentence; one between two belongs to the first."""
    inside: list[list[Mention]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    for mention in mentions:
        if spans and mention.start < mention.end:
            inside[max(0, bisect_right(starts, mention.start) - 1)].append(mention)
    return inside


def _citations(document: Document, block: Block, mention: Mention) -> list[Citation]:
    marker = place_in(document, *block.place(mention.start, mention.end))
    return [
        Citation(
            target.id,
            place_in(document, *block.place(target.start, target.end)),
            target.locator,
            target.label,
            kind=mention.kind,
            written=target.written,
            among=target.among,
            marker=marker,
        )
        for target in mention.targets
    ]


def _needs_source(words: str, named: Collection[str]) -> bool:
    if len(words.split()) < FEWEST_WORDS or not _ENDED.search(words):
        return False
    return is_checkable(words) or any(fold(match[0]) in named for match in _CAPITALISED.finditer(words))

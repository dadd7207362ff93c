"""Makes the claims of a manuscript: its sentences that cite, and checkable statements without a source."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import At, Citation, Claim, place_in
from kzcheck.document import COUNTED
from kzcheck.language import sentences
from kzcheck.language.folding import fold
from kzcheck.language.quotations import quotations
from kzcheck.language.statements import is_of_own_work, is_of_the_world
from kzcheck.readers.articles.block_quotations import Part, block_quotations

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
SHORTEST_PARTED = 80
"""Characters of the shortest paragraph whose last sentence may go on in the next one; a shorter one is a line of its own."""

_AT_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]\d¹²³⁰-⁹,–-]*\s*$")
_ADDRESS = re.compile(r"https?:|www\.|doi", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Read(Struct, frozen=True):
    """The claims of a manuscript, and the citations that are in no sentence of its text."""

    claims: tuple[Claim, ...]
    cited: tuple[Citation, ...]


def claims_of(document: Document, places: Sequence[Place], citing: Sequence[Sequence[Mention]], names: Collection[str]) -> Read:
    """Return the claims of a document, and its other citations; `citing` are the mentions in each block.

    A sentence without a citation or note is a claim if it is checkable and not about the authors' own work, or has one of the
    listed `names`, and none beside it cites. Front and back matter, methods, results and conclusions need no sources. A sentence
    that a page break parts is one.
    """
    claims: list[Claim] = []
    cited: list[Citation] = []
    named = frozenset(fold(name) for name in names if len(name) >= SHORTEST_NAME)
    paragraph = 0
    begun: list[Part] = []
    sentences_of = [
        _parts(block, mentions) if block.kind in SENTENCES else [] for block, mentions in zip(document.blocks, citing, strict=True)
    ]
    in_blocks = block_quotations(sentences_of)
    for number, (block, place, mentions) in enumerate(zip(document.blocks, places, citing, strict=True)):
        paragraph = 0 if block.kind == "heading" else paragraph + (block.kind in COUNTED)
        if block.kind not in SENTENCES:
            cited += (citation for mention in mentions for citation in _citations(document, block, mention))
            continue
        parts = sentences_of[number]
        cited += (
            citation for mention in mentions if mention.start == mention.end for citation in _citations(document, block, mention)
        )
        noted = _notes(block)
        judged = place.matter == "text" and block.kind != "quotation" and not place.part
        goes_on = number + 1 < len(document.blocks) and _goes_on(block, document.blocks[number + 1])
        for at, part in enumerate(parts):
            whole = [*begun, part]
            begun = whole if goes_on and at == len(parts) - 1 else []
            if begun:
                continue
            words = " ".join(" ".join(piece.block.text[piece.span.start : piece.span.end] for piece in whole).split())
            if not any(piece.mentions for piece in whole):
                beside = any(other.mentions for other in parts[max(0, at - 1) : at + 2])
                noting = bisect_right(noted, part.span.end) > bisect_left(noted, part.span.start)
                if not judged or beside or noting or not _needs_source(words, named, own=is_of_own_work(place.section)):
                    continue
            start, end = whole[0].block.place(*whole[0].range)[0], block.place(*part.range)[1]
            location = place_in(document, start, end)
            in_block = in_blocks.get((number, at))
            quoted = () if block.kind == "quotation" else tuple(quotation.text for quotation in quotations(words))
            claims.append(
                Claim(
                    f"c{len(claims) + 1:03}",
                    words,
                    location,
                    tuple(
                        citation
                        for piece in whole
                        for mention in piece.mentions
                        for citation in _citations(document, piece.block, mention)
                    ),
                    (*quoted, in_block.words) if in_block else quoted,
                    section=place.section,
                    paragraph=str(paragraph or ""),
                    at=At(location.file, document.page(start), 0 if document.projected else location.line),
                    printed=words,
                    places={f"quotes.{len(quoted)}": place_in(document, in_block.start, in_block.end)} if in_block else {},
                    numbered=True,
                )
            )
    return Read(tuple(claims), tuple(cited))


def _goes_on(block: Block, following: Block) -> bool:
    """Return whether a page break parts a sentence: a long paragraph without an end, and a small letter after it."""
    if not block.kind == following.kind == "paragraph" or len(block.text) < SHORTEST_PARTED:
        return False
    return following.text[:1].islower() and not _AT_END.search(block.text) and not _ADDRESS.match(following.text)


def _parts(block: Block, mentions: Sequence[Mention]) -> list[Part]:
    places = [(mention.start, mention.end) for mention in mentions if mention.start < mention.end]
    spans = sentences.split(block.text, places)
    return [Part(block, span, tuple(inside)) for span, inside in zip(spans, _by_sentence(spans, mentions), strict=True)]


def _notes(block: Block) -> list[int]:
    """Return the places of the marks of notes in a block."""
    starts = itertools.accumulate((len(run.text) for run in block.runs), initial=0)
    return [at for at, run in zip(starts, block.runs, strict=False) if run.note]


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


def _needs_source(words: str, named: Collection[str], *, own: bool) -> bool:
    if len(words.split()) < FEWEST_WORDS or not _ENDED.search(words):
        return False
    return (not own and is_of_the_world(words)) or any(fold(match[0]) in named for match in _CAPITALISED.finditer(words))

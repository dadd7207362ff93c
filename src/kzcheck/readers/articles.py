"""Makes an article of a manuscript: its list of references, its sentences that cite, and their citations.

Nothing here depends on the format of the manuscript.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kzcheck.article import Article, At, Citation, Claim, Reference, place_in
from kzcheck.csl import Item
from kzcheck.language import sentences
from kzcheck.language.citations import Listed, mentions
from kzcheck.language.reference_lists import reference_lists
from kzcheck.readers import references
from kzcheck.readers.nodes import Series, Source
from kzcheck.readers.single import identifiers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.document import Block, Document
    from kzcheck.language.citations import Mention
    from kzcheck.language.reference_lists import PrintedEntry
    from kzcheck.readers.documents import Manuscript

TEXT = 1000
"""Characters before the list of references that make a file a manuscript: more than a title, a heading and a remark, less than an
abstract with a page of text."""


def article_of(manuscript: Manuscript, listed: Sequence[Reference] = ()) -> Article:
    """Return the article that a manuscript is; `listed` are the references of the lists that it names or that were given with it.

    The works that the file describes in fields come before entries that are only printed.
    """
    document = manuscript.document
    lists = reference_lists(document.blocks)
    own = _described(manuscript) if not listed else ()
    entries = tuple(listed) or own or tuple(_printed(document, entry) for part in lists[:1] for entry in part.entries)
    taken = {number for part in lists for number in range(part.first, part.end)}
    body = [block for number, block in enumerate(document.blocks) if number not in taken]
    cited = mentions(body, [_listed(entry) for entry in entries])
    return Article(
        references=entries,
        claims=tuple(_claims(document, body, cited)),
        title=document.title,
        doi=document.doi,
        language=document.language,
        has_claims=True,
        document=document,
        unreadable=manuscript.unreadable,
        sources=document.sources,
        formats={next(iter(document.sources)): document.form},
    )


def has_text(manuscript: Manuscript) -> bool:
    """Return whether there is text before the list of references, so that a file is a manuscript and not a list."""
    blocks = manuscript.document.blocks
    return any(sum(len(block.text) for block in blocks[: part.first]) >= TEXT for part in reference_lists(blocks)[:1])


def _described(manuscript: Manuscript) -> tuple[Reference, ...]:
    name, text = next(iter(manuscript.document.sources.items()))
    return tuple(references.read(Source(name, text), Series([*manuscript.works], 0, len(text))).entries)


def _printed(document: Document, entry: PrintedEntry) -> Reference:
    place = place_in(document, entry.start, entry.end)
    fields: dict[str, Any] = {field: value for field, (value, _) in identifiers_in(entry.text).items()}
    return Reference(Item(entry.label, **fields), place, printed=entry.text)


def _listed(reference: Reference) -> Listed:
    return Listed(reference.id, number=reference.id)


def _claims(document: Document, body: Sequence[Block], cited: Sequence[Sequence[Mention]]) -> Iterator[Claim]:
    section, paragraph, number = "", 0, 0
    for block, block_mentions in zip(body, cited, strict=True):
        if block.kind == "heading":
            section, paragraph = block.text.strip(), 0
            continue
        paragraph += 1
        for sentence in sentences.split(block.text):
            inside = [mention for mention in block_mentions if sentence.start <= mention.start < sentence.end]
            if not inside:
                continue
            number += 1
            start, end = block.place(sentence.start, sentence.end)
            location = place_in(document, start, end)
            citations = tuple(
                Citation(
                    target.id,
                    place_in(document, *block.place(target.start, target.end)),
                    target.locator,
                    target.label,
                    kind=mention.kind,
                    written=target.written,
                    among=target.among,
                )
                for mention in inside
                for target in mention.targets
            )
            text = block.text[sentence.start : sentence.end]
            at = At(location.file, document.page(start), 0 if document.projected else location.line)
            yield Claim(f"c{number:03}", text, location, citations, section=section, paragraph=str(paragraph), at=at, printed=text)

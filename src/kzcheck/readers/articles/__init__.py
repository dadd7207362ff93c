"""Makes an article of a manuscript: its list of references, its sentences that cite, and their citations.

Nothing here depends on the format of the manuscript.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.document import COUNTED
from kzcheck.language.citations import Listed, mentions
from kzcheck.language.entry_heads import entry_heads
from kzcheck.language.languages import of_most
from kzcheck.language.outline import headed, outline, title_of
from kzcheck.language.page_breaks import rejoined
from kzcheck.language.reference_lists import from_notes, reference_lists
from kzcheck.language.reference_lists.shapes import begins, is_reference
from kzcheck.readers.articles.citing import citing_of
from kzcheck.readers.articles.claims import claims_of
from kzcheck.readers.articles.references import references_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Reference
    from kzcheck.document import Block, Document
    from kzcheck.language.reference_lists import ReferenceList
    from kzcheck.readers.documents import Manuscript


LONG, OPENING = 100, 30
"""Characters of a paragraph that tells its language, and how many of them are examined."""
TEXT = 3000
"""Characters before the list of references that make a file a manuscript even if they cite nothing: more than a preface to a list,
less than two pages of text."""


def article_of(manuscript: Manuscript, listed: Sequence[Reference] = ()) -> Article:
    """Return the article that a manuscript is; `listed` are the references of the lists that it names or that were given with it.

    References that are given or that the file describes in fields take the place of entries that are only printed; without any
    list, the first full notes are the references. Citations in tables, captions and notes are `cited`, not judged as sentences.
    """
    lists = reference_lists(manuscript.document.blocks)
    if not lists and not listed and not manuscript.works and (noted := from_notes(manuscript.document.blocks)):
        lists = (noted,)
    blocks, lists = rejoined(manuscript.document.blocks, lists)
    document = replace(manuscript.document, blocks=headed(blocks, lists))
    references = references_of(document, lists, listed, manuscript.works)
    citing = citing_of(document, lists, references)
    read = claims_of(document, outline(document.blocks, lists), citing, references.names)
    return Article(
        references=references.entries,
        claims=read.claims,
        title=document.title or title_of(document.blocks),
        author=document.authors,
        doi=document.doi,
        language=document.language or _language(document),
        has_claims=True,
        cited=(*read.cited, *references.recommended),
        document=document,
        unreadable=(*manuscript.unreadable, *references.unreadable),
        sources=document.sources,
        formats={next(iter(document.sources)): document.form},
    )


def _language(document: Document) -> str:
    """Return the language of a document that does not declare it: that of the paragraphs at its beginning."""
    paragraphs = (block.text for block in document.blocks if block.kind == "paragraph" and len(block.text) >= LONG)
    return of_most(islice(paragraphs, OPENING)).partition("-")[0]


def has_text(manuscript: Manuscript) -> bool:
    """Return whether a file is a manuscript and not a list: it has much text, or a text that cites.

    The text is what is before the list; if the file names or describes its references, all of it.
    """
    blocks = manuscript.document.blocks
    lists = reference_lists(blocks)[:1]
    ends = [part.first for part in lists]
    if manuscript.works or manuscript.lists:
        ends.append(len(blocks))
    return any(_is_long(blocks[:end]) or _has_keys(blocks[:end]) for end in ends) or any(
        _cites(blocks[: part.first], part) for part in lists
    )


def _is_long(blocks: Sequence[Block]) -> bool:
    return sum(len(block.text) for block in blocks) >= TEXT


def _has_keys(blocks: Sequence[Block]) -> bool:
    """Return whether a text cites by keys or fields; those that print nothing do not count."""
    return any(run.cites and run.text for block in blocks for run in block.runs)


def _cites(blocks: Sequence[Block], listed: ReferenceList) -> bool:
    """Return whether the text before a list cites its entries; a paragraph that is like an entry does not count."""
    text = [block for block in blocks if block.kind in COUNTED and not (begins(block.text) and is_reference(block.text))]
    if not text:
        return False
    heads = entry_heads(entry.text for entry in listed.entries)
    entries = [
        Listed(str(number), entry.label, head.names, head.year, head.suffix, head.title, (), entry.text)
        for number, (entry, head) in enumerate(zip(listed.entries, heads, strict=True))
    ]
    return any(target.id for inside in mentions(text, entries) for mention in inside for target in mention.targets)

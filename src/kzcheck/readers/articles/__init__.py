"""Makes an article of a manuscript: its list of references, its sentences that cite, and their citations.

Nothing here depends on the format of the manuscript.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.language.languages import of_most
from kzcheck.language.outline import headed, outline, title_of
from kzcheck.language.page_breaks import rejoined
from kzcheck.language.reference_lists import from_notes, reference_lists
from kzcheck.readers.articles.citing import citing_of
from kzcheck.readers.articles.claims import claims_of
from kzcheck.readers.articles.references import references_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Reference
    from kzcheck.document import Document
    from kzcheck.readers.documents import Manuscript


LONG, OPENING = 100, 30
"""Characters of a paragraph that tells its language, and how many of them are examined."""
TEXT = 1000
"""Characters before the list of references that make a file a manuscript: more than a title, a heading and a remark, less than an
abstract with a page of text."""


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
    """Return whether a file is a manuscript and not a list: it names or describes its references, or lists them after its text."""
    blocks = manuscript.document.blocks
    ends = [part.first for part in reference_lists(blocks)[:1]]
    if manuscript.works or manuscript.lists:
        ends.append(len(blocks))
    return any(sum(len(block.text) for block in blocks[:end]) >= TEXT for end in ends)

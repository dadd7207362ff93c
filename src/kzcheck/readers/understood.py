"""Says in one line how a manuscript was understood: its list, its sentences that cite, and how it cites."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kzcheck.article import offset_in
from kzcheck.readers.nodes import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.article import Article, CitationKind
    from kzcheck.document import Document

STYLES: Mapping[CitationKind, str] = {
    "numeric": "numeric style",
    "superscript": "numeric style (superscript)",
    "author-date": "author–year style",
    "note": "citations in notes",
    "ibid": "citations in notes",
    "key": "citations by key",
}
"""How manuscripts cite, by the most frequent kind of their citations."""
FIELDS = "citation fields"
"""How a word processor's file cites by key."""
SHOWN = 60
"""Characters of a heading that are shown."""


def understood(article: Article) -> str:
    """Return what was read: "34 references, 31 citing sentences, numeric style, list on page 12"; "" if there is no manuscript."""
    document = article.document
    if document is None:
        return ""
    citing = sum(bool(claim.citations) for claim in article.claims)
    parts = [_count(len(article.references), "reference"), _count(citing, "citing sentence"), _style(article, document)]
    if not article.references:
        parts[0] = "no list of references (if it is in a file of its own, give both)"
    return ", ".join(part for part in (*parts, _list(article, document)) if part)


def _style(article: Article, document: Document) -> str:
    citations = (*(citation for claim in article.claims for citation in claim.citations), *article.cited)
    kinds = Counter(citation.kind for citation in citations if citation.kind)
    if not kinds:
        return ""
    kind = kinds.most_common(1)[0][0]
    return FIELDS if kind == "key" and document.projected else STYLES[kind]


def _list(article: Article, document: Document) -> str:
    """Return where the list is: in other files, or on a page, under its heading, or from a line or paragraph of the manuscript."""
    elsewhere = dict.fromkeys(entry.location.file for entry in article.references if entry.location.file not in document.sources)
    if elsewhere:
        return f"{'list' if len(elsewhere) == 1 else 'lists'} in {', '.join(elsewhere)}"
    if not article.references or not article.references[0].printed:
        return ""
    from kzcheck.language.reference_lists.headings import opening  # noqa: PLC0415 - articles in YAML do without

    location = article.references[0].location
    spot = document.spot(offset_in(document, location))
    if spot.page:
        return f"list on page {shown(spot.page)}"
    if opening(spot.section):
        return f"list under “{shown(spot.section, SHOWN)}”"
    if location.file != next(iter(document.sources)):
        return f"list in {location.file}"
    if not document.projected:
        return f"list from line {location.line}"
    return f"list under “{shown(spot.section, SHOWN)}” from paragraph {spot.paragraph}" if spot.section and spot.paragraph else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

"""Which service can be expected to know which kind of work: only their silence says anything about it.

What the services hold was weighed from their own documentation, not measured: where we were unsure, silence counts for nothing.
Semantic Scholar's never counts, for it answers those with a key only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.identifiers import find_isbns, normal_arxiv, normal_doi
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.settings import ServiceName  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from kzcheck.csl import Item


class Competence(Struct, frozen=True):
    """Whom to ask about a work, the most promising first, and those of them whose silence counts."""

    ask: tuple[ServiceName, ...] = ()
    competent: tuple[ServiceName, ...] = ()


ARTICLES_SINCE, TALKS_SINCE, PARTS_SINCE, THESES_SINCE = 1950, 1990, 2000, 1998
"""Years from which most works of a kind are registered or digitised; for theses, from which the German library lists all."""

WEIGHTY_SINCE = 1980
"""Year from which the services know nearly every article of an international journal: older ones are often missing."""

LONGEST_NOTE = 300
"""Characters of a note that are read."""

_MAJOR = frozenset("en de fr es it pt nl".split())
"""Languages whose journals the international services cover."""

_ARTICLES: tuple[ServiceName, ...] = ("crossref", "openalex", "semantic-scholar")
_PREPRINTS: tuple[ServiceName, ...] = ("datacite", "openalex", "crossref", "semantic-scholar")
_TALKS: tuple[ServiceName, ...] = ("crossref", "openalex", "datacite", "semantic-scholar")
_BOOKS: tuple[ServiceName, ...] = ("k10plus", "open-library", "crossref")

_KINDS = {
    kind: group
    for group, kinds in {
        "article": "article-journal review",
        "review": "review-book",
        "magazine": "article-magazine",
        "talk": "paper-conference",
        "preprint": "article",
        "part": "chapter",
        "entry": "entry entry-dictionary entry-encyclopedia",
        "book": "book",
        "old": "classic pamphlet",
        "thesis": "thesis",
        "report": "report",
        "data": "dataset",
        "program": "software",
        "untyped": "document",
    }.items()
    for kind in kinds.split()
}
"""What CSL's types come to here. Of those that are missing (laws, standards, news, pages, films, letters) nobody keeps a record."""

_ASK: dict[str, tuple[ServiceName, ...]] = {
    "article": _ARTICLES,
    "review": _ARTICLES,
    "magazine": ("crossref",),
    "talk": _TALKS,
    "preprint": _PREPRINTS,
    "part": ("crossref", "openalex"),
    "entry": ("crossref", "openalex"),
    "book": _BOOKS,
    "old": ("k10plus", "open-library"),
    "thesis": ("openalex", "datacite", "k10plus"),
    "report": ("crossref", "openalex", "datacite", "k10plus"),
    "data": ("datacite", "openalex"),
    "program": ("datacite",),
}

_SERVERS = re.compile(
    r"\b(?:ar|bio|med|chem|psy|soc|eng|techr|agri|earth)[rx]*xiv\b|\bssrn\b|\bcorr\b|\bresearch square\b|\bpreprints?\b",
)
"""Names, folded, of where preprints are kept: each of them registers its preprints with a DOI."""

_LOCAL = re.compile(
    r"\b(?:vestni[ck]|visnyk|izvesti|zhurnal|khabarsh|habarsh|trudy|voprosy|uchenye|sbornik|nauk|dergi|mecmua|fakultesi"
    r"|universitesi|enstitusu|xuebao|zhongguo)",
)
"""Beginnings of words, folded, in names of journals whose language is not covered, whatever language a title is given in."""

_PAGES = re.compile(
    r"\b(?:blogs?|website|web page|github|hugging ?face|medium com|youtube|press release|news|newsletter|magazine|gazeta|haber)\b"
)
"""Words, folded, of what is no journal although it holds articles."""

_UNPUBLISHED = re.compile(
    r"\b(?:in press|forthcoming|to appear|submitted|under review|in preparation|v pechati|baskida|im druck|im erscheinen)\b",
)


def competence(item: Item) -> Competence:
    """Return whom to ask about the work of an entry, and whose silence would count, by its type, fields, language and year."""
    kind = _kind(item)
    ask = _ASK.get(kind, ())
    german = _language(item).startswith("de")
    if german and kind in {"book", "thesis"}:
        ask = ("dnb", *ask)
    if not ask or not item.title or _UNPUBLISHED.search(fold(f"{item.status} {item.note[:LONGEST_NOTE]}")):
        return Competence(ask)
    return Competence(ask, _competent(item, kind, german=german))


def _competent(item: Item, kind: str, *, german: bool) -> tuple[ServiceName, ...]:
    major, since = _is_major(item) or bool(normal_doi(item.doi)), item.year or WEIGHTY_SINCE
    match kind:
        case "article" if since >= ARTICLES_SINCE and item.container_title and not _PAGES.search(fold(item.container_title)):
            return ("crossref", "openalex") if major else ("openalex",)
        case "review" if since >= ARTICLES_SINCE and item.container_title:
            return ("crossref",)
        case "talk" if since >= TALKS_SINCE and major:
            # Many conferences register no DOIs: their talks are known by their preprints.
            return ("crossref", "openalex", "datacite")
        case "preprint" if _is_on_server(item):
            return ("datacite", "openalex", "crossref")
        case "part" if since >= PARTS_SINCE and major:
            return ("crossref", "openalex")
        case "book":
            return ("dnb", "k10plus") if german else ("k10plus", "open-library")
        case "thesis" if german and since >= THESES_SINCE:
            return ("dnb",)
        case "data":
            return ("datacite",)
        case _:
            return ()


def weighty(item: Item) -> bool:
    """Tell whether it deserves more than a note that no service knows the work of an entry.

    It does for articles, talks and preprints that several services would know: of a kind, a language and a time that they cover
    almost whole.
    """
    kind = _kind(item)
    recent = item.year is not None and item.year >= WEIGHTY_SINCE
    return recent and kind in {"article", "talk", "preprint"} and len(competence(item).competent) > 1


def _kind(item: Item) -> str:
    kind = _KINDS.get(item.type or "document", "")
    if kind == "untyped" and not item.container_title and _is_on_server(item):
        return "preprint"
    if kind in {"untyped", "article"} and _SERVERS.search(fold(item.container_title)):
        return "preprint"
    return _kind_by_fields(item) if kind == "untyped" else kind


def _kind_by_fields(item: Item) -> str:
    """Return what an entry without a type is: what stands in a container or has an ISBN tells; what has only a URL is a page."""
    if item.container_title and (item.volume or item.issue or item.page):
        return "part" if item.publisher_place or any(find_isbns(item.isbn)) else "article"
    if item.container_title and (item.publisher or item.publisher_place):
        return "part"
    if item.publisher or item.publisher_place or item.number_of_pages or any(find_isbns(item.isbn)):
        return "book"
    if normal_doi(item.doi):
        return "article"
    return ""


def _is_on_server(item: Item) -> bool:
    """Tell whether an entry says by what server a preprint is kept."""
    if normal_doi(item.doi).startswith("10.48550/") or normal_arxiv(item.url):
        return True
    texts = (item.container_title, item.publisher, item.archive, item.genre, item.medium, item.number, item.note[:LONGEST_NOTE])
    return any(_SERVERS.search(fold(text)) for text in texts if text)


def _language(item: Item) -> str:
    return lower(item.language) or guess(item.title)


def _is_major(item: Item) -> bool:
    """Tell whether a work is in a language whose journals are covered; a Latin title in no certain language is taken for one."""
    if main_script(item.title) != "Latin" or main_script(item.container_title) not in {"Latin", ""}:
        return False
    languages = {lower(item.language)[:2], guess(item.title), guess(item.container_title)} - {""}
    return languages <= _MAJOR and not _LOCAL.search(fold(item.container_title))

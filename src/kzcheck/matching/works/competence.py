"""Which service can be expected to know which kind of work: only their silence says anything about it.

What each has, and for which works its silence counts, is in the table of sources.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from kzcheck import data
from kzcheck.data.subjects import UnregisteredVenues
from kzcheck.identifiers import find_isbns, normal_arxiv, normal_doi
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.sources import SOURCES, SourceName, WorkKind, holders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.csl import Item


class Competence(Struct, frozen=True):
    """Whom to ask about a work, the most promising first, and those of them whose silence counts."""

    ask: tuple[SourceName, ...] = ()
    competent: tuple[SourceName, ...] = ()


WEIGHTY_SINCE = 1980
"""Year from which the services know nearly every article of an international journal: older ones are often missing."""

LONGEST_NOTE = 300
"""Characters of a note that are read."""

_MAJOR = frozenset("en de fr es it pt nl".split())
"""Languages whose journals the international services cover."""

_TYPES: Mapping[WorkKind, str] = {
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
}
"""CSL's types, by what they come to here. Of those that are missing (laws, standards, news, pages, films) nobody keeps a record."""

_KINDS = {csl_type: kind for kind, types in _TYPES.items() for csl_type in types.split()}
_ASKED = {kind: tuple(source.name for source in holders(kind)) for kind in get_args(WorkKind)}

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

_WORKSHOP = "workshop"
"""A word, folded, in the name of what a meeting holds beside its own talks: no index has all of those."""

_UNPUBLISHED = re.compile(
    r"\b(?:in press|forthcoming|to appear|submitted|under review|in preparation|v pechati|baskida|im druck|im erscheinen)\b",
)


def competence(item: Item) -> Competence:
    """Return whom to ask about the work of an entry, and whose silence would count, by its type, fields, language and year."""
    kind, language = _kind(item), lower(item.language) or guess(item.title)
    unregistered = registers_no_dois(item.container_title)
    sources = (SOURCES[name] for name in _ASKED[kind])
    ask = tuple(
        source.name for source in sources if language.startswith(source.language) and (unregistered or not source.of_unregistered)
    )
    if not ask or not item.title or _UNPUBLISHED.search(fold(f"{item.status} {item.note[:LONGEST_NOTE]}")):
        return Competence(ask)
    return Competence(ask, _competent(item, kind, ask, german=language.startswith("de")))


def _competent(item: Item, kind: WorkKind, ask: tuple[SourceName, ...], *, german: bool) -> tuple[SourceName, ...]:
    """Return those of the sources asked whose silence counts for a work of this form, language and year."""
    if not _has_form(item, kind):
        return ()
    if registers_no_dois(item.container_title):
        if _WORKSHOP in fold(item.container_title):
            return ()
        ask = tuple(name for name in ask if not SOURCES[name].registers)
    counting = {"always", "German" if german else "not German"}
    if normal_doi(item.doi) or _is_major(item):
        counting.add("major")
    holdings = ((name, SOURCES[name].holdings[kind]) for name in ask)
    year = item.year or WEIGHTY_SINCE
    return tuple(name for name, holding in holdings if holding.silence in counting and year >= holding.since)


@cache
def _unregistered() -> re.Pattern[str]:
    venues = data.read("unregistered_venues", UnregisteredVenues)
    return re.compile(rf"\b{any_of(venues.names | venues.acronyms)}\b")


@lru_cache(maxsize=1 << 12)
def registers_no_dois(container: str) -> bool:
    """Tell whether a meeting or journal registers no DOIs for what it prints: then the silence of registries proves nothing."""
    return bool(_unregistered().search(fold(container)))


def _has_form(item: Item, kind: WorkKind) -> bool:
    """Whether an entry says enough of where a work of its kind appeared: an article its journal, a preprint its server."""
    if kind == "article":
        return bool(item.container_title) and not _PAGES.search(fold(item.container_title))
    return bool(item.container_title) if kind == "review" else kind != "preprint" or _is_on_server(item)


def weighty(item: Item) -> bool:
    """Tell whether it deserves more than a note that no service knows the work of an entry.

    It does for articles, talks and preprints that several services would know: of a kind, a language and a time that they cover
    almost whole.
    """
    kind = _kind(item)
    recent = item.year is not None and item.year >= WEIGHTY_SINCE
    return recent and kind in {"article", "talk", "preprint"} and len(competence(item).competent) > 1


def _kind(item: Item) -> WorkKind:
    kind, untyped = _KINDS.get(item.type, "other"), item.type in {"", "document"}
    if untyped and not item.container_title and _is_on_server(item):
        return "preprint"
    if (untyped or kind == "article") and _SERVERS.search(fold(item.container_title)):
        return "preprint"
    return _kind_by_fields(item) if untyped else kind


def _kind_by_fields(item: Item) -> WorkKind:
    """Return what an entry without a type is: what stands in a container or has an ISBN tells; what has only a URL is a page."""
    if item.container_title and (item.volume or item.issue or item.page):
        return "part" if item.publisher_place or any(find_isbns(item.isbn)) else "article"
    if item.container_title and (item.publisher or item.publisher_place):
        return "part"
    if item.publisher or item.publisher_place or item.number_of_pages or any(find_isbns(item.isbn)):
        return "book"
    if normal_doi(item.doi):
        return "article"
    return "other"


def _is_on_server(item: Item) -> bool:
    """Tell whether an entry says by what server a preprint is kept."""
    if normal_doi(item.doi).startswith("10.48550/") or normal_arxiv(item.url):
        return True
    texts = (item.container_title, item.publisher, item.archive, item.genre, item.medium, item.number, item.note[:LONGEST_NOTE])
    return any(_SERVERS.search(fold(text)) for text in texts if text)


def _is_major(item: Item) -> bool:
    """Tell whether a work is in a language whose journals are covered; a Latin title in no certain language is taken for one."""
    if main_script(item.title) != "Latin" or main_script(item.container_title) not in {"Latin", ""}:
        return False
    languages = {lower(item.language)[:2], guess(item.title), guess(item.container_title)} - {""}
    return languages <= _MAJOR and not _LOCAL.search(fold(item.container_title))

"""Determines which services can be expected to know a kind of work: only their silence counts.

The table of sources says what each service has, and for which works its silence counts.
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
    """The services to ask about a work, most promising first, and those whose silence counts."""

    ask: tuple[SourceName, ...] = ()
    competent: tuple[SourceName, ...] = ()


WEIGHTY_SINCE = 1980
"""Year from which the services know almost every article of an international journal; older ones are often missing."""

LONGEST_NOTE = 300
"""Characters that are read of a note."""

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
"""CSL's types by their kind here. Types that are missing (laws, standards, news, pages, films) are recorded nowhere."""

_KINDS = {csl_type: kind for kind, types in _TYPES.items() for csl_type in types.split()}
_ASKED = {kind: tuple(source.name for source in holders(kind)) for kind in get_args(WorkKind)}

_SERVERS = re.compile(
    r"\b(?:ar|bio|med|chem|psy|soc|eng|techr|agri|earth)[rx]*xiv\b|\bssrn\b|\bcorr\b|\bresearch square\b|\bpreprints?\b",
)
"""Folded names of preprint servers: each registers its preprints with a DOI."""

_LOCAL = re.compile(
    r"\b(?:vestni[ck]|visnyk|izvesti|zhurnal|khabarsh|habarsh|trudy|voprosy|uchenye|sbornik|nauk|dergi|mecmua|fakultesi"
    r"|universitesi|enstitusu|xuebao|zhongguo)",
)
"""Beginnings of folded words in names of journals whose language is not covered, whatever the language of a title."""

_PAGES = re.compile(
    r"\b(?:blogs?|website|web page|github|hugging ?face|medium com|youtube|press release|news|newsletter|magazine|gazeta|haber)\b"
)
"""Folded words for containers of articles that are not journals."""

_WORKSHOP = "workshop"
"""A folded word for events at a meeting besides its own talks: no index has all of those."""

_UNPUBLISHED = re.compile(
    r"\b(?:in press|forthcoming|to appear|submitted|under review|in preparation|v pechati|baskida|im druck|im erscheinen)\b",
)


def competence(item: Item) -> Competence:
    """Return the services to ask about an entry's work, and those whose silence counts, by its type, fields, language and year."""
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
    """Return the sources asked whose silence counts for a work of this form, language and year."""
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
    """Return whether a meeting or journal registers no DOIs for its papers, so that the silence of registries proves nothing."""
    return bool(_unregistered().search(fold(container)))


def _has_form(item: Item, kind: WorkKind) -> bool:
    """Return whether an entry says enough about where its work appeared: for an article a journal, for a preprint a server."""
    if kind == "article":
        return bool(item.container_title) and not _PAGES.search(fold(item.container_title))
    return bool(item.container_title) if kind == "review" else kind != "preprint" or _is_on_server(item)


def weighty(item: Item) -> bool:
    """Return whether it deserves more than a note if no service knows the work of an entry.

    It does for articles, talks and preprints that several services should know: of a kind, language and time that they cover almost
    completely.
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
    """Return the kind of an entry without a type: in a container, with an ISBN, or, with nothing but a URL, a page."""
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
    """Return whether an entry names the server of a preprint."""
    if normal_doi(item.doi).startswith("10.48550/") or normal_arxiv(item.url):
        return True
    texts = (item.container_title, item.publisher, item.archive, item.genre, item.medium, item.number, item.note[:LONGEST_NOTE])
    return any(_SERVERS.search(fold(text)) for text in texts if text)


def _is_major(item: Item) -> bool:
    """Return whether a work is in a language whose journals are covered; an uncertain title in Latin letters counts as such."""
    if main_script(item.title) != "Latin" or main_script(item.container_title) not in {"Latin", ""}:
        return False
    languages = {lower(item.language)[:2], guess(item.title), guess(item.container_title)} - {""}
    return languages <= _MAJOR and not _LOCAL.search(fold(item.container_title))

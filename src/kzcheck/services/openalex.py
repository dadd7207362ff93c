"""OpenAlex (https://developers.openalex.org): an index of 300 million works, gathered from Crossref, repositories and the web.

Requests are charged to an allowance: without a key, some 1,000 look-ups or 100 searches a day. Searches are therefore few, and the
session stops when its headers say that nothing remains. Its `is_retracted` is not used: in two of three cases checked by others
(August 2026) the marked work was a notice, or not retracted at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item, Name
from kzcheck.evidence import Absent, Failed, Record
from kzcheck.identifiers import normal_doi, normal_issn, normal_pmid
from kzcheck.reasons import Reason
from kzcheck.services.names import name_of
from kzcheck.services.searching import ENOUGH_WORDS, main_title, maker_of, spellings, title_words
from kzcheck.services.service import Ask, Service, every, json_of
from kzcheck.services.values import MOST_NAMES, answer_of, candidates, dated, distinct, each, inside, records_of, text, year
from kzcheck.web.messages import Limit, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

SELECT = "id,doi,display_name,publication_year,language,type,biblio,authorships,primary_location,locations,ids"
SELECT_COPIES = "doi,best_oa_location,locations"
MOST_LISTED = 100
"""Works in one list: more than the DOIs requested, since a DOI can have two works."""
MOST_LISTED_AUTHORS = 100
"""Authors given per work in a list; a work requested alone has all of them."""
LONGEST_SOURCE = 300
"""Characters of a source's name; a longer text is a whole citation."""
SHORT_TITLE = 3
"""Words of a title that hundreds of works may share; an author's name is added to the search."""

_SYNTAX = re.compile(r"[|,]")
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "letter": "article-journal",
    "peer-review": "review",
    "preprint": "article",
    "reference-entry": "entry",
    "report": "report",
    "retraction": "article-journal",
    "review": "article-journal",
    "software": "software",
    "standard": "standard",
}
_ALONE = frozenset(("book", "thesis", "report", "standard"))
_PLACES = frozenset(("journal", "conference"))
"""Kinds of sources that reference lists name as containers, unlike repositories, platforms and collections of e-books."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for works by DOI: several in one list, or one by its own address, which gives all authors.

    A DOI with a character of the filter's syntax cannot be in a list: it must be requested alone.
    """
    if len(values) == 1:
        return _selected(by, values, f"/works/doi:{quote(values[0], safe='')}?", "list")
    listed = "%7C".join(quote(value, safe="") for value in values if not _SYNTAX.search(value))
    return _selected(by, values, f"/works?filter=doi:{listed}&per-page={MOST_LISTED}&", "list")


def search(item: Item) -> Iterator[Ask]:
    """Search by the words of a title, also in Cyrillic if transliterated; by a short title first with an author."""
    author = maker_of(item.author or item.editor)
    for title in spellings(item.title):
        words = title_words(main_title(title))
        if len(words) < ENOUGH_WORDS:
            words = title_words(title)
        makers = (author, "") if len(words) <= SHORT_TITLE else ("",)
        yield from (_search(words, maker) for maker in dict.fromkeys(makers) if words)


def _search(words: list[str], author: str = "") -> Ask:
    filters = f"title.search:{quote(' '.join(words))}" + (f",raw_author_name.search:{quote(author)}" if author else "")
    value = " ".join(words) + (f" ({author})" if author else "")
    return _selected("title", [value], f"/works?filter={filters}&per-page=5&", "search")


def _selected(by: By, values: Sequence[str], path: str, route: str) -> Ask:
    return Ask(by, tuple(values), f"{path}select={SELECT}", route, plain=path[:-1])


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of the request."""
    single = ask.path.startswith("/works/")
    answer = json_of(reply)
    records = records_of([answer] if single else inside(answer, "results"), record)
    count = inside(answer, "meta", "count")
    if single or ask.by == "title":
        return every(ask, answer_of(records) if single else candidates(records, count))
    cut = count != len(records) or not all(record.item.doi.startswith("10.") for record in records)
    return {value: _listed(value, records, cut=cut) for value in ask.values}


def _listed(value: str, records: list[Record], *, cut: bool) -> Answer:
    if _SYNTAX.search(value):
        return Failed(Reason("no-list-for-doi"))
    answer = answer_of(record for record in records if record.item.doi == _bare(value))
    return Failed(Reason("part-of-list")) if cut and isinstance(answer, Absent) else answer


def _bare(doi: str) -> str:
    return normal_doi(doi) or doi.casefold().removeprefix("https://doi.org/")


def record(work: dict[str, Any]) -> Record:
    """Convert one work from OpenAlex to a record.

    It gives one year, possibly the preprint's, and merges versions: `containers` names all places of publication.
    """
    number = text(work.get("id")).rpartition("/")[2]
    title = text(work.get("display_name")) or text(work.get("title"))
    places = [place for place in [work.get("primary_location"), *each(work.get("locations"))] if isinstance(place, dict)]
    primary = places[0] if places else {}
    kind = _kind(text(work.get("type")), primary)
    container = _container(primary, kind)
    when = year(work.get("publication_year"))
    # repositories give their own form of the journal's name
    names = [name for place in places if kind not in _ALONE for name in (_container(place, kind), _raw_source(place))]
    authorships = each(work.get("authorships"), MOST_NAMES)
    item = Item(
        id=number,
        type=kind,
        title=title,
        author=tuple(name for authorship in authorships if (name := _author(authorship))),
        issued=dated(when),
        container_title=container,
        collection_title=_source(primary) if _source_type(primary) == "book series" else "",
        publisher=text(inside(primary, "source", "host_organization_name")) if _source_type(primary) != "repository" else "",
        volume=text(inside(work, "biblio", "volume")),
        issue=text(inside(work, "biblio", "issue")),
        page=_pages(work.get("biblio")),
        language=text(work.get("language")),
        doi=_bare(text(work.get("doi"))),
        issn=normal_issn(text(inside(primary, "source", "issn_l"))),
        pmid=normal_pmid(text(inside(work, "ids", "pmid"))),
    )
    return Record(
        "openalex",
        number,
        item,
        titles=distinct([text(work.get("title"))], but=title),
        containers=distinct(names, but=container),
        years=(when,) if when else (),
        more_authors=bool(work.get("is_authors_truncated")) or len(authorships) == MOST_LISTED_AUTHORS,
        url=f"https://openalex.org/{number}" if number else "",
    )


def asking_for_copies(dois: Sequence[str]) -> Iterator[tuple[Sequence[str], Request]]:
    """Yield requests for the open-access copies of works, each with its DOIs; a DOI that cannot be in a list is left out."""
    listed, most = [doi for doi in dois if not _SYNTAX.search(doi)], SERVICE.batch["DOI"]
    for start in range(0, len(listed), most):
        part = listed[start : start + most]
        joined = "%7C".join(quote(doi, safe="") for doi in part)
        yield part, Request("openalex", f"/works?filter=doi:{joined}&per-page={MOST_LISTED}&select={SELECT_COPIES}", "list")


def copies(reply: Reply) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses of open-access copies by DOI, the best first.

    Raises:
        UnreadableAnswer: the answer cannot be read.
    """
    works = (work for work in each(inside(json_of(reply), "results")) if isinstance(work, dict))
    return {_bare(text(work.get("doi"))): tuple(_copies(work)) for work in works}


def _copies(work: dict[str, Any]) -> Iterator[str]:
    for place in [work.get("best_oa_location"), *each(work.get("locations"))]:
        url = text(inside(place, "pdf_url")) or text(inside(place, "landing_page_url"))
        if url and inside(place, "is_oa") is True:
            yield url


def _author(authorship: object) -> Name | None:
    """Return an author as named in the work: the name of the index's author profile may be somebody else's."""
    return name_of(inside(authorship, "raw_author_name")) or name_of(inside(authorship, "author", "display_name"))


def _kind(kind: str, primary: dict[str, Any]) -> str:
    at_conference = _source_type(primary) == "conference" or text(primary.get("raw_type")) == "proceedings-article"
    return "paper-conference" if at_conference and kind in {"article", "preprint"} else _TYPES.get(kind, "")


def _source(place: dict[str, Any]) -> str:
    return text(inside(place, "source", "display_name"))


def _source_type(place: dict[str, Any]) -> str:
    return text(inside(place, "source", "type"))


def _container(place: dict[str, Any], kind: str) -> str:
    """Return the name of the work's journal, conference, book or preprint server, or ""."""
    if kind in _ALONE or _source_type(place) == "book series":
        return ""
    if _source_type(place) in _PLACES or kind == "article":
        return _source(place) or _raw_source(place)
    return "" if _source_type(place) == "repository" else _raw_source(place)


def _raw_source(place: dict[str, Any]) -> str:
    raw = text(place.get("raw_source_name"))
    return "" if raw.startswith(("http:", "https:", "ftp:")) or len(raw) > LONGEST_SOURCE else raw


def _pages(biblio: object) -> str:
    first, last = text(inside(biblio, "first_page")), text(inside(biblio, "last_page"))
    return f"{first}-{last}" if first and last and first != last else first or last


SERVICE = Service(
    name="openalex",
    url="https://api.openalex.org",
    routes={"list": Limit(10, 4), "search": Limit(5, 4)},
    batch={"DOI": 50},
    lookup=lookup,
    search=search,
    answers=answers,
    key=("Authorization", "Bearer {}"),
    contact="mailto",
    works="/works/",
)

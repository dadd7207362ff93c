"""Crossref: the works of publishers, and what was said about them since (https://api.crossref.org).

DOIs go in batches, as a filter: it costs one request of the slower route, and what is missing from the answer is not Crossref's.
A single DOI is asked for by itself: so it must be where it holds a comma, which parts the filters.

Answers to lists hold only what `SELECT` names, since the lists of references would be most of them. Crossref refuses a
request (400) that selects what it does not know. Its own words about that, of October 2018 and again of October 2026, name
all of these; `language`, `edition-number`, `institution` and `journal-issue` cannot be selected, and come with single works only.
Rates and pools: https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.evidence import Absent, Failed, Found
from kzcheck.language.cyrillic import in_cyrillic
from kzcheck.reasons import Reason
from kzcheck.services import works
from kzcheck.services.plain import text
from kzcheck.services.service import Ask, Service, UnreadableAnswer, every, json_of, refusal
from kzcheck.services.shapes import candidates
from kzcheck.sources import SEARCHES
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.csl import Item, Name
    from kzcheck.evidence import Answer, Record
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 50
"""DOIs in one request: what others measured as best, and a URL of some 2,500 characters."""

CANDIDATES = 5
"""Works that a search asks for. Of those that Crossref knows, nearly all are among the first three."""

LONGEST_TITLE, LONGEST_SEARCH = 300, 400
"""Characters of a title and of a whole search: more words find no more, and URLs have an end."""

SEARCHED_NAMES = 3
"""The most authors that a search names."""

SELECT = (
    "DOI,type,title,subtitle,original-title,short-title,author,editor,translator,chair,container-title,short-container-title,"
    "issued,published,published-print,published-online,posted,accepted,approved,volume,issue,page,article-number,publisher,"
    "publisher-location,ISBN,ISSN,degree,event,updated-by,update-to,relation"
)

_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|\bdoi:\s?|\b10\.\d{4,9}/)\S+", re.IGNORECASE)

record = partial(works.record, "crossref", agency="Crossref")
"""Return one of Crossref's works as a record: see `works.record`."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for DOIs: up to `BATCH` without a comma, or one."""
    if len(values) == 1:
        return Ask(by=by, values=tuple(values), path=f"/works/{quote(values[0], safe='', errors='replace')}", route="single")
    filters = ",".join(f"doi:{quote(value, safe='', errors='replace')}" for value in values)
    return _listed(by, values, f"/works?filter={filters}&rows={len(values)}")


def search(item: Item) -> Iterator[Ask]:
    """Ask for a work by its whole reference; for one in transliterated Russian or Kazakh in Cyrillic, too."""
    title = text(item.title)
    if not title:
        return
    yield _search(item, title)
    if cyrillic := in_cyrillic(title):
        yield _search(item, cyrillic, names=False)


def read(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of an ask; see `Service`."""
    if reply.status in {404, 410} and ask.route == "single":
        return every(ask, Absent())
    if reply.status // 100 != 2:  # noqa: PLR2004 - the class of statuses that are an answer
        return every(ask, refusal(reply))
    try:
        message = _message(json_of(reply))
        if ask.route == "single":
            return every(ask, Found((record(message),)))
        return every(ask, _candidates(message)) if ask.by in SEARCHES else _batch(ask, message)
    except UnreadableAnswer as error:
        return every(ask, Failed(error.reason))


def _search(item: Item, title: str, *, names: bool = True) -> Ask:
    people = (item.author or item.editor)[:SEARCHED_NAMES] if names else ()
    words = (
        *map(_called, people),
        _cut(title, LONGEST_TITLE),
        text(item.container_title)[:100] if names else "",
        str(item.year or ""),
    )
    sought = _cut(" ".join(filter(None, words)), LONGEST_SEARCH)
    query = quote(sought, safe="", errors="replace")
    return _listed("reference", [sought], f"/works?query.bibliographic={query}&rows={CANDIDATES}")


def _listed(by: By, values: Sequence[str], path: str) -> Ask:
    return Ask(by=by, values=tuple(values), path=f"{path}&select={SELECT}", route="list", plain=path)


def _called(name: Name) -> str:
    return text(name.family or name.literal)[:60]


def _cut(words: str, longest: int) -> str:
    """Return a text without addresses, cut after a whole word."""
    words = " ".join(_ADDRESS.sub(" ", words).split())
    return words if len(words) <= longest else words[: longest + 1].rpartition(" ")[0] or words[:longest]


def _message(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - the shape of a service's JSON is its own
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict):
        raise UnreadableAnswer("other-json")
    return message


def _records(message: dict[str, Any]) -> tuple[list[Record], bool]:
    """Return the works of a list that can be read, and whether these are all."""
    items = message.get("items")
    if not isinstance(items, list):
        raise UnreadableAnswer("other-json")
    held, whole = [], True
    for item in items:
        try:
            held.append(record(item))
        except UnreadableAnswer:
            whole = False
    return held, whole


def _batch(ask: Ask, message: dict[str, Any]) -> dict[str, Answer]:
    held, whole = _records(message)
    by_doi = {one.id: one for one in held}
    missing: Answer = Absent() if whole and message.get("total-results") == len(held) else Failed(Reason("part-of-works"))
    return {value: Found((by_doi[doi],)) if (doi := value.lower()) in by_doi else missing for value in ask.values}


def _candidates(message: dict[str, Any]) -> Answer:
    held, whole = _records(message)
    if not held and not whole:
        return Failed(Reason("unreadable-works"))
    return candidates(held, message.get("total-results"))


SERVICE = Service(
    name="crossref",
    url="https://api.crossref.org",
    routes={"single": Limit(10, 3), "list": Limit(3, 3)},
    anonymous={"single": Limit(5, 1), "list": Limit(1, 1)},
    batch={"DOI": BATCH},
    lookup=lookup,
    search=search,
    read=read,
    key=("Crossref-Plus-API-Token", "Bearer {}"),
    contact="mailto",
)

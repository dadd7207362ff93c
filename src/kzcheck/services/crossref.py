"""Crossref: publishers' works and later notices about them (https://api.crossref.org).

DOIs are sent in batches, as a filter: a batch costs one request on the slower route, and a DOI missing from the answer is not
registered with Crossref. A single DOI has a route of its own. A DOI with a comma must use it, since commas separate filters.

Lists are restricted to the fields in `SELECT`, because lists of references would make up most of the answer. Crossref refuses a
request (400) that selects an unknown field. Its own error message, of October 2018 and again of October 2026, lists
all of these; `language`, `edition-number`, `institution` and `journal-issue` cannot be selected and come with single works only.
Rates and pools: https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from kzcheck.evidence import Found
from kzcheck.services import works
from kzcheck.services.searching import spellings
from kzcheck.services.service import Ask, Service, UnreadableAnswer, every, json_of
from kzcheck.services.values import answers_of_list, inside, text
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 50
"""DOIs in one request: the size that others measured as best; the URL has some 2,500 characters."""

CANDIDATES = 5
"""Works that a search asks for. If Crossref knows the work, it is nearly always among the first three."""

LONGEST_TITLE, LONGEST_SEARCH = 300, 400
"""Most characters of a title and of a whole search: more words do not find more, and the length of URLs is limited."""

SEARCHED_NAMES = 3
"""Most authors named in a search."""

SELECT = (
    "DOI,type,title,subtitle,original-title,short-title,author,editor,translator,chair,container-title,short-container-title,"
    "issued,published,published-print,published-online,posted,accepted,approved,volume,issue,page,article-number,publisher,"
    "publisher-location,ISBN,ISSN,degree,event,updated-by,update-to,relation"
)

_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|\bdoi:\s?|\b10\.\d{4,9}/)\S+", re.IGNORECASE)

record = partial(works.record, "crossref", agency="Crossref")
"""Convert one work from Crossref to a record; see `works.record`."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for one DOI, or for up to `BATCH` DOIs without a comma."""
    if len(values) == 1:
        return Ask(by=by, values=tuple(values), path=f"/works/{quote(values[0], safe='', errors='replace')}", route="single")
    filters = ",".join(f"doi:{quote(value, safe='', errors='replace')}" for value in values)
    return _listed(by, values, f"/works?filter={filters}&rows={len(values)}")


def search(item: Item) -> Iterator[Ask]:
    """Search for a work by its whole reference; transliterated Russian or Kazakh is also searched in Cyrillic."""
    title = text(item.title)
    for spelling in spellings(title):
        yield _search(item, spelling, names=spelling == title)


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of the request; see `Service`."""
    message = inside(json_of(reply), "message")
    if not isinstance(message, dict):
        raise UnreadableAnswer("other-json")
    if ask.route == "single":
        return every(ask, Found((record(message),)))
    return answers_of_list(ask, message.get("items"), message.get("total-results"), record)


def _search(item: Item, title: str, *, names: bool) -> Ask:
    people = (item.author or item.editor)[:SEARCHED_NAMES] if names else ()
    words = (
        *(text(name.family or name.literal)[:60] for name in people),
        _cut(title, LONGEST_TITLE),
        text(item.container_title)[:100] if names else "",
        str(item.year or ""),
    )
    reference = _cut(" ".join(filter(None, words)), LONGEST_SEARCH)
    query = quote(reference, safe="", errors="replace")
    return _listed("reference", [reference], f"/works?query.bibliographic={query}&rows={CANDIDATES}")


def _listed(by: By, values: Sequence[str], path: str) -> Ask:
    return Ask(by=by, values=tuple(values), path=f"{path}&select={SELECT}", route="list", plain=path)


def _cut(words: str, longest: int) -> str:
    """Remove web addresses and DOIs, then shorten the text at the end of a word."""
    words = " ".join(_ADDRESS.sub(" ", words).split())
    return words if len(words) <= longest else words[: longest + 1].rpartition(" ")[0] or words[:longest]


SERVICE = Service(
    name="crossref",
    url="https://api.crossref.org",
    routes={"single": Limit(10, 3), "list": Limit(3, 3)},
    anonymous={"single": Limit(5, 1), "list": Limit(1, 1)},
    batch={"DOI": BATCH},
    lookup=lookup,
    search=search,
    answers=answers,
    key=("Crossref-Plus-API-Token", "Bearer {}"),
    contact="mailto",
    works="/works/",
)

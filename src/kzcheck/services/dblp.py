"""DBLP (https://dblp.org/faq): publications in computer science, including proceedings and journals without DOIs.

It is searched by title, and all words must match; numbers after names distinguish namesakes. It asks programs to
wait between requests, and sometimes sends a page that requires a browser, which counts as no answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item, Name
from kzcheck.evidence import Absent, Record
from kzcheck.identifiers import normal_doi
from kzcheck.services.names import name_of
from kzcheck.services.searching import title_words
from kzcheck.services.service import Ask, Service, every, json_of
from kzcheck.services.values import MOST_NAMES, candidates, dated, distinct, inside, listed, records_of, text, texts, year
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.evidence import Answer
    from kzcheck.web.messages import Reply

CANDIDATES = 10
"""Publications that a search asks for: a preprint and a conference paper with the same title are two."""

_TYPES = {
    "Journal Articles": "article-journal",
    "Conference and Workshop Papers": "paper-conference",
    "Parts in Books or Collections": "chapter",
    "Reference Works": "entry",
    "Books and Theses": "book",
    "Editorship": "book",
    "Informal and Other Publications": "article",
    "Informal Publications": "article",
    "Data and Artifacts": "dataset",
}
_NAMESAKE = re.compile(r"\s\d{4}$")
_ARXIV = re.compile(r"abs/(\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
"""How DBLP gives the number of an arXiv preprint, in the field for the volume."""


def search(item: Item) -> Iterator[Ask]:
    """Search for a work by the words of its title."""
    if words := " ".join(title_words(item.title)):
        yield Ask("title", (words,), f"/search/publ/api?q={quote(words)}&h={CANDIDATES}&format=json", "search")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to a search. An empty result has a count of zero and no list of hits."""
    result = inside(json_of(reply), "result", "hits")
    count, hits = inside(result, "@total"), inside(result, "hit")
    if hits is None and count == "0":
        return every(ask, Absent())
    return every(ask, candidates(records_of(hits, record), len(listed(hits)) or 1))


def record(hit: dict[str, Any]) -> Record:
    """Convert one publication from DBLP to a record."""
    info = hit["info"] if isinstance(hit.get("info"), dict) else {}
    key, venues = text(info.get("key")), texts(info.get("venue"))
    volume, kind = text(info.get("volume")), _TYPES.get(text(info.get("type")), "")
    preprint = _ARXIV.fullmatch(volume)
    when = year(info.get("year"))
    item = Item(
        id=key,
        type=kind,
        title=text(info.get("title")).removesuffix("."),
        author=tuple(_people(inside(info, "authors", "author"))),
        issued=dated(when),
        container_title=next(iter(venues), ""),
        volume="" if preprint else volume,
        issue=text(info.get("number")),
        page=text(info.get("pages")),
        publisher=text(info.get("publisher")),
        doi=normal_doi(text(info.get("doi"))) or (f"10.48550/arxiv.{preprint[1]}" if preprint else ""),
    )
    return Record(
        "dblp",
        key,
        item,
        containers=distinct(venues[1:], but=item.container_title),
        years=(when,) if when else (),
        url=f"https://dblp.org/rec/{key}" if key else "",
    )


def _people(authors: object) -> Iterator[Name]:
    """Yield the names of the authors; a single author is not in a list."""
    for author in listed(authors)[:MOST_NAMES]:
        if name := name_of(_NAMESAKE.sub("", text(inside(author, "text")))):
            yield name


SERVICE = Service(
    name="dblp",
    url="https://dblp.org",
    routes={"search": Limit(1, 1)},
    search=search,
    answers=answers,
)

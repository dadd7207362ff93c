"""DBLP (https://dblp.org/faq): what computer scientists published, with meetings and journals that register no DOIs.

It is searched by the words of a title, all of which must be there; numbers after names tell namesakes apart. It asks programs to
wait between requests, and at times answers with a page that wants a browser: then it says nothing.
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
"""Publications that a search asks for: a preprint and a talk of one title are two."""

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
"""How DBLP numbers arXiv's preprints, in the place of a volume."""


def search(item: Item) -> Iterator[Ask]:
    """Look for the words of a title."""
    if words := " ".join(title_words(item.title)):
        yield Ask("title", (words,), f"/search/publ/api?q={quote(words)}&h={CANDIDATES}&format=json", "search")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to a search. Where nothing was found, there is no list of hits, but a count that says so."""
    hits = inside(json_of(reply), "result", "hits")
    count, found = inside(hits, "@total"), inside(hits, "hit")
    if found is None and count == "0":
        return every(ask, Absent())
    return every(ask, candidates(records_of(found, record), len(listed(found)) or 1))


def record(hit: dict[str, Any]) -> Record:
    """Return the record of one publication as DBLP gives it."""
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
    """Yield the people of a publication: one alone is not in a list."""
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

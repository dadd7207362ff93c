"""A web that plays PubMed: summaries of works with a PubMed number, in NCBI's published format, and articles as XML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.csl import Item, Name
    from lab.server import Call


def answer(works: Sequence[Item], call: Call, articles: Mapping[str, str] | None = None) -> Answer:
    """Answer as ESummary would if these were all works with a number, and as EFetch if these were all open articles.

    `articles` are the articles of PubMed Central as JATS, by their numbers without "PMC".
    """
    address = urlsplit(call.path)
    asked = parse_qs(address.query)
    if address.path.endswith("/efetch.fcgi"):
        article = (articles or {}).get(asked["id"][0], "<error>The following PMCID is not available</error>")
        body = f'<?xml version="1.0" ?>\n<pmc-articleset>{article}</pmc-articleset>'
        return Answer(200, {"Content-Type": "text/xml; charset=UTF-8"}, body.encode())
    known = {work.pmid: work for work in works if work.pmid}
    numbers = asked["id"][0].split(",")
    summaries = {number: written(known[number]) if number in known else missing(number) for number in numbers}
    return _json({"header": {"type": "esummary", "version": "0.3"}, "result": {"uids": numbers, **summaries}})


def missing(number: str) -> dict[str, str]:
    """Return the entry for an unknown number."""
    return {"uid": number, "error": "cannot get document summary"}


def written(work: Item) -> dict[str, Any]:
    """Return a work in ESummary's JSON."""
    return {
        "uid": work.pmid,
        "pubdate": f"{work.year or ''} Jan 20".strip(),
        "epubdate": "",
        "source": work.container_title_short or work.container_title,
        "authors": [_author(name) for name in work.author],
        "title": f"{work.title}.",
        "volume": work.volume,
        "issue": work.issue,
        "pages": work.page,
        "lang": ["eng"],
        "issn": "",
        "essn": "",
        "pubtype": ["Journal Article"],
        "articleids": [
            {"idtype": "pubmed", "idtypen": 1, "value": work.pmid},
            *([{"idtype": "doi", "idtypen": 3, "value": work.doi}] if work.doi else []),
        ],
        "fulljournalname": work.container_title,
        "doctype": "citation",
        "vernaculartitle": "",
    }


def _author(name: Name) -> dict[str, str]:
    initials = "".join(part[0] for part in name.given.replace("-", " ").split())
    kind = "CollectiveName" if name.literal else "Author"
    return {"name": name.literal or f"{name.family} {initials}".strip(), "authtype": kind, "clusterid": ""}


def _json(content: object) -> Answer:
    return Answer(200, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(content).encode())

"""A web that plays DBLP: searches in titles, names and venues together, in which every word must match."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from lab.server import Answer
from lab.shelf import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.csl import Item, Name
    from lab.server import Call

MOST = 1000
TYPES = {
    "article-journal": "Journal Articles",
    "paper-conference": "Conference and Workshop Papers",
    "article": "Informal and Other",
}
BOT_PAGE = Answer(200, {"Content-Type": "text/html; charset=utf-8"}, b"<!doctype html><html><title>Making sure you are not a bot!")
"""The page that programs sometimes get instead of an answer."""


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as DBLP would if these were all of its publications, or its venues."""
    address = urlsplit(call.path)
    asked = dict(parse_qsl(address.query))
    query_words, most = set(words(asked.get("q", ""))), min(int(asked.get("h", "30")), MOST)
    if address.path == "/search/venue/api":
        names = {work.container_title for work in works if query_words and query_words <= set(words(work.container_title))}
        return _hits([{"venue": name, "acronym": name, "type": "Conference or Workshop"} for name in sorted(names)], most)
    if address.path != "/search/publ/api":
        return Answer(404, {"Content-Type": "text/html"}, b"<html>404</html>")
    return _hits([written(work) for work in works if query_words and query_words <= _words(work)], most)


def written(work: Item) -> dict[str, Any]:
    """Return a work in DBLP's JSON: a single author is not in a list, and a title ends with a full stop."""
    people = [{"@pid": str(place), "text": _name(name)} for place, name in enumerate(work.author)]
    title = work.title if work.title.endswith(("?", "!")) else f"{work.title}."
    number = f"conf/x/{sum(map(ord, work.id + work.title))}"
    info: dict[str, Any] = {
        "authors": {"author": people[0] if len(people) == 1 else people} if people else None,
        "title": escape(title, quote=True),
        "venue": work.container_title,
        "volume": work.volume,
        "number": work.issue,
        "pages": work.page,
        "year": str(work.year or ""),
        "type": TYPES.get(work.type, "Conference and Workshop Papers"),
        "key": number,
        "doi": work.doi.upper(),
        "ee": f"https://doi.org/{work.doi}" if work.doi else "https://example.org/",
        "url": f"https://example.org/rec/{number}",
    }
    return {key: value for key, value in info.items() if value}


def _name(name: Name) -> str:
    return f"{name} 0001" if str(name).endswith("Chen") else str(name)


def _words(work: Item) -> set[str]:
    return set(words(" ".join((work.title, work.container_title, str(work.year or ""), *map(str, work.author)))))


def _hits(infos: list[dict[str, Any]], most: int) -> Answer:
    sent = [{"@score": "1", "@id": str(place), "info": info} for place, info in enumerate(infos[:most])]
    hits: dict[str, Any] = {"@total": str(len(infos)), "@computed": str(len(infos)), "@sent": str(len(sent)), "@first": "0"}
    if sent:
        hits["hit"] = sent
    status = {"@code": "200", "text": "OK"}
    body = {"result": {"query": "", "status": status, "time": {"@unit": "msecs", "text": "1.0"}, "hits": hits}}
    return Answer(200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(body, ensure_ascii=False).encode())

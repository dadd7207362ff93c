"""Plays of hosts and questions that kzcheck does not ask, for the other programs: arXiv, OpenReview, general searches, venues."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from kzcheck.language.folding import fold
from loopback import lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kzcheck.csl import Item

    Handler = Callable[[Any], Any]

ATOM = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
ARXIV = "10.48550/arxiv."
ENOUGH = 0.6
"""The share of the search words that a work found by a general search must have."""


def handlers(known: Mapping[str, Sequence[Item]], venues: Iterable[str]) -> dict[str, Handler]:
    """Return the plays, which know these works by service and these names of venues; any question to DBLP gets an answer."""
    names = sorted(set(venues))
    return {
        "crossref": lambda call: _unlimited(lab("play_crossref").answer(known["crossref"], call)),
        "openalex": lambda call: _openalex(known["openalex"], names, call),
        "semantic-scholar": lambda call: _semantic_scholar(known["semantic-scholar"], call),
        "dblp": lambda call: _dblp(known["dblp"], names, call),
        "arxiv": lambda call: _arxiv(known["arxiv"], call),
        "openreview": lambda _: _json({"notes": [], "count": 0}),
        "europe-pmc": lambda _: _json({"hitCount": 0, "resultList": {"result": []}}),
        "google-books": lambda _: _json({"kind": "books#volumes", "totalItems": 0}),
    }


def _unlimited(answer: Any) -> Any:  # noqa: ANN401 - the tests' folder is no package that mypy is told of
    """Return an answer that states no rate limit: accuracy is measured, not time."""
    kept = {name: value for name, value in answer.headers.items() if not name.lower().startswith("x-")}
    return lab("server").Answer(answer.status, kept, answer.body)


def _openalex(works: Sequence[Item], venues: Sequence[str], call: Any) -> Any:  # noqa: ANN401
    address, asked = _parts(call)
    if address == "/sources":
        return _json(
            {
                "meta": {"count": 0},
                "results": [{"display_name": name, "type": "conference"} for name in _named(venues, asked["search"])],
            }
        )
    if address == "/works" and "search" in asked:
        matches = [lab("play_openalex").written(work) for work in _sharing(works, asked["search"])]
        return _json({"meta": {"count": len(matches)}, "results": matches})
    return _unlimited(lab("play_openalex").answer(works, call))


def _semantic_scholar(works: Sequence[Item], call: Any) -> Any:  # noqa: ANN401
    address, asked = _parts(call)
    play = lab("play_semantic_scholar")
    if address == "/graph/v1/paper/search":
        return _json({"total": 0, "data": [play.written(work) for work in _sharing(works, asked.get("query", ""))]})
    keyed = lab("server").Call(call.method, call.path, {**call.headers, "x-api-key": "anybody"}, call.server)
    return play.answer(works, keyed)


def _dblp(works: Sequence[Item], venues: Sequence[str], call: Any) -> Any:  # noqa: ANN401
    address, asked = _parts(call)
    if address == "/search/venue/api":
        hits = [{"info": {"venue": name, "acronym": name}} for name in _named(venues, asked.get("q", ""))]
        return _json({"result": {"hits": {"@total": str(len(hits)), "hit": hits}}})
    return lab("play_dblp").answer(works, call)


def _arxiv(works: Sequence[Item], call: Any) -> Any:  # noqa: ANN401
    _, asked = _parts(call)
    if numbers := asked.get("id_list"):
        known = lab("shelf").shelf(works).by_doi
        bare = [number.lower().partition("v")[0] for number in numbers.split(",")]
        matches = [work for number in bare if (work := known.get(ARXIV + number) or known.get(f"{ARXIV}{number}v1"))]
    else:
        matches = _sharing(works, asked.get("search_query", "").replace("ti:", " ").replace("au:", " "))
    feed = f"<feed {ATOM}>{''.join(map(_entry, matches))}</feed>"
    return lab("server").Answer(200, {"Content-Type": "application/atom+xml"}, feed.encode())


def _entry(work: Item) -> str:
    people = "".join(f"<author><name>{escape(str(name))}</name></author>" for name in work.author)
    number = work.doi.removeprefix(ARXIV)
    return (
        f"<entry><id>http://arxiv.org/abs/{number}</id><published>{work.year}-06-01T00:00:00Z</published>"
        f"<title>{escape(work.title)}</title><summary>What it is about.</summary>{people}</entry>"
    )


def _sharing(works: Sequence[Item], sought: str) -> list[Item]:
    """Return the works that share most words with a text, if they share enough."""
    words = set(lab("shelf").words(sought))
    best = [work for _, work in lab("shelf").shelf(works).best(sought, 5)]
    return [work for work in best if len(words & set(lab("shelf").words(f"{work.title} {work.author}"))) >= ENOUGH * len(words)]


def _named(venues: Sequence[str], sought: str) -> list[str]:
    """Return the venues whose names contain every word searched for."""
    words = set(fold(sought).split())
    return [name for name in venues if words and words <= set(fold(name).split())][:10]


def _parts(call: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401
    address = urlsplit(call.path)
    return unquote(address.path), dict(parse_qsl(address.query, keep_blank_values=True))


def _json(content: object) -> Any:  # noqa: ANN401
    return lab("server").Answer(200, {"Content-Type": "application/json"}, json.dumps(content, ensure_ascii=False).encode())

"""Recorded answers of OpenAlex and Semantic Scholar: no title, author or year may be lost.

The recordings are outside the repository: in the folder named by KZCHECK_SHARED, or in `shared` next to the repository.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kzcheck.evidence import Absent, Failed, Found
from kzcheck.services import openalex, semantic_scholar
from kzcheck.services.names import name_of
from kzcheck.services.service import Ask
from kzcheck.services.values import text
from lab.replies import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = Path(os.environ.get("KZCHECK_SHARED", Path(__file__).parents[3] / "shared")) / "recorded"
SEARCH = Ask("title", ("x",), "/works?filter=title.search:x", "search")
MATCH = Ask("title", ("x",), "/graph/v1/paper/search/match?query=x", "paper")
needs_records = pytest.mark.skipif(
    not RECORDED.is_dir(), reason="the recorded answers are not here (KZCHECK_SHARED names their folder)"
)


@cache
def works(name: str) -> list[dict[str, Any]]:
    with (RECORDED / "refchecker" / name).open(encoding="utf-8") as lines:
        answers = [json.loads(line)["answer"] for line in lines]
    return [work for answer in answers for work in (answer if isinstance(answer, list) else [answer])]


def cassettes() -> Iterator[tuple[str, int, str]]:
    """Yield the address, status and content of each recorded request for papers."""
    for path in sorted((RECORDED / "semanticscholar" / "tests" / "data").glob("test_*.yaml")):
        for interaction in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["interactions"]:
            if interaction["request"]["method"] == "GET" and "/graph/v1/paper/" in interaction["request"]["uri"]:
                response = interaction["response"]
                if "status" in response:
                    yield interaction["request"]["uri"], response["status"]["code"], response["body"]["string"]
                else:  # as written by older versions of the recorder
                    yield interaction["request"]["uri"], response["status_code"], response["content"]


@needs_records
def test_every_recorded_work_of_openalex_keeps_title_authors_and_year():
    recorded = [work for work in works("openalex.jsonl") if work["title"]]
    assert len(recorded) > 900

    for work in recorded:
        (answer,) = openalex.SERVICE.read(SEARCH, reply(json.dumps({"results": [work]}))).values()
        assert isinstance(answer, Found)
        (record,) = answer.records
        assert record.item.title == text(work["title"])
        assert record.years == (work["publication_year"],)
        assert record.item.doi == (work["doi"] or "").lower().removeprefix("https://doi.org/")
        names = [authorship["raw_author_name"] or authorship["author"]["display_name"] for authorship in work["authorships"]]
        assert len(record.item.author) == sum(name_of(name) is not None for name in names)
        assert record.more_authors == (len(names) == 100)


@needs_records
def test_all_recorded_names_in_openalex_except_placeholders_are_parsed():
    names = [authorship["raw_author_name"] or "" for work in works("openalex.jsonl") for authorship in work["authorships"]]
    lost = [name for name in names if name and name_of(name) is None]

    assert len(names) > 8000
    assert len(lost) < 0.005 * len(names)


@needs_records
def test_every_recorded_paper_of_semantic_scholar_keeps_title_authors_and_year():
    recorded = works("semantic_scholar.jsonl")
    assert len(recorded) > 150

    for paper in recorded:
        (answer,) = semantic_scholar.SERVICE.read(MATCH, reply(json.dumps({"data": [paper]}))).values()
        assert isinstance(answer, Found)
        (record,) = answer.records
        assert record.item.title == text(paper["title"])
        assert record.item.year == paper["year"]
        assert len(record.item.author) == len(paper["authors"] or [])


@needs_records
def test_each_recorded_request_to_semantic_scholar_gives_the_right_answer():
    ends: dict[int, set[type]] = {}
    for uri, status, content in cassettes():
        searched = "/search" in uri or "/citations" in uri or "/references" in uri or "/authors" in uri
        ask = MATCH if searched else Ask("DOI", ("x",), "/graph/v1/paper/DOI:x", "paper")
        (answer,) = semantic_scholar.SERVICE.read(ask, reply(content, status)).values()
        ends.setdefault(status, set()).add(type(answer))

    assert ends[404] == {Absent}
    assert ends[400] == {Failed}
    assert Found in ends[200]

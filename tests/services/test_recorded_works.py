"""Recorded answers of Crossref, DataCite and doi.org: no work loses its title, its authors or its year.

The recordings are outside the repository, in the folder named by `KZCHECK_SHARED`.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml

from kzcheck.evidence import Absent, Failed, Found
from kzcheck.services import crossref, datacite, doi, works
from kzcheck.services.service import Ask
from lab.playing import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = Path(os.environ.get("KZCHECK_SHARED", Path(__file__).parents[3] / "shared")) / "recorded"

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")


class Cassettes(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loads cassettes of Ruby and Python."""


Cassettes.add_constructor("!binary", lambda loader, node: base64.b64decode(loader.construct_scalar(node)))


def recorded(host: str) -> Iterator[tuple[str, int, str, bytes]]:
    """Yield path, status, media type and body of a host's answers."""
    for folder in ("bolognese", "commonmeta-py", "habanero"):
        for file in sorted((RECORDED / folder).rglob("*.y*ml")):
            content = file.read_text("utf-8")
            if f"//{host}/" not in content:
                continue
            cassette = yaml.load(content, Cassettes)  # noqa: S506 - a safe loader with bytes
            for interaction in cassette.get("interactions") or cassette.get("http_interactions") or ():
                address, answer = urlsplit(interaction["request"]["uri"]), interaction["response"]
                if address.hostname == host:
                    body = answer["body"].get("string") or base64.b64decode(answer["body"].get("base64_string") or "")
                    body = body.encode() if isinstance(body, str) else body
                    kind = next((value for name, value in answer["headers"].items() if name.lower() == "content-type"), [""])
                    yield (
                        f"{address.path}?{address.query}",
                        answer["status"]["code"],
                        kind if isinstance(kind, str) else kind[0],
                        gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body,
                    )


def works_of_crossref() -> Iterator[dict[str, Any]]:
    for path, status, _, body in recorded("api.crossref.org"):
        if status == 200 and "/transform" not in path and body[:1] == b"{":
            answer = json.loads(body)
            if answer.get("message-type") == "work":
                yield answer["message"]
            elif answer.get("message-type") == "work-list":
                yield from answer["message"]["items"]


def test_no_work_of_crossref_loses_title_authors_or_year():
    count = 0
    for work in works_of_crossref():
        count += 1
        record = crossref.record(work)
        named = [person for person in work.get("author") or () if person.get("family") or person.get("name")]
        dates = [work[field]["date-parts"][0][0] for field in ("issued", "published", "published-print") if field in work]
        titles = [title for title in work.get("title") or () if title.strip()]

        assert bool(record.item.title) == bool(titles)
        assert len({record.item.title, *record.titles}) >= len(set(titles))
        assert len(record.item.author) == len(named)
        assert record.more_authors == (len(named) < len(work.get("author") or ()))
        assert {year for year in dates if year} <= set(record.years)
        assert not any("<" in title or "&amp;" in title for title in (record.item.title, *record.titles, *record.containers))

    assert count == 711


def test_no_work_of_datacite_loses_title_authors_or_year():
    count = 0
    for _, status, _, body in recorded("api.datacite.org"):
        data = json.loads(body).get("data") if status == 200 else None
        for work in data if isinstance(data, list) else [data] if data else []:
            count += 1
            record, attributes = datacite.record(work), work["attributes"]

            assert record.item.title
            assert len(record.item.author) >= len(attributes["creators"])
            assert attributes["publicationYear"] in record.years or attributes["publicationYear"] == 2549

    assert count == 59


def test_the_agencies_named_by_doi_org_are_read():
    answers = []
    for path, status, kind, body in recorded("doi.org"):
        if path.startswith("/ra/"):
            # recorded for prefixes, while we ask for whole DOIs
            ask = Ask(by="agency", values=(path.removeprefix("/ra/").rstrip("?"),), path=path, route="registry")
            answers += doi.SERVICE.read(ask, reply(body, status, kind)).values()

    registered = [answer for answer in answers if isinstance(answer, Found)]
    assert {answer.records[0].agency for answer in registered} == {"Crossref", "DataCite", "ISTIC", "JaLC", "KISTI", "OP", "mEDRA"}
    assert (len(registered), [type(answer) for answer in answers if not isinstance(answer, Found)]) == (121, [Absent, Absent])


def test_a_doi_unknown_to_doi_org_is_absent():
    ((path, status, kind, body),) = [recorded_reply for recorded_reply in recorded("doi.org") if recorded_reply[1] == 404]
    ask = doi.lookup("DOI", [path.strip("/?")])

    assert list(doi.SERVICE.read(ask, reply(body, status, kind)).values()) == [Absent()]


def test_every_recorded_refusal_of_crossref_is_recognised():
    ask = crossref.lookup("DOI", ["10.5555/a", "10.5555/b"])
    refused = [recorded_reply for recorded_reply in recorded("api.crossref.org") if recorded_reply[1] >= 400]
    answers = [
        answer for _, status, kind, body in refused for answer in crossref.SERVICE.read(ask, reply(body, status, kind)).values()
    ]

    assert len(refused) == 42
    assert all(isinstance(answer, Failed) for answer in answers)


def test_recorded_csl_json_for_dois_is_read():
    count = 0
    for file in sorted((RECORDED / "manubot").rglob("csl-json/*/raw.json")):
        content = json.loads(file.read_bytes())
        for csl in content if isinstance(content, list) else [content]:
            if not isinstance(csl, dict) or "DOI" not in csl:
                continue
            count += 1
            record = works.record("doi", csl)

            assert bool(record.item.title) == bool(csl.get("title"))
            assert len(record.item.author) == len(csl.get("author") or ())
            assert bool(record.years) == any(part for part in csl.get("issued", {}).get("date-parts", [[]])[0][:1])

    assert count == 8

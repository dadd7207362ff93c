"""A house's own OpenSearch answers what the index on this machine answers; its failures are failures, never silence.

It is played by `lab/play_opensearch.py`: no package brings a real server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Failed, Found, Snapshot
from lab import Answer, Lab
from lab.play_opensearch import JSON, SHARDS, OpenSearch, answer, failure
from lab.services import Services
from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run
    from tests.gather.conftest import Audit

    from kzcheck.finding import Report
    from lab import Call

KEY = "KZCHECK_SERVICES_OPENSEARCH_KEY"
URL = "KZCHECK_SERVICES_OPENSEARCH_URL"
GLACIERS = Item(
    "a",
    type="article-journal",
    title="The glaciers of valley 7 and what became of them",
    author=(Name(family="Name7", given="A."),),
    container_title="Journal of Invented Ice",
    issued=Date(start=(1997,)),
    volume="7",
)
BADGERS = Item(
    "b",
    type="article-journal",
    title="What badgers say about invented journals",
    author=(Name(family="Nobody", given="N."),),
    container_title="Journal of Invented Ice",
    issued=Date(start=(2001,)),
)
KNOWN = replace(BADGERS, doi="10.5555/badgers")
"""The same work as services know it."""


class House:
    """An OpenSearch with works, which can be made to fail."""

    def __init__(self) -> None:
        self.index = OpenSearch()
        self.instead: Answer | None = None
        """The answer to each search for works."""
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Answer:
        self.calls.append(call)
        if self.instead and urlsplit(call.path).path.endswith("_search") and b"aggs" not in call.body:
            return self.instead
        return self.index(call)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def here(house: House) -> Iterator[dict[str, str]]:
    """The environment that names the house's OpenSearch."""
    with Lab(house) as lab:
        yield {URL: f"{lab.url}/works"}


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A file with 300 of Crossref's works."""
    path = tmp_path / "crossref.jsonl"
    path.write_bytes(lines(map(crossref, range(300))))
    return path


@pytest.fixture
def filled(here: dict[str, str], snapshot: Path, kzcheck: Run) -> dict[str, str]:
    """The environment that names an OpenSearch with these works."""
    done = kzcheck("index", "build", snapshot, "--into", "opensearch", env=here)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Crossref: 300 works in works on {urlsplit(here[URL]).netloc}\n"
    return here


def asked(report: Report, name: str) -> dict[str, object]:
    return {question.service: question.answer for question in report.evidence.resolutions[name].asked}


def crossref_asked(services: Services) -> bool:
    return "crossref" in {name for name, _ in services.asked}


def test_works_are_found_by_words_and_by_identifiers_and_services_are_not_asked(filled: dict[str, str], audit: Audit):
    numbered = replace(GLACIERS, id="c", doi="10.5555/w7")
    with Services([]) as services:
        report = audit({**services.environment, **filled}, GLACIERS, numbered)

    assert services.asked == []
    for name, doi in (("a", "10.5555/w7"), ("c", "10.5555/w7")):
        found = asked(report, name)["crossref"]
        assert isinstance(found, Found)
        assert found.records[0].id == doi
    assert report.evidence.index["crossref"] == Snapshot("2025-03-02", 300)


def test_services_are_asked_what_it_does_not_know(filled: dict[str, str], audit: Audit):
    with Services([KNOWN]) as services:
        report = audit({**services.environment, **filled}, BADGERS)

    assert crossref_asked(services)
    assert isinstance(asked(report, "b")["crossref"], Found)


def test_its_silence_counts_only_up_to_the_day_to_which_it_is_declared_to_have_all_works(
    filled: dict[str, str], snapshot: Path, tmp_path: Path, kzcheck: Run, audit: Audit
):
    assert kzcheck("index", "build", snapshot, "--covers", "crossref", "--into", "opensearch", env=filled).returncode == 0
    with Services([]) as services:
        report = audit({**services.environment, **filled}, BADGERS)

    assert not crossref_asked(services)
    assert "WORK401" in {finding.code for finding in report.findings}

    later = tmp_path / "later.jsonl"
    later.write_bytes(lines([crossref(1, indexed={"date-time": "2026-05-01T01:01:01Z"})]))
    assert kzcheck("index", "build", later, "--into", "opensearch", env=filled).returncode == 0
    recent = replace(BADGERS, issued=Date(start=(2025,)))
    with Services([KNOWN]) as services:
        report = audit({**services.environment, **filled}, recent)

    assert crossref_asked(services)  # of 2025, it has not all works
    assert report.evidence.index["crossref"] == Snapshot("2025-03-02", 300, whole=True)


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        (failure(503, "search_phase_execution_exception", "all shards failed"), "failed (HTTP 503)"),
        (failure(401, "security_exception", "no permissions"), "refuses to answer (HTTP 401)"),
        (answer({"took": 9, "timed_out": True, "_shards": SHARDS, "hits": {"hits": []}}), "answered with only some of the works"),
        (answer({"took": 9, "_shards": {**SHARDS, "failed": 1}, "hits": {"hits": []}}), "answered with only some of the works"),
        (answer({"took": 9, "timed_out": False, "_shards": SHARDS}), "answered with unexpected JSON"),
        (answer([]), "answered with unexpected JSON"),
        (answer({"hits": {"hits": [{"_source": {"content": "{"}}]}}), "answered with unreadable works"),
        (answer({"_shards": 7}), "answered with unexpected JSON"),
        (Answer(400, JSON, b"[1]"), "answered with unexpected JSON"),
        (Answer(headers=JSON, body=b"[" * 200_000), "answered with unexpected JSON"),
        (Answer(headers=JSON, body=b'{"a": "' + bytes(65 << 20)), "answered with unexpected JSON"),
        (Answer(headers=JSON, body=b"{"), "answered with something that is not JSON"),
        (Answer(headers={"Content-Type": "text/html"}, body=b"<p>hello"), "answered with something that is not JSON"),
        (Answer(cut=0), "could not be reached"),
    ],
)
def test_a_failure_is_never_silence(house: House, filled: dict[str, str], audit: Audit, failing: Answer, said: str):
    assert house.index.mapping
    house.index.mapping["_meta"]["whole"] = {"crossref": "2025-03-02"}
    house.instead = failing
    with Services([KNOWN]) as services:
        report = audit({**services.environment, **filled}, BADGERS)
        assert crossref_asked(services)
        assert isinstance(asked(report, "b")["crossref"], Found)

        off = {"KZCHECK_SERVICES_CROSSREF_ENABLED": "false"}
        report = audit({**services.environment, **filled, **off}, BADGERS)
        found = asked(report, "b")["crossref"]
        assert isinstance(found, Failed)
        assert str(found.reason) == f"could not be looked up in your OpenSearch, which {said}"
        assert "WORK401" not in {finding.code for finding in report.findings}


def test_a_snapshot_that_was_not_read_whole_is_not_declared_to_have_all_works(
    here: dict[str, str], house: House, tmp_path: Path, kzcheck: Run
):
    snapshot = tmp_path / "s.jsonl"
    future = crossref(2, indexed={"date-time": "9999-01-01T00:00:00Z"})
    snapshot.write_bytes(lines([crossref(1), future]) + lines([crossref(3)])[:-9])
    build = ("index", "build", snapshot, "--covers", "crossref", "--into", "opensearch")
    assert kzcheck(*build, env=here).returncode == 1
    assert house.index.mapping
    assert house.index.mapping["_meta"]["whole"] == {}

    snapshot.write_bytes(lines([crossref(1), future]))
    assert kzcheck(*build, env=here).returncode == 0
    assert house.index.mapping["_meta"]["whole"] == {"crossref": "2025-03-02"}


def test_after_it_did_not_answer_it_is_not_asked_again(house: House, filled: dict[str, str], audit: Audit):
    house.instead = Answer(cut=0)
    house.calls.clear()
    with Services([]) as services:
        audit({**services.environment, **filled}, *(GLACIERS, BADGERS))

    assert sum(b"match" in call.body for call in house.calls) == 1


def test_without_an_answer_at_the_beginning_one_line_says_so_and_services_are_asked(kzcheck: Run, tmp_path: Path):
    (tmp_path / "references.yaml").write_text("- {id: b, type: book, title: What badgers say}\n", "utf-8")
    with Lab(lambda _: failure(404, "index_not_found_exception", "no such index [works]")) as lab:
        done = kzcheck("audit", tmp_path / "references.yaml", env={URL: f"{lab.url}/works"})

    assert done.returncode == 0
    host = urlsplit(lab.url).netloc
    assert f"kzcheck: {host}: OpenSearch failed (HTTP 404); works are not looked up there\n" in done.stderr


def test_offline_it_is_not_asked(house: House, filled: dict[str, str], audit: Audit):
    house.calls.clear()
    audit(filled, GLACIERS, offline=True)

    assert house.calls == []


def test_a_plan_names_it_and_does_not_ask_it(house: House, filled: dict[str, str], kzcheck: Run, folder: Path):
    house.calls.clear()
    plan = kzcheck("audit", folder, "--plan", env=filled).stdout

    assert f"Your OpenSearch, {urlsplit(filled[URL]).netloc}, is asked first" in plan
    assert house.calls == []


@pytest.mark.parametrize(
    ("key", "sent"), [("ada:secret", "Basic YWRhOnNlY3JldA=="), ("a.b.c", "Bearer a.b.c")], ids=["password", "token"]
)
def test_the_key_is_a_name_with_a_password_or_a_token(house: House, filled: dict[str, str], audit: Audit, key: str, sent: str):
    house.calls.clear()
    with Services([]) as services:
        audit({**services.environment, **filled, KEY: key}, GLACIERS)

    assert house.calls
    assert {call.headers.get("authorization") for call in house.calls} == {sent}
    assert all(call.headers["user-agent"].startswith("kzcheck/") for call in house.calls)


def test_an_article_cannot_name_it(house: House, here: dict[str, str], kzcheck: Run, folder: Path):
    (folder / "kzcheck.toml").write_text(f'[services.opensearch]\nurl = "{here[URL]}"\n', "utf-8")
    done = kzcheck("audit", folder)

    assert "KZ009" in done.stdout
    assert "services.opensearch.url" in done.stdout
    assert house.calls == []


def test_an_address_without_an_index_is_one_line(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, env={URL: "https://search.example.org"})

    assert done.returncode == 2
    assert done.stderr.startswith(f"kzcheck: {URL}: names no index; ")


def test_what_is_damaged_is_left_out_and_counted(here: dict[str, str], house: House, tmp_path: Path, kzcheck: Run):
    path = tmp_path / "crossref.jsonl"
    path.write_bytes(lines(map(crossref, range(3))) + b'{"DOI": \n' + lines([crossref(3)]))
    done = kzcheck("index", "build", path, "--into", "opensearch", env=here)

    assert done.stdout.startswith("Crossref: 4 works; 1 damaged work left out in ")
    assert len(house.index.documents) == 4


def test_works_that_it_does_not_take_are_one_line(here: dict[str, str], house: House, snapshot: Path, kzcheck: Run):
    house.index.mapping = {"properties": {"title": {"type": "text"}}}  # somebody else's index
    done = kzcheck("index", "build", snapshot, "--into", "opensearch", env=here)

    assert done.returncode == 2
    host = urlsplit(here[URL]).netloc
    assert done.stderr == f"kzcheck: {host}: OpenSearch failed (HTTP 400); what was written before is kept\n"


def test_without_settings_nothing_can_be_written_there(snapshot: Path, kzcheck: Run):
    done = kzcheck("index", "build", snapshot, "--into", "opensearch")

    assert done.returncode == 2
    assert done.stderr == "kzcheck: your settings name no OpenSearch; set the url of [services.opensearch]\n"


def test_info_says_what_it_has_and_check_finds_its_works(here: dict[str, str], filled: dict[str, str], kzcheck: Run):
    name = f"works on {urlsplit(here[URL]).netloc}"
    for into in ((), ("--into", "opensearch")):
        info = kzcheck("index", "info", *into, env=filled)
        assert (info.returncode, info.stdout) == (0, f"{name}\n  Crossref: 300 works of 2025-03-02, some of them\n")
        check = kzcheck("index", "check", *into, env=filled)
        assert (check.returncode, check.stdout) == (0, "the index is complete\n")


def test_info_and_check_are_about_the_index_on_this_machine_and_opensearch(
    filled: dict[str, str], snapshot: Path, tmp_path: Path, kzcheck: Run
):
    both = {**filled, "KZCHECK_INDEX_PATH": str(tmp_path / "index")}
    assert kzcheck("index", "build", snapshot, env=both).returncode == 0
    info = kzcheck("index", "info", env=both).stdout

    assert info.startswith(f"{tmp_path / 'index'}\n  Crossref: 300 works of 2025-03-02 from 1 file, some of them\n")
    assert info.endswith(f"works on {urlsplit(filled[URL]).netloc}\n  Crossref: 300 works of 2025-03-02, some of them\n")
    assert " on " not in kzcheck("index", "info", "--into", tmp_path / "index", env=both).stdout
    assert kzcheck("index", "check", env=both).stdout == "the index is complete\n"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({"content": "{"}, "some of its works cannot be read"),
        ({"key": []}, "its works do not have the fields that they need"),
        ({"words": ""}, 'a work is not found by its words; "words" must be a text with the analyzer "whitespace"'),
    ],
)
def test_check_says_what_is_wrong_with_its_works(
    house: House, filled: dict[str, str], kzcheck: Run, damage: dict[str, object], said: str
):
    assert house.index.mapping
    house.index.mapping["_meta"]["whole"] = {"openalex": "2025-03-02"}
    for document in house.index.documents.values():
        document.update(damage)
    done = kzcheck("index", "check", env=filled)

    name = f"works on {urlsplit(filled[URL]).netloc}"
    assert done.returncode == 1
    assert done.stdout == f"{name}: openalex: all works are declared to be there, and there are none\n{name}: crossref: {said}\n"


def test_without_an_answer_info_and_check_say_so_in_one_line(kzcheck: Run):
    with Lab(lambda _: failure(404, "index_not_found_exception", "no such index [works]")) as lab:
        info, check = (kzcheck("index", command, env={URL: f"{lab.url}/works"}) for command in ("info", "check"))

    said = f"{urlsplit(lab.url).netloc}: OpenSearch failed (HTTP 404)\n"
    assert (info.returncode, info.stderr) == (2, f"kzcheck: {said}")
    assert (check.returncode, check.stdout) == (1, said)


def test_an_opensearch_without_works_has_none(here: dict[str, str], house: House, kzcheck: Run):
    house.index.mapping = {"_meta": {"whole": {}}, "properties": {}}

    assert kzcheck("index", "info", env=here).stdout == f"works on {urlsplit(here[URL]).netloc}: no works\n"

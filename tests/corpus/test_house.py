"""A corpus gets from a house's own OpenSearch what audits of its articles get, with each question asked once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from tests.corpus.conftest import NOW
from tests.corpus.test_gathering import CODES, Here, quick, settings, without_requests, written

from kzcheck import pipeline
from kzcheck.corpus.asking import Gathering
from kzcheck.corpus.engine import Watch
from kzcheck.corpus.gathering import TOGETHER, gather
from kzcheck.corpus.work import ANSWERS, Reading
from kzcheck.evidence import Failed, Snapshot
from kzcheck.gather.answers import Answers
from kzcheck.index import sending
from kzcheck.index.opensearch import Server
from kzcheck.pipeline import AuditRequest
from kzcheck.settings import NetworkSettings, ServiceSettings
from lab.play_opensearch import JSON, SHARDS, OpenSearch, answer, failure
from lab.server import Answer, Lab
from lab.services import Services
from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.corpus.test_gathering import Corpus

    from kzcheck.evidence import Evidence
    from kzcheck.finding import Report
    from kzcheck.settings import Settings
    from kzcheck.sources import SourceName
    from lab.server import Call

DAY = "2025-03-02"


class House:
    """An OpenSearch with 100 of Crossref's works and one of the house's own, which can be made to fail."""

    def __init__(self, folder: Path) -> None:
        self.index = OpenSearch()
        self.failing: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda _: None
        """Returns what OpenSearch says in the place of the answer to a search among several, or None."""
        self.instead: list[Answer] = []
        """The next answers to requests for several searches."""
        self.requests = 0
        self.searches: list[str] = []
        """The searches for works in the order in which they were sent, whether alone or among several."""
        self.folder = folder
        self.url = ""

    def __call__(self, call: Call) -> Answer:
        place = urlsplit(call.path).path.rpartition("/")[2]
        if place == "_search" and b"aggs" not in call.body:
            self.searches.append(json.dumps(json.loads(call.body)))
        if place != "_msearch":
            return self.index(call)
        self.requests += 1
        if self.instead:
            return self.instead.pop(0)
        sent = call.body.decode().splitlines()[1::2]
        self.searches += sent
        given = json.loads(self.index(call).body)
        given["responses"] = [self.failing(json.loads(one)) or found for one, found in zip(sent, given["responses"], strict=True)]
        return answer(given)

    @property
    def own(self) -> ServiceSettings:
        return ServiceSettings(url=self.url, key="ada:secret")

    def fill(self, works: bytes, name: str = "works.jsonl", covers: SourceName | None = None) -> None:
        path = self.folder / name
        path.write_bytes(works)
        sending.send([path], Server(self.own, NetworkSettings()), covers)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with Lab(house) as lab:
        house.url = f"{lab.url}/works"
        house.fill(lines(map(crossref, range(100))), covers="crossref")
        own = [{"id": "o", "type": "book", "title": "Minutes of the invented society", "issued": {"date-parts": [[1950]]}}]
        house.fill(json.dumps(own).encode(), "own.json")
        yield house


class Both(NamedTuple):
    """The user's settings, with OpenSearch, and what workers get of them."""

    user: Settings
    workers: Settings


def both(services: Services, house: House, **more: ServiceSettings) -> Both:
    plain = settings(services)
    plain = msgspec.structs.replace(plain, services={**plain.services, **more})
    return Both(msgspec.structs.replace(plain, services={**plain.services, "opensearch": house.own}), plain)


def gathered(corpus: Corpus, chosen: Both, watch: Watch = Watch()) -> list[Report]:  # noqa: B008 - a value
    """Gather for a corpus, and return the reports on its articles; workers do not know where OpenSearch is."""
    jobs = [Reading(corpus.folder, path.stem, path, chosen.workers, CODES) for path in corpus.articles]
    gather(Gathering(Here(), corpus.folder, chosen.user, NOW, watch), jobs)  # type: ignore[arg-type]
    return [corpus.audit(number, chosen.workers) for number in range(len(corpus.articles))]


def alone(corpus: Corpus, chosen: Both) -> list[Report]:
    """Return the reports of audits that ask OpenSearch themselves."""
    return [pipeline.audit(AuditRequest(path=path, settings=chosen.user, selected=CODES), NOW) for path in corpus.articles]


def known(number: int, **more: object) -> dict[str, object]:
    """Return an entry without an identifier that OpenSearch has under Crossref's works."""
    return {
        "id": f"k{number}",
        "type": "article-journal",
        "title": f"The glaciers of valley {number} and what became of them",
        "author": [{"family": f"Name{number}", "given": "A."}],
        "container-title": "Journal of Invented Ice",
        "volume": str(number % 50),
        "issued": {"date-parts": [[1990 + number % 30]]},
        **more,
    }


UNKNOWN = {
    "id": "u",
    "type": "article-journal",
    "title": "What badgers say about invented journals",
    "author": [{"family": "Nobody", "given": "N."}],
    "container-title": "Journal of Invented Ice",
    "issued": {"date-parts": [[2001]]},
}


def seen(evidence: Evidence) -> dict[str, object]:
    """Return the answers, with the days of those that are not a service's, and what they rest on."""
    days = [asked.time for resolution in evidence.resolutions.values() for asked in resolution.asked if asked.from_index]
    return {**without_requests(evidence), "days": days, "index": evidence.index, "silent": evidence.silent}


def test_the_articles_of_a_corpus_get_the_answers_of_audits_that_ask_it(tmp_path: Path, house: House):
    other = {**known(3), "id": "x", "title": "The glaciers of valley 3 and what became of us"}
    recent, undated = {**UNKNOWN, "issued": {"date-parts": [[2026]]}}, {**UNKNOWN, "issued": {"literal": "n.d."}}
    minutes = {"id": "m", "type": "book", "title": "Minutes of the invented society", "issued": {"date-parts": [[1950]]}}
    book = {"id": "b", "type": "book", "title": "A grammar of invented things", "ISBN": "9783161484100"}
    corpus = written(
        tmp_path,
        [known(7), known(8, DOI="10.5555/w8"), UNKNOWN, 0, 2],
        [known(7), other, minutes, known(9, DOI="10.5555/w4")],
        [recent, undated, book, 1, 3],
        [{"id": "p", "title": "Nothing at all", "DOI": "10.5555/nothing", "issued": {"date-parts": [[2001]]}}],
    )
    with Services([], handlers={"crossref": quick}) as services:
        chosen = both(services, house)
        expected = alone(corpus, chosen)
        sent = {*house.searches}
        house.searches.clear()
        services.lab.calls.clear()
        got = gathered(corpus, chosen)
        asked = [unquote(path) for _, path in services.asked]

    assert [seen(report.evidence) for report in got] == [seen(report.evidence) for report in expected]
    assert [report.findings for report in got] == [report.findings for report in expected]
    assert [report.unchecked for report in got] == [report.unchecked for report in expected]
    assert got[0].evidence.index["crossref"] == Snapshot(DAY, 100, whole=True)
    assert {*house.searches} == sent
    assert len(house.searches) == len(sent)
    assert not [path for path in asked if "of valley 7" in path or "10.5555/w8" in path]


def test_it_is_asked_each_question_once_and_many_share_a_request(tmp_path: Path, house: House):
    corpus = written(tmp_path, *([known(number) for number in range(50)] for _ in range(6)))
    with Services([]) as services:
        reports = gathered(corpus, both(services, house))

        assert services.asked == []
    assert {asked.from_index for report in reports for one in report.evidence.resolutions.values() for asked in one.asked} == {True}
    assert len(house.searches) == len({*house.searches}) == 2 * 50  # among the house's own works, and among Crossref's
    assert house.requests == 100 // TOGETHER


def test_what_it_answered_is_not_asked_again_until_it_has_other_works(tmp_path: Path, house: House):
    corpus = written(tmp_path, [known(1), UNKNOWN])
    with Services([], handlers={"crossref": quick}) as services:
        chosen = both(services, house)
        gathered(corpus, chosen)
        house.searches.clear()
        gathered(corpus, chosen)
        assert house.searches == []

        badgers = crossref(500, UNKNOWN["title"], "Nobody", issued={"date-parts": [[2001]]})  # type: ignore[arg-type]
        house.fill(lines([badgers]), "more.jsonl")
        (report,) = gathered(corpus, chosen)

    assert house.searches
    assert '"source": "own"' not in "".join(house.searches)
    assert [asked.from_index for asked in report.evidence.resolutions["u"].asked if asked.service == "crossref"] == [True]


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ({"error": {"type": "search_phase_execution_exception", "reason": "x"}, "status": 503}, "failed (HTTP 503)"),
        ({"error": {"type": "security_exception", "reason": "no permissions"}, "status": 403}, "refuses to answer (HTTP 403)"),
        ({"error": "x"}, "answered with unexpected JSON"),
        ({"timed_out": True, "_shards": SHARDS, "hits": {"hits": []}, "status": 200}, "answered with only some of the works"),
        ({"_shards": {**SHARDS, "failed": 1}, "hits": {"hits": []}}, "answered with only some of the works"),
        ({"_shards": SHARDS, "status": 200}, "answered with unexpected JSON"),
        ([7], "answered with unexpected JSON"),
        ({"hits": {"hits": [{"_source": {"content": "{"}}]}}, "answered with unreadable works"),
    ],
)
def test_a_search_that_fails_is_never_silence_and_costs_no_other_its_answer(
    tmp_path: Path, house: House, failing: dict[str, Any], said: str
):
    house.failing = lambda asked: failing if "badgers" in str(asked) else None
    corpus = written(tmp_path, [known(1), UNKNOWN], [UNKNOWN])
    lines: list[str] = []
    with Services([], handlers={"crossref": quick}) as services:
        first, second = gathered(corpus, both(services, house), Watch(say=lines.append))
        asked = {service for service, _ in services.asked}
        (tmp_path / "off").mkdir()
        crossref_off = both(services, house, crossref=ServiceSettings(enabled=False))
        off, _ = gathered(corpus._replace(folder=tmp_path / "off"), crossref_off)

    assert "crossref" in asked
    assert [line.partition(": ")[2] for line in lines] == [f"OpenSearch {said}; services are asked what it does not answer"]
    assert [asked.from_index for asked in first.evidence.resolutions["k1"].asked] == [True]
    for report in (first, second):
        of_crossref = [asked for asked in report.evidence.resolutions["u"].asked if asked.service == "crossref"]
        assert [(one.from_index, isinstance(one.answer, Failed)) for one in of_crossref] == [(False, False)]
    (silent,) = [asked.answer for asked in off.evidence.resolutions["u"].asked if asked.service == "crossref"]
    assert isinstance(silent, Failed)
    assert str(silent.reason) == f"could not be looked up in your OpenSearch, which {said}"
    assert "WORK401" not in {finding.code for finding in off.findings}


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (Answer(cut=0), "could not be reached"),
        (failure(503, "x", "x"), "failed (HTTP 503)"),
        (failure(401, "x", "x"), "refuses to answer (HTTP 401)"),
        (answer({"took": 1, "responses": []}), "answered with unexpected JSON"),
        (answer({"took": 1, "responses": 7}), "answered with unexpected JSON"),
        (answer([]), "answered with unexpected JSON"),
        (Answer(headers=JSON, body=b"{"), "answered with something that is not JSON"),
    ],
)
def test_one_that_does_not_answer_is_asked_again_and_then_given_up(tmp_path: Path, house: House, instead: Answer, said: str):
    corpus = written(tmp_path, [known(number) for number in range(11)])
    lines: list[str] = []
    with Services([], handlers={"crossref": quick}) as services:
        chosen = both(services, house)
        house.instead = [instead, instead]
        (report,) = gathered(corpus, chosen, Watch(say=lines.append))
        assert "crossref" in {service for service, _ in services.asked}
        assert house.requests == 2

        assert [line.partition(": ")[2].partition(" in")[0] for line in lines] == [
            f"OpenSearch {said}; it is asked again",
            f"OpenSearch {said}; it is not asked any more",
        ]
        assert not any(asked.from_index for one in report.evidence.resolutions.values() for asked in one.asked)
        house.instead = [instead]
        (report,) = gathered(corpus, chosen)
    assert all(any(asked.from_index for asked in one.asked) for one in report.evidence.resolutions.values())


def test_one_that_is_gone_at_the_beginning_is_one_line_and_what_it_answered_before_counts(tmp_path: Path, house: House):
    corpus = written(tmp_path, [known(1)], [known(1), known(2)])
    lines: list[str] = []
    with Services([], handlers={"crossref": quick}) as services:
        chosen = both(services, house)
        gathered(corpus._replace(articles=corpus.articles[:1]), chosen)
        assert services.asked == []

        house.index.mapping = None
        first, second = gathered(corpus, chosen, Watch(say=lines.append))
        assert "crossref" in {service for service, _ in services.asked}
        asked = [unquote(path) for _, path in services.asked]

    assert lines == [f"{urlsplit(house.url).netloc}: OpenSearch failed (HTTP 404); works are not looked up there"]
    assert not [path for path in asked if "valley 1 " in path.replace("+", " ")]
    for report in (first, second):
        assert [asked.from_index for asked in report.evidence.resolutions["k1"].asked] == [True]
    assert not any(asked.from_index for asked in second.evidence.resolutions["k2"].asked)


def test_ctrl_c_keeps_what_it_answered(tmp_path: Path, house: House):
    corpus = written(tmp_path, [known(number) for number in range(60)])

    def stop(task: str, *_: object) -> None:
        if task == "asking OpenSearch":
            raise KeyboardInterrupt

    with Services([]) as services:
        chosen = both(services, house)
        with pytest.raises(KeyboardInterrupt):
            gathered(corpus, chosen, Watch(progress=stop))
        first = [*house.searches]
        gathered(corpus, chosen)

    assert len(first) == TOGETHER
    assert len(house.searches) == len({*house.searches}) == 2 * 60


def test_one_that_is_not_named_any_more_is_forgotten(tmp_path: Path, house: House):
    corpus = written(tmp_path, [known(1)])
    with Services([], handlers={"crossref": quick}) as services:
        chosen = both(services, house)
        gathered(corpus, chosen)
        gathered(corpus, chosen._replace(user=chosen.workers))

        assert "crossref" in {service for service, _ in services.asked}
    with Answers(corpus.folder / ANSWERS) as answers:
        assert answers.house == {}

"""What a corpus asks: each question and page once for all articles, within the limits of services and hosts, and never twice."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import msgspec
import pytest
from msgspec.structs import replace
from tests.corpus.conftest import NOW

from kzcheck import layers, pipeline
from kzcheck.corpus.asking import Gathering
from kzcheck.corpus.engine import Stopped, Watch, opened
from kzcheck.corpus.gathering import gather
from kzcheck.corpus.work import ANSWERS, Reading, rests_on_failures
from kzcheck.evidence import Copies, Failed, Found
from kzcheck.gather.answers import Answers
from kzcheck.pipeline import AuditRequest
from kzcheck.settings import NetworkSettings, ServiceSettings
from kzcheck.web.limits import Patience
from lab import play_crossref
from lab.archives import Archive, Copy
from lab.scenes import html
from lab.server import Answer, Lab
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kzcheck.evidence import Evidence
    from kzcheck.finding import Report
    from kzcheck.settings import Settings
    from lab.server import Call, Received

WORKS = tuple(articles(60))
TESTS = Path(__file__).parents[1]
CODES = ("WORK", "LINK")
RATE, PLACES, PACE, PER_HOST = 20.0, 2, 0.05, 2
USER = f"""
contact = "editor@example.org"
[links]
allow-private = ["127.0.0.0/8"]
interval = {PACE}
per-host = {PER_HOST}
second-look = 0.05
[network]
cache = false
[services.crossref]
rate = {RATE}
concurrency = {PLACES}
[services.wayback]
enabled = false
"""


class Here:
    """A cluster without workers: jobs are done here, one after another."""

    def map(self, function: Callable[[object], object], jobs: Iterable[object], **_: object) -> Iterator[tuple[object, object]]:
        for job in jobs:
            try:
                yield job, function(job)
            except Exception:  # noqa: BLE001 - as on a cluster
                yield job, Stopped("crashed")

    def alone(self, _: str) -> nullcontext[None]:
        return nullcontext()


def quick(call: Call) -> Answer:
    """Answer as Crossref, without its stated limits."""
    answer = play_crossref.answer(WORKS, call)
    return Answer(answer.status, {}, answer.body)


def page(call: Call) -> Answer:
    if "gone" in call.path:
        return html("<h1>Not Found</h1>", 404)
    return html(f"<title>The page {call.path}</title><h1>The page {call.path}</h1><p>{'Many words. ' * 60}</p>")


def settings(services: Services | None = None) -> Settings:
    user = layers.SettingsFile(USER, "mine.toml")
    return layers.load(layers.SettingsFile(), services.environment if services else os.environ, user=user).settings


class Corpus(NamedTuple):
    """The folder of a corpus, and its articles."""

    folder: Path
    articles: Sequence[Path]

    def gather(self, chosen: Settings, cluster: object = None, watch: Watch = Watch()) -> None:  # noqa: B008 - a value
        jobs = [Reading(self.folder, path.stem, path, chosen, CODES) for path in self.articles]
        gather(Gathering(cluster or Here(), self.folder, chosen, NOW, watch), jobs)  # type: ignore[arg-type]

    def audit(self, number: int, chosen: Settings) -> Report:
        request = AuditRequest(path=self.articles[number], settings=chosen, selected=CODES)
        with Answers(self.folder / ANSWERS) as answers:
            return pipeline.audit(msgspec.structs.replace(request, answers=answers), NOW)


def written(folder: Path, *lists: Iterable[object]) -> Corpus:
    """Write lists of references: works of the lab by their numbers, and anything else as CSL."""
    paths = []
    for number, entries in enumerate(lists):
        path = folder / f"{number:02}.json"
        items = [
            json.loads(msgspec.json.encode(replace(WORKS[entry], id=f"r{place}"))) if isinstance(entry, int) else entry
            for place, entry in enumerate(entries)
        ]
        path.write_text(json.dumps(items), "utf-8")
        paths.append(path)
    (folder / "out").mkdir()
    return Corpus(folder / "out", paths)


def web_page(url: str, number: int = 0) -> dict[str, object]:
    return {"id": f"w{number}", "type": "webpage", "title": f"The page /{url.rpartition('/')[2]}", "URL": url}


def asked_dois(services: Services) -> list[str]:
    """Return the DOIs in requests to Crossref, one after another."""
    paths = [unquote(path) for service, path in services.asked if service == "crossref"]
    return [doi for path in paths for doi in re.findall(r"(?:doi:|/works/)(10[.][^,&?]+)", path)]


def peak(calls: Sequence[Received]) -> int:
    """Return the greatest number of calls at a time."""
    changes = sorted([(call.started, 1) for call in calls] + [(call.ended, -1) for call in calls])
    at_once = most = 0
    for _, change in changes:
        at_once += change
        most = max(most, at_once)
    return most


def in_a_second(calls: Sequence[Received]) -> int:
    """Return the greatest number of calls that began within one second."""
    starts = sorted(call.started for call in calls)
    return max(sum(start <= other < start + 1 for other in starts) for start in starts)


@pytest.fixture(scope="module")
def pages() -> Iterator[Lab]:
    """Pages on four hosts."""
    with Lab(page, *(f"127.0.3.{number}" for number in range(1, 5)), latency=0.03) as lab:
        yield lab


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))


class Gathered(NamedTuple):
    """What four workers together asked about twelve articles that share half of their works and pages."""

    references: int
    requests: int
    dois: list[str]
    crossref: list[Received]
    visits: list[Received]
    others: set[str]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory, pages: Lab) -> Gathered:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    folder = tmp_path_factory.mktemp("corpus")
    links = [[web_page(f"{url}/p/{number % 6}-{place}", place) for place, url in enumerate(pages.urls * 3)] for number in range(12)]
    corpus = written(folder, *([*range(number * 5, number * 5 + 5), *range(50), *links[number]] for number in range(12)))
    before = len(pages.calls)
    with Services(WORKS, handlers={"crossref": quick}, latency=0.03) as services:
        with opened(None, folder, workers=4) as cluster:
            corpus.gather(settings(services), cluster)
        calls = [call for call in services.lab.calls if services.urls["crossref"].endswith(call.call.server)]
        others = {service for service, _ in services.asked} - {"crossref"}
        return Gathered(12 * 55, len(services.asked), asked_dois(services), calls, pages.calls[before:], others)


def test_each_doi_of_a_corpus_is_asked_once_and_fifty_share_a_request(gathered: Gathered):
    assert sorted(gathered.dois) == sorted(work.doi for work in WORKS)
    assert gathered.others == set()
    assert gathered.requests / gathered.references <= 0.02


def test_each_page_of_a_corpus_is_visited_once(gathered: Gathered):
    paths = [(call.call.server, call.path) for call in gathered.visits]

    assert len(paths) == len(set(paths)) == 6 * 12


def test_neither_hosts_nor_services_see_more_of_four_workers_than_their_limits(gathered: Gathered, pages: Lab):
    for server in pages.servers:
        calls = [call for call in gathered.visits if call.call.server == server]
        assert peak(calls) <= PER_HOST
        assert in_a_second(calls) <= 1.25 / PACE
    assert peak(gathered.crossref) <= PLACES


def test_no_service_sees_more_than_its_limit(tmp_path: Path):
    corpus = written(tmp_path, *([number, number + 30] for number in range(30)))
    searched = [
        {"id": "s", "type": "article-journal", "title": work.title, "issued": {"date-parts": [[2001]]}} for work in WORKS[:30]
    ]
    more = tmp_path / "searched.json"
    more.write_text(json.dumps([{**entry, "id": f"s{place}"} for place, entry in enumerate(searched)]), "utf-8")
    with Services(WORKS, handlers={"crossref": quick}, latency=0.1) as services:
        corpus._replace(articles=[*corpus.articles, more]).gather(settings(services))
        calls = [call for call in services.lab.calls if services.urls["crossref"].endswith(call.call.server)]

    assert len(calls) > 30
    assert peak(calls) <= PLACES
    assert in_a_second(calls) <= 1.25 * RATE


def without_requests(evidence: Evidence) -> dict[str, object]:
    """Return what was answered about each reference, and what pages looked like."""
    answers = {
        name: [(asked.service, asked.by, asked.value, asked.answer) for asked in resolution.asked]
        for name, resolution in evidence.resolutions.items()
    }
    visits = {
        url: [(visit.status, visit.titles, visit.mentions, visit.signs) for visit in page.visits]
        for url, page in evidence.pages.items()
    }
    return {**answers, **visits}


def test_articles_of_a_corpus_get_the_findings_of_audits_that_ask(tmp_path: Path, pages: Lab):
    gone = [web_page(f"{url}/gone/{place}", place) for place, url in enumerate(pages.urls)]
    other = {**gone[0], "title": "Another title for the same page"}
    unknown = {"id": "u", "type": "article-journal", "title": "Nothing of the kind was written", "DOI": "10.5555/unknown"}
    corpus = written(tmp_path, [0, 1, *gone[:2]], [1, 2, unknown, other], [3, 4, {**unknown, "DOI": ""}, *gone[2:]])
    with Services(WORKS, handlers={"crossref": quick}) as services:
        chosen = settings(services)
        alone = [pipeline.audit(AuditRequest(path=path, settings=chosen, selected=CODES), NOW) for path in corpus.articles]
        corpus.gather(chosen)
        asked = len(services.asked)
        together = [corpus.audit(number, chosen) for number in range(3)]

        assert len(services.asked) == asked
    assert [without_requests(report.evidence) for report in together] == [without_requests(report.evidence) for report in alone]
    assert [report.findings for report in together] == [report.findings for report in alone]
    assert [report.unchecked for report in together] == [report.unchecked for report in alone]


def test_the_archive_is_asked_once_about_a_page_that_several_articles_have_lost(tmp_path: Path, pages: Lab):
    gone = web_page(f"{pages.url}/gone/archived")
    corpus = written(tmp_path, [gone], [{**gone, "title": "Another title for it"}])
    copy = html(f"<title>{gone['title']}</title><h1>{gone['title']}</h1><p>{'Many words. ' * 60}</p>")
    with Lab(Archive({f"{pages.url}/gone/archived": [Copy("20250801120000", copy)]})) as archive:
        keeper = ServiceSettings(url=archive.url, rate=50)
        chosen = msgspec.structs.replace(settings(), services={"wayback": keeper})
        corpus.gather(chosen)
        asked = [call.path for call in archive.calls]
        together = [corpus.audit(number, chosen) for number in range(2)]

        assert len(asked) == len(set(asked)) == len(archive.calls)
    copies = [report.evidence.pages[f"{pages.url}/gone/archived"].archived for report in together]
    visits = [memento.visit for archived in copies if isinstance(archived, Copies) for memento in archived.mementos]
    assert [round(visit.mentions[0].share) for visit in visits if visit] == [1, 0]


def test_what_was_answered_is_not_asked_again_and_what_failed_is(tmp_path: Path, pages: Lab):
    page = web_page(f"{pages.url}/p/again")
    corpus = written(tmp_path, [0, 1, page], [1, 2, page])
    before = len(pages.calls)
    with Services(WORKS, handlers={"crossref": down(403)}) as services:
        corpus.gather(settings(services))
        failed = corpus.audit(0, settings(services)).evidence.resolutions["r0"].asked
        assert {asked.service: type(asked.answer) for asked in failed}["crossref"] is Failed

        services.handlers["crossref"] = quick
        services.lab.calls.clear()
        corpus.gather(settings(services))
        again = corpus.audit(0, settings(services)).evidence.resolutions["r0"].asked

        assert [(asked.service, type(asked.answer)) for asked in again] == [("crossref", Found)]
        assert len(services.asked) == 1
        services.lab.calls.clear()
        corpus.gather(settings(services))
        assert services.asked == []
    assert len(pages.calls) - before == 1


def test_a_report_rests_on_failures_as_long_as_a_page_was_not_visited(tmp_path: Path, pages: Lab):
    corpus = written(tmp_path, [0, web_page(f"{pages.url}/p/late")])
    with Services(WORKS, handlers={"crossref": quick}) as services:
        chosen = settings(services)
        gather(Gathering(Here(), corpus.folder, chosen, NOW), [])  # type: ignore[arg-type]
        before = corpus.audit(0, chosen)
        corpus.gather(chosen)

        assert [rests_on_failures(report) for report in (before, corpus.audit(0, chosen))] == [True, False]


def test_a_service_that_is_down_is_tried_twice_and_the_others_are_asked(tmp_path: Path):
    lines: list[str] = []
    with Services(WORKS, handlers={"crossref": down(503)}) as services:
        written(tmp_path, range(5)).gather(settings(services), watch=Watch(say=lines.append))

        assert {"doi", "openalex"} <= {service for service, _ in services.asked}
        assert len([service for service, _ in services.asked if service == "crossref"]) == 2 * Patience().tries
    assert [line.startswith("Crossref failed (HTTP 503); it is asked again in ") for line in lines] == [True]


def test_a_service_that_stays_down_is_given_up(tmp_path: Path):
    lines: list[str] = []
    corpus = written(tmp_path, *([{**searched(number), "id": "s"}] for number in range(40)))
    with Services(WORKS, handlers={"crossref": down(503, **{"Retry-After": "3600"})}) as services:
        corpus.gather(settings(services), watch=Watch(say=lines.append))

        assert len([service for service, _ in services.asked if service == "crossref"]) < 20
    assert [line.rpartition("; ")[2][:12] for line in lines] == ["it is asked ", "it is not as"]


def test_a_question_that_is_refused_costs_no_other_its_answer(tmp_path: Path):
    corpus = written(tmp_path, *([{**searched(number), "id": "s"}] for number in range(9)))

    def refusing(call: Call) -> Answer:
        return Answer(403) if WORKS[2].title.split()[1] in unquote(call.path) else quick(call)

    with Services(WORKS, handlers={"crossref": refusing}) as services:
        chosen = settings(services)
        corpus.gather(chosen)
        answers = [corpus.audit(number, chosen).evidence.resolutions["s"].asked for number in range(9)]

    failed = [any(isinstance(asked.answer, Failed) for asked in own if asked.service == "crossref") for own in answers]
    refused = [WORKS[2].title.split()[1] in WORKS[number].title for number in range(9)]
    assert 0 < sum(refused) < 5
    assert failed == refused


def test_the_password_of_a_proxy_stays_with_the_client(tmp_path: Path, pages: Lab):
    corpus = written(tmp_path, [web_page(f"{pages.url}/p/proxied")])
    chosen = msgspec.structs.replace(settings(), network=NetworkSettings(proxy="http://me:secret@127.0.0.1:9", cache=False))
    given: list[object] = []

    class Listening(Here):
        def map(self, function: Callable[[object], object], jobs: Iterable[object], **_: object) -> Iterator[tuple[object, object]]:
            for job in jobs:
                given.append(job)
                yield job, function(job)

    hidden = msgspec.structs.replace(chosen, network=NetworkSettings())
    jobs = [Reading(corpus.folder, "00", corpus.articles[0], hidden, ("LINK",))]
    gather(Gathering(Listening(), corpus.folder, chosen, NOW), jobs)  # type: ignore[arg-type]

    with Answers(corpus.folder / ANSWERS) as answers:
        assert answers.whole_page(f"{pages.url}/p/proxied") is not None
    assert "secret" not in repr(given)


def test_an_article_that_cannot_be_read_stops_no_other(tmp_path: Path):
    corpus = written(tmp_path, [0], [1])
    corpus.articles[0].write_bytes(b"[")
    with Services(WORKS, handlers={"crossref": quick}) as services:
        corpus.gather(settings(services))

        assert asked_dois(services) == [WORKS[1].doi]


def test_articles_in_which_nothing_is_to_be_asked_are_left_out(tmp_path: Path):
    corpus = written(tmp_path, [0])
    with Services(WORKS) as services:
        jobs = [Reading(corpus.folder, "00", corpus.articles[0], settings(services), ("REF",))]
        gather(Gathering(Here(), corpus.folder, settings(services), NOW), jobs)  # type: ignore[arg-type]

        assert services.asked == []


PROGRAM = """
import sys
from pathlib import Path
from tests.corpus.test_gathering import Corpus, settings
folder = Path(sys.argv[1])
if __name__ == "__main__":
    try:
        Corpus(folder / "out", sorted(folder.glob("*.json"))).gather(settings())
    except KeyboardInterrupt:
        print("paused")
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "paused"])
def test_a_run_that_ends_early_has_kept_all_answers(tmp_path: Path, how: signal.Signals):
    corpus = written(tmp_path, *([{**searched(number), "id": f"s{number}"}] for number in range(12)))
    process: subprocess.Popen[str] | None = None
    sent: list[str] = []

    def ending(call: Call) -> Answer:
        sent.append(call.path)
        if process and len(sent) == 5:
            os.kill(process.pid, how)
        return quick(call)

    with Services(WORKS, handlers={"crossref": ending}) as services:
        environment = {
            **os.environ,
            **services.environment,
            "KZCHECK_SERVICES_CROSSREF_CONCURRENCY": "1",
            "PYTHONPATH": os.pathsep.join(map(str, (TESTS.parent, TESTS))),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path)], env=environment, text=True, stdout=subprocess.PIPE
        )
        ended = process.communicate()[0]
        assert (process.returncode, ended) == ((-how, "") if how == signal.SIGKILL else (0, "paused\n"))
        process, first = None, list(sent)
        sent.clear()
        corpus.gather(settings(services))

    assert 5 <= len(first) < 12
    assert not set(sent) & set(first[:4])
    assert set(sent) | set(first) >= {*first, *sent}
    assert len(set(sent) | set(first)) == 12


def searched(number: int) -> dict[str, object]:
    work = WORKS[number]
    authors = [{"family": name.family, "given": name.given} for name in work.author]
    return {"type": "article-journal", "title": work.title, "author": authors, "issued": {"date-parts": [[work.year]]}}

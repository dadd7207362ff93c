"""Answers that break their readers, unreadable pages and infinite settings: each affects only itself, never the audit."""

from __future__ import annotations

import dataclasses
import gzip
import json
import math
import time
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck import layers, pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date, Item
from kzcheck.evidence import Copies, Failed, Found, Record, load, save
from kzcheck.gather.archives import Archivist, Link
from kzcheck.gather.batches import Batches
from kzcheck.gather.desk import Desk
from kzcheck.gather.links import Prober, pace
from kzcheck.gather.steps import Watch
from kzcheck.matching.links.page_states import judge
from kzcheck.reasons import Reason
from kzcheck.services import SERVICES, wayback
from kzcheck.settings import LinkSettings, NetworkSettings
from kzcheck.web.messages import UNREADABLE, Endpoint, Limit, Reply, Request
from kzcheck.web.session import Session
from kzcheck.web.transport import Browser
from lab import Answer, Lab, pages
from lab.archives import Archive, Copy
from lab.scenes import html, stored
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from kzcheck.finding import Report
    from kzcheck.services.service import Ask
    from lab import Call

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
ODD_HEADERS: Any = {"content-type": 5}
"""Impossible headers: any code that reads them fails."""
WORK = pages.work(pages.thrown("ferries"))
OFF = "".join(f"[services.{name}]\nenabled = false\n" for name in SERVICES)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Report]:
    """Audit the links of items on a loopback web, with or without an archive."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path))

    def run(*items: Item, archive: str = "") -> Report:
        links = '[links]\nallow-private = ["127.0.0.0/8"]\ninterval = 0\nsecond-look = 0\n[network]\ncache = false\n'
        keeper = f'[services.wayback]\nurl = "{archive}"\n' if archive else "[services.wayback]\nenabled = false\n"
        chosen = layers.load(layers.SettingsFile(), {}, user=layers.SettingsFile(links + keeper + OFF, "mine.toml")).settings
        article = Article(references=tuple(Reference(item, HERE) for item in items), sources={HERE.file: "- x"})
        return pipeline.audit(pipeline.AuditRequest(article=article, settings=chosen, selected=("LINK",)), NOW)

    return run


def cited(url: str, number: int = 1) -> Item:
    """Return a work with a URL, accessed in the year after its publication."""
    item = pages.item(WORK, number, url, "webpage", WORK.title)
    return replace(item, id=str(number), url=url, accessed=Date((WORK.year + 1, 6, 15)))


# Services


def read(ask: Ask, _: Reply) -> Mapping[str, Found]:
    """Read answers with a reader that has two faults: it fails for one DOI, and makes a record without an item for another."""
    doi = ask.values[0]
    if "broken" in doi:
        raise AttributeError
    item: Any = None if "odd" in doi else Item("x", "book", "Rivers that never were")
    return {doi: Found((Record("crossref", doi, item),))}


def test_an_answer_that_breaks_its_reader_affects_one_question_only():
    service = replace(SERVICES["crossref"], answers=read, batch={"DOI": 1}, search=lambda _: ())
    hosts = [Endpoint("crossref", "https://api.example.org", {"single": Limit()})]
    session = Session(hosts, lambda request, _: Reply(request.path, 200, b"{}", {}, NOW))
    dois = ("10.5555/a", "10.5555/broken", "10.5555/odd", "10.5555/z")
    references = [Reference(Item(str(place), "book", "Rivers that never were", doi=doi), HERE) for place, doi in enumerate(dois)]
    services = {"crossref": service}
    desk = Desk(references, services, Batches(services, session.submit).send)
    desk.ask()
    session.run()

    answers = [[question.answer for question in desk.resolutions()[reference.id].asked] for reference in references]
    assert [[type(answer) for answer in question_answers] for question_answers in answers] == [[Found], [Failed], [Failed], [Found]]
    assert answers[1:3] == [[Failed(Reason("unreadable-by-fault", {"error": "AttributeError"}))], [Failed(UNREADABLE)]]
    assert desk.pending() == ()
    assert desk.settled == len(references)


def spoilt(handler: Callable[[Call], Answer], call: Call, *changes: tuple[bytes, bytes]) -> Answer:
    """Change a service's answer."""
    answer = handler(call)
    body = answer.body
    for old, new in changes:
        body = body.replace(old, new)
    return dataclasses.replace(answer, body=body)


@pytest.mark.parametrize(
    "changes",
    [
        [(b'": "', b'": "\\ud800'), (b'": ["', b'": ["\\udfff')],
        [(b": 2", b": 1e999")],
        [(b": 2", b": NaN")],
        [(b": 2", b": " + b"9" * 5000)],
        [(b"[20", b"[9999999")],
        [(b'"page": "', b'"page": "-'), (b": 2", b": -2")],
    ],
    ids=["half letters", "no number", "not a number", "5000 digits", "years", "negative"],
)
def test_malformed_values_in_every_answer_do_not_stop_the_audit(audit, changes: list[tuple[bytes, bytes]]):
    works = list(articles(4))
    with Services(works) as services:
        services.handlers = {
            name: lambda call, handler=handler: spoilt(handler, call, *changes) for name, handler in services.handlers.items()
        }
        report = audit(services.environment, *works)

        assert services.asked
    assert load(save(report.evidence), "evidence.json") == report.evidence


# The archive


def test_lone_surrogates_in_the_archives_list_do_not_stop_the_audit(look):
    holdings: dict[str, Any] = {}
    archive = Archive(holdings)
    with Lab(lambda _: Answer(404)) as web, Lab(partial(spoilt_list, archive), "127.0.0.9") as keeper:
        urls = [f"{web.url}/a/{number}" for number in range(3)]
        holdings.update((url, [Copy(f"{WORK.year + 1}0501093000", html(pages.article(WORK)))]) for url in urls)
        items = [cited(url, number) for number, url in enumerate(urls)]
        report = look(*items, archive=keeper.url)

        assert any("cdx" in path for path in keeper.paths)
    assert load(save(report.evidence), "evidence.json") == report.evidence
    assert {finding.code for finding in report.findings} == {"LINK501"}


def spoilt_list(archive: Archive, call: Call) -> Answer:
    """Put a lone surrogate into every URL in the archive's list."""
    return spoilt(archive, call, (b'"http', b'"\\ud800http')) if "/cdx/" in call.path else archive(call)


def test_the_next_copy_is_read_after_one_that_breaks_its_reader():
    url, stamps = "http://www.example.org/ferries", ("20180201000000", "20180101000000")
    rows = json.dumps([["timestamp", "original", "statuscode"], *([stamp, url, "200"] for stamp in stamps)]).encode()
    good = pages.article(WORK).encode()

    def send(request: Request, _: float) -> Reply:
        if request.route == "cdx":
            return Reply(request.path, 200, rows if "&to=" in request.path else b"[]", {}, NOW)
        first = stamps[0] in request.path
        return Reply(request.path, 200, good, ODD_HEADERS if first else {"content-type": "text/html; charset=utf-8"}, NOW)

    session = Session([Endpoint("wayback", wayback.URL, {"cdx": Limit(), "web": Limit()})], send)
    archivist = Archivist(session.submit, NOW)
    link = Link(url, (cited(url),), date(2018, 6, 1), lost=True)
    archivist.ask([link])
    session.run()

    archived = archivist.archived[link.key]
    assert isinstance(archived, Copies)
    assert [memento.visit.reason for memento in archived.mementos if memento.visit] == [
        Reason("unreadable-by-fault", {"error": "TypeError"}),
        None,
    ]


# Pages


class Fake(Browser):
    """A browser with prepared replies."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        super().__init__("kzcheck/0", NetworkSettings())
        self._replies = replies

    def visit(self, request: Request, timeout: float) -> Reply:  # noqa: ARG002 - takes no time
        """Return the reply for a URL, or a 404."""
        url = request.endpoint + request.path
        return self._replies.get(url) or Reply(url, 404, b"", {}, NOW, hops=((url, 404),))


def test_a_page_that_breaks_its_reader_affects_one_link_only():
    urls = [f"http://www.example.org/{number}" for number in range(4)]
    body = pages.article(WORK).encode()
    headers: dict[str, Any] = {url: {"content-type": "text/html"} for url in urls} | {urls[1]: ODD_HEADERS}
    replies = {url: Reply(url, 200, body, headers[url], NOW, hops=((url, 200),)) for url in urls}
    prober = Prober({url: [[cited(url)]] for url in urls}, Fake(replies), LinkSettings(interval=0, second_look=0), NOW)
    prober.probe(60, Watch())

    states = [judge(url, prober.pages[url], [cited(url)]) for url in urls]
    assert [(state.state, state.kind) for state in states] == [("ok", ""), ("blocked", "unread"), ("ok", ""), ("ok", "")]
    assert [len(page.visits) for page in prober.pages.values()] == [1] * 4


HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = pages.article(WORK).encode()
UNREAD = {
    "br": Answer(headers={**HTML, "Content-Encoding": "br"}, body=BODY),
    "zstd": Answer(headers={**HTML, "Content-Encoding": "zstd"}, body=BODY),
    "damaged": Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=BODY),
    "a bomb": Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=stored(8, BODY)),
    "broken off": Answer(headers=HTML, body=BODY, cut=len(Answer(headers=HTML, body=BODY).written("GET")) - len(BODY)),
}
READ = {
    "gzip": Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=gzip.compress(BODY)),
    "long": Answer(headers=HTML, body=BODY + b"<p>more of it</p>" * 40_000),
    "long, and all of it style": Answer(headers=HTML, body=b"<style>" + b".a{color:red}" * 40_000 + b"</style>" + BODY),
    "broken off later": Answer(headers=HTML, body=BODY, cut=len(BODY) // 2),
}


@pytest.mark.parametrize("name", [*UNREAD, *READ])
def test_only_an_unread_page_is_unchecked(look, name: str):
    answer = (UNREAD | READ)[name]
    with Lab(lambda _: answer) as web:
        report = look(cited(f"{web.url}/a"))
    (page,) = report.pages.values()

    assert (page.state, page.kind) == (("blocked", "unread") if name in UNREAD else ("ok", ""))
    assert [finding.code for finding in report.findings if finding.code != "KZ003"] == []
    assert [subject.url for subject in report.unchecked if subject.step == "links"] == [f"{web.url}/a"] * (name in UNREAD)
    assert load(save(report.evidence), "evidence.json") == report.evidence


def test_a_missing_page_is_recognised_whatever_its_encoding(look):
    packed = dataclasses.replace(UNREAD["br"], status=404)
    with Lab(lambda _: packed) as web:
        report = look(cited(f"{web.url}/a"))

    assert [finding.code for finding in report.findings] == ["LINK501"]


@pytest.mark.parametrize("copy", ["good", "br", "zstd", "damaged", "a bomb"])
def test_an_unreadable_page_is_checked_by_a_readable_copy(look, copy: str):
    answer = html(pages.article(WORK)) if copy == "good" else UNREAD[copy]
    with Lab(lambda _: UNREAD["br"]) as web:
        url = f"{web.url}/a"
        with Lab(Archive({url: [Copy(f"{WORK.year + 1}0501093000", answer)]}), "127.0.0.9") as keeper:
            report = look(cited(url), archive=keeper.url)

        assert any("id_" in path for path in keeper.paths)
    assert [subject.url for subject in report.unchecked if subject.step == "links"] == ([] if copy == "good" else [url])


def test_no_more_is_read_of_a_copy_than_of_a_page(look):
    long = html(pages.article(WORK) + "<p>more of it</p>" * 400_000)
    with Lab(lambda _: Answer(404)) as web:
        url = f"{web.url}/a"
        with Lab(Archive({url: [Copy(f"{WORK.year + 1}0501093000", long)]}), "127.0.0.9") as keeper:
            report = look(cited(url), archive=keeper.url)
    (memento,) = report.evidence.pages[url].archived.mementos

    assert (memento.visit.whole, memento.visit.reason) == (False, None)
    assert memento.visit.length < 200_000


# Infinite settings


@pytest.mark.parametrize("second_look", [100_000, 1e18, math.inf])
def test_a_second_visit_is_not_awaited_beyond_the_deadline(second_look: float):
    with Lab(lambda call: Answer(500) if call.path == "/down" else Answer(headers=HTML, body=BODY)) as web:
        urls = [f"{web.url}/down", f"{web.url}/up"]
        browser = Browser("kzcheck/0", NetworkSettings(), ["127.0.0.0/8"])
        prober = Prober({url: [[cited(url)]] for url in urls}, browser, LinkSettings(interval=0, second_look=second_look), NOW)
        start = time.monotonic()
        prober.probe(5, Watch())
        browser.close()

    assert time.monotonic() - start < 5
    assert judge(urls[0], prober.pages[urls[0]], []).state == "failed"
    assert judge(urls[1], prober.pages[urls[1]], []).state == "ok"


@pytest.mark.parametrize("interval", [1e18, 1e308, math.inf])
def test_an_infinite_interval_is_not_treated_as_no_interval(interval: float):
    limit = pace("https://www.example.org/", LinkSettings(interval=interval))

    assert limit.rate
    assert 0 < limit.rate <= 1e-9


def test_an_infinite_interval_is_not_awaited_beyond_the_deadline():
    with Lab(lambda _: Answer(headers=HTML, body=BODY)) as web:
        urls = [f"{web.url}/{number}" for number in range(3)]
        browser = Browser("kzcheck/0", NetworkSettings(), ["127.0.0.0/8"])
        prober = Prober({url: [[cited(url)]] for url in urls}, browser, LinkSettings(interval=math.inf), NOW)
        start = time.monotonic()
        prober.probe(1, Watch())
        browser.close()

    assert time.monotonic() - start < 5
    assert sorted(page.visits[-1].status or 0 for page in prober.pages.values()) == [0, 0, 200]

"""The session for links: single pages do not close a host, requests slow down, and memory is limited."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.reasons import Reason
from kzcheck.settings import NetworkSettings
from kzcheck.web.limits import LINKS, Pace
from kzcheck.web.messages import Endpoint, Limit, NoReply, Reply, Request
from kzcheck.web.session import Session
from kzcheck.web.transport import ACCEPT, Browser, origin_and_path
from lab import Answer, Call, Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

QUICK = replace(LINKS, backoff=0.02)
BRIEF = replace(QUICK, first_timeout=0.2, timeout=0.3)


@contextmanager
def browser() -> Iterator[Browser]:
    client = Browser("kzcheck/0", NetworkSettings(), ["127.0.0.0/8"])
    yield client
    client.close()


def asked(urls: Iterable[str], *, rate: float | None = None, concurrency: int = 4, **options: object) -> list[Reply | NoReply]:
    """Return the outcomes for these URLs, in their order."""
    pages = [origin_and_path(url) for url in urls]
    endpoints = [
        Endpoint(origin, origin, {"": Limit(rate, concurrency)}) for origin in dict.fromkeys(origin for origin, _ in pages)
    ]
    outcomes: dict[int, Reply | NoReply] = {}
    with browser() as client:
        session = Session(endpoints, client.visit, **{"patience": QUICK, **options})
        for number, (origin, path) in enumerate(pages):
            session.submit(Request(origin, path, accept=ACCEPT), lambda outcome, number=number: outcomes.update({number: outcome}))
        session.run()
    return [outcomes[number] for number in sorted(outcomes)]


def pages_of(lab: Lab, count: int) -> list[str]:
    return [f"{lab.url}/{number}" for number in range(count)]


def once(first: Answer, then: Answer = Answer(body=b"page")) -> Callable[[Call], Answer]:  # noqa: B008 - frozen
    """Give each page one answer the first time and another one after that."""
    counts = Counter[str]()

    def answer(call: Call) -> Answer:
        counts[call.path] += 1
        return first if counts[call.path] == 1 else then

    return answer


@pytest.mark.parametrize("bad", [Answer(403), Answer(500), Answer(999), Answer(cut=0), Answer(raw=b"SSH\r\n")])
def test_faults_of_some_pages_do_not_affect_other_pages(bad: Answer):
    with Lab(lambda call: bad if int(call.path[1:]) < 8 else Answer(body=b"page")) as lab:
        outcomes = asked(pages_of(lab, 12), concurrency=1)

    assert [getattr(outcome, "status", None) for outcome in outcomes[8:]] == [200] * 4
    assert len({received.path for received in lab.calls}) == 12


@pytest.mark.parametrize("trouble", [Answer(500), Answer(503), Answer(429), Answer(cut=0, reset=True)])
def test_a_temporary_failure_is_retried_once(trouble: Answer):
    with Lab(once(trouble)) as lab:
        (outcome,) = asked([lab.url], patience=BRIEF)

    assert outcome.status == 200


@pytest.mark.parametrize("status", [404, 403, 451, 999])
def test_a_permanent_failure_is_not_retried(status: int):
    with Lab(lambda _: Answer(status)) as lab:
        (outcome,) = asked([lab.url])

    assert (outcome.status, len(lab.calls)) == (status, 1)


def test_an_unresponsive_host_is_closed_after_two_timeouts():
    with Lab(lambda _: Answer(delay=2)) as lab:
        start = time.monotonic()
        outcomes = asked(pages_of(lab, 30), patience=BRIEF)

    assert time.monotonic() - start < 1.5
    assert len(lab.calls) == 8
    assert {(str(outcome.reason), outcome.layer) for outcome in outcomes} == {("did not answer within 0.2 seconds", "HTTP")}


def test_a_host_that_refuses_connections_is_closed():
    with Lab(lambda _: Answer()) as lab:
        gone = lab.url
    outcomes = asked([f"{gone}/{number}" for number in range(30)], concurrency=1)

    assert {(str(outcome.reason), outcome.layer) for outcome in outcomes} == {("refused the connection", "connect")}
    assert [len(outcome.hops) for outcome in outcomes] == [1] * 2 + [0] * 28, "two are asked twice, which is enough"


def test_a_host_is_not_blamed_for_the_hosts_it_redirects_to():
    with Lab(lambda _: Answer()) as lab:
        gone = lab.url
    with Lab(lambda call: Answer(302, {"Location": gone}) if int(call.path[1:]) < 8 else Answer()) as lab:
        outcomes = asked(pages_of(lab, 12), concurrency=1)

    assert [getattr(outcome, "status", None) for outcome in outcomes] == [None] * 8 + [200] * 4


def test_a_pause_requested_by_a_redirect_target_does_not_pause_the_host():
    other = Lab(lambda _: Answer(429, {"Retry-After": "9999"}), "127.0.0.2")
    with other, Lab(lambda call: Answer(302, {"Location": other.url}) if call.path == "/0" else Answer()) as lab:
        outcomes = asked(pages_of(lab, 3), concurrency=1)

    assert [outcome.status for outcome in outcomes] == [429, 200, 200]


@pytest.mark.parametrize("status", [429, 503])
def test_a_request_for_a_pause_of_a_day_closes_the_host_without_waiting(status: int):
    with Lab(lambda _: Answer(status, {"Retry-After": "86400"})) as lab:
        start = time.monotonic()
        outcomes = asked(pages_of(lab, 9), concurrency=1)

    assert time.monotonic() - start < 1
    assert len(lab.calls) == 1
    assert outcomes[0].status == status
    assert outcomes[1:] == [NoReply(Reason("pause", {"status": status}))] * 8


def test_a_short_pause_is_respected():
    with Lab(once(Answer(429, {"Retry-After": "0.3"}))) as lab:
        (outcome,) = asked([lab.url])

    assert outcome.status == 200
    assert lab.calls[1].started - lab.calls[0].ended >= 0.28


def test_requests_slow_down_after_too_many_requests():
    with Lab(lambda _: Answer(429 if len(lab.calls) == 1 else 200)) as lab:
        asked(pages_of(lab, 2), rate=100, concurrency=1)
    times = [received.started for received in lab.calls]

    assert [later - earlier >= 0.45 for earlier, later in pairwise(times)] == [True] * 2


def test_the_time_between_requests_doubles_up_to_a_limit():
    pace, gaps = Pace(20), []
    for _ in range(6):
        pace.slow_down(5)
        gaps.append(round(1 / pace.rate, 3))

    assert gaps == [0.5, 1, 2, 4, 5, 5]


@pytest.mark.parametrize("interval", [0.0, 0.02])
def test_the_host_with_most_requests_is_asked_first(interval: float):
    """If several hosts could be asked, the one with most pages comes first, even if its pages were added late."""
    hosts = [f"127.0.0.{number}" for number in range(2, 8)]
    with Lab(lambda _: Answer(), *hosts, latency=0.02) as lab:
        short, long = lab.urls[:-1], lab.urls[-1]
        urls = [f"{url}/{number}" for number in range(4) for url in short] + [f"{long}/{number}" for number in range(20)]
        start = time.monotonic()
        asked(urls, rate=1 / interval if interval else None, concurrency=2, threads=4)

    assert time.monotonic() - start < 20 * 0.02 + 0.25


def test_the_number_of_threads_can_be_limited():
    with Lab(lambda _: Answer(), *(f"127.0.0.{number}" for number in range(2, 8)), latency=0.02) as lab:
        asked([f"{url}/{number}" for url in lab.urls for number in range(4)], threads=3)

    assert lab.peak == 3


def test_a_host_can_be_added_later():
    with Lab(lambda _: Answer()) as lab, browser() as client:
        session, outcomes = Session([], client.visit, patience=QUICK), []
        for _ in range(2):
            session.add(Endpoint(lab.url, lab.url))
            session.submit(Request(lab.url, "/"), outcomes.append)
        session.run()

    assert [outcome.status for outcome in outcomes] == [200, 200]
    assert len(lab.calls) == 1


def test_a_server_error_counts_as_a_sign_of_life():
    def behave(request: Request, _: float) -> Reply | NoReply:
        if request.path == "/slow":
            time.sleep(0.4)
        return Reply(f"http://a.example.org{request.path}", 500, b"", {}, None)

    session, outcomes = Session([Endpoint("a", "")], behave, patience=replace(QUICK, nobody=0.2, tries=1)), []
    for path in ("/", "/slow"):
        session.submit(Request("a", path), outcomes.append)
    session.run()

    assert [outcome.status for outcome in outcomes] == [500, 500]


def test_the_run_ends_if_no_host_answers():
    with Lab(lambda _: Answer(delay=2), "127.0.0.2", "127.0.0.3") as lab:
        outcomes = asked(lab.urls * 5, patience=replace(QUICK, first_timeout=1, nobody=0.3))

    assert all(outcome.reason.code == "no-host-answers" for outcome in outcomes)


def test_no_request_is_sent_while_too_many_bytes_await_processing():
    made, most, lock = [0], [0], threading.Lock()

    def behave(request: Request, _: float) -> Reply | NoReply:
        with lock:
            made[0] += 1
            most[0] = max(most[0], made[0])
        return Reply(f"http://a.example.org{request.path}", 200, bytes(1 << 16), {}, None)

    def then(_: object) -> None:
        time.sleep(0.002)
        with lock:
            made[0] -= 1

    patience = replace(LINKS, undelivered=4 << 16, remembered=0)
    session = Session([Endpoint("a", "", {"": Limit(concurrency=4)})], behave, patience=patience)
    for number in range(60):
        session.submit(Request("a", f"/{number}"), then)
    session.run()

    assert made[0] == 0
    assert most[0] <= 4 + 1 + 4 + 1

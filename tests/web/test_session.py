"""The session: which hosts it asks, when and how often, and how it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck.reasons import Reason
from kzcheck.web.cache import Cache
from kzcheck.web.limits import Patience
from kzcheck.web.messages import Endpoint, Limit, NoReply, Reply, Request
from kzcheck.web.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 20.0
"""Seconds that no run here may take; a hanging run takes longer."""
QUICK = Patience(longest_pause=0.5, backoff=0.02)
BRIEF = Patience(first_timeout=0.2, timeout=0.3, grace=0.1, longest_pause=0.5, backoff=0.02)


def endpoint(name: str = "a", **limit: float) -> Endpoint:
    return Endpoint(name, f"https://{name}.example.org", {"": Limit(**limit)})


def reply(request: Request, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(f"https://{request.endpoint}.example.org{request.path}", status, b"{}", named, datetime.now(UTC))


class Hosts:
    """A stand-in for the network: `behave` answers a request; all requests are recorded with their time."""

    def __init__(self, behave=None) -> None:
        self.behave = behave or reply
        self.sent: list[Request] = []
        self.times: list[float] = []
        self.timeouts: list[float] = []
        self.most: Counter[str] = Counter()
        self.most_in_all = 0
        self.let_go = threading.Event()
        self._flying: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, request: Request, timeout: float) -> Reply | NoReply:
        with self._lock:
            self.sent.append(request)
            self.times.append(time.monotonic())
            self.timeouts.append(timeout)
            self._flying[request.endpoint] += 1
            self.most[request.endpoint] = max(self.most[request.endpoint], self._flying[request.endpoint])
            self.most_in_all = max(self.most_in_all, self._flying.total())
        try:
            answer = self.behave(request)
            if answer is HANGS:
                self.let_go.wait(timeout)
                return NoReply(Reason("late", {"seconds": timeout}))
            if answer is DEAF:
                self.let_go.wait(2 * LONG)
                return NoReply(Reason("late", {"seconds": 8}))
            return answer
        finally:
            with self._lock:
                self._flying[request.endpoint] -= 1

    def paths(self, name: str) -> list[str]:
        return [request.path for request in self.sent if request.endpoint == name]


HANGS, DEAF = object(), object()
REFUSED = NoReply(Reason("refused-connection"))


@pytest.fixture
def hosts():
    hosts = Hosts()
    yield hosts
    hosts.let_go.set()


def run(hosts, *endpoints: Endpoint, questions=(), keep="partly", **options: object):
    """Run the questions in order; return the session and the outcomes in the order of delivery."""
    session = Session(endpoints or [endpoint()], hosts, **{"patience": QUICK, **options})
    outcomes = []

    def then(outcome) -> str | None:
        outcomes.append(outcome)
        return keep

    for question in questions:
        session.submit(question, then)
    session.run()
    return session, outcomes


def ask(count: int, name: str = "a") -> list[Request]:
    return [Request(name, f"/{number}") for number in range(count)]


def by_endpoint(**behaviour: object):
    """Return a behaviour for each endpoint's name: an outcome, a status, or a function of the request."""

    def behave(request) -> Reply | NoReply:
        outcome = behaviour[request.endpoint]
        return reply(request, outcome) if isinstance(outcome, int) else outcome(request) if callable(outcome) else outcome

    return behave


def in_turn(*outcomes: object):
    """Return one outcome (or status) after another, then always 200."""
    left = list(outcomes)
    lock = threading.Lock()

    def behave(request) -> Reply | NoReply:
        with lock:
            outcome = left.pop(0) if left else 200
        return reply(request, outcome) if isinstance(outcome, int) else outcome(request) if callable(outcome) else outcome

    return behave


# --- order and speed


def test_every_request_is_answered_once_and_in_order(hosts):
    session, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(20))

    assert [outcome.url.rpartition("/")[2] for outcome in outcomes] == [str(number) for number in range(20)]
    assert len(hosts.sent) == 20
    assert session.interrupted is False


def test_a_run_without_requests_ends_at_once(hosts):
    assert run(hosts)[1] == []


def test_callbacks_run_on_the_main_thread_while_other_threads_send(hosts):
    threads = {"send": set(), "then": set()}
    hosts.behave = lambda request: threads["send"].add(threading.get_ident()) or reply(request)
    session = Session([endpoint()], hosts)
    for question in ask(5):
        session.submit(question, lambda _: threads["then"].add(threading.get_ident()))
    session.run()

    assert threads["then"] == {threading.get_ident()}
    assert threading.get_ident() not in threads["send"]


def test_a_chain_of_requests_runs_to_its_end(hosts):
    session = Session([endpoint("a"), endpoint("b")], hosts)
    urls = []

    def then(outcome) -> str:
        urls.append(outcome.url)
        if len(urls) < 10:
            session.submit(Request("ab"[len(urls) % 2], f"/{len(urls)}"), then)
        return "partly"

    session.submit(Request("a", "/0"), then)
    session.run()

    assert len(urls) == len(set(urls)) == 10


def test_the_rate_is_respected_from_the_first_request(hosts):
    run(hosts, endpoint(rate=50, concurrency=8), questions=ask(15))

    assert hosts.times[-1] - hosts.times[0] >= 14 / 50 - 0.01


def test_slow_answers_do_not_reduce_the_rate(hosts):
    hosts.behave = lambda request: time.sleep(0.1) or reply(request)
    began = time.monotonic()
    run(hosts, endpoint(rate=50, concurrency=16), questions=ask(25))

    assert time.monotonic() - began < 25 * 0.1, "one after the other it would be 2.5 s"


def test_the_concurrency_limit_of_a_host_is_never_exceeded(hosts):
    hosts.behave = lambda request: time.sleep(0.01) or reply(request)
    run(hosts, endpoint("a", concurrency=1), endpoint("b", concurrency=3), questions=ask(10, "a") + ask(10, "b"))

    assert hosts.most == {"a": 1, "b": 3}


def test_hosts_are_asked_in_parallel(hosts):
    meeting = threading.Barrier(3)
    hosts.behave = lambda request: meeting.wait(LONG) is not None and reply(request)
    endpoints = [endpoint(name, concurrency=1) for name in "abc"]
    _, outcomes = run(hosts, *endpoints, questions=[Request(name, "/") for name in "abc"], patience=Patience())

    assert [outcome.status for outcome in outcomes] == [200] * 3


def test_routes_have_separate_rates_but_share_the_concurrency_of_the_host(hosts):
    routes = {"slow": Limit(rate=4, concurrency=2), "quick": Limit(concurrency=2)}
    questions = [Request("a", f"/{route}/{number}", route) for number in range(2) for route in ("slow", "quick")]
    run(hosts, Endpoint("a", "https://a.example.org", routes), questions=questions)

    assert [request.path for request in hosts.sent][-1] == "/slow/1"
    assert hosts.times[-1] - hosts.times[0] >= 0.24


def test_ten_thousand_requests_are_handled_quickly(hosts):
    _, outcomes = run(hosts, endpoint(concurrency=16), questions=ask(10_000), patience=Patience())

    assert len(outcomes) == 10_000


def test_the_number_of_threads_is_limited(hosts):
    hosts.behave = lambda request: time.sleep(0.02) or reply(request)
    run(
        hosts, *(endpoint(str(name), concurrency=16) for name in range(8)), questions=[q for n in range(8) for q in ask(20, str(n))]
    )

    assert 16 < hosts.most_in_all <= 64
    assert threading.active_count() < 80


def test_identical_requests_are_sent_once_and_all_callers_get_the_answer(hosts):
    session = Session([endpoint()], hosts)
    outcomes = []
    again = Request("a", "/1", route="other")

    def then(outcome) -> None:
        outcomes.append(outcome)
        if len(outcomes) == 2:
            session.submit(again, outcomes.append)

    session.submit(Request("a", "/1"), then)
    session.submit(again, then)
    session.submit(Request("a", "/1", accept="text/plain"), outcomes.append)
    session.run()

    assert len(hosts.sent) == 2
    assert len(outcomes) == 4


def test_progress_is_reported_per_endpoint(hosts):
    events = []
    run(hosts, endpoint("a"), endpoint("b"), questions=ask(2, "a") + ask(1, "b"), progress=lambda *event: events.append(event))

    assert events[:3] == [("a", 0, 1), ("a", 0, 2), ("b", 0, 1)]
    assert sorted(events[3:]) == [("a", 1, 2), ("a", 2, 2), ("b", 1, 1)]


# --- limits stated by the host


def test_a_lower_rate_stated_by_the_host_is_respected(hosts):
    hosts.behave = lambda request: reply(request, x_rate_limit_limit="10", x_rate_limit_interval="1s")
    run(hosts, endpoint(rate=1000, concurrency=1), questions=ask(4))

    assert hosts.times[-1] - hosts.times[1] >= 0.19


def test_a_higher_rate_stated_by_the_host_is_used(hosts):
    hosts.behave = lambda request: reply(request, x_ratelimit_limit="50", x_ratelimit_interval="1s")
    began = time.monotonic()
    run(hosts, endpoint(rate=0.2), questions=ask(5))

    assert time.monotonic() - began < 15, "20 s at the rate that was thought"


def test_a_stated_rate_applies_to_the_route_that_the_reply_names(hosts):
    stated = {"x_rate_limit_limit": "5", "x_rate_limit_interval": "1s", "x_api_pool": "polite-array"}
    hosts.behave = lambda request: reply(request, **(stated if request.path == "/first" else {}))
    routes = {"single": Limit(concurrency=1), "array": Limit(concurrency=1)}
    questions = [
        Request("a", "/first", "single"),
        Request("a", "/2", "array"),
        Request("a", "/3", "array"),
        Request("a", "/4", "single"),
    ]
    run(hosts, Endpoint("a", "https://a.example.org", routes), questions=questions)

    assert [request.path for request in hosts.sent] == ["/first", "/2", "/4", "/3"]
    assert hosts.times[3] - hosts.times[1] >= 0.19


def test_limits_in_the_settings_are_never_exceeded(hosts):
    hosts.behave = lambda request: reply(request, x_rate_limit_limit="1000", x_rate_limit_interval="1s", x_concurrency_limit="9")
    limit = Limit(rate=40, concurrency=1, most_rate=40, most_concurrency=1)
    run(hosts, Endpoint("a", "https://a.example", routes={"": limit}), questions=ask(5))

    assert hosts.times[-1] - hosts.times[0] >= 0.09
    assert hosts.most["a"] == 1


def test_the_concurrency_stated_by_the_host_is_respected(hosts):
    hosts.behave = lambda request: time.sleep(0.01) or reply(request, x_concurrency_limit="1" if request.path == "/0" else "2")
    session = Session([endpoint(concurrency=6)], hosts)
    session.submit(Request("a", "/0"), lambda _: [session.submit(question, lambda _: None) for question in ask(12)[1:]] and None)
    session.run()

    assert hosts.most["a"] == 2


def test_no_request_is_sent_after_the_budget_is_used_up(hosts):
    hosts.behave = lambda request: reply(request, x_ratelimit_remaining_usd="0.0008", x_ratelimit_reset="64138")
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(3))

    assert outcomes[0].status == 200
    assert outcomes[1:] == [NoReply(Reason("no-budget"))] * 2


# --- pauses and retries


def test_a_pause_requested_by_a_host_is_respected(hosts):
    hosts.behave = in_turn(lambda request: reply(request, 429, retry_after="0.2"))
    paused = []
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(3), paused=lambda *event: paused.append(event))

    assert hosts.paths("a") == ["/0", "/0", "/1", "/2"]
    assert hosts.times[1] - hosts.times[0] >= 0.19
    assert paused == [("a", 0.2)]
    assert [outcome.status for outcome in outcomes] == [200] * 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_requests_a_long_pause_is_closed(hosts, status):
    hosts.behave = lambda request: reply(request, status, retry_after="3600")
    paused = []
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(3), paused=lambda *event: paused.append(event))

    assert len(hosts.sent) == 1
    assert outcomes[0].status == status
    assert not paused
    assert outcomes[1:] == [NoReply(Reason("pause", {"status": status}))] * 2


def test_a_pause_beyond_the_deadline_closes_the_host(hosts):
    hosts.behave = lambda request: reply(request, 429, retry_after="3")
    _, outcomes = run(hosts, questions=ask(1), deadline=2, patience=Patience())

    assert outcomes[0].status == 429


@pytest.mark.parametrize("trouble", [429, 500, 502, 503, 504, REFUSED])
@pytest.mark.parametrize("times", [1, 2])
def test_a_temporary_failure_is_retried_twice(hosts, trouble, times):
    paused = []
    hosts.behave = in_turn(*[trouble] * times)
    _, outcomes = run(hosts, questions=ask(1), paused=lambda *event: paused.append(event))

    assert outcomes[0].status == 200
    assert len(hosts.sent) == times + 1
    assert not paused, "nobody asked for a pause"


@pytest.mark.parametrize("trouble", [429, 500, 503])
def test_a_persistent_error_status_is_delivered_unchanged(hosts, trouble):
    hosts.behave = by_endpoint(a=trouble)
    _, outcomes = run(hosts, questions=ask(1))

    assert outcomes[0].status == trouble
    assert len(hosts.sent) == 3


@pytest.mark.parametrize("status", [200, 301, 400, 401, 404, 410, 501])
def test_all_other_statuses_are_delivered_as_answers(hosts, status):
    hosts.behave = by_endpoint(a=status)
    _, outcomes = run(hosts, questions=ask(1))

    assert outcomes[0].status == status
    assert len(hosts.sent) == 1


def test_a_permanent_failure_is_not_retried(hosts):
    hosts.behave = by_endpoint(a=NoReply(Reason("no-such-host"), passing=False))
    _, outcomes = run(hosts, questions=ask(1))

    assert outcomes == [NoReply(Reason("no-such-host"), passing=False)]
    assert len(hosts.sent) == 1


def test_a_permanent_failure_causes_no_wait(hosts):
    hosts.behave = by_endpoint(a=NoReply(Reason("no-such-host"), passing=False))
    began = time.monotonic()
    run(hosts, endpoint(concurrency=1), questions=ask(50), patience=Patience(backoff=10 * LONG, longest_pause=10 * LONG))

    assert len(hosts.sent) == 3
    assert time.monotonic() - began < LONG


def test_a_refusal_closes_the_host_at_once(hosts):
    hosts.behave = by_endpoint(a=403)
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(3))

    assert outcomes[0].status == 403
    assert outcomes[1:] == [NoReply(Reason("refuses", {"status": 403}))] * 2
    assert len(hosts.sent) == 1


def test_a_refusal_after_a_redirect_to_another_host_does_not_close_the_host(hosts):
    elsewhere = Reply("https://publisher.example.com/1", 403, b"", {}, datetime.now(UTC))
    hosts.behave = in_turn(elsewhere)
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(3))

    assert [outcome.status for outcome in outcomes] == [403, 200, 200]


# --- answers that cannot be processed


def test_an_error_while_processing_an_answer_affects_only_that_answer(hosts):
    session, outcomes = Session([endpoint()], hosts, patience=QUICK), []

    def then(outcome) -> str | None:
        outcomes.append(outcome)
        if isinstance(outcome, Reply) and outcome.url.endswith(("/1", "/4")):
            raise KeyError("DOI")
        return "found"

    for question in ask(6):
        session.submit(question, then)
    session.run()

    broken = NoReply(Reason("unreadable-by-fault", {"error": "KeyError"}), passing=False, layer="body")
    assert sorted(outcome.url[-2:] for outcome in outcomes if isinstance(outcome, Reply)) == ["/0", "/1", "/2", "/3", "/4", "/5"]
    assert [outcome for outcome in outcomes if isinstance(outcome, NoReply)] == [broken] * 2


def test_an_answer_that_cannot_be_processed_is_not_cached(hosts, tmp_path):
    def then(outcome) -> str | None:
        return "found" if isinstance(outcome, NoReply) else {}["DOI"]

    cache = Cache(tmp_path)
    session = Session([endpoint()], hosts, patience=QUICK, cache=cache)
    session.submit(Request("a", "/0"), then)
    session.run()

    assert cache.info().entries == 0
    cache.close()


def test_an_error_in_the_callback_for_a_missing_reply_is_raised(hosts):
    hosts.behave = by_endpoint(a=REFUSED)

    session = Session([endpoint()], hosts, patience=QUICK)
    session.submit(Request("a", "/0"), lambda _: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        session.run()


def test_an_interrupt_while_an_answer_is_processed_is_raised(hosts):
    def then(_) -> str | None:
        raise KeyboardInterrupt

    session = Session([endpoint()], hosts, patience=QUICK)
    session.submit(Request("a", "/0"), then)
    with pytest.raises(KeyboardInterrupt):
        session.run()


# --- hosts that are down


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [(REFUSED, REFUSED.reason), (503, Reason("status", {"status": 503})), (429, Reason("pause", {"status": 429}))],
)
def test_a_host_is_closed_after_three_failures_in_a_row(hosts, trouble, reason):
    hosts.behave = by_endpoint(a=trouble, b=200)
    _, outcomes = run(hosts, endpoint("a", concurrency=1), endpoint("b"), questions=ask(50) + ask(5, "b"))

    assert len(hosts.paths("a")) <= 4
    assert outcomes.count(NoReply(reason)) >= 48
    assert len(hosts.paths("b")) == 5


def test_later_requests_to_a_closed_host_are_not_sent(hosts):
    hosts.behave = by_endpoint(a=403)
    session = Session([endpoint()], hosts)
    outcomes = []
    session.submit(Request("a", "/1"), lambda _: session.submit(Request("a", "/2"), outcomes.append))
    session.run()

    assert outcomes == [NoReply(Reason("refuses", {"status": 403}))]


def test_requests_in_flight_when_a_host_is_closed_are_not_retried(hosts):
    together = threading.Barrier(2)

    def behave(request) -> Reply | NoReply:
        together.wait(LONG)
        if request.path == "/0":
            return reply(request, 403)
        time.sleep(0.1)
        return REFUSED

    hosts.behave = behave
    _, outcomes = run(hosts, endpoint(concurrency=2), questions=ask(2))

    assert outcomes[1] == REFUSED
    assert len(hosts.sent) == 2


def test_simultaneous_failures_count_once_and_do_not_close_the_host(hosts):
    meeting = threading.Barrier(4)
    first = {question.path for question in ask(4)}
    lock = threading.Lock()

    def behave(request) -> Reply | NoReply:
        with lock:
            new = request.path in first
            first.discard(request.path)
        if new:
            meeting.wait(LONG)
        return reply(request, 503 if new else 200)

    hosts.behave = behave
    _, outcomes = run(hosts, endpoint(concurrency=4), questions=ask(4), patience=Patience(backoff=0.02))

    assert [outcome.status for outcome in outcomes] == [200] * 4


@pytest.mark.parametrize("places", [1, 3])
def test_a_single_request_that_always_fails_does_not_close_the_host(hosts, places):
    hosts.behave = lambda request: reply(request, 500 if request.path == "/3" else 200)
    _, outcomes = run(hosts, endpoint(concurrency=places), questions=ask(10))

    assert sorted(outcome.status for outcome in outcomes) == [200] * 9 + [500]


def test_a_host_that_never_answered_is_closed_after_one_timeout(hosts):
    hosts.behave = by_endpoint(a=HANGS, b=200)
    _, outcomes = run(hosts, endpoint("a", concurrency=1), endpoint("b"), questions=ask(20) + ask(1, "b"), patience=BRIEF)

    assert len(hosts.paths("a")) == 1
    assert outcomes.count(NoReply(Reason("late", {"seconds": 0.2}))) == 20


def test_a_host_that_has_answered_gets_a_longer_timeout_until_it_fails(hosts):
    hosts.behave = in_turn(200, HANGS, 200)
    run(hosts, endpoint(concurrency=1), questions=ask(3), patience=BRIEF)

    assert hosts.timeouts == [0.2, 0.3, 0.2, 0.3]


def test_a_thread_that_exceeds_its_timeout_is_abandoned(hosts):
    hosts.behave = by_endpoint(a=DEAF, b=200)
    began = time.monotonic()
    _, outcomes = run(hosts, endpoint("a", concurrency=1), endpoint("b"), questions=ask(2) + ask(1, "b"), patience=BRIEF)

    assert NoReply(Reason("late", {"seconds": 0.2})) in outcomes
    assert time.monotonic() - began < LONG


def test_a_late_reply_is_ignored(hosts):
    hosts.behave = in_turn(
        200, lambda request: time.sleep(0.5) or reply(request, 404), lambda request: time.sleep(0.15) or reply(request)
    )
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(2), patience=BRIEF)

    assert [outcome.status for outcome in outcomes] == [200, 200]


# --- nobody answers


@pytest.mark.parametrize(
    "mixture",
    [(HANGS, HANGS, HANGS), (DEAF, REFUSED, 503), (503, HANGS, 429), (HANGS, 500, NoReply(Reason("no-such-host"), passing=False))],
)
def test_a_run_ends_soon_if_all_services_are_down_in_whatever_way(hosts, mixture):
    """Every question goes from host to host, as in gathering."""
    names = "abc"
    hosts.behave = by_endpoint(**dict(zip(names, mixture, strict=True)))
    patience = Patience(first_timeout=0.5, timeout=30, nobody=0.4, backoff=0.1, longest_pause=30)
    session = Session([endpoint(name, rate=10, concurrency=2) for name in names], hosts, patience=patience)
    outcomes = []

    def asked(name, path) -> Callable[[Reply | NoReply], None]:
        def then(outcome) -> None:
            outcomes.append(outcome)
            if name != "c":
                session.submit(Request(chr(ord(name) + 1), path), asked(chr(ord(name) + 1), path))

        return then

    for question in ask(300):
        session.submit(question, asked("a", question.path))
    began = time.monotonic()
    session.run()

    assert time.monotonic() - began < 4
    assert len(outcomes) == 900
    assert not [outcome for outcome in outcomes if isinstance(outcome, Reply) and outcome.status < 429]


def test_every_request_reports_that_no_service_answers(hosts):
    hosts.behave = by_endpoint(a=DEAF)
    _, outcomes = run(hosts, questions=ask(100), patience=Patience(nobody=0.2))

    assert outcomes == [NoReply(Reason("no-service-answers", {"seconds": 0.2}))] * 100


@pytest.mark.parametrize("sign_of_life", [404, lambda request: reply(request, 429, retry_after="0.2")])
def test_the_run_continues_after_one_sign_of_life(hosts, sign_of_life):
    hosts.behave = in_turn(sign_of_life, lambda request: time.sleep(0.2) or reply(request))
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(2), patience=Patience(nobody=0.1))

    assert outcomes[-1].status == 200


# --- the end


def test_all_remaining_requests_are_answered_at_the_deadline(hosts):
    hosts.behave = in_turn(*[200] * 3, *[DEAF] * 9)
    _, outcomes = run(hosts, endpoint(rate=40, concurrency=1), questions=ask(30), deadline=0.3012, patience=Patience())

    assert [outcome.status for outcome in outcomes[:3]] == [200] * 3
    assert outcomes[3:] == [NoReply(Reason("out-of-time", {"seconds": 0.3}))] * 27


def test_ctrl_c_keeps_earlier_answers_and_a_second_ctrl_c_is_raised(hosts):
    hosts.behave = in_turn(200, DEAF)
    session = Session([endpoint(concurrency=1)], hosts)
    outcomes = []
    for question in ask(10):
        session.submit(question, outcomes.append)
    threading.Timer(0.2, signal.raise_signal, [signal.SIGINT]).start()
    session.run()

    assert session.interrupted
    assert outcomes[0].status == 200
    assert outcomes[1:] == [NoReply(Reason("interrupted"))] * 9
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    session.submit(Request("a", "/more"), lambda _: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        session.run()


def test_ctrl_c_does_not_interrupt_a_callback(hosts):
    session = Session([endpoint(concurrency=1)], hosts)
    done = []

    def then(outcome) -> None:
        signal.raise_signal(signal.SIGINT)
        done.append(outcome)

    session.submit(Request("a", "/0"), then)
    session.submit(Request("a", "/1"), done.append)
    session.run()

    assert done[0].status == 200
    assert len(done) == 2


def test_a_session_can_run_in_any_thread(hosts):
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.extend(run(hosts, questions=ask(3))[1]))
    thread.start()
    thread.join(LONG)

    assert len(outcomes) == 3


def test_an_error_while_sending_is_reported_and_does_not_hang_the_session(hosts):
    hosts.behave = lambda request: {}[request.path]
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(6))

    assert outcomes[0] == NoReply(Reason("not-sent", {"error": "KeyError", "words": "'/0'"}), passing=False)
    assert len(hosts.sent) == 3


def test_an_error_raised_by_a_callback_is_raised_by_the_session(hosts):
    session = Session([endpoint()], hosts)
    session.submit(Request("a", "/"), lambda _: {}["missing"])

    with pytest.raises(KeyError):
        session.run()


# --- cached answers


@pytest.fixture
def cache(tmp_path):
    cache = Cache(tmp_path)
    yield cache
    cache.close()


def test_a_second_run_uses_the_cache_and_sends_nothing(hosts, cache):
    run(hosts, questions=ask(20), cache=cache, keep="found")
    first = len(hosts.sent)
    _, outcomes = run(hosts, questions=ask(20), cache=cache)

    assert first == len(hosts.sent) == 20
    assert [outcome.kept for outcome in outcomes] == [True] * 20
    assert [outcome.url for outcome in outcomes] == [f"https://a.example.org/{number}" for number in range(20)]


def test_an_uncached_answer_is_requested_again(hosts, cache):
    for _ in range(2):
        run(hosts, questions=ask(3), cache=cache, keep=None)

    assert len(hosts.sent) == 6


def test_failures_are_never_cached(hosts, cache):
    hosts.behave = by_endpoint(a=REFUSED)
    run(hosts, questions=ask(1), cache=cache, keep="found")
    hosts.behave = by_endpoint(a=200)
    _, outcomes = run(hosts, questions=ask(1), cache=cache)

    assert outcomes[0].kept is False


def test_cached_answers_are_used_even_if_the_host_is_down(hosts, cache):
    run(hosts, questions=[Request("a", "/kept")], cache=cache, keep="found")
    hosts.behave = by_endpoint(a=403)
    session, outcomes = Session([endpoint()], hosts, cache=cache), []
    session.submit(Request("a", "/new"), lambda _: session.submit(Request("a", "/kept"), outcomes.append))
    session.run()

    assert [outcome.kept for outcome in outcomes] == [True]


def test_a_broken_cache_does_not_stop_the_run(hosts, cache):
    cache.path.write_bytes(b"no database" * 1000)
    _, outcomes = run(hosts, questions=ask(5), cache=cache, keep="found")

    assert [outcome.status for outcome in outcomes] == [200] * 5
    assert cache.warning


# --- useless answers


def test_a_host_is_closed_if_its_replies_are_never_useful(hosts):
    _, outcomes = run(hosts, endpoint(concurrency=1), questions=ask(50), keep=None)

    assert len(hosts.sent) == 3
    assert outcomes[-1] == NoReply(Reason("unreadable"))


def test_useless_replies_do_not_count_as_a_sign_of_life(hosts):
    hosts.behave = lambda request: reply(request) if request.endpoint == "a" else HANGS
    patience = Patience(first_timeout=5, nobody=0.2)
    _, outcomes = run(hosts, endpoint("a"), endpoint("b"), questions=[*ask(1), *ask(1, "b")], keep=None, patience=patience)

    assert outcomes[-1] == NoReply(Reason("no-service-answers", {"seconds": 0.2}))


def test_the_status_of_an_archived_copy_is_not_a_failure_of_the_archive(hosts):
    hosts.behave = lambda request: reply(request, 429, memento_datetime="Tue, 01 May 2007 09:30:00 GMT")
    _, outcomes = run(hosts, questions=ask(4))

    assert [outcome.status for outcome in outcomes] == [429] * 4
    assert len(hosts.sent) == 4


def test_a_page_that_times_out_is_not_retried_within_one_visit(hosts):
    hosts.behave = lambda request: HANGS if request.path == "/0" else reply(request)
    patience = Patience(first_timeout=0.2, timeout=0.2, tries=2, by_page=True)
    run(hosts, endpoint(concurrency=4), questions=ask(4), patience=patience)

    assert hosts.paths("a").count("/0") == 1

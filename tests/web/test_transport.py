from __future__ import annotations

import gzip
import logging
import shutil
import socket
import ssl
import subprocess
import sys
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.reasons import Reason
from kzcheck.settings import NetworkSettings
from kzcheck.web.exchange import open_door
from kzcheck.web.guard import tls_context
from kzcheck.web.messages import LARGEST_PAGE, Endpoint, Limit, NoReply, Reply, Request
from kzcheck.web.transport import Transport
from lab import Answer, Call, Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AGENT = "kzcheck/0 (test)"
ADDRESS = "jane.doe+cites@example.org"


@contextmanager
def transport(*endpoints: Endpoint, largest: int = 1 << 20, **network: str) -> Iterator[Transport]:
    client = Transport(endpoints, agent=AGENT, network=NetworkSettings(**network), largest=largest)
    yield client
    client.close()


def asked(
    answer: Answer | Callable[[Call], Answer], *, timeout: float = 5, path: str = "/works", largest: int = 1 << 20, **more: object
) -> Reply | NoReply:
    """Return the reply of a trusted lab with this answer to one request."""
    handler = answer if callable(answer) else lambda _: answer
    with Lab(handler) as lab, transport(Endpoint("crossref", lab.url, trusted=True, **more), largest=largest) as client:
        return client.send(Request("crossref", path), timeout)


def reason(outcome: Reply | NoReply) -> str:
    assert isinstance(outcome, NoReply)
    return str(outcome.reason)


def to(location: str, status: int = 302) -> Answer:
    return Answer(status, {"Location": location}, b"moved")


def proxied(answers: dict[str, Answer], endpoint: Endpoint, path: str = "/works") -> tuple[Reply | NoReply, list[Call]]:
    """Return the reply through a proxy that plays the whole web, and the calls it received."""
    with (
        Lab(lambda call: answers.get(call.path.partition("?")[0], Answer(404))) as web,
        transport(endpoint, proxy=web.url) as client,
    ):
        return client.send(Request(endpoint.name, path), 5), [received.call for received in web.calls]


def with_memory(ask: Callable[[], Reply | NoReply]) -> tuple[Reply | NoReply, int]:
    """Return the result and the peak memory use in bytes."""
    ask()  # imports are not counted
    tracemalloc.start()
    try:
        return ask(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# Requests


def test_a_reply_contains_the_answer_of_the_service():
    body = '{"título": 1}'.encode()
    outcome = asked(Answer(200, {"Content-Type": "Application/JSON; charset=utf-8", "X-Api-Pool": "polite"}, body))

    assert isinstance(outcome, Reply)
    assert (outcome.status, outcome.content, outcome.media_type) == (200, body, "application/json")
    assert outcome.headers["x-api-pool"] == "polite"
    assert outcome.url.endswith("/works")
    assert not outcome.kept


@pytest.mark.parametrize("status", [204, 400, 403, 404, 410, 429, 500, 503, 999])
def test_an_error_status_is_a_reply_too(status: int):
    outcome = asked(Answer(status, {"Retry-After": "3"}))

    assert isinstance(outcome, Reply)
    assert (outcome.status, outcome.headers["retry-after"]) == (status, "3")


def test_requests_state_the_program_and_the_media_type():
    with Lab(lambda _: Answer()) as lab, transport(Endpoint("dnb", lab.url, trusted=True)) as client:
        client.send(Request("dnb", "/sru?query=a%2Fb", accept="application/xml"), 5)
    (received,) = lab.calls

    assert received.path == "/sru?query=a%2Fb"
    assert dict(received.call.headers) == {
        "host": lab.servers[0],
        "user-agent": AGENT,
        "accept": "application/xml",
        "accept-encoding": "gzip, deflate",
    }


def test_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login jane password secret\n", "utf-8")
    with Lab(lambda _: Answer(418)) as elsewhere, Lab(lambda _: Answer()) as lab:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, elsewhere.url)
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        with transport(Endpoint("dnb", lab.url, trusted=True)) as client:
            client.send(Request("dnb", "/"), 5)

        assert not elsewhere.calls
        assert "authorization" not in lab.calls[0].call.headers


def test_connections_stay_open_and_are_shared_by_threads():
    with Lab(lambda _: Answer(body=b"x" * 999), latency=0.02) as lab:
        endpoint = Endpoint("dnb", lab.url, {"a": Limit(concurrency=5), "b": Limit(concurrency=3)}, trusted=True)
        with transport(endpoint) as client, ThreadPoolExecutor(8) as threads:
            rounds = [list(threads.map(lambda number: client.send(Request("dnb", f"/{number}"), 5), range(8))) for _ in range(9)]

    assert all(isinstance(outcome, Reply) and len(outcome.content) == 999 for outcomes in rounds for outcome in outcomes)
    assert lab.connections <= 8


def test_cookies_are_not_stored():
    with Lab(lambda _: Answer(headers={"Set-Cookie": "id=1"})) as lab, transport(Endpoint("dnb", lab.url, trusted=True)) as client:
        outcomes = [client.send(Request("dnb", "/"), 5) for _ in range(2)]

    assert not any("cookie" in received.call.headers for received in lab.calls)
    assert not any("set-cookie" in outcome.headers for outcome in outcomes)


def test_requests_is_not_imported_before_it_is_needed():
    code = "import sys, kzcheck.web.transport; sys.exit(bool({'requests', 'urllib3', 'ssl', 'http.client'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Keys and the user's address


def test_key_and_address_are_sent_to_the_service_and_appear_nowhere_else(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    key = {"Authorization": "Bearer hush-hush"}
    with Lab(lambda call: Answer(headers={"Link": f"<{call.path}>; rel=next"})) as lab:
        endpoint = Endpoint("openalex", lab.url, trusted=True, secret=key, contact=("mailto", ADDRESS))
        with transport(endpoint) as client:
            outcome = client.send(Request("openalex", "/works?rows=2"), 5)
    (received,) = lab.calls

    assert received.path == "/works?rows=2&mailto=jane.doe%2Bcites%40example.org"
    assert received.call.headers["authorization"] == "Bearer hush-hush"
    assert isinstance(outcome, Reply)
    assert outcome.url == f"{lab.url}/works?rows=2"
    assert "jane" not in str(outcome) + caplog.text
    assert "hush" not in str(outcome) + caplog.text


HERE = "http://127.0.0.9:8000"
"""A service on this machine, to which a key may be sent without encryption."""


@pytest.mark.parametrize("parameter", ["mailto", ""])
@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://cdn.example.net/works",
        "http://127.0.0.9.example.net:8000/works",
        r"http://127.0.0.9:8000\@cdn.example.net/works",
        "//cdn.example.net/works?mailto=jane.doe%2Bcites%40example.org&back=http%3A%2F%2Fa%2F%3Fm%3Djane.doe%252Bcites%2540example.org",
        "http://cdn.example.net/works?you=kzcheck/0%20(test;%20mailto:jane.doe+cites@example.org)",
    ],
)
def test_a_redirect_to_another_host_keeps_no_credentials(elsewhere: str, parameter: str):
    endpoint = Endpoint("x", HERE, trusted=True, secret={"X-Key": "hush"}, contact=(parameter, ADDRESS))
    outcome, calls = proxied({f"{HERE}/works": to(elsewhere)}, endpoint)

    assert calls[0].headers["x-key"] == "hush"
    assert calls[0].headers["user-agent"] == f"kzcheck/0 (test; mailto:{ADDRESS})"
    assert len(calls) == 2
    assert calls[1].headers["user-agent"] == AGENT
    assert "x-key" not in calls[1].headers
    assert "jane" not in str(calls[1]) + str(outcome)


def test_a_redirect_within_the_service_keeps_key_and_address():
    endpoint = Endpoint("x", HERE, trusted=True, secret={"X-Key": "hush"}, contact=("mailto", ADDRESS))
    outcome, calls = proxied(
        {
            f"{HERE}/works": to("/v1/works?mailto=jane.doe%2Bcites%40example.org&rows=1", 301),
            f"{HERE}/v1/works": Answer(body=b"[]"),
        },
        endpoint,
    )

    assert calls[1].path.partition("?")[2] == "rows=1&mailto=jane.doe%2Bcites%40example.org"
    assert calls[1].headers["x-key"] == "hush"
    assert "mailto:jane" in calls[1].headers["user-agent"]
    assert isinstance(outcome, Reply)
    assert outcome.url == f"{HERE}/v1/works?rows=1"


def test_a_key_is_not_sent_where_others_can_read_it():
    endpoint = Endpoint("x", "http://api.example.org", secret={"X-Key": "hush"}, contact=("mailto", ADDRESS))
    _, (call,) = proxied({}, endpoint)

    assert "x-key" not in call.headers
    assert call.path == "http://api.example.org/works?mailto=jane.doe%2Bcites%40example.org"


@pytest.mark.parametrize(
    ("url", "proxy", "private"),
    [
        ("https://api.example.org", "", True),
        ("https://api.example.org", "http://proxy.example.org:3128", True),
        ("http://api.example.org", "", False),
        ("http://localhost.example.org", "", False),
        ("http://127.0.0.1@api.example.org", "", False),
        ("http://10.0.0.7", "", False),
        ("http://localhost:8000", "", True),
        ("http://127.9.9.9", "", True),
        ("http://[::1]:8000", "", True),
        ("http://localhost:8000", "127.0.0.1:3128", True),
        ("http://localhost:8000", "proxy.example.org:3128", False),
    ],
)
def test_a_connection_is_private_if_it_is_encrypted_or_local(url: str, proxy: str, private: bool):
    assert open_door(Endpoint("x", url, trusted=True), NetworkSettings(proxy=proxy)).private is private


def test_credentials_in_a_url_are_removed():
    outcome, calls = proxied(
        {
            "http://api.example.org/works": to("http://jane:hush@b.example.org/#part"),
            "http://b.example.org/": Answer(),
        },
        Endpoint("x", "http://joe:hush@api.example.org"),
    )

    assert isinstance(outcome, Reply)
    assert outcome.url == "http://b.example.org/"
    assert not any("authorization" in call.headers or "hush" in call.path for call in calls)


def test_an_unsendable_setting_is_reported_without_showing_it():
    outcome = asked(Answer(), secret={"X-Key": "hush\r\nHost: x"})

    assert reason(outcome) == "could not be contacted: the settings contain a value that cannot be sent"


# The guard


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_service_at_an_internal_address_is_refused_unless_the_settings_name_it(host: str):
    with Lab(lambda _: Answer()) as lab:
        url = lab.url.replace("127.0.0.1", host)
        with transport(Endpoint("x", url)) as client:
            outcome = client.send(Request("x", "/"), 5)

        assert outcome == NoReply(Reason("internal"), passing=False, layer="guard")
        assert not lab.connections


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "2130706434", "127.2", "0x7f000002", "[::ffff:7f00:2]"])
def test_a_redirect_to_an_internal_address_is_refused_even_if_another_is_allowed(host: str):
    with Lab(lambda _: Answer(body=b"canary"), "127.0.0.2") as canary:
        target = canary.url.replace("127.0.0.2", host)
        with Lab(lambda _: to(f"{target}/secret")) as lab:
            allowed = Endpoint("a", lab.url, trusted=True)
            neighbour = Endpoint("b", canary.url, trusted=True)
            with transport(allowed, neighbour) as client:
                assert isinstance(client.send(Request("b", "/own"), 5), Reply)
                refused = reason(client.send(Request("a", "/"), 5))

        assert refused == f"redirects to {host.strip('[]')}, which has an internal address and was not contacted"
        assert canary.paths == ["/own"]


def test_a_mirror_may_redirect_to_itself():
    outcome = asked(lambda call: to("/b") if call.path == "/works" else Answer(body=b"b"))

    assert isinstance(outcome, Reply)
    assert outcome.content == b"b"


@pytest.mark.parametrize(
    "host", ["2130706433", "localhost", "wiki", "wiki.internal", "a.localhost", "printer.local.", "nas.home.arpa"]
)
def test_literal_internal_hosts_are_refused_even_through_a_proxy(host: str):
    outcome, calls = proxied({"http://api.example.org/works": to(f"http://{host}/x")}, Endpoint("x", "http://api.example.org"))

    assert reason(outcome) == f"redirects to {host}, which has an internal address and was not contacted"
    assert len(calls) == 1


def test_the_proxy_itself_cannot_be_requested():
    with Lab(lambda call: to(call.headers["x-own"]) if call.path != "/" else Answer()) as web:
        own = {"X-Own": web.url}
        endpoint = Endpoint("x", HERE, trusted=True, secret=own)
        with transport(endpoint, proxy=web.url) as client:
            outcome = client.send(Request("x", "/works"), 5)

        assert reason(outcome) == "redirects to 127.0.0.1, which has an internal address and was not contacted"
        assert len(web.calls) == 1


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_end(status: int):
    with Lab(lambda call: Answer(body=b"end") if call.path == "/5" else to(f"/{int(call.path[1:]) + 1}", status)) as lab:
        with transport(Endpoint("x", lab.url, trusted=True)) as client:
            outcome = client.send(Request("x", "/0"), 5)

        assert isinstance(outcome, Reply)
        assert (outcome.content, outcome.url) == (b"end", f"{lab.url}/5")
        assert lab.connections == 1


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/works", "redirects in a circle"),
        ("{path}x", "redirects more than 5 times"),
        ("file:///etc/passwd", "redirects to something that is not a web address"),
        ("ftp://example.org/", "redirects to something that is not a web address"),
        ("http://[::1/", "redirects to something that is not a web address"),
        ("http://example.org:http/", "redirects to something that is not a web address"),
        ("/" + "x" * 9000, "redirects to something that is not a web address"),
        ("http://a..b/", "redirects to a..b, which has an unreadable address"),
        ("http://\x1b[31mred/", "redirects to something that is not a web address"),
        ("http://no\xa0such host/", "redirects to another host, which has an unreadable address"),
    ],
)
def test_a_redirect_to_nowhere_is_not_a_reply(location: str, words: str):
    assert reason(asked(lambda call: to(location.replace("{path}", call.path)))) == words


def test_a_redirect_status_without_a_target_is_a_reply():
    outcome = asked(Answer(302, body=b"where?"))

    assert isinstance(outcome, Reply)
    assert (outcome.status, outcome.content) == (302, b"where?")


def test_a_huge_body_of_a_redirect_is_not_read():
    bomb = Answer(302, {"Location": "/end", "Content-Encoding": "gzip"}, gzip_bomb(256))
    with (
        Lab(lambda call: Answer() if call.path == "/end" else bomb) as lab,
        transport(Endpoint("x", lab.url, trusted=True)) as client,
    ):
        outcome, peak = with_memory(lambda: client.send(Request("x", "/"), 5))

    assert isinstance(outcome, Reply)
    assert peak < 8 << 20


# Bodies


def gzip_bomb(mebibytes: int) -> bytes:
    """Return an endless gzip stream that inflates a thousandfold, made of one flushed block, repeated."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    first = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return first + again * (mebibytes - 1)


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("coding", "encode"),
    [("gzip", gzip.compress), ("X-GZIP", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate), ("identity", bytes)],
)
@pytest.mark.parametrize("size", [1, 65536, 65537, 1 << 20])
def test_compressed_bodies_are_inflated(coding: str, encode: Callable[[bytes], bytes], size: int):
    body = bytes(number * number % 251 for number in range(1000)) * (size // 1000 + 1)
    outcome = asked(Answer(headers={"Content-Encoding": coding}, body=encode(body[:size])))

    assert isinstance(outcome, Reply)
    assert outcome.content == body[:size]


def test_a_chunked_body_is_read_completely():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    outcome = asked(Answer(raw=head + b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"))

    assert isinstance(outcome, Reply)
    assert outcome.content == b"hello world"


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

BROKEN = {
    "answered with more than 1 MiB": [
        Answer(body=bytes((1 << 20) + 1)),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"".join(b"%d," % number for number in range(200_000)))),
        Answer(raw=CHUNKED + b"fffff\r\n" + bytes(0xFFFFF) + b"\r\nfffff\r\n" + bytes(0xFFFFF)),
        Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + bytes(1 << 21)),
    ],
    "sent a compressed answer that expands more than 200 times": [
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes((1 << 20) + 1))),
        Answer(headers={"Content-Encoding": "deflate"}, body=raw_deflate(bytes(1 << 24))),
    ],
    "broke off its answer": [
        Answer(body=b"x" * 1000, cut=600),
        Answer(body=b"x" * 1000, cut=600, reset=True),
        Answer(body=b"x" * 200_000, cut=100_000),
        Answer(body=b"short", length=50, cut=500),
        Answer(raw=CHUNKED + b"5\r\nhello\r\n"),
        Answer(raw=CHUNKED + b"5\r\nhel"),
        Answer(raw=CHUNKED + b"zz\r\nhello"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"hello")[:-9]),
    ],
    "sent a damaged compressed answer": [
        Answer(headers={"Content-Encoding": "gzip"}, body=b"<html>not compressed</html>"),
        Answer(headers={"Content-Encoding": "gzip"}, body=b"\x1f"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"hello") * 2),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"hello") + b"x"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"hello")[:-8] + bytes(8)),
    ],
    "answered in an encoding that was not requested": [
        Answer(headers={"Content-Encoding": coding}, body=b"x")
        for coding in ("br", "zstd", "gzip, gzip", "deflate, gzip", "\x1b[31m")
    ],
    "closed the connection without an answer": [Answer(cut=0), Answer(cut=0, reset=True)],
    "answered with something that is not HTTP": [
        Answer(raw=b"SSH-2.0-OpenSSH_9.0\r\n"),
        Answer(raw=b"HTTP/1.1 two hundred\r\n\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
    ],
}


@pytest.mark.parametrize(("answer", "words"), [(answer, words) for words, answers in BROKEN.items() for answer in answers])
def test_an_incomplete_body_is_not_a_reply(answer: Answer, words: str):
    assert reason(asked(answer)) == words


def test_bytes_beyond_the_stated_length_do_not_reach_the_next_answer():
    smuggling = Lab(lambda call: Answer(body=call.path.encode() + b"HTTP/1.1 200 OK\r\n\r\nsmuggled", length=2))
    with smuggling as lab, transport(Endpoint("x", lab.url, trusted=True)) as client:
        outcomes = [client.send(Request("x", f"/{number}"), 5) for number in range(3)]

    assert [outcome.content for outcome in outcomes] == [b"/0", b"/1", b"/2"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compression_bomb_is_detected_before_it_takes_much_memory(coding: str):
    bomb = Answer(headers={"Content-Encoding": coding}, body=gzip_bomb(1024))
    with Lab(lambda _: bomb) as lab, transport(Endpoint("x", lab.url, trusted=True), largest=300 << 20) as client:
        outcome, peak = with_memory(lambda: client.send(Request("x", "/"), 5))

    assert reason(outcome) == "sent a compressed answer that expands more than 200 times"
    assert peak < 8 << 20


def test_a_long_table_with_ordinary_compression_is_not_a_bomb():
    table = b"".join(b"%d,10.5555/%d,Retraction,01/02/2020 0:00,Concerns/Issues About Data\n" % (n, n * n) for n in range(60_000))
    packed = gzip.compress(table)
    outcome = asked(Answer(headers={"Content-Encoding": "gzip"}, body=packed), largest=300 << 20)

    assert 4 < len(table) / len(packed) < 20
    assert outcome.content == table


def test_only_the_beginning_of_a_long_page_is_read():
    with Lab(lambda _: Answer(body=b"x" * (1 << 20))) as lab, transport(Endpoint("x", lab.url, trusted=True)) as client:
        outcome = client.send(Request("x", "/", page=True), 5)

    assert (outcome.content, outcome.whole, outcome.unread) == (b"x" * LARGEST_PAGE, False, None)


@pytest.mark.parametrize(
    ("coding", "why"), [("br", "in an encoding that was not requested"), ("gzip", "a damaged compressed answer")]
)
def test_the_reason_for_an_unread_page_is_reported(coding: str, why: str):
    odd = Answer(headers={"Content-Encoding": coding}, body=b"nope")
    with Lab(lambda _: odd) as lab, transport(Endpoint("x", lab.url, trusted=True)) as client:
        outcome = client.send(Request("x", "/", page=True), 5)

    assert (outcome.status, outcome.content, outcome.whole) == (200, b"", False)
    assert str(outcome.unread).endswith(why)


def test_long_headers_are_shortened():
    outcome = asked(Answer(headers={"X-Long": "x" * 60_000}))

    assert isinstance(outcome, Reply)
    assert outcome.headers["x-long"] == "x" * 4000


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        (
            b"",
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            b"HTTP/1.1 302 X\r\nLocation: ",
            CHUNKED,
        )
    ),
    st.binary(max_size=60) | st.text("/:@?#[]%.\\\r\n\t 0aä", max_size=30).map(str.encode),
)
def test_no_answer_raises_an_error(web: tuple[Transport, list[bytes]], start: bytes, rest: bytes):
    client, answers = web
    answers[:] = [start + rest + b"\r\n\r\n"]

    assert isinstance(client.send(Request("x", "/"), 2), Reply | NoReply)


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[Transport, list[bytes]]]:
    """A service and the whole web around it, which answer every request with the bytes in the list."""
    answers = [b""]
    with Lab(lambda _: Answer(raw=answers[0])) as lab, transport(Endpoint("x", "http://api.example.org"), proxy=lab.url) as client:
        yield client, answers


# Time


SLOW = {
    "did not answer within 0.3 seconds": [
        Answer(delay=2),
        Answer(drip=(1, 0.02)),
        Answer(raw=b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, drip=(25, 0.02)),
        Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000, drip=(20, 0.02)),
    ],
    "did not finish its answer within 0.3 seconds": [
        Answer(body=b"x" * 10_000, drip=(100, 0.02)),
        Answer(raw=CHUNKED + b"1\r\nx\r\n" * 1000, drip=(60, 0.02)),
        Answer(body=b"short", length=50),
    ],
}


@pytest.mark.parametrize(("answer", "words"), [(answer, words) for words, answers in SLOW.items() for answer in answers])
def test_a_slow_answer_ends_in_time(answer: Answer, words: str):
    with Lab(lambda _: answer) as lab, transport(Endpoint("x", lab.url, trusted=True)) as client:
        start = time.monotonic()
        outcome = client.send(Request("x", "/"), 0.3)

        assert reason(outcome) == words
        assert outcome.passing
        assert time.monotonic() - start < 1.2


def test_all_redirects_share_one_timeout():
    with Lab(lambda call: to(f"{call.path}x"), latency=0.12) as lab, transport(Endpoint("x", lab.url, trusted=True)) as client:
        start = time.monotonic()
        outcome = client.send(Request("x", "/"), 0.3)

        assert reason(outcome) == "did not answer within 0.3 seconds"
        assert time.monotonic() - start < 1.2


def test_a_connection_is_reused_after_a_slow_answer():
    with Lab(lambda call: Answer(delay=0.3 if call.path == "/slow" else 0)) as lab:
        with transport(Endpoint("x", lab.url, trusted=True)) as client:
            outcomes = [client.send(Request("x", path), 0.5) for path in ("/slow", "/slow", "/quick")]

        assert all(isinstance(outcome, Reply) for outcome in outcomes)
        assert lab.connections == 1


# Missing hosts


def test_a_closed_port_is_a_refused_connection():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with transport(Endpoint("x", f"http://127.0.0.1:{port}", trusted=True)) as client:
        assert client.send(Request("x", "/"), 5) == NoReply(Reason("refused-connection"), layer="connect")


def test_a_missing_proxy_is_named():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with transport(Endpoint("x", "http://api.example.org"), proxy=f"127.0.0.1:{port}") as client:
        assert reason(client.send(Request("x", "/"), 5)) == "could not be contacted: the proxy does not answer"


@pytest.mark.parametrize("url", ["no-scheme", "ftp://example.org", "http://", "http://[::1", "http://a..b"])
def test_a_service_without_a_web_address_gives_no_reply(url: str):
    with transport(Endpoint("x", url)) as client:
        assert reason(client.send(Request("x", "/"), 1)) == "has an unreadable address"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://[::1", "http://"])
def test_an_unusable_proxy_is_reported(proxy: str):
    with transport(Endpoint("x", "http://example.org"), proxy=proxy) as client:
        assert reason(client.send(Request("x", "/"), 1)) == "could not be contacted: the proxy in the settings is not an HTTP proxy"


def test_an_unknown_endpoint_gives_no_reply():
    with transport() as client:
        assert isinstance(client.send(Request("x", "/"), 1), NoReply)


# Encryption


VALID = ("-days", "9")
EXPIRED = ("-not_before", "20200101000000Z", "-not_after", "20200102000000Z")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], Path]:
    """Create a certificate for this machine, with its key in the same file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificates, is not installed")
    folder = tmp_path_factory.mktemp("certificates")
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=lab -addext subjectAltName=IP:127.0.0.1"

    def make(validity: tuple[str, ...]) -> Path:
        key, public, both = (folder / f"{validity[0]}.{part}" for part in ("key", "crt", "pem"))
        if not both.exists():
            command = ["openssl", *options.split(), *validity, "-keyout", str(key), "-out", str(public)]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                pytest.skip("this openssl does not make such a certificate")
            both.write_text(key.read_text() + public.read_text())
        return both

    return make


@contextmanager
def encrypted(certificate: Path, host: str = "127.0.0.1", answer: Answer | None = None) -> Iterator[Lab]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Lab(lambda _: answer or Answer(body=b"hello"), host, tls=context) as lab:
        yield lab


def test_an_encrypted_service_is_verified_with_the_bundle_in_the_settings(certificate: Callable[[tuple[str, ...]], Path]):
    bundle = certificate(VALID)
    with encrypted(bundle) as lab, transport(Endpoint("x", lab.url, trusted=True), ca_bundle=str(bundle)) as client:
        outcomes = [client.send(Request("x", "/"), 5) for _ in range(3)]

    assert [outcome.content for outcome in outcomes] == [b"hello"] * 3
    assert lab.connections == 1
    assert tls_context(str(bundle)).cert_store_stats()["x509"] == 1


@pytest.mark.parametrize(
    ("validity", "host", "known", "fault"),
    [
        (VALID, "127.0.0.1", False, "certificate-self-signed"),
        (VALID, "127.0.0.2", True, "certificate-of-another"),
        (EXPIRED, "127.0.0.1", True, "certificate-expired"),
    ],
)
def test_the_fault_of_a_certificate_is_reported(certificate, validity: tuple[str, ...], host: str, known: bool, fault: str):
    pem = certificate(validity)
    with encrypted(pem, host) as lab:
        with transport(Endpoint("x", lab.url, trusted=True), ca_bundle=str(pem) if known else "") as client:
            outcome = client.send(Request("x", "/"), 5)

        assert outcome == NoReply(Reason(fault), passing=False, layer="TLS")
        assert not lab.calls


def test_a_slow_encrypted_answer_ends_in_time(certificate: Callable[[tuple[str, ...]], Path]):
    pem = certificate(VALID)
    dripping = encrypted(pem, answer=Answer(body=b"x" * 10_000, drip=(100, 0.02)))
    with dripping as lab, transport(Endpoint("x", lab.url, trusted=True), ca_bundle=str(pem)) as client:
        start = time.monotonic()

        assert reason(client.send(Request("x", "/"), 0.3)) == "did not finish its answer within 0.3 seconds"
        assert time.monotonic() - start < 1.2


def test_a_redirect_from_https_to_http_is_refused(certificate: Callable[[tuple[str, ...]], Path]):
    pem = certificate(VALID)
    redirecting = encrypted(pem, answer=to("http://example.org/"))
    with redirecting as lab, transport(Endpoint("x", lab.url, trusted=True), ca_bundle=str(pem)) as client:
        assert reason(client.send(Request("x", "/"), 5)) == "redirects from an encrypted to an unencrypted address"


def test_a_server_without_encryption_gives_no_reply():
    with Lab(lambda _: Answer()) as lab, transport(Endpoint("x", lab.url.replace("http:", "https:"), trusted=True)) as client:
        assert isinstance(client.send(Request("x", "/"), 0.2), NoReply)


@pytest.mark.parametrize("content", ["", "no certificate"])
def test_an_unreadable_certificate_bundle_is_reported(tmp_path: Path, content: str):
    bundle = tmp_path / "bundle.pem"
    if content:
        bundle.write_text(content, "utf-8")
    with Lab(lambda _: Answer()) as lab:
        url = lab.url.replace("http:", "https:")
        with transport(Endpoint("x", url, trusted=True), ca_bundle=str(bundle)) as client:
            outcome = client.send(Request("x", "/"), 1)

    assert reason(outcome) == "could not be contacted: the certificates named in the settings cannot be read"

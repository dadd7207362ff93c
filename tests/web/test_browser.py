"""Visits to pages: what is sent, followed and read, and how failures are reported."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.errors import UsageError
from kzcheck.reasons import Reason
from kzcheck.settings import NetworkSettings
from kzcheck.web.messages import LARGEST_PAGE, NoReply, Reply, Request
from kzcheck.web.transport import ACCEPT, Browser, browser_like, origin_and_path
from lab import Answer, Call, Lab
from lab.certificates import certificates
from lab.scenes import pieces, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AGENT = "kzcheck/0 (https://example.org; mailto:jane@example.org)"
HERE = "127.0.0.0/8"
TEXT = b"<title>A page</title>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextmanager
def browser(*allowed: str, **network: str) -> Iterator[Browser]:
    client = Browser(AGENT, NetworkSettings(**network), allowed)
    yield client
    client.close()


def to_page(url: str) -> Request:
    return Request(*origin_and_path(url), accept=ACCEPT)


def visited(answer: Answer | Callable[[Call], Answer], path: str = "/page", timeout: float = 5) -> tuple[Reply | NoReply, Lab]:
    """Return the result of a visit to an allowed lab with this answer, and the lab."""
    handler = answer if callable(answer) else lambda _: answer
    with Lab(handler) as lab, browser(HERE) as client:
        return client.visit(to_page(lab.url + path), timeout), lab


def page(answer: Answer | Callable[[Call], Answer], **options: object) -> Reply:
    outcome, _ = visited(answer, **options)
    assert isinstance(outcome, Reply)
    return outcome


def failure(answer: Answer | Callable[[Call], Answer], **options: object) -> NoReply:
    outcome, _ = visited(answer, **options)
    assert isinstance(outcome, NoReply)
    return outcome


def to(location: str, status: int = 302, **headers: str) -> Answer:
    return Answer(status, {"Location": location, **headers}, b"moved")


def web(**answers: Answer) -> Callable[[Call], Answer]:
    """Return a handler with an answer for each path and a page for all others."""
    return lambda call: answers.get(call.path[1:], Answer(body=TEXT))


def in_a_proxys_web(answers: dict[str, Answer], url: str) -> tuple[Reply | NoReply, list[str]]:
    """Return the result of a visit through a proxy that plays the whole web, and the calls it received."""
    with Lab(lambda call: answers.get(call.path, Answer(404))) as lab, browser(proxy=lab.url) as client:
        return client.visit(to_page(url), 5), lab.paths


# Requests


def test_a_page_is_requested_as_by_a_browser_but_under_the_programs_own_name():
    _, lab = visited(Answer())

    assert dict(lab.calls[0].call.headers) == {
        "host": lab.servers[0],
        "user-agent": "Mozilla/5.0 (compatible; kzcheck/0; +https://example.org; +mailto:jane@example.org)",
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-encoding": "gzip, deflate",
    }


def test_the_user_agent_names_the_program_even_without_a_contact():
    assert browser_like("kzcheck/1.0") == "Mozilla/5.0 (compatible; kzcheck/1.0)"


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("http://example.org", "http://example.org", "/"),
        ("http://example.org?q=1", "http://example.org", "/?q=1"),
        ("HTTP://Example.ORG:80/A?b=c#d", "http://example.org", "/A?b=c"),
        ("https://jane:secret@example.org:8443//a;b", "https://example.org:8443", "//a;b"),
        ("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81", "/"),
        ("http://example.org:443/", "http://example.org:443", "/"),
    ],
)
def test_a_url_is_split_into_origin_and_path(url: str, origin: str, path: str):
    assert origin_and_path(url) == (origin, path)


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1", "http://a:b/"]
)
def test_an_address_outside_the_web_has_no_origin(url: str):
    with pytest.raises(ValueError, match=r".*"):
        origin_and_path(url)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/мир?x=ё", "/%D0%BC%D0%B8%D1%80?x=%D1%91"),
        ("/a b%20c", "/a%20b%20c"),
        ("/a|b<c>", "/a%7Cb%3Cc%3E"),
        ("/100%", "/100%25"),
        ("/a#b", "/a"),
    ],
)
def test_special_characters_are_encoded_and_fragments_are_not_sent(path: str, sent: str):
    _, lab = visited(Answer(), path)

    assert lab.paths == [sent]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://қазақстан.example/", "http://xn--80aaa0a6awh12ed.example/"),
        ("http://my_lab.example.org/x", "http://my_lab.example.org/x"),
        ("http://example.org./x", "http://example.org./x"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
    ],
)
def test_unusual_host_names_are_accepted(url: str, asked: str):
    outcome, paths = in_a_proxys_web({asked: Answer(body=TEXT)}, url)

    assert paths == [asked]
    assert outcome.status == 200


def test_credentials_in_a_url_are_neither_sent_nor_reported():
    answers = {
        "http://a.example.org/": to("http://jane:hush@b.example.org/x"),
        "http://b.example.org/x": to("http://joe:hush@[::1"),
    }
    with Lab(lambda call: answers.get(call.path, Answer(404))) as lab, browser(proxy=lab.url) as client:
        outcome = client.visit(Request("http://jane:hush@a.example.org", "/"), 5)

    assert lab.paths == ["http://a.example.org/", "http://b.example.org/x"]
    assert "hush" not in str(outcome) + str(lab.calls)
    assert not any("authorization" in received.call.headers for received in lab.calls)


def test_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)

    assert page(Answer()).status == 200


def test_requests_is_not_imported_before_it_is_needed():
    code = """if True:
        import sys, kzcheck.web.transport as transport, kzcheck.settings as settings
        transport.Browser("x", settings.NetworkSettings(), ["10.0.0.0/8"])
        sys.exit(bool({"requests", "urllib3", "ssl", "http.client"} & set(sys.modules)))"""

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_connections_stay_open_and_are_shared_by_threads():
    with Lab(lambda _: Answer(body=TEXT), latency=0.02) as lab, browser(HERE) as client, ThreadPoolExecutor(4) as threads:
        urls = [f"{lab.url}/{number}" for number in range(40)]
        outcomes = list(threads.map(lambda url: client.visit(to_page(url), 5), urls))

    assert [outcome.url for outcome in outcomes] == urls
    assert lab.connections <= 4


# Hops


def test_a_page_without_redirects_is_its_own_only_hop():
    outcome, lab = visited(Answer(404, body=TEXT))

    assert outcome.hops == ((f"{lab.url}/page", 404),)
    assert (outcome.url, outcome.status, outcome.content, outcome.whole) == (f"{lab.url}/page", 404, TEXT, True)


def test_every_hop_is_reported_with_its_status():
    outcome, lab = visited(web(page=to("/b", 301), b=to("c?d", 307), **{"c?d": to("/end", 308)}))

    assert outcome.hops == tuple(
        zip([f"{lab.url}{path}" for path in ("/page", "/b", "/c?d", "/end")], [301, 307, 308, 200], strict=True)
    )
    assert outcome.url == f"{lab.url}/end"


def test_at_most_fifteen_redirects_are_followed():
    def answer(call: Call) -> Answer:
        left = int(call.path[1:])
        return to(f"/{left - 1}") if left else Answer(body=TEXT)

    reached, lost = page(answer, path="/15"), failure(answer, path="/16")

    assert len(reached.hops) == len(lost.hops) == 16
    assert str(lost.reason) == "redirects more than 15 times"


@pytest.mark.parametrize("answers", [{"page": to("/page")}, {"page": to("/b"), "b": to("/page#c")}])
def test_a_redirect_loop_is_reported_with_its_hops(answers: dict[str, Answer]):
    outcome, lab = visited(web(**answers))

    assert (str(outcome.reason), outcome.layer, outcome.passing) == ("redirects in a circle", "HTTP", False)
    assert len(lab.calls) == len(answers)
    assert [status for _, status in outcome.hops] == [302] * len(answers) + [None]


def test_a_cookie_is_sent_back_to_the_page_that_set_it():
    def answer(call: Call) -> Answer:
        return Answer(body=TEXT) if call.headers.get("cookie") == "seen=1" else to(call.path, **{"Set-Cookie": "seen=1; Path=/"})

    assert page(answer).content == TEXT


def test_a_page_that_keeps_setting_new_cookies_is_a_redirect_loop():
    numbers = iter(range(99))
    outcome, lab = visited(lambda call: to(call.path, **{"Set-Cookie": f"seen={next(numbers)}"}))

    assert str(outcome.reason) == "redirects in a circle"
    assert len(lab.calls) == 2


def test_cookies_last_for_one_visit_and_are_sent_to_their_host_only():
    setting = {"Set-Cookie": "id=1"}
    other = Lab(lambda _: Answer(body=TEXT), "127.0.0.2")
    with other, Lab(web(page=to("/b", **setting), b=to(other.url, **setting))) as lab, browser(HERE) as client:
        for _ in range(2):
            client.visit(to_page(f"{lab.url}/page"), 5)

    assert [received.call.headers.get("cookie") for received in lab.calls] == [None, "id=1"] * 2
    assert not any("cookie" in received.call.headers for received in other.calls)


@pytest.mark.parametrize("cookie", ["id=" + "x" * 20_000, "=;;=\x01", "id=1; Domain=.com", "id=1; Expires=Foo"])
def test_malformed_cookies_cause_no_error(cookie: str):
    assert page(web(page=to("/b", **{"Set-Cookie": cookie}))).content == TEXT


@pytest.mark.parametrize("status", [300, 302, 304])
def test_a_redirect_without_a_target_is_an_ordinary_reply(status: int):
    assert page(Answer(status)).status == status


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "mailto:a@b"]
)
def test_a_redirect_to_anything_but_a_web_address_is_refused_and_reported(target: str):
    outcome, lab = visited(to(target))

    assert (str(outcome.reason), outcome.layer) == ("redirects to something that is not a web address", "guard")
    assert outcome.hops == ((f"{lab.url}/page", 302), (target, None))
    assert not outcome.passing


@pytest.mark.parametrize("target", ["http://[::1/", "http://a:b/", "/" + "x" * 9000])
def test_an_unreadable_redirect_target_is_reported(target: str):
    outcome, lab = visited(to(target))

    assert (str(outcome.reason), outcome.layer) == ("redirects to something that is not a web address", "HTTP")
    assert outcome.hops == ((f"{lab.url}/page", 302),)


@pytest.mark.parametrize("sent", ["/мир".encode(), "/мир".encode("cp1251"), b"/a b"])
def test_a_redirect_target_may_contain_any_bytes(sent: bytes):
    _, lab = visited(lambda call: Answer(302, {"Location": sent.decode("latin-1")}) if call.path == "/page" else Answer())

    assert lab.paths[1] in {"/%D0%BC%D0%B8%D1%80", "/%EC%E8%F0", "/a%20b"}


def test_the_fragment_of_a_redirect_target_is_reported_but_not_sent():
    outcome, lab = visited(web(page=to("/#/articles/7")))

    assert lab.paths == ["/page", "/"]
    assert outcome.hops[-1][0] == outcome.url == f"{lab.url}/#/articles/7"


# The guard


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_an_internal_address_is_refused_however_it_is_written(host: str):
    with Lab(lambda _: Answer()) as lab, browser() as client:
        outcome = client.visit(Request(lab.url.replace("127.0.0.1", host), "/"), 5)

    assert (str(outcome.reason), outcome.layer) == ("has an internal address and was not contacted", "guard")
    assert [status for _, status in outcome.hops] == [None]
    assert not lab.connections


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "127.2", "[::ffff:7f00:2]"])
def test_a_redirect_to_an_internal_address_is_refused_even_if_another_is_allowed(host: str):
    with Lab(lambda _: Answer(), "127.0.0.2") as canary:
        target = f"{canary.url.replace('127.0.0.2', host)}/secret"
        with Lab(web(page=to(target))) as lab, browser(lab.servers[0]) as client:
            first = client.visit(to_page(f"{lab.url}/other"), 5)
            outcome = client.visit(to_page(f"{lab.url}/page"), 5)

    assert first.status == 200
    assert str(outcome.reason) == f"redirects to {host.strip('[]')}, which has an internal address and was not contacted"
    assert outcome.hops == ((f"{lab.url}/page", 302), (target, None))
    assert not canary.connections


def test_a_redirect_to_an_allowed_internal_host_is_followed():
    other = Lab(lambda _: Answer(body=TEXT), "127.0.0.2")
    with other, Lab(web(page=to(other.url))) as lab, browser("127.0.0.1", other.servers[0]) as client:
        assert client.visit(to_page(f"{lab.url}/page"), 5).content == TEXT


def test_literal_internal_addresses_are_refused_even_through_a_proxy():
    outcome, paths = in_a_proxys_web({"http://a.example.org/": to("http://127.1/x")}, "http://a.example.org/")

    assert (outcome.layer, len(paths)) == ("guard", 1)


def test_an_invalid_allowance_is_reported_at_once():
    with pytest.raises(UsageError):
        Browser(AGENT, NetworkSettings(), ["http://intranet"])


# Bodies


@pytest.mark.parametrize("size", [0, 1, 65536, LARGEST_PAGE - 1, LARGEST_PAGE])
@pytest.mark.parametrize("packed", [False, True])
def test_a_page_is_read_whole_up_to_the_limit(size: int, packed: bool):
    body = (bytes(number * number % 251 for number in range(1000)) * (size // 1000 + 1))[:size]
    headers = {"Content-Encoding": "gzip"} if packed else {}
    outcome = page(Answer(headers=headers, body=gzip.compress(body) if packed else body))

    assert (outcome.content, outcome.whole) == (body, True)


@pytest.mark.parametrize("packed", [False, True])
def test_only_the_beginning_of_a_longer_page_is_read(packed: bool):
    body = b"".join(b"<p>%d</p>" % number for number in range(60_000))
    headers = {"Content-Encoding": "gzip"} if packed else {}
    outcome = page(Answer(headers=headers, body=gzip.compress(body) if packed else body))

    assert (outcome.content, outcome.whole) == (body[:LARGEST_PAGE], False)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=TEXT, length=99, cut=500),
        Answer(body=TEXT * 3, length=999, cut=500, reset=True),
        Answer(raw=CHUNKED + b"15\r\n" + TEXT + b"\r\n"),
        Answer(raw=CHUNKED + b"99\r\n" + TEXT),
        Answer(raw=CHUNKED + b"15\r\n" + TEXT + b"\r\nzz\r\n"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(TEXT)[:-9]),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(TEXT) + b"x"),
    ],
)
def test_the_received_part_of_an_incomplete_page_is_used(answer: Answer):
    outcome = page(answer)

    assert (outcome.status, outcome.content[:15], outcome.whole, outcome.unread) == (200, TEXT[:15], False, None)


UNREAD = {
    "answered in an encoding that was not requested": [
        Answer(headers={"Content-Encoding": coding}, body=TEXT) for coding in ("br", "zstd", "gzip, gzip")
    ],
    "sent a damaged compressed answer": [Answer(headers={"Content-Encoding": "gzip"}, body=b"<html>not compressed</html>")],
    "sent a compressed answer that expands more than 200 times": [
        Answer(headers={"Content-Encoding": "gzip"}, body=stored(1, b"") + stored(1, b""))
    ],
    "broke off its answer": [Answer(raw=CHUNKED), Answer(raw=CHUNKED + b"zz\r\n")],
}


@pytest.mark.parametrize(("answer", "words"), [(answer, words) for words, answers in UNREAD.items() for answer in answers])
def test_the_reason_for_an_unread_page_is_reported(answer: Answer, words: str):
    outcome = page(answer)

    assert (outcome.status, outcome.content, outcome.whole, str(outcome.unread)) == (200, b"", False, words)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=TEXT + b"x" * 9999, drip=(100, 0.02)),
        Answer(raw=CHUNKED + b"15\r\n" + TEXT + b"\r\n" + b"1\r\nx\r\n" * 999, drip=(60, 0.02)),
        Answer(body=TEXT, length=99),
    ],
)
def test_a_slow_page_ends_in_time_and_its_received_part_is_used(answer: Answer):
    start = time.monotonic()
    outcome = page(answer, timeout=0.3)

    assert time.monotonic() - start < 1
    assert outcome.content.startswith(TEXT)
    assert not outcome.whole


def test_early_hints_are_skipped():
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n" * 2 + b"HTTP/1.1 100 Continue\r\n\r\n"
    outcome = page(Answer(raw=hints + b"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n" + TEXT))

    assert (outcome.status, outcome.content) == (200, TEXT)


BOMBS = {
    "gzip": (Answer(headers={"Content-Encoding": "gzip"}, body=stored(1024, b"")), b""),
    "endless": (pieces(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n", sys.maxsize - 1), b"x" * LARGEST_PAGE),
    "of a redirect": (Answer(302, {"Location": "/", "Content-Encoding": "gzip"}, stored(64, b"")), None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_compression_bombs_take_no_more_memory_than_a_page(name: str):
    answer, content = BOMBS[name]
    with Lab(lambda _: answer) as lab, browser(HERE) as client, ThreadPoolExecutor(8) as threads:
        client.visit(to_page(lab.url), 5)  # imports are not counted
        tracemalloc.start()
        start = time.monotonic()
        outcomes = list(threads.map(lambda _: client.visit(to_page(lab.url), 5), range(8)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert {getattr(outcome, "content", None) for outcome in outcomes} == {content}
    assert not any(getattr(outcome, "whole", False) for outcome in outcomes)
    assert peak < 16 << 20
    assert time.monotonic() - start < 5


def test_the_connection_of_a_partly_read_page_is_not_reused():
    with Lab(lambda call: Answer(body=b"x" * (1 << 20) if call.path == "/long" else TEXT)) as lab, browser(HERE) as client:
        outcomes = [client.visit(to_page(f"{lab.url}/{path}"), 5) for path in ("long", "short", "short")]

    assert [outcome.whole for outcome in outcomes] == [False, True, True]
    assert lab.connections == 2


# Failures


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(cut=0), "closed the connection without an answer"),
        (Answer(cut=0, reset=True), "closed the connection without an answer"),
        (Answer(cut=30), "closed the connection without an answer"),
        (Answer(headers={f"X-{number}": "x" * 9000 for number in range(60)}), "answered with something that is not HTTP"),
        (Answer(raw=b"SSH-2.0-Invented_1.0\r\n"), "answered with something that is not HTTP"),
        (Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n"), "answered with something that is not HTTP"),
        (Answer(delay=2), "did not answer within 0.3 seconds"),
        (Answer(raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, drip=(26, 0.02)), "did not answer within 0.3 seconds"),
    ],
)
def test_a_failure_before_the_status_is_reported(answer: Answer, words: str):
    start = time.monotonic()
    outcome, lab = visited(answer, timeout=0.3)

    assert (str(outcome.reason), outcome.layer, outcome.passing) == (words, "HTTP", True)
    assert outcome.hops == ((f"{lab.url}/page", None),)
    assert time.monotonic() - start < 1


def test_the_reason_names_the_host_after_a_redirect():
    with socket.create_server(("127.0.0.2", 0)) as closed:
        target = f"http://127.0.0.2:{closed.getsockname()[1]}/"
    outcome, lab = visited(to(target))

    assert outcome == NoReply(
        Reason("after-redirect", {"host": "127.0.0.2", "reason": Reason("refused-connection")}),
        layer="connect",
        hops=((f"{lab.url}/page", 302), (target, None)),
    )


def test_a_refused_connection_is_reported():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, browser(HERE) as client:
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.settimeout(0)
            each.connect_ex(full.getsockname())
        outcome = client.visit(Request(f"http://127.0.0.1:{full.getsockname()[1]}", "/"), 0.2)
        for each in waiting:
            each.close()

    assert (str(outcome.reason), outcome.layer) == ("did not accept the connection within 0.2 seconds", "connect")


@pytest.mark.parametrize(
    "endpoint", ["http://a..b", "http://" + "x" * 70, "http://[::1", "http://exa mple.org", "http://*.example.org"]
)
def test_an_unreadable_host_name_is_reported(endpoint: str):
    with browser() as client:
        assert client.visit(Request(endpoint, "/"), 1).reason == Reason("unreadable-address")


def test_an_endpoint_without_a_web_address_is_refused():
    with browser() as client:
        assert client.visit(Request("file://", "/etc/passwd"), 1).layer == "guard"


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        (
            b"",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            b"HTTP/1.1 302 X\r\nLocation: ",
            b"HTTP/1.1 302 X\r\nSet-Cookie: ",
            CHUNKED,
        )
    ),
    st.binary(max_size=60) | st.text("/:@?#[]%.\\\r\n\t 0aä=;", max_size=30).map(str.encode),
)
def test_no_answer_raises_an_error(whole_web: tuple[Browser, list[bytes]], start: bytes, rest: bytes):
    client, answers = whole_web
    answers[:] = [start + rest + b"\r\nLocation: /\r\n\r\n"]

    assert isinstance(client.visit(Request("http://a.example.org", "/"), 2), Reply | NoReply)


@pytest.fixture(scope="module")
def whole_web() -> Iterator[tuple[Browser, list[bytes]]]:
    """A browser, and a web that answers every request with the bytes in the list."""
    answers = [b""]
    with Lab(lambda _: Answer(raw=answers[0])) as lab, browser(proxy=lab.url) as client:
        yield client, answers


# Encryption


@contextmanager
def encrypted(fault: str, host: str, answer: Callable[[Call], Answer] = web()) -> Iterator[Lab]:  # noqa: B008 - without state
    if not certificates():
        pytest.skip("openssl, which makes the certificates, is missing or too old")
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates()[fault])
    with Lab(answer, host, tls=context) as lab:
        yield lab


@pytest.mark.parametrize(
    ("fault", "host", "words"),
    [
        ("self-signed", "127.0.2.2", "self-signed"),
        ("expired", "127.0.2.3", "expired"),
        ("wrong-host", "127.0.2.4", "issued to another host"),
    ],
)
def test_the_fault_of_a_certificate_is_reported(fault: str, host: str, words: str):
    with encrypted(fault, host) as lab, browser(HERE, ca_bundle=str(certificates()["bundle"])) as client:
        outcome = client.visit(to_page(lab.url), 5)

    assert (str(outcome.reason), outcome.layer) == (f"has an invalid certificate ({words})", "TLS")
    assert not lab.calls


def test_redirects_from_https_to_http_and_back_are_followed():
    closed = encrypted("valid", "127.0.2.1", lambda call: to(open_.url) if call.path == "/back" else to("/back"))
    with closed as safe, Lab(web(page=to(safe.url))) as open_, browser(HERE, ca_bundle=str(certificates()["bundle"])) as client:
        outcome = client.visit(to_page(f"{open_.url}/page"), 5)

    assert outcome.hops == ((f"{open_.url}/page", 302), (f"{safe.url}/", 302), (f"{safe.url}/back", 302), (f"{open_.url}/", 200))


@contextmanager
def wire(content: bytes | None) -> Iterator[str]:
    """Run a server that sends these bytes to every connection and closes it, or for None sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                if content is None:
                    done.wait(5)
                else:
                    connection.recv(1000)
                    connection.sendall(content)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
        done.set()
        thread.join(5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not use encryption"),
        (b"", "closed the connection while encryption was being set up"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "offers only outdated encryption"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "could not set up an encrypted connection"),
        (None, "did not set up an encrypted connection within 0.3 seconds"),
    ],
)
def test_a_failure_before_encryption_is_reported(content: bytes | None, words: str):
    with wire(content) as url, browser(HERE) as client:
        outcome = client.visit(to_page(url), 0.3)

    assert (str(outcome.reason), outcome.layer) == (words, "TLS")

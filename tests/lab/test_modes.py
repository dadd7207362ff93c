"""Guarantees of the link lab itself."""

from __future__ import annotations

import json
import re
import socket
import ssl
import time
import zlib
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from lab import pages
from lab.archives import SITE, Archive, Copy, awkward
from lab.living import living
from lab.modes import MODES, Web
from lab.scenes import html
from lab.server import Call, Lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from lab.server import Answer

STATES = {"ok", "moved", "dead", "soft-404", "blocked", "failed"}
BROWSER = {"User-Agent": "Mozilla/5.0", "Accept": "text/html"}
PAGE = "http://example.org/ferries"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with Web(seed=11) as web:
        yield web


def ask(url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Return the answer for a URL, without following redirects, and the first bytes of its body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=3)
    try:
        connection.request(method, parts._replace(scheme="", netloc="", fragment="").geturl(), headers={**BROWSER, **headers})
        answer = connection.getresponse()
        return answer, answer.read(1 << 18)
    finally:
        connection.close()


def status(web: Web, name: str) -> int:
    return ask(web.case(name).url)[0].status


# The modes


def test_every_mode_has_a_unique_name_and_a_known_state():
    assert len({mode.name for mode in MODES}) == len(MODES) > 200
    assert {truth.state for mode in MODES for truth in mode.truths} == STATES
    assert all(re.fullmatch(r"(LINK5(01|02|03|04|05|06|08|11|12)(\||$))*", mode.code) for mode in MODES)


def test_a_verdict_may_be_right_by_state_and_kind_or_by_state_alone():
    modes = {mode.name: mode for mode in MODES}

    assert modes["not-found"].right("dead", "not-found")
    assert not modes["not-found"].right("dead", "gone")
    assert modes["agent-filter"].right("ok", "anything")


def test_the_same_seed_gives_the_same_paths_and_titles():
    def described(seed: int) -> list[tuple[str, str, str]]:
        with Web(seed) as web:
            return [(case.mode.name, urlsplit(case.url).path, case.item.title) for case in web.cases]

    assert described(3) == described(3)
    assert len({path for _, path, _ in described(3)} & {path for _, path, _ in described(4)}) < 5


def test_addresses_do_not_reveal_their_mode(web: Web):
    shared = {urlsplit(case.url).netloc for case in web.cases if not case.mode.alone}

    assert len({case.url for case in web.cases}) == len(web.cases)
    assert len(shared) > 5
    assert not [case.url for case in web.cases if case.mode.name in urlsplit(case.url).path.removesuffix(case.mode.suffix)]


def test_the_web_starts_quickly(web: Web):
    assert web.cases
    start = time.perf_counter()
    with Web(seed=5):
        assert time.perf_counter() - start < 0.3


def test_every_case_is_cited_with_title_year_and_date_of_access(web: Web):
    assert all(case.item.title and case.item.year and case.item.url == case.url for case in web.cases)
    assert all((case.item.accessed.year or 0) > (case.item.year or 0) for case in web.cases if case.item.accessed)


@pytest.mark.parametrize(("name", "expected"), [("not-found", 404), ("gone", 410), ("odd-999", 999), ("pause-day", 429)])
def test_a_status_mode_answers_with_its_status(web: Web, name: str, expected: int):
    assert [status(web, name) for _ in range(2)] == [expected] * 2


@pytest.mark.parametrize("name", ["error-500-once", "error-503-once", "pause-once-seconds", "pause-once-date", "not-found-once"])
def test_a_temporary_failure_occurs_once(name: str):
    with Web(seed=2, modes=[mode for mode in MODES if mode.name == name]) as web:
        assert status(web, name) >= 400
        assert [status(web, name) for _ in range(2)] == [200, 200]


def test_blocking_pages_let_browsers_in(web: Web):
    assert ask(web.case("agent-filter").url, **{"User-Agent": "curl/8"})[0].status == 403
    assert ask(web.case("accept-filter").url, Accept="application/json")[0].status == 406
    assert ask(web.case("cookie-wall").url)[0].status == 302
    assert ask(web.case("cookie-wall").url, Cookie="seen=yes")[0].status == 200
    assert ask(web.case("head-405").url, "HEAD")[0].status == 405


def test_redirects_lead_to_the_cited_page_or_fail(web: Web):
    def end(name: str) -> tuple[int, str]:
        url = web.case(name).url
        for hop in range(50):
            answer, body = ask(url)
            if not (location := answer.headers["Location"]):
                return hop, body.decode()
            url = location if "://" in location else f"http://{urlsplit(url).netloc}{location}"
        return 50, ""

    for name, hops in (
        ("found-thrice", 3),
        ("long-chain", 12),
        ("too-long-chain", 40),
        ("locale", 1),
        ("slash", 1),
        ("with-query", 1),
    ):
        assert end(name)[0] == hops
        assert web.case(name).work.title in end(name)[1]
    assert end("loop-pair")[0] == 50
    assert end("home")[0] == 1


def test_a_neighbouring_address_gives_404_except_in_soft_404_modes(web: Web):
    def neighbour(name: str) -> tuple[int, bytes]:
        answer, body = ask(web.case(name).url.rpartition("/")[0] + "/nobody-made-this")
        return answer.status, body

    assert neighbour("drifted")[0] == neighbour("living-kk")[0] == 404
    assert neighbour("boilerplate") == (200, ask(web.case("boilerplate").url)[1])
    assert neighbour("parked-sale")[0] == 200


def test_unrelated_pages_never_contain_the_cited_title(web: Web):
    for case in web.cases:
        if case.mode.state == "soft-404":
            assert case.work.title.encode() not in ask(case.url)[1]


def test_working_pages_contain_the_cited_title(web: Web):
    for case in web.cases:
        if case.mode.name.startswith(("living-", "site-", "about-", "fragment-m")):
            assert pages.page(case.item.title, "").partition("<title>")[2].partition("</title>")[0].encode() in ask(case.url)[1]


def test_a_compression_bomb_is_small_and_begins_with_the_page(web: Web):
    case = web.case("gzip-bomb")
    connection = socket.create_connection((urlsplit(case.url).hostname, urlsplit(case.url).port))
    connection.sendall(f"GET {urlsplit(case.url).path} HTTP/1.1\r\n\r\n".encode())
    with connection, connection.makefile("rb") as stream:
        while (line := stream.readline()) != b"\r\n":
            if line.startswith(b"Content-Length"):
                assert int(line.split()[1]) < 2 << 20
        text = zlib.decompressobj(31).decompress(stream.read(60_000), 1 << 20)

    assert case.work.title.encode() in text
    assert len(text) == 1 << 20


def test_an_endless_body_does_not_affect_other_requests(web: Web):
    for name in ("endless-body", "large-file", "endless-head"):
        url = urlsplit(web.case(name).url)
        with socket.create_connection((url.hostname, url.port)) as connection:
            connection.sendall(f"GET {url.path} HTTP/1.1\r\n\r\n".encode())
            got = 0
            while got < 3 << 20:
                got += len(connection.recv(1 << 16))

    assert status(web, "gone") == 410


def test_the_lab_counts_connections_to_internal_hosts():
    with Web(seed=7, modes=[mode for mode in MODES if mode.name in {"to-internal", "to-next-door"}]) as web:
        locations = [ask(case.url)[0].headers["Location"] for case in web.cases]
        assert web.touched == 0
        assert not {urlsplit(location).netloc for location in locations} & set(web.allowed)
        assert {urlsplit(location).hostname for location in locations} & {place.partition(":")[0] for place in web.allowed}

        for location in locations:
            assert ask(location)[0].status == 200
        assert web.touched == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [("valid", ""), ("self-signed", "self-signed"), ("expired", "expired"), ("wrong-host", "IP address mismatch")],
)
def test_a_certificate_has_its_stated_fault(web: Web, fault: str, words: str):
    if not web.bundle:
        pytest.skip("openssl, which makes the certificates, is not installed")
    host, port = web.encrypted[fault].servers[0].split(":")
    context, message = ssl.create_default_context(cafile=str(web.bundle)), ""
    with socket.create_connection((host, int(port))) as connection:
        try:
            context.wrap_socket(connection, server_hostname=host).close()
        except ssl.SSLCertVerificationError as error:
            message = error.verify_message

    assert words in message
    assert bool(words) == bool(message)


# The web of working pages


def test_working_pages_are_spread_over_hosts_and_contain_their_titles():
    with living(60, hosts=3, latency=0) as (lab, items):
        assert len({item.url for item in items}) == 60
        assert {urlsplit(item.url).netloc for item in items[:3]} == set(lab.servers)
        assert items[41].title.encode() in ask(items[41].url)[1]


# The archive


def listed(archive: Archive, query: str) -> list[list[str]]:
    answer = archive(Call("GET", f"/cdx/search/cdx?url={quote(PAGE, safe='')}&output=json&fl=timestamp{query}", {}, "x"))
    return json.loads(answer.body)


def fetched(archive: Archive, path: str) -> Answer:
    return archive(Call("GET", f"/web/{path}/{PAGE}", {}, "x"))


def test_an_archive_lists_copies_before_and_after_a_day():
    archive = Archive({PAGE: [Copy(f"201{year}0101000000", html("")) for year in range(6)]})

    assert listed(archive, "&to=20130601&limit=-2") == [["timestamp"], ["20120101000000"], ["20130101000000"]]
    assert listed(archive, "&from=20130601&limit=1") == [["timestamp"], ["20140101000000"]]
    assert listed(archive, "&from=2016") == []


def test_an_archive_redirects_to_the_nearest_copy():
    archive = Archive({PAGE: [Copy("20120101000000", html("old")), Copy("20180101000000", html("new"))]})

    assert fetched(archive, "20160101id_").headers["Location"] == f"{SITE}/web/20180101000000id_/{PAGE}"
    assert fetched(archive, "20120101000000id_").headers["Memento-Datetime"] == "Sun, 01 Jan 2012 00:00:00 GMT"
    assert Archive()(Call("GET", f"/web/2016id_/{PAGE}", {}, "x")).status == 404


def test_an_archive_asked_too_often_answers_429_and_then_closes_connections():
    archive = Archive({}, limit=2, patience=1)

    assert [fetched(archive, "2016").status for _ in range(3)] == [404, 404, 429]
    assert fetched(archive, "2016").reset


def test_the_right_copy_is_among_the_awkward_ones():
    for name, entry in awkward(pages.work(pages.thrown(1)), PAGE).items():
        stamps = [] if not isinstance(entry.holding, list) else [copy.timestamp for copy in entry.holding]
        assert (entry.truth in stamps) == bool(entry.truth), name


def test_an_archive_can_be_asked_like_any_host():
    work = pages.work(pages.thrown(2))
    with Lab(Archive({PAGE: awkward(work, PAGE)["good"].holding})) as lab:
        answer, body = ask(f"{lab.url}/web/{work.year + 1}0501093000id_/{PAGE}")

    assert answer.headers["Memento-Datetime"].endswith("09:30:00 GMT")
    assert work.title.encode() in body

"""The cache of answers."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kzcheck.errors import UsageError
from kzcheck.settings import NetworkSettings
from kzcheck.web import tables
from kzcheck.web.cache import DAY, MARK, Cache, folder
from kzcheck.web.messages import Endpoint, Reply, Request

NOON = 1_790_000_000
ENDPOINT = Endpoint(
    "index", "https://api.example.org", secret={"Authorization": "Bearer hush"}, contact=("mailto", "a+b@example.com")
)
REQUEST = Request("index", "/works?filter=doi:10.5555/1")
REPLY = Reply(
    "https://api.example.org/works?filter=doi:10.5555/1",
    200,
    b'{"title": "On \xd3\x99"}',
    {"content-type": "application/json"},
    datetime(2026, 9, 21, 12, tzinfo=UTC),
)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def rows(cache: Cache) -> list[tuple[str, bytes, int]]:
    with closing(sqlite3.connect(cache.path)) as connection:
        return connection.execute("SELECT key, value, expires FROM answers").fetchall()


def change(cache: Cache, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(cache.path)) as connection:
        connection.execute(statement, values)
        connection.commit()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(tmp_path, clock):
    cache = Cache(tmp_path / "kept", now=clock)
    yield cache
    cache.close()


def test_a_cached_reply_is_returned_and_marked_as_cached(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert cache.get(ENDPOINT, REQUEST) == replace(REPLY, kept=True)
    assert not cache.warning


def test_a_later_run_reads_the_cache_without_importing_requests(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    program = (
        "import sys; from pathlib import Path; from kzcheck.web.cache import Cache; from kzcheck.web.messages import *\n"
        "cache = Cache(Path(sys.argv[1]), now=lambda: float(sys.argv[2]))\n"
        "reply = cache.get(Endpoint('index', 'https://api.example.org'), Request('index', sys.argv[3]))\n"
        "print(reply.status, 'requests' in sys.modules)"
    )
    arguments = [sys.executable, "-c", program, cache.path.parent, str(NOON), REQUEST.path]

    assert subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.split() == ["200", "False"]


def test_a_file_of_an_earlier_version_is_read_and_written(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    (row,) = rows(cache)
    cache.clear()
    for path in tables.parts(cache.path):
        path.unlink(missing_ok=True)
    change(cache, "CREATE TABLE answers (    key TEXT PRIMARY KEY,    value BLOB,     expires INTEGER)")
    change(cache, "CREATE INDEX expires_idx ON answers(expires)")
    change(cache, "INSERT INTO answers VALUES (?, ?, ?)", *row)
    earlier = cache.get(ENDPOINT, REQUEST)
    cache.put(ENDPOINT, Request("index", "/later"), REPLY, "found")

    assert earlier == replace(REPLY, kept=True)
    assert len(rows(cache)) == 2
    assert not cache.warning


@pytest.mark.parametrize(("keep", "days"), [("found", 7), ("absent", 1)])
def test_records_are_kept_for_a_week_and_absences_for_a_day(cache, clock, keep, days):
    cache.put(ENDPOINT, REQUEST, REPLY, keep)
    clock.now += days * DAY - 1
    still = cache.get(ENDPOINT, REQUEST)
    clock.now += 1

    assert still
    assert cache.get(ENDPOINT, REQUEST) is None


def test_an_answer_stored_with_a_wrong_clock_counts_as_missing(cache, clock):
    clock.now += 300 * DAY
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    clock.now = NOON

    assert cache.get(ENDPOINT, REQUEST) is None


@pytest.mark.parametrize(
    "other",
    [
        (ENDPOINT, Request("index", "/works?filter=doi:10.5555/2")),
        (ENDPOINT, Request("index", REQUEST.path, accept="text/plain")),
        (Endpoint("index", "http://127.0.0.1:8000"), REQUEST),
    ],
)
def test_an_answer_is_used_only_for_the_same_request_to_the_same_service(cache, other):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert cache.get(*other) is None


def test_the_users_key_and_address_do_not_affect_the_cache_key(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert cache.get(replace(ENDPOINT, name="mine", secret={}, contact=("", "")), replace(REQUEST, route="single"))


def test_keys_addresses_and_cookies_are_not_stored(cache):
    url = "https://other.example.org/works?email=a%2Bb%40example.com&rows=2&mailto=a%2Bb@example.com"
    headers = {"content-type": "application/json", "set-cookie": "session=hush", "link": f"<{url}>"}
    cache.put(ENDPOINT, REQUEST, replace(REPLY, url=url, headers=headers), "found")
    cache.close()

    assert cache.get(ENDPOINT, REQUEST).url == "https://other.example.org/works?rows=2"
    for path in cache.path.parent.iterdir():
        assert not [word for word in (b"hush", b"a+b", b"a%2Bb", b"example.com") if word in path.read_bytes()]


def test_a_newer_answer_replaces_an_older_one(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "absent")
    cache.put(ENDPOINT, REQUEST, replace(REPLY, content=b"new"), "found")

    assert cache.get(ENDPOINT, REQUEST).content == b"new"
    assert len(rows(cache)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda value: value[:-3],
        lambda value: value[:-1] + b"?",
        lambda value: value.replace(b"title", b"tytle"),
        lambda value: value[:8],
        lambda value: value.replace(MARK, b"kzr0"),
        lambda _: None,
        lambda _: "text",
        lambda _: 7,
        lambda _: b"",
    ],
)
def test_a_damaged_answer_or_one_from_another_version_counts_as_missing(cache, damage):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    change(cache, "UPDATE answers SET value = ?", damage(rows(cache)[0][1]))

    assert cache.get(ENDPOINT, REQUEST) is None
    assert not cache.warning


def test_expired_answers_are_deleted_by_the_next_run_that_writes(cache, clock):
    cache.put(ENDPOINT, REQUEST, REPLY, "absent")
    cache.close()
    clock.now += 2 * DAY
    cache.put(ENDPOINT, Request("index", "/later"), REPLY, "found")

    assert len(rows(cache)) == 1


def test_the_oldest_answers_are_deleted_if_the_file_is_too_large(tmp_path, clock):
    bound = 400_000
    cache = Cache(tmp_path, now=clock, most_bytes=bound)
    for number in range(450):
        clock.now += 1
        cache.put(ENDPOINT, Request("index", f"/{number}"), replace(REPLY, content=bytes(2000)), "found")
    remaining = [number for number in range(450) if cache.get(ENDPOINT, Request("index", f"/{number}"))]
    cache.close()

    assert remaining == list(range(remaining[0], 450))
    assert remaining[0] > 0
    assert len(remaining) > 100


def test_info_gives_the_path_the_number_of_answers_and_the_oldest(cache, clock):
    nothing = cache.info()
    cache.put(ENDPOINT, REQUEST, REPLY, "absent")
    clock.now += 500
    cache.put(ENDPOINT, Request("index", "/2"), REPLY, "found")
    info = cache.info()

    assert (nothing.entries, nothing.bytes, nothing.oldest) == (0, 0, None)
    assert (info.path, info.entries, info.oldest) == (cache.path, 2, datetime.fromtimestamp(NOON, UTC))
    assert info.bytes >= cache.path.stat().st_size > 0


def test_clearing_empties_the_cache_even_while_another_process_reads(cache, clock):
    other = Cache(cache.path.parent, now=clock)
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    before = other.get(ENDPOINT, REQUEST)
    cache.clear()

    assert before
    assert other.get(ENDPOINT, REQUEST) is None
    other.put(ENDPOINT, REQUEST, REPLY, "found")
    assert cache.get(ENDPOINT, REQUEST)
    other.close()


def test_clearing_an_empty_cache_is_not_an_error(cache):
    cache.clear()

    assert cache.info().entries == 0


@pytest.mark.parametrize("content", [b"this is no database, not at all" * 200, b"SQLite format 3\0" + bytes(range(256)) * 64])
def test_an_unreadable_file_gives_one_warning_and_clearing_removes_it(cache, content):
    cache.path.parent.mkdir()
    cache.path.write_bytes(content)

    assert cache.get(ENDPOINT, REQUEST) is None
    assert "kzcheck cache clear" in cache.warning
    assert "\n" not in cache.warning
    warning = cache.warning
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    cache.prepare()
    assert cache.info().entries == 0
    assert cache.warning == warning
    assert cache.path.read_bytes() == content

    cache.clear()
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    assert cache.get(ENDPOINT, REQUEST)
    assert not cache.warning


HANGS = (
    "WITH RECURSIVE more(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM more) SELECT 'k' AS key, x AS value, 9e9 AS expires FROM more"
)
HOSTILE = {
    "a view that never ends": f"CREATE VIEW answers AS {HANGS}",
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON answers BEGIN DELETE FROM answers; END",
    "another table": "CREATE TABLE more (x)",
    "an index that computes": "CREATE INDEX more ON answers(hex(zeroblob(1000000)))",
    "other columns": "CREATE TABLE answers (key TEXT, value BLOB, expires INTEGER, more AS (hex(zeroblob(1000000))))",
    "a table that is not one": "CREATE VIRTUAL TABLE answers USING fts5(key, value, expires)",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_with_other_tables_is_not_trusted(cache, kind):
    statement = HOSTILE[kind]
    if "ON answers" in statement:
        cache.put(ENDPOINT, REQUEST, REPLY, "found")
        cache.close()
    cache.path.parent.mkdir(exist_ok=True)
    change(cache, statement)
    before = cache.path.read_bytes()

    assert cache.get(ENDPOINT, REQUEST) is None
    assert "it holds something other than our tables" in cache.warning
    assert "\n" not in cache.warning
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    cache.prepare()
    assert cache.info().entries == 0
    assert cache.path.read_bytes() == before

    cache.clear()
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    assert cache.get(ENDPOINT, REQUEST)


@pytest.mark.parametrize("part", ["", "-wal", "-journal"])
@pytest.mark.parametrize("kind", ["a link", "a link to nothing", "a pipe"])
def test_a_special_file_is_neither_read_nor_written(cache, tmp_path, part, kind):
    canary = tmp_path / "canary"
    if kind == "a link":
        other = Cache(tmp_path / "other", now=lambda: NOON)
        other.put(ENDPOINT, REQUEST, REPLY, "found")
        other.close()
        canary.write_bytes(other.path.read_bytes())
    content = canary.read_bytes() if canary.exists() else None
    cache.path.parent.mkdir()
    if part:
        cache.put(ENDPOINT, REQUEST, REPLY, "found")
        cache.close()
    place = cache.path.with_name(cache.path.name + part)
    if kind == "a pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(canary)

    assert cache.get(ENDPOINT, REQUEST) is None
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    assert "it is not an ordinary file" in cache.warning
    assert (canary.read_bytes() if canary.exists() else None) == content
    cache.clear()
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    assert cache.get(ENDPOINT, REQUEST)
    assert (canary.read_bytes() if canary.exists() else None) == content


def test_an_endless_statement_is_stopped(tmp_path):
    with (
        closing(tables.connect(tmp_path / "any.sqlite", (), busy=1)) as connection,
        pytest.raises(sqlite3.Error, match="interrupted"),
    ):
        connection.execute(f"SELECT COUNT(*) FROM ({HANGS})")  # noqa: S608


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed on Linux")
def test_an_untrusted_file_is_closed(tmp_path):
    with closing(sqlite3.connect(tmp_path / "any.sqlite")) as connection:
        connection.execute("CREATE TABLE more (x)")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        with suppress(sqlite3.Error):
            tables.connect(tmp_path / "any.sqlite", (), busy=1)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_value_beyond_the_limit_is_not_read(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    change(cache, "UPDATE answers SET value = zeroblob(?)", tables.LARGEST + 1)

    assert cache.get(ENDPOINT, REQUEST) is None
    assert "too big" in cache.warning


def test_an_answer_with_an_impossible_time_gives_one_warning(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    change(cache, "UPDATE answers SET value = ?", MARK + b"\xff" * 20)

    assert cache.info().oldest is None
    assert "no answers are kept" in cache.warning


@pytest.fixture
def bundles(tmp_path):
    """Certificate files, two of them identical."""
    for name, content in (("a.pem", b"one"), ("copy.pem", b"one"), ("b.pem", b"two")):
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    ("first", "second", "believed"),
    [
        ({"proxy": "http://127.0.0.1:1"}, {}, False),
        ({}, {"proxy": "http://127.0.0.1:1"}, False),
        ({"proxy": "http://127.0.0.1:1"}, {"proxy": "http://127.0.0.1:2"}, False),
        ({"proxy": "http://127.0.0.1:1"}, {"proxy": "http://127.0.0.1:1"}, True),
        ({"ca_bundle": "a.pem"}, {}, False),
        ({"ca_bundle": "a.pem"}, {"ca_bundle": "b.pem"}, False),
        ({"ca_bundle": "a.pem"}, {"ca_bundle": "copy.pem"}, True),
        ({"ca_bundle": "."}, {"ca_bundle": "."}, True),
    ],
)
def test_answers_obtained_through_another_proxy_or_authority_are_not_used(bundles, clock, first, second, believed):
    def through(chosen) -> NetworkSettings:
        bundle = chosen.get("ca_bundle", "")
        return NetworkSettings(proxy=chosen.get("proxy", ""), ca_bundle=str(bundles / bundle) if bundle else "")

    first_cache, other = (Cache(bundles / "kept", through(chosen), now=clock) for chosen in (first, second))
    first_cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert bool(other.get(ENDPOINT, REQUEST)) is believed
    first_cache.close()
    other.close()


def test_changed_certificates_invalidate_answers(bundles, clock):
    network = NetworkSettings(ca_bundle=str(bundles / "a.pem"))
    store = Cache(bundles / "kept", network, now=clock)
    store.put(ENDPOINT, REQUEST, REPLY, "found")
    store.close()
    (bundles / "a.pem").write_bytes(b"three")
    other = Cache(bundles / "kept", network, now=clock)

    assert other.get(ENDPOINT, REQUEST) is None
    other.close()


def test_damage_in_the_middle_of_a_run_gives_a_warning(cache):
    for number in range(60):
        cache.put(ENDPOINT, Request("index", f"/{number}"), REPLY, "found")
    cache.close()
    whole = cache.path.read_bytes()
    cache.path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    assert not any(cache.get(ENDPOINT, Request("index", f"/{number}")) for number in range(60))
    assert cache.warning


@pytest.mark.parametrize("obstacle", ["a file for the folder", "a folder for the file"])
def test_an_unwritable_folder_gives_one_warning(tmp_path, obstacle):
    cache = Cache(tmp_path / "kept")
    if obstacle == "a file for the folder":
        cache.path.parent.write_text("")
    else:
        cache.path.mkdir(parents=True)
    got = cache.get(ENDPOINT, REQUEST)
    cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert got is None
    assert "KZCHECK_CACHE_DIR" in cache.warning
    assert cache.info().entries == 0
    with pytest.raises(UsageError, match="cannot be removed"):
        cache.clear()


def test_a_file_locked_by_another_process_does_not_block_the_run(tmp_path, clock):
    cache = Cache(tmp_path, now=clock, busy=0.05)
    cache.put(ENDPOINT, REQUEST, REPLY, "found")
    with closing(sqlite3.connect(cache.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        read = cache.get(ENDPOINT, REQUEST)
        with pytest.raises(UsageError, match="another program"):
            cache.clear()
        cache.put(ENDPOINT, REQUEST, REPLY, "found")

        assert read
        assert "locked" in cache.warning


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kzcheck.web.cache import Cache
from kzcheck.web.messages import Endpoint, Reply, Request

cache, endpoint = Cache(Path(sys.argv[1])), Endpoint("index", "https://api.example.org")
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    reply = Reply("https://api.example.org", 200, bytes(3000), {}, datetime.now(UTC))
    cache.put(endpoint, Request("index", f"/{sys.argv[2]}/{number}"), reply, "found")
print(cache.warning)
"""


def test_processes_started_at_the_same_time_share_the_file_without_loss(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, name], stdin=-1, stdout=-1, stderr=-1, text=True)
        for name in "abc"
    ]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    outputs = [writer.communicate() for writer in writers]
    cache = Cache(tmp_path)
    replies = [cache.get(ENDPOINT, Request("index", f"/{name}/{number}")) for name in "abc" for number in range(40)]
    cache.close()

    assert outputs == [("\n", "")] * 3
    assert all(replies)


def test_the_folder_and_the_file_are_private_to_the_user(cache):
    cache.put(ENDPOINT, REQUEST, REPLY, "found")

    assert stat.S_IMODE(cache.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600


def test_the_folder_comes_from_the_environment_or_is_the_users_cache_folder(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")

    assert folder({"KZCHECK_CACHE_DIR": "/elsewhere"}) == Path("/elsewhere")
    assert folder({"KZCHECK_CACHE_DIR": ""}).name == "kzcheck"
    assert folder({}) == folder({"OTHER": "/elsewhere"})

"""The Wayback Machine: its requests and its answers."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.evidence import Copies, Memento, NoCopy, NotAsked
from kzcheck.reasons import Reason
from kzcheck.services import wayback
from kzcheck.web.messages import Reply

PAGE = "http://example.org/news?id=7"
HEAD = ["timestamp", "original", "statuscode", "mimetype"]


def reply(content: object, status: int = 200) -> Reply:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Reply("https://web.archive.org/cdx", status, body, {"content-type": "application/json"}, datetime.now(UTC))


def row(timestamp: str, status: str = "200") -> list[str]:
    return [timestamp, PAGE, status, "text/html"]


def times(content: object) -> list[str]:
    archived = wayback.read(reply(content))
    assert isinstance(archived, Copies)
    return [f"{memento.time:%Y%m%d}" for memento in archived.mementos]


def test_copies_before_and_after_a_day_are_requested():
    assert "url=http%3A%2F%2Fexample.org%2Fnews%3Fid%3D7&" in wayback.before(PAGE, date(2018, 3, 1))
    assert wayback.before(PAGE, date(2018, 3, 1)).endswith("&to=20180301235959&limit=-5")
    assert wayback.after(PAGE, date(2018, 3, 1)).endswith("&from=20180301&limit=5")


def test_a_list_of_copies_is_read():
    archived = wayback.read(reply([HEAD, row("20180102030405")]))

    assert archived == Copies(
        (Memento(f"https://web.archive.org/web/20180102030405/{PAGE}", datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC)),)
    )


def test_copies_of_errors_and_redirects_are_skipped_but_repeated_copies_count():
    rows = [HEAD, row("20180101000000", "404"), row("20180102000000", "302"), row("20180103000000", "-"), row("20180104000000")]

    assert times(rows) == ["20180103", "20180104"]


@pytest.mark.parametrize("original", ["", "http://example.org/a b", "http://example.org/\r\nx: y", "http://example.org/\x1b[2J"])
def test_a_copy_of_an_impossible_url_is_skipped(original: str):
    assert times([HEAD, ["20180101000000", original, "200", "text/html"], row("20190101000000")]) == ["20190101"]


def test_malformed_rows_are_skipped():
    rows = [HEAD, row("2018"), row("20181301000000"), [], [None], row("20180104000000"), row("20180104000000")]

    assert times(rows) == ["20180104"]


@pytest.mark.parametrize("content", [[], [HEAD], b"", b"\n", [HEAD, row("20180101000000", "404")]])
def test_an_empty_list_means_no_copy(content: object):
    assert wayback.read(reply(content)) == NoCopy()


@pytest.mark.parametrize("content", [b"<html>Too many", b"{}", b"[1, 2]", b"null", b"[[", b"\xff"])
def test_an_answer_that_is_not_a_list_is_a_failure(content: bytes):
    assert isinstance(wayback.read(reply(content)), NotAsked)


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_a_refusal_says_nothing_about_copies(status: int):
    assert isinstance(wayback.read(reply(b"", status)), NotAsked)


def test_an_excluded_site_may_have_copies():
    text = b"org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked Site Error"

    assert wayback.read(reply(text, 403)) == NotAsked(Reason("may-not-show"))


def test_a_copy_is_requested_without_the_archives_frame():
    memento = Memento(f"https://web.archive.org/web/20180102030405/{PAGE}", datetime(2018, 1, 2, tzinfo=UTC))

    assert wayback.raw(memento) == f"/web/20180102030405id_/{PAGE}"
    assert wayback.original(f"https://web.archive.org/web/20180102030405id_/{PAGE}") == PAGE
    assert wayback.original("https://example.org/web/x") == ""


@settings(max_examples=60)
@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=8).map(lambda value: json.dumps(value).encode())
)
def test_any_answer_can_be_read(content: bytes):
    assert isinstance(wayback.read(reply(content)), Copies | NoCopy | NotAsked)

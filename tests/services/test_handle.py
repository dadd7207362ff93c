"""Handles. No real answer of hdl.handle.net is stored here: all are invented in its documented format."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Item
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.services.handle import SERVICE, lookup
from lab import play_handle
from lab.playing import played, reply

if TYPE_CHECKING:
    from kzcheck.evidence import Answer

read = SERVICE.read
HANDLE = "20.500.55555/Ж.1"
ASK = lookup("handle", [HANDLE])
THESIS = Item(id="1", type="thesis", title="Rivers", url="https://hdl.handle.net/20.500.55555/%D0%96.1")


def answer(content: object, status: int = 200) -> Answer:
    (result,) = read(ASK, reply(content, status)).values()
    return result


def test_a_handle_is_requested_by_prefix_and_suffix():
    assert ASK.path == "/api/handles/20.500.55555/%D0%96.1"


def test_a_registered_handle_says_nothing_about_the_work():
    result = answer({"responseCode": 1, "handle": HANDLE, "values": []})

    assert isinstance(result, Found)
    (record,) = result.records
    assert (record.service, record.id, record.bare) == ("handle", HANDLE, True)


def test_an_unregistered_handle_is_absent():
    assert answer({"responseCode": 100, "handle": HANDLE}, 404) == Absent()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"responseCode": 2, "handle": HANDLE}, 500),
        ({"responseCode": 200, "handle": HANDLE}, 200),
        ({"responseCode": 1}, 404),
        (b"<html>not here</html>", 404),
        (b"<html>Are you a robot?</html>", 200),
        ([], 200),
        (b"", 503),
    ],
)
def test_an_invalid_answer_never_means_absence(content: object, status: int):
    assert isinstance(answer(content, status), Failed)


def test_the_handle_system_is_not_searched():
    assert list(SERVICE.search(THESIS)) == []


def test_the_fake_answers_for_handles_of_works():
    other = lookup("handle", ["20.500.55555/2"])
    play = partial(play_handle.answer, (THESIS,))

    assert [type(read(ask, played(play, ask, ""))[ask.values[0]]) for ask in (ASK, other)] == [Found, Absent]


@given(st.none() | st.integers() | st.text(max_size=8) | st.dictionaries(st.just("responseCode"), st.none() | st.text(max_size=3)))
def test_any_json_can_be_read(content: object):
    assert isinstance(answer(json.dumps(content).encode()), Failed)

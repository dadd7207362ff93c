"""doi.org: agencies, handles and records."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.reasons import Reason
from kzcheck.services.doi import CSL, SERVICE, lookup
from lab import play_doi
from lab.playing import played, reply

if TYPE_CHECKING:
    from kzcheck.evidence import Answer
    from kzcheck.services.service import Ask
    from kzcheck.web.messages import Reply

read = SERVICE.read
HERE = Path(__file__).parent / "doi"
RIVERS = Item(
    id="1", type="article-journal", title="Rivers", author=(Name("Doe", "Jane"),), issued=Date((2021,)), doi="10.5555/rivers"
)
PLAY = partial(play_doi.answer, (RIVERS,), agencies={"10.5555/rivers": "JaLC", "10.5555/unwritten": "ISTIC"})


def only(ask: Ask, answer: Reply) -> Answer:
    (result,) = read(ask, answer).values()
    return result


def test_agencies_are_requested_in_batches():
    assert lookup("agency", ["10.5555/a", "10.5555/b#c"]).path == "/ra/10.5555%2Fa,10.5555%2Fb%23c"
    assert SERVICE.batch["agency"] > 1


def test_a_doi_with_an_agency_is_registered():
    ask = lookup("agency", ["10.5555/one", "10.5555/two", "10.5555/", "10.5555/four", "10.5555/five"])
    answer, *others = (read(ask, reply((HERE / "agencies.json").read_bytes()))[value] for value in ask.values)

    assert isinstance(answer, Found)
    (record,) = answer.records
    assert (record.id, record.item.doi, record.agency, record.bare) == ("10.5555/one", "10.5555/one", "Crossref", True)
    assert [type(answer) for answer in others] == [Absent, Absent, Failed, Failed]


def test_a_doi_split_at_its_comma_is_not_absent():
    ask = lookup("agency", ["10.5555/a,b"])

    assert isinstance(only(ask, played(partial(PLAY), ask)), Failed)


def test_registered_and_unregistered_handles_are_distinguished():
    ask = lookup("handle", ["10.5555/a,b"])

    assert ask.path == "/api/handles/10.5555%2Fa%2Cb"
    assert isinstance(only(ask, reply({"responseCode": 1, "handle": "10.5555/a,b", "values": []})), Found)
    assert only(ask, reply({"responseCode": 100, "handle": "10.5555/a,b"}, 404)) == Absent()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"responseCode": 2, "handle": "10.5555/a"}, 500),
        ({"responseCode": 2, "handle": "10.5555/a"}, 200),
        ({"responseCode": 200}, 200),
        ({"responseCode": 1}, 404),
        (b"<html>not here</html>", 404),
        (b"<html>Are you a robot?</html>", 200),
        ([], 200),
        (b"", 503),
    ],
)
def test_a_handle_without_a_clear_answer_is_unchecked(content: object, status: int):
    assert isinstance(only(lookup("handle", ["10.5555/a"]), reply(content, status)), Failed)


def test_a_record_is_requested_in_csl_json_and_read():
    ask = lookup("DOI", ["10.5555/JALC.1"])
    answer = only(ask, reply((HERE / "record.json").read_bytes(), kind=CSL))

    assert (ask.path, ask.accept) == ("/10.5555%2FJALC.1", CSL)
    assert isinstance(answer, Found)
    (record,) = answer.records
    item = record.item
    assert (record.id, item.type, item.title, item.container_title) == ("10.5555/jalc.1", "article", "架空の川", "架空地理学雑誌")
    assert item.author == (
        Name("山田", "太郎"),
        Name(literal="架空河川学会"),
        Name("Beethoven", "L.", non_dropping_particle="van"),
    )
    assert (item.volume, item.issued, record.years) == ("7", Date((2016, 12, 20)), (2016,))
    assert not record.bare


def test_a_doi_is_absent_if_doi_org_sends_its_own_not_found_page():
    ask = lookup("DOI", ["10.5555/none"])

    assert only(ask, played(PLAY, ask)) == Absent()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<!DOCTYPE html><title>An article</title>", "text/html"),
        (204, b"", ""),
        (404, b"Resource not found.", "text/plain"),
        (406, b"", "text/html"),
    ],
)
def test_a_doi_whose_agency_has_no_record_is_unchecked(status: int, body: bytes, kind: str):
    answer = only(lookup("DOI", ["10.5555/a"]), reply(body, status, kind))

    assert answer == Failed(Reason("no-record"))


@pytest.mark.parametrize(("status", "reason"), [(400, "HTTP 400"), (403, "refuses"), (429, "pause"), (502, "HTTP 502")])
@pytest.mark.parametrize("by", ["agency", "handle", "DOI"])
def test_a_refusal_is_a_failure(by: str, status: int, reason: str):
    answer = only(lookup(by, ["10.5555/a"]), reply(b"<html></html>", status, "text/html"))

    assert isinstance(answer, Failed)
    assert reason in str(answer.reason)


def test_doi_org_is_not_searched():
    assert list(SERVICE.search(RIVERS)) == []


@settings(max_examples=100)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["DOI", "RA", "status", "responseCode", "title", "author", "issued"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from([200, 404]),
)
def test_any_json_can_be_read(content: object, status: int):
    for by in ("agency", "handle", "DOI"):
        for body in (content, [content], {"DOI": "10.5555/a", "title": content}):
            assert read(lookup(by, ["10.5555/a"]), reply(json.dumps(body).encode(), status)).keys() == {"10.5555/a"}


def test_the_fake_answers_for_agencies_handles_and_records():
    agency, handle, record, page = (
        only(ask, played(PLAY, ask))
        for ask in (
            lookup("agency", ["10.5555/Unwritten"]),
            lookup("handle", ["10.5555/unwritten"]),
            lookup("DOI", ["10.5555/rivers"]),
            lookup("DOI", ["10.5555/unwritten"]),
        )
    )

    assert isinstance(agency, Found)
    assert agency.records[0].agency == "ISTIC"
    assert isinstance(handle, Found)
    assert isinstance(record, Found)
    assert (record.records[0].item.title, record.records[0].item.author) == (RIVERS.title, RIVERS.author)
    assert isinstance(page, Failed)

"""DataCite: its requests and its answers."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import TYPES, Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found, Relation
from kzcheck.services import datacite
from kzcheck.services.datacite import SERVICE, lookup, record, search
from lab import play_datacite
from lab.playing import played, reply

if TYPE_CHECKING:
    from kzcheck.evidence import Record

read = SERVICE.read
HERE = Path(__file__).parent / "datacite"
DEPTHS = Item(
    id="1",
    type="dataset",
    title="Depths of rivers",
    author=(Name("Öztürk", "Can"), Name(literal="Rivers Collaboration")),
    publisher="Steppe Data",
    issued=Date((2020, 4)),
    doi="10.5555/data.1",
)
LAKE = Item(id="2", type="article", title="A walking lake", issued=Date((2021,)), doi="10.5555/data.2")
PLAY = partial(play_datacite.answer, (DEPTHS, LAKE))
PAIR = lookup("DOI", ["10.5555/data.1", "10.5555/none"])


def served(name: str) -> Record:
    return record(json.loads((HERE / f"{name}.json").read_bytes())["data"])


def made(**attributes: object) -> Record:
    return record({"attributes": {"doi": "10.5555/x", **attributes}})


def test_dois_share_a_request_for_as_many_works_and_few_fields():
    assert PAIR.path.startswith("/dois?ids=10.5555%2Fdata.1,10.5555%2Fnone&page%5Bsize%5D=2&fields%5Bdois%5D=doi,")
    assert lookup("DOI", ["10.5555/a"]).route == "single"


def test_a_doi_with_a_comma_is_requested_by_itself():
    ask = lookup("DOI", ["10.5555/a,b"])

    assert (ask.path.partition("?")[0], ask.route) == ("/dois/10.5555%2Fa%2Cb", "single")
    assert read(ask, reply({"errors": []}, 404)) == {"10.5555/a,b": Absent()}


def test_a_title_adds_no_syntax_to_a_search():
    (ask,) = search(Item(id="1", type="dataset", title='Rivers: "OR" (NOT) lakes/seas* AND <i>more</i>'))

    assert ask.path.startswith(
        "/dois?query=titles.title%3A%28rivers%20OR%20or%20OR%20not%20OR%20lakes%20OR%20seas%20OR%20and%20OR%20more%29&sort=relevance"
    )
    assert ask.by == "title"


@pytest.mark.parametrize(
    ("kind", "asks"),
    [("dataset", 1), ("", 1), ("article", 1), ("thesis", 1), ("paper-conference", 1), ("article-journal", 1), ("book", 0)],
)
def test_only_types_that_datacite_may_know_are_searched(kind: str, asks: int):
    assert len(list(search(Item(id="1", type=kind, title="Depths of rivers")))) == asks


def test_a_title_without_words_is_not_searched():
    assert list(search(Item(id="1", type="dataset", title="… —"))) == []


def test_titles_are_read_by_kind_and_placeholders_are_dropped():
    work = served("dataset")

    assert work.item.title == "Depths of rivers: measured by hand"
    assert work.titles == ("Depths of rivers", "Tiefen von Flüssen")


def test_names_are_recognised_as_people_or_groups_whatever_their_stated_type():
    work = served("dataset")

    assert work.item.author == (
        Name("Öztürk", "Can"),
        Name(literal="The Invented Rivers Collaboration"),
        Name(literal="Ministry of Rivers, Lakes and Seas"),
        Name("Doe", "Jane Q."),
        Name("Hill", "Ann"),
        Name("Dale", "Bob"),
    )
    assert work.more_authors, "one has no name"
    assert work.item.editor == (Name("Iskakova", "A. B."),)


def test_only_dates_of_the_work_itself_give_its_years():
    work = served("dataset")

    assert work.item.issued == Date((2020, 4, 25))
    assert work.years == (2018, 2019, 2020)


def test_a_publisher_may_be_a_text_or_a_mapping():
    assert served("dataset").item.publisher == made(publisher="Steppe Data").item.publisher == "Steppe Data"
    assert made(publisher="(:unav)").item.publisher == ""


def test_implausible_fields_of_a_container_are_dropped():
    item = served("dataset").item

    assert (item.container_title, item.page) == ("", "")


def test_volume_issue_and_pages_of_a_container_are_read():
    container = {"title": "Maps", "volume": "7", "issue": "2", "firstPage": "181", "lastPage": "186", "identifierType": "ISSN"}
    item = made(container={**container, "identifier": "2049-3630"}).item

    assert (item.container_title, item.volume, item.issue, item.page, item.issn) == ("Maps", "7", "2", "181-186", "2049-3630")


def test_relations_are_converted_to_crossrefs_words():
    assert served("dataset").relations == (
        Relation(type="is-version-of", id="10.5555/data"),
        Relation(type="is-replaced-by", id="10.5555/data.2"),
        Relation(type="is-identical-to", id="https://example.org/data/1", id_type="url"),
    )


def test_a_preprint_has_its_server_as_container_and_no_placeholder_for_a_version():
    work = served("preprint")

    assert (work.item.type, work.containers, work.item.other) == ("article", ("inventedXiv",), {})
    assert (work.item.issued, work.years) == (Date((2020,)), (2020, 2022))


@pytest.mark.parametrize(
    ("general", "own", "kind"),
    [
        ("Dataset", "", "dataset"),
        ("Software", "XML", "software"),
        ("Text", "PhD Thesis", "thesis"),
        ("Text", "Journal Article", "article-journal"),
        ("Text", "Working Paper", "report"),
        ("Text", "Monographie", "book"),
        ("Text", "", ""),
        ("PhysicalObject", "Stone", ""),
    ],
)
def test_the_type_is_the_general_one_or_read_from_the_depositors_words(general: str, own: str, kind: str):
    assert made(types={"resourceTypeGeneral": general, "resourceType": own, "citeproc": "article"}).item.type == kind


def test_all_types_are_csl_types():
    assert {*datacite.TYPES.values(), *datacite.OWN_WORDS.values()} <= TYPES


@pytest.mark.parametrize("year", ["2020", 2020, "20", "0000", None, [], 99999])
def test_a_year_may_be_a_number_or_a_text(year: object):
    assert made(publicationYear=year).item.year == (2020 if str(year) == "2020" else None)


def test_a_doi_missing_from_a_complete_list_is_absent():
    answer, missing = read(PAIR, played(PLAY, PAIR)).values()

    assert isinstance(answer, Found)
    assert missing == Absent()


def test_a_doi_missing_from_an_incomplete_list_is_unchecked():
    data = json.loads(played(PLAY, PAIR).content)

    for total in (2, None):
        answer, missing = read(PAIR, reply({**data, "meta": {"total": total}})).values()
        assert (type(answer), type(missing)) == (Found, Failed)


def test_a_copy_of_another_agencys_record_is_left_out():
    data = {**play_datacite.written(DEPTHS), "relationships": {"client": {"data": None}}}
    answer, missing = read(PAIR, reply({"data": [data], "meta": {"total": 1}})).values()

    assert (answer, missing) == (Absent(), Absent())


def test_an_unreadable_work_leaves_only_missing_dois_unchecked():
    data = [play_datacite.written(DEPTHS), {"attributes": None}]
    answer, missing = read(PAIR, reply({"data": data, "meta": {"total": 2}})).values()

    assert (type(answer), type(missing)) == (Found, Failed)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html></html>"), (200, b"[]"), (200, b'{"data": {}}'), (400, b"{}"), (404, b"{}"), (429, b""), (500, b"{}")],
)
def test_an_invalid_answer_to_a_list_is_a_failure(status: int, body: bytes):
    for ask in (PAIR, *search(DEPTHS)):
        answers = read(ask, reply(body, status))

        assert answers.keys() == set(ask.values)
        assert all(isinstance(answer, Failed) for answer in answers.values())


def test_an_empty_search_result_means_absence():
    (ask,) = search(DEPTHS)

    assert list(read(ask, reply({"data": [], "meta": {"total": 0}})).values()) == [Absent()]


KEYS = [*datacite.FIELDS.split(","), *("name", "title", "date", "dateType", "data", "attributes", "relationships", "total", "meta")]


@settings(max_examples=150)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("10.5555/data.1"),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
        max_leaves=20,
    )
)
def test_any_json_can_be_read(content: object):
    work = {"attributes": {**(content if isinstance(content, dict) else {}), "doi": "10.5555/data.1"}}
    for ask in (PAIR, lookup("DOI", ["10.5555/a,b"]), *search(DEPTHS)):
        for answer in (content, {"data": content}, {"data": work}, {"data": [content, work], "meta": {"total": 2}}):
            assert read(ask, reply(json.dumps(answer).encode())).keys() == set(ask.values)


def test_the_fake_serves_a_work_unchanged():
    answer = read(PAIR, played(PLAY, PAIR))["10.5555/data.1"]

    assert isinstance(answer, Found)
    item = answer.records[0].item
    fields = ("type", "title", "author", "publisher", "issued", "doi")
    assert [getattr(item, field) for field in fields] == [getattr(DEPTHS, field) for field in fields]


def test_the_fake_searches_titles_and_answers_for_single_works():
    (ask,) = search(Item(id="1", type="article", title="The walking lake"))
    (answer,) = read(ask, played(PLAY, ask)).values()

    assert isinstance(answer, Found)
    assert answer.records[0].id == "10.5555/data.2"
    single = lookup("DOI", ["10.5555/a,b"])
    assert read(single, played(PLAY, single)) == {"10.5555/a,b": Absent()}


def test_the_limits_of_the_service_are_respected():
    assert 300 * (SERVICE.routes["list"].rate or 0) <= 1000
    assert 300 * (SERVICE.anonymous["list"].rate or 0) <= 500

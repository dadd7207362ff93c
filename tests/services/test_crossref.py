"""Crossref: its requests and its answers."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import CROSSREF_TYPES, Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found, Relation, Update
from kzcheck.services import crossref
from kzcheck.services.crossref import SERVICE, lookup, search
from lab import play_crossref
from lab.playing import played, reply

if TYPE_CHECKING:
    from kzcheck.evidence import Record

read = SERVICE.read
HERE = Path(__file__).parent / "crossref"
RIVERS = Item(
    id="1",
    type="article-journal",
    title="Rivers that never were",
    author=(Name(family="Öztürk", given="Can"), Name(literal="The Invented Rivers Collaboration")),
    container_title="Journal of Invented Geography",
    issued=Date((2021, 2)),
    volume="4",
    issue="2",
    page="11-29",
    doi="10.5555/rivers",
    issn="2049-3630",
)
LAKE = Item(id="2", type="book", title="The lake that walked", editor=(Name(family="Walker", given="B."),), doi="10.5555/lake")
WORKS = (RIVERS, LAKE)


def served(name: str) -> Record:
    ask = lookup("DOI", ["10.5555/x"])
    (answer,) = read(ask, reply((HERE / f"{name}.json").read_bytes())).values()
    assert isinstance(answer, Found)
    (record,) = answer.records
    return record


def test_several_dois_share_a_request_for_as_many_rows():
    ask = lookup("DOI", ["10.5555/a", "10.5555/b(1)<2:x>3;4"])

    assert ask.route == "list"
    assert ask.path.startswith("/works?filter=doi:10.5555%2Fa,doi:10.5555%2Fb%281%29%3C2%3Ax%3E3%3B4&rows=2&select=DOI,")


def test_a_doi_with_a_comma_is_requested_by_itself():
    assert lookup("DOI", ["10.5555/a,b#c"]).path == "/works/10.5555%2Fa%2Cb%23c"


def test_only_fields_that_crossref_accepts_are_selected():
    assert set(crossref.SELECT.split(",")) <= play_crossref.SELECTS
    assert {"updated-by", "update-to", "relation"} <= set(crossref.SELECT.split(","))


def test_a_work_is_searched_by_authors_title_container_and_year():
    (ask,) = search(RIVERS)

    assert ask.values == ("Öztürk The Invented Rivers Collaboration Rivers that never were Journal of Invented Geography 2021",)
    assert (ask.by, ask.route) == ("reference", "list")
    assert "&rows=5&" in ask.path


def test_a_work_without_a_title_is_not_searched():
    assert list(search(Item(id="1", author=RIVERS.author))) == []


def test_a_long_search_ends_with_a_whole_word_and_contains_no_address():
    printed = "Doe, J. See https://example.org/a?b doi: 10.5555/rivers for " + "rivers " * 200
    (ask,) = search(Item(id="1", title=printed))

    assert len(ask.values[0]) <= crossref.LONGEST_TITLE
    assert ask.values[0].startswith("Doe, J. See for rivers rivers")
    assert ask.values[0].endswith("rivers")


def test_a_transliterated_title_is_also_searched_in_cyrillic():
    latin, cyrillic = search(Item(id="1", title="Istoriya vydumannykh rek Kazakhstana", issued=Date((2001,))))

    assert latin.values == ("Istoriya vydumannykh rek Kazakhstana 2001",)
    assert cyrillic.values[0].casefold() == "история выдуманных рек казахстана 2001"


def test_all_titles_of_a_work_are_read_without_markup():
    record = served("article")

    assert record.item.title == "Flumen nullum : rivers that never were & H2O (again): A survey of maps"
    assert record.titles == (
        "Flüsse, die es nie gab: Eine Kartenschau",
        "Flumen nullum : rivers that never were & H2O (again)",
        "Flüsse, die es nie gab",
    )


def test_people_containers_and_numbers_of_a_work_are_read():
    record = served("article")
    item = record.item

    assert item.author == (
        Name(family="Öztürk", given="Can"),
        Name(family="Saken"),
        Name(family="Loveless", given="Ada", suffix="Jr."),
        Name(literal="The Invented Rivers Collaboration"),
    )
    assert (item.type, item.container_title, record.containers) == (
        "article-journal",
        "Journal of Invented Geography & Maps",
        ("Zeitschrift für erfundene Geographie", "J. Inv. Geogr."),
    )
    assert (item.volume, item.issue, item.page, item.number, item.language) == ("4", "2", "11-29", "e0117", "en")
    assert item.issn == "2049-3630 1234-5679"
    assert (record.id, item.doi, record.url, record.agency) == (
        "10.5555/rivers.2021",
        "10.5555/rivers.2021",
        "https://doi.org/10.5555/rivers.2021",
        "Crossref",
    )
    assert not record.more_authors


def test_all_years_of_a_work_except_that_of_registration_are_read():
    record = served("article")

    assert record.item.issued == Date((2020, 11, 30))
    assert record.years == (2020, 2021)
    assert record.online == Date((2020, 11, 30))
    assert record.in_print
    assert record.in_print.year == 2021


def test_a_relation_asserted_by_both_sides_counts_once():
    assert served("article").relations == (Relation(type="has-preprint", id="10.5555/pre.1"),)


def test_a_retracted_work_has_its_title_with_and_without_the_mark():
    record = served("retracted")

    assert record.item.title == "RETRACTED ARTICLE: The lake that walked"
    assert record.titles == ("The lake that walked",)


def test_an_update_reported_by_two_sources_counts_once_and_has_a_date():
    assert served("retracted").updated_by == (
        Update(type="correction", doi="10.5555/lake.n1", date=Date((2011, 3, 6)), source="publisher"),
        Update(type="retraction", doi="10.5555/lake.n2", date=Date((2012, 1, 9)), source="retraction-watch"),
    )


def test_a_notice_is_not_retracted_and_does_not_have_the_title_of_the_retracted_work():
    record = served("notice")

    assert (record.item.title, record.titles) == ("RETRACTION: The lake that walked", ())
    assert [(notice.type, notice.doi) for notice in record.updates] == [("retraction", "10.5555/lake")]
    assert record.updated_by == ()


def test_a_withdrawal_under_the_works_own_doi_is_recognised():
    record = served("withdrawn")

    assert [(notice.type, notice.doi) for notice in record.updated_by] == [("withdrawal", "10.5555/gone")]
    assert (record.updates, record.titles) == ((), ("A hill in the press",))


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("[Retracted] Rivers", "Rivers"),
        ("Retracted: Rivers", "Rivers"),
        ("Rivers (Retracted Article)", "Rivers"),
        ("WITHDRAWN – Rivers", "Rivers"),
        ("RETRACTION: Rivers", "Rivers"),
        ("Retraction of the glacier front", None),
        ("Correction: Rivers", None),
        ("Retracted rivers", None),
        ("Removed from the map", None),
    ],
)
def test_only_a_mark_of_retraction_is_removed_from_a_title(title: str, bare: str | None):
    record = crossref.record({"DOI": "10.5555/x", "title": [title]})

    assert record.item.title == title
    assert record.titles == ((bare,) if bare else ())


def test_isbns_edition_editors_and_years_of_a_book_are_read_even_if_issued_is_null():
    record = served("book")
    item = record.item

    assert (item.type, item.isbn, item.edition) == ("book", "9780000000002 9780000000019", "3")
    assert (item.publisher, item.publisher_place) == ("Steppe Press", "Almaty")
    assert (item.editor, item.translator) == ((Name("Iskakova", "A. B."),), (Name("Doe", "Jane"),))
    assert item.contributors == {"chair": (Name("Chair", "Chris"),)}
    assert (item.issued, record.years) == (Date((2018, 12)), (2018, 2019))
    assert (item.container_title, record.containers) == ("Invented Grammars", ("Steppe Series",))


def test_a_preprint_has_its_server_as_container_and_is_related_to_its_article():
    record = served("preprint")

    assert (record.item.type, record.containers) == ("article", ())
    assert record.item.container_title == "EarthInvRxiv"
    assert record.relations == (Relation(type="is-preprint-of", id="10.5555/rivers.2021"),)


def test_of_two_keys_for_one_field_the_better_one_counts_in_any_order():
    pairs = {
        "number": ("number", "article-number"),
        "edition": ("edition-number", "edition"),
        "publisher_place": ("publisher-place", "publisher-location"),
    }
    better = {keys[0]: "better" for keys in pairs.values()}
    other = {keys[1]: "other" for keys in pairs.values()}
    items = [crossref.record({"DOI": "10.5555/1", **one, **two}).item for one, two in ((better, other), (other, better))]

    assert [getattr(item, field) for item in items for field in pairs] == ["better"] * 6


def test_an_author_without_a_name_counts_as_a_further_author():
    assert served("preprint").more_authors


@pytest.mark.parametrize("word", sorted(CROSSREF_TYPES))
def test_types_are_converted_to_those_of_csl(word: str):
    assert crossref.record({"DOI": "10.5555/x", "type": word}).item.type == CROSSREF_TYPES[word]


def test_an_unknown_type_is_dropped():
    assert crossref.record({"DOI": "10.5555/x", "type": "hologram"}).item.type == ""


def test_a_doi_missing_from_a_complete_batch_is_absent():
    ask = lookup("DOI", ["10.5555/ONE", "10.5555/two", "10.5555/three"])
    answers = read(ask, reply((HERE / "batch.json").read_bytes()))

    assert [type(answers[value]) for value in ask.values] == [Found, Found, Absent]


def batch(**changes: object) -> dict[str, Any]:
    answer = json.loads((HERE / "batch.json").read_bytes())
    answer["message"].update(changes)
    return answer


@pytest.mark.parametrize("total", [3, 100, None, "2"])
def test_a_doi_missing_from_an_incomplete_batch_is_unchecked(total: object):
    ask = lookup("DOI", ["10.5555/one", "10.5555/three"])
    answers = read(ask, reply(batch(**{"total-results": total})))

    assert [type(answers[value]) for value in ask.values] == [Found, Failed]


def test_an_unreadable_work_leaves_only_missing_dois_unchecked():
    items = [{"DOI": "10.5555/one", "title": ["One"]}, {"title": ["Nameless"]}]
    ask = lookup("DOI", ["10.5555/one", "10.5555/two"])
    answers = read(ask, reply(batch(items=items)))

    assert [type(answers[value]) for value in ask.values] == [Found, Failed]


def test_a_search_returns_candidates_with_titles_in_order():
    (ask,) = search(RIVERS)
    items = [{"DOI": "10.5555/one", "title": ["One"]}, {"DOI": "10.5555/part"}, {"DOI": "10.5555/two", "title": ["Two"]}]
    (answer,) = read(ask, reply(batch(items=items))).values()

    assert isinstance(answer, Found)
    assert [record.id for record in answer.records] == ["10.5555/one", "10.5555/two"]


def test_an_empty_search_result_means_absence():
    (ask,) = search(RIVERS)

    assert list(read(ask, reply(batch(items=[], **{"total-results": 0}))).values()) == [Absent()]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (200, b"<html>Are you a robot?</html>", "answered with a web page instead of JSON"),
        (200, b'{"status":"ok","mess', "cut short"),
        (200, b"[]", "unexpected JSON"),
        (200, b'{"message": []}', "unexpected JSON"),
        (200, b'{"message": {"items": {}}}', "unexpected JSON"),
        (204, b"", "answered with nothing"),
        (400, b'{"status":"failed"}', "HTTP 400"),
        (403, b"", "refuses to answer"),
        (404, b"Resource not found.", "HTTP 404"),
        (429, b"<html>429</html>", "asks for a pause"),
        (503, b"", "HTTP 503"),
    ],
)
def test_an_invalid_answer_to_a_list_is_a_failure(status: int, body: bytes, reason: str):
    for ask in (lookup("DOI", ["10.5555/a", "10.5555/b"]), *search(RIVERS)):
        answers = read(ask, reply(body, status))

        assert answers.keys() == set(ask.values)
        assert all(isinstance(answer, Failed) and reason in str(answer.reason) for answer in answers.values())


@pytest.mark.parametrize("status", [404, 410])
def test_a_single_work_that_is_not_found_is_absent(status: int):
    ask = lookup("DOI", ["10.5555/a"])

    assert read(ask, reply(b"Resource not found.", status, "text/plain")) == {"10.5555/a": Absent()}


KEYS = [
    *crossref.SELECT.split(","),
    *(
        "message",
        "items",
        "total-results",
        "date-parts",
        "family",
        "name",
        "given",
        "updated",
        "id",
        "journal-issue",
        "institution",
    ),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["10.5555/a", "10.5555/b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=20,
)


@settings(max_examples=150)
@given(JSON)
def test_any_json_can_be_read(content: object):
    work = {"DOI": "10.5555/a", **(content if isinstance(content, dict) else {})}
    answers = [content, {"message": content}, {"message": {"items": [content, work], "total-results": 2}}, {"message": work}]
    for ask in (lookup("DOI", ["10.5555/a"]), lookup("DOI", ["10.5555/a", "10.5555/b"]), *search(RIVERS)):
        for answer in answers:
            assert read(ask, reply(json.dumps(answer).encode())).keys() == set(ask.values)


@settings(max_examples=50)
@given(st.binary(max_size=80), st.sampled_from([200, 206, 304, 404, 500]))
def test_any_bytes_can_be_read(body: bytes, status: int):
    ask = lookup("DOI", ["10.5555/a", "10.5555/b"])

    assert all(isinstance(answer, Failed) for answer in read(ask, reply(body, status)).values())


def test_the_size_of_a_record_is_limited():
    record = crossref.record(
        {
            "DOI": "10.5555/x",
            "title": [f"Title {number}" for number in range(500)],
            "author": [{"family": f"Author {number}"} for number in range(5000)],
            "updated-by": [{"DOI": f"10.5555/{number}", "type": "correction"} for number in range(1000)],
            "relation": {"has-review": [{"id-type": "doi", "id": f"10.5555/{number}"} for number in range(1000)]},
        }
    )

    assert (len(record.item.author), record.more_authors) == (3000, True)
    assert (len(record.titles), len(record.updated_by), len(record.relations)) == (49, 200, 200)


def test_the_fake_serves_a_work_unchanged():
    ask = lookup("DOI", ["10.5555/rivers", "10.5555/lake", "10.5555/none"])
    answers = read(ask, played(partial(play_crossref.answer, WORKS), ask))
    answer = answers["10.5555/rivers"]

    assert isinstance(answer, Found)
    item = answer.records[0].item
    fields = ("type", "title", "author", "container_title", "issued", "volume", "issue", "page", "doi", "issn")
    assert [getattr(item, field) for field in fields] == [getattr(RIVERS, field) for field in fields]
    assert isinstance(answers["10.5555/lake"], Found)
    assert answers["10.5555/none"] == Absent()


def test_the_fake_gives_updates_on_both_works():
    updates = {"10.5555/lake": [Update(type="retraction", doi="10.5555/rivers", date=Date((2022, 1, 1)))]}
    ask = lookup("DOI", ["10.5555/lake", "10.5555/rivers"])
    lake, notice = read(ask, played(partial(play_crossref.answer, WORKS, updates=updates), ask)).values()

    assert isinstance(lake, Found)
    assert isinstance(notice, Found)
    assert [(notice.type, notice.doi) for notice in lake.records[0].updated_by] == [("retraction", "10.5555/rivers")]
    assert [(update.type, update.doi) for update in notice.records[0].updates] == [("retraction", "10.5555/lake")]


def test_a_search_at_the_fake_matches_any_known_word():
    (ask,) = search(Item(id="1", title="A lake on fire", issued=Date((1999,))))
    (answer,) = read(ask, played(partial(play_crossref.answer, WORKS), ask)).values()

    assert isinstance(answer, Found)
    assert [record.id for record in answer.records] == ["10.5555/lake"]


def test_the_fake_answers_single_requests_and_states_its_limits():
    ask = lookup("DOI", ["10.5555/LAKE"])
    answer = played(partial(play_crossref.answer, WORKS), ask)
    anonymous = played(partial(play_crossref.answer, WORKS), ask, contact="")

    assert isinstance(read(ask, answer)["10.5555/LAKE"], Found)
    assert (answer.headers["x-rate-limit-limit"], answer.headers["x-api-pool"]) == ("10", "polite-single")
    assert (anonymous.headers["x-rate-limit-limit"], anonymous.headers["x-concurrency-limit"]) == ("5", "1")


def test_the_limits_of_the_service_are_respected():
    assert SERVICE.routes["list"].rate == 3
    assert SERVICE.anonymous["list"].rate == 1
    assert (SERVICE.contact, SERVICE.batch) == ("mailto", {"DOI": 50})


def test_a_family_name_without_letters_is_ignored():
    served = {"DOI": "10.5555/mono", "title": ["Rivers"], "author": [{"family": "-", "given": "Suharto"}]}

    assert crossref.record(served).item.author == (Name(literal="Suharto"),)

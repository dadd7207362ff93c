from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.language.scripts import main_script
from kzcheck.services.open_library import SERVICE, lookup, record, search
from lab import play_open_library
from lab.replies import answers, reply
from lab.server import Call

read = SERVICE.read
SEARCH = (Path(__file__).parent / "open_library" / "search.json").read_text("utf-8")
ASK = lookup("ISBN", ["9780000000019"])
WORKS = (
    Item(
        id="1",
        type="book",
        title="Clouds of the Steppe: a short history",
        author=(Name(family="Nurgalieva", given="Aigul"),),
        issued=Date(start=(1999,)),
        publisher="Example Press",
        number_of_pages="311",
        isbn="978-0-00-000001-9",
        language="en",
    ),
    Item(id="2", type="book", title="Clouds", author=(Name(family="Odongo", given="O."),), issued=Date(start=(2004,))),
)


def asked(item: Item) -> list[tuple[str, str]]:
    queries = [parse_qs(urlsplit(ask.path).query) for ask in search(item)]
    return [(query["title"][0], query.get("author", [""])[0]) for query in queries]


def test_a_work_has_the_data_of_its_matching_edition():
    work = record(json.loads(SEARCH)["docs"][0])

    assert work.item.title == "Clouds of the Steppe (Invented Classics Series): a short history"
    assert {"Clouds of the Steppe: a short history", "Clouds of the Steppe", "Степные облака"} <= set(work.titles)
    assert (work.item.year, work.item.publisher, work.item.language) == (1999, "Example Press", "eng")
    assert work.item.isbn == "9780000000019"
    assert work.years == (1999, 1975, 2004)


def test_authors_may_be_people_or_organisations():
    person, body = record(json.loads(SEARCH)["docs"][0]).item.author

    assert (person.given, person.family) == ("Айгуль", "Нургалиева")
    assert body.literal == "Invented Cloud Society"


def test_the_median_page_count_of_several_editions_is_not_used():
    many = json.loads(SEARCH)["docs"][0]

    assert record(many).item.number_of_pages == ""
    assert record({**many, "edition_count": 1}).item.number_of_pages == "311"


def test_a_book_is_searched_by_main_title_with_and_then_without_author():
    item = Item(id="1", type="book", title="Clouds of the Steppe: a short history (2nd ed.)", author=(Name(family="Nurgalieva"),))

    assert asked(item) == [("Clouds of the Steppe", "Nurgalieva"), ("Clouds of the Steppe", "")]


def test_a_chapter_is_searched_by_its_book():
    item = Item(
        id="1",
        type="chapter",
        title="Rain",
        author=(Name(family="Odongo"),),
        container_title="Clouds of the Steppe",
        editor=(Name(family="Nurgalieva"),),
    )

    assert asked(item)[0] == ("Clouds of the Steppe", "Nurgalieva")


@pytest.mark.parametrize(
    "item",
    [
        Item(id="1", type="article-journal", title="Rain", container_title="Journal of Invented Clouds"),
        Item(id="1", title="Rain", container_title="Journal of Invented Clouds"),
        Item(id="1", type="chapter", title="Rain"),
        Item(id="1", type="webpage", title="Rain"),
        Item(id="1", type="book"),
    ],
)
def test_works_that_no_book_catalogue_lists_are_not_searched(item):
    assert asked(item) == []


def test_an_untyped_work_without_a_container_can_be_a_book():
    assert asked(Item(id="1", title="Rain over Nowhere")) == [("Rain over Nowhere", "")]


def test_a_transliterated_title_is_also_searched_in_cyrillic():
    item = Item(id="1", type="book", title="Istoriia oblakov nad rekoi", author=(Name(family="Vydumanov", given="P."),))

    assert main_script(asked(item)[-1][0]) == "Cyrillic"


@pytest.mark.parametrize(
    ("status", "content", "outcome"),
    [
        (200, SEARCH, Found),
        (200, '{"numFound": 0, "docs": []}', Absent),
        (200, "{}", Failed),
        (200, "[]", Failed),
        (200, '{"docs": [1, "x"]}', Failed),
        (200, "<html>Offline</html>", Failed),
        (404, "{}", Failed),
        (503, "", Failed),
    ],
)
def test_each_kind_of_answer_is_recognised(status, content, outcome):
    assert isinstance(read(ASK, reply(content, status))["9780000000019"], outcome)


def test_the_fake_finds_books_by_isbn_and_by_title():
    (by_isbn,) = answers(SERVICE, ASK, play_open_library.answer, WORKS).values()
    by_title = [next(iter(answers(SERVICE, ask, play_open_library.answer, WORKS).values())) for ask in search(WORKS[0])]
    (absent,) = answers(SERVICE, lookup("ISBN", ["9780000000026"]), play_open_library.answer, WORKS).values()

    for answer in (by_isbn, *by_title):
        assert answer.records[0].item.title == "Clouds of the Steppe: a short history"
        assert answer.records[0].item.number_of_pages == "311"
    assert absent == Absent()


def test_the_fake_redirects_from_an_isbn_to_an_edition_with_its_author():
    def ask(path: str) -> dict[str, object]:
        answer = play_open_library.answer(WORKS, Call("GET", path, {}, ""))
        return answer.headers if answer.status == 302 else json.loads(answer.body)

    edition = ask(ask("/isbn/9780000000019.json")["Location"])

    assert edition["title"] == WORKS[0].title
    assert ask(f"{edition['authors'][0]['key']}.json")["name"] == "Aigul Nurgalieva"
    assert play_open_library.answer(WORKS, Call("GET", "/isbn/9780000000026.json", {}, "")).status == 404


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("key title subtitle author_name publish_year isbn editions docs publish_date".split()), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_any_answer_can_be_read(content):
    assert read(ASK, reply(json.dumps({"docs": [content]}))).keys() == {"9780000000019"}

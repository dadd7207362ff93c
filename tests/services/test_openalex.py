from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.services.openalex import SERVICE, lookup, record, search
from kzcheck.services.service import Ask
from lab import play_openalex
from lab.replies import answers, reply

read = SERVICE.read
FILES = Path(__file__).parent / "openalex"
LISTED = lookup("DOI", ["10.5555/a", "10.5555/b"])
SINGLE = lookup("DOI", ["10.5555/a"])
WORKS = (
    Item(
        id="1",
        type="article-journal",
        title="The price of tides: a history",
        author=tuple(Name(family=f"Author{place}", given="A.") for place in range(120)),
        issued=Date(start=(2019,)),
        container_title="Journal of Invented Oceanography",
        volume="12",
        issue="3",
        page="45-67",
        doi="10.5555/a",
    ),
    Item(
        id="2",
        type="article",
        title="Tides",
        author=(Name(family="Serikova", given="A."),),
        doi="10.5555/b",
        container_title="arXiv",
    ),
    Item(id="3", type="book", title="Tides", author=(Name(family="Odongo", given="O."),)),
)


def file(name: str) -> dict[str, object]:
    return json.loads((FILES / name).read_text("utf-8"))


def asked(item: Item) -> list[str]:
    return [unquote(ask.path.partition("filter=")[2].partition("&")[0]) for ask in search(item)]


def test_all_fields_of_an_article_are_read():
    work = record(file("article.json"))

    assert work.id == "W9000000001"
    assert work.item.title == "The price of tides & winds"
    assert work.item.doi == "10.5555/tides.2019.7"
    assert (work.item.volume, work.item.issue, work.item.page) == ("12", "3", "45-67")
    assert (work.item.type, work.item.pmid, work.item.issn) == ("article-journal", "99000001", "0000-0019")
    assert (work.item.publisher, work.item.language, work.years) == ("Example Press", "en", (2019,))


def test_authors_have_the_names_given_in_the_work():
    willemijn, aliya, group, okello = record(file("article.json")).item.author

    assert (willemijn.given, willemijn.non_dropping_particle, willemijn.family) == ("Willemijn A.", "van der", "Vondel")
    assert (aliya.given, aliya.family) == ("Aliya", "Serikova")
    assert group.literal == "Tidal Study Group"
    assert (okello.given, okello.family) == ("Okello", "Odongo")


def test_a_repository_is_not_a_container_but_gives_other_names_of_the_journal():
    work = record(file("article.json"))

    assert work.item.container_title == "Journal of Invented Oceanography"
    assert work.containers == ("J Invent Oceanogr",)


def test_a_conference_paper_without_a_source_has_the_raw_name_of_its_proceedings():
    work = record(file("paper.json"))

    assert (work.item.type, work.item.container_title) == ("paper-conference", "2020 Conference on Invented Kites (CIK)")
    assert work.item.page == "e17"
    assert (work.item.author[0].family, work.item.author[0].given) == ("Zhu", "M")


def test_each_doi_in_a_list_gets_its_answer_whatever_the_letter_case():
    work = {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/A", "title": "Tides"}
    by_doi = read(LISTED, reply(json.dumps({"meta": {"count": 1}, "results": [work]})))

    assert isinstance(by_doi["10.5555/a"], Found)
    assert by_doi["10.5555/b"] == Absent()


def test_a_truncated_list_says_nothing_about_missing_dois():
    work = {"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/a", "title": "Tides"}
    by_doi = read(LISTED, reply(json.dumps({"meta": {"count": 2}, "results": [work]})))

    assert isinstance(by_doi["10.5555/a"], Found)
    assert isinstance(by_doi["10.5555/b"], Failed)


def test_a_doi_with_a_character_of_the_filter_syntax_is_requested_alone():
    alone = lookup("DOI", ["10.5555/a,b|c"])
    beside = lookup("DOI", ["10.5555/a,b", "10.5555/x"])

    assert alone.path.startswith("/works/doi:10.5555%2Fa%2Cb%7Cc?")
    assert "b" not in beside.path.partition("filter=")[2].partition("&")[0]
    assert isinstance(read(beside, reply('{"results": []}'))["10.5555/a,b"], Failed)


@pytest.mark.parametrize(
    ("status", "content", "outcome"),
    [
        (404, "<html>Not Found</html>", Absent),
        (410, "", Absent),
        (400, '{"error": "Invalid"}', Failed),
        (403, "<html>no</html>", Failed),
        (429, '{"error": "Too many"}', Failed),
        (503, "", Failed),
        (200, "<!doctype html><html><title>Are you human?</title></html>", Failed),
        (200, '{"error": "none"}', Failed),
        (200, '{"id": "https://openalex.org/W1", "tit', Failed),
        (200, "[]", Failed),
        (200, "", Failed),
    ],
)
def test_a_work_is_absent_only_if_the_service_says_so(status, content, outcome):
    assert isinstance(read(SINGLE, reply(content, status))["10.5555/a"], outcome)


def test_a_missing_list_is_not_an_empty_one():
    assert isinstance(read(LISTED, reply("not found", 404))["10.5555/a"], Failed)
    assert isinstance(read(LISTED, reply("{}"))["10.5555/a"], Failed)


def test_a_search_sends_words_without_the_filters_syntax():
    title = "Tides, \"waves\" | winds: !what <i>NOT</i> in O'Neill's U.S. survey of 1,000 ports (2:1)?"

    assert asked(Item(id="1", title=title)) == ["title.search:Tides waves winds what not in O'Neill's U.S survey of ports 2 1"]


def test_a_long_title_is_searched_without_its_subtitle():
    title = "Why every invented tide returns at night: a long and winding history of almost everything"

    assert asked(Item(id="1", title=title)) == ["title.search:Why every invented tide returns at night"]


def test_a_short_title_is_searched_with_its_author_first():
    item = Item(id="1", title="Tides", author=(Name(family="van der Vondel", given="W."),))

    assert asked(item) == ["title.search:Tides,raw_author_name.search:Vondel", "title.search:Tides"]


def test_a_title_in_cyrillic_is_searched_unchanged():
    assert asked(Item(id="1", title="Облака над степью")) == ["title.search:Облака над степью"]


def test_a_title_without_words_is_not_searched():
    assert asked(Item(id="1", title="?!")) == []


def test_the_fake_answers_lists_single_works_and_searches():
    listed = answers(SERVICE, LISTED, play_openalex.answer, WORKS)
    single = answers(SERVICE, SINGLE, play_openalex.answer, WORKS)
    missing = answers(SERVICE, lookup("DOI", ["10.5555/none"]), play_openalex.answer, WORKS)

    assert [len(answer.records[0].item.author) for answer in listed.values() if isinstance(answer, Found)] == [100, 1]
    assert listed["10.5555/a"].records[0].more_authors
    assert len(single["10.5555/a"].records[0].item.author) == 120
    assert not single["10.5555/a"].records[0].more_authors
    assert missing == {"10.5555/none": Absent()}


def test_the_fake_finds_the_work_of_an_author_among_several_with_one_title():
    first, second = (answers(SERVICE, ask, play_openalex.answer, WORKS) for ask in search(WORKS[2]))

    (answer,) = first.values()
    assert [record.item.title for record in answer.records] == ["Tides"]
    (answer,) = second.values()
    assert [record.item.title for record in answer.records] == ["Tides", "Tides", "The price of tides: a history"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id doi title display_name authorships author raw_author_name primary_location source locations biblio".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([SINGLE, LISTED, Ask("title", ("x",), "/works?filter=", "search")]))
@settings(max_examples=60, deadline=None)
def test_any_answer_can_be_read(content, ask):
    body = (
        content
        if ask is SINGLE
        else {"results": [content, {"id": "https://openalex.org/W1", **content} if isinstance(content, dict) else 1]}
    )

    assert read(ask, reply(json.dumps(body))).keys() == set(ask.values)


@given(st.binary(max_size=60))
@settings(max_examples=30, deadline=None)
def test_any_bytes_can_be_read(content):
    assert isinstance(read(LISTED, reply(content))["10.5555/a"], Failed)

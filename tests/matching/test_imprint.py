"""When and where a work was published: an entry beside its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.csl import Date, Item
from kzcheck.evidence import Record
from kzcheck.matching.imprint.comparison import compare_imprint

if TYPE_CHECKING:
    from kzcheck.matching.differences import Difference


ARTICLE = Item(
    id="1",
    type="article-journal",
    title="Rivers of the steppe",
    issued=Date((2011,)),
    container_title="Journal of Steppe Rivers",
    volume="7",
    issue="3",
    page="1021-1029",
)
BOOK = Item(
    id="2",
    type="book",
    title="Rivers of the steppe",
    issued=Date((2011,)),
    publisher="Steppe Press",
    isbn="978-0-306-40615-7",
    number_of_pages="240",
)
CHAPTER = replace(ARTICLE, type="chapter", container_title="Rivers: a handbook", volume="", issue="")


def record(item: Item = ARTICLE, containers: tuple[str, ...] = (), years: tuple[int, ...] = (), **fields: object) -> Record:
    return Record("crossref", "10.5555/1", replace(item, **fields), containers=containers, years=years)  # type: ignore[arg-type]


def kinds_of(item: Item, against: Record) -> list[tuple[str, bool]]:
    return [(difference.kind, difference.slight) for difference in compare_imprint(item, against).differences]


def only_difference(item: Item, against: Record) -> Difference:
    (difference,) = compare_imprint(item, against).differences
    return difference


def test_a_record_of_the_item_itself_has_no_differences():
    for item in (ARTICLE, BOOK, CHAPTER):
        assert compare_imprint(item, record(item)).differences == ()
        assert not compare_imprint(item, record(item)).other


# Years


@pytest.mark.parametrize(
    ("issued", "years", "kinds"),
    [
        (Date((2011, 5, 31)), (2011,), []),
        (Date((2011,)), (2009, 2011), []),
        (Date((2012,)), (2011,), [("year", True)]),
        (Date((2014,)), (2011,), [("year", False)]),
        (Date((2009,), (2012,)), (2011,), []),
        (Date((1390,)), (2011,), []),
        (Date((2554,)), (2011,), []),
        (Date(raw="n.d."), (2011,), []),
        (Date(raw="forthcoming 2014"), (2011,), []),
        (Date(raw="1950 [2011]"), (2011,), []),
        (Date((2014,), circa=True), (2011,), [("year", True)]),
    ],
    ids=str,
)
def test_any_year_in_the_record_is_accepted(issued: Date, years: tuple[int, ...], kinds: list[tuple[str, bool]]):
    assert kinds_of(replace(ARTICLE, issued=issued), record(issued=None, years=years)) == kinds


def test_the_date_of_the_original_is_accepted():
    assert kinds_of(replace(ARTICLE, issued=Date((2014,)), original_date=Date((2011,))), record()) == []
    assert kinds_of(ARTICLE, record(issued=Date((2014,)), original_date=Date((2011,)))) == []


def test_a_book_s_year_depends_on_its_edition():
    book = replace(BOOK, issued=Date((2004,)))

    assert kinds_of(book, record(BOOK)) == [("year", False)]
    assert kinds_of(replace(book, isbn=""), record(BOOK)) == [("edition", True)]
    assert kinds_of(replace(book, isbn="", edition="2nd"), record(BOOK, edition="2")) == [("year", False)]


def test_a_report_has_no_editions():
    assert kinds_of(replace(BOOK, type="report", issued=Date((2004,)), isbn=""), record(BOOK, type="report")) == [("year", False)]


def test_an_index_may_have_only_the_year_of_the_preprint():
    talk = replace(ARTICLE, issued=Date((2013,)))

    assert kinds_of(talk, replace(record(), service="semantic-scholar")) == [("year", True)]
    assert kinds_of(talk, replace(record(containers=("arXiv",)), service="openalex")) == [("year", True)]
    assert kinds_of(talk, replace(record(), service="openalex")) == [("year", False)]
    assert kinds_of(replace(ARTICLE, issued=Date((2009,))), replace(record(), service="semantic-scholar")) == [("year", False)]


def test_the_recorded_year_is_suggested_if_there_is_one():
    difference = only_difference(replace(ARTICLE, issued=Date((2014,))), record())

    assert (difference.field, difference.listed, difference.recorded, difference.new) == ("issued", "2014", (2011,), "2011")
    assert difference.words == ("2014",)
    assert only_difference(replace(ARTICLE, issued=Date((2014,))), record(years=(2010, 2011))).new == ""


# Containers


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("J. Steppe Rivers", "Journal of Steppe Rivers"),
        ("The Journal of Steppe Rivers", "Journal of Steppe Rivers"),
        ("J Step Riv", "Journal of Steppe Rivers"),
        ("Rivers & Roads", "Rivers and Roads"),
        ("Dtsch. Flussztg.", "Deutsche Flusszeitung"),
        ("Steppe (Almaty, Kazakhstan)", "Steppe"),
        ("Rivers", "Rivers: an international journal of the steppe"),
        ("Boll. Acad. Fiumi", "Bollettino dell'Accademia dei Fiumi"),
        ("Acta Steppica D Biol. Rivers", "Acta Steppica Section D Structural Rivers"),
        ("JSR", "Journal of Steppe Rivers"),
        ("NeurRivS", "Advances in Neural River Systems"),
        ("ICSR 2019", "Proceedings of the 5th International Conference on Steppe Rivers"),
        ("Proc. of the 5th Int. Conf. on Steppe Rivers", "2019 International Conference on Steppe Rivers (ICSR)"),
        ("IEEE Conf. Steppe Rivers", "IEEE/CVF Conference on Steppe Rivers"),
        ("Вестник степных рек", "Vestnik stepnykh rek"),
        ("Vestnik stepnykh rek", "Bulletin of Steppe Rivers"),
        ("Zeitschrift für Flüsse", "Journal of Rivers"),
        ("Proceedings of the Steppe Academy B: Rivers", "Proceedings of the Steppe Academy B"),
    ],
)
def test_names_of_one_journal_in_many_forms_agree(listed: str, recorded: str):
    assert kinds_of(replace(ARTICLE, container_title=listed), record(container_title=recorded)) == []
    assert kinds_of(replace(ARTICLE, container_title=recorded), record(container_title=listed)) == []


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Journal of Desert Roads", "Journal of Steppe Rivers"),
        ("Journal of Rivers", "Journal of Steppe Rivers"),
        ("Steppe Review A", "Steppe Review B"),
        ("Rivers Communications", "Rivers"),
        ("BMQ", "Journal of Steppe Rivers"),
        ("International Conference on Roads", "International Conference on Steppe Rivers"),
    ],
)
def test_a_different_journal_is_a_difference(listed: str, recorded: str):
    difference = only_difference(replace(ARTICLE, container_title=listed), record(container_title=recorded))

    assert (difference.kind, difference.slight, difference.words) == ("container", False, (listed,))
    assert difference.new == recorded


@pytest.mark.parametrize(
    ("changes", "recorded"),
    [
        ({"container_title": "arXiv preprint"}, "Journal of Steppe Rivers"),
        ({"container_title": "Journal of Steppe Rivers"}, "SSRN Electronic Journal"),
        ({"container_title": "Old Rivers", "issn": "0317-8471"}, "New Roads"),
        ({"container_title": "Journal of Stepep Rivers"}, "Journal of Steppe Rivers"),
    ],
    ids=str,
)
def test_versions_former_names_and_typing_errors_are_slight(changes: dict[str, str], recorded: str):
    assert kinds_of(replace(ARTICLE, **changes), record(container_title=recorded, issn="0317-8471")) == [("container", True)]


def test_any_container_in_the_record_is_accepted():
    several = record(container_title="Lecture Notes in Rivers", containers=("Steppe Rivers 2019: a handbook", "LNR"))

    assert kinds_of(replace(ARTICLE, type="chapter", container_title="Steppe Rivers 2019"), several) == []


def test_books_and_web_pages_have_no_container_to_compare():
    for kind in ("book", "webpage", "thesis"):
        assert kinds_of(replace(BOOK, type=kind, container_title="Rivers"), record(BOOK, container_title="Roads")) == []


# Volume and issue


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ({"volume": "VII"}, {}),
        ({"volume": "Vol. 7"}, {}),
        ({"volume": "т. 7"}, {}),
        ({"volume": "7(3)", "issue": ""}, {}),
        ({"volume": "2011", "issue": "3"}, {}),
        ({"volume": "B7"}, {}),
        ({"volume": "3", "issue": "7"}, {}),
        ({"issue": "3–4"}, {}),
        ({"issue": "S3"}, {"issue": "Suppl 3"}),
        ({"issue": "March"}, {}),
        ({"issue": "3 (80)"}, {"issue": "80"}),
        ({"volume": "", "issue": "№ 80"}, {"volume": "80", "issue": ""}),
        ({"volume": ""}, {}),
        ({"volume": "abs/1901.00001"}, {}),
    ],
    ids=str,
)
def test_forms_of_volume_and_issue_are_not_differences(listed: dict[str, str], recorded: dict[str, str]):
    assert kinds_of(replace(ARTICLE, **listed), record(**recorded)) == []


def test_a_different_volume_or_issue_is_a_difference():
    difference = only_difference(replace(ARTICLE, volume="9"), record())

    assert (difference.kind, difference.slight, difference.words, difference.new) == ("volume", False, ("9",), "7")
    assert kinds_of(replace(ARTICLE, issue="4"), record()) == [("issue", False)]
    assert kinds_of(replace(ARTICLE, issue="80"), record()) == [("issue", True)]
    assert kinds_of(replace(ARTICLE, volume="2009"), record(volume="2011")) == [("volume", False)]


# Pages


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("1021–29", "1021-1029"),
        ("1021-9", "1021-1029"),
        ("P. 1021-1029", "1021-1029"),
        ("С. 1021–1029", "1021-1029"),
        ("1021", "1021-1029"),
        ("1021-1029", "1021"),
        ("1021-1029", "e123"),
        ("1021-1029", "104021"),
        ("e123", "123"),
        ("S1–S8", "1-8"),
        ("1021-1025, 1029", "1021-1029"),
        ("xii–xv", "1021-1029"),
        ("in press", "1021-1029"),
    ],
)
def test_forms_of_pages_are_not_differences(listed: str, recorded: str):
    assert kinds_of(replace(ARTICLE, page=listed), record(page=recorded)) == []


@pytest.mark.parametrize(
    ("listed", "slight"),
    [
        ("1021-1030", True),
        ("1-9", True),
        ("1025", True),
        ("115-1160", False),
        ("1031-1039", False),
        ("1021-1092", False),
        ("1201-1209", False),
    ],
)
def test_different_pages_are_a_difference(listed: str, *, slight: bool):
    assert kinds_of(replace(ARTICLE, page=listed), record()) == [("page", slight)]


def test_a_chapter_may_be_cited_in_part_and_have_other_pages_in_another_edition():
    assert kinds_of(replace(CHAPTER, page="1023-1025"), record(CHAPTER)) == []
    assert kinds_of(replace(CHAPTER, page="30-38"), record(CHAPTER)) == [("edition", True)]
    same = replace(CHAPTER, doi="10.5555/1")
    assert kinds_of(replace(same, page="30-38"), record(same)) == [("page", False)]


def test_the_suggested_pages_keep_the_dash_of_the_list():
    assert only_difference(replace(ARTICLE, page="1031–1039"), record()).new == "1021–1029"


@pytest.mark.parametrize(
    ("listed", "kinds"),
    [
        ("xii, 240 p.", []),
        ("252", []),
        ("256 с.", []),
        ("2 vols.", []),
        ("340", [("page-count", False)]),
    ],
)
def test_page_counts_differ_by_more_than_a_tenth_and_a_sheet(listed: str, kinds: list[tuple[str, bool]]):
    assert kinds_of(replace(BOOK, number_of_pages=listed), record(BOOK)) == kinds


def test_a_different_page_count_may_belong_to_another_edition():
    assert kinds_of(replace(BOOK, number_of_pages="340", isbn=""), record(BOOK)) == [("edition", True)]
    assert kinds_of(replace(BOOK, number_of_pages="240"), record(BOOK, number_of_pages="xii, 252 p.")) == []


# What agrees


def test_agreeing_and_differing_fields_are_listed():
    against = record(container_title="Journal of Desert Roads", volume="7", doi="10.5555/1")
    imprint = compare_imprint(replace(ARTICLE, doi="https://doi.org/10.5555/1", issued=Date((2012,))), against)

    assert imprint.same == {"year", "volume", "issue", "page", "doi", "type"}
    assert imprint.other == {"container_title"}


def test_fields_of_possible_other_editions_or_versions_are_in_neither_list():
    imprint = compare_imprint(replace(BOOK, issued=Date((2001,)), isbn="", publisher="Rivers House"), record(BOOK))

    assert imprint.same == {"type"}
    assert not imprint.other
    assert compare_imprint(BOOK, replace(record(BOOK, publisher="Rivers House"), service="k10plus")).other == {"publisher"}
    assert "container_title" not in compare_imprint(replace(ARTICLE, container_title="arXiv"), record()).other
    assert compare_imprint(BOOK, record(ARTICLE)).other == {"type"}


TEXT = st.text(max_size=30)
NUMBER = st.one_of(
    TEXT, st.integers(0, 3000).map(str), st.tuples(st.integers(1, 500), st.integers(1, 500)).map("{0[0]}-{0[1]}".format)
)
ITEM = st.builds(
    Item,
    id=st.just("1"),
    type=st.sampled_from(["", "article-journal", "book", "chapter", "paper-conference"]),
    container_title=TEXT,
    volume=NUMBER,
    issue=NUMBER,
    page=NUMBER,
    number_of_pages=NUMBER,
    issued=st.one_of(st.none(), st.integers(1, 3000).map(lambda year: Date((year,))), TEXT.map(lambda raw: Date(raw=raw))),
)


@settings(max_examples=80, deadline=None)
@given(ITEM)
def test_an_item_never_differs_from_a_record_made_of_itself(item: Item):
    assert compare_imprint(item, record(item)).differences == ()
    assert not compare_imprint(item, record(item)).other


@settings(max_examples=80, deadline=None)
@given(ITEM, ITEM)
def test_any_two_can_be_compared(item: Item, other: Item):
    for difference in compare_imprint(item, record(other)).differences:
        assert difference.listed
        assert difference.recorded


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("Archives Medicine Steppe Research Biology National Geography Letters".split()),
        min_size=2,
        max_size=5,
        unique=True,
    ),
    st.integers(3, 5),
)
def test_an_abbreviated_journal_is_not_a_difference(words: list[str], length: int):
    full = f"Journal of {' '.join(words)}"
    short = " ".join(["J.", *(f"{word[:length]}." if len(word) > length + 1 else word for word in words)])

    assert kinds_of(replace(ARTICLE, container_title=short), record(container_title=full)) == []

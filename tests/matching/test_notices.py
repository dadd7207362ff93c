"""Notices about works: which count, in what order, with what result; and records that are notices or reviews."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item
from kzcheck.evidence import Record, Relation, Update
from kzcheck.matching.works.notices import about, instead_of_work, is_notice, notices, retracted_title, standing
from kzcheck.rules.notices import when
from kzcheck.wording import written

OWN = "10.5555/rivers.2001.7"


def update(type_: str, *date: int, doi: str = "10.5555/notice", source: str = "publisher", reason: str = "") -> Update:
    return Update(type_, doi, Date(start=date) if date else None, source, reason)


def record(title: str = "Rivers that never were", type_: str = "article-journal", **more: object) -> Record:
    return Record("crossref", OWN, Item(id=OWN, type=type_, title=title, doi=OWN, container_title="Journal of Rivers"), **more)


def test_a_publisher_and_the_table_report_one_event():
    events = notices(
        [update("retraction", 2010, 2, source="retraction-watch", reason="+Error in Data;"), update("retraction", 2010, 2, 6)], OWN
    )

    assert [(event.date, event.reason, event.sources) for event in events] == [
        (Date(start=(2010, 2, 6)), "+Error in Data;", ("publisher", "retraction-watch"))
    ]


def test_a_notice_without_a_doi_is_merged_with_that_of_the_same_year():
    events = notices([update("retraction", 2010, 2, 6), update("retraction", 2010, doi="", source="retraction-watch")], OWN)

    assert len(events) == 1


def test_two_corrections_in_two_years_remain_two_sorted_by_date():
    events = notices([update("erratum", 2012, doi="10.5555/b"), update("correction", 2011, doi="10.5555/a")], OWN)

    assert [event.doi for event in events] == ["10.5555/a", "10.5555/b"]


def test_a_work_that_is_a_new_version_has_no_notice_about_itself():
    assert notices([update("new_version", 2010, doi=OWN)], OWN) == ()


def test_a_retraction_in_place_has_no_notice_with_a_doi_of_its_own():
    (event,) = notices([update("retraction", 2010, doi=OWN.upper())], OWN)

    assert event.doi == ""


def test_the_publisher_decides_that_a_retraction_is_partial():
    events = notices([update("retraction", 2010, source="retraction-watch"), update("partial_retraction", 2010)], OWN)

    assert [(event.kind, event.type) for event in events] == [("concern", "partial_retraction")]


def test_a_retraction_is_not_merged_with_a_concern_that_has_the_same_notice():
    events = notices([update("retraction", 2011, source="retraction-watch"), update("expression_of_concern", 2010)], OWN)

    assert standing(events).retraction is not None


@pytest.mark.parametrize(
    "updates",
    [
        (update("retraction", 2010), update("correction", 2010)),
        (update("retraction", 2010), update("new_version", 2010)),
        (update("retraction", 2010, reason="+Error in Data;+Retract and Replace;"),),
    ],
)
def test_retraction_and_replacement_are_one_event(updates: tuple[Update, ...]):
    (event,) = notices(updates, OWN)

    assert event.kind == "retraction"
    assert event.replaced


def test_a_later_reinstatement_prevails():
    come = standing(notices([update("retraction", 2010), update("reinstatement", 2011, 3, doi="10.5555/again")], OWN))

    assert come.retraction is None
    assert come.reinstatement is not None


def test_an_undated_reinstatement_prevails():
    assert standing(notices([update("retraction", 2010), update("reinstatement", doi="10.5555/again")], OWN)).retraction is None


def test_a_retraction_after_the_reinstatement_is_valid():
    come = standing(
        notices(
            [
                update("retraction", 2010),
                update("reinstatement", 2011, doi="10.5555/c"),
                update("retraction", 2013, doi="10.5555/d"),
            ],
            OWN,
        )
    )

    assert come.retraction is not None
    assert come.retraction.doi == "10.5555/d"
    assert come.reinstatement is None


def test_a_retraction_supersedes_corrections_and_concern():
    come = standing(
        notices(
            [
                update("erratum", 2009, doi="10.5555/e"),
                update("expression_of_concern", 2010, doi="10.5555/c"),
                update("retraction", 2011),
            ],
            OWN,
        )
    )

    assert (come.concern, come.corrections) == (None, ())


def test_a_record_may_report_its_own_retraction():
    events = about([record(updates=(update("retraction", 2010, doi=OWN),))])

    assert standing(events).retraction is not None


def test_a_new_edition_of_another_work_is_not_a_notice():
    assert not is_notice(record(updates=(update("new_edition", doi="10.5555/old"),)))
    assert is_notice(record(updates=(update("retraction", doi="10.5555/old"),)))


BOOK = Item(id="1", type="book", title="Rivers that never were")
ARTICLE = Item(id="1", type="article-journal", title="Rivers that never were")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Retraction notice to: Rivers that never were", "retraction"),
        ("Retraction: Rivers that never were", "retraction"),
        ("Erratum to “Rivers that never were” [Journal of Rivers 7 (2001) 5–9]", "correction"),
        ("Author's Correction: Rivers That Never Were", "correction"),
        ("Publisher Correction to: Rivers that never were", "correction"),
        ("Editorial Expression of Concern: Rivers that never were", "concern"),
        ("RETRACTED: Rivers that never were", None),
        ("Notice of Retraction: Rivers that never were", None),
        ("Correction of rivers in the plain", None),
        ("Rivers that never were", None),
    ],
)
def test_a_title_distinguishes_a_notice_from_a_retracted_work(title: str, expected: str | None):
    assert instead_of_work(ARTICLE, record(title)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Book Review: Rivers that never were", "review"),
        ("Rivers that never were (review)", "review"),
        ("Рецензия на книгу: Реки, которых не было", "review"),
        ("Kitap tanıtımı: Hiç olmamış nehirler", "review"),
        ("Review of Bridges", None),
    ],
)
def test_a_title_distinguishes_a_review_from_its_book(title: str, expected: str | None):
    books = {"Рец": "Реки, которых не было", "Kit": "Hiç olmamış nehirler"}
    item = Item(id="1", type="book", title=books.get(title[:3], BOOK.title))

    assert instead_of_work(item, record(title)) == expected


def test_a_bare_erratum_concerns_the_cited_work_only_if_the_record_says_so():
    assert instead_of_work(ARTICLE, record("Erratum")) is None
    assert instead_of_work(ARTICLE, record("Erratum", updates=(update("erratum", doi="10.5555/old"),))) == "correction"


def test_a_review_is_also_recognised_by_its_type_and_relation():
    assert instead_of_work(BOOK, record(type_="review-book")) == "review"
    assert instead_of_work(BOOK, record(relations=(Relation("is-review-of", "10.5555/book"),))) == "review"
    assert instead_of_work(BOOK, record(), of_another=True) == "review"
    assert instead_of_work(BOOK, record()) is None


@pytest.mark.parametrize(
    "item",
    [
        Item(id="1", type="article-journal", title="Retraction: Rivers that never were"),
        Item(id="1", type="review-book", title="Rivers that never were"),
        Item(id="1", type="book", title="Rivers that never were", note="Book review"),
    ],
)
def test_an_entry_may_itself_cite_the_notice_or_review(item: Item):
    about_it = record("Retraction: Rivers that never were", type_="review-book", updates=(update("retraction", doi="10.5555/old"),))

    assert instead_of_work(item, about_it) is None


def test_a_title_may_be_marked_as_retracted_in_the_record_alone():
    marked = record("WITHDRAWN: Rivers that never were")

    assert retracted_title(ARTICLE, marked) == "WITHDRAWN: Rivers that never were"
    assert retracted_title(Item(id="1", title="Withdrawn: Rivers that never were"), marked) == ""
    assert retracted_title(Item(id="1", title="Bridges of the plain"), marked) == ""


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ((2010, 2, 6), (2025,), ", 15 years before this article"),
        ((2010, 11), (2011, 1, 5), ", 2 months before this article"),
        ((2026, 1), (2025, 12), ", 1 month after this article"),
        ((2025, 3), (2025,), ", in the same year as this article"),
        ((2025, 3, 1), (2025, 3), ", in the same month as this article"),
        ((2010,), (), ""),
    ],
)
def test_the_time_between_notice_and_article_is_reported(then: tuple[int, ...], now: tuple[int, ...], expected: str):
    templates, values = when(Date(start=then), Date(start=now))

    assert "".join(written(template, values) for template in templates) == expected


@settings(max_examples=50)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_title_is_judged(listed: str, recorded: str):
    assert instead_of_work(Item(id="1", type="book", title=listed), record(recorded)) in {
        None,
        "retraction",
        "concern",
        "correction",
        "review",
    }

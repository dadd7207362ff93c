"""Identity: whether a record is the work in an entry."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Record, Relation, Update
from kzcheck.matching.works.identity import compare

ENTRY = Item(
    id="1",
    type="article-journal",
    title="Slow sediment transport in invented mountain rivers",
    author=(Name("Öztürk", "Can"), Name("Iskakova", "Aigerim")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    issue="2",
    page="11-29",
)
STRANGERS = (Name("Whitfield", "Rosalind"), Name("Castellanos", "Bruno"))
OTHER_PLACE: dict[str, Any] = {"container_title": "Annals of Grammar", "volume": "77", "page": "401-410", "issued": Date((1988,))}
BOOK = Item(
    id="2",
    type="book",
    title="A grammar of invented things",
    author=(Name("Iskakova", "Aigerim"),),
    issued=Date((2001,)),
    publisher="Steppe Press",
    isbn="9783161484100",
)


def record(of: Item = ENTRY, **fields: object) -> Record:
    item = replace(of, doi="10.5555/rivers", **fields)
    return Record("crossref", "10.5555/rivers", item, years=(item.year,) if item.year else ())


def identified(item: Item, other: Record) -> str:
    return compare(item, other, identified=True).identity


def searched(item: Item, other: Record) -> str:
    return compare(item, other, identified=False).identity


@pytest.mark.parametrize(
    "changed",
    [
        {"author": STRANGERS},
        {"title": "Slow sediment transport in invented mountain lakes"},
        {"title": "Langsamer Geschiebetransport in erfundenen Gebirgsflüssen"},
        {"title": "Медленный перенос наносов в выдуманных горных реках"},
        {"container_title": "Annals of Grammar", "issued": Date((2013,))},
        {"volume": "77", "page": "401-410"},
        {"title": "Медленный перенос наносов", "author": ()},
    ],
)
def test_a_record_found_by_an_identifier_is_the_work_if_one_thing_differs(changed: dict[str, Any]):
    assert identified(ENTRY, record(**changed)) == "same"


@pytest.mark.parametrize(
    "changed",
    [
        {"author": STRANGERS},
        {"author": STRANGERS, **OTHER_PLACE},
        OTHER_PLACE,
        {"author": (), "container_title": "", "volume": "", "page": "", "issue": ""},
        {"author": STRANGERS, "volume": "9", "page": "70-81"},
    ],
)
def test_a_record_found_by_an_identifier_is_another_work_if_title_and_more_differ(changed: dict[str, Any]):
    other = record(**{"title": "Verb endings of the northern dialects", **changed})

    assert identified(ENTRY, other) == ("same" if changed == {"author": STRANGERS} else "other")


def test_a_record_found_by_an_identifier_may_have_other_people_unless_its_title_is_common():
    entry = replace(ENTRY, title="Introduction")

    assert identified(ENTRY, record(author=STRANGERS, **OTHER_PLACE)) == "same"
    assert identified(entry, record(entry, author=STRANGERS, **OTHER_PLACE)) == "other"


def test_the_isbn_of_a_book_may_stand_for_its_chapter():
    chapter = replace(BOOK, type="chapter", title="On the dual", author=STRANGERS, container_title=BOOK.title)
    comparison = compare(chapter, record(BOOK, author=(), editor=BOOK.author), identified=True)

    assert (comparison.identity, comparison.part) == ("same", True)
    assert identified(replace(chapter, container_title=""), record(BOOK)) == "same"
    assert identified(replace(chapter, container_title="The zoology of lakes", publisher="Nowhere"), record(BOOK)) == "other"


def test_the_doi_of_a_chapter_may_stand_for_its_book():
    chapter = record(BOOK, type="chapter", title="On the dual", author=STRANGERS, container_title=BOOK.title)

    assert identified(BOOK, chapter) == "same"


SIX, FIVE, TWO, ONE = ENTRY.title, "Slow sediment transport in invented rivers", "Slow rivers", "Sediments"
NOBODY: tuple[Name, ...] = ()
THREE = (*ENTRY.author, Name("Abenov", "Timur"))


def candidate(title: str, people: tuple[Name, ...], shared: tuple[str, ...], changed: dict[str, Any]) -> str:
    """Return the identity of a search result by these people, whose imprint agrees only in `shared`, with some fields `changed`."""
    entry = replace(ENTRY, title=title, author=THREE if people is THREE else ENTRY.author)
    bare = {"container_title": "", "volume": "", "issue": "", "page": "", "issued": None}
    place = {field: getattr(ENTRY, field) for field in shared}
    return searched(entry, record(entry, **{**bare, **place, "author": people, **changed}))


JOURNAL, YEAR = "container_title", "issued"


@pytest.mark.parametrize(
    ("title", "people", "shared", "changed", "same"),
    [
        # A common title needs a matching imprint, more agreeing than differing fields, and no other person.
        ("Introduction", ENTRY.author, (JOURNAL, "volume"), {}, True),
        ("Introduction", ENTRY.author, (JOURNAL, YEAR), {}, False),
        ("Introduction", ENTRY.author, (JOURNAL, "volume"), {"page": "401-410", "issue": "3"}, False),
        ("Introduction", STRANGERS, (JOURNAL, "volume", "page", YEAR), {}, False),
        # Another title by the same people needs page and journal, and no difference as important as a volume.
        (SIX, ENTRY.author, (JOURNAL, "page"), {"title": "On gravel"}, True),
        (SIX, ENTRY.author, (JOURNAL, "page"), {"title": "On gravel", "volume": "9"}, False),
        (SIX, ENTRY.author, ("volume", "page"), {"title": "On gravel"}, False),
        (SIX, ENTRY.author, ("volume", "page"), {"title": "On gravel", "container_title": "Annals of Grammar"}, False),
        # A team's title with one word changed, in the same year and journal.
        (SIX, THREE, (JOURNAL, YEAR), {"title": "Slow sediment transport in invented mountain lakes"}, True),
        (SIX, THREE, (JOURNAL, YEAR), {"title": "Slow sediment transport in invented mountain lakes", "volume": "9"}, False),
        # A title of one word needs more than its people.
        (ONE, ENTRY.author, (JOURNAL,), {}, True),
        (ONE, ENTRY.author, (), {}, False),
        (TWO, ENTRY.author, (), {}, True),
        # If a record has no people, its imprint must show that it is the work, or a long title and a part of the imprint.
        (TWO, NOBODY, ("volume", "page"), {}, True),
        (TWO, NOBODY, (JOURNAL, YEAR), {}, True),
        (TWO, NOBODY, (JOURNAL,), {}, False),
        (FIVE, NOBODY, (JOURNAL,), {}, True),
        (FIVE, NOBODY, (YEAR,), {}, False),
        # All people may differ with a long title in the same journal and year, or with a longer one in the same year.
        (FIVE, STRANGERS, (JOURNAL, YEAR), {}, True),
        (TWO, STRANGERS, (JOURNAL, YEAR), {}, False),
        (FIVE, STRANGERS, (JOURNAL,), {}, False),
        (FIVE, STRANGERS, ("volume", YEAR), {}, False),
        (SIX, STRANGERS, (YEAR,), {}, True),
        (FIVE, STRANGERS, (YEAR,), {}, False),
        (SIX, STRANGERS, ("volume",), {}, False),
        (SIX, STRANGERS, (YEAR,), {"container_title": "Annals of Grammar"}, False),
    ],
)
def test_a_search_result_is_the_work_if_enough_of_it_agrees(
    title: str, people: tuple[Name, ...], shared: tuple[str, ...], changed: dict[str, Any], same: bool
):
    assert (candidate(title, people, shared, changed) == "same") is same


def test_a_review_is_not_the_book_although_it_lists_its_author():
    place = {"type": "article-journal", "container_title": "Annals of Grammar", "volume": "8", "page": "90-92", "publisher": ""}
    review = record(BOOK, author=(*BOOK.author, *STRANGERS[:1]), issued=Date((2003,)), isbn="", **place)
    related = replace(record(BOOK), relations=(Relation("is-review-of", "10.5555/grammar"),))

    for other in (
        review,
        related,
        record(BOOK, type="review-book"),
        record(BOOK, title=f"Review of {BOOK.title}", author=STRANGERS),
    ):
        assert identified(BOOK, other) == "other"
        assert searched(BOOK, other) == "other"


def test_a_notice_about_the_work_is_tolerated_under_its_doi_but_is_not_a_search_result():
    for notice in (record(title=f"Retraction notice to: {ENTRY.title}"), record(title="Erratum")):
        assert identified(ENTRY, notice) == "same"
        assert searched(ENTRY, notice) == "other"
    updates = (Update("retraction", doi="10.5555/else"),)
    assert (
        identified(ENTRY, replace(record(title="Retraction: Verb endings", author=STRANGERS, **OTHER_PLACE), updates=updates))
        == "other"
    )


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"title": "SLOW SEDIMENT TRANSPORT IN INVENTED MOUNTAIN RIVERS: A STUDY"},
        {"author": (Name("Ozturk", "C."), Name("Исқақова", "А."))},
        {"author": STRANGERS},
        {"title": "Slow sediment transport in invented mountain lakes"},
        {"title": "Медленный перенос наносов в выдуманных горных реках"},
        {"volume": "5"},
        {"author": (), "issue": ""},
    ],
)
def test_a_search_result_is_the_work_if_title_people_and_imprint_identify_it(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "same"


@pytest.mark.parametrize(
    "changed",
    [
        {"author": (), "container_title": "", "volume": "", "issue": "", "page": ""},
        {"title": "Fast sediment transport in invented valley lakes", "page": "30-41"},
    ],
)
def test_a_search_result_is_unsure_if_too_little_is_known(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "unsure"


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Verb endings of the northern dialects", "author": STRANGERS},
        {"title": "Verb endings of the northern dialects", **OTHER_PLACE},
        {"title": f"{ENTRY.title}: reply", "author": STRANGERS, **OTHER_PLACE},
        {"title": "Slow sediment transport", "author": STRANGERS, **OTHER_PLACE},
    ],
)
def test_a_search_result_is_another_work_if_the_title_or_everything_else_differs(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "other"


def test_a_common_title_needs_a_matching_imprint():
    entry = replace(ENTRY, title="Editorial")

    assert searched(entry, record(entry)) == "same"
    assert searched(entry, record(entry, container_title="", volume="", issue="", page="")) == "unsure"
    assert searched(entry, record(entry, author=STRANGERS, **OTHER_PLACE)) == "other"


def test_two_parts_of_a_work_are_two_works():
    entry = replace(ENTRY, title="Slow sediment transport in invented mountain rivers. Part 2")

    assert searched(entry, record(title="Slow sediment transport in invented mountain rivers. Part 1", page="1-10")) != "same"


@pytest.mark.parametrize("mark", ["RETRACTED: ", "Retracted Article: ", "WITHDRAWN: "])
def test_a_work_marked_as_retracted_is_found_by_a_search(mark: str):
    assert searched(ENTRY, record(title=mark + ENTRY.title)) == "same"


@pytest.mark.parametrize(
    "changed",
    [
        {"title": f"Abstract 12: {ENTRY.title}"},
        {"title": f"{ENTRY.title} (abstract)"},
        {"title": f"{ENTRY.title}: Comment"},
        {"title": f"Review for “{ENTRY.title}”"},
        {"title": f"Table 3: {ENTRY.title}"},
        {"container_title": "Abstracts of Invented Geography", "volume": "2", "page": "S12"},
        {"container_title": "Annals of Grammar", "volume": "9", "page": "A77"},
    ],
)
def test_an_abstract_a_comment_or_a_supplement_is_another_work(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "other"


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Abstract rivers and their meanders"},
        {"title": "Comment on the meanders of invented rivers"},
        {"title": "Slow meanders: a reply"},
        {"container_title": "Abstracts of Invented Geography"},
    ],
)
def test_an_entry_may_itself_cite_an_abstract_a_comment_or_a_supplement(changed: dict[str, Any]):
    entry = replace(ENTRY, **changed)

    assert searched(entry, record(entry)) == "same"


def test_a_reprint_of_several_pages_is_not_an_abstract():
    reprint = {"container_title": "Annals of Grammar", "volume": "9"}

    assert searched(ENTRY, record(**reprint, page="77-95")) == "same"
    assert searched(replace(ENTRY, page=""), record(**reprint, page="A77")) == "same"


def test_a_reply_is_not_the_work_that_it_answers():
    entry = replace(ENTRY, title=f"Reply to “{ENTRY.title}”")

    assert searched(entry, record()) != "same"


def test_a_preprint_is_another_version_and_ranks_below_the_article():
    preprint = record(type="article", container_title="", publisher="bioRxiv", volume="", issue="", page="", issued=Date((2008,)))
    posted, article = (compare(ENTRY, other, identified=False) for other in (preprint, record()))

    assert (posted.identity, posted.version) == ("same", True)
    assert (article.identity, article.version) == ("same", False)
    assert article.score > posted.score


def test_a_cited_preprint_is_not_another_version_of_itself():
    entry = replace(ENTRY, container_title="arXiv preprint arXiv:0801.01234", volume="", issue="", page="")
    comparison = compare(entry, record(entry, type="article", container_title="arXiv"), identified=False)

    assert (comparison.identity, comparison.version) == ("same", False)


def test_an_article_with_the_title_of_a_book_by_the_same_author_is_not_surely_the_book():
    article = record(BOOK, type="article-journal", container_title="Annals of Grammar", volume="8", publisher="", isbn="")

    assert searched(BOOK, article) != "same"


TEAM = (*ENTRY.author, Name("Whitfield", "Rosalind"))


def test_a_team_does_not_publish_two_titles_that_differ_in_a_word_in_one_place_and_year():
    entry = replace(ENTRY, author=TEAM, title="Slow sediment transport in rivers", volume="", page="")

    assert searched(entry, record(entry, title="Fast sediment transport in rivers")) == "same"
    assert searched(entry, record(entry, title="Fast sediment transport in rivers", issued=Date((2007,)))) != "same"
    assert searched(entry, record(entry, title="Fast sediment transport in rivers", author=TEAM[:2])) != "same"


def test_an_author_does_not_publish_two_long_titles_that_differ_in_a_word_in_one_place_and_year():
    entry = replace(ENTRY, author=ENTRY.author[:1], title="Slow sediment transport in invented mountain rivers", volume="", page="")
    swapped = "Slow sediment transport in invented mountain lakes"

    assert searched(entry, record(entry, title=swapped)) == "same"
    assert searched(entry, record(entry, title=swapped, issued=Date((2007,)))) != "same"
    assert searched(entry, record(entry, title=swapped, container_title="Annals of Grammar")) != "same"
    assert searched(entry, record(entry, title="Fast erosion in invented mountain lakes")) != "same"


def test_a_word_in_a_team_s_long_title_may_change_after_the_preprint():
    entry = replace(
        ENTRY, type="article", title=f"{ENTRY.title} of the eastern steppe", author=TEAM, container_title="", volume="", page=""
    )
    swapped = entry.title.replace("Slow", "Fast")

    assert searched(entry, record(entry, title=swapped)) == "same"
    assert searched(replace(entry, type="dataset"), record(entry, type="dataset", title=swapped)) != "same"
    assert searched(replace(entry, author=TEAM[:1]), record(entry, author=TEAM[:1], title=swapped)) != "same"

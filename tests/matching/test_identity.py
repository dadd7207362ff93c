"""Identity: whether a record is the work that an entry is about."""

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
    found = replace(of, doi="10.5555/rivers", **fields)
    return Record("crossref", "10.5555/rivers", found, years=(found.year,) if found.year else ())


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
def test_what_an_identifier_leads_to_is_the_work_where_one_thing_differs(changed: dict[str, Any]):
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
def test_what_an_identifier_leads_to_is_another_work_where_title_and_more_differ(changed: dict[str, Any]):
    other = record(**{"title": "Verb endings of the northern dialects", **changed})

    assert identified(ENTRY, other) == ("same" if changed == {"author": STRANGERS} else "other")


def test_the_same_title_by_others_is_the_work_under_its_identifier_save_for_common_titles():
    entry = replace(ENTRY, title="Introduction")

    assert identified(ENTRY, record(author=STRANGERS, **OTHER_PLACE)) == "same"
    assert identified(entry, record(entry, author=STRANGERS, **OTHER_PLACE)) == "other"


def test_the_isbn_of_its_book_is_no_other_work_than_a_chapter():
    chapter = replace(BOOK, type="chapter", title="On the dual", author=STRANGERS, container_title=BOOK.title)
    found = compare(chapter, record(BOOK, author=(), editor=BOOK.author), identified=True)

    assert (found.identity, found.part) == ("same", True)
    assert identified(replace(chapter, container_title=""), record(BOOK)) == "same"
    assert identified(replace(chapter, container_title="The zoology of lakes", publisher="Nowhere"), record(BOOK)) == "other"


def test_the_doi_of_a_chapter_is_no_other_work_than_its_book():
    chapter = record(BOOK, type="chapter", title="On the dual", author=STRANGERS, container_title=BOOK.title)

    assert identified(BOOK, chapter) == "same"


SIX, FIVE, TWO, ONE = ENTRY.title, "Slow sediment transport in invented rivers", "Slow rivers", "Sediments"
NOBODY: tuple[Name, ...] = ()
THREE = (*ENTRY.author, Name("Abenov", "Timur"))


def candidate(title: str, people: tuple[Name, ...], shared: tuple[str, ...], changed: dict[str, Any]) -> str:
    """What a search comes to that finds a record by these people, with no more of the place than is `shared`, but for `changed`."""
    entry = replace(ENTRY, title=title, author=THREE if people is THREE else ENTRY.author)
    bare = {"container_title": "", "volume": "", "issue": "", "page": "", "issued": None}
    place = {field: getattr(ENTRY, field) for field in shared}
    return searched(entry, record(entry, **{**bare, **place, "author": people, **changed}))


JOURNAL, YEAR = "container_title", "issued"


@pytest.mark.parametrize(
    ("title", "people", "shared", "changed", "same"),
    [
        # A common title needs a place, more of it than differs, and nobody else's name.
        ("Introduction", ENTRY.author, (JOURNAL, "volume"), {}, True),
        ("Introduction", ENTRY.author, (JOURNAL, YEAR), {}, False),
        ("Introduction", ENTRY.author, (JOURNAL, "volume"), {"page": "401-410", "issue": "3"}, False),
        ("Introduction", STRANGERS, (JOURNAL, "volume", "page", YEAR), {}, False),
        # Another title by the same people needs page and journal, and nothing that differs as much as a volume.
        (SIX, ENTRY.author, (JOURNAL, "page"), {"title": "On gravel"}, True),
        (SIX, ENTRY.author, (JOURNAL, "page"), {"title": "On gravel", "volume": "9"}, False),
        (SIX, ENTRY.author, ("volume", "page"), {"title": "On gravel"}, False),
        (SIX, ENTRY.author, ("volume", "page"), {"title": "On gravel", "container_title": "Annals of Grammar"}, False),
        # A team's title but for a word, in one year and journal.
        (SIX, THREE, (JOURNAL, YEAR), {"title": "Slow sediment transport in invented mountain lakes"}, True),
        (SIX, THREE, (JOURNAL, YEAR), {"title": "Slow sediment transport in invented mountain lakes", "volume": "9"}, False),
        # A title of one word needs something beside its people.
        (ONE, ENTRY.author, (JOURNAL,), {}, True),
        (ONE, ENTRY.author, (), {}, False),
        (TWO, ENTRY.author, (), {}, True),
        # Where a record names nobody, its place says that it is the work, or a long title and a part of the place.
        (TWO, NOBODY, ("volume", "page"), {}, True),
        (TWO, NOBODY, (JOURNAL, YEAR), {}, True),
        (TWO, NOBODY, (JOURNAL,), {}, False),
        (FIVE, NOBODY, (JOURNAL,), {}, True),
        (FIVE, NOBODY, (YEAR,), {}, False),
        # Everybody may be another one under a long title in one journal and year, or under a longer one in one year.
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
def test_a_candidate_of_a_search_is_the_work_where_enough_of_it_agrees(
    title: str, people: tuple[Name, ...], shared: tuple[str, ...], changed: dict[str, Any], same: bool
):
    assert (candidate(title, people, shared, changed) == "same") is same


def test_a_review_is_not_the_book_though_it_lists_the_author():
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


def test_a_notice_about_the_work_is_no_other_work_under_its_doi_and_no_candidate_of_a_search():
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
def test_a_candidate_is_the_work_where_title_people_and_place_hold_it(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "same"


@pytest.mark.parametrize(
    "changed",
    [
        {"author": (), "container_title": "", "volume": "", "issue": "", "page": ""},
        {"title": "Fast sediment transport in invented valley lakes", "page": "30-41"},
    ],
)
def test_a_candidate_is_unsure_where_too_little_is_known(changed: dict[str, Any]):
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
def test_a_candidate_is_another_work_where_the_title_or_all_else_is_another(changed: dict[str, Any]):
    assert searched(ENTRY, record(**changed)) == "other"


def test_a_common_title_needs_its_place():
    entry = replace(ENTRY, title="Editorial")

    assert searched(entry, record(entry)) == "same"
    assert searched(entry, record(entry, container_title="", volume="", issue="", page="")) == "unsure"
    assert searched(entry, record(entry, author=STRANGERS, **OTHER_PLACE)) == "other"


def test_two_parts_of_a_work_are_two_works():
    entry = replace(ENTRY, title="Slow sediment transport in invented mountain rivers. Part 2")

    assert searched(entry, record(title="Slow sediment transport in invented mountain rivers. Part 1", page="1-10")) != "same"


@pytest.mark.parametrize("mark", ["RETRACTED: ", "Retracted Article: ", "WITHDRAWN: "])
def test_a_work_that_is_marked_as_retracted_is_found_by_search(mark: str):
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
def test_such_a_title_or_place_is_the_works_own_where_the_entry_has_it(changed: dict[str, Any]):
    entry = replace(ENTRY, **changed)

    assert searched(entry, record(entry)) == "same"


def test_a_work_that_was_printed_again_on_several_pages_is_no_abstract():
    again = {"container_title": "Annals of Grammar", "volume": "9"}

    assert searched(ENTRY, record(**again, page="77-95")) == "same"
    assert searched(replace(ENTRY, page=""), record(**again, page="A77")) == "same"


def test_a_reply_is_not_what_it_replies_to():
    entry = replace(ENTRY, title=f"Reply to “{ENTRY.title}”")

    assert searched(entry, record()) != "same"


def test_a_preprint_is_the_work_in_another_version_and_the_article_comes_before_it():
    preprint = record(type="article", container_title="", publisher="bioRxiv", volume="", issue="", page="", issued=Date((2008,)))
    found, article = (compare(ENTRY, other, identified=False) for other in (preprint, record()))

    assert (found.identity, found.version) == ("same", True)
    assert (article.identity, article.version) == ("same", False)
    assert article.score > found.score


def test_a_cited_preprint_is_no_other_version_than_itself():
    entry = replace(ENTRY, container_title="arXiv preprint arXiv:0801.01234", volume="", issue="", page="")
    found = compare(entry, record(entry, type="article", container_title="arXiv"), identified=False)

    assert (found.identity, found.version) == ("same", False)


def test_an_article_under_the_title_of_a_book_by_the_same_author_is_not_surely_the_book():
    article = record(BOOK, type="article-journal", container_title="Annals of Grammar", volume="8", publisher="", isbn="")

    assert searched(BOOK, article) != "same"


TEAM = (*ENTRY.author, Name("Whitfield", "Rosalind"))


def test_a_team_has_not_two_titles_that_differ_in_a_word_in_one_place_and_year():
    entry = replace(ENTRY, author=TEAM, title="Slow sediment transport in rivers", volume="", page="")

    assert searched(entry, record(entry, title="Fast sediment transport in rivers")) == "same"
    assert searched(entry, record(entry, title="Fast sediment transport in rivers", issued=Date((2007,)))) != "same"
    assert searched(entry, record(entry, title="Fast sediment transport in rivers", author=TEAM[:2])) != "same"


def test_one_author_has_not_two_long_titles_that_differ_in_a_word_in_one_place_and_year():
    entry = replace(ENTRY, author=ENTRY.author[:1], title="Slow sediment transport in invented mountain rivers", volume="", page="")
    swapped = "Slow sediment transport in invented mountain lakes"

    assert searched(entry, record(entry, title=swapped)) == "same"
    assert searched(entry, record(entry, title=swapped, issued=Date((2007,)))) != "same"
    assert searched(entry, record(entry, title=swapped, container_title="Annals of Grammar")) != "same"
    assert searched(entry, record(entry, title="Fast erosion in invented mountain lakes")) != "same"


def test_a_teams_long_title_of_a_preprint_may_have_another_word():
    entry = replace(
        ENTRY, type="article", title=f"{ENTRY.title} of the eastern steppe", author=TEAM, container_title="", volume="", page=""
    )
    swapped = entry.title.replace("Slow", "Fast")

    assert searched(entry, record(entry, title=swapped)) == "same"
    assert searched(replace(entry, type="dataset"), record(entry, type="dataset", title=swapped)) != "same"
    assert searched(replace(entry, author=TEAM[:1]), record(entry, author=TEAM[:1], title=swapped)) != "same"

"""Whether two entries are the same work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.matching.lists.duplicates import compare, keys, prepare

BOOK = Item(
    id="1",
    type="book",
    title="Invented rivers of the northern steppe: a history",
    author=(Name(family="Doe", given="Jane A."), Name(family="Meriç", given="C."), Name(family="Roe", given="B.")),
    issued=Date((2004,)),
    publisher="Steppe Press",
    publisher_place="Almaty",
)
ARTICLE = replace(
    BOOK, type="article-journal", publisher="", publisher_place="", container_title="Journal of Rivers", volume="4", page="1021-9"
)


def reason(a: Item, b: Item) -> str | None:
    """Return the evidence that two entries are the same work; a pair without a common key is never compared."""
    entry, other = prepare(a), prepare(b)
    match = compare(entry, other)
    assert match == compare(other, entry)
    return match.reason if match and keys(entry) & keys(other) else None


@pytest.mark.parametrize("item", [BOOK, ARTICLE], ids=["book", "article"])
@pytest.mark.parametrize(
    "change",
    [
        {"title": "INVENTED RIVERS OF THE NORTHERN STEPPE – A HISTORY."},
        {"title": "Invented rivers of the nothern steppe: a history"},
        {"title": "Invented rivres of the northern steppe: a history"},
        {"title": "Invented rivers of the northern steppe"},
        {"author": (Name(family="Doe", given="J."), Name(family="Roe", given="B."))},
        {"author": (Name(family="DOE", given="J"), *BOOK.author[1:])},
        {"author": BOOK.author[1:]},
        {"issued": Date((2005,))},
        {"issued": Date((2004, 5))},
    ],
    ids=str,
)
def test_a_small_change_does_not_make_another_work(item: Item, change: dict[str, object]):
    assert reason(item, replace(item, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Invented rivers of the northern steppe: a geography"},
        {"title": "Erratum: Invented rivers of the northern steppe: a history"},
        {"title": "Invented rivers of the northern steppe: a history, Part 2"},
        {"author": (Name(family="Poe", given="E."),)},
        {"issued": Date((1996,))},
        {"type": "chapter"},
        {"type": "thesis"},
        {"edition": "3rd"},
        {"volume": "2"},
        {"number_of_pages": "300 p."},
        {"other": {"version": "2.1"}},
    ],
    ids=str,
)
def test_evidence_against_takes_precedence(change: dict[str, object]):
    first = replace(BOOK, edition="2nd", volume="1", number_of_pages="210 p.", other={"version": "2.0"})

    assert reason(first, first)
    assert reason(first, replace(first, **change)) is None


def test_entries_with_different_identifiers_are_different_works():
    first = replace(BOOK, doi="10.5555/book.1", isbn="978-0-306-40615-7")

    assert reason(first, replace(first, doi="10.5555/book.2")) is None
    assert reason(first, replace(first, doi="", isbn="978-1-58648-306-7")) is None


def test_numbers_are_compared_by_their_digits():
    first = replace(BOOK, edition="2nd", volume="Vol. 1", number_of_pages="210 p.")

    assert reason(first, replace(first, edition="2", volume="1", number_of_pages="xii, 210 с."))
    assert reason(first, replace(first, edition="Second"))


def test_one_identifier_in_two_forms_means_one_work():
    first = replace(BOOK, doi="10.5555/Book.1")

    assert reason(first, replace(first, title="Rivers", doi="https://doi.org/10.5555/book.1")) == "DOI"
    assert reason(first, replace(first, doi="", url="https://doi.org/10.5555/BOOK.1")) == "DOI"
    assert reason(replace(BOOK, pmid="123"), replace(BOOK, title="Rivers", pmid="PMID: 123")) == "PMID"
    isbn = replace(BOOK, isbn="0-306-40615-2")
    assert (
        reason(isbn, replace(isbn, author=(), title="Invented rivers of the northern steppe", isbn="978-0-306-40615-7")) == "ISBN"
    )


def test_chapters_of_a_book_may_share_its_identifiers():
    chapter = replace(ARTICLE, type="chapter", title="Rivers", doi="10.5555/book", isbn="978-0-306-40615-7")
    other = replace(chapter, title="Roads and bridges", page="1030-44")

    assert reason(chapter, other) is None
    assert reason(chapter, replace(other, type="book", title="A handbook", page="")) is None


def test_labels_of_parts_are_not_typing_errors():
    for first, second in (
        ("Part I", "Part II"),
        ("Part A", "Part B"),
        ("часть первая", "часть вторая"),
        ("2014", "2015"),
        ("Bölüm 1", "Bölüm 2"),
    ):
        part = replace(BOOK, title=f"Invented rivers of the northern steppe, {first}")
        assert reason(part, replace(part, title=f"Invented rivers of the northern steppe, {second}")) is None


def test_a_common_title_alone_is_not_evidence():
    entry = replace(ARTICLE, title="Editorial", volume="", page="")

    assert reason(entry, entry) is None
    assert reason(replace(entry, volume="4", page="1"), replace(entry, volume="4", page="1")) == "page"


def test_two_issues_of_a_yearly_work_are_not_one_with_a_wrong_year():
    report = replace(BOOK, type="report", title="A survey of invented rivers")

    assert reason(report, replace(report, issued=Date((2005,)))) is None
    assert reason(report, report)


def test_an_ampersand_equals_and():
    entry = replace(BOOK, title="Salt and steppe of the north", publisher="", publisher_place="")

    assert reason(entry, replace(entry, title="Salt & steppe of the north")) == "title"


def test_titles_in_two_scripts_are_reported_as_such():
    entry = replace(BOOK, title="Под стягом независимости", author=(Name(family="Токаев", given="К. К."),))
    match = compare(
        prepare(entry), prepare(replace(entry, title="Pod styagom nezavisimosti", author=(Name(family="Tokaev", given="K. K."),)))
    )

    assert match is not None
    assert match.parallel


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_comparison_is_symmetric_and_never_raises(title: str, other: str, page: str, url: str):
    entry = prepare(Item(id="1", title=title, page=page, url=url))
    two = prepare(Item(id="2", title=other, page=url, doi=page))

    assert compare(entry, two) == compare(two, entry)
    assert keys(entry) == keys(prepare(entry.item))


STRANGER = (Name(family="Poe", given="E."),)
OTHER_TITLE = "Mountains of the far south"
ONE_WORD_OFF = "Invented rivers of the southern steppe: a history"
PAGE_A, PAGE_B = "https://example.org/rivers", "https://example.org/mountains"


@pytest.mark.parametrize(
    ("entry", "change", "expected"),
    [
        (replace(BOOK, isbn="9783161484100"), {}, "ISBN"),
        (replace(BOOK, isbn="9783161484100"), {"title": OTHER_TITLE}, None),
        (ARTICLE, {"author": STRANGER}, "page"),
        (ARTICLE, {"author": STRANGER, "title": OTHER_TITLE}, "place"),
        (ARTICLE, {"author": STRANGER, "title": OTHER_TITLE, "volume": ""}, None),
        (ARTICLE, {"title": ONE_WORD_OFF}, "page"),
        (ARTICLE, {"title": ONE_WORD_OFF, "issued": Date((2005,))}, "place"),
        (ARTICLE, {"title": ONE_WORD_OFF, "author": STRANGER, "container_title": "Other Letters"}, None),
        (replace(BOOK, url=PAGE_A), {}, "URL"),
        (replace(BOOK, url=PAGE_A), {"url": PAGE_B}, "title"),
        (replace(BOOK, url=PAGE_A), {"title": OTHER_TITLE}, None),
    ],
)
def test_a_common_number_page_or_address_requires_a_similar_title_or_people(
    entry: Item, change: dict[str, object], expected: str | None
):
    assert reason(entry, replace(entry, id="2", **change)) == expected


BARE = replace(BOOK, publisher="", publisher_place="")


@pytest.mark.parametrize(
    ("title", "fields", "change", "expected"),
    [
        # With the same people, a title of four words suffices, and one of three needs a field besides.
        ("Invented rivers north steppe", {}, {}, "title"),
        ("Invented rivers north", {}, {}, None),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {}, "title"),
        # A year apart, words and fields must be four, with persons and the same publisher.
        ("Invented rivers north steppe", {}, {"issued": Date((2005,))}, "title"),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"issued": Date((2005,))}, "title"),
        ("Invented rivers", {"publisher": "Steppe Press"}, {"issued": Date((2005,))}, None),
        ("Invented rivers north steppe", {"publisher": "Steppe Press"}, {"issued": Date((2005,)), "publisher": "Quarto"}, None),
        ("Invented rivers north steppe", {"author": (Name(literal="Survey"),)}, {"issued": Date((2005,))}, None),
        # If one has no people, a long title needs a field, a short one two.
        ("Invented rivers north steppe", {"publisher": "Steppe Press"}, {"author": (), "genre": "Atlas"}, "title"),
        ("Invented rivers north steppe", {}, {"author": (), "publisher": "Steppe Press"}, None),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"author": (), "genre": "Atlas"}, None),
        # It is not one work at two addresses; but entries with identical fields are one, whatever their title.
        ("Invented rivers north steppe", {"publisher": "Steppe Press", "url": PAGE_A}, {"author": (), "url": PAGE_B}, None),
        ("Invented rivers north steppe", {"publisher": "Steppe Press", "url": PAGE_A}, {"author": (), "url": ""}, "title"),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"author": ()}, "title"),
    ],
)
def test_the_shorter_a_common_title_the_more_must_agree(
    title: str, fields: dict[str, object], change: dict[str, object], expected: str | None
):
    entry = replace(BARE, title=title, **fields)

    assert reason(entry, replace(entry, id="2", **change)) == expected

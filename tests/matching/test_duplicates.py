"""Whether two entries are one work."""

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
    """Why two entries are one work; a pair without a common key is never compared."""
    one, other = prepare(a), prepare(b)
    match = compare(one, other)
    assert match == compare(other, one)
    return match.reason if match and keys(one) & keys(other) else None


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
def test_a_small_change_makes_no_other_work(item: Item, change: dict[str, object]):
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
def test_what_tells_works_apart_counts_first(change: dict[str, object]):
    first = replace(BOOK, edition="2nd", volume="1", number_of_pages="210 p.", other={"version": "2.0"})

    assert reason(first, first)
    assert reason(first, replace(first, **change)) is None


def test_other_identifiers_are_other_works():
    first = replace(BOOK, doi="10.5555/book.1", isbn="978-0-306-40615-7")

    assert reason(first, replace(first, doi="10.5555/book.2")) is None
    assert reason(first, replace(first, doi="", isbn="978-1-58648-306-7")) is None


def test_numbers_are_compared_by_their_digits():
    first = replace(BOOK, edition="2nd", volume="Vol. 1", number_of_pages="210 p.")

    assert reason(first, replace(first, edition="2", volume="1", number_of_pages="xii, 210 с."))
    assert reason(first, replace(first, edition="Second"))


def test_one_identifier_in_two_forms_is_one_work():
    first = replace(BOOK, doi="10.5555/Book.1")

    assert reason(first, replace(first, title="Rivers", doi="https://doi.org/10.5555/book.1")) == "DOI"
    assert reason(first, replace(first, doi="", url="https://doi.org/10.5555/BOOK.1")) == "DOI"
    assert reason(replace(BOOK, pmid="123"), replace(BOOK, title="Rivers", pmid="PMID: 123")) == "PMID"
    isbn = replace(BOOK, isbn="0-306-40615-2")
    assert (
        reason(isbn, replace(isbn, author=(), title="Invented rivers of the northern steppe", isbn="978-0-306-40615-7")) == "ISBN"
    )


def test_the_chapters_of_a_book_share_its_identifiers():
    one = replace(ARTICLE, type="chapter", title="Rivers", doi="10.5555/book", isbn="978-0-306-40615-7")
    other = replace(one, title="Roads and bridges", page="1030-44")

    assert reason(one, other) is None
    assert reason(one, replace(other, type="book", title="A handbook", page="")) is None


def test_labels_of_parts_are_no_slips():
    for first, second in (
        ("Part I", "Part II"),
        ("Part A", "Part B"),
        ("часть первая", "часть вторая"),
        ("2014", "2015"),
        ("Bölüm 1", "Bölüm 2"),
    ):
        one = replace(BOOK, title=f"Invented rivers of the northern steppe, {first}")
        assert reason(one, replace(one, title=f"Invented rivers of the northern steppe, {second}")) is None


def test_a_common_title_says_nothing_by_itself():
    one = replace(ARTICLE, title="Editorial", volume="", page="")

    assert reason(one, one) is None
    assert reason(replace(one, volume="4", page="1"), replace(one, volume="4", page="1")) == "page"


def test_what_appears_every_year_is_no_slip_of_the_year():
    report = replace(BOOK, type="report", title="A survey of invented rivers")

    assert reason(report, replace(report, issued=Date((2005,)))) is None
    assert reason(report, report)


def test_an_ampersand_is_a_conjunction():
    one = replace(BOOK, title="Salt and steppe of the north", publisher="", publisher_place="")

    assert reason(one, replace(one, title="Salt & steppe of the north")) == "title"


def test_two_scripts_are_told():
    one = replace(BOOK, title="Под стягом независимости", author=(Name(family="Токаев", given="К. К."),))
    match = compare(
        prepare(one), prepare(replace(one, title="Pod styagom nezavisimosti", author=(Name(family="Tokaev", given="K. K."),)))
    )

    assert match is not None
    assert match.parallel


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_comparing_is_symmetric_and_never_raises(title: str, other: str, page: str, url: str):
    one = prepare(Item(id="1", title=title, page=page, url=url))
    two = prepare(Item(id="2", title=other, page=url, doi=page))

    assert compare(one, two) == compare(two, one)
    assert keys(one) == keys(prepare(one.item))


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
def test_a_shared_number_page_or_address_needs_a_title_or_people_beside_it(
    entry: Item, change: dict[str, object], expected: str | None
):
    assert reason(entry, replace(entry, id="2", **change)) == expected


BARE = replace(BOOK, publisher="", publisher_place="")


@pytest.mark.parametrize(
    ("title", "fields", "change", "expected"),
    [
        # Of the same people, a title of four words is enough, and one of three needs a field beside it.
        ("Invented rivers north steppe", {}, {}, "title"),
        ("Invented rivers north", {}, {}, None),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {}, "title"),
        # A year apart, words and fields must be four, of persons, and of one house.
        ("Invented rivers north steppe", {}, {"issued": Date((2005,))}, "title"),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"issued": Date((2005,))}, "title"),
        ("Invented rivers", {"publisher": "Steppe Press"}, {"issued": Date((2005,))}, None),
        ("Invented rivers north steppe", {"publisher": "Steppe Press"}, {"issued": Date((2005,)), "publisher": "Quarto"}, None),
        ("Invented rivers north steppe", {"author": (Name(literal="Survey"),)}, {"issued": Date((2005,))}, None),
        # Where one names nobody, a long title needs a field, a short one two.
        ("Invented rivers north steppe", {"publisher": "Steppe Press"}, {"author": (), "genre": "Atlas"}, "title"),
        ("Invented rivers north steppe", {}, {"author": (), "publisher": "Steppe Press"}, None),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"author": (), "genre": "Atlas"}, None),
        # Nor is it one work at two addresses; entries that say all the same are one, whatever they are called.
        ("Invented rivers north steppe", {"publisher": "Steppe Press", "url": PAGE_A}, {"author": (), "url": PAGE_B}, None),
        ("Invented rivers north steppe", {"publisher": "Steppe Press", "url": PAGE_A}, {"author": (), "url": ""}, "title"),
        ("Invented rivers north", {"publisher": "Steppe Press"}, {"author": ()}, "title"),
    ],
)
def test_one_title_needs_more_the_shorter_it_is(
    title: str, fields: dict[str, object], change: dict[str, object], expected: str | None
):
    entry = replace(BARE, title=title, **fields)

    assert reason(entry, replace(entry, id="2", **change)) == expected

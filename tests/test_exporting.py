"""Lists that are written in other formats are read again with the same fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.article import Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.exporting import FORMATS, bibtex, csl_json, csl_yaml, ris
from kzcheck.readers import read

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Location("list.txt", 1, 1, 1, 2)
SUFFIXES = {"csl-json": "json", "csl-yaml": "yaml", "bibtex": "bib", "ris": "ris"}
ARTICLE = Item(
    id="1",
    type="article-journal",
    title="Rivers & lakes: 100% of {examples}_1",
    author=(
        Name(family="van der Öz", given="C. A."),
        Name(family="Doe", given="J.", suffix="Jr."),
        Name(literal="World Map Group"),
    ),
    issued=Date((2010, 5)),
    container_title="Journal of Invented Geography",
    volume="4",
    issue="2",
    page="11–29",
    doi="10.5555/jig.2010.4",
)
BOOK = Item(
    id="2",
    type="book",
    title="Культура и власть",
    author=(Name(family="Петров", given="И. И."),),
    editor=(Name(family="Roe", given="Mary"),),
    issued=Date((2008,)),
    publisher="Наука",
    publisher_place="М.",
    edition="2-е изд.",
    number_of_pages="352",
    isbn="9783161484100",
)
PAGE = Item(id="3", type="webpage", title="Lakes", url="https://example.org/lakes_{1}", accessed=Date((2024, 3, 19)))
THESIS = Item(
    id="4",
    type="thesis",
    title="Roads",
    author=(Name(family="Roe", given="M."),),
    publisher="Example University",
    issued=Date((2001,)),
)
CHAPTER = Item(
    id="5",
    type="chapter",
    title="Fords",
    container_title="Bridges",
    editor=(Name(family="Poe", given="A."),),
    page="1-9",
    publisher="Example Press",
    issued=Date((1999,)),
)
ITEMS = (ARTICLE, BOOK, PAGE, THESIS, CHAPTER)


def entry(item: Item, printed: str = "", doubtful: tuple[str, ...] = ()) -> Reference:
    return Reference(item, PLACE, printed=printed, doubtful=doubtful)


def again(tmp_path: Path, form: str, *items: Item) -> list[Item]:
    path = tmp_path / f"list.{SUFFIXES[form]}"
    path.write_text(FORMATS[form]([entry(item) for item in items]), "utf-8")
    article = read(path)
    assert not article.unreadable
    return [reference.item for reference in article.references]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_read_again(form: str, tmp_path: Path):
    def known(item: Item) -> tuple[object, ...]:
        pages = item.page.replace("–", "-")
        title = item.title.translate({ord("{"): None, ord("}"): None})
        people = [str(name).replace(",", "") for name in (*item.author, *item.editor)]
        return (item.id, item.type, title, people, item.year, item.container_title, item.volume, item.issue, pages, item.publisher)

    assert [known(item) for item in again(tmp_path, form, *ITEMS)] == [known(item) for item in ITEMS]


@pytest.mark.parametrize("form", FORMATS)
def test_identifiers_dates_and_extents_are_read_again(form: str, tmp_path: Path):
    article, book, page, *_ = again(tmp_path, form, *ITEMS)

    assert (article.doi, str(article.issued)) == (ARTICLE.doi, "2010-05")
    assert (book.isbn, book.number_of_pages, book.edition, book.publisher_place) == ("9783161484100", "352", "2-е изд.", "М.")
    assert (page.url.replace("%7B", "{").replace("%7D", "}"), str(page.accessed)) == (PAGE.url, "2024-03-19")


def test_csl_keeps_the_words_of_the_entry_and_the_doubtful_fields(tmp_path: Path):
    reference = replace(
        entry(replace(BOOK, publisher=""), "Петров И. И. Культура и власть. Наука 2008", ("publisher",)), guess=BOOK
    )

    assert json.loads(csl_json([reference]))[0]["custom"] == {"printed": reference.printed, "doubtful": ["publisher"]}
    (tmp_path / "list.yaml").write_text(csl_yaml([reference]), "utf-8")
    (same,) = read(tmp_path / "list.yaml").references
    assert (same.item, same.printed, same.doubtful) == (reference.item, reference.printed, ("publisher",))
    assert same.guess == BOOK
    assert "Наука" in bibtex([reference])
    assert "PB  - Наука" in ris([reference])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from([*FORMATS]))
def test_any_text_can_be_written(title: str, key: str, form: str):
    text = FORMATS[form]([entry(Item(key, title=title, author=(Name(family=title, given=key),), container_title=title))])

    assert all(sign in "\n\t" or category(sign) not in ("Cc", "Cs") for sign in text)

"""The texts of an entry that people read, and their language."""

from __future__ import annotations

import pytest

from kzcheck.csl import Item, Name
from kzcheck.language.languages import item_language, texts


def test_texts_and_names_are_read_but_codes_are_not():
    item = Item(
        id="1",
        title="Rivers",
        author=(Name(family="Doe", given="J."), Name(literal="Example Agency")),
        url="https://example.org",
        doi="10.5555/1",
        other={"abstract": "Long.", "section": "Maps"},
    )

    assert dict(texts(item)) == {
        "title": "Rivers",
        "section": "Maps",
        "author.0.family": "Doe",
        "author.0.given": "J.",
        "author.1.literal": "Example Agency",
    }


@pytest.mark.parametrize(
    ("own", "code"),
    [("en-GB", "en"), ("rus", "ru"), ("Deutsch", "de"), ("ru-Latn", "ru-Latn"), ("tr", "tr"), ("kaz", "kk"), ("English", "en")],
)
def test_the_declared_language_of_an_entry_is_used(own: str, code: str):
    assert item_language(Item(id="1", title="Rivers", language=own)) == code


def test_the_title_shows_the_language_if_the_entry_declares_none():
    assert item_language(Item(id="1", title="Қазақ даласының жолдары")) == "kk"

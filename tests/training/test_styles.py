"""Each style prints known works as its standard does."""

import importlib
from pathlib import Path

import pytest
import yaml
from tests.training.plain import ARTICLE, BOOK, TURKISH_ARTICLE, TURKISH_BOOK, Plain

PRINTED = yaml.safe_load((Path(__file__).parent / "printed.yaml").read_text("utf-8"))
TURKISH = {"isnad", "apa", "turkish_lists", "vancouver", "german_lists", "ieee", "latin_lists"}


@pytest.mark.parametrize("style", PRINTED)
def test_a_style_prints_an_article_and_a_book_in_its_plain_form(style):
    works = (TURKISH_ARTICLE, TURKISH_BOOK) if style in TURKISH else (ARTICLE, BOOK)
    write = importlib.import_module(f"styles.{style}").write
    assert [write(work, Plain()).text for work in works] == PRINTED[style]

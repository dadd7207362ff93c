"""Each style prints a known work as its standard does, with the work's own words marked."""

import importlib
from pathlib import Path

import pytest
import yaml
from tests.training.plain import Plain, fields

from styles import gost_7_1_2003
from works import Person, Work

ARTICLE = Work(
    kind="article-journal",
    language="ru",
    title="Степные дороги",
    subtitle="история и современность",
    authors=(Person("Иванов", "Пётр", "Ильич", "Иванова"), Person("Ким", "Анна", "", "Ким")),
    container="Вопросы истории",
    issued=(2014,),
    volume="5",
    issue="3",
    pages="10-13",
    url="https://example.org/1",
    accessed=(2024, 3, 9),
)
BOOK = Work(
    kind="book",
    language="ru",
    title="Степные дороги",
    authors=(Person("Иванов", "Пётр", "Ильич", "Иванова"),),
    editors=(Person("Ахметова", "Роза", "Маратовна", "Ахметовой"),),
    edition="2-е изд.",
    places=("Алматы",),
    publisher="Мектеп",
    issued=(2001,),
    number_of_pages="240",
)
PRINTED = yaml.safe_load((Path(__file__).parent / "printed.yaml").read_text("utf-8"))


@pytest.mark.parametrize("style", PRINTED)
def test_a_style_prints_an_article_and_a_book_in_its_plain_form(style):
    write = importlib.import_module(f"styles.{style}").write
    assert [write(work, Plain()).text for work in (ARTICLE, BOOK)] == PRINTED[style]


def test_the_words_of_an_article_are_marked_without_their_markers():
    assert fields(gost_7_1_2003.write(ARTICLE, Plain())) == [
        ("author", "Иванов, П. И."),
        ("title", "Степные дороги"),
        ("medium", "Электронный ресурс"),
        ("title", "история и современность"),
        ("author", "П. И. Иванов, А. Ким"),
        ("container_title", "Вопросы истории"),
        ("issued", "2014"),
        ("volume", "5"),
        ("issue", "3"),
        ("page", "10–13"),
        ("url", "https://example.org/1"),
        ("accessed", "09.03.2024"),
    ]


def test_an_archive_has_a_shelf_mark_and_no_title():
    archive = Work(kind="manuscript", language="ru", title="", archive="РГИА", note="Ф. 21. Оп. 1. Д. 3. Л. 5")
    assert fields(gost_7_1_2003.write(archive, Plain())) == [("note", "РГИА. Ф. 21. Оп. 1. Д. 3. Л. 5")]

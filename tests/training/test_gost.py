"""The fields of a description after GOST."""

from tests.training.plain import ARTICLE, Plain, fields

from styles import gost_7_1_2003
from works import Work


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

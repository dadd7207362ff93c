"""The fields of a description after GOST."""

from msgspec.structs import replace
from tests.training.plain import ARTICLE, BOOK, Plain, fields

from styles import gost_7_1_2003
from works import Person, Work


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


class Lucky(Plain):
    """Chance that takes the first choice and every rare form."""

    chance = 0.01


def test_the_number_of_volumes_is_a_note_and_the_volume_has_a_title_of_its_own():
    class Volumes(Plain):
        chance = 0.3

    printed = fields(gost_7_1_2003.write(replace(BOOK, volume="2"), Volumes()))
    assert [words for field, words in printed if field == "note"] == ["в 2 т."]
    assert [words for field, words in printed if field == "volume"] == ["2"]
    assert len([words for field, words in printed if field == "title"]) == 2


def test_a_body_after_the_slash_is_an_author():
    printed = fields(gost_7_1_2003.write(replace(BOOK, authors=(), editors=()), Lucky()))
    assert ("author", "Министерство образования и науки Республики Казахстан") in printed


def test_a_collection_in_a_chapter_may_have_its_own_author():
    chapter = replace(BOOK, kind="chapter", container="Белый пароход", editors=(), pages="10-13")
    printed = gost_7_1_2003.write(chapter, Lucky())
    assert "// В кн.: Иванов П. И. «Белый пароход»" in printed.text
    assert ("container_title", "Белый пароход") in fields(printed)


def test_a_patent_has_its_number_for_a_genre_and_is_issued_when_it_is_published():
    patent = Work(
        kind="patent",
        language="ru",
        title="Насос",
        authors=(Person("Иванов", "Пётр", "Ильич"),),
        genre="Пат. 12 Российская Федерация, МПК F 04 B 1/00",
        note="заявл. 01.02.01, опубл. 20.08.02, Бюл. № 2",
    )
    assert fields(gost_7_1_2003.write(patent, Plain())) == [
        ("genre", "Пат. 12 Российская Федерация"),
        ("note", "МПК F 04 B 1/00"),
        ("title", "Насос"),
        ("author", "П. И. Иванов"),
        ("note", "заявл. 01.02.01"),
        ("issued", "20.08.02"),
        ("note", "Бюл. № 2"),
    ]


def test_the_word_for_a_year_belongs_to_a_date_with_a_day_but_not_to_a_bare_year():
    class Dated(Plain):
        chance = 0.6

        def choice(self, seq):  # noqa: ANN202
            return next((form for form in seq if form in {"{} г.", "{} года"}), seq[0])

    newspaper = replace(ARTICLE, kind="article-newspaper", issued=(2014, 5, 31), volume="")
    assert ("issued", "31 мая 2014 г.") in fields(gost_7_1_2003.write(newspaper, Dated()))
    assert ("issued", "2014") in fields(gost_7_1_2003.write(ARTICLE, Dated()))


def test_a_standard_may_belong_to_a_system():
    standard = Work(
        kind="standard",
        language="ru",
        title="ГОСТ 1.5-77 Виды программ",
        container="Единая система документации",
        issued=(1977,),
        places=("М.",),
    )
    assert fields(gost_7_1_2003.write(standard, Plain()))[:2] == [
        ("title", "ГОСТ 1.5-77 Виды программ"),
        ("medium", "Электронный ресурс"),
    ]
    assert ("container_title", "Единая система документации") in fields(gost_7_1_2003.write(standard, Plain()))

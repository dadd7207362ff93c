"""Whether a page is about the work cited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.csl import Item, Name
from kzcheck.evidence import Hop, Mention, PageTitle, Visit
from kzcheck.matching.links.drift import has_drifted, is_about, looked_for, own_title

URL = "https://journal.example.org/a/12"
ITEM = Item(
    id="1",
    type="article-journal",
    title="The slow rivers of the invented steppe: a history",
    author=(Name("Öztürk", "Can"),),
    container_title="Journal of Invented Geography",
)


def visit(*titles: str, share: float = 0.0, language: str = "en", length: int = 5000, whole: bool = True) -> Visit:
    return Visit(
        datetime(2025, 1, 1, tzinfo=UTC),
        (Hop(URL, 200),),
        media_type="text/html",
        language=language,
        titles=tuple(PageTitle("title", title) for title in titles),
        mentions=(Mention("1", share),),
        length=length,
        whole=whole,
    )


def work(title: str, **fields: str) -> Item:
    return Item(id="1", title=title, **fields)


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("The slow rivers of the invented steppe: a history", ""),
        ("THE SLOW RIVERS OF THE INVENTED STEPPE", ""),
        ("The Slow Rivers of the Invented Steppe: A History | Journal of Invented Geography", ""),
        ("The slow rivers of the invented steppe: a history | Öztürk | Example Papers - Vol 3", ""),
        ("(PDF) The slow rivers of the invented steppe", ""),
        (
            "Культура и политика в системе международных отношений — Пример",
            "Kul'tura i politika v sisteme mezhdunarodnyh otnoshenij",
        ),
        ("Медленные реки выдуманной степи", "Медленныя рѣки выдуманной степи"),
        ("Ağır akan ırmaklar ve bozkır yolları - Örnek", "AĞIR AKAN IRMAKLAR VE BOZKIR YOLLARI"),
        ("草原河流研究 - 示例", "草原河流研究"),
        ("Soft Power", "Soft power"),
        ("Rivers", "Rivers"),
        ("4.2. Rivers", "Rivers"),
        ("Chapter 4. Rivers", "Rivers"),
        ("Rivers", "Appendix B. Rivers"),
        ("第 4 章 河流", "河流"),
        ("4장. 강", "강"),
    ],
)
def test_a_page_is_about_the_work_in_its_title(title: str, cited: str):
    assert is_about(URL, visit(title), [work(cited) if cited else ITEM])


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("Page unavailable | Journal of Invented Geography", ""),
        ("Journal of Invented Geography", ""),
        ("Verb endings of the northern dialects", ""),
        ("Page not found", "Page not found"),
        ("", ""),
        ("History", ""),
        ("Online casino bonus", "Online"),
        ("4.2. Rivers and roads", "Rivers"),
        ("Chapter 4.", "Rivers"),
        ("The Invented Times", "Rivers in spring | The Invented Times"),
    ],
)
def test_a_common_site_name_or_word_does_not_make_a_page_the_cited_one(title: str, cited: str):
    item = work(cited, container_title="The Invented Times") if cited else ITEM

    assert not is_about(URL, visit(title), [item])


def test_a_page_about_another_subject_in_the_same_language_has_drifted():
    assert has_drifted(URL, visit("The best of online games and bonuses in the new year"), [ITEM])
    assert has_drifted(
        URL, visit("The best of online games and bonuses in the new year"), [work("Handbook of slow invented rivers")]
    )


@pytest.mark.parametrize(
    ("title", "cited", "language"),
    [
        ("Лучшие онлайн игры и бонусы нового года", "История медленных рек степи и их дорог", "ru"),
        ("Лучшие онлайн игры и бонусы нового года", "Istoriia medlennykh rek i stepnykh dorog", "ru"),
        ("Yeni yılın en iyi oyunları ve bonusları için rehber", "Bozkırda ağır akan ırmaklar ve yolların tarihi üzerine", "tr"),
        ("Die besten Spiele und die neuen Angebote für das Jahr", "Die langsamen Flüsse der Steppe und ihre Geschichte", "de"),
        ("ゆっくり遊べるオンラインゲームのおすすめ", "草原の河川と道路の歴史的研究について", "ja"),
    ],
)
def test_drift_is_recognised_in_many_languages_and_across_scripts(title: str, cited: str, language: str):
    assert has_drifted(URL, visit(title, language=language), [work(cited)])


GAMES = "The best of online games and bonuses in the new year"


@pytest.mark.parametrize(
    "seen",
    [
        visit(GAMES, share=0.6),
        visit("Die besten Spiele und die neuen Angebote für das Jahr", language="de"),
        visit("Лучшие онлайн игры и бонусы нового года", language="ru"),
        visit(GAMES, "Лучшие онлайн игры и бонусы нового года"),
        visit("Home"),
        visit("Journal Example"),
        visit("Journal of Invented Geography, current issue and archive"),
        visit("Professor Can Öztürk and his research group"),
        visit("History of the slow invented rivers in the steppe of the north"),
        visit(GAMES, length=40),
        visit(GAMES, length=1000, whole=False),
        visit(),
    ],
)
def test_pages_that_cannot_be_compared_or_may_be_related_have_not_drifted(seen: Visit):
    assert not has_drifted(URL, seen, [ITEM])


def test_titles_that_share_only_their_characters_are_not_compared():
    chinese = visit("新年最优惠的网络游戏和奖金指南", language="zh")

    assert not has_drifted(URL, chinese, [work("草原の河川と道路の歴史的研究について")])


@pytest.mark.parametrize("number", ["4. ", "4.2 ", "4.2. ", "Chapter 4: ", "Part IV. ", "Appendix B. ", "A.1. "])
def test_a_numbered_chapter_belongs_to_the_cited_book(number: str):
    assert not has_drifted(URL, visit(number + GAMES), [replace(ITEM, type="book")])
    assert not has_drifted(URL, visit(f"{number}Introduction", GAMES), [replace(ITEM, type="book")])
    assert has_drifted(URL, visit(number + GAMES), [ITEM]), "an article has no chapters"


@pytest.mark.parametrize(
    ("number", "title", "cited"),
    [
        ("第 5 章 ", "新年最优惠的网络游戏和奖金指南", "草原河流与道路的历史研究及其文献"),
        ("第五章 ", "新年最优惠的网络游戏和奖金指南", "草原河流与道路的历史研究及其文献"),
        ("5장. ", "온라인 게임과 새해 보너스 안내", "초원의 느린 강과 길의 역사 연구"),
        ("제 5 장 ", "온라인 게임과 새해 보너스 안내", "초원의 느린 강과 길의 역사 연구"),
    ],
)
def test_chapters_are_recognised_by_other_numbering_and_in_other_languages(number: str, title: str, cited: str):
    assert has_drifted(URL, visit(title), [work(cited)])
    assert not has_drifted(URL, visit(number + title), [work(cited)])


@pytest.mark.parametrize("before", ["2024 in review: ", "10 of ", "A guide to ", "Version 4.2 of "])
def test_a_number_or_letter_in_a_title_does_not_make_it_a_chapter(before: str):
    assert has_drifted(URL, visit(before + GAMES), [ITEM])


@pytest.mark.parametrize(
    "item",
    [
        Item(id="1", type="dataset", title="Flow of the slow rivers of the steppe by month"),
        Item(id="1", type="legislation", title="On the protection of the rivers of the steppe"),
        Item(id="1", title="[Photograph of the slow rivers of the steppe]"),
        Item(id="1", title="Rivers"),
        Item(id="1", title="Handbook of slow rivers"),
        Item(id="1", title="The slow rivers of the steppe", original_title="Reki stepi"),
        Item(id="2", title="The slow rivers of the steppe, which nobody looked for in the text"),
        Item(id="1"),
    ],
)
def test_a_description_a_label_a_name_or_a_translation_is_not_a_title_to_compare(item: Item):
    assert not has_drifted(URL, visit(GAMES), [item])


def test_a_page_must_miss_all_works_that_share_its_address():
    assert not has_drifted(URL, visit(GAMES), [ITEM, work("Rivers")])
    assert not has_drifted(URL, visit(GAMES), [])


def test_a_title_common_to_all_pages_of_a_site_is_ignored():
    title = "The national portal for science and education of the country"

    assert has_drifted(URL, visit(title), [ITEM])
    assert not has_drifted(URL, visit(title), [ITEM], {title.lower()})


def test_a_page_is_named_by_its_first_meaningful_title():
    assert own_title(URL, visit("Example", "The slow rivers - example.org")) == "The slow rivers"
    assert own_title(URL, visit("Example")) == "Example"
    assert own_title(URL, visit()) == ""


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_titles_are_compared_without_an_error(cited: str, title: str):
    is_about(URL, visit(title), [work(cited)])
    has_drifted(URL, visit(title), [work(cited)])
    own_title(URL, visit(title))


def test_an_english_page_without_the_title_is_searched_for_its_words_and_people():
    text = "Steppes and a slowly flowing river: invention and history. " * 9

    assert looked_for(ITEM, text, "en") == Mention("1", 0.2, 1.0, people=False)
    assert looked_for(ITEM, text + "By C. Öztürk.", "en").people
    assert looked_for(ITEM, "Garden furniture for sale. " * 9, "en").anywhere == 0
    assert looked_for(ITEM, text, "tr") == Mention("1", 0.2), "nothing is known of other pages"

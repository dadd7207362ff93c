"""Whether a text at hand is that of the work in an entry: in doubt it is."""

from __future__ import annotations

import pytest

from kzcheck.csl import Item, Name
from kzcheck.matching.works import is_text_of
from kzcheck.texts import Leaf, Text

BODY = "The study of maps needs patience, and each archive keeps some sheets that nobody has described before. " * 40
BRANDT = Name(family="Brandt", given="Olga")
AKHANOV = Name(family="Аханов", given="Т.")
ENTRY = Item(id="1", type="book", title="Empty Paper: Imagined Rivers on Old Maps of the Steppe", author=(BRANDT,))


def text(opening: str, *, title: str = "", people: tuple[str, ...] = (), language: str = "en", printed: str = "") -> Text:
    return Text((Leaf(1, printed, f"{opening}\n{BODY}"),), title, people, language)


def refused(item: Item, at_hand: Text) -> bool:
    reason = is_text_of(item, at_hand)
    assert reason is None or reason.code == "another-work"
    return reason is not None


RIGHT = text("Empty Paper\nImagined rivers on old maps of the steppe\nOlga Brandt\nSteppe Press 2004")
WRONG = text("Wool and Silver\nTrade in the mountains before the railway\nPeter Smith\nExample Press 1999")


class TestRightTexts:
    @pytest.mark.parametrize(
        "item",
        [
            ENTRY,
            Item(id="1", type="book", title="Empty paper", author=(BRANDT,)),
            Item(id="1", type="book", title="EMPTY PAPER: IMAGINED RIVERS ON OLD MAPS OF THE STEPPE"),
            Item(id="1", type="book", title="Empty paper: imagined rivres on old mpas of the steppe", author=(BRANDT,)),
            Item(id="1", type="book", title="Empty paper: imagined rivers on old maps of the steppe", author=(AKHANOV,)),
        ],
    )
    def test_an_entry_may_be_short_or_misprinted(self, item: Item):
        assert not refused(item, RIGHT)

    def test_the_title_may_be_in_the_metadata_alone(self):
        assert not refused(
            ENTRY, text("", title="Empty Paper: Imagined Rivers on Old Maps of the Steppe", people=("Brandt, Olga",))
        )

    def test_a_page_may_have_a_short_title_and_not_name_who_wrote_it(self):
        item = Item(id="1", type="webpage", title="About us", author=(Name(literal="Ministry of Culture and Sports"),))
        assert not refused(item, text("What we do", title="About us | Ministry"))
        assert refused(item, text("What we know about us and them"))

    def test_a_title_in_another_language_cannot_be_looked_for(self):
        russian = Text((Leaf(0, "", "Пустая бумага: воображаемые реки на старых картах степи. " * 50),), language="ru")
        assert not refused(ENTRY, russian)
        assert not refused(Item(id="1", type="book", title="Leeres Papier: erfundene Flüsse auf alten Karten der Steppe"), WRONG)

    def test_an_original_title_counts_too(self):
        item = Item(
            id="1", type="book", title="Blank sheets and what was sold on them", author=(BRANDT,), original_title=ENTRY.title
        )
        assert not refused(item, RIGHT)

    def test_the_book_of_a_chapter_is_its_text(self):
        chapter = Item(
            id="1", type="chapter", title="The wells that nobody asked for", author=(AKHANOV,), container_title=ENTRY.title
        )
        assert not refused(chapter, RIGHT)

    def test_some_pages_of_a_book_need_not_name_it(self):
        assert not refused(ENTRY, text("for which they paid in silver.", printed="19"))
        assert refused(ENTRY, text("for which they paid in silver.", printed="1"))

    def test_a_team_may_have_given_its_work_another_title(self):
        team = (Name(family="Smith", given="Peter"), Name(family="Jones", given="Ann"))
        item = Item(id="1", type="article-journal", title="Mountain fairs in the age of caravans", author=team)
        assert not refused(item, text("Wool and Silver\nPeter Smith, Ann Jones"))

    def test_an_entry_without_a_title_fits_any_text(self):
        assert not refused(Item(id="1", author=(BRANDT,)), WRONG)


class TestWrongTexts:
    def test_neither_title_nor_people_fit(self):
        assert refused(ENTRY, WRONG)

    def test_another_work_by_the_same_person(self):
        assert refused(ENTRY, text("Wool and Silver\nTrade in the mountains before the railway\nOlga Brandt"))

    def test_a_short_title_whose_words_are_anywhere_needs_one_of_its_people(self):
        item = Item(id="1", type="book", title="Maps", author=(BRANDT,))
        assert refused(item, WRONG)
        assert not refused(item, text("Maps\nOlga Brandt"))

    def test_a_title_deep_in_a_text_is_only_a_mention(self):
        assert refused(ENTRY, text(WRONG.leaves[0].text + ENTRY.title + " by Brandt"))

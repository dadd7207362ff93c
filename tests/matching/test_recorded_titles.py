"""The differences between the title of an entry and the titles of its record."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Item, Name
from kzcheck.evidence import Record
from kzcheck.matching.titles.recorded import compare_title, likeness

if TYPE_CHECKING:
    from kzcheck.matching.differences import Difference


WORDS = "rivers steppe winter caravan granary ledger harvest orchard lantern meadow".split()


def record(title: str, *titles: str, **fields: object) -> Record:
    return Record("crossref", "10.5555/1", Item(id="", title=title, **fields), titles=titles)  # type: ignore[arg-type]


def difference(listed: str, recorded: str, *titles: str) -> Difference | None:
    return compare_title(Item(id="1", title=listed), record(recorded, *titles))


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Granaries of the Northern Steppe", "GRANARIES OF THE NORTHERN STEPPE."),
        ("Granaries of the steppe: a ledger of winters", "Granaries of the steppe"),
        ("Granaries of the steppe", "Granaries of the steppe – a ledger of winters"),
        ("The colour of organised labour", "The color of organized labor"),
        ("Modelling the catalogue of a theatre", "Modeling the catalog of a theater"),
        ("Rivers & roads", "Rivers and roads"),
        ("Ueber das Fliessen der Fluesse", "Über das Fließen der Flüsse"),
        ("Rivers and roads", "Rivers &amp;amp; roads"),
        ("α-Lanternin in mice", "alpha-Lanternin in mice"),
        ("TGF-β in meadows", "TGF$\\beta$ in meadows"),
        ("H2O and CO2 in granaries", "H<sub>2</sub>O and CO<sub>2</sub> in granaries"),
        ("H2O in granaries", "<mml:math><mml:msub><mml:mi>H</mml:mi><mml:mn>2</mml:mn></mml:msub></mml:math>O in granaries"),
        ("Two caravans", "2 caravans"),
        ("Twenty-first century caravans", "21st-century caravans"),
        ("Caravans II", "Caravans 2"),
        ("Decision making in caravans", "Decision-making in caravans"),
        ("Decisionmaking in caravans", "Decision making in caravans"),
        ("Etude des rivieres", "Étude des rivières"),
        ("Über das Theilen der Thiere", "Über das Teilen der Tiere"),
        ("О русскаго языка словѣ", "О русского языка слове"),
        ("Реки северной степи", "Reki severnoi stepi"),
        ("Реки северной степи", "Rivers of the northern steppe"),
        ("Die Geschichte der Flüsse und der Steppe", "The history of the rivers and the steppe"),
        ("Caravans of the steppe", "RETRACTED: Caravans of the steppe"),
        ("Caravans of the steppe", "ORIGINAL ARTICLE: Caravans of the steppe"),
        ("Caravans of the steppe [in Russian]", "Caravans of the steppe"),
        ("Caravans of the steppe", "Caravans of the steppe (2nd ed.)"),
        ("Caravans of the steppe", "[Caravans of the steppe]."),
        ("Caravans of the steppe*", "Caravans of the steppe"),
        ("Реки северной степи [Rivers of the northern steppe]", "Rivers of the northern steppe"),
        ("Реки северной степи = Rivers of the northern steppe", "Реки северной степи"),
        ("Flüße der Steppe", "Fluesse der Steppe"),
        ("Caravans: Part I. The north", "Caravans I: The north"),
        ("The handbook of caravans", "Handbook of caravans, 2nd edition"),
        ("Caravans in steppe", "The caravans of the steppe"),
        ("中国的河流", "中國的河流"),
        ("Caravans of the steppe", "Caravans of the nor..."),
    ],
)
def test_differences_of_form_do_not_count(listed: str, recorded: str):
    assert difference(listed, recorded) is None
    assert likeness(Item(id="1", title=listed), record(listed)) == 1


@pytest.mark.parametrize(
    ("listed", "recorded", "word"),
    [
        ("Soft granaries", "Smart granaries", "Soft"),
        ("Police of the steppe", "Policy of the steppe", "Police"),
        ("Caravans in 2030", "Caravans in 2050", "2030"),
        ("Caravans III", "Caravans II", "III"),
        ("Caravans of the steppe: the means to harvest", "Caravans of the steppe: the means to winter", "harvest"),
        ("Macroeconomics of caravans", "Microeconomics of caravans", "Macroeconomics"),
        ("Hypotension in caravans", "Hypertension in caravans", "Hypotension"),
        ("Typical caravans", "Atypical caravans", "Typical"),
        ("Caravans with salt", "Caravans without salt", "with"),
        ("История реки", "История степи", "реки"),
        ("硬河流", "软河流", "硬"),
    ],
)
def test_a_swapped_word_is_found(listed: str, recorded: str, word: str):
    title_difference = difference(listed, recorded)

    assert title_difference is not None
    assert not title_difference.slight
    assert word in title_difference.words or word == "with"
    assert title_difference.new == recorded


def test_a_word_swapped_in_the_subtitle_is_found_although_the_record_also_has_the_main_title():
    title_difference = difference("Caravans: a ledger of summer", "Caravans", "Caravans: a ledger of winter")

    assert title_difference is not None
    assert title_difference.words == ("summer",)
    assert title_difference.new == "Caravans: a ledger of winter"


def test_a_missing_distinctive_word_is_a_difference():
    title_difference = difference("Rivers of the steppe", "Rivers of the northern steppe")

    assert title_difference is not None
    assert not title_difference.slight
    assert title_difference.new == "Rivers of the northern steppe"


@pytest.mark.parametrize(
    ("listed", "recorded"),
    [
        ("Rivers of the nothern steppe", "Rivers of the northern steppe"),
        ("Rivers of the nrothern steppe", "Rivers of the northern steppe"),
        ("Collected caravans, vol. 2", "Collected caravans"),
        ("Effects of winter", "Effect of winter"),
        ("Granaries of the northern steppe in the long win…", "Granaries of the northern steppe in the long winter"),
        ("Granaries of the steppe", "Granaries of the steppe their ledgers and their winters"),
    ],
)
def test_typing_errors_and_truncation_are_slight(listed: str, recorded: str):
    title_difference = difference(listed, recorded)

    assert title_difference is not None
    assert title_difference.slight
    assert title_difference.kind == "title"


def test_the_suggested_title_keeps_the_case_of_the_list():
    title_difference = difference("Soft Granaries of the North", "Smart granaries of the north")

    assert title_difference is not None
    assert title_difference.new == "Smart Granaries of the North"


def test_a_title_in_capitals_is_not_suggested():
    title_difference = difference("Rivers of the steppe", "RIVERS OF THE NORTHERN STEPPE")

    assert title_difference is not None
    assert title_difference.new == ""


def test_names_attached_to_a_title_are_not_words_of_it():
    glued = record("Doe Jane Rivers of the steppe", author=(Name(family="Doe", given="Jane"),))

    assert compare_title(Item(id="1", title="Rivers of the steppe"), glued) is None


def test_an_entry_or_a_record_without_a_title_is_not_compared():
    assert difference("", "Rivers") is None
    assert difference("Rivers", "") is None
    assert likeness(Item(id="1"), record("Rivers")) == 0


def test_the_nearest_title_counts():
    item = Item(id="1", title="Реки степи", original_title="Rivers of the steppe")

    assert likeness(item, record("Something else", "Rivers of the steppe")) == 1
    assert likeness(Item(id="1", title="Two caravans"), record("2 caravans")) > 0.9
    assert likeness(Item(id="1", title="Two caravans"), record("Seven granaries")) < 0.7


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_a_title_never_differs_from_itself(title: str):
    assert difference(title, title) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_can_be_compared(listed: str, recorded: str):
    title_difference = difference(listed, recorded)

    assert title_difference is None or all(word in listed for word in title_difference.words)
    assert 0 <= likeness(Item(id="1", title=listed), record(recorded)) <= 1


@settings(max_examples=60, deadline=None)
@given(st.permutations(WORDS), st.integers(0, 5), st.text(string.ascii_lowercase, min_size=4, max_size=9))
def test_a_different_word_anywhere_is_a_difference(words: list[str], place: int, other: str):
    words = words[:6]
    title = " ".join(words)
    swapped = " ".join([*words[:place], f"qx{other}", *words[place + 1 :]])
    title_difference = difference(swapped, title)

    assert title_difference is not None
    assert title_difference.words == (f"qx{other}",)
    assert title_difference.new == title


def test_a_long_title_is_compared_quickly():
    long = "a: (b [c " * 4000

    assert difference(long, long + "d") is None


def test_any_transliteration_is_accepted_if_the_record_has_the_title_in_its_own_script():
    assert difference("Kazak koloneri", "Qazaq qolöneri", "Қазақ қолөнері") is None
    assert difference("Kazak kilemi", "Qazaq qolöneri", "Қазақ қолөнері") is not None

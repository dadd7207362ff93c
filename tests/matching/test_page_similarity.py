"""How much of a title is in a text, and how similar two texts are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.matching.links.drift import alike, mention

TITLE = "Slow rivers and their roads in the invented steppe"
FILLER = "Of lakes and hills much was written before, and little was read. " * 50


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, f"{FILLER} SLOW RIVERS, and their roads in the “invented” Steppe {FILLER}"),
        ("Медленные реки и их дороги в степи", "Medlennye reki i ikh dorogi v stepi"),
        ("Kul'tura i politika v sisteme mezhdunarodnyh otnoshenij", "Культура и политика в системе международных отношений"),
        ("Ағын өзендер мен дала жолдары", "АҒЫН ӨЗЕНДЕР МЕН ДАЛА ЖОЛДАРЫ туралы"),
        ("Yavaş ırmaklar ve bozkır yolları", "YAVAŞ IRMAKLAR VE BOZKIR YOLLARI"),
        ("草原河流研究", "关于草原河流研究的文章"),
        ("草原河流研究", "草原河流 研究"),
        ("Soft power", "The power of words. Soft power in brief."),
    ],
)
def test_a_title_in_a_text_is_mentioned_completely(title: str, text: str):
    assert mention(title, text) == 1


def test_words_that_are_all_present_but_far_apart_are_not_a_mention():
    scattered = f"slow {FILLER} rivers {FILLER} roads {FILLER} invented {FILLER} steppe"

    assert mention(TITLE, scattered) < 0.3


def test_the_share_counts_words_that_follow_each_other():
    assert mention("Slow rivers through invented steppes", "slow rivers through other hills") == pytest.approx(3 / 5)
    assert mention(TITLE, "steppe invented roads rivers slow") < 0.5


def test_an_empty_title_or_text_has_no_mention():
    assert mention("", "text") == mention(TITLE, "") == mention("?!", "text") == 0


def test_texts_are_similar_by_their_common_runs_of_words():
    boilerplate = "Welcome to the invented journal, where all that was ever printed can be found by its readers at last. "

    assert alike(boilerplate + "Request 123 at 10:15", boilerplate + "Request 987 at 11:59") > 0.85
    assert alike(boilerplate, FILLER) == 0
    assert alike(FILLER, FILLER) == 1
    assert alike("", "") == 1
    assert alike("", FILLER) == 0
    assert alike("草原河流研究概论", "草原河流研究概论") == 1
    assert alike("草原河流研究概论", "城市建筑历史讲义") == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_shares_are_between_0_and_1(one: str, other: str):
    assert 0 <= mention(one, other) <= 1
    assert 0 <= alike(one, other) <= 1
    assert alike(one, one) == 1


@pytest.mark.parametrize("text", ["slow rivers ", "rivers slow ", "steppe ", "a ", "ж", "草", "ё ", "&amp;", "<b>"])
def test_a_text_of_200_000_characters_is_read_completely(text: str):
    long = text * (200_000 // len(text))

    assert 0 <= mention(TITLE, long) <= 1
    assert 0 <= alike(long, long[1:]) <= 1

"""Damaged words in texts and URLs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language import damage


def kinds(text: str, *known: str) -> list[tuple[str, str]]:
    return [(hit.kind, text[hit.start : hit.end]) for hit in damage.find(text, known)]


@pytest.mark.parametrize(
    ("text", "kind", "word", "mended"),
    [
        ("Un CafÃ© en ParÃ­s", "encoding", "CafÃ©", "Un Café en París"),
        ("so\u00adcial", "invisible", "so\u00adcial", "social"),
        ("step\x02pe", "invisible", "step\x02pe", "steppe"),
        ("Dall\x92Antonia", "encoding", "Dall\x92Antonia", "Dall’Antonia"),
        ("279\x96286", "encoding", "279\x96286", "279–286"),
        ("\x98The\x9c steppe", "invisible", "\x98The\x9c", "The steppe"),
        ("a Ã¢Â\x80Â\x98Sailing", "encoding", "Ã¢Â\x80Â\x98Sailing", "a ‘Sailing"),
        ("Ã\x83Â\x85 strÃ¶m", "encoding", "Ã\x83Â\x85", "Å ström"),
        ("Ã\x83x strÃ¶m", "encoding", "Ã\x83x", ""),
        ("M\ufffdller", "lost", "M\ufffdller", ""),
        ("a\u21b5ects GPA", "lost", "a\u21b5ects", ""),
        ("G¨odel", "accent", "G¨odel", ""),
        ("interna- tional law", "cut", "interna- tional", "international law"),
        ("gesell- schaftliche Fragen", "cut", "gesell- schaftliche", "gesellschaftliche Fragen"),
        ("между-\nнародных", "cut", "между-\nнародных", "международных"),
        ("interna¬tional", "cut", "interna¬tional", "international"),
        ("the lnternational", "letter", "lnternational", "the International"),
        ("a poIicy", "letter", "poIicy", "a policy"),
        ("g0vernance", "digit", "g0vernance", "governance"),
        ("soc1ety", "digit", "soc1ety", ""),
        ("T%C3%BCrk%20dili", "percent", "T%C3%BCrk%20dili", "Türk dili"),
        ("decision- making", "hyphen", "decision- making", ""),
    ],
)
def test_a_damaged_word_is_found_and_restored_if_that_is_certain(text: str, kind: str, word: str, mended: str):
    assert kinds(text)[0] == (kind, word)
    assert damage.mend(text, damage.find(text)) == mended


@given(st.text(alphabet="abInlmsdg01%?C3Aq -.", max_size=30))
def test_a_text_that_cannot_be_damaged_has_no_damage(text: str):
    assert damage.may_be_in(text) or damage.find(text) == []


def test_a_cut_word_is_certain_if_the_article_has_it_in_full():
    assert kinds("bureau- cracy") == [("hyphen", "bureau- cracy")]
    assert kinds("bureau- cracy", "bureaucracy") == [("cut", "bureau- cracy")]


@pytest.mark.parametrize(
    "text",
    [
        "pre- and post-war, low- to high-income, Vor- bzw. Nachteile, двух- и трёхлетний",
        "NeuroImage, BioInformatics, DeepIoU, MacIan, EdgeIoT",
        "lncRNA, lme4, ln K, log10-transformed, H1N1, CO2, ipv6enabled, mid1970s",
        "What?How? a 50%20 rule, 25%",
        "https://example.org/a%20b and www.example.org/T%C3%BCrk",
        "\u200bedges \u200b of\u200b words",
    ],
)
def test_text_that_only_looks_damaged_is_left_alone(text: str):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("K%C3%BCI%C3%BCr_ve_Marksizm", [("letter", "K%C3%BCI%C3%BCr")]),
        ("steppe%2520rivers", [("escaped twice", "steppe%2520rivers")]),
        ("a%EF%BF%BDb", [("lost", "a%EF%BF%BDb")]),
        ("K%C3%83%C2%BCche", [("encoding", "K%C3%83%C2%BCche")]),
        ("100%25", []),
        ("%EA%E0%F0%F2%E0", []),
        (quote("ÜberInternet_Каталог"), []),
    ],
)
def test_damage_in_the_path_of_a_url_is_found(path: str, found: list[tuple[str, str]]):
    assert list(damage.in_url(f"https://example.org/{path}?q=%2520")) == found


@given(st.text(), st.lists(st.text(max_size=8), max_size=3))
def test_damages_are_within_the_text_in_order_and_do_not_overlap(text: str, known: list[str]):
    at = 0
    for hit in damage.find(text, known):
        assert at <= hit.start < hit.end <= len(text)
        at = hit.end


@given(st.text(alphabet="ab- \n¬%C3BClI01?¨\u00adÃ©\ufffd", max_size=60))
def test_restoring_words_leaves_all_others_unchanged(text: str):
    damages = damage.find(text)
    mended = damage.mend(text, damages)
    if mended:
        assert mended.startswith(text[: damages[0].start])
        assert mended.endswith(text[damages[-1].end :])


ESCAPES = ("https://example.org/", "a", "l", "%25", "%20", "%C3", "%BC", "%EF%BF%BD", "K%C3%BCI")


@given(st.one_of(st.text(), st.lists(st.sampled_from(ESCAPES), max_size=9).map("".join)))
def test_any_url_is_checked_without_an_error(text: str):
    for _, words in damage.in_url(text):
        assert words in text

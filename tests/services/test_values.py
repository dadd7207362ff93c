"""Texts and dates from services, whatever they contain."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date
from kzcheck.services.values import LONGEST, date, joined, text, texts, years

MATH = '<mml:math xmlns:mml="http://example.org/M"{}><mml:msub><mml:mi>CO</mml:mi>\n <mml:mn>2</mml:mn></mml:msub></mml:math>'


@pytest.mark.parametrize(
    ("served", "plain"),
    [
        ("Rivers   that\n never were ", "Rivers that never were"),
        ("On <i>Flumen nullum</i>", "On Flumen nullum"),
        ("H<sub>2</sub>O and <jats:italic>E. coli</jats:italic>", "H2O and E. coli"),
        ("The H &lt;scp&gt;i&lt;/scp&gt; line", "The H i line"),
        ("Salt &amp;amp; water", "Salt & water"),
        (r"Rivers\n that never were\n\n", "Rivers that never were"),
        (r"On the \nu and the \tau", r"On the \nu and the \tau"),
        ("Are clams (\n  <i>Tridacna</i>\n  ) blue?", "Are clams (Tridacna) blue?"),
        ("First line<br/>second line", "First line second line"),
        ("p < 0.05 and q > 3", "p < 0.05 and q > 3"),
        ("p &lt; 0.05 and q &gt; 3", "p < 0.05 and q > 3"),
        ("The <table> element", "The <table> element"),
        ("AT&T in the R&D age", "AT&T in the R&D age"),
        (f"Uptake of {MATH.format('')} by rivers", "Uptake of CO2 by rivers"),
        (f"Uptake of {MATH.format(' alttext=' + chr(34) + 'carbon dioxide' + chr(34))}", "Uptake of carbon dioxide"),
        (f"Uptake of {MATH.format(' alttext=' + chr(34) + chr(92) + 'mathrm{CO}_2' + chr(34))}", "Uptake of CO2"),
        ("<math><mi>k</mi><annotation encoding='x'>k</annotation></math>-means", "k-means"),
        (r"$$\mathrm {Latent}\alpha$$ rivers", "Latentα rivers"),
        ("$k$-means for $5 and $10", "k-means for $5 and $10"),
        ("A\x00B\u202ec\ud800d", "ABcd"),
        ("Öz\u00adtürk\ufeff", "Öztürk"),
        ("\u2003Rivers\u00a0 of\u2028the\x85North\u3000", "Rivers of the North"),
        (" Rivers ", "Rivers"),
        ("", ""),
        (4, "4"),
        (1.5, "1.5"),
        (True, ""),
        (float("nan"), ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_markup_is_reduced_to_the_text_that_a_reader_sees(served: object, plain: str):
    assert text(served) == plain


def test_a_long_text_is_shortened():
    assert len(text("x" * 10**6)) == LONGEST


@pytest.mark.parametrize("piece", ["<math>", "</math>", "<i>", "$", "&amp;", "<annotation>", "( ", "<math alttext='", "$x^"])
def test_no_markup_is_slow_to_remove(piece: str):
    started = time.perf_counter()
    text(piece * 10_000)

    assert time.perf_counter() - started < 0.5


@settings(max_examples=60)
@given(st.text())
def test_any_text_becomes_one_plain_line_that_stays_unchanged(served: str):
    assert text(served).encode().decode() == text(text(served))
    assert "\n" not in text(served)


def test_texts_may_be_single_or_in_a_list():
    assert texts("Nature") == texts(["Nature", "", None, "Nature", {}]) == ("Nature",)
    assert texts(None) == ()


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Rivers", "a survey", "Rivers: a survey"),
        ("Rivers?", "A survey", "Rivers? A survey"),
        ("Rivers: a survey", "A survey", "Rivers: a survey"),
        ("Rivers", "", "Rivers"),
        ("", "A survey", "A survey"),
    ],
)
def test_a_subtitle_is_appended_to_its_title_once(title: str, subtitle: str, whole: str):
    assert joined(title, subtitle) == whole


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        ({"date-parts": [[2021, 3, 4]]}, Date((2021, 3, 4))),
        ({"date-parts": [["2016", "12"]]}, Date((2016, 12))),
        ({"date-parts": [[2019], [2021]]}, Date((2019,), (2021,))),
        ({"date-parts": [[2021, 13]]}, Date((2021,))),
        ({"date-parts": [[2021, 0, 0]]}, Date((2021,))),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": None}, None),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": [[9999]]}, None),
        ({"date-parts": [[True]]}, None),
        ("2021", None),
        (None, None),
    ],
)
def test_a_date_is_read_up_to_its_first_invalid_part(served: object, expected: Date | None):
    assert date(served) == expected


def test_both_ends_of_a_span_count_as_years():
    assert years([Date((2019,), (2021,)), None, Date((2020,)), Date(raw="n.d.")]) == (2019, 2020, 2021)

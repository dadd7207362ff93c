"""Markup in a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.markup import find, is_plain


@pytest.mark.parametrize(
    ("text", "kind", "words", "plain"),
    [
        ("AT&amp;T", "entity", "&amp;", "&"),
        ("D&#x27;Amore", "entity", "&#x27;", "'"),
        ("a&nbsp;b", "entity", "&nbsp;", " "),
        ("<em>Salmo</em>", "tag", "<em>", None),
        ("<jats:p>x", "tag", "<jats:p>", None),
        ("x<br/>y", "tag", "<br/>", None),
        ("a <i>b", "unclosed tag", "<i>", None),
        ("a b</sub>", "unclosed tag", "</sub>", None),
        (r"\textit{Salmo}", "LaTeX", r"\textit{", None),
        (r"K{\"u}bler", "LaTeX", r"{\"u}", "ü"),
        (r"Erd\H{o}s", "LaTeX", r"\H{o}", "ő"),
        (r"Stra{\ss}e", "LaTeX", r"{\ss}", "ß"),
        (r"{\L}ukasz", "LaTeX", r"{\L}", "Ł"),
        (r"\'{\i}", "LaTeX", r"\'{\i}", "í"),
        (r"Salt \& Roads", "LaTeX", r"\&", "&"),
        (r"the $\alpha$-helix", "LaTeX", r"$\alpha$", None),
        ("$k$-means", "LaTeX", "$k$", None),
        ("{GPT-4", "brace", "{GPT-4", None),
    ],
)
def test_markup_is_found_with_its_plain_text_if_that_is_certain(text: str, kind: str, words: str, plain: str | None):
    first = next(find(text))

    assert (first.kind, first.words, first.plain) == (kind, words, plain)


@pytest.mark.parametrize(
    "text",
    [
        "CO<sub>2</sub> and <i>Salmo <b>x</b></i> in <span class='nocase'>mRNA</span>",
        "AT&T; R&D, Q&A",
        "p < 0.05 > 0.01, List<T>, <u> and <th>, the <table> element, tru<s>t",
        "$100 to $200, A$AP, US$5",
        "{DNA} and {S}teppe",
        r"C:\Users and others",
    ],
)
def test_csl_markup_and_ordinary_text_are_left_alone(text: str):
    assert list(find(text)) == []


@given(st.text(alphabet="<>/ibsupem&amp;#x27\\{}$^\"'ocde ", max_size=80))
def test_the_reported_words_are_in_the_text(text: str):
    for piece in find(text):
        assert piece.words in text or piece.kind == "LaTeX"


def test_only_csl_markup_counts_as_plain():
    assert all(map(is_plain, ("Noise", "<i>Salmo</i> and p < 0.05", "List<T>")))
    assert not any(map(is_plain, ("<title>Noise</title>", "<formula>x</formula>", "a &lt; b", "<i>Salmo")))

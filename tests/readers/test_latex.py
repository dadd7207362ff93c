"""Conversion of LaTeX in fields to text with CSL's markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.readers.latex import decode
from kzcheck.readers.nodes import composed


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"M{\"u}ller, M\"uller, M\"{u}ller", "Müller, Müller, Müller"),
        (r"{\c C}elik, \c{S}ahin, Fran\c cois", "Çelik, Şahin, François"),
        (r"\'{\i} \'\i n {\'\i} \u{g}\i", "í ín í ğı"),
        (r"Vi\d{\^e}t, \'{\^e}", "Việt, ế"),
        (r"\v{S}koda, \k{a}, Erd{\H o}s, \r{A}, \=a, \.Z, \~n, \`a", "Škoda, ą, Erdős, Å, ā, Ż, ñ, à"),
        (
            r"Stra\ss e, Gro{\ss}, \O rsted, {\AA}r{\o}, {\L}ukasz, \ae on, \OE{}uvre",
            "Straße, Groß, Ørsted, Årø, Łukasz, æon, Œuvre",
        ),
        (r"{\CYRM}{\cyri}{\cyrr}", "Мир"),
        (r"A \& B, 5\%, \$3, \#1, a\_b, \{c\}", "A & B, 5%, $3, #1, a_b, {c}"),
        ("pages~1--2 --- ``quoted'' it's", "pages 1–2 — “quoted” it's"),
        (r"\textit{E. coli} and \emph{x} {\em y} {\it z} w", "<i>E. coli</i> and <i>x</i> <i>y</i> <i>z</i> w"),
        (
            r"\textbf{b} {\bf c {\em d}} \textsc{e} CO\textsubscript{2} 5\textsuperscript{th}",
            "<b>b</b> <b>c <i>d</i></b> <sc>e</sc> CO<sub>2</sub> 5<sup>th</sup>",
        ),
        (r"{DNA} {{BERT}}: {P}re-training", "DNA BERT: Pre-training"),
        (r"\enquote{so} \textquoteright{}s \dots\ \LaTeX{} \TeX", "“so” ’s … LaTeX TeX"),
        (r"\url{http://example.org/~a_b} \href{http://example.org}{here}", "http://example.org/~a_b here"),
        (r"{\noopsort{1973b}}1973 \mbox{x}\kern-.1em y \texttt{z} \unknown{w}", "1973 xy z w"),
        (r"\textless b \unknown c", r"<b \unknown c"),
        (r"a\\b a\-b a\,b", "a b ab a b"),
        ("two\n   lines", "two lines"),
        ("plain – «текст»", "plain – «текст»"),
        ("open {brace", "open brace"),
        ("closed} brace", "closed brace"),
        ("ends in \\", "ends in"),
    ],
)
def test_commands_become_the_text_they_stand_for(written: str, text: str):
    assert decode(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("H$_2$O, $x^{2}$, $^{13}$C", "H<sub>2</sub>O, x<sup>2</sup>, <sup>13</sup>C"),
        (r"$\alpha$-helix, $k$-means, 90$^\circ$, $\mathcal{O}(n \log n)$", "α-helix, k-means, 90°, O(n log n)"),
        (r"$10^{-3}$, $n^{\mathrm{th}}$, $\beta_1$, $\{a\}$", "10<sup>-3</sup>, n<sup>th</sup>, β<sub>1</sub>, {a}"),
        (r"$\frac{a}{b}$ and $\sqrt{x}$", r"$\frac{a}{b}$ and $\sqrt{x}$"),
        ("US$ 5 and $10", "US$ 5 and $10"),
        ("a lone $ sign", "a lone $ sign"),
        (r"\$5 and \$6", "$5 and $6"),
    ],
)
def test_simple_formulas_become_text_and_others_are_kept(written: str, text: str):
    assert decode(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"http://example.org/a\_b{\%}20~c--d$e", "http://example.org/a_b%20~c--d$e"),
        (r"http://example.org/\~{}a{\textasciitilde}b$\sim$c", "http://example.org/~a~b~c"),
        (r"10.5555/(X)1{\textless}2::A{\textgreater}3", "10.5555/(X)1<2::A>3"),
        ("{10.5555/a--b}", "10.5555/a--b"),
        ("http://example.org/{a}", "http://example.org/{a}"),
    ],
)
def test_urls_and_numbers_keep_their_characters(written: str, text: str):
    assert decode(written, verbatim=True) == text


PIECES = st.sampled_from(
    [*r"\ { } $ ~ -- \emph \it \href \url \' \c \i \foo { } [ ] ^ _ a b 1".split(), " ", "\n", "é", r"\frac{a}{b}"]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.booleans())
def test_any_text_is_decoded(text: str, verbatim: bool):
    decoded = decode(text, verbatim=verbatim)

    assert decoded == decoded.strip()
    assert "\n" not in decoded


@given(st.text(st.characters(exclude_characters="\\{}$~-`'", exclude_categories=("Z", "C"))))
def test_text_without_latex_is_unchanged(text: str):
    assert decode(text) == composed(text)
    assert decode(f"{{{text}}}") == composed(text)

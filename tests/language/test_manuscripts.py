"""What counts as a citation in Markdown, in LaTeX, and in the files that LaTeX leaves behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.manuscripts import Manuscript, auxiliary, pandoc
from kzcheck.language.manuscripts.latex import Tex


def in_markdown(text: str) -> list[str]:
    return [key.text for key in pandoc.read(text).cited]


def in_latex(text: str) -> list[str]:
    """Return the keys that a LaTeX file cites, also by way of its own commands."""
    tex = Tex(text)
    own: dict[str, str] = {}
    for _ in range(3):
        own |= tex.citing(own)
    return [key.text for key in tex.read(own).cited]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("as [@Smith2023.] says", ["Smith2023"]),
        ("@Smith2023. Then", ["Smith2023"]),
        ("@Foo_bar--baz", ["Foo_bar"]),
        ("[@doe:2010/a; @doe.2010-b, p. 3]", ["doe:2010/a", "doe.2010-b"]),
        ("[-@x] and -@y", ["x", "y"]),
        ("[see @a, p. 3; also @b, chap. 2 and *passim*]", ["a", "b"]),
        ("@a [p. 33; @b]", ["a", "b"]),
        ("@{any key: x}, @{https://example.org/a}", ["any key: x", "https://example.org/a"]),
        ("@2010a, @_b", ["2010a", "_b"]),
        ("@Öztürk2010, @два, @山田2001", ["Öztürk2010", "два", "山田2001"]),
        ("—@a «@b» (@c)", ["a", "b", "c"]),
        ("[Rivers](@a)[@b]", ["b"]),
    ],
)
def test_a_key_in_markdown_ends_where_pandoc_ends_it(text: str, keys: list[str]):
    assert in_markdown(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "jane.doe@example.org",
        "<jane@example.org>",
        "https://example.org/@jane",
        "<https://example.org/?by=@jane>",
        "[a page](https://example.org/@jane)",
        "[page]: https://example.org/@jane",
        r"\@jane",
        r"\@ref(fig:map)",
        "@fig-map, [@tbl-a; @eq-b], @Sec-c, @lst-d, -@fig-e",
        "@fig:map and [@tbl:a]",
        "See {#rivers} and @rivers.",
        "(@good) An example.\n\nAs (@good) says",
        "`@code` and ``a ` @code``",
        "```\n@code\n```",
        "~~~ {.python}\n@code\n```\n@code\n~~~",
        "```{r setup, echo=FALSE}\nx <- '@code'\n```",
        "```{=latex}\n\\cite{code} @code\n```",
        "Text\n\n    @code\n\n    @code",
        "<!-- @comment\n@comment -->",
        "<style>@media print {}</style>",
        "---\ntitle: x @header\nauthor: '@jane'\n---\n",
        "@doi:10.5555/rivers; @pmid:12345678; @url:https://example.org/a; @tag:rivers",
    ],
)
def test_other_signs_at_in_markdown_cite_nothing(text: str):
    assert in_markdown(text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a tick ` [@a]", ["a"]),
        ("A tick `\n\nand [@a] another `", ["a"]),
        ("- item\n\n    continued [@a]", ["a"]),
        ("[^1]: Note.\n\n    More [@a].", ["a"]),
        ("<!-- never closed [@a]", ["a"]),
        ("```{r map, fig.cap='Rivers [@a]'}\n#| fig-cap: Lakes [@b]\nx\n```\n[@c]", ["a", "b", "c"]),
        ("---\nnever closed [@a]", ["a"]),
        (r"Text \citep[p. 3]{a} and [@b].", ["a", "b"]),
    ],
)
def test_whatever_only_looks_like_code_is_text(text: str, keys: list[str]):
    assert in_markdown(text) == keys


@pytest.mark.parametrize("value", ["'@a, @{b c}'", "|\n  @a, @{b c}", "|\n  @a\n  @{b c}"])
def test_nocite_in_a_header_cites(value: str):
    assert in_markdown(f"---\nnocite: {value}\ntitle: '@no'\n---\nText") == ["a", "b c"]


def test_nocite_can_cite_the_whole_list():
    assert in_markdown("---\nnocite: '@*'\n---\n") == ["*"]
    assert in_latex(r"\nocite{*}") == ["*"]


@pytest.mark.parametrize(
    ("value", "lists"),
    [
        ("refs.bib", ("refs.bib",)),
        ('"My Library.json"  # from Zotero', ("My Library.json",)),
        ("[a.bib, 'b.bib']", ("a.bib", "b.bib")),
        ("\n  - a.bib\n  - b.bib", ("a.bib", "b.bib")),
        ("\n- a.bib\n- b.bib", ("a.bib", "b.bib")),
    ],
)
def test_a_header_names_lists(value: str, lists: tuple[str, ...]):
    header = f"bibliography: {value}\ncsl: apa.csl\n"

    assert pandoc.read(f"---\ntitle: x\n{header}---\nText").lists == lists
    assert pandoc.fields(header).lists == lists


def test_a_header_can_hold_works_itself():
    assert pandoc.read("---\nreferences:\n- id: a\n  title: Rivers\n- {id: 'b', title: Lakes}\n---\n[@a]").own == {"a", "b"}


@pytest.mark.parametrize(
    "text", ["{{< include _part.qmd >}}", "```{r, child='_part.qmd'}\n```", "```{r}\n#| child: _part.qmd\n```"]
)
def test_markdown_includes_other_files(text: str):
    assert pandoc.read(text).parts == ("_part.qmd",)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (r"\cite{a}", ["a"]),
        ("\\cite{a, b,\n  c}", ["a", "b", "c"]),
        (r"\citep[see][p.~3]{a} \citet*{b} \Citealt{c} \citeauthor{d}", ["a", "b", "c", "d"]),
        (r"\parencite[3]{a}\textcite{b}\footcite{c}\Autocite*{d}\supercite{e}\fullcite{f}", ["a", "b", "c", "d", "e", "f"]),
        (r"\cites(pre)(post)[p. 1]{a}[2]{b}{c} and {no}", ["a", "b", "c"]),
        (r"\volcite{3}[22]{a} \textcquote[1]{b}{words} \foreigntextcquote{german}[2]{c}{Worte}", ["a", "b", "c"]),
        (r"\begin{displaycquote}[3]{a} words \end{displaycquote}", ["a"]),
        (r"\cite<see>[p. 3]{a} \shortcites{b} \citeA{c}", ["a", "b", "c"]),
        (r"\cite[{[1]}]{a} \cite[][]{b} \cite [p] {c}", ["a", "b", "c"]),
        (r"100\% \cite{a} % \cite{no}", ["a"]),
        ("\\cite{a,%\n b% why, no\n}", ["a", "b"]),
        (r"\url{https://example.org/%20} \cite{a}", ["a"]),
        (r"\verb|\cite{no}| \verb*+\cite{no}+ \lstinline{\cite{no}} \cite{a}", ["a"]),
        ("\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}\\cite{a}", ["a"]),
        ("\\begin{lstlisting}[language=TeX]\n\\cite{no}\n\\end{lstlisting}\\cite{a}", ["a"]),
        ("\\begin{comment}\n\\cite{no}\n\\end{comment}\\cite{a}", ["a"]),
        (r"\iffalse \ifx x y \cite{no} \fi \cite{no} \fi \cite{a}", ["a"]),
        (r"\iffalse \cite{no} \else \cite{a} \fi", ["a"]),
        (r"\cite{a} \end{document} \cite{no}", ["a"]),
        (r"\citestyle{agsm}\setcitestyle{round}\defbibheading{no}\bibliographystyle{no}", []),
        (r"\cite{a\foo} \cite{#1} \cite{unclosed", []),
    ],
)
def test_commands_that_cite_in_latex(text: str, keys: list[str]):
    assert in_latex(text) == keys


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        (r"\newcommand{\mycite}[1]{\cite{#1}}", r"\mycite{a, b}"),
        (r"\newcommand\mycite[2][see]{\citep[#1]{#2}}", r"\mycite[as]{a} \mycite{b}"),
        (r"\providecommand*{\mycite}[2]{#1 (\textcite[p. 3]{#2})}", r"\mycite{no}{a} \mycite{no}{b}"),
        (r"\def\mycite#1{\cite{#1}}", r"\mycite{a}\mycite{b}"),
        (r"\NewDocumentCommand{\mycite}{s o m}{\parencite[#2]{#3}}", r"\mycite*[3]{a} \mycite{b}"),
        (r"\NewDocumentCommand\mycite{mm}{\begingroup\def\shown{#2}\cite{#1}\endgroup}", r"\mycite{a}{(Roe)} \mycite{b}{(Doe)}"),
        (r"\let\mycite\cite", r"\mycite[3]{a}\mycite{b}"),
        (r"\let\mycite=\cite", r"\mycite[3]{a}\mycite{b}"),
        (r"\DeclareCiteCommand{\mycite}{}{}{}{}", r"\mycite[3]{a}\mycite{b}"),
        (r"\newcites{M}{Mine}", r"\citeM{a}\nociteM{b}"),
        (r"\newcommand{\mycite}[1]{\ours{#1}}\newcommand{\ours}[1]{\footcite{#1}}", r"\mycite{a}\ours{b}"),
    ],
)
def test_an_author_s_own_commands_cite(definition: str, use: str):
    assert in_latex(f"{definition}\n{use}") == ["a", "b"]


def test_a_latex_file_names_lists_and_parts_and_may_hold_works():
    text = r"""\addbibresource[location=local]{a.bib} \bibliography{b, c} % \bibliography{no}
        \input{parts/one} \include{two} \input three
        \import{parts/}{four} \subfile{five}
        \bibitem[{Doe(2010)}]{doe} \cite{doe}"""

    assert Tex(text).read({}) == Manuscript(
        Tex(text).read({}).cited,
        frozenset({"doe"}),
        ("a.bib", "b", "c"),
        ("parts/one", "two", "three", "parts//four", "five"),
    )


def test_files_for_bibtex_name_citations_lists_and_parts():
    manuscript = auxiliary.read_aux("\\relax\n\\citation{a,b}\n\\abx@aux@cite{0}{c}\n\\bibdata{refs,more}\n\\@input{part.aux}\n")

    assert [key.text for key in manuscript.cited] == ["a", "b", "c"]
    assert (manuscript.lists, manuscript.parts) == (("refs", "more"), ("part.aux",))


def test_files_for_biber_name_citations_and_lists():
    manuscript = auxiliary.read_bcf(
        '<bcf:section number="0"><bcf:citekey order="1">a</bcf:citekey><bcf:citekey order="2">b&amp;c</bcf:citekey>'
        '<bcf:bibdata section="0"><bcf:datasource type="file" datatype="bibtex">refs.bib</bcf:datasource></bcf:bibdata>'
    )

    assert [key.text for key in manuscript.cited] == ["a", "b&c"]
    assert manuscript.lists == ("refs.bib",)


PIECES = """@a @{ [@b; `c `` ``` ~~~ <!-- --> --- \\cite { } [ ] ( ) < > % \\verb| \\begin{verbatim} \\end{verbatim} \\iffalse
\\fi \\else
\\newcommand\\x [1] #1 \\def\\y \\cites \\let \\newcites nocite: bibliography: references: - : , # \\input \\bibitem \\citation{d}
<bcf:citekey> </bcf:citekey> {{< include ```{r child= \\ @ ü\u0301 \u2028 \0""".split()
TEXTS = st.lists(st.sampled_from([*PIECES, " ", "\n", "\n\n", "\r", "    "]), max_size=60).map("".join)


@given(TEXTS)
def test_any_text_is_read_and_each_key_is_where_it_says(text: str):
    for read in (pandoc.read, pandoc.fields, auxiliary.read_aux, auxiliary.read_bcf, lambda text: Tex(text).read({"x": "[k"})):
        for key in read(text).cited:
            assert 0 <= key.start < key.end <= len(text)
            if read is not auxiliary.read_bcf:
                assert " ".join(text[key.start : key.end].split()) == key.text


@given(TEXTS)
def test_own_commands_of_any_text_can_be_read(text: str):
    tex = Tex(text)
    own = tex.citing({})

    assert all(name.isprintable() for name in own)
    tex.read(own | tex.citing(own))
    assert len(tex.text) == len(text)

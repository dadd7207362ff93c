r"""What is read of a manuscript in LaTeX: blocks without commands, citations with their notes, and files that it includes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers.documents import latex

if TYPE_CHECKING:
    from kzcheck.document import Document
    from kzcheck.readers.documents import Manuscript


def manuscript(text: str, **parts: str) -> Manuscript:
    """Read a text; `parts` are files that it may include, with `__` for `/` and without their suffix."""
    files = {f"{name.replace('__', '/')}.tex": part.encode() for name, part in parts.items()}
    return latex.read(text.encode(), "paper.tex", lambda path: (path, files[path]) if path in files else None)


def blocks(text: str, **parts: str) -> list[str]:
    return [f"{block.kind} {block.text}" for block in manuscript(text, **parts).document.blocks]


def written(document: Document) -> list[tuple[str, str]]:
    """Return what each run says, and the source at its place."""
    source = "".join(document.sources.values())
    return [(run.text, source[run.start : run.end]) for block in document.blocks for run in block.runs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\ncontinues.\n\nAnother.", ["paragraph One line continues.", "paragraph Another."]),
        ("One % a comment\n% another\nline.", ["paragraph One line."]),
        (r"\section[Short]{Long \emph{title}}\label{sec:x} Text.", ["heading Long title", "paragraph Text."]),
        (r"M\"uller, \'{E}mile, \c{c}a, \v{S}, \ss, \O{}re, \'{\^e}.", ["paragraph Müller, Émile, ça, Š, ß, Øre, ế."]),
        (r"A--B, a---b, ``quoted'', 5~km, 10\,\%, \& co, a\_b.", ["paragraph A–B, a—b, “quoted”, 5 km, 10 %, & co, a_b."]),
        ('"`Wort"\' und "<mot"> и <<слово>> "--- да.', ["paragraph „Wort“ und «mot» и «слово» — да."]),
        (r"\og mot\fg{} \enquote{word}", ["paragraph « mot » “word”"]),
        (r"H$_2$O, $p < 0.05$, $95$ and $\frac{a}{b}$.", ["paragraph H2O, $…$, 95 and $…$."]),
        ("It is\n\\begin{equation}x = y\\label{e}\\end{equation}\nso \\[z\\] ends.", ["paragraph It is $…$ so $…$ ends."]),
        (r"It costs \$5 and 10\$.", ["paragraph It costs $5 and 10$."]),
        (r"See Figure~\ref{fig:a} and \eqref{e}.", ["paragraph See Figure ⟨…⟩ and ⟨…⟩."]),
        (r"\textcolor{red}{Red} \href{https://example.org}{link} \vspace{1cm}\includegraphics[width=2cm]{a_b}end.",
         ["paragraph Red link end."]),
        (r"\newcommand{\name}{Kz\textsc{check}}\newcommand{\old}[1]{}\name{} reads\old{gone} it.", ["paragraph Kzcheck reads it."]),
        (r"\newcommand{\mark}[2]{\textbf{#2}}\mark{red}{Words} here.", ["paragraph Words here."]),
        (r"Use \verb|a_b{| here.", ["paragraph Use a_b{ here."]),
        ("Before.\n\\begin{verbatim}\n\\cite{x}\n\\end{verbatim}\nAfter.", ["paragraph Before. After."]),
        (r"\begin{quote}Quoted.\end{quote} After.", ["quotation Quoted.", "paragraph After."]),
        (r"\begin{itemize}\item One\item[Two] three\end{itemize} After.", ["item One", "item Two three", "paragraph After."]),
        ("Text \\begin{figure}[ht]\\centering\\includegraphics{x}\\caption[S]{A map}\\end{figure} goes on.",
         ["caption A map", "paragraph Text goes on."]),
        (r"\begin{tabular}{l|l} a & b \\[1ex] \hline c & \multicolumn{2}{c}{d}\end{tabular}",
         ["cell a", "cell b", "cell c", "cell d"]),
        (r"\begin{abstract}Short.\end{abstract}", ["heading Abstract", "paragraph Short."]),
        (r"\begin{tikzpicture}\node{x};\end{tikzpicture} Text.", ["paragraph Text."]),
        (r"\texorpdfstring{$x$}{x} \foreignlanguage{german}{Wort}", ["paragraph x Wort"]),
        (r"\begin{minipage}{0.5\textwidth}Text.\end{minipage}", ["paragraph Text."]),
        (r"\iffalse never \fi Text.", ["paragraph Text."]),
    ],
)  # fmt: skip
def test_text_is_read_without_commands(text: str, expected: list[str]):
    assert blocks(text) == expected


def test_a_note_is_marked_in_its_sentence_and_comes_last():
    document = manuscript(r"A fact.\footnote{See \emph{that}.} More\footnotemark[7]. \footnotetext[7]{Seven.}").document

    assert [(block.kind, block.label, block.text) for block in document.blocks] == [
        ("paragraph", "", "A fact.1 More7."), ("note", "1", "See that."), ("note", "7", "Seven.")
    ]  # fmt: skip
    assert [(run.text, run.note, run.superscript) for run in document.blocks[0].runs if run.note] == [
        ("1", "1", True),
        ("7", "7", True),
    ]


def test_only_the_front_matter_of_a_preamble_is_text():
    text = r"""\documentclass[12pt]{article}\usepackage[english,ngerman]{babel}
\title{Rivers \& \emph{lakes}\thanks{Nobody}}\author{A. Doe}\newcommand{\x}{Words}
Stray text
\begin{document}Text.\end{document}After."""
    document = manuscript(text).document

    assert [f"{block.kind} {block.text}" for block in document.blocks] == [
        "front Rivers & lakes",
        "front A. Doe",
        "paragraph Text.",
    ]
    assert (document.title, document.language) == ("Rivers & lakes", "de")


@pytest.mark.parametrize(
    ("text", "marker", "cites"),
    [
        (r"\cite{a}", "[a]", ["a"]),
        (r"\cite[5]{a}", "[a, 5]", ["a 5"]),
        (r"\citep[see][p.~3]{a,b}", "[see a, b, p. 3]", ["see a", "b |p. 3"]),
        (r"\textcite{a}", "[a]", ["a"]),
        (r"\Parencite[12--15]{a}", "[a, 12–15]", ["a 12–15"]),
        (r"\footcite[vgl.][]{a}", "[vgl. a]", ["vgl. a"]),
        (r"\autocites[1]{a}[see][2]{b}", "[a, 1; see b, 2]", ["a 1", "see b 2"]),
        (r"\supercite{a}", "[a]", ["a"]),
        ("\\cite{a, % why\n  b}", "[a, b]", ["a", "b"]),
        (r"\newcommand{\seen}[2][]{\cite[see][#1]{#2}}\seen[4]{a}", "[a, 4]", ["a 4"]),
    ],
)
def test_citations_have_their_notes(text: str, marker: str, cites: list[str]):
    block = next(block for block in manuscript(f"Rivers {text} flow.").document.blocks if block.kind == "paragraph")
    cited = {cite: None for run in block.runs for cite in run.cites}

    assert block.text == f"Rivers {marker} flow."
    assert [
        f"{cite.prefix} {cite.key} {cite.locator}{'|' if cite.suffix else ''}{cite.suffix}".strip() for cite in cited
    ] == cites  # fmt: skip


def test_a_marker_is_one_citation_whose_keys_have_their_own_places():
    document = manuscript("Rivers \\citep[see][3]{doe, roe}.").document
    runs = [run for run in document.blocks[0].runs if run.cites]

    assert len({run.cites for run in runs}) == 1
    assert [(text, source) for text, source in written(document) if text in {"doe", "roe"}] == [("doe", "doe"), ("roe", "roe")]


def test_quotations_of_csquotes_are_cited():
    text = r"\textcquote[5]{a}{Words.} \begin{displaycquote}[6]{b}More.\end{displaycquote}"

    assert blocks(text) == ["paragraph [a, 5] “Words.”", "quotation More. [b, 6]"]


@pytest.mark.parametrize(
    "text", [r"\nocite{a}", r"\begin{tikzpicture}\node{\cite{a}};\end{tikzpicture}", r"$x\tag{\cite{a}}$", r"\vspace{\cite{a}}"]
)
def test_citations_that_print_nothing_in_the_text_are_at_the_back(text: str):
    back = manuscript(f"Text {text} goes on.").document.blocks[-1]

    assert (back.kind, [run.cites[0].key for run in back.runs if run.cites]) == ("back", ["a"])


def test_the_list_itself_has_its_keys_as_labels():
    text = r"""\begin{thebibliography}{99}
\bibitem{doe} Doe, J. \newblock \emph{Rivers}. 2004.
\bibitem[Roe(2005)]{roe} Roe, R. Lakes.
\end{thebibliography} After."""
    read = [(block.kind, block.label, block.text) for block in manuscript(text).document.blocks]

    assert read == [("entry", "doe", "Doe, J. Rivers. 2004."), ("entry", "roe", "Roe, R. Lakes."), ("paragraph", "", "After.")]


def test_lists_are_named_with_bibliography_and_addbibresource():
    assert manuscript(r"\addbibresource{a.bib}\bibliography{b,c}").lists == ("a.bib", "b", "c")


PRINTED = r"""\begin{thebibliography}{2}
\providecommand{\url}[1]{\texttt{#1}}
\expandafter\ifx\csname urlstyle\endcsname\relax \providecommand{\doi}[1]{doi: #1}\fi

\bibitem[{Doe(2010)}]{doe}
Ann Doe.
\newblock Rivers. \emph{Ice}, 12\penalty0 (3):\penalty0 1--10, 2010.

\bibitem{roe}
\bibinfo{author}{R.~Roe}. \bibinfo{title}{Lakes}. 2011.
\end{thebibliography}"""
"""What BibTeX writes into a .bbl."""


def with_made(made: str, body: str, **files: str) -> Manuscript:
    """Read a manuscript in whose folder is what BibTeX or Biber made."""
    there = {"paper.bbl": made.encode(), **{f"{name}.bib": text.encode() for name, text in files.items()}}
    return latex.read(body.encode(), "paper.tex", lambda path: (path, there[path]) if path in there else None)


def test_the_list_that_bibtex_made_takes_the_place_of_one_that_is_missing():
    paper = with_made(PRINTED, "Rivers \\cite{doe}.\n\\bibliography{refs}\n\\section{Appendix}")

    assert paper.lists == ()
    assert [(block.kind, block.label, block.text) for block in paper.document.blocks[1:]] == [
        ("entry", "doe", "Ann Doe. Rivers. Ice, 12(3):1–10, 2010."),
        ("entry", "roe", "R. Roe. Lakes. 2011."),
        ("heading", "", "Appendix"),
    ]
    assert [*paper.document.sources] == ["paper.tex", "paper.bbl"]


def test_the_list_that_biber_made_is_named_in_place_of_one_that_is_missing():
    body = "\\addbibresource{refs.bib}Rivers \\cite{doe}.\\printbibliography"

    assert with_made("\\refsection{0}", body).lists == ("paper.bbl",)
    assert with_made("\\refsection{0}", body, refs="@book{doe}").lists == ("refs.bib",)


def test_a_list_that_is_there_is_not_read_from_what_was_made_of_it():
    paper = with_made(PRINTED, "Rivers \\cite{doe}.\\bibliography{refs}", refs="@book{doe}")

    assert paper.lists == ("refs",)
    assert [block.kind for block in paper.document.blocks] == ["paragraph"]


def test_parts_are_read_where_they_are_included_and_keep_their_places():
    read = manuscript(
        r"\documentclass{book}\input{setup}\begin{document}One. \include{chapters/two} Three \cite{k}.",
        setup=r"\newcommand{\n}{name}\title{T}", chapters__two=r"Two \n. \input{deep}", deep=r"Deep.",
    )  # fmt: skip

    assert [block.text for block in read.document.blocks] == ["T", "One. Two name. Deep. Three [k]."]
    assert [*read.document.sources] == ["paper.tex", "setup.tex", "chapters/two.tex", "deep.tex"]
    runs = read.document.blocks[1].runs
    place = next(run.start for run in runs if run.text == "Deep.")
    assert read.document.file(place) == ("deep.tex", 0)
    assert all(text == source for text, source in written(read.document) if text.strip().isalpha() and text != "name")


def test_files_that_include_each_other_are_read_once():
    assert blocks(r"\input{a}\input{paper}\input{a}", a=r"A. \input{b}", b=r"B. \input{a}") == ["paragraph A. B."]


def test_a_long_chain_of_parts_is_read():
    parts = {f"p{number}": rf"\input{{p{number + 1}}}W{number}. " for number in range(400)}

    assert len(blocks(r"\input{p0}", **parts)[0].split()) == 401


@pytest.mark.parametrize("path", ["/etc/passwd", "|ls", "../secret", "~/secret", "missing"])
def test_a_part_that_may_not_be_read_is_noted(path: str):
    read = manuscript(f"Text. \\input{{{path}}} More.")

    assert [f"{note.location} {note.wrong}" for note in read.unreadable] == [
        f'paper.tex:1:7 the included file "{path}" is missing, or outside the article\'s folder; expected a file in the folder'
    ]
    assert [block.text for block in read.document.blocks] == ["Text. More."]


def test_parts_need_no_braces():
    assert blocks('One. \\input part Two. \\input|"ls" Three.', part="Part.") == ["paragraph One. Part. Two. Three."]


def test_missing_files_of_a_preamble_are_not_noted():
    assert not manuscript(r"\input{glyphtounicode}\begin{document}Text.").unreadable


def test_an_empty_file_is_refused():
    with pytest.raises(UnreadableError):
        latex.read(b" \n", "paper.tex", lambda _: None)


PIECES = [
    r"\cite{a}", r"\begin{itemize}", r"\end{itemize}", r"\item", r"\footnote{", "{", "}", "[", "]", "$", "$$", "%", "\n", "\n\n",
    "&", r"\\", r"\begin{tabular}{l}", r"\end{tabular}", r"\section{", "word", " ", "é", r"\'", r"\[", r"\(", r"\a", r"\verb|",
    r"\newcommand{\a}[1]{#1}", r"\begin{displaycquote}{k}", r"\end{displaycquote}", r"\input{x}", r"\textcquote{k}{",
    r"\begin{figure}", r"\caption{",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join).filter(str.strip))
def test_any_source_is_read_with_places_inside_it(text: str):
    document = manuscript(text, x=text).document
    length = sum(map(len, document.sources.values()))

    for block in document.blocks:
        assert block.text.strip() or block.kind == "back"
        assert all(0 <= run.start <= run.end <= length for run in block.runs)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_one_line(data: bytes):
    problems: tuple[str, ...] = ()
    try:
        latex.read(data, "paper.tex", lambda _: None)
    except UnreadableError as error:
        problems = error.problems
    assert len("".join(problems).splitlines()) <= 1

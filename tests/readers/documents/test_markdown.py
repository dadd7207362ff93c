"""What is read of a manuscript in Markdown: blocks without markup, citations by key, and files that it includes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers.articles import article_of
from kzcheck.readers.documents import markdown

if TYPE_CHECKING:
    from kzcheck.readers.documents import Manuscript


def manuscript(text: str, **parts: str) -> Manuscript:
    """Read a text; `parts` are files that it may include, with `__` for a full stop."""
    files = {name.replace("__", "."): part.encode() for name, part in parts.items()}
    return markdown.read(text.encode(), "paper.md", lambda path: (path, files[path]) if path in files else None)


def blocks(text: str, **parts: str) -> list[str]:
    return [f"{block.kind} {block.text}" for block in manuscript(text, **parts).document.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\ncontinues.\n\nAnother.\n", ["paragraph One line continues.", "paragraph Another."]),
        ("# One {#sec-one .unnumbered}\n\nTwo\n---\n\nThree\n=====\n", ["heading One", "heading Two", "heading Three"]),
        ("*Emphasis*, **strong**, ***both***, _more_, a_b_c, 2 * 3 * 4, ~~gone~~.",
         ["paragraph Emphasis, strong, both, more, a_b_c, 2 * 3 * 4, gone."]),
        ("m^2^, H~2~O, <sup>1</sup>, <b>bold</b>, <br/>next.", ["paragraph m2, H2O, 1, bold, next."]),
        (r"\*not\*, \[no\], a\_b\_c, 5\ km, &amp;, &#65;, &nbsp;x.", ["paragraph *not*, [no], a_b_c, 5 km, &, A, x."]),
        ('A -- b --- c, [link *text*](https://example.org/a_(b) "Title"), [label][l], <https://example.org>.\n\n[l]: https://example.org\n',
         ["paragraph A – b — c, link text, label, https://example.org."]),
        ("Run `x[1]` and `r nrow(x)` and ``a`b``.", ["paragraph Run x[1] and ⟨…⟩ and a`b."]),
        ("Text.\n\n```r\nx <- '[@a]'\n```\n\n    code [@b]\n\n<!-- [@c] -->\nEnd.", ["paragraph Text.", "paragraph End."]),
        ("So $x$, $95$, $\\frac{1}{2}$, it costs $5 or $6.\n\n$$\ny = z\n$$\n",
         ["paragraph So x, 95, $…$, it costs $5 or $6.", "paragraph $…$"]),
        ("> Quoted\n> words.\n\nAfter.", ["quotation Quoted words.", "paragraph After."]),
        ("- one\n- two\n    - deep\n\n3. three\n\nAfter.", ["item one", "item two", "item deep", "item three", "paragraph After."]),
        ("In the year\n2010. That was it.", ["paragraph In the year 2010. That was it."]),
        ("| a | b |\n|---|---|\n| c | **d** |\n\n: A caption\n\nAfter.",
         ["cell a", "cell b", "cell c", "cell d", "caption A caption", "paragraph After."]),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n", ["cell a", "cell b", "cell c", "cell d"]),
        ("  Left   Right\n  ----   -----\n  a b    c\n", ["cell Left", "cell Right", "cell a b", "cell c"]),
        ("![A map of *rivers*](map.png){#fig-map width=5cm}\n", ["caption A map of rivers"]),
        ('```{r map, fig.cap="A map"}\nplot(1)\n```\n\n```{python}\n#| fig-cap: "Another"\n```\n',
         ["caption A map", "caption Another"]),
        ("::: {.callout-note}\nText.\n:::\n\n***\n\n{{< pagebreak >}}\n\nSee @fig-map and [words]{.smallcaps}.",
         ["paragraph Text.", "paragraph See ⟨…⟩ and words."]),
        ("\\newpage\n\nText \\emph{here}.\n\n\\begin{table}\nx & y\n\\end{table}\n\nAfter.",
         ["paragraph Text here.", "paragraph After."]),
        ("An effect of $d = `r x$d`$ in Figure \\@ref(fig:map).", ["paragraph An effect of $…$ in Figure ⟨…⟩."]),
        ("5% of \\alpha{} it.", ["paragraph 5% of it."]),
    ],
)  # fmt: skip
def test_text_is_read_without_markup(text: str, expected: list[str]):
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("text", "marker", "cites"),
    [
        ("[@a]", "[@a]", [("", "a", "")]),
        ("[see @a, pp. 5-7; @b]", "[see @a, pp. 5-7; @b]", [("see", "a", ", pp. 5-7"), ("", "b", "")]),
        ("@a", "@a", [("", "a", "")]),
        ("-@a", "-@a", [("", "a", "")]),
        ("@a [p. 5]", "@a [p. 5]", [("", "a", "p. 5")]),
        ("@{odd key}", "@{odd key}", [("", "odd key", "")]),
        ("[-@a, ch. 2]", "[-@a, ch. 2]", [("", "a", ", ch. 2")]),
        ("[@a;\n@b]", "[@a; @b]", [("", "a", ""), ("", "b", "")]),
        (r"\citep[5]{a}", "[a, 5]", [("", "a", "5")]),
    ],
)
def test_citations_have_their_words(text: str, marker: str, cites: list[tuple[str, str, str]]):
    block = manuscript(f"Rivers {text} flow.").document.blocks[0]
    cited = {cite: None for run in block.runs for cite in run.cites}

    assert block.text == f"Rivers {marker} flow."
    assert [(cite.prefix, cite.key, cite.suffix) for cite in cited] == cites
    assert "".join(run.text for run in block.runs if run.cites) == marker


@pytest.mark.parametrize("text", ["Mail a@example.org.", "See @fig-map.", r"\@a", "[@doi:10.5555/rivers]", "`@a`"])
def test_other_signs_are_not_citations(text: str):
    assert not [run for block in manuscript(text).document.blocks for run in block.runs if run.cites]


def test_runs_have_their_marks_and_places():
    text = "A *b*^1^ [c](https://example.org) &amp; d.\n"
    runs = manuscript(text).document.blocks[0].runs

    assert [run.text for run in runs if run.italic] == ["b"]
    assert [run.text for run in runs if run.superscript] == ["1"]
    assert [(run.text, run.link) for run in runs if run.link] == [("c", "https://example.org")]
    assert [(run.text, text[run.start : run.end]) for run in runs if run.text == "&"] == [("&", "&amp;")]
    assert all(run.text == text[run.start : run.end] for run in runs if run.text != "&")


def test_notes_are_marked_in_their_sentences_and_come_last():
    text = "A fact.[^n] More^[Inline [@a].] text.\n\n[^n]: The note.\n\n    Its second paragraph.\n\nThe end.\n"

    assert [(block.kind, block.label, block.text) for block in manuscript(text).document.blocks] == [
        ("paragraph", "", "A fact.1 More2 text."), ("paragraph", "", "The end."), ("note", "2", "Inline [@a]."),
        ("note", "1", "The note."), ("note", "1", "Its second paragraph."),
    ]  # fmt: skip


def test_the_header_names_title_language_and_lists():
    text = '---\ntitle: "On *rivers*"\nlang: kk\nbibliography: [a.bib, b.json]\nnocite: |\n  @x, @y\n---\n\nText.\n'
    read = manuscript(text)

    assert (read.document.title, read.document.language, read.lists) == ("On rivers", "kk", ("a.bib", "b.json"))
    assert [(block.kind, [run.cites[0].key for run in block.runs if run.cites]) for block in read.document.blocks] == [
        ("front", []), ("paragraph", []), ("back", ["x"]), ("back", ["y"])
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "code"), [("en-GB", "en-GB"), ("english", "en"), ("tr", "tr"), ("xyzzy", "")])
def test_the_language_is_a_code(lang: str, code: str):
    assert manuscript(f"---\nlang: {lang}\n---\n\nText.\n").document.language == code


def test_projects_name_lists():
    assert manuscript("Text.", _quarto__yml="bibliography: refs.bib\n").lists == ("refs.bib",)


def test_works_of_the_header_are_the_references():
    text = "---\nreferences:\n- id: doe\n  type: book\n  title: Rivers\n  author: [{family: Doe}]\n---\n\nRivers flow [@doe].\n"
    article = article_of(manuscript(text))

    assert [(reference.id, reference.item.title, reference.location.line) for reference in article.references] == [
        ("doe", "Rivers", 3)
    ]


def test_a_header_that_is_not_yaml_loses_only_itself():
    assert blocks("---\ntitle: [\nbibliography: a.bib\n---\n\nText [@a].\n") == ["paragraph Text [@a]."]


def test_parts_are_read_where_they_are_included_and_keep_their_places():
    read = manuscript("One.\n\n{{< include two.md >}}\n\nThree [@c].\n", two__md="Two [@b].\n")

    assert [block.text for block in read.document.blocks] == ["One.", "Two [@b].", "Three [@c]."]
    places = [(run.text, read.document.file(run.start)) for block in read.document.blocks for run in block.runs if run.cites]
    assert places == [("[@b]", ("two.md", 4)), ("[@c]", ("paper.md", 36))]


def test_a_part_that_may_not_be_read_is_noted():
    notes = manuscript("One.\n\n{{< include ../secret.md >}}\n").unreadable

    assert [f"{note.location} {note.wrong}" for note in notes] == [
        'paper.md:3:1 the included file "../secret.md" is missing, or outside the article\'s folder; expected a file in the folder'
    ]


PIECES = [
    "[", "]", "(", ")", "[@a]", "@a", "-@b", "*", "_", "`", "``", "$", "^", "~", "^[", "[^1]", "[^1]: ", "\n", "\n\n", "> ", "- ",
    "1. ", "# ", "---\n", "| a | b |\n", "|---|---|\n", "\\", "\\cite{k}", "\\begin{x}", "{", "}", "<", ">", "&amp;", "%", "word",
    " ", "    ", ":::", "{{< include x >}}", "![", "```{r}\n", "é",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join).filter(str.strip))
def test_any_source_is_read_with_places_inside_it(text: str):
    document = manuscript(text, x=text).document
    length = sum(map(len, document.sources.values()))

    for block in document.blocks:
        assert block.text.strip() or block.kind == "back"
        assert all(0 <= run.start <= run.end <= length for run in block.runs)


@given(st.binary(max_size=200))
@example(b"\\\x01-")
def test_any_bytes_are_read_or_refused_with_one_line(data: bytes):
    problems: tuple[str, ...] = ()
    try:
        markdown.read(data, "paper.md", lambda _: None)
    except UnreadableError as error:
        problems = error.problems
    assert len("".join(problems).splitlines()) <= 1

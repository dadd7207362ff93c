"""HTML: what a page prints is read with its links, notes and list; places are those of its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from kzcheck.readers.articles import article_of

NAME = "paper.html"
ENTRIES = (
    "Nye J. Soft power. New York: Example, 2004.",
    "Roe R. Hard power. London: Example, 2005.",
    "Doe D. Power. Kyiv: Example, 2006.",
)


def read(page: str | bytes) -> documents.Manuscript:
    data = page if isinstance(page, bytes) else page.encode()
    manuscript = documents.read(data, NAME, documents.format_of(".html", data), lambda _: None)
    source = manuscript.document.sources[NAME]
    for block in manuscript.document.blocks:
        for run in block.runs:
            assert 0 <= run.start <= run.end <= len(source)
            if run.end - run.start == len(run.text):
                assert source[run.start : run.end] == run.text or run.text == " "
    return manuscript


def blocks(page: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.label, block.text) for block in read(page).document.blocks]


def cited(sentence: str, entries: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    listed = entries or "".join(f'<li id="r{number}">{entry}</li>' for number, entry in enumerate(ENTRIES, 1))
    article = article_of(read(f"<h1>A</h1><h2>Text</h2><p>{sentence}</p><h2>References</h2><ol>{listed}</ol>"))
    return [(claim.text, [(citation.reference, citation.locator) for citation in claim.citations]) for claim in article.claims]


class TestText:
    def test_headings_paragraphs_items_cells_and_captions_are_blocks(self):
        page = (
            "<h1>T</h1><h2>A</h2>loose <b>text</b><p>One<p>two<ul><li>a<li>b</ul><ol start=3><li>c</ol>"
            "<blockquote><p>q</p></blockquote>"
            "<table><caption>K</caption><tr><td>1<td>2</table><figure><img src=x.png><figcaption>F</figcaption></figure>"
        )
        assert blocks(page) == [
            ("front", "title", "T"),
            ("heading", "", "A"),
            ("paragraph", "", "loose text"),
            ("paragraph", "", "One"),
            ("paragraph", "", "two"),
            ("item", "", "a"),
            ("item", "", "b"),
            ("item", "3", "c"),
            ("quotation", "", "q"),
            ("caption", "", "K"),
            ("cell", "", "1"),
            ("cell", "", "2"),
            ("caption", "", "F"),
        ]

    def test_what_a_reader_does_not_see_is_left_out(self):
        page = (
            "<head><title>T</title><style>p {}</style></head><nav>Home</nav><script>if (a<b) '<p>no</p>'</script><!-- <p>no</p> -->"
            "<p hidden>no</p><p style='display: none'>no</p><div id=toc><p>no</p></div><p>Yes<span aria-hidden=true>no</span>.</p>"
        )
        assert blocks(page) == [("paragraph", "", "Yes.")]

    def test_a_page_is_not_hidden_by_a_class_that_tells_of_what_is_beside_the_text(self):
        assert blocks("<html class='light sidebar-visible'><body class='toc'><p>Yes.</p>") == [("paragraph", "", "Yes.")]

    def test_characters_are_resolved_and_white_space_folded(self):
        assert blocks("<p>A &amp;\n  &#1073;&nbsp;&lt;b&gt; &unknown; AT&T<br>c</p>") == [
            ("paragraph", "", "A & б <b> &unknown; AT&T c")
        ]

    def test_superscripts_italics_and_links_are_marked(self):
        runs = read(
            '<p>a<sup>2</sup><em>b</em><span style="vertical-align: super">3</span><a href="https://example.org">c</a></p>'
        ).document
        assert [(run.text, run.superscript, run.italic, run.link) for run in runs.blocks[0].runs] == [
            ("a", False, False, ""),
            ("2", True, False, ""),
            ("b", False, True, ""),
            ("3", True, False, ""),
            ("c", False, False, "https://example.org"),
        ]

    def test_the_head_gives_title_language_and_doi(self):
        metadata = '<meta name=citation_title content="Soft power"><meta name="citation_doi" content="10.5555/a">'
        document = read(f"<html lang=kk>{metadata}<p>Text.</p>").document
        assert (document.title, document.language, document.doi) == ("Soft power", "kk", "10.5555/a")

    def test_a_page_is_read_in_the_encoding_that_it_names(self):
        page = '<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Мягкая сила</p>'
        assert read(page.encode("koi8-r")).document.blocks[0].text == "Мягкая сила"

    def test_formulas_are_text_if_they_are_plain(self):
        page = r'<p><span class="math inline">\(x=1\)</span>, <span class="math inline">\([1,2]\)</span></p>'
        assert blocks(page) == [("paragraph", "", "x=1, $…$")]


class TestNotes:
    def test_notes_of_pandoc_come_last_without_the_link_back(self):
        page = (
            '<p>It grew<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>.</p><h1>References</h1>'
            '<p>Nye J. Soft power. 2004.</p><section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1"><p>See there.'
            '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>'
        )
        document = read(page).document
        assert [(run.text, run.note) for run in document.blocks[0].runs] == [("It grew", ""), ("1", "1"), (".", "")]
        assert [(block.kind, block.label, block.text) for block in document.blocks][-1] == ("note", "1", "See there.")

    def test_notes_of_word_are_known_by_links_both_ways(self):
        page = (
            '<p>It grew<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>.</p>'
            '<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> See there.</p></div>'
        )
        assert blocks(page) == [("paragraph", "", "It grew[1]."), ("note", "1", "See there.")]


class TestCitations:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ('It grew [<a href="#r1">1</a>].', ["1"]),
            ('It grew [<a href="#r1">1</a>, <a href="#r3">3</a>].', ["1", "3"]),
            ('It grew [<a href="#r1">1</a>–<a href="#r3">3</a>].', ["1", "2", "3"]),
            ('It grew<sup><a href="#r1">1–3</a></sup>.', ["1", "2", "3"]),
            ('It grew (<a href="#r1">Nye, 2004</a>; <a href="#r2">Roe, 2005</a>).', ["1", "2"]),
            ('It grew, said <a href="#r2">Roe (2005)</a>.', ["2"]),
            ("It grew [1, 2].", ["1", "2"]),
        ],
    )
    def test_links_to_entries_cite_and_typed_numbers_too(self, sentence, expected):
        assert [[reference for reference, _ in citations] for _, citations in cited(sentence)] == [expected]

    def test_a_page_after_a_link_or_within_it_is_the_locator(self):
        assert cited('It grew [<a href="#r1">1</a>, p. 5].') == [("It grew [1, p. 5].", [("1", "5")])]
        assert cited('It grew (<a href="#r1">Nye 2004, p. 5</a>; <a href="#r2">Roe 2005</a>).')[0][1] == [("1", "5"), ("2", "")]

    def test_links_elsewhere_cite_nothing(self):
        text = '<h2>Text</h2><p id="f1">It grew much in <a href="#f1">Figure 1</a>.</p>'
        page = f'{text}<h2>References</h2><p id="r1">Nye J. Soft power. 2004.</p>'
        assert not any(claim.citations for claim in article_of(read(page)).claims)

    def test_typed_numbers_before_linked_entries_are_their_labels(self):
        entries = "".join(f'<p id="r{number}">[{number}] {entry}</p>' for number, entry in enumerate(ENTRIES, 1))
        page = f'<h2>Text</h2><p>It grew [<a href="#r2">2</a>].</p><h2>References</h2><div>{entries}</div><p>Received in May.</p>'
        article = article_of(read(page))
        assert [(reference.id, reference.printed) for reference in article.references] == [*zip("123", ENTRIES, strict=True)]
        assert [citation.reference for claim in article.claims for citation in claim.citations] == ["2"]

    def test_entries_that_a_citation_processor_wrote_are_entries(self):
        entry = '<div class="csl-left-margin">[1] </div><div class="csl-right-inline">Nye J. 2004.</div>'
        page = f'<h1>References</h1><div class="csl-bib-body"><div id="ref-a" class="csl-entry">{entry}</div></div>'
        assert blocks(page)[1:] == [("entry", "1", "Nye J. 2004.")]


class TestHostile:
    @pytest.mark.parametrize(
        "page",
        [
            "<b>" * 100_000 + "</i>" * 100_000,
            "<div>" * 100_000 + "a",
            "<p><table>" + "<b>" * 50_000 + "<div>" * 50_000 + "a",
            '<a href="' * 50_000,
            "<" * 100_000,
            "<!--" * 100_000,
            "&amp" * 100_000,
            f'<p><img src="data:image/png;base64,{"A" * 1_000_000}">a</p>',
            "<p>" + '<a href="#r1">1</a>–<a href="#r2">2</a>, ' * 10_000,
        ],
    )
    def test_monstrous_pages_are_read_or_refused(self, page):
        try:
            read(page)
        except UnreadableError as error:
            assert "\n" not in str(error)  # noqa: PT017

    @given(st.text(st.sampled_from("<>/&;\"'=! ap1[]-–"), max_size=80))
    def test_any_text_is_read_or_refused(self, page):
        try:
            read(page)
        except UnreadableError as error:
            assert "\n" not in str(error)  # noqa: PT017

    def test_a_page_without_text_is_refused(self):
        with pytest.raises(UnreadableError, match=r"paper\.html: is a page without text; save the article itself"):
            read("<html><script>text()</script></html>")

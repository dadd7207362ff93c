"""JATS: what an article prints is read with its citations and its list; places are those of the XML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Name
from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from kzcheck.readers.articles import article_of

NAME = "paper.xml"

A_BOOK = (
    '<ref id="B3"><label>3</label><element-citation publication-type="book"><person-group person-group-type="editor"><name>'
    "<surname>Doe</surname><given-names>J</given-names></name></person-group><source>A book</source><year>2001</year>"
    "<publisher-name>Example</publisher-name></element-citation></ref>"
)
REFS = f"""<ref-list><title>References</title>
<ref id="B1"><label>1</label><mixed-citation publication-type="journal">
<name><surname>Nye</surname><given-names>JS</given-names></name> (<year>1990</year>) <article-title>Soft power</article-title>.
<source>Foreign Policy</source> <volume>80</volume>: <fpage>153</fpage>–<lpage>171</lpage>.
<pub-id pub-id-type="doi">10.5555/nye</pub-id></mixed-citation></ref>
<ref id="B2"><label>2</label><mixed-citation>Roe R. Almaty. 2002.</mixed-citation></ref>
{A_BOOK}
<ref id="B4"><label>4</label><mixed-citation>Poe P. Astana. 2004.</mixed-citation></ref>
<ref id="B5"><label>5</label><mixed-citation>Loe L. Aktau. 2005.</mixed-citation></ref>
</ref-list>"""


def xml(body: str, back: str = REFS, front: str = "", begin: str = "") -> str:
    meta = f"<front><article-meta>{front}</article-meta></front>"
    return f'{begin}<article xml:lang="kk">{meta}<body>{body}</body><back>{back}</back></article>'


def read(text: str) -> documents.Manuscript:
    data = text.encode()
    manuscript = documents.read(data, NAME, documents.format_of(".xml", data), lambda _: None)
    source = manuscript.document.sources[NAME]
    for block in manuscript.document.blocks:
        for run in block.runs:
            if run.end - run.start == len(run.text):
                assert source[run.start : run.end].replace("\n", " ").replace("\t", " ") == run.text or run.text == " "
    return manuscript


def blocks(body: str, back: str = "") -> list[tuple[str, str, str]]:
    return [(block.kind, block.label, block.text) for block in read(xml(body, back)).document.blocks]


def cited(paragraph: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The citations of a paragraph: their words, and the printed numbers and pages of what they cite."""
    article = article_of(read(xml(f"<sec><title>Text</title><p>{paragraph} It is long enough.</p></sec>")))
    claims = [claim for claim in article.claims if claim.citations]
    return [(claim.text, [(citation.reference, citation.locator) for citation in claim.citations]) for claim in claims]


REPLY = (
    "<front-stub><title-group><article-title>Reply to Doe</article-title></title-group></front-stub>"
    '<body><p>Rivers do not rise in spring at all, as was said (<xref ref-type="bibr" rid="R1">1</xref>).</p></body>'
)
OWN_LIST = (
    '<back><ref-list><ref id="R1"><label>1</label><mixed-citation>Roe R. Lakes. 2002.</mixed-citation></ref></ref-list></back>'
)


def test_the_journal_and_the_year_are_those_of_the_front():
    journal = (
        "<journal-meta><journal-title-group><journal-title>Rivers &amp; Lakes</journal-title></journal-title-group></journal-meta>"
    )
    days = "<pub-date><year>2005</year></pub-date><pub-date><year>2004</year></pub-date><pub-date><year>in press</year></pub-date>"
    text = xml("<p>Text.</p>", front=days).replace("<front>", f"<front>{journal}")
    document = read(text).document
    assert (document.journal, document.year) == ("Rivers & Lakes", 2004)
    assert (read(xml("<p>Text.</p>")).document.journal, read(xml("<p>Text.</p>")).document.year) == ("", None)


def test_the_authors_are_those_of_the_front():
    doe = (
        '<contrib contrib-type="author"><name><surname>Doe</surname><given-names>Ann M.</given-names></name><xref rid="a1">1</xref>'
    )
    group = (
        '<contrib><collab>Rivers Group<contrib-group><contrib contrib-type="author"><name><surname>Poe</surname></name></contrib>'
    )
    editor = '<contrib contrib-type="editor"><name><surname>Roe</surname><given-names>R.</given-names></name></contrib>'
    people = f"<contrib-group>{doe}</contrib>{group}</contrib-group></collab></contrib>{editor}</contrib-group>"
    article = article_of(read(xml("<p>Rivers rise.</p>", front=people)))

    assert article.author[0] == Name("Doe", "Ann M.")
    assert [str(name) for name in article.author[1:]] == ["Rivers Group"]


@pytest.mark.parametrize("name", ["sub-article", "response"])
def test_a_reply_with_its_own_list_is_read_after_the_article(name: str):
    paragraph = '<p>Rivers rise in spring, when the snow melts (<xref ref-type="bibr" rid="B1">1</xref>).</p>'
    text = xml(paragraph).replace("</article>", f'<{name} article-type="reply">{REPLY}{OWN_LIST}</{name}></article>')
    article = article_of(read(text))

    printed = {reference.id: reference.printed for reference in article.references}
    assert [[printed[citation.reference][:5] for citation in claim.citations] for claim in article.claims] == [["Nye J"], ["Roe R"]]
    assert article.claims[1].section == "Reply to Doe"


@pytest.mark.parametrize(("kind", "back"), [("translation", OWN_LIST), ("decision-letter", "")])
def test_translations_and_reviews_are_not_read(kind: str, back: str):
    text = xml("<p>Rivers rise.</p>").replace(
        "</article>", f'<sub-article article-type="{kind}">{REPLY}{back}</sub-article></article>'
    )

    assert not any("Reply" in block.text for block in read(text).document.blocks)


class TestText:
    def test_sections_have_headings_with_levels(self):
        document = read(xml("<sec><title>A</title><p>One.</p><sec><title>B</title><p>Two.</p></sec></sec>", "")).document
        assert [(block.kind, block.level, block.text) for block in document.blocks] == [
            ("heading", 1, "A"),
            ("paragraph", 0, "One."),
            ("heading", 2, "B"),
            ("paragraph", 0, "Two."),
        ]

    def test_the_front_gives_title_authors_doi_and_language(self):
        front = (
            '<article-id pub-id-type="doi">10.5555/a</article-id>'
            "<title-group><article-title>Soft <italic>power</italic></article-title></title-group>"
            "<contrib-group><contrib><name><surname>Nye</surname><given-names>J. S.</given-names></name></contrib></contrib-group>"
            "<abstract><p>It is short.</p></abstract>"
        )
        document = read(xml("<p>Text.</p>", front=front)).document
        assert (document.title, document.doi, document.language) == ("Soft power", "10.5555/a", "kk")
        assert [(block.kind, block.text) for block in document.blocks[:4]] == [
            ("front", "Soft power"),
            ("front", "Nye J. S."),
            ("paragraph", "It is short."),
            ("paragraph", "Text."),
        ]

    def test_white_space_is_folded_and_characters_are_resolved(self):
        assert blocks("<p>A\n   b &amp; &#x441;,&nbsp;d<!-- not read --> <![CDATA[<e>]]></p>") == [
            ("paragraph", "", "A b & с, d <e>")
        ]

    def test_what_stands_apart_in_a_paragraph_follows_it(self):
        items = "<list-item><p>one</p></list-item><list-item><label>b</label><p>two</p></list-item>"
        body = f"<p>Before <list list-type='order'>{items}</list>after.</p>"
        assert blocks(body) == [("paragraph", "", "Before after."), ("item", "1", "one"), ("item", "b", "two")]

    def test_quotations_captions_and_cells_are_kinds_of_their_own(self):
        body = (
            "<disp-quote><p>So be it.</p></disp-quote>"
            "<fig><label>Figure 1</label><caption><title>Trade.</title><p>In 2020.</p></caption></fig>"
            "<table-wrap><table><tr><th>a</th><td>b</td></tr></table></table-wrap>"
        )
        assert blocks(body) == [
            ("quotation", "", "So be it."),
            ("caption", "Figure 1", "Trade. In 2020."),
            ("cell", "", "a"),
            ("cell", "", "b"),
        ]

    def test_notes_come_last_and_their_marks_lead_to_them(self):
        body = '<p>One<xref ref-type="fn" rid="f1">1</xref> two<fn id="f2"><label>2</label><p>Inside.</p></fn>.</p>'
        document = read(xml(body, '<fn-group><fn id="f1"><label>1</label><p>At the end.</p></fn></fn-group>')).document
        assert [(block.kind, block.label, block.text) for block in document.blocks] == [
            ("paragraph", "", "One1 two2."),
            ("note", "2", "Inside."),
            ("note", "1", "At the end."),
        ]
        assert [(run.text, run.note) for run in document.blocks[0].runs if run.note] == [("1", "1"), ("2", "2")]

    def test_formulas_that_could_look_like_citations_are_not_text(self):
        maths = "<inline-formula><math><mo>[</mo><mn>0,1</mn><mo>]</mo></math></inline-formula>"
        assert blocks(f"<p>In {maths}, <inline-formula><math><mi>p</mi><mo>=</mo><mn>5</mn></math></inline-formula>.</p>") == [
            ("paragraph", "", "In $…$, p=5.")
        ]

    def test_superscripts_and_italics_are_marked(self):
        runs = read(xml("<p>a<sup>2</sup><italic>b</italic></p>", "")).document.blocks[0].runs
        assert [(run.text, run.superscript, run.italic) for run in runs] == [
            ("a", False, False),
            ("2", True, False),
            ("b", False, True),
        ]


class TestCitations:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ('[<xref ref-type="bibr" rid="B1">1</xref>]', ["1"]),
            ('<xref ref-type="bibr" rid="B1">[1]</xref>, <xref ref-type="bibr" rid="B3">[3]</xref>', ["1", "3"]),
            ('<xref ref-type="bibr" rid="B2">[2]</xref>–<xref ref-type="bibr" rid="B5">[5]</xref>', ["2", "3", "4", "5"]),
            (
                '<sup><xref ref-type="bibr" rid="B2">2</xref></sup><sup>-</sup><sup><xref ref-type="bibr" rid="B4">4</xref></sup>',
                ["2", "3", "4"],
            ),
            ('[<xref ref-type="bibr" rid="B2 B3 B4">2–4</xref>]', ["2", "3", "4"]),
            ('[<xref ref-type="bibr" rid="B2">2–4</xref>]', ["2", "3", "4"]),
            ('[<xref ref-type="bibr" rid="B2 B4">2, 4</xref>]', ["2", "4"]),
            ('(<xref ref-type="bibr" rid="B1">Nye, 1990</xref>; <xref ref-type="bibr" rid="B2">Roe, 2002</xref>)', ["1", "2"]),
        ],
    )
    def test_links_cite_and_ranges_cite_all_between(self, written, expected):
        assert [[reference for reference, _ in references] for _, references in cited(f"It grew {written}.")] == [expected]

    def test_a_page_after_a_link_is_its_locator(self):
        assert cited('It grew [<xref ref-type="bibr" rid="B1">1</xref>, p. 153].') == [("It grew [1, p. 153].", [("1", "153")])]

    def test_links_to_figures_and_numbers_in_brackets_cite_nothing(self):
        linked = "".join(f'<xref ref-type="bibr" rid="B{number}">[{number}]</xref>' for number in range(1, 6))
        text = f'See <xref ref-type="fig" rid="F1">[1]</xref>; the range was (2-4). But {linked}.'
        assert [[reference for reference, _ in references] for _, references in cited(text)] == [["1", "2", "3", "4", "5"]]

    def test_a_marker_after_a_full_stop_belongs_to_the_sentence_before_it(self):
        text = 'It grew. [<xref ref-type="bibr" rid="B1">1</xref>], [<xref ref-type="bibr" rid="B2">2</xref>] The rest fell.'
        assert [words for words, _ in cited(text)] == ["It grew. [1], [2]"]


class TestReferences:
    def test_entries_are_read_as_printed_with_their_numbers(self):
        article = article_of(read(xml("<p>Text.</p>")))
        assert [(reference.id, reference.printed) for reference in article.references][:3] == [
            ("1", "Nye JS (1990) Soft power. Foreign Policy 80: 153–171. 10.5555/nye"),
            ("2", "Roe R. Almaty. 2002."),
            ("3", "Doe J A book 2001 Example"),
        ]

    def test_tagged_parts_become_fields_with_their_places(self):
        manuscript = read(xml("<p>Text.</p>"))
        first, third = (reference.item for reference in article_of(manuscript).references if reference.id in ("1", "3"))
        assert (first.type, first.title, first.container_title, first.volume, first.page, first.doi, first.year) == (
            "article-journal",
            "Soft power",
            "Foreign Policy",
            "80",
            "153–171",
            "10.5555/nye",
            1990,
        )
        assert [(name.family, name.given) for name in first.author] == [("Nye", "JS")]
        assert (third.type, third.title, third.publisher, [name.family for name in third.editor]) == (
            "book",
            "A book",
            "Example",
            ["Doe"],
        )

    def test_of_a_citation_given_twice_the_printed_form_is_the_text(self):
        ref = (
            '<ref id="B1"><element-citation publication-type="journal"><article-title>Soft power</article-title><year>1990</year>'
            "</element-citation><mixed-citation>NYE, J., 1990. Soft power.</mixed-citation></ref>"
        )
        article = article_of(read(xml("<p>Text.</p>", f"<ref-list>{ref}</ref-list>")))
        assert [(reference.printed, reference.item.title) for reference in article.references] == [
            ("NYE, J., 1990. Soft power.", "Soft power")
        ]

    def test_pages_that_are_a_count_are_left_out(self):
        ref = '<ref id="B1"><mixed-citation><source>A book</source> <year>1990</year> <fpage>247 p</fpage></mixed-citation></ref>'
        article = article_of(read(xml("<p>Text.</p>", f"<ref-list>{ref}</ref-list>")))
        assert article.references[0].item.page == ""


class TestHostile:
    def test_entities_that_the_file_defines_are_refused(self):
        begin = '<!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        with pytest.raises(UnreadableError, match="the entity &a; is defined here; delete the definition"):
            read(xml("<p>&b;</p>", begin=begin))

    def test_an_external_document_type_is_not_fetched(self):
        begin = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.1//EN" "file:///etc/passwd">'
        assert read(xml("<p>Text.</p>", begin=begin)).document.blocks[0].text == "Text."

    def test_deep_nesting_and_other_xml_are_refused_in_one_line(self):
        with pytest.raises(UnreadableError, match="nested deeper than"):
            read(xml("<sec>" * 1000 + "</sec>" * 1000))
        with pytest.raises(UnreadableError, match="not an article in JATS"):
            read("<a/>")
        with pytest.raises(UnreadableError, match=r"paper\.xml:1:4: this is not XML"):
            read("<a><")

    def test_tens_of_thousands_of_elements_and_links_are_read(self):
        assert len(read(xml("<p>a</p>" * 30_000, "")).document.blocks) == 30_000
        links = '<xref ref-type="bibr" rid="B1">1</xref>–<xref ref-type="bibr" rid="B5">5</xref> ' * 3_000
        assert len(read(xml(f"<p>{links}</p>")).document.blocks) == 7

    @given(st.text(st.sampled_from('<>/&;"= ap1[]–'), max_size=60))
    def test_any_text_is_read_or_refused(self, text):
        try:
            read(xml(f"<p>{text}</p>"))
        except UnreadableError as error:
            assert "\n" not in str(error)  # noqa: PT017

"""Word documents: what is printed is read, with the citations that fields hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents, references
from kzcheck.readers.nodes import Series, Source
from word_files import base64, cited, docx, field, item, levels, p, packed, r, zotero

if TYPE_CHECKING:
    from kzcheck.article import Reference

NAME = "paper.docx"


def read(data: bytes) -> documents.Manuscript:
    manuscript = documents.read(data, NAME, documents.format_of(".docx", data), lambda _: None)
    text = manuscript.document.sources[NAME]
    for block in manuscript.document.blocks:
        for run in block.runs:
            assert text[run.start : run.end] == run.text.replace("\n", " ")
    return manuscript


def blocks(data: bytes) -> list[tuple[str, str, str]]:
    return [(block.kind, block.label, block.text) for block in read(data).document.blocks]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).document.blocks]


def runs(data: bytes):
    return [run for block in read(data).document.blocks for run in block.runs]


def works(data: bytes) -> list[Reference]:
    manuscript = read(data)
    text = manuscript.document.sources[NAME]
    listed = references.read(Source(NAME, text), Series([*manuscript.works], 0, len(text)))
    assert not listed.unreadable
    assert not listed.unknown
    return listed.entries


class TestText:
    def test_paragraphs_become_blocks_and_lines(self):
        manuscript = read(docx(p("First. ", "Still first.") + p("") + p("Second.")))
        assert [block.text for block in manuscript.document.blocks] == ["First. Still first.", "Second."]
        assert manuscript.document.sources[NAME] == "First. Still first.\nSecond."
        assert manuscript.document.projected

    def test_breaks_and_tabs_stay_within_their_line(self):
        document = read(docx(p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"))).document
        assert document.blocks[0].text == "a\nb c"
        assert document.sources[NAME] == "a b c"

    def test_hyphens_that_do_not_break_are_hyphens_and_soft_ones_nothing(self):
        assert texts(docx(p("<w:r><w:t>19</w:t><w:noBreakHyphen/><w:t>21 inter\u00adnational</w:t><w:softHyphen/></w:r>"))) == [
            "19-21 international"
        ]

    def test_symbols_are_letters(self):
        assert texts(docx(p('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Arial" w:char="2264"/></w:r>'))) == ["α≤"]

    def test_superscripts_and_italics_are_marked_whoever_says_so(self):
        styles = (
            '<w:style w:type="character" w:styleId="Raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Slanted"><w:rPr><w:i/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="More"><w:basedOn w:val="Slanted"/></w:style>'
        )
        body = p("a", r("1", '<w:vertAlign w:val="superscript"/>'), r("2", '<w:rStyle w:val="Raised"/>'), r("b", "<w:i/>"))
        body += p("c", r("d", '<w:i w:val="0"/>'), style="More")
        marks = [(run.text, run.superscript, run.italic) for run in runs(docx(body, styles=styles))]
        assert marks == [("a", False, False), ("12", True, False), ("b", False, True), ("c", False, True), ("d", False, False)]

    def test_hidden_text_and_comments_are_left_out(self):
        body = p("Seen", r(" hidden", "<w:vanish/>"), '<w:commentRangeStart w:id="0"/>', " too.", '<w:commentRangeEnd w:id="0"/>')
        assert texts(docx(body, comments='<w:comment w:id="0"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>')) == ["Seen too."]

    def test_tracked_changes_count_as_accepted(self):
        body = p("Old ", f"<w:ins>{r('new ')}</w:ins>", "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>", "end.")
        body += p(f"<w:moveFrom>{r('Moved.')}</w:moveFrom>") + p(f"<w:moveTo>{r('Moved.')}</w:moveTo>")
        assert texts(docx(body)) == ["Old new end.", "Moved."]

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self):
        body = p("One ", about="<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>") + p("sentence.")
        assert texts(docx(body)) == ["One sentence."]

    def test_a_text_box_is_read_once_after_its_paragraph(self):
        inside = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
        box = (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert texts(docx(p("Before ", box, "and after."))) == ["Before and after.", "In the box."]

    def test_an_alternative_without_text_gives_way_to_one_with_text(self):
        sign = "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        assert texts(docx(p("a", sign))) == ["a☺"]

    def test_smart_tags_content_controls_and_cells_are_transparent(self):
        body = p(f"<w:smartTag>{r('Almaty')}</w:smartTag>", f"<w:sdt><w:sdtPr/><w:sdtContent>{r(' is')}</w:sdtContent></w:sdt>")
        body += f"<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc>{p('A cell.')}</w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
        assert blocks(docx(body)) == [("paragraph", "", "Almaty is"), ("cell", "", "A cell.")]

    def test_a_formula_keeps_its_text_unless_it_looks_like_a_citation(self):
        body = p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", " in ", "<m:oMath><m:r><m:t>[1,2]</m:t></m:r></m:oMath>")
        assert texts(docx(body)) == ["x+1 in …"]

    def test_hyperlinks_keep_their_addresses(self):
        link = f'<w:hyperlink r:id="rId9">{r("here")}</w:hyperlink>'
        other = field(' HYPERLINK "https://example.org/b" ', "there")
        linked = [run.link for run in runs(docx(p("See ", link, " or ", other), {"rId9": "https://example.org/a"})) if run.link]
        assert linked == ["https://example.org/a", "https://example.org/b"]

    def test_a_cross_reference_leads_to_the_block_with_its_bookmark(self):
        body = p("As shown ", field(r" REF _Ref1 \r \h ", "[1]"), ".")
        body += p('<w:bookmarkStart w:id="0" w:name="Other"/><w:bookmarkStart w:id="1" w:name="_Ref1"/>', "Nye J. Soft power.")
        document = read(docx(body)).document
        assert [run.link for run in document.blocks[0].runs] == ["", "#_Ref1", ""]
        assert document.blocks[1].anchor == "_Ref1"

    def test_headings_are_known_by_their_outline_whatever_their_style_is_called(self):
        styles = (
            '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
            '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="toc 1"/></w:style>'
        )
        body = p("Soft power", style="a") + p("Introduction	3", style="b") + p("Introduction", style="1") + p("Text.")
        manuscript = read(docx(body, styles=styles))
        assert [block.kind for block in manuscript.document.blocks] == ["front", "front", "heading", "paragraph"]
        assert manuscript.document.blocks[2].level == 1
        assert manuscript.document.title == "Soft power"

    def test_a_title_in_the_properties_counts_if_the_document_prints_it(self):
        core = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
        )
        body = p("Soft Power") + p("Text.")
        assert read(docx(body, files={"docProps/core.xml": core.format("Soft power")})).document.title == "Soft Power"
        assert read(docx(body, files={"docProps/core.xml": core.format("Template 7")})).document.title == ""


class TestNumbers:
    @pytest.mark.parametrize(
        ("form", "text", "labels"),
        [
            ("decimal", "%1.", ["1.", "2."]),
            ("decimal", "[%1]", ["[1]", "[2]"]),
            ("russianLower", "%1)", ["а)", "б)"]),
            ("lowerLetter", "(%1)", ["(a)", "(b)"]),
            ("upperRoman", "%1", ["I", "II"]),
            ("decimalZero", "%1", ["01", "02"]),
            ("bullet", "\uf0b7", ["", ""]),
        ],
    )
    def test_lists_are_numbered_as_word_prints_them(self, form, text, labels):
        body = item("one") + p("between") + item("two")
        assert [label for kind, label, _ in blocks(docx(body, numbering=levels((form, text, 1)))) if kind == "item"] == labels

    def test_deeper_levels_begin_anew(self):
        numbering = levels(("decimal", "%1.", 4), ("decimal", "%1.%2", 1))
        body = "".join(item("x", level=level) for level in (0, 1, 1, 0, 1))
        assert [label for _, label, _ in blocks(docx(body, numbering=numbering))] == ["4.", "4.1", "4.2", "5.", "5.1"]

    def test_a_list_of_its_own_begins_where_it_says(self):
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
        numbering = levels(("decimal", "%1.", 1)) + f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>'
        body = item("a") + item("b") + item("c", 2) + item("d", 2)
        assert [label for _, label, _ in blocks(docx(body, numbering=numbering))] == ["1.", "2.", "7.", "8."]

    def test_a_style_may_number_its_paragraphs(self):
        styles = (
            '<w:style w:type="paragraph" w:styleId="Ref"><w:name w:val="References"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
        numbering = levels(("decimal", "[%1]", 1))
        assert blocks(docx(p("Nye J.", style="Ref"), styles=styles, numbering=numbering)) == [("item", "[1]", "Nye J.")]

    def test_labels_are_in_the_projected_text_but_not_in_the_blocks(self):
        document = read(docx(item("Nye J."), numbering=levels(("decimal", "%1.", 1)))).document
        assert document.sources[NAME] == "1. Nye J."
        assert document.blocks[0].text == "Nye J."


class TestNotes:
    BODY = p(
        "Power",
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        " is soft",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        ".",
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
    )
    FOOT = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", " Second.")}</w:footnote>'
        f'<w:footnote w:id="3">{p("First.")}{p("Goes on.")}</w:footnote>'
        f'<w:footnote w:id="4">{p("Nobody refers to it.")}</w:footnote>'
    )
    END = f'<w:endnote w:id="1">{p("At the end.")}</w:endnote>'

    def test_notes_come_at_the_end_in_their_order_each_as_one_block(self):
        assert blocks(docx(self.BODY, footnotes=self.FOOT, endnotes=self.END)) == [
            ("paragraph", "", "Power1 is soft2.i"),
            ("note", "1", "First.\nGoes on."),
            ("note", "2", "Second."),
            ("note", "i", "At the end."),
        ]

    def test_a_reference_to_a_note_says_which(self):
        document = read(docx(self.BODY, footnotes=self.FOOT, endnotes=self.END)).document
        assert [(run.note, run.link) for run in document.blocks[0].runs if run.note] == [
            ("1", "#footnote-3"),
            ("2", "#footnote-2"),
            ("i", "#endnote-1"),
        ]
        assert document.blocks[1].anchor == "footnote-3"

    def test_a_link_in_a_note_is_one_of_the_notes(self):
        link = f'<w:hyperlink r:id="rId9">{r("here")}</w:hyperlink>'
        relation = '<Relationship Id="rId9" Type="x/hyperlink" Target="https://example.org/b" TargetMode="External"/>'
        files = {"word/_rels/footnotes.xml.rels": f"<Relationships>{relation}</Relationships>"}
        body = p("a", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        data = docx(body, {"rId9": "https://example.org/a"}, files, footnotes=f'<w:footnote w:id="2">{p(link)}</w:footnote>')
        assert runs(data)[-1].link == "https://example.org/b"

    def test_a_mark_of_the_authors_own_is_the_label(self):
        body = p("Title", '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>')
        assert [(label, text) for _, label, text in blocks(docx(body, footnotes=self.FOOT))] == [("", "Title*"), ("*", "Second.")]

    def test_numbers_of_notes_may_begin_anew_on_each_page(self):
        settings = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
        body = p("One", '<w:r><w:footnoteReference w:id="3"/></w:r>') + p(
            "<w:r><w:lastRenderedPageBreak/></w:r>", "Two", '<w:r><w:footnoteReference w:id="2"/></w:r>'
        )
        document = read(docx(body, footnotes=self.FOOT, settings=settings)).document
        assert [(block.label, block.anchor) for block in document.blocks[2:]] == [("1", "footnote-3"), ("1", "footnote-2")]

    def test_the_settings_say_how_notes_are_numbered(self):
        settings = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
        document = read(docx(self.BODY, footnotes=self.FOOT, endnotes=self.END, settings=settings)).document
        assert document.blocks[-1].label == "1"


class TestCitations:
    def test_zotero_cites_with_locators_and_prefixes(self):
        instruction = zotero(cited("AAAA", "Soft power", locator="19-21", label="page", prefix="see "), cited("BBBB", "Hard power"))
        data = docx(p("Power is soft ", field(instruction, r("(see "), r("Nye", "<w:i/>"), r(", 1990)")), "."))
        run = runs(data)[1]
        assert run.text == "(see Nye, 1990)"
        assert [(cite.key, cite.prefix, cite.locator, cite.label) for cite in run.cites] == [
            ("Nye", "see", "19-21", "page"),
            ("Nye-BBBB", "", "", "page"),
        ]
        assert [(work.id, work.item.title, work.item.author[0].family) for work in works(data)] == [
            ("Nye", "Soft power", "Nye"),
            ("Nye-BBBB", "Hard power", "Nye"),
        ]

    @pytest.mark.parametrize(
        ("about", "key"),
        [
            ({"author": [{"family": "von Nye", "given": "J."}], "issued": {"date-parts": [[1990]]}}, "vonNye1990"),
            ({"author": [{"literal": "World Bank"}]}, "WorldBank"),
            ({"author": [], "editor": [{"family": "Koç"}]}, "Koç"),
            ({"author": [], "title": "The future of power and more"}, "Thefutureof"),
            ({"citation-key": "nye90"}, "nye90"),
            ({"author": [], "title": "?"}, "AAAA"),
        ],
    )
    def test_works_are_called_by_author_and_year(self, about: dict[str, object], key: str):
        work = cited("AAAA")
        work["itemData"] = {**work["itemData"], **about}
        assert [work.id for work in works(docx(p(field(zotero(work), "[1]"))))] == [key]

    def test_a_work_cited_twice_is_one_work_at_its_first_citation(self):
        body = p("One ", field(zotero(cited("AAAA")), "[1]"), ".") + p("Two ", field(zotero(cited("AAAA")), "[1]"), ".")
        (work,) = works(docx(body))
        assert (work.location.line, work.location.column) == (1, 5)

    def test_a_simple_field_cites_as_well(self):
        body = p(f'<w:fldSimple w:instr="{zotero(cited("AAAA")).replace(chr(34), "&quot;")}">{r("[1]")}</w:fldSimple>')
        assert [cite.key for cite in runs(docx(body))[0].cites] == ["Nye"]

    def test_mendeleys_local_ids_do_not_mix_works_up(self):
        def mendeley(title: str, uuid: str) -> str:
            item = {
                "id": "ITEM-1",
                "itemData": {"id": "ITEM-1", "type": "book", "title": title},
                "uris": [f"http://mendeley.example.org/documents/?uuid={uuid}"],
            }
            return f"ADDIN CSL_CITATION {json.dumps({'citationItems': [item]})}"

        body = p(field(mendeley("One", "u-1"), "[1]"), " and ", field(mendeley("Two", "u-2"), "[2]"))
        assert [(work.id, work.item.title) for work in works(docx(body))] == [("One", "One"), ("Two", "Two")]

    def test_mendeley_cite_keeps_its_data_in_a_content_control(self):
        data = {"citationItems": [{"id": "u-1", "itemData": {"id": "u-1", "type": "book", "title": "One"}, "locator": "5"}]}
        tag = f"MENDELEY_CITATION_v3_{base64(json.dumps(data))}"
        body = p("So ", f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{r("(One, 5)")}</w:sdtContent></w:sdt>')
        assert [(run.text, [(cite.key, cite.locator) for cite in run.cites]) for run in runs(docx(body))][1] == (
            "(One, 5)",
            [("One", "5")],
        )
        assert [work.item.title for work in works(docx(body))] == ["One"]

    def test_zotero_may_keep_its_data_in_properties_beside_bookmarks(self):
        space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
        data = zotero(cited("AAAA", "Soft power")).replace(" ADDIN ", "").replace('"', "&quot;")
        parts = (data[:150], data[150:])
        values = "".join(
            f'<property name="ZOTERO_BREF_x_{number}"><v>{part}</v></property>' for number, part in enumerate(parts, 1)
        )
        files = {"docProps/custom.xml": f'<Properties xmlns="{space}">{values}</Properties>'}
        begin, end = '<w:bookmarkStart w:id="7" w:name="ZOTERO_BREF_x"/>', '<w:bookmarkEnd w:id="7"/>'
        document = docx(p("So ", begin, "[1]", end, "."), files=files)
        assert [(run.text, [cite.key for cite in run.cites]) for run in runs(document)] == [
            ("So ", []),
            ("[1]", ["Nye"]),
            (".", []),
        ]
        assert [work.item.title for work in works(document)] == ["Soft power"]
        unclosed = docx(p("So ", begin, "[1]") + p("Text."), files=files)
        assert not runs(unclosed)[-1].cites

    RECORD = (
        '<record><rec-number>{number}</rec-number><foreign-keys><key app="EN" db-id="x">{number}</key></foreign-keys>'
        '<ref-type name="Book">6</ref-type><contributors><authors><author>Nye, J.</author></authors></contributors>'
        "<titles><title>{title}</title></titles><dates><year>1990</year></dates></record>"
    )

    def endnote(self, *cites: tuple[int, str]) -> str:
        return f"<EndNote>{''.join(self.cite(number, title) for number, title in cites)}</EndNote>"

    def cite(self, number: int, title: str) -> str:
        record = self.RECORD.format(number=number, title=title) if title else ""
        return f"<Cite><Author>Nye</Author><Year>1990</Year><RecNum>{number}</RecNum><Pages>5</Pages>{record}</Cite>"

    def test_endnote_cites_several_sources_in_one_field(self):
        data = docx(p(field(f" ADDIN EN.CITE {self.endnote((3, 'Soft power'), (4, 'Hard power'))}", "[1, 2]")))
        assert [(cite.key, cite.locator) for cite in runs(data)[0].cites] == [("Nye1990", "5"), ("Nye1990-4", "5")]
        assert [(work.item.title, work.item.issued.year) for work in works(data)] == [("Soft power", 1990), ("Hard power", 1990)]

    def test_endnote_keeps_long_data_beside_the_instruction(self):
        packed_data = base64(self.endnote((3, "Soft power")))
        inner = field(" ADDIN EN.CITE.DATA ", data=packed_data).replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
        outer = field(" ADDIN EN.CITE ", "[1]").replace(
            '<w:r><w:fldChar w:fldCharType="separate"/>', f'{inner}<w:r><w:fldChar w:fldCharType="separate"/>'
        )
        assert [cite.key for run in runs(docx(p("So ", outer, "."))) for cite in run.cites] == ["Nye1990"]

    def test_a_citation_whose_work_is_not_described_is_read_as_printed(self):
        data = docx(p("So ", field(f" ADDIN EN.CITE {self.endnote((3, ''))}", "[1]"), "."))
        assert not any(run.cites for run in runs(data))
        assert works(data) == []

    SOURCES = (
        '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Nye04</b:Tag>'
        "<b:SourceType>Book</b:SourceType><b:Title>Soft power</b:Title><b:Year>2004</b:Year><b:Author><b:Author><b:NameList>"
        "<b:Person><b:Last>Nye</b:Last><b:First>Joseph</b:First></b:Person></b:NameList></b:Author></b:Author></b:Source>"
        "<b:Source><b:Tag>Koc11</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Title>Power</b:Title></b:Source></b:Sources>"
    )

    def test_word_cites_its_own_sources_by_their_tags(self):
        body = p(field(r' CITATION Nye04 \p 19 \l 1033 \m Koc11 \f "see "', "(Nye, 2004, p. 19; Power)"))
        data = docx(body, files={"customXml/item1.xml": self.SOURCES})
        assert [(cite.key, cite.locator, cite.prefix) for cite in runs(data)[0].cites] == [
            ("Nye04", "19", ""),
            ("Koc11", "", "see "),
        ]
        assert [(work.id, work.item.type, work.item.issued.year if work.item.issued else None) for work in works(data)] == [
            ("Nye04", "book", 2004),
            ("Koc11", "article-journal", None),
        ]

    def test_words_bibliography_lists_uncited_sources_too(self):
        body = p("References") + p(field(" BIBLIOGRAPHY ", "Nye, J. (2004). Soft power."))
        data = docx(body, files={"customXml/item1.xml": self.SOURCES})
        assert blocks(data)[1] == ("entry", "", "Nye, J. (2004). Soft power.")
        assert [work.id for work in works(data)] == ["Nye04", "Koc11"]
        assert works(docx(p("No list."), files={"customXml/item1.xml": self.SOURCES})) == []

    def test_citavi_cites_by_json_of_its_own(self):
        reference = {
            "Id": "u-1",
            "ReferenceType": "Book",
            "Title": "Soft power",
            "Year": "2004",
            "Authors": [{"FirstName": "Joseph", "LastName": "Nye"}],
        }
        entry = {"ReferenceId": "u-1", "PageRange": {"OriginalString": "19–21"}, "Reference": reference}
        body = p(field(f"ADDIN CitaviPlaceholder{{{base64(json.dumps({'Entries': [entry]}))}}}", "(Nye 2004, 19–21)"))
        assert [(cite.key, cite.locator) for cite in runs(docx(body))[0].cites] == [("Nye2004", "19–21")]
        assert [work.item.title for work in works(docx(body))] == ["Soft power"]

    def test_what_the_list_does_not_print_is_not_judged(self):
        work = cited("AAAA", "Soft power")
        about = {"URL": "https://example.org/a", "accessed": {"date-parts": [[2020]]}, "DOI": "doi:10.5555/x", "ISSN": "1234"}
        work["itemData"] = {**work["itemData"], **about, "note": "x"}
        text = p("So ", field(zotero(work), "[1]"), ".")
        listed = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "Nye J. Soft power.")
        printing = listed.replace("power.", "power. ISSN 1234. www.example.org/a. doi:10.5555/x")
        (item,) = (reference.item for reference in works(docx(text + p(listed))))
        assert (item.url, item.accessed, item.doi, item.text("issn"), item.text("note")) == ("", None, "10.5555/x", "", "")
        (item,) = (reference.item for reference in works(docx(text + p(printing))))
        assert (item.url, item.doi, item.text("issn")) == ("https://example.org/a", "doi:10.5555/x", "1234")
        (item,) = (reference.item for reference in works(docx(text)))
        assert item.url == "https://example.org/a"

    def test_a_bibliography_over_several_paragraphs_is_a_list_of_entries(self):
        begin, _, end = field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "<cut/>").partition("<cut/>")
        body = p("References") + p(begin, "Nye J. Soft power.") + p("Koç A. Power.") + p(end) + p("Appendix")
        assert [kind for kind, _, _ in blocks(docx(body))] == ["paragraph", "entry", "entry", "paragraph"]

    def test_a_bibliography_in_a_table_has_its_numbers_in_the_first_column(self):
        begin, _, end = field(" BIBLIOGRAPHY ", "<cut/>").partition("<cut/>")
        row = f"<w:tr><w:tc>{p('[1]')}</w:tc><w:tc>{p('Nye J. Soft power.')}</w:tc></w:tr>"
        assert blocks(docx(p(begin) + f"<w:tbl>{row}</w:tbl>" + p(end) + p("After."))) == [
            ("entry", "[1]", "Nye J. Soft power."),
            ("paragraph", "", "After."),
        ]

    def test_a_table_below_the_heading_of_the_list_is_the_list(self):
        rows = [f"<w:tr><w:tc>{number}</w:tc><w:tc>{p(text)}</w:tc></w:tr>" for number, text in (
            (p("1."), "Nye J. Soft power. 1990."), (item(""), "Koç A. Power. 2001."))]  # fmt: skip
        assert blocks(
            docx(p("References") + p("") + f"<w:tbl>{''.join(rows)}</w:tbl>" + p("After."), numbering=levels(("decimal", "%1.", 1)))
        ) == [
            ("paragraph", "", "References"),
            ("entry", "1.", "Nye J. Soft power. 1990."),
            ("entry", "1.", "Koç A. Power. 2001."),
            ("paragraph", "", "After."),
        ]

    def test_a_table_with_more_columns_is_not_a_list(self):
        row = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("1", "Nye J.", "Soft power"))
        assert {kind for kind, _, _ in blocks(docx(p("References") + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))[1:]} == {"cell"}

    def test_a_table_that_only_arranges_the_text_is_not_one_of_cells(self):
        page = "".join(p("Rivers rise in spring, when the snow of the mountains melts. " * 4) for _ in range(5))
        data = f"<w:tbl><w:tr><w:tc>{p('12 km')}</w:tc></w:tr></w:tbl>"
        body = f"<w:tbl><w:tr><w:tc>{page}</w:tc><w:tc>{p('Beside it.')}{data}</w:tc></w:tr></w:tbl>"
        assert [kind for kind, _, _ in blocks(docx(body))] == ["paragraph"] * 6 + ["cell"]

    @pytest.mark.parametrize("after", [p("After."), ""])
    def test_an_inserted_file_that_only_word_reads_is_noted_after_the_paragraph_before_it(self, after: str):
        manuscript = read(docx(p("First.") + p("Before.") + p("") + '<w:altChunk r:id="rId9"/>' + after))
        (note,) = manuscript.unreadable
        assert (note.wrong.code, note.location.line) == ("inserted-file", 2)

    @pytest.mark.parametrize(
        "instruction",
        [
            " ADDIN RW.CITE{{12 Nye,J. 1990}}",
            " ADDIN PAPERS2_CITATIONS <citation><uuid>1A</uuid></citation>",
            " ADDIN REFMGR.CITE <Refman/>",
        ],
    )
    def test_fields_of_other_programs_are_read_as_they_are_printed(self, instruction: str):
        (block,) = read(docx(p("Power is soft ", field(instruction, "(Nye, 1990)"), "."))).document.blocks
        assert (block.text, [run.cites for run in block.runs]) == ("Power is soft (Nye, 1990).", [()])

    def test_a_citation_that_prints_nothing_counts_as_one(self):
        hidden = field(zotero(cited("AAAA", "Soft power"))).replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
        manuscript = read(docx(p("So ", hidden, "it is.")))
        assert [block.text for block in manuscript.document.blocks] == ["So it is.", ""]
        assert [cite.key for cite in manuscript.document.blocks[1].runs[0].cites] == ["Nye"]
        assert [work.id for work in works(docx(p("So ", hidden, "it is.")))] == ["Nye"]

    def test_a_damaged_field_is_counted_and_its_text_read(self):
        manuscript = read(docx(p("So ", field(" ADDIN ZOTERO_ITEM CSL_CITATION {broken", "[1]"), ".")))
        assert manuscript.document.blocks[0].text == "So [1]."
        (note,) = manuscript.unreadable
        assert (note.location.line, note.location.column, note.wrong.code) == (1, 4, "citation-field")

    def test_a_field_that_never_ends_loses_no_text(self):
        body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "<w:r><w:instrText>PAGE</w:instrText></w:r>") + p("Text.")
        assert texts(docx(body)) == ["Text."]


class TestPages:
    BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"

    def pages(self, body: str, files: dict[str, str] | None = None) -> list[tuple[int, str]]:
        return [*read(docx(body, files=files)).document.pages]

    def test_pages_begin_where_word_last_drew_them(self):
        assert self.pages(p("One.", self.BREAK, "Two.") + p("Still two.")) == [(0, "1"), (4, "2")]

    def test_a_break_of_the_authors_is_counted_once(self):
        body = p("One.", '<w:r><w:br w:type="page"/></w:r>') + p(self.BREAK, "Two.") + p(self.BREAK, "Three.")
        assert [number for _, number in self.pages(body)] == ["1", "2", "3"]

    def test_a_section_may_number_its_pages_itself(self):
        section = '<w:pPr><w:sectPr><w:pgNumType w:start="17"/></w:sectPr></w:pPr>'
        body = p("One.", about=section) + p(self.BREAK, "Two.")
        assert [number for _, number in self.pages(body)] == ["17", "18"]

    def test_nothing_is_said_of_pages_if_most_of_them_were_not_noted(self):
        properties = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{}</Pages></Properties>'
        body = p("One.", self.BREAK, "Two.")
        assert len(self.pages(body, {"docProps/app.xml": properties.format(3)})) == 2
        assert self.pages(body, {"docProps/app.xml": properties.format(9)}) == []

    def test_nothing_is_said_of_pages_that_word_never_drew(self):
        assert self.pages(p("One.", '<w:r><w:br w:type="page"/></w:r>') + p("Two.")) == []


class TestRefused:
    def refused(self, data: bytes) -> str:
        with pytest.raises(UnreadableError) as error:
            read(data)
        (line,) = error.value.problems
        return line

    def test_encrypted_and_old_files_say_so(self):
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
        assert "is encrypted" in self.refused(ole + "EncryptedPackage".encode("utf-16-le"))
        assert "old format (.doc)" in self.refused(ole)

    def test_damaged_files_say_so(self):
        whole = docx(p("Text."))
        assert "damaged" in self.refused(whole[: len(whole) // 2])
        assert "is not XML" in self.refused(packed({"word/document.xml": "<w:document"}))
        assert "is not a Word document" in self.refused(packed({"word/other.xml": ""}))
        assert "has no text" in self.refused(docx(p("")))

    def test_entities_are_refused(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document><w:body>&b;</w:body></w:document>'
        assert "is not XML that Word writes" in self.refused(packed({"word/document.xml": bomb}))

    def test_bombs_are_refused(self):
        assert "made to fill the memory" in self.refused(packed({"word/document.xml": " " * (8 << 20)}))

    def test_deep_nesting_is_refused(self):
        deep = "<w:sdt><w:sdtContent>" * 100 + p("Text.") + "</w:sdtContent></w:sdt>" * 100
        assert "nested too deeply" in self.refused(docx(deep))

    def test_a_template_or_picture_elsewhere_is_not_fetched(self):
        links = {"rId9": "http://192.0.2.1/image.png"}
        assert texts(docx(p('<w:r><w:drawing><x r:link="rId9"/></w:drawing></w:r>', "Text."), links)) == ["Text."]

"""Whatever is in a Word document, it is read or refused with one line."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from word_files import base64, cited, docx, field, item, levels, p, packed, r, zotero

NAME = "paper.docx"
BODY = (
    p("Title", style="Title")
    + item("One")
    + p("See ", field(zotero(cited("AAAA", locator=5)), "[1, p. 5]"), '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
    + p(
        field(" ADDIN EN.CITE <EndNote><Cite><RecNum>1</RecNum></Cite></EndNote>", "(2)"),
        r("2", '<w:vertAlign w:val="superscript"/>'),
    )
    + p(field(f"ADDIN CitaviPlaceholder{{{base64('{}')}}}", "(3)"), field(r" CITATION Nye \p 5 ", "(4)"))
    + f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{base64("{}")}"/></w:sdtPr>'
    + f"<w:sdtContent>{p('(5)')}</w:sdtContent></w:sdt>"
    + f"<w:tbl><w:tr><w:tc>{p('Cell')}</w:tc></w:tr></w:tbl>"
    + p(field(" BIBLIOGRAPHY ", "Nye J. Soft power."))
    + '<w:sectPr><w:pgNumType w:start="3"/></w:sectPr>'
)
WHOLE = docx(
    BODY,
    styles='<w:style w:styleId="Title" w:type="paragraph"><w:name w:val="Title"/><w:basedOn w:val="Title"/></w:style>',
    numbering=levels(("decimal", "%1.%9", 1)),
    footnotes=f'<w:footnote w:id="2">{p("Note.")}</w:footnote>',
)
PARTS = {name: zipfile.ZipFile(BytesIO(WHOLE)).read(name) for name in zipfile.ZipFile(BytesIO(WHOLE)).namelist()}


def judge(data: bytes) -> None:
    """Read a document, or see it refused with one line; the places of runs are in the text."""
    form = documents.format_of(".docx", data)
    try:
        document = documents.read(data, NAME, form, lambda _: None).document
    except UnreadableError as error:
        (line,) = error.problems
        assert line.startswith(f"{NAME}: ")
        assert line.isprintable()
        return
    text = document.sources[NAME]
    for block in document.blocks:
        for run in block.runs:
            assert text[run.start : run.end] == run.text.replace("\n", " ")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    judge(data)
    judge(b"PK\x03\x04" + data)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_archives_are_read_or_refused(changes: list[tuple[int, int]]):
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    judge(bytes(data))


@given(st.sampled_from(sorted(PARTS)), st.data())
def test_damaged_parts_are_read_or_refused(part: str, draw: st.DataObject):
    content = PARTS[part]
    start = draw.draw(st.integers(0, len(content)))
    end = draw.draw(st.integers(start, min(len(content), start + 400)))
    middle = draw.draw(st.sampled_from((b"", b"<w:p>", b"</w:p>", b"9" * 30, b"-1", "ü".encode(), content[start:end] * 2)))
    judge(packed({**PARTS, part: content[:start] + middle + content[end:]}))


@given(st.sampled_from(sorted(PARTS)))
def test_missing_parts_are_done_without_or_named(part: str):
    judge(packed({name: content for name, content in PARTS.items() if name != part}))


VALUES = ("", "0", "1", "-1", "9" * 20, "x", "%1", "begin", "end", "separate", "decimal", "\u202e", "F0FF", "110000", "D800")


@given(st.data())
def test_odd_values_are_read_or_refused(draw: st.DataObject):
    """Every attribute of Word's in the text and the lists may have any value."""
    part = draw.draw(st.sampled_from(("word/document.xml", "word/numbering.xml", "word/styles.xml")))
    pieces = PARTS[part].decode().split('"')
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(20, max(20, len(pieces) // 2 - 1))) * 2 + 1
        if place < len(pieces):
            pieces[place] = draw.draw(st.sampled_from(VALUES))
    judge(packed({**PARTS, part: '"'.join(pieces).encode()}))


@pytest.mark.parametrize(
    "instruction",
    [
        "ADDIN CSL_CITATION " + "[" * 100_000,
        "ADDIN CSL_CITATION {" + '"a":{' * 50_000,
        'ADDIN CSL_CITATION {"citationItems": null}',
        'ADDIN CSL_CITATION {"citationItems": [[]]}',
        'ADDIN CSL_CITATION {"citationItems": [{"id": [], "uris": {}, "itemData": {"author": 5, "issued": "x", "title": {}}}]}',
        "ADDIN EN.CITE <EndNote><Cite>",
        'ADDIN EN.CITE <!DOCTYPE x [<!ENTITY a "b">]><EndNote><Cite><Author>&a;</Author></Cite></EndNote>',
        "ADDIN EN.CITE <EndNote><Cite>" + "<record>" * 100 + "</record>" * 100 + "</Cite></EndNote>",
        "ADDIN CitaviPlaceholder{////}",
        "CITATION " + "\\m a " * 10_000,
        "CITATION \\m",
        'HYPERLINK "' + '" "' * 1000,
    ],
)
def test_hostile_instructions_cost_no_text(instruction: str):
    manuscript = documents.read(docx(p("So ", field(instruction, "[1]"), ".")), NAME, "docx", lambda _: None)
    assert manuscript.document.blocks[0].text == "So [1]."


def test_long_documents_take_time_in_proportion():
    """Ten thousand empty pages, and a document in which every field stays open."""
    judge(docx(p('<w:r><w:br w:type="page"/></w:r>') * 10_000 + p("Text.")))
    judge(docx(p('<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>', "x") * 3_000))
    judge(docx(p("x " * 20, '<w:bookmarkStart w:id="1" w:name="a"/>') * 5_000))

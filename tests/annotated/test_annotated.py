"""Comments in the author's own Word document: at the exact words, and nothing else in it changes."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from kzcheck import annotated as module
from kzcheck.annotated import annotate
from kzcheck.article import Article, Claim, place_in
from kzcheck.errors import UnreadableError
from kzcheck.evidence import Evidence
from kzcheck.finding import Confidence, Finding, Fix, Problem, Report, Severity
from kzcheck.readers import documents
from kzcheck.texts import Comparison, Passage
from word_files import cited, docx, field, item, levels, p, r, zotero

NAME = "paper.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
MARKS = {f"{W}commentRangeStart", f"{W}commentRangeEnd"}


def report(data: bytes, *words: str, message: str = "This is wrong.", fix: str = "Write it better.") -> Report:
    """Return a report with a finding at each of some words of a document, or at no place for words that it does not have."""
    document = documents.read(data, NAME, "docx", lambda _: None).document
    text = document.sources[NAME]
    places = [(text.find(word), word) for word in words]
    whole = place_in(document, 0, 1)
    locations = [
        place_in(document, at, at + len(word)) if at >= 0 else replace(whole, file="references.yaml") for at, word in places
    ]
    findings = tuple(
        Finding("CITE101", "unknown-reference", Severity.ERROR, Confidence.SURE, location, problem, "f")
        for location in locations
        for problem in (Problem(location, message, claim="c1", fix=Fix(fix) if fix else None),)
    )
    return Report("1", Article(document=document, sources=document.sources), Evidence(gathered=WHEN, kzcheck="1"), findings)


def xml(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read(part))


def commented(data: bytes) -> list[str]:
    """Return the words of each comment's range, in the order of the comments."""
    words: dict[str, str] = {}
    begun: set[str] = set()
    for element in xml(data).iter():
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            begun.add(number)
            words[number] = ""
        elif element.tag == f"{W}commentRangeEnd":
            begun.discard(number)
        elif element.tag == f"{W}t":
            for open_range in begun:
                words[open_range] += element.text or ""
    assert not begun
    return [words[number] for number in sorted(words, key=int)]


def without_comments(root: etree._Element) -> bytes:
    """Return a document without marks of comments and with equal runs beside each other as one run, in a form to compare."""
    for element in [*root.iter()]:
        parent = element.getparent()
        is_reference = element.tag == f"{W}r" and element.find(f"{W}commentReference") is not None
        if parent is not None and (element.tag in MARKS or is_reference):
            parent.remove(element)
    for run in [*root.iter(f"{W}r")]:
        before = run.getprevious()
        if before is not None and before.tag == f"{W}r" and _look(before) == _look(run):
            for child in [*run]:
                if child.tag != f"{W}rPr":
                    before.append(child)
            run.getparent().remove(run)
            run = before  # noqa: PLW2901
    for text in [*root.iter(f"{W}t")]:
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        before = text.getprevious()
        if before is not None and before.tag == f"{W}t":
            before.text = (before.text or "") + (text.text or "")
            text.getparent().remove(text)
    return etree.tostring(root, method="c14n")


def _look(run: etree._Element) -> bytes:
    properties = run.find(f"{W}rPr")
    return b"" if properties is None else etree.tostring(properties, method="c14n")


BODY = (
    p("The main title", style="Title")
    + p("Power is ", r("soft", "<w:b/>"), " and ", field(zotero(cited("AAAA")), "(Nye, 1990)"), " it grows", r("2", "<w:i/>"), ".")
    + p(
        f"<w:ins>{r('Added words')}</w:ins>",
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
        f'<w:hyperlink w:anchor="x">{r(" a link")}</w:hyperlink>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    + item("Nye J. Soft power. 1990.")
    + p(
        "A box here",
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{p('Boxed words.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>",
    )
    + "<w:sectPr/>"
)
PARTS = {
    "numbering": levels(("decimal", "[%1]", 1)),
    "footnotes": f'<w:footnote w:id="2">{p("A note on it.")}</w:footnote>',
    "styles": '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>',
}
WHOLE = docx(BODY, **PARTS)


def test_a_claim_that_was_compared_with_texts_has_a_comment_on_what_is_in_them():
    bare = report(WHOLE)
    document = bare.article.document
    assert document
    at = document.sources[NAME].index("it grows")
    place = place_in(document, at, at + len("it grows"))
    claims = (Claim("c1", "it grows", place), Claim("c2", "it grows", replace(place, file="claims.yaml")))
    comparisons = (Comparison("1", passages=(Passage("It grows in spring.", 0.8, 3, "12"),)),)
    evidence = replace(bare.evidence, comparisons={"c1": comparisons, "c2": comparisons})
    data = annotate(replace(bare, article=replace(bare.article, claims=claims), evidence=evidence), WHOLE)

    assert commented(data) == ["it grows", "The main title"]
    lines = ["".join(line.itertext()) for line in xml(data, "word/comments.xml")[0]]
    assert lines == ["In the texts of the cited works", "Nearest passage: [1], p. 12 (score 0.80): “It grows in spring.”"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("is soft and", "is soft and"),
        ("ower", "ower"),
        ("Added", "Added"),
        ("words a link", "words a link"),
        ("Soft power", "Soft power"),
        ("[1] Nye J.", "Nye J."),
        ("Nye, 1990", "(Nye, 1990)"),
        ("and (Nye", "and (Nye, 1990)"),
        ("missing from the text", "The main title"),
    ],
)
def test_a_comment_is_at_the_exact_words_or_around_the_citation_or_at_the_title(words: str, expected: str):
    assert commented(annotate(report(WHOLE, words), WHOLE)) == [expected, "The main title"]


def test_a_finding_in_a_note_is_at_its_reference_and_one_in_a_box_at_the_box():
    result = annotate(report(WHOLE, "note on", "Boxed"), WHOLE)
    (_checked, note, box) = (element.getnext() for element in xml(result).iter(f"{W}commentRangeStart"))
    assert note.find(f"{W}footnoteReference") is not None
    assert next(box.iter(f"{W}txbxContent"), None) is not None
    assert not [element for inside in xml(result).iter(f"{W}txbxContent") for element in inside.iter(*MARKS)]


def test_each_finding_is_one_comment_that_word_can_read():
    comments = [*python_docx.Document(BytesIO(annotate(report(WHOLE, "soft", "soft", "grows"), WHOLE))).comments]
    assert [(comment.comment_id, comment.author, comment.initials, comment.timestamp) for comment in comments] == [
        (number, "kzcheck", "kz", WHEN) for number in range(4)
    ]
    assert comments[0].text == "This is wrong.\nfix: Write it better.\nerror · CITE101 unknown-reference"


def test_comments_that_are_there_stay():
    body = p('<w:commentRangeStart w:id="4"/>', "Power", '<w:commentRangeEnd w:id="4"/>', " is soft.")
    data = docx(body, comments=f'<w:comment w:id="4" w:author="Editor">{p("Why?")}</w:comment>')
    comments = [*python_docx.Document(BytesIO(annotate(report(data, "soft"), data))).comments]
    assert [(comment.comment_id, comment.author, comment.text.partition("\n")[0]) for comment in comments] == [
        (4, "Editor", "Why?"),
        (5, "kzcheck", "This is wrong."),
        (6, "kzcheck", "What was checked, and what was not"),
    ]


def test_nothing_else_changes():
    result = annotate(report(WHOLE, "ower is so", "soft and", "grows2", "link", "note", "Boxed", "Nye J", "ye J. S"), WHOLE)
    assert without_comments(xml(result)) == without_comments(xml(WHOLE))
    old, new = zipfile.ZipFile(BytesIO(WHOLE)), zipfile.ZipFile(BytesIO(result))
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert {*new.namelist()} - {*old.namelist()} == {"word/comments.xml"}
    read = documents.read(result, NAME, "docx", lambda _: None).document
    assert read.sources == documents.read(WHOLE, NAME, "docx", lambda _: None).document.sources


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 40)), max_size=6))
def test_any_places_are_marked_without_changing_the_text(places: list[tuple[int, int]]):
    text = documents.read(WHOLE, NAME, "docx", lambda _: None).document.sources[NAME]
    words = [text[start : start + length].split("\n")[0] for start, length in places]
    chosen = [word for word in words if word.strip()]
    result = annotate(report(WHOLE, *chosen), WHOLE)
    assert without_comments(xml(result)) == without_comments(xml(WHOLE))
    assert len(commented(result)) == len(chosen) + 1


def test_findings_on_the_same_and_on_overlapping_words_each_enclose_their_own():
    words = ["is soft", "is soft", "soft and", "soft"]
    assert commented(annotate(report(WHOLE, *words), WHOLE))[:4] == words


def test_hostile_text_of_the_document_stays_as_it_is():
    text = "=cmd|' /C calc'!A0 \u202e\u2066**b**\u2069 <script>x</script> ]]> {{7*7}} &amp;"
    data = docx(p(f"Rivers {text} rise [9]."))
    result = annotate(report(data, text, "x</script> ]]> {{7"), data)
    assert commented(result)[:2] == [text, "x</script> ]]> {{7"]
    assert without_comments(xml(result)) == without_comments(xml(data))


def test_hostile_text_in_findings_is_harmless():
    message = 'a </w:t><w:fldSimple w:instr="DDEAUTO"/> \x00\x1b[31m \u202e \ud800 & <b>'
    result = annotate(report(WHOLE, "soft", message=message.replace("{", "{{")), WHOLE)
    root = xml(result, "word/comments.xml")
    assert not [*root.iter(f"{W}fldSimple", f"{W}instrText", f"{W}fldChar")]
    assert "<U+202E>" in "".join(root.itertext())


def test_a_document_that_was_changed_since_is_refused():
    with pytest.raises(UnreadableError, match="was changed since it was read"):
        annotate(report(WHOLE, "soft"), docx(p("Another text.")))


def test_a_document_in_strict_form_stays_one():
    usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    source = zipfile.ZipFile(BytesIO(docx(p("Power is soft."))))
    result = BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(usual.encode(), strict.encode()))
    data = result.getvalue()
    for part in ("word/document.xml", "word/comments.xml"):
        content = zipfile.ZipFile(BytesIO(annotate(report(data, "soft"), data))).read(part).decode()
        assert strict in content
        assert usual not in content


def test_a_file_of_ours_is_known_until_word_saves_it_again(tmp_path):
    file = tmp_path / "annotated.docx"
    file.write_bytes(annotate(report(WHOLE, "soft"), WHOLE))
    assert module.is_ours(file)
    python_docx.Document(file).save(file)
    assert not module.is_ours(file)

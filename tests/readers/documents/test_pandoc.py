"""Documents that pandoc reads: its text is one block a line; it runs apart, within limits, and only if the extra is installed."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from kzcheck.readers.articles import article_of

pytest.importorskip("pypandoc")

ORG = """#+TITLE: Soft power
#+LANGUAGE: en
* Introduction
It grew [cite:@nye1990 p. 5; @roe] a lot.[fn:1]  It /fell/ in x^{2}.

1. one
2. two

#+begin_quote
A quotation.
#+end_quote

| a | b |

[fn:1] See there.
* References
#+bibliography: works.bib
"""


def read(data: bytes, name: str) -> documents.Manuscript:
    form = documents.format_of(PurePosixPath(name).suffix, data)
    manuscript = documents.read(data, name, form, lambda _: None)
    text = manuscript.document.sources[name]
    assert manuscript.document.projected
    for block in manuscript.document.blocks:
        for run in block.runs:
            assert text[run.start : run.end] == run.text
    return manuscript


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableError) as error:
        read(data, name)
    (line,) = error.value.problems
    assert line.isprintable()
    return line


def odt(body: str, **parts: str) -> bytes:
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kinds = "".join(f"<office:{part}/>" for part in ("font-face-decls", "styles", "automatic-styles", "master-styles"))
    styles = f"<office:document-styles {names}>{kinds}</office:document-styles>"
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, part in {"META-INF/manifest.xml": "<manifest/>", "styles.xml": styles, **parts}.items():
            archive.writestr(name, part)
    return file.getvalue()


class TestText:
    def test_blocks_have_kinds_and_notes_come_last(self):
        document = read(ORG.encode(), "paper.org").document
        assert [(block.kind, block.label, block.text) for block in document.blocks] == [
            ("front", "title", "Soft power"),
            ("heading", "", "Introduction"),
            ("paragraph", "", "It grew [cite:@nye1990 p. 5; @roe] a lot.1 It fell in x2."),
            ("item", "1", "one"),
            ("item", "2", "two"),
            ("quotation", "", "A quotation."),
            ("cell", "", "a"),
            ("cell", "", "b"),
            ("heading", "", "References"),
            ("note", "1", "See there."),
        ]
        assert document.title == "Soft power"
        assert [run.text for run in document.blocks[2].runs if run.superscript] == ["1", "2"]
        assert [run.note for run in document.blocks[2].runs if run.note] == ["1"]

    def test_keys_cite_with_prefix_and_suffix(self):
        document = read(ORG.encode(), "paper.org").document
        cites = next(run.cites for run in document.blocks[2].runs if run.cites)
        assert [(cite.key, cite.suffix.strip()) for cite in cites] == [("nye1990", "p. 5"), ("roe", "")]

    def test_the_lists_that_the_document_names_are_named(self):
        assert read(ORG.encode(), "paper.org").lists == ("works.bib",)

    def test_an_opendocument_text_is_read_with_its_notes_and_list(self):
        note = (
            '<text:note text:id="f" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>See there.</text:p></text:note-body></text:note>"
        )
        body = (
            f'<text:h text:outline-level="1">Text</text:h><text:p>It grew{note} [1, p. 5].</text:p>'
            '<text:h text:outline-level="1">References</text:h>'
            "<text:p>1. Nye J. Soft power. New York: Example, 2004.</text:p><text:p>2. Roe R. Power. Kyiv: Example, 2005.</text:p>"
        )
        article = article_of(read(odt(body), "paper.odt"))
        assert [(reference.id, reference.printed) for reference in article.references] == [
            ("1", "Nye J. Soft power. New York: Example, 2004."),
            ("2", "Roe R. Power. Kyiv: Example, 2005."),
        ]
        assert [[(citation.reference, citation.locator) for citation in claim.citations] for claim in article.claims] == [
            [("1", "5")]
        ]

    @pytest.mark.parametrize(
        ("name", "source"),
        [
            ("paper.rtf", r"{\rtf1\ansi It grew.\par}"),
            ("paper.typ", "It grew."),
            ("paper.rst", "It grew."),
            ("paper.wiki", "It grew."),
            ("paper.dbk", '<article xmlns="http://docbook.org/ns/docbook"><para>It grew.</para></article>'),
        ],
    )
    def test_other_formats_are_read(self, name, source):
        assert [block.text for block in read(source.encode(), name).document.blocks] == ["It grew."]


class TestLimits:
    def test_without_the_extra_a_line_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pypandoc", None)
        line = "paper.org: is read with pandoc, which is not installed; run pip install 'kzcheck[documents]'"
        assert refusal(b"It grew.", "paper.org") == line

    @pytest.mark.parametrize(
        ("name", "include"),
        [
            ("paper.org", '#+INCLUDE: "/etc/passwd"'),
            ("paper.rst", ".. include:: /etc/passwd"),
            ("paper.typ", '#include "/etc/passwd"'),
        ],
    )
    def test_included_files_are_not_read(self, name, include):
        try:
            manuscript = read(f"It grew.\n\n{include}\n".encode(), name)
        except UnreadableError as error:
            assert "pandoc cannot read it" in str(error)  # noqa: PT017
        else:
            assert "root:" not in manuscript.document.sources[name]

    def test_an_archive_that_grows_beyond_measure_is_refused(self):
        assert "too large when unpacked" in refusal(odt("", **{"big.xml": " " * (65 << 20)}), "paper.odt")

    def test_damaged_and_encrypted_archives_are_refused(self):
        whole = odt("<text:p>It grew.</text:p>")
        assert refusal(whole[:-100], "paper.odt").startswith("paper.odt: is damaged; open it")
        encrypted = odt("", **{"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})
        assert refusal(encrypted, "paper.odt") == "paper.odt: is encrypted; save it without a password"

    def test_a_document_without_text_and_nested_too_deeply_is_refused(self):
        assert "has no text" in refusal(b"#+TITLE:\n", "paper.org")
        assert refusal(b"{\\rtf1" + b"{" * 200_000, "paper.rtf")

    @settings(max_examples=10, deadline=None)
    @given(st.text(st.sampled_from("{}\\rtf1 *[]@:\n-|#"), max_size=60))
    def test_any_text_is_read_or_refused(self, text):
        for name in ("paper.org", "paper.rtf"):
            try:
                read(text.encode() or b" ", name)
            except UnreadableError as error:
                assert "\n" not in str(error)  # noqa: PT017

"""Whatever a file holds, its text is read or there is a reason: never a crash, never a hang."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kzcheck.readers.texts import LARGEST, read_text
from kzcheck.reasons import Reason
from kzcheck.texts import Text
from pdf_files import flow, pdf, written

SENTENCE = "The steppe was never empty, and those who drew it knew that well. "
WHOLE = pdf(flow(SENTENCE * 20))


def reason(content: bytes, name: str, seconds: float = 30) -> str:
    made = read_text(content, name, seconds=seconds)
    assert isinstance(made, Reason)
    return made.code


def words(content: bytes, name: str) -> str:
    made = read_text(content, name)
    assert isinstance(made, Text)
    return "".join(leaf.text for leaf in made.leaves)


def page(content: bytes, font: str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", dictionary: bytes = b"") -> bytes:
    """Return a PDF of one page with this content."""
    head = written(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F {font}>>>>/Contents 4 0 R>>",
        ]
    )
    stream = b"4 0 obj\n<</Length %d%s>>stream\n%s\nendstream\nendobj\n" % (len(content), dictionary, content)
    return head[: head.index(b"xref")] + stream + b"trailer<</Root 1 0 R>>\n%%EOF"


def zipped(**parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


class TestPdf:
    def test_a_truncated_file(self):
        assert reason(WHOLE[:300], "a.pdf") == "damaged-file"

    def test_an_encrypted_file(self):
        objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[]/Count 0>>",
            f"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>",
        ]
        assert reason(written(objects, "/Encrypt 3 0 R/ID[<00><00>]"), "a.pdf") == "encrypted-file"

    def test_scanned_pages_without_words(self):
        picture = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q"
        assert reason(pdf([], [], extra=picture), "a.pdf") == "only-pictures"

    def test_a_stream_that_unpacks_to_gigabytes(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = packer.compress(b"BT /F 9 Tf (a) Tj ET " * 50_000) + packer.flush(zlib.Z_FULL_FLUSH)
        bomb = b"\x78\xda" + 3_000 * block + packer.flush()
        assert reason(page(bomb, dictionary=b"/Filter/FlateDecode"), "a.pdf") in ("broke-off", "much-memory", "slow-file")

    def test_ten_thousand_empty_pages(self):
        assert reason(pdf(*[[]] * 10_000), "a.pdf") == "no-words"

    def test_more_pages_than_any_book_has(self):
        pages = f"<</Type/Pages/Kids[{'3 0 R ' * 10_001}]/Count 10001>>"
        assert reason(written(["<</Type/Catalog/Pages 2 0 R>>", pages, "<</Type/Page/Parent 2 0 R>>"]), "a.pdf") == "large-file"

    @pytest.mark.parametrize("letters", [range(0xE000, 0xE040), range(0x62, 0x7B)])
    def test_fonts_without_maps(self, letters: range):
        """A font whose map gives letters for private use, and one that gives letters at random: no vowels, no blanks."""
        consonants = [code for code in letters if chr(code) not in "aeiouy"]
        pairs = "\n".join(f"<{code:02x}> <{consonants[code % len(consonants)]:04x}>" for code in range(32, 127))
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange 95 beginbfchar\n{pairs}\nendbfchar endcmap end end"
        )
        text = b"BT /F 10 Tf 14 TL 50 700 Td " + b"".join(b"(%s) Tj T* " % SENTENCE.encode() for _ in range(10)) + b"ET"
        made = page(text, font="<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>")
        mapped = b"5 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(cmap), cmap.encode())
        assert reason(made.replace(b"trailer", mapped + b"trailer"), "a.pdf") == "unmapped-fonts"

    def test_a_file_that_takes_too_long(self):
        line = b"BT /F 10 Tf 50 700 Td " + b"(%s) Tj " % SENTENCE.encode() * 2_000 + b"ET"
        long = page(line).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[" + b"3 0 R " * 3_000 + b"]/Count 3000")
        assert reason(long, "a.pdf", seconds=1) == "slow-file"


class TestPages:
    def test_tags_that_are_not_closed(self):
        assert SENTENCE.strip() in words(
            b"<!doctype html><body><p>" + SENTENCE.encode() + b"<p><b>" + SENTENCE.encode() * 9, "a.html"
        )

    @pytest.mark.parametrize("tag", ["div", "b", "ul"])
    def test_a_hundred_thousand_nested_tags(self, tag: str):
        made = read_text(b"<!doctype html><body>" + f"<{tag}>".encode() * 100_000 + SENTENCE.encode(), "a.html")
        assert isinstance(made, Text | Reason)

    def test_scripts_are_not_run_and_not_read(self):
        script = b"<script>document.write('Written by a script.')</script>"
        text = words(b"<!doctype html><body>" + script + b"<p>" + SENTENCE.encode() * 9, "a.html")
        assert "script" not in text

    def test_a_wrong_charset(self):
        sentence = "Степь никогда не была пустой, и те, кто её рисовал, это хорошо знали. "
        page = '<html><head><meta charset="koi8-r"></head><body><p>' + sentence * 9
        assert sentence.strip() in words(page.encode("utf-8"), "a.html")

    def test_a_page_that_is_built_by_scripts(self):
        assert reason(b"<!doctype html><body><div id=root></div><script src=a.js></script>", "a.html") == "no-words"

    def test_nothing_but_attributes(self):
        assert isinstance(read_text(b"<html><body><p " + b"a=1 " * 2_000_000 + b">text", "a.html"), Text | Reason)


class TestDocuments:
    def test_an_archive_that_grows_beyond_all_measure(self):
        assert reason(zipped(**{"word/document.xml": "<a>" + " " * 100_000_000 + "</a>"}), "a.docx") == "large-file"

    def test_a_damaged_archive(self):
        whole = zipped(**{"word/document.xml": "<a>text</a>"})
        assert reason(whole[:60], "a.docx") in ("damaged-file", "other-kind")

    def test_an_old_word_document(self):
        assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.doc") == "other-kind"

    def test_entities_are_not_expanded(self):
        entities = '<!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        assert reason(f"{entities}<article><front/><body><p>&b;</p></body></article>".encode(), "a.xml") == "damaged-file"

    def test_braces_and_brackets_without_end(self):
        for content, name in (
            (b"[" * 200_000, "a.md"),
            (b"\\documentclass{a}\\begin{document}" + b"{" * 200_000 + b"text", "a.tex"),
        ):
            assert isinstance(read_text(content, name), Text | Reason)


class TestOtherFiles:
    @pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\n" * 1000])
    def test_an_empty_file(self, content: bytes):
        assert reason(content, "a.txt") == "empty-file"

    @pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.docx", "a.txt", "a.epub", "a"])
    def test_a_picture_whatever_its_name(self, name: str):
        assert reason(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8, name) == "other-kind"

    def test_a_suffix_that_nobody_knows(self):
        assert reason(b"MATLAB 5.0", "a.mat") == "other-kind"

    def test_sixty_four_mebibytes(self):
        assert reason(b"word " * (LARGEST // 5), "a.txt") == "large-file"
        assert reason(b"<p>" + b"word " * (LARGEST // 5), "a.html") == "large-file"
        assert reason(b"%PDF-1.7\n" + b"word " * (LARGEST // 5), "a.pdf") == "large-file"

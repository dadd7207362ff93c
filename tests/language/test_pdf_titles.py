"""The title that a PDF declares."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.language.page_titles import pdf_title

TITLE = "Rivers (that) never were"


def pdf(string: bytes, more: bytes = b"/Producer (Invented)") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< " + more + b" /Title " + string + b" /CreationDate (D:2020) >>\nendobj\n"


@pytest.mark.parametrize(
    "string",
    [
        b"(Rivers \\(that\\) never were)",
        b"(Rivers (that) never were)",
        b"(Rivers \\050that\\051 never\\\n were)",
        b"<FEFF" + TITLE.encode("utf-16-be").hex().encode() + b">",
        b"<" + TITLE.encode().hex().encode() + b">",
        b"(\xef\xbb\xbfRivers \\(that\\) never were)",
    ],
)
def test_the_title_in_the_information_dictionary_is_read_in_every_notation(string: bytes):
    assert pdf_title(pdf(string)) == TITLE


def test_letters_of_other_scripts_are_read():
    assert pdf_title(pdf(b"<FEFF" + "Реки степи".encode("utf-16-be").hex().encode() + b">")) == "Реки степи"


def test_the_title_in_the_xmp_packet_takes_precedence():
    packet = "<dc:title>\n<rdf:Alt><rdf:li xml:lang='x-default'>Реки &amp; дороги</rdf:li></rdf:Alt></dc:title>".encode()

    assert pdf_title(pdf(b"(Another)") + packet) == "Реки & дороги"


def test_the_title_of_a_chapter_in_the_outline_is_not_the_file_s():
    outline = b"%PDF-1.4\n7 0 obj\n<< /Title (Introduction) /Parent 5 0 R /Next 8 0 R /Dest [1 0 R] >>\nendobj\n"

    assert pdf_title(outline + pdf(b"(Rivers \\(that\\) never were)")) == TITLE
    assert pdf_title(outline) == ""


@pytest.mark.parametrize(
    "left", [b"Microsoft Word - final2.doc", b"untitled", b"article.indd", b"10.5555/x.1", b"S0012-3456", b"Layout 1", b"", b"  "]
)
def test_a_program_s_placeholder_is_not_a_title(left: bytes):
    assert pdf_title(pdf(b"(" + left + b")")) == ""


def test_an_encrypted_file_has_no_title():
    assert pdf_title(pdf(b"(x\x8f\x01Qz title)") + b"trailer << /Encrypt 9 0 R >>") == ""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([b"/Title", b"(", b")", b"<<", b"\\", b"<FEFF", b"/Producer", b"\xff", b"<dc:title>", b"a"]), max_size=40
    )
)
def test_any_bytes_are_read_without_an_error(parts: list[bytes]):
    assert isinstance(pdf_title(b"%PDF-" + b" ".join(parts)), str)


@pytest.mark.parametrize("piece", [b"/Title(", b"/Title <<", b"<dc:title>", b"/Title (\\", b"/Title ((((", b"<< /Title (.....1"])
def test_time_grows_at_most_linearly_with_the_file(piece: bytes):
    started = perf_counter()
    pdf_title(piece * ((1 << 18) // len(piece)))

    assert perf_counter() - started < 0.5

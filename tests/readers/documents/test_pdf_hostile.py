"""Whatever is in a PDF, it is read or refused with one line, and the places of runs are in the text."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from kzcheck.readers.documents.pdf.layout import layout
from kzcheck.readers.documents.pdf.pieces import Page, Piece
from pdf_files import LEFT, Text, flow, pdf, written

NAME = "paper.pdf"
WHOLE = pdf(flow("One page of text. " * 40), title="Title")
PLACES = st.floats(-1e6, 1e6, width=32)
PIECES = st.builds(
    Piece, st.text(min_size=1, max_size=20), PLACES, PLACES, PLACES, st.floats(0.125, 1e4, width=32), st.booleans(), st.booleans()
)


def read(data: bytes) -> list[str]:
    document = documents.read(data, NAME, documents.format_of(".pdf", data), lambda _: None).document
    return [block.text for block in document.blocks]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read(data)
    (line,) = error.value.problems
    assert line.isprintable()
    return line


@given(st.lists(st.builds(Page, st.just(595.0), st.just(842.0), st.text(max_size=5), st.lists(PIECES, max_size=30)), max_size=5))
@settings(max_examples=20)
def test_any_pieces_have_a_layout_in_which_places_are_right(pages: list[Page]):
    made = layout(pages)
    for block in made.blocks:
        for run in block.runs:
            assert made.text[run.start : run.end] == run.text
            assert "\n" not in run.text
    assert [*made.pages] == sorted(made.pages, key=lambda page: page[0])


@given(st.binary(max_size=100), st.integers(0, len(WHOLE)))
@settings(max_examples=3)
def test_any_bytes_are_read_or_refused(data: bytes, place: int):
    for hostile in (data, b"%PDF-1.7\n" + data, WHOLE[:place] + data + WHOLE[place:]):
        try:
            read(hostile)
        except UnreadableError as refused:
            (line,) = refused.problems
            assert line.startswith(f"{NAME}: ")


class TestRefusals:
    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"no PDF at all", WHOLE[:200], b"%PDF-1.7\n" + bytes(1000)])
    def test_a_broken_file(self, data: bytes):
        assert "is damaged, or not a PDF" in refusal(data)

    def test_a_file_with_a_password(self):
        objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[]/Count 0>>",
            f"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'00' * 32}>/U<{'11' * 32}>>>",
        ]
        data = written(objects, "/Encrypt 3 0 R/ID[<00><00>]")
        assert "is encrypted; save it without a password" in refusal(data)

    def test_scanned_pages(self):
        picture = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x41 EI Q"
        assert "has no text, only pictures" in refusal(pdf([], [], extra=picture))

    def test_empty_pages(self):
        assert refusal(pdf(*[[] for _ in range(500)])).endswith("has no text; give the file that it was made from")

    def test_too_many_pages(self):
        kids = "3 0 R " * 10_001
        data = written(
            ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count 10001>>", "<</Type/Page/Parent 2 0 R>>"]
        )
        assert "is too long" in refusal(data)

    def test_a_stream_that_unpacks_to_gigabytes(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = packer.compress(b"BT (a) Tj ET" * 100_000) + packer.flush(zlib.Z_FULL_FLUSH)
        packed = b"\x78\xda" + 2_000 * block + packer.flush()
        page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
        head = written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page])
        stream = b"4 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (len(packed), packed)
        assert "save or export it again" in refusal(head[: head.index(b"xref")] + stream + b"trailer<</Root 1 0 R>>\n%%EOF")


def test_a_text_of_another_kind_is_not_taken_for_a_pdf():
    assert documents.format_of(".txt", b"A text about %PDF-1.7") == "text"
    assert documents.format_of(".docx", WHOLE) == "pdf"


def test_a_page_that_is_turned_is_read_as_it_is_seen():
    turned = "q 0 1 -1 0 500 100 cm BT /F 10 Tf 0 0 Td (Turned by a quarter) Tj ET Q"
    assert read(pdf([], extra=turned, rotate=90)) == ["Turned by a quarter"]


def test_text_outside_the_page_is_not_read():
    assert read(pdf([Text(LEFT, 700, "Seen."), Text(-900, 500, "Unseen.")])) == ["Seen."]

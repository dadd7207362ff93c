"""Plain text: paragraphs, tables and pages are known by the lines alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents

NAME = "paper.txt"
LINE = "The strategy stressed the importance of good relations with everyone."
LONG = f"{LINE} {LINE}"


def read(text: str):
    document = documents.read(text.encode(), NAME, "text", lambda _: None).document
    source = document.sources[NAME]
    for block in document.blocks:
        for run in block.runs:
            assert source[run.start : run.end] == run.text
    return document


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def test_wrapped_lines_are_parted_by_empty_lines():
    assert texts(f"{LINE}\n{LINE}\n\n  {LINE}\n \nEnd.\n") == [f"{LINE}\n{LINE}", LINE, "End."]


def test_each_long_line_is_a_paragraph():
    assert texts(f"{LONG}\n{LONG}\r\n\r\n{LONG}\nEnd.") == [LONG, LONG, LONG, "End."]


def test_many_short_cells_of_tables_do_not_make_long_lines_wrapped_ones():
    cells = [str(number) for number in range(100)]
    assert texts("\n".join([LONG, LONG, *cells, LONG, "End."])) == [LONG, LONG, *cells, LONG, "End."]


def test_many_wrapped_lines_without_empty_ones_are_parted_where_a_line_ends_early():
    paragraph = "\n".join([LINE[:-1]] * 20 + ["It ends here."])
    assert texts("\n".join([paragraph] * 3)) == [paragraph] * 3


def test_a_long_address_does_not_make_each_wrapped_line_one_that_ends_early():
    paragraph = "\n".join([LINE] * 80)
    address = "https://example.org/" + "a" * 200
    assert texts(f"{paragraph}\n\n{address}") == [paragraph, address]


def test_a_word_that_does_not_fit_leaves_no_early_end():
    word = "(Doe\u00a0and\u00a0Roe,\u00a02004)"
    paragraph = "\n".join([LINE, f"{LINE[:45]}.", word + LINE[len(word) :]] * 15)
    assert texts(paragraph) == [paragraph]


def test_rows_of_three_columns_are_cells_and_a_number_before_a_tab_is_none():
    blocks = read(f"{LONG}\n1\tNye J. Soft power.\na\t\t b").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", LONG),
        ("paragraph", "1\tNye J. Soft power."),
        ("cell", "a"),
        ("cell", " b"),
    ]


@pytest.mark.parametrize(("first", "second"), [(f"{LONG}\n– 17 –\n\f", f"{LONG}\n18\n"), (f"17\n{LONG}\n\f", f"18\n{LONG}\n")])
def test_form_feeds_begin_pages_and_the_numbers_on_them_are_not_text(first, second):
    document = read(first + second)
    assert [block.text for block in document.blocks] == [LONG, LONG]
    assert [document.page(block.runs[0].start) for block in document.blocks] == ["17", "18"]


def test_pages_without_numbers_are_counted():
    document = read(f"{LONG}\n\f{LONG}\n\f{LONG}")
    assert [document.page(block.runs[0].start) for block in document.blocks] == ["1", "2", "3"]


def test_thirty_thousand_lines_of_any_kind_are_read():
    for line in ("a", LINE, LONG, "a\tb\tc", "\f", "1\f"):
        assert len(read("x" + f"{line}\n" * 30_000).blocks) >= 1


@given(st.text(st.sampled_from("a1. \t\n\r\f–"), max_size=80))
def test_any_text_is_read_or_refused_and_no_letter_is_lost(text):
    try:
        document = read(text)
    except UnreadableError:
        assert not text.strip()
        return
    if "\f" not in text:
        assert "".join("".join(block.text for block in document.blocks).split()) == "".join(text.split())

"""Places in a file: lines, spans, and the narrower place of exact words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzcheck.article import Location, line_starts, narrow, span

TEXT = """\
- title: Soft
    power in
    world art
  note: "art world"
"""


def place(text: str, part: str) -> Location:
    start = text.index(part)
    return span("f", line_starts(text), start, start + len(part))


def cut(text: str, location: Location) -> str:
    starts = line_starts(text)
    first, last = starts[location.line - 1] + location.column - 1, starts[location.end_line - 1] + location.end_column - 1
    return text[first:last]


TITLE = place(TEXT, "Soft\n    power in\n    world art")


def test_words_are_found_across_folded_lines():
    location = narrow({"f": TEXT}, TITLE, "power in world")

    assert cut(TEXT, location) == "power in\n    world"
    assert (location.line, location.column, location.end_line, location.end_column) == (2, 5, 3, 10)


def test_words_are_found_only_within_the_location():
    assert narrow({"f": TEXT}, TITLE, "note") == TITLE
    assert str(narrow({"f": TEXT}, place(TEXT, '"art world"'), "world")) == "f:4:14"


def test_whole_words_are_preferred_to_parts_of_a_word():
    text = "title: party art start"

    assert narrow({"f": text}, place(text, "party art start"), "art").column == 14
    assert narrow({"f": text}, place(text, "party"), "art").column == 9


def test_a_location_is_kept_if_no_words_are_given_or_the_file_is_unknown():
    assert narrow({"f": TEXT}, TITLE, " ") == TITLE
    assert narrow({}, TITLE, "Soft") == TITLE


def test_lines_end_only_in_lf_crlf_or_cr():
    assert line_starts("a\nb\r\nc\rd\u2028e\x85f\x0bg") == (0, 2, 5, 7)


def test_a_long_run_of_one_letter_is_searched_quickly():
    text = "a" * 200_000

    assert narrow({"f": text}, place(text, text), "a" * 1_000 + "b") == place(text, text)


@given(st.text(st.sampled_from("ab \n\r\té"), max_size=40), st.data())
def test_any_words_of_a_file_are_found_at_their_place(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    location = span("f", line_starts(text), 0, len(text))
    narrowed = narrow({"f": text}, location, text[start:end])

    assert cut(text, span("f", line_starts(text), start, end)) == text[start:end]
    assert cut(text, narrowed).split() == (text[start:end].split() or text.split())

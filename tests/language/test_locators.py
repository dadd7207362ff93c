"""Page ranges and page counts in the forms of many languages and styles."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.locators import DASHES, extent, is_count, page_ranges

PAGE_LIKE = st.text(alphabet=st.sampled_from("0123456789-–—,;. ()+[]AeSivxpcсСб第页:f\u00a0"), max_size=60)


def ends(text: str) -> list[tuple[int | None, int | None]]:
    return [(pages.first, pages.last) for pages in page_ranges(text)]


@pytest.mark.parametrize(
    "text", ["153-171", "153–171", "153—171", "153--171", "153 - 171", "pp. 153-171", "С. 153–171", "с.153-171", "S. 153-171"]
)
def test_a_range_is_read_with_any_dash_and_label(text: str) -> None:
    assert ends(text) == [(153, 171)]


@pytest.mark.parametrize("text", ["153–171 бет", "第153-171页", "p. 153 to 171", "ss. 153-171", "153-171 p."])
def test_a_range_is_read_in_any_language(text: str) -> None:
    assert ends(text) == [(153, 171)]


@pytest.mark.parametrize(
    ("text", "last"),
    [("1021-9", 1029), ("1021–29", 1029), ("1021-1030", 1030), ("1098-112", 1112), ("99-102", 102), ("238-42", 242)],
)
def test_a_shortened_end_is_completed(text: str, last: int) -> None:
    assert page_ranges(text)[0].last == last


def test_an_end_that_is_no_shortening_is_kept_and_the_range_is_reversed() -> None:
    assert [pages.reversed for pages in page_ranges("171-153, 1098-12")] == [True, True]


@pytest.mark.parametrize(
    ("text", "prefix", "first", "last"),
    [
        ("S1–S8", "S", 1, 8),
        ("A12-A15", "A", 12, 15),
        ("R34-40", "R", 34, 40),
        ("1:12–1:30", "1:", 12, 30),
        ("W-1–W-12", "W-", 1, 12),
        ("188.e1-188.e14", "188.e", 1, 14),
        ("e0123456", "e", 123456, 123456),
    ],
)
def test_a_prefix_of_both_ends_is_separated(text: str, prefix: str, first: int, last: int) -> None:
    pages = page_ranges(text)[0]
    assert (pages.prefix, pages.first, pages.last) == (prefix, first, last)


def test_ends_with_different_prefixes_are_not_a_range() -> None:
    assert ends("S12-e15") == [(12, None)]


@pytest.mark.parametrize("text", ["12f", "12f.", "12 ff.", "S. 12 ff.", "12 sq.", "12 et seq.", "с. 12 и след."])
def test_following_pages_have_no_known_end(text: str) -> None:
    assert ends(text) == [(12, None)]


def test_an_open_range_has_no_end() -> None:
    assert ends("153-") == [(153, None)]


@pytest.mark.parametrize("text", ["iv–xii", "XII", "iv"])
def test_roman_numerals_have_no_numeric_value(text: str) -> None:
    assert ends(text) == [(None, None)]


def test_a_list_of_pages_is_several_ranges() -> None:
    assert ends("12-15, 18, 20–22; 30+35") == [(12, 15), (18, 18), (20, 22), (30, 30), (35, 35)]


def test_thousands_separators_in_both_ends_are_read() -> None:
    assert ends("1,021-1,030") == [(1021, 1030)]


def test_a_suffix_is_not_part_of_the_number() -> None:
    assert ends("12A, 90S-7S") == [(12, 12), (90, 97)]


@pytest.mark.parametrize("text", ["", "n/a", "in press", "passim", "1234567890123"])
def test_text_that_is_not_a_page_is_skipped(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("240", 240),
        ("240 p.", 240),
        ("xii, 240 p.", 240),
        ("xiv+321", 321),
        ("[30], 304 p., [3] leaves of plates", 304),
        ("1 024 p.", 1024),
        ("1,024 p.", 1024),
        ("240 с.", 240),
        ("240с.", 240),
        ("240 б.", 240),
        ("240 бет", 240),
        ("240 sayfa", 240),
        ("VII, 1232 Seiten", 1232),
        ("240 S.", 240),
        ("240页", 240),
        ("1 online resource (240 pages)", 240),
        ("240 p. : ill. ; 24 cm", 240),
    ],
)
def test_a_page_count_is_read(text: str, count: int) -> None:
    assert extent(text) == count


@pytest.mark.parametrize(
    "text", ["", "153-171", "153-171 p.", "с. 240", "12 ff.", "2 vols. (300; 420 p.)", "3 т.", "xii", "215c", "90S"]
)
def test_text_that_is_not_the_count_of_one_volume_has_no_extent(text: str) -> None:
    assert extent(text) is None


@pytest.mark.parametrize("text", ["240 p.", "P. 2631 p.", "xii, 240 с.", "240pp"])
def test_a_count_with_its_unit_is_distinguished_from_pages(text: str) -> None:
    assert is_count(text)


@pytest.mark.parametrize("text", ["240", "153-171", "153-171 p.", "С. 12", "12f", "215c", "104021", "3, 240 p. 7", "240 p." * 100])
def test_pages_are_not_a_count(text: str) -> None:
    assert not is_count(text)


@pytest.mark.parametrize(("text", "count"), [("025006, 29 pp.", 29), ("104021, 12 pages", 12), ("063, 20pp", 20)])
def test_an_article_number_is_not_front_matter(text: str, count: int) -> None:
    assert not is_count(text)
    assert extent(text) == count


@pytest.mark.parametrize(("text", "count"), [("240, [16] p.", 240), ("16, 240 p.", 240), ("xxx + 234 p.", 234)])
def test_front_matter_and_plates_belong_to_a_count(text: str, count: int) -> None:
    assert is_count(text)
    assert extent(text) == count


@given(st.text(max_size=200) | PAGE_LIKE)
def test_any_text_is_read_and_every_range_is_at_its_position(text: str) -> None:
    ranges = page_ranges(text)
    assert all(text[pages.start : pages.end] == pages.raw for pages in ranges)
    assert all(earlier.end <= other.start for earlier, other in pairwise(ranges))


@given(st.text(max_size=200) | PAGE_LIKE)
def test_an_extent_is_a_number_in_the_text(text: str) -> None:
    count = extent(text)
    assert count is None or str(count) in "".join(str(int(digit)) for digit in text if digit.isdecimal())


@given(st.integers(1, 99_999), st.integers(0, 500), st.sampled_from(DASHES))
def test_a_range_written_in_full_is_read_back(first: int, length: int, dash: str) -> None:
    assert ends(f"{first}{dash}{first + length}") == [(first, first + length)]


@given(st.integers(1, 99_999), st.integers(1, 500))
def test_a_range_with_the_shortest_end_is_read_back(first: int, length: int) -> None:
    whole, last = str(first), str(first + length)
    shared = next((at for at in range(len(last)) if len(whole) != len(last) or whole[at] != last[at]), len(last))
    assert ends(f"{whole}-{last[shared:]}") == [(first, first + length)]

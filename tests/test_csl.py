"""Dates, names and items in CSL's terms."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import FIELDS, Date, Item, Name, date, spelling, to_json


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2004", (2004,), ()),
        ("2004-05", (2004, 5), ()),
        ("2004-05-31", (2004, 5, 31), ()),
        ("2004/05/31", (2004, 5, 31), ()),
        ("31.05.2004", (2004, 5, 31), ()),
        ("2004/2006", (2004,), (2006,)),
        ("2004–2006", (2004,), (2006,)),
        ("2004-2006", (2004,), (2006,)),
        ("1889-96", (1889,), (1896,)),
        ("1998–99", (1998,), (1999,)),
        ("1889/96", (1889,), (1896,)),
        ("1999/00", (1999,), (2000,)),
        ("1998–01", (1998,), (2001,)),
        ("2004–05", (2004,), (2005,)),
        ("2019-13", (2019, 13), ()),
        ("2004-13-05", (2004, 13, 5), ()),
        ("2004-05-31T10:00:00Z", (2004, 5, 31), ()),
        ("-0350", (-350,), ()),
        ("-0044-03-15", (-44, 3, 15), ()),
        ("-0044/-0027", (-44,), (-27,)),
        ("2015/2016-22", (2015,), (2016,)),
        ("2015-21/2016", (2015,), (2016,)),
        ("2015-23/2016-21", (2015,), (2016,)),
        ("2015-22/2016-03", (2015,), (2016, 3)),
        ("1985/..", (1985,), ()),
        ("11/2006", (2006, 11), ()),
        ("2.2017", (2017, 2), ()),
    ],
)
def test_edtf_and_plain_numeric_dates_are_read(text: str, start: tuple[int, ...], end: tuple[int, ...]):
    assert (date(text).start, date(text).end) == (start, end)


@pytest.mark.parametrize(
    "text", ["January 2017", "n.d.", "im Druck", "199?-x", "", "2004-05-31-07", "12/13/14", "../1985", "/1985"]
)
def test_any_other_text_is_kept_and_not_guessed(text: str):
    assert date(text) == Date(raw=text)


@pytest.mark.parametrize("text", ["n.d.", "n. d.", "[n.d.]", "б.г.", "б. г.", "y.y.", "t.y.", "o. J.", "s.a.", "ж.ж."])
def test_a_list_may_say_that_a_work_is_undated(text: str):
    assert date(text).undated


def test_a_raw_date_with_one_year_has_that_year():
    assert date("Monday, October 24, 2011").year == 2011
    assert date("1999, reprinted 2011").year is None


def test_a_period_with_a_shortened_end_keeps_its_text():
    assert date("1889-96").raw == "1889-96"
    assert str(date("1889-96")) == "1889/1896"


def test_seasons_and_uncertainty_are_kept():
    assert date("2004-22") == Date(start=(2004,), season=2)
    assert date("1984~") == Date(start=(1984,), circa=True)


def test_a_period_with_seasons_keeps_its_text():
    assert date("2015-23/2016-22") == Date(start=(2015,), end=(2016,), raw="2015-23/2016-22")


def test_a_period_with_an_open_beginning_has_the_year_of_its_end():
    assert date("../1985").last_year == 1985
    assert str(date("../1985")) == "../1985"


@pytest.mark.parametrize("text", ["-0044", "-0044-03-15", "-0044/-0027", "0079", "2004-21", "2004-24~", "1984~", "2004-05/2006-07"])
def test_a_date_is_shown_in_edtf(text: str):
    assert str(date(text)) == text


@pytest.mark.parametrize(
    ("text", "possible"),
    [("2019-02-28", True), ("2019-02-31", False), ("2020-02-29", True), ("2019-13", False), ("2019-00-10", False)],
)
def test_impossible_days_are_recognised(text: str, possible: bool):
    assert date(text).possible is possible


@given(st.text(max_size=40))
def test_any_text_is_read_as_a_date_without_an_error(text: str):
    read = date(text)

    assert read.start or read.raw == text.strip()


@given(st.dates())
def test_a_day_is_read_back_from_its_edtf(day):
    parts = (day.year, day.month, day.day)

    assert date(str(Date(start=parts))).start == parts


def test_every_field_is_spelt_as_in_csl_and_back():
    assert FIELDS["container-title"] == "container_title"
    assert FIELDS["DOI"] == "doi"
    assert all(FIELDS[spelling(field)] == field for field in FIELDS.values())


def test_an_item_becomes_csl_json():
    item = Item(
        "a", type="book", title="T", author=(Name(family="Nye", given="J. S."),), issued=Date(start=(1990, 3)), doi="10.5555/1"
    )

    assert to_json(item) == {
        "id": "a",
        "type": "book",
        "title": "T",
        "author": [{"family": "Nye", "given": "J. S."}],
        "issued": {"date-parts": [[1990, 3]]},
        "DOI": "10.5555/1",
    }


YEARS, MONTHS, SEASONS = st.integers(1, 9999), st.integers(1, 12), st.integers(21, 24)
POINTS = st.one_of(
    YEARS.map("{:04d}".format),
    st.builds("{:04d}-{:02d}".format, YEARS, MONTHS),
    st.builds("{:04d}-{:02d}-{:02d}".format, YEARS, MONTHS, st.integers(1, 28)),
)


@settings(max_examples=25, deadline=None)
@given(st.one_of(POINTS, st.builds("{}~".format, POINTS), st.builds("{:04d}-{}".format, YEARS, SEASONS)))
def test_a_point_in_edtf_is_read_as_by_the_library_of_that_name(text: str):
    parse = pytest.importorskip("edtf", reason="edtf, which reads dates for comparison, is not installed").parse_edtf
    expected = parse(text)
    expected = getattr(expected, "date", expected)
    parts = [getattr(expected, name, None) for name in ("year", "month", "day")]
    own = date(text)

    assert own.start == tuple(int(part) for part in parts if part is not None)
    assert own.season == int(getattr(expected, "season", 20)) - 20
    assert own.circa == text.endswith("~")
    assert parse(str(own)) == parse(text)


@settings(max_examples=25, deadline=None)
@given(POINTS, POINTS)
def test_a_span_in_edtf_is_read_as_by_the_library_of_that_name(first: str, last: str):
    parse = pytest.importorskip("edtf", reason="edtf, which reads dates for comparison, is not installed").parse_edtf
    expected = parse(f"{first}/{last}")
    own = date(f"{first}/{last}")

    assert (parse(str(Date(start=own.start))), parse(str(Date(start=own.end)))) == (expected.lower, expected.upper)

"""The Retraction Watch table: from rows to notices by DOI."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date
from kzcheck.evidence import Update
from kzcheck.services.retraction_watch import Row, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,"
    "RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
).split(",")
"""The published columns."""

FULL = {
    "Record ID": "1",
    "Title": 'Rivers, "never" seen',
    "RetractionDate": "2/6/2010 0:00",
    "RetractionDOI": "10.5555/Notice",
    "OriginalPaperDOI": "10.5555/Rivers",
    "RetractionNature": "Retraction",
    "Reason": "+Concerns/Issues About Data;+Plagiarism of Text;",
    "Notes": "first line\nsecond line, with a comma",
}


def table(*values: Mapping[str, str], columns: list[str] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(values)
    return text.getvalue()


def read(text: str) -> list[Row]:
    return list(rows(io.StringIO(text, newline="")))


def row_with(**changes: str) -> list[Row]:
    return read(table(FULL | changes))


def test_a_row_is_a_notice_about_the_work_with_a_doi():
    notice = Update(
        "retraction", "10.5555/notice", Date((2010, 2, 6)), "retraction-watch", "Concerns/Issues About Data; Plagiarism of Text"
    )

    assert row_with() == [Row("10.5555/rivers", notice)]


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Retraction", "retraction"),
        ("Expression of concern", "expression_of_concern"),
        ("Correction", "correction"),
        ("Reinstatement", "reinstatement"),
        ("RETRACTION ", "retraction"),
    ],
)
def test_each_kind_of_notice_is_converted_to_crossrefs_word(nature: str, kind: str):
    assert [row.notice.type for row in row_with(RetractionNature=nature)] == [kind]


@pytest.mark.parametrize("nature", ["", "Something new"])
def test_a_notice_of_an_unknown_kind_is_left_out(nature: str):
    assert row_with(RetractionNature=nature) == []


@pytest.mark.parametrize("doi", ["", "unavailable", "Unavailable", "0", "n/a", "10.5555"])
def test_a_row_without_the_doi_of_the_work_is_left_out(doi: str):
    assert row_with(OriginalPaperDOI=doi) == []


@pytest.mark.parametrize("doi", ["", "unavailable", "0"])
def test_a_notice_may_lack_a_doi(doi: str):
    assert [row.notice.doi for row in row_with(RetractionDOI=doi)] == [""]


@pytest.mark.parametrize("doi", ["10.5555/RIVERS", " 10.5555/rivers ", "https://doi.org/10.5555/Rivers", "doi:10.5555/rivers"])
def test_dois_are_normalised(doi: str):
    assert [row.doi for row in row_with(OriginalPaperDOI=doi)] == ["10.5555/rivers"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2/6/2010 0:00", Date((2010, 2, 6))),
        ("12/31/1999", Date((1999, 12, 31))),
        ("02/06/2010 12:30", Date((2010, 2, 6))),
        ("31/12/1999", None),
        ("2010-02-06", None),
        ("2/30/2010", None),
        ("", None),
        ("unknown", None),
        ("2/6/10", None),
        ("0/0/0000", None),
    ],
)
def test_american_dates_are_read_and_others_dropped(written: str, date: Date | None):
    assert [row.notice.date for row in row_with(RetractionDate=written)] == [date]


def test_columns_may_be_in_any_order_and_more_may_be_added():
    columns = ["New", *reversed(COLUMNS)]

    assert read(table(FULL, columns=columns)) == row_with()


def test_a_byte_order_mark_before_the_first_column_is_ignored():
    columns = ["OriginalPaperDOI", *(name for name in COLUMNS if name != "OriginalPaperDOI")]

    assert read("\ufeff" + table(FULL, columns=columns)) == row_with()


@pytest.mark.parametrize("column", ["OriginalPaperDOI", "RetractionNature", "RetractionDate", "RetractionDOI", "Reason"])
def test_a_table_with_a_missing_column_is_refused(column: str):
    with pytest.raises(ValueError, match=column):
        read(table(FULL, columns=[name for name in COLUMNS if name != column]))


@pytest.mark.parametrize(
    "text", ["", "\n", "<!DOCTYPE html>\n<html><body>Sign in, please</body></html>", '{"message": "404"}', "\0"]
)
def test_a_file_of_another_kind_is_refused(text: str):
    with pytest.raises(ValueError, match="lacks the column"):
        read(text)


@pytest.mark.parametrize(
    "odd", ["a,b\n", "\n", '"\n', "\0\n", ",".join("x" * 40) + "\n", '"' + "x" * (2 << 20) + '"\n', "\ufffd\n"]
)
def test_a_malformed_row_is_skipped(odd: str):
    header, rest = table(FULL).split("\n", 1)
    notices = read(f"{header}\n{rest}{odd}")

    assert notices[:1] == row_with()
    assert len(notices) == 1


def test_long_reasons_are_shortened():
    (row,) = row_with(Reason=";".join(["+Something"] * 5000))

    assert len(row.notice.reason) < 1200


@given(st.lists(st.lists(st.text(max_size=12), max_size=22), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_row_is_read_or_skipped(values: list[list[str]]):
    text = io.StringIO()
    csv.writer(text, escapechar="\\").writerows([COLUMNS, *values])

    assert all(row.doi.startswith("10.") for row in read(text.getvalue()))

"""The tables of a corpus: their columns, what an article puts into them, and who can read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import msgspec
import pandas as pd
import pytest

from kzcheck.corpus import tables
from kzcheck.corpus.rows import TABLES, Rows, rows, stopped
from kzcheck.wording import speaking

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.finding import Report

COLUMNS = {
    "articles": """article string, state string, reason string?, file string?, title string?, doi string?, journal string?,
        year int32?, language string?, references int32, claims int32, errors int32, warnings int32, notes int32, hidden int32,
        unchecked int32, faults int32, page string?, kzcheck string?, time timestamp[us, tz=UTC]?""",
    "findings": """article string, code string, name string, severity string, confidence string, reference string?, claim string?,
        file string, line int32, column int32, message string, fingerprint string, known bool""",
    "references": """article string, number int32, reference string, type string?, title string?, author string?, year int32?,
        container string?, doi string?, isbn string?, url string?, host string?, outcome string, service string?, record string?,
        work string?, findings int32""",
    "resolutions": """article string, reference string, service string, by string, value string, answer string, reason string?,
        records int32, record string?, from_index bool, status int32?, time timestamp[us, tz=UTC]?""",
    "pages": """article string, references list<item: string>, url string, host string?, state string, kind string?, cause string?,
        status int32?, final_url string?, archived string?, archived_time timestamp[us, tz=UTC]?, accessed date32[day]?,
        published date32[day]?, age int32?, time timestamp[us, tz=UTC]?""",
    "unchecked": """article string, number int32, step string, rules list<item: string>, reference string?, claim string?,
        url string?, service string?, reason string?, message string?""",
    "checks": "article string, step string, subjects int32, unchecked int32",
}
"""What programs of others rely on; a question mark is a column that may be null."""


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_that_others_rely_on(table: str):
    columns = (f"{column.name} {column.type}{'?' * column.nullable}" for column in tables.columns(table))
    assert ", ".join(columns) == " ".join(COLUMNS[table].split())
    assert all(column.about.endswith((".", "…")) for column in tables.columns(table))


def test_the_tables_are_the_parts_of_a_result():
    assert tuple(TABLES) == Rows.__struct_fields__


def test_a_result_can_be_kept_and_read_again(report: Report):
    result = rows(report, "a/1", "articles/ab/abcd.html")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=Rows) == result


def test_an_article_is_counted_without_what_was_not_checked(report: Report):
    (article,) = rows(report, "a/1", "articles/ab/abcd.html").articles
    assert (article.errors, article.warnings, article.notes, article.unchecked) == (1, 1, 0, 2)
    assert (article.doi, article.year, article.page) == ("10.5555/article", 2024, "articles/ab/abcd.html")


def test_messages_are_in_english_whatever_the_language_of_reports(report: Report):
    with speaking("ru"):
        result = rows(report, "a/1")
    assert result.unchecked[0].message == "cannot be found (no such host)"
    assert [finding.code for finding in result.findings] == ["REF201", "LINK501"]


def test_a_work_has_one_key_with_a_doi_and_without(report: Report):
    keys = [reference.work for reference in rows(report, "a/1").references]
    assert keys == ["doi:10.5555/rivers", "title:reki kotorykh net 2012", None]


def test_a_url_has_one_row_with_all_its_references_and_its_age(report: Report):
    upper, gone, other = rows(report, "a/1").pages
    assert (upper.state, upper.host, upper.references) == ("not-visited", "rivers.example.org", ("2",))
    assert (upper.accessed, upper.published) == (None, date(2012, 5, 1))  # there is no 30 February
    assert (gone.state, gone.status, gone.archived, gone.references) == ("dead", 410, "https://archive.example.org/1", ("3",))
    assert (gone.accessed, gone.age) == (date(2016, 11, 30), 3652)
    assert (other.references, other.age) == ((), None)


def test_a_check_has_a_row_for_each_reason(report: Report):
    assert [(row.number, row.step, row.service, row.reason) for row in rows(report, "a/1").unchecked] == [
        (1, "records", "crossref", "no-such-host"),
        (1, "records", None, "offline"),
        (2, "links", None, "offline"),
    ]


def test_half_a_character_in_a_name_is_no_obstacle(report: Report, tmp_path: Path):
    odd = msgspec.structs.replace(report, article=msgspec.structs.replace(report.article, title="A \udcff title"))
    tables.write(tmp_path, 0, [rows(odd, "a\udc80"), stopped("b\udc80", "unreadable", "b\udc80: there is no list")])
    assert duckdb.read_parquet(f"{tmp_path}/articles/*.parquet").select("article", "title").fetchall() == [
        ("a\\udc80", "A \\udcff title"),
        ("b\\udc80", None),
    ]


def test_the_same_rows_make_the_same_bytes(report: Report, tmp_path: Path):
    results = [rows(report, "a/1"), stopped("a/2", "crashed", "its reader crashed")]
    for folder in ("once", "again"):
        tables.write(tmp_path / folder, 3, results)
    for table in TABLES:
        once, again = (tmp_path / folder / table / "part-00003.parquet" for folder in ("once", "again"))
        assert once.read_bytes() == again.read_bytes()


def test_duckdb_and_pandas_read_every_table(report: Report, tmp_path: Path):
    for number in range(2):
        tables.write(tmp_path, number, [rows(report, f"a/{number}"), stopped(f"b/{number}", "too-long", "it took too long")])
    for table in TABLES:
        names = [column.name for column in tables.columns(table)]
        by_pandas = pd.read_parquet(tmp_path / table)
        by_duckdb = duckdb.sql(f"from '{tmp_path}/{table}/*.parquet'")
        assert list(by_pandas.columns) == by_duckdb.columns == names
        assert len(by_pandas) == len(by_duckdb.fetchall()) > 0
    articles = pd.read_parquet(tmp_path / "articles").set_index("article")
    assert articles.loc["b/1", "state"] == "too-long"
    assert articles.loc["a/1", "time"] == report.evidence.gathered

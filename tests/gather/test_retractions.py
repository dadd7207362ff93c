"""The table of retractions on this machine: downloaded completely or not at all, indexed once, searched by DOI."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.gather import retraction_table
from kzcheck.gather.steps import Watch
from kzcheck.settings import RetractionSettings, Settings
from lab import Answer, Lab
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.csl import Item
    from kzcheck.services.service import LocalSource

HEADER = "Record ID,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason,Notes\n"
ROW = '{place},5/1/2020 0:00,10.5555/notice.{place},10.5555/Work.{place},{nature},+Data;,"a note\nof two lines"\n'
WORKS = tuple(articles(3))


def row(place: int, nature: str = "Retraction") -> str:
    return ROW.format(place=place, nature=nature)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table with ten notices at its expected path."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(folder))
    file = folder / retraction_table.NAME
    file.write_text(HEADER + "".join(map(row, range(10))), "utf-8")
    return file


def source(table: Path, folder: Path | None = None) -> retraction_table.Table:
    return retraction_table.Table(table, folder or table.parent)


def notices(source: LocalSource, *dois: str) -> dict[str, list[str]]:
    """Return a source's notices about works, each by type and DOI."""
    answers = source.answer("DOI", dois)
    records_by_doi = ((doi, answer.records) for doi, answer in answers.items() if isinstance(answer, Found))
    return {
        doi: [f"{notice.type} {notice.doi}" for record in records for notice in record.updated_by]
        for doi, records in records_by_doi
    }


def looked_up(table: Path, *dois: str) -> dict[str, list[str]]:
    return notices(source(table), *dois)


def indexes(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sqlite"))


def test_notices_are_found_by_doi_whatever_its_letter_case(table: Path):
    assert looked_up(table, "10.5555/WORK.3", "10.5555/none") == {"10.5555/WORK.3": ["retraction 10.5555/notice.3"]}


def test_all_notices_about_a_work_are_found_in_the_order_of_the_table(table: Path):
    table.write_text(HEADER + row(1, "Expression of concern") + row(2) + row(1), "utf-8")

    assert looked_up(table, "10.5555/work.1") == {
        "10.5555/work.1": ["expression_of_concern 10.5555/notice.1", "retraction 10.5555/notice.1"]
    }


def test_a_work_missing_from_the_table_is_absent_and_is_not_searched(table: Path):
    assert source(table).answer("DOI", ["10.5555/none"]) == {"10.5555/none": Absent()}
    assert source(table).answer("PMID", ["1"]) == {"1": Absent()}
    assert source(table).search(WORKS[0]) == Absent()


def test_many_works_are_looked_up_at_once(table: Path):
    table.write_text(HEADER + "".join(map(row, range(1200))), "utf-8")

    assert len(looked_up(table, *(f"10.5555/work.{place}" for place in range(2000)))) == 1200


def test_without_a_table_nothing_is_looked_up(tmp_path: Path):
    for path in (tmp_path / "none.csv", tmp_path / "a\0b"):
        table = source(path, tmp_path)

        assert isinstance(table.answer("DOI", ["10.5555/work.1"])["10.5555/work.1"], Failed)
        assert table.state is None
    assert indexes(tmp_path) == []


def test_the_index_is_built_once(table: Path):
    looked_up(table, "10.5555/work.1")
    (index,) = indexes(table.parent)
    made = index.stat().st_mtime_ns
    looked_up(table, "10.5555/work.2")

    assert indexes(table.parent) == [index]
    assert index.stat().st_mtime_ns == made


def test_a_changed_table_is_read_again(table: Path):
    looked_up(table)
    table.write_text(HEADER + row(77), "utf-8")

    assert looked_up(table, "10.5555/work.77", "10.5555/work.1") == {"10.5555/work.77": ["retraction 10.5555/notice.77"]}
    assert len(indexes(table.parent)) == 1


def test_two_tables_have_two_indexes(table: Path, tmp_path: Path):
    other = tmp_path / "other.csv"
    other.write_text(HEADER + row(88), "utf-8")
    looked_up(table)
    second = source(other, table.parent)

    assert notices(second, "10.5555/work.88")
    assert second.state is not None
    assert second.state.rows == 1
    assert len(indexes(table.parent)) == 2
    assert looked_up(table, "10.5555/work.1")


def test_the_table_is_read_even_without_a_folder_for_the_index(table: Path):
    nowhere = table / "no folder"

    assert notices(source(table, nowhere), "10.5555/work.1") == looked_up(table, "10.5555/work.1") != {}


@pytest.mark.parametrize("damage", [b"", b"no index" * 999, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_index_is_rebuilt(table: Path, damage: bytes):
    looked_up(table)
    (index,) = indexes(table.parent)
    index.write_bytes(damage)

    assert looked_up(table, "10.5555/work.1")
    looked_up(table)
    assert looked_up(table, "10.5555/work.1")
    assert index.read_bytes() != damage


FOREVER = "AS WITH RECURSIVE more(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM more) SELECT"


@pytest.mark.parametrize(
    "view", [f"made_of {FOREVER} x AS state FROM more", f"notices {FOREVER} '10.5555/work.1' AS doi, x AS notice FROM more"]
)
def test_an_index_with_a_view_is_rebuilt(table: Path, view: str):
    looked_up(table)
    (index,) = indexes(table.parent)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute(f"DROP TABLE {view.partition(' ')[0]}")
        connection.execute(f"CREATE VIEW {view}")

    assert looked_up(table, "10.5555/work.1")
    assert not index.exists()
    assert looked_up(table, "10.5555/work.1")
    assert index.exists()


@pytest.mark.parametrize("target", ["nothing.sqlite", "canary.sqlite"])
def test_an_index_that_is_a_symbolic_link_is_rebuilt(table: Path, tmp_path: Path, target: str):
    looked_up(table)
    (index,) = indexes(table.parent)
    index.rename(tmp_path / "canary.sqlite")
    index.symlink_to(tmp_path / target)
    before = (tmp_path / "canary.sqlite").read_bytes()
    table.write_text(HEADER + row(77), "utf-8")

    assert looked_up(table, "10.5555/work.77")
    assert looked_up(table, "10.5555/work.77")
    assert (tmp_path / "canary.sqlite").read_bytes() == before
    assert not (tmp_path / "nothing.sqlite").exists()
    assert not index.is_symlink()


def test_two_processes_can_build_the_same_index_at_the_same_time(table: Path):
    table.write_text(HEADER + "".join(map(row, range(3000))), "utf-8")
    code = (
        "import sys; from pathlib import Path; from kzcheck.gather.retraction_table import Table\n"
        "table = Path(sys.argv[1])\n"
        "answers = Table(table, table.parent).answer('DOI', [f'10.5555/work.{n}' for n in range(3000)])\n"
        "print(sum(bool(answer.records) for answer in answers.values()))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, table], stdout=subprocess.PIPE) for _ in range(2)]

    assert [process.communicate(timeout=60)[0].split() for process in both] == [[b"3000"]] * 2
    assert len(indexes(table.parent)) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "lacks the column"), (b"<html>no</html>", "lacks the column"), (HEADER.replace("Reason", "Why").encode(), "Reason")],
)
def test_a_file_that_is_not_a_table_is_reported_in_one_line(table: Path, content: bytes, message: str):
    table.write_bytes(content)
    with pytest.raises(UnreadableError, match=message) as caught:
        looked_up(table)

    assert "\n" not in str(caught.value)
    assert "kzcheck retractions update" in str(caught.value)


def test_a_row_in_latin_1_is_still_read(table: Path):
    table.write_bytes((HEADER + row(1).replace("+Data", "+Köln")).encode("latin-1"))

    assert looked_up(table, "10.5555/work.1")


def test_a_folder_or_pipe_instead_of_the_table_is_reported(table: Path):
    table.unlink()
    table.mkdir()
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        looked_up(table)
    table.rmdir()
    os.mkfifo(table)
    with pytest.raises(UnreadableError, match="not an ordinary file"):
        looked_up(table)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("path", ["~nobody-at-all/table.csv", "a\0b", "x" * 5000])
def test_a_path_that_does_not_exist_is_not_a_table(path: str):
    assert retraction_table.info(Settings(retractions=RetractionSettings(path=path))) is None


# --- downloading


def from_lab(lab: Lab, path: str = "") -> Settings:
    return Settings(retractions=RetractionSettings(url=f"{lab.url}/table.csv?raw=1", path=path))


def test_the_table_is_downloaded_and_read(table: Path):
    fresh = (HEADER + row(5) + row(6)).encode()
    with Lab(lambda _: Answer(200, {"Content-Type": "text/csv"}, fresh)) as lab:
        state = retraction_table.update(from_lab(lab))

        assert lab.paths == ["/table.csv?raw=1"]
    assert (state.path, state.rows) == (table, 2)
    assert table.read_bytes() == fresh
    assert looked_up(table, "10.5555/work.5")
    assert {file.name for file in table.parent.iterdir() if file.suffix != ".sqlite"} == {table.name}


def test_a_table_of_the_users_own_is_never_overwritten(table: Path, tmp_path: Path):
    own = tmp_path / "own.csv"
    own.write_text("kept", "utf-8")
    before = table.read_bytes()
    with Lab(lambda _: Answer(200, {}, WHOLE)) as lab, pytest.raises(UsageError, match="names your own table") as caught:
        retraction_table.update(from_lab(lab, str(own)))

    assert "\n" not in str(caught.value)
    assert lab.calls == []
    assert own.read_text("utf-8") == "kept"
    assert table.read_bytes() == before


@pytest.mark.parametrize("target", ["nothing.csv", "canary.csv"])
def test_a_symbolic_link_instead_of_the_table_is_refused(table: Path, tmp_path: Path, target: str):
    (tmp_path / "canary.csv").write_text("kept", "utf-8")
    table.unlink()
    table.symlink_to(tmp_path / target)
    with Lab(lambda _: Answer(200, {}, WHOLE)) as lab, pytest.raises(UsageError, match="is a symbolic link"):
        retraction_table.update(from_lab(lab))

    assert (tmp_path / "canary.csv").read_text("utf-8") == "kept"
    assert not (tmp_path / "nothing.csv").exists()


WHOLE = (HEADER + row(5)).encode()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(404, {}, b"no"), "HTTP 404"),
        (Answer(503, {}, b"no"), "HTTP 503"),
        (Answer(204), "HTTP 204"),
        (Answer(200, {"Content-Type": "text/html"}, b"<html>Sign in</html>"), "not a table of retractions"),
        (Answer(200, {}, b""), "not a table of retractions"),
        (Answer(200, {}, HEADER.encode()), "without a readable row"),
        (Answer(200, {}, HEADER.replace("Reason", "Why").encode() + row(1).encode()), "lacks the column Reason"),
        (Answer(200, {}, WHOLE, length=9000, cut=300), "broke off"),
        (Answer(200, {}, WHOLE, cut=0), "closed the connection"),
        (Answer(302, {"Location": "http://127.0.0.9/table.csv"}), "internal address"),
        (Answer(302, {"Location": "file:///etc/passwd"}), "is not a web address"),
        (Answer(200, {"Content-Encoding": "gzip"}, WHOLE), "damaged"),
    ],
)
def test_a_failed_download_leaves_the_table_unchanged(table: Path, answer: Answer, message: str):
    before = table.read_bytes()
    with Lab(lambda _: answer) as lab, pytest.raises(UnreadableError, match=message) as caught:
        retraction_table.update(from_lab(lab))

    assert "\n" not in str(caught.value)
    assert table.read_bytes() == before
    assert list(table.parent.iterdir()) == [table]


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:1/x", "refused the connection"),
        ("nonsense", "is not a web address"),
        ("ftp://example.org/x", "is not a web address"),
        ("http://user:PASSWORD@127.0.0.1:1/x", "127.0.0.1:1 refused"),
        ("http://[", "is not a web address"),
    ],
)
def test_an_invalid_address_is_reported_in_one_line(url: str, message: str):
    with pytest.raises(UnreadableError, match=message) as caught:
        retraction_table.update(Settings(retractions=RetractionSettings(url=url)))

    assert "PASSWORD" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unwritable_folder_is_reported_in_one_line(table: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(table / "below a file"))
    with Lab(lambda _: Answer(200, {}, WHOLE)) as lab, pytest.raises(UnreadableError, match="cannot be written") as caught:
        retraction_table.update(from_lab(lab))

    assert "\n" not in str(caught.value)


# --- audits


def retracted(table: Path, *works: Item) -> None:
    lines = (f'1,5/1/2020,10.5555/notice,{work.doi},Retraction,+Data;,""\n' for work in works)
    table.write_text(HEADER + "".join(lines), "utf-8")


def test_a_retracted_work_is_found_offline_by_the_doi_in_the_list(audit, table: Path):
    retracted(table, WORKS[0])
    report = audit({}, *WORKS, offline=True)

    assert [(finding.code, finding.reference) for finding in report.findings] == [("WORK421", "1")]
    assert report.evidence.retractions is not None
    assert report.evidence.retractions.rows == 1
    assert not [subject for subject in report.unchecked if subject.step == "retractions"]


def test_works_missing_from_the_table_count_as_checked_offline(audit, table: Path):
    retracted(table)
    report = audit({}, *WORKS, offline=True)

    assert not report.findings
    assert not [subject for subject in report.unchecked if subject.step == "retractions"]


def test_a_work_without_a_doi_is_looked_up_by_the_dois_of_its_records(audit, table: Path):
    retracted(table, WORKS[0])
    with Services(WORKS) as services:
        report = audit(services.environment, replace(WORKS[0], doi=""), WORKS[1])

    assert ("WORK421", "1") in [(finding.code, finding.reference) for finding in report.findings]


def test_an_unreadable_table_gives_one_warning(audit, table: Path):
    table.write_text("<html>", "utf-8")
    warnings: list[str] = []
    report = audit({}, *WORKS, offline=True, watch=Watch(warn=warnings.append))

    assert len(warnings) == 1
    assert "not a Retraction Watch table" in warnings[0]
    assert report.evidence.retractions is None
    assert len([subject for subject in report.unchecked if subject.step == "retractions"]) >= len(WORKS)

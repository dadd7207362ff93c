"""`kzcheck corpus report`: where the overview is, what it says in short, and what it says when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kzcheck.cli import app
from kzcheck.corpus import manifest, tables
from kzcheck.corpus.manifest import Entry
from kzcheck.corpus.rows import rows, stopped
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from kzcheck.finding import Report


@pytest.fixture
def folder(report: Report, tmp_path: Path) -> Path:
    """A corpus of two articles, of which one crashed its reader, before its tables are made."""
    folder = tmp_path / "results"
    with manifest.opened(folder, report.evidence.gathered) as articles:
        articles.enter([Entry("a", tmp_path / "a", "01"), Entry("b", tmp_path / "b", "02")])
        articles.settle([("01", "audited", "")])
    return folder


def finish(folder: Path, report: Report) -> None:
    with manifest.opened(folder, report.evidence.gathered) as articles:
        articles.settle([("02", "crashed", "its audit ended")])
    tables.write(folder / "tables", 0, [rows(report, "a", "articles/01/01.html"), stopped("b", "crashed", "its audit ended")])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["corpus", "report", *map(str, arguments)])


def test_the_page_is_named_and_the_corpus_in_short(folder: Path, report: Report):
    finish(folder, report)
    done = run(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"{folder / 'index.html'}\n"
        "  2 articles, 1 not audited; 3 references to 2 works\n"
        "  1 error, 1 warning, 0 notes; 2 checks not made\n"
    )
    assert 'href="articles/01/01.html"' in (folder / "index.html").read_text("utf-8")


def test_the_same_tables_make_the_same_page(folder: Path, report: Report):
    finish(folder, report)
    run(folder)
    once = (folder / "index.html").read_bytes()
    run(folder)
    assert (folder / "index.html").read_bytes() == once


def test_the_page_is_in_the_language_that_is_asked_for(folder: Path, report: Report):
    finish(folder, report)
    assert run(folder, "--language", "ru").exit_code == 0
    text = (folder / "index.html").read_text("utf-8")
    assert '<html lang="ru">' in text
    assert "Замечания по правилам" in text


def test_an_unfinished_corpus_says_how_much_is_done(folder: Path):
    done = run(folder)
    assert done.exit_code == 3
    assert done.stderr == f"kzcheck: {folder}: 1 of 2 articles are done; run kzcheck corpus audit again to its end\n"


def test_an_overview_of_earlier_tables_says_so(folder: Path, report: Report):
    finish(folder, report)
    with manifest.opened(folder, report.evidence.gathered) as articles:
        articles.reopen(["02"])
    done = run(folder)
    assert done.exit_code == 0
    assert done.stderr == f"kzcheck: {folder}: 1 of 2 articles are done; the overview is of the tables made before\n"


def test_a_folder_without_a_corpus_is_left_as_it_is(tmp_path: Path):
    done = run(tmp_path / "nowhere")
    assert isinstance(done.exception, UsageError)
    assert "is not the folder of a corpus; kzcheck corpus audit makes one" in str(done.exception)
    assert not (tmp_path / "nowhere").exists()


def test_a_corpus_that_is_being_audited_is_not_read(folder: Path, report: Report):
    with manifest.opened(folder, report.evidence.gathered):
        done = run(folder)
    assert "another kzcheck is at work there" in str(done.exception)

"""Where reports go: standard output in one format, files in others, each named by its end or by its format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Edit, Run

NAMED = {
    "report.txt": "CITE101",
    "report.json": '"CITE101"',
    "report.html": "<!DOCTYPE html>",
    "report.md": "CITE101",
    "queries.md": "Dear author",
    "report.sarif": '"ruleId"',
    "report.xml": "<testsuites",
}


@pytest.fixture
def broken(folder: Path, edit: Edit) -> Path:
    """The small article, in which one claim cites what is not in the list."""
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    return folder


def test_one_audit_writes_any_number_of_reports_by_their_names(kzcheck: Run, broken: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    targets = [part for name in NAMED for part in ("--write", out / name)]
    done = kzcheck("audit", broken, "--offline", *targets, "--write", f"gitlab:{out / 'quality.json'}", "--format", "github")

    assert done.returncode == 1
    assert "::error " in done.stdout
    assert {name: mark in (out / name).read_text("utf-8") for name, mark in NAMED.items()} == dict.fromkeys(NAMED, True)
    assert json.loads((out / "report.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert json.loads((out / "quality.json").read_text("utf-8"))[0]["check_name"].startswith("CITE101")
    assert etree.parse(out / "report.xml").getroot().tag == "testsuites"


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("report.docx", "no format is known by this name"),
        ("nowhere/report.html", "there is no folder"),
        ("sarif:.", "is a folder"),
    ],
)
def test_a_report_that_cannot_be_written_is_told_before_anything_is_gathered(kzcheck: Run, broken: Path, target: str, says: str):
    done = kzcheck("audit", broken, "--offline", "--write", target, cwd=broken)

    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("article", "target"), [("references.yaml", "references.yaml"), (".", "claims.yaml")])
def test_a_report_never_takes_the_place_of_a_file_of_the_article(kzcheck: Run, broken: Path, article: str, target: str):
    before = (broken / target).read_bytes()
    done = kzcheck("audit", broken / article, "--offline", "--write", f"markdown:{broken / target}")

    assert done.returncode == 2
    assert "is a file of the article itself" in done.stderr
    assert (broken / target).read_bytes() == before

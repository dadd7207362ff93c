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
    ("options", "says"),
    [
        (("--write", "report.docx"), "no format is known by this name"),
        (("--write", "nowhere/report.html"), "there is no folder"),
        (("--write", "sarif:."), "is a folder"),
        (("--write", f"{'x' * 300}.json"), "is no path that the system takes"),
        (("--save-evidence", "nowhere/evidence.json"), "there is no folder"),
        (("--write", "one.json", "--save-evidence", "./one.json"), "is to be written twice"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_gathered(
    kzcheck: Run, broken: Path, options: tuple[str, ...], says: str
):
    done = kzcheck("audit", broken, "--offline", *options, cwd=broken)

    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("references.yaml", ("audit", "references.yaml", "--write", "markdown:references.yaml")),
        ("claims.yaml", ("audit", "--write", "markdown:claims.yaml")),
        ("kzcheck.toml", ("audit", "references.yaml", "--write", "markdown:kzcheck.toml")),
        ("references.yaml", ("audit", "--save-evidence", "link.json")),
        ("known.json", ("audit", "--baseline", "known.json", "--write", "known.json")),
        ("references.yaml", ("baseline", "--output", "references.yaml")),
    ],
)
def test_nothing_that_is_written_takes_the_place_of_what_is_read(kzcheck: Run, broken: Path, target: str, command: tuple[str, ...]):
    (broken / "kzcheck.toml").write_text('contact = "editor@example.org"\n', "utf-8")
    (broken / "known.json").write_text('{"version": 1, "kzcheck": "0", "findings": []}', "utf-8")
    (broken / "link.json").symlink_to("references.yaml")
    before = (broken / target).read_bytes()
    done = kzcheck(*command, "--offline", cwd=broken)

    assert done.returncode == 2
    assert "is a file that the audit reads" in done.stderr
    assert (broken / target).read_bytes() == before

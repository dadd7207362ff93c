"""The example manuscript is what its script makes, and kzcheck finds the faults that were planted in it, and no others."""

from __future__ import annotations

import io
import runpy
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kzcheck import audit
from kzcheck.cli import app

EXAMPLES = Path(__file__).parents[1] / "examples"
MANUSCRIPT = EXAMPLES / "manuscript.docx"


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manuscript_is_what_its_script_makes():
    made = runpy.run_path(str(EXAMPLES / "make.py"))["manuscript"]()

    assert parts(made) == parts(MANUSCRIPT.read_bytes())


@pytest.mark.parametrize("manuscript", [MANUSCRIPT, MANUSCRIPT.with_suffix(".md")], ids=lambda path: path.suffix)
def test_exactly_the_planted_faults_are_found(manuscript: Path):
    report = audit(manuscript, offline=True, ignore="KZ003")

    assert sorted((finding.code, finding.claim or finding.reference) for finding in report.findings) == [
        ("ATTR601", "c002"),
        ("ATTR602", "c005"),
        ("CITE101", "c003"),
        ("CITE102", "6"),
        ("CITE104", "c004"),
        ("CITE106", "c002"),
        ("CITE107", "c006"),
    ]


def test_the_work_that_the_list_lacks_is_called_by_its_number_everywhere():
    result = CliRunner().invoke(app, ["claim", "c003", "--offline", "--path", str(MANUSCRIPT)])

    assert "[7]" in result.output
    assert "[]" not in result.output

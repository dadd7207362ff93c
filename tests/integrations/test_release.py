"""What must be ready before a release, and the pages that say which version it is."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from kzcheck import __version__
from kzcheck.version import HOME

ROOT = Path(__file__).parents[2]
READY = runpy.run_path(str(ROOT / ".ci" / "ready.py"))["missing"]
TAG = f"v{__version__}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The files that `.ci/ready.py` reads, ready for a release."""
    version = tmp_path / "src" / "kzcheck" / "version.py"
    version.parent.mkdir(parents=True)
    shutil.copy(ROOT / "src" / "kzcheck" / "version.py", version)
    version.write_text(version.read_text("utf-8").replace(HOME, "https://git.example.com/kzcheck"), "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n## {__version__} (2026-12-31)\n\n## 0.0.1 (2025-01-01)\n", "utf-8")
    return tmp_path


def test_nothing_is_missing_if_the_tag_the_address_and_the_day_are_right(project: Path):
    assert READY(TAG, project) == []


def test_a_placeholder_cannot_be_released(project: Path):
    shutil.copy(ROOT / "src" / "kzcheck" / "version.py", project / "src" / "kzcheck" / "version.py")

    assert READY(TAG, project) == [f"the address in version.py is still the placeholder {HOME}"]


@pytest.mark.parametrize("heading", ["Unreleased", f"{__version__} (not yet released)", "9.9.9 (2026-12-31)"])
def test_the_changelog_gives_the_version_and_the_day(project: Path, heading: str):
    (project / "CHANGELOG.md").write_text(f"# Changes\n\n## {heading}\n\n## {__version__} (2026-12-31)\n", "utf-8")

    assert READY(TAG, project) == [f'CHANGELOG.md must begin with "## {__version__} (the day, as 2026-12-31)"']


def test_the_tag_is_that_of_the_version(project: Path):
    assert READY("v9.9.9", project) == [f"the tag is v9.9.9, and the version in version.py is {__version__}: the tag must be {TAG}"]


def test_the_changelog_begins_with_the_version_of_the_program():
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]

    assert headings[0].startswith((f"## {__version__} (", "## Unreleased"))


def test_nothing_outside_version_py_gives_the_project_another_address():
    files = [ROOT / "docs" / "ci.md", ROOT / "CITATION.cff", ROOT / "codemeta.json"]

    assert [file.name for file in files if HOME not in file.read_text("utf-8")] == []

"""The example for GitLab: its script, line by line, in the environment that it asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, get_args

import pytest
from lxml import etree

from kzcheck.settings import ServiceName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Edit

    Pipeline = Callable[..., subprocess.CompletedProcess[str]]

NOTHING = 'cites: ["1"]', 'cites: ["17"]'
"""A citation to nothing, which is an error."""
SILENT = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "false" for name in get_args(ServiceName)}


@pytest.fixture
def pipeline(load: Callable[[str], Any], folder: Path) -> Pipeline:
    """Run the script of a job; no service is to be asked."""
    found = load("integrations/gitlab/.gitlab-ci.yml")

    def run(name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        one = found[name]
        given = {**found["variables"], **found[one["extends"]]["variables"]}
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(one["script"])],
            cwd=folder,
            env={
                "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                "HOME": str(folder),
                **SILENT,
                **{key: Template(value).substitute(CI_PROJECT_DIR=folder) for key, value in given.items()},
                **variables,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_an_error_fails_the_branch_and_not_a_merge_request_that_found_it_there(pipeline: Pipeline, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "before")

    assert pipeline("citations").returncode == 1
    assert pipeline("citations", CI_MERGE_REQUEST_DIFF_BASE_SHA=git(folder, "rev-parse", "HEAD")).returncode == 0


def test_the_reports_are_those_that_the_job_keeps(pipeline: Pipeline, load: Callable[[str], Any], folder: Path):
    done = pipeline("citations", ARTICLE=str(folder))
    kept = load("integrations/gitlab/.gitlab-ci.yml")["citations"]["artifacts"]

    assert (done.returncode, done.stderr) == (0, "")
    assert all((folder / name).stat().st_size for name in [*kept["paths"], *kept["reports"].values()])
    assert json.loads((folder / kept["reports"]["codequality"]).read_text("utf-8"))
    assert etree.parse(folder / kept["reports"]["junit"]).getroot().tag == "testsuites"


def test_an_article_that_is_a_command_is_none(pipeline: Pipeline, folder: Path):
    done = pipeline("citations", ARTICLE="$(touch obeyed)")

    assert done.returncode == 3
    assert "does not exist" in done.stderr
    assert not (folder / "obeyed").exists()


def test_the_scheduled_job_fails_on_what_its_last_run_did_not_have(pipeline: Pipeline, folder: Path, edit: Edit):
    assert pipeline("citations-nightly").returncode == 0
    last = folder / ".kzcheck" / "last.json"
    assert last.read_bytes() == (folder / "report.json").read_bytes()
    edit(folder / "claims.yaml", *NOTHING)
    second = pipeline("citations-nightly")

    assert second.returncode == 1
    assert "1 undefined-reference" in second.stdout
    assert last.read_bytes() == (folder / "report.json").read_bytes()


def test_a_last_report_that_cannot_be_compared_with_is_replaced(pipeline: Pipeline, folder: Path):
    (folder / ".kzcheck").mkdir()
    (folder / ".kzcheck" / "last.json").write_text("{}", "utf-8")
    done = pipeline("citations-nightly")

    assert done.returncode == 0
    assert "last.json" in done.stderr
    assert (folder / ".kzcheck" / "last.json").read_bytes() == (folder / "report.json").read_bytes()

"""The GitLab example: its script, line by line, in the environment that it requires."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, get_args

import pytest
import yaml
from lxml import etree

from kzcheck.sources import ServiceName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Edit

ROOT = Path(__file__).parents[2]
FILE = "integrations/gitlab/.gitlab-ci.yml"
NOTHING = 'cites: ["1"]', 'cites: ["17"]'
"""A citation of a missing entry, which is an error."""
SILENT = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "false" for name in get_args(ServiceName)}


@dataclass
class Pipeline:
    """A runner's treatment of a job: `run`, then `finish` in a new shell. Cached files stay in the checkout."""

    folder: Path
    source: Path
    place: Path

    def run(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a job up to the end of its script, without asking services."""
        job = self._job(name)
        return self._shell([*job["before_script"], *job["script"]], job["variables"] | variables)

    def finish(self, name: str) -> None:
        """Run the commands after the script, whatever its result, and leave only cached files."""
        job = self._job(name)
        done = self._shell(job["after_script"], job["variables"])
        assert (done.returncode, done.stderr) == (0, "")

    def _job(self, name: str) -> dict[str, Any]:
        text = (ROOT / FILE).read_text("utf-8").replace("/tmp/kzcheck", str(self.place))  # noqa: S108 - a container's own
        document = yaml.safe_load(text)
        job = {**document[document[name]["extends"]], **document[name]}
        return {**job, "variables": {**document["variables"], **job["variables"]}}

    def _shell(self, script: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(script)],
            cwd=self.folder,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(self.source),
                **SILENT,
                **variables,
                "KZCHECK": str(self.source),
                "COMMIT_OF_KZCHECK": git(self.source, "rev-parse", "HEAD"),
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.fixture
def pipeline(folder: Path, program: Path, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """Pipelines of a committed article, which install the kzcheck under test."""
    source = tmp_path_factory.mktemp("source")
    (source / "integrations").mkdir()
    installs = f'#!/bin/sh\nmkdir -p "$2/bin"\nln -s "{program}" "$2/bin/kzcheck"\n'
    (source / "integrations" / "install.sh").write_text(installs, "utf-8")
    commit(source)
    commit(folder)
    return Pipeline(folder, source, tmp_path_factory.mktemp("container") / "kzcheck")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a day's work")


def test_an_error_fails_the_branch_but_not_a_merge_request_that_did_not_cause_it(pipeline: Pipeline, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    commit(folder)

    assert pipeline.run("citations").returncode == 1
    assert pipeline.run("citations", CI_MERGE_REQUEST_DIFF_BASE_SHA=git(folder, "rev-parse", "HEAD")).returncode == 0


def test_the_job_keeps_all_its_reports(pipeline: Pipeline, load: Callable[[str], Any], folder: Path):
    done = pipeline.run("citations", ARTICLE=str(folder))
    artifacts = load(FILE)["citations"]["artifacts"]

    assert (done.returncode, done.stderr) == (0, "")
    assert all((folder / name).stat().st_size for name in [*artifacts["paths"], *artifacts["reports"].values()])
    assert json.loads((folder / artifacts["reports"]["codequality"]).read_text("utf-8"))
    assert etree.parse(folder / artifacts["reports"]["junit"]).getroot().tag == "testsuites"


def test_an_article_path_is_never_run_as_a_command(pipeline: Pipeline, folder: Path):
    done = pipeline.run("citations", ARTICLE="$(touch obeyed)")

    assert done.returncode == 3
    assert "does not exist" in done.stderr
    assert not (folder / "obeyed").exists()


def test_the_scheduled_job_fails_only_on_new_findings(pipeline: Pipeline, folder: Path, edit: Edit):
    assert pipeline.run("citations-nightly").returncode == 0
    pipeline.finish("citations-nightly")
    last = folder / ".kzcheck" / "last.json"
    assert last.read_bytes() == (folder / "report.json").read_bytes()
    edit(folder / "claims.yaml", *NOTHING)
    second = pipeline.run("citations-nightly")
    pipeline.finish("citations-nightly")

    assert second.returncode == 1
    assert "1 undefined-reference" in second.stdout
    assert last.read_bytes() == (folder / "report.json").read_bytes()


def test_an_incomparable_last_report_is_replaced(pipeline: Pipeline, folder: Path):
    (folder / ".kzcheck").mkdir()
    (folder / ".kzcheck" / "last.json").write_text("{}", "utf-8")
    done = pipeline.run("citations-nightly")
    pipeline.finish("citations-nightly")

    assert done.returncode == 0
    assert "last.json" in done.stderr
    assert (folder / ".kzcheck" / "last.json").read_bytes() == (folder / "report.json").read_bytes()


def test_a_committed_last_report_is_not_used(pipeline: Pipeline, folder: Path):
    (folder / ".kzcheck").mkdir()
    (folder / ".kzcheck" / "last.json").write_text("{}", "utf-8")
    commit(folder)
    done = pipeline.run("citations-nightly")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("kzcheck: the commit contains .kzcheck")
    assert not (folder / ".kzcheck").exists()


def test_the_cache_is_outside_the_checkout_and_contains_no_committed_answers(
    pipeline: Pipeline, load: Callable[[str], Any], folder: Path
):
    answers = pipeline.place / "kept" / "answers"
    assert load(FILE)[".kzcheck"]["variables"]["KZCHECK_CACHE_DIR"] == "/tmp/kzcheck/kept/answers"  # noqa: S108 - as above
    (folder / ".kzcheck" / "answers").mkdir(parents=True)
    (folder / ".kzcheck" / "answers" / "mark").write_text("of the last job", "utf-8")
    where = {"ARTICLE": "nowhere"}
    pipeline.run("citations", **where)
    assert (answers / "mark").exists()
    pipeline.finish("citations")
    assert (folder / ".kzcheck" / "answers" / "mark").exists()

    commit(folder)
    pipeline.run("citations", **where)
    assert not answers.exists()


@pytest.mark.parametrize("committed", [True, False])
def test_a_symbolic_link_as_the_cache_or_in_it_is_removed_but_not_its_target(
    pipeline: Pipeline, folder: Path, tmp_path_factory: pytest.TempPathFactory, committed: bool
):
    canary = tmp_path_factory.mktemp("canary")
    (canary / "last.json").write_text("{}", "utf-8")
    (folder / ".kzcheck").symlink_to(canary)
    if committed:
        commit(folder)
    first = pipeline.run("citations-nightly")
    pipeline.finish("citations-nightly")
    (folder / ".kzcheck" / "answers").symlink_to(canary)
    (folder / ".kzcheck" / "last.json").unlink()
    (folder / ".kzcheck" / "last.json").symlink_to(canary / "last.json")
    git(folder, "rm", "--cached", "--quiet", "--ignore-unmatch", ".kzcheck")
    second = pipeline.run("citations-nightly")

    assert (first.returncode, second.returncode) == (0, 0)
    assert "last.json" not in first.stderr + second.stderr
    assert [path.name for path in canary.iterdir()] == ["last.json"]
    assert (canary / "last.json").read_text("utf-8") == "{}"


def test_an_unreadable_checkout_is_not_trusted(pipeline: Pipeline, folder: Path):
    (folder / ".git" / "index").write_bytes(b"not an index")
    (folder / ".kzcheck").mkdir()

    assert pipeline.run("citations").returncode != 0
    assert not (pipeline.place / "kept").exists()
    pipeline.finish("citations")
    assert not (folder / ".kzcheck").exists()


def test_caches_are_not_shared_between_branches_and_merge_requests(load: Callable[[str], Any]):
    key = Template(load(FILE)[".kzcheck"]["cache"]["key"])
    jobs = [("citations", "main", ""), ("citations", "main", "7"), ("citations", "main-7", ""), ("citations", "nightly-main", "")]
    jobs += [("citations-nightly", "main", ""), ("citations", "main", "8")]
    keys = {
        key.substitute(CI_JOB_NAME=name, CI_COMMIT_REF_SLUG=branch, CI_MERGE_REQUEST_IID=number) for name, branch, number in jobs
    }

    assert len(keys) == len(jobs)
    assert not [key for key in keys if "/" in key]

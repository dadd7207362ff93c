"""The nightly workflow: findings new since the last run open an issue, or are added to the open one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Edit
    from tests.integrations.conftest import GitHub, Job

FILE = "integrations/github/nightly.yml"
FETCH, COMPARE, TELL = "Fetch the last report", "Compare", "Open an issue, or add to the one that is open"


@pytest.fixture
def nightly(job: Job, github: GitHub) -> Job:
    """A job whose audit is done, or left to the test."""
    assert github
    reports = job.temp / "now"
    reports.mkdir()
    job.values |= {"steps.kzcheck.outputs.artifact": "kzcheck", "steps.kzcheck.outputs.reports": str(reports)}
    return job


def audit(job: Job) -> str:
    """Audit the article; return the report that later steps read."""
    report = Path(job.values["steps.kzcheck.outputs.reports"]) / "report.json"
    command = ["kzcheck", "audit", "--offline", "--fail-on=never", f"--write=json:{report}"]
    subprocess.run(command, cwd=job.workspace, env={**os.environ, "PATH": job.path}, check=True, capture_output=True)
    return report.read_text("utf-8")


def issue(number: int, body: str | None, login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"number": number, "user": {"login": login}, "body": body}


def keep(github: GitHub, report: str) -> None:
    """Make a run the last successful one, with this report."""
    left = github.place / "artifacts" / "41" / "kzcheck"
    left.mkdir(parents=True)
    (left / "report.json").write_text(report, "utf-8")
    github.answer(runs=[[{"databaseId": 41}]])


@pytest.mark.parametrize("runs", [[[]], [[{"databaseId": 41}]]])
def test_without_an_earlier_report_there_is_nothing_to_compare(nightly: Job, github: GitHub, runs: list[Any]):
    github.answer(runs=runs)
    fetched, compared = nightly.step(FETCH, FILE), nightly.step(COMPARE, FILE)

    assert (fetched.returncode, compared.returncode) == (0, 0)
    assert fetched.stdout.startswith("::notice title=kzcheck::There is no earlier report")
    assert nightly.output("code", "compare") == ""
    (asked, *_) = github.asked()
    assert (asked["workflow"], asked["branch"], asked["status"]) == ("nightly.yml", "main", "success")


def test_the_last_report_is_never_that_of_a_pull_request(nightly: Job, github: GitHub):
    github.answer(runs=[[]])
    nightly.step(FETCH, FILE)

    (asked,) = github.asked()
    assert asked["event"] == "schedule"


def test_a_failure_to_list_runs_is_not_taken_for_no_runs(nightly: Job, github: GitHub):
    github.forbid()

    assert nightly.step(FETCH, FILE).returncode != 0


def test_new_errors_open_an_issue_or_are_added_to_the_open_one(nightly: Job, github: GitHub, edit: Edit):
    keep(github, audit(nightly))
    edit(nightly.workspace / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    audit(nightly)
    assert nightly.step(FETCH, FILE).returncode == 0
    assert nightly.step(COMPARE, FILE).returncode == 0
    assert nightly.output("code", "compare") == "1"
    assert "CITE101" in nightly.summary()

    others = [issue(1, "<!-- kzcheck nightly -->", "jane"), issue(2, None), issue(3, "<!-- kzcheck-thesis nightly -->")]
    github.answer(issues=[others, []])
    assert nightly.step(TELL, FILE).returncode == 0
    github.answer(issues=[others, [issue(4, "<!-- kzcheck nightly -->\nnew last night")]])
    assert nightly.step(TELL, FILE).returncode == 0

    (opened, body), (added, same) = github.wrote()
    assert (opened, added, same) == ("issue create", "issue comment 4", body)
    assert body.startswith("<!-- kzcheck nightly -->\n**since ")
    assert "CITE101" in body
    assert body.endswith("(https://example.org/example/article/actions/runs/42)\n")
    assert {call["repo"] for call in github.asked() if call["words"][0] == "issue"} == {"example/article"}


def test_known_errors_are_not_reported_again(nightly: Job, github: GitHub):
    keep(github, audit(nightly))
    nightly.step(FETCH, FILE)

    assert nightly.step(COMPARE, FILE).returncode == 0
    assert nightly.output("code", "compare") == "0"


def test_a_report_from_another_version_is_mentioned_and_does_not_fail(nightly: Job, github: GitHub):
    audit(nightly)
    keep(github, '{"version": 0}')
    nightly.step(FETCH, FILE)
    done = nightly.step(COMPARE, FILE)

    assert done.returncode == 0
    assert "::notice title=kzcheck::The last report cannot be compared" in done.stdout
    assert nightly.output("code", "compare") == "3"

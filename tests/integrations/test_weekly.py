"""The weekly workflow: what is new since the last run opens an issue, or is added to the one that is open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Edit
    from tests.integrations.conftest import GitHub, Job

FILE = "integrations/github/weekly.yml"
FETCH, COMPARE, TELL = "Fetch the last report", "Compare", "Open an issue, or add to the one that is open"


@pytest.fixture
def weekly(job: Job, github: GitHub) -> Job:
    """A job whose audit is done, or left to the test."""
    assert github
    reports = job.temp / "now"
    reports.mkdir()
    job.values |= {"steps.kzcheck.outputs.artifact": "kzcheck", "steps.kzcheck.outputs.reports": str(reports)}
    return job


def audit(job: Job) -> str:
    """Audit the article; return the report that later steps meet."""
    report = Path(job.values["steps.kzcheck.outputs.reports"]) / "report.json"
    command = [sys.executable, "-m", "kzcheck", "audit", "--offline", "--fail-on=never", f"--write=json:{report}"]
    subprocess.run(command, cwd=job.workspace, check=True, capture_output=True)
    return report.read_text("utf-8")


def issue(number: int, body: str | None, login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"number": number, "user": {"login": login}, "body": body}


def keep(github: GitHub, report: str) -> None:
    """Let a run have left a report, and be the last that passed."""
    left = github.place / "artifacts" / "41" / "kzcheck"
    left.mkdir(parents=True)
    (left / "report.json").write_text(report, "utf-8")
    github.answer(runs=[[{"databaseId": 41}]])


@pytest.mark.parametrize("runs", [[[]], [[{"databaseId": 41}]]])
def test_without_an_earlier_report_there_is_nothing_to_compare(weekly: Job, github: GitHub, runs: list[Any]):
    github.answer(runs=runs)
    fetched, compared = weekly.step(FETCH, FILE), weekly.step(COMPARE, FILE)

    assert (fetched.returncode, compared.returncode) == (0, 0)
    assert fetched.stdout.startswith("::notice title=kzcheck::There is no earlier report")
    assert weekly.output("code", "compare") == ""
    (asked, *_) = github.asked()
    assert (asked["workflow"], asked["branch"], asked["status"]) == ("weekly.yml", "main", "success")


def test_runs_that_cannot_be_listed_are_not_taken_for_none(weekly: Job, github: GitHub):
    github.forbid()

    assert weekly.step(FETCH, FILE).returncode != 0


def test_new_errors_open_an_issue_and_are_added_to_the_one_that_is_open(weekly: Job, github: GitHub, edit: Edit):
    keep(github, audit(weekly))
    edit(weekly.workspace / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    audit(weekly)
    assert weekly.step(FETCH, FILE).returncode == 0
    assert weekly.step(COMPARE, FILE).returncode == 0
    assert weekly.output("code", "compare") == "1"
    assert "CITE101" in weekly.summary()

    others = [issue(1, "<!-- kzcheck weekly -->", "jane"), issue(2, None), issue(3, "<!-- kzcheck-thesis weekly -->")]
    github.answer(issues=[others, []])
    assert weekly.step(TELL, FILE).returncode == 0
    github.answer(issues=[others, [issue(4, "<!-- kzcheck weekly -->\nnew last week")]])
    assert weekly.step(TELL, FILE).returncode == 0

    (opened, body), (added, same) = github.wrote()
    assert (opened, added, same) == ("issue create", "issue comment 4", body)
    assert body.startswith("<!-- kzcheck weekly -->\n**since ")
    assert "CITE101" in body
    assert body.endswith("(https://example.org/example/article/actions/runs/42)\n")
    assert {one["repo"] for one in github.asked() if one["words"][0] == "issue"} == {"example/article"}


def test_what_was_there_last_week_is_no_news(weekly: Job, github: GitHub):
    keep(github, audit(weekly))
    weekly.step(FETCH, FILE)

    assert weekly.step(COMPARE, FILE).returncode == 0
    assert weekly.output("code", "compare") == "0"


def test_a_report_of_another_version_is_told_and_is_no_failure(weekly: Job, github: GitHub):
    audit(weekly)
    keep(github, '{"version": 0}')
    weekly.step(FETCH, FILE)
    done = weekly.step(COMPARE, FILE)

    assert done.returncode == 0
    assert "::notice title=kzcheck::The last report cannot be compared with" in done.stdout
    assert weekly.output("code", "compare") == "3"

"""comment.sh: one comment per pull request, and no change to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integrations.conftest import GitHub, Job

BOT = "github-actions[bot]"
STEP = "Comment on the pull request"


def comment(number: int, body: str, login: str = BOT) -> dict[str, Any]:
    return {"id": number, "user": {"login": login}, "body": body}


OTHERS = [
    comment(1, "<!-- kzcheck-thesis -->\nof the article in another folder"),
    comment(2, "<!-- kzcheck-thesis-2 -->\nwritten by a person", "jane"),
    comment(3, "of another program <!-- kzcheck-thesis-2 -->"),
]


@pytest.fixture
def audited(job: Job, github: GitHub) -> Job:
    """A job whose audit has left a summary."""
    assert github
    reports = job.temp / "reports"
    reports.mkdir()
    (reports / "summary.md").write_text("**kzcheck: 1 error** `$(touch obeyed)` @jane\n", "utf-8")
    job.values |= {
        "github.event.pull_request.number": "7",
        "steps.audit.outputs.name": "kzcheck-thesis-2",
        "steps.audit.outputs.reports": str(reports),
    }
    return job


BODY = "<!-- kzcheck-thesis-2 -->\n**kzcheck: 1 error** `$(touch obeyed)` @jane\n"


def test_the_first_run_writes_a_comment(audited: Job, github: GitHub):
    github.answer(comments=[OTHERS, []])
    done = audited.step(STEP)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert github.wrote() == [("POST repos/example/article/issues/7/comments", BODY)]


def test_a_later_run_updates_its_own_comment_and_no_other(audited: Job, github: GitHub):
    github.answer(comments=[OTHERS, [comment(4, "<!-- kzcheck-thesis-2 -->\nof the last run"), comment(5, "hello", "jane")]])
    done = audited.step(STEP)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert github.wrote() == [("PATCH repos/example/article/issues/comments/4", BODY)]


def test_a_token_without_permission_to_comment_is_reported_and_does_not_fail(audited: Job, github: GitHub):
    github.forbid()
    done = audited.step(STEP)

    assert done.returncode == 0
    assert "HTTP 403" in done.stderr
    assert done.stdout.startswith("::notice title=kzcheck::No comment was written")
    assert github.wrote() == []

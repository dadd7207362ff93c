"""GitLab's code quality report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kzcheck.formats.gitlab import render

if TYPE_CHECKING:
    from kzcheck.finding import Report


def issues(report: Report) -> list[dict[str, Any]]:
    return json.loads(render(report))


def test_a_finding_is_an_issue_with_all_that_gitlab_requires(report: Report):
    issue = issues(report)[0]

    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "c1: Water is not an author of [1] – fix: cite a work by Water",
        "check_name": "ATTR601 misattributed-quotation",
        "severity": "major",
        "location": {"path": "claims.yaml", "lines": {"begin": 4, "end": 4}},
    }


def test_severities_use_gitlab_s_terms(report: Report):
    assert [issue["severity"] for issue in issues(report)] == ["major", "minor", *["info"] * 7]


def test_unchecked_steps_and_hidden_findings_are_issues_too(report: Report):
    assert [(issue["check_name"], issue["description"], issue["severity"]) for issue in issues(report)[-2:]] == [
        ("kzcheck not checked", "records: 1 of 7 not checked: the audit was run offline", "info"),
        ("kzcheck hidden", "1 finding is hidden by ignores: REF203 ×1", "info"),
    ]


def test_a_clean_report_has_no_issues(report: Report):
    assert issues(replace(report, findings=(), hidden=(), unchecked=(), missed={})) == []


def test_a_known_error_is_information_that_says_so(known: Report):
    first = issues(known)[0]

    assert first["severity"] == "info"
    assert first["description"].startswith("known error: c1: ")


def test_an_interrupted_audit_says_so(report: Report):
    assert "kzcheck interrupted" in {issue["check_name"] for issue in issues(replace(report, partial=True))}


def test_paths_start_at_the_root_of_the_repository(report: Report):
    assert {issue["location"]["path"] for issue in issues(replace(report, folder="papers/fire"))} == {
        "papers/fire/claims.yaml",
        "papers/fire/references.yaml",
    }


def prints(report: Report) -> list[str]:
    return [issue["fingerprint"] for issue in issues(report)]


def test_fingerprints_are_unique_in_a_report_and_in_a_repository(report: Report):
    doubled = replace(report, findings=report.findings * 2, folder="papers/fire")
    all_prints = prints(doubled) + prints(replace(report, folder="papers/ice"))

    assert len(set(all_prints)) == len(all_prints) == 2 * 7 + 2 + 7 + 2


def test_fingerprints_stay_the_same_if_lines_move_or_more_is_checked(report: Report):
    moved = [replace(finding, location=replace(finding.location, line=99, end_line=99)) for finding in report.findings]

    assert prints(replace(report, findings=tuple(moved), subjects={"records": 9})) == prints(report)


def test_hostile_text_is_one_harmless_line(hostile: Report):
    text = render(hostile)

    assert not any(char in text for char in "\x00\x07\x1b\u202e\ud800\r\u2028")
    assert all("\n" not in issue["description"] and len(issue["description"]) < 10_000 for issue in issues(hostile))


def test_a_long_list_is_reported_completely(many: Report):
    assert sum(issue["check_name"].startswith("REF213") for issue in issues(many)) == 3400

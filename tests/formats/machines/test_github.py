"""Annotations on GitHub, whose runner executes each line that begins with two colons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Location
from kzcheck.finding import Confidence, RulePage, Severity
from kzcheck.formats.github import render

if TYPE_CHECKING:
    from kzcheck.finding import Report

COMMAND = re.compile(r"::(error|warning|notice|group|endgroup)(?: ([^:]*))?::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does."""
    found = []
    for line in text.split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = (one.split("=", 1) for one in (match[2] or "").split(",") if one)
        found.append((match[1], {key: plain(value) for key, value in pairs}, plain(match[3])))
    return found


def plain(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_an_error_is_annotated_at_its_words(report: Report):
    level, where, text = commands(render(report))[1]

    assert level == "error"
    assert where == {
        "file": "claims.yaml",
        "line": "4",
        "endLine": "4",
        "col": "3",
        "endColumn": "12",
        "title": "ATTR601 misattributed-quotation",
    }
    assert text == "c1: Water is not an author of [1]\nFix: cite a work by Water"


def test_the_summary_comes_first_and_then_the_most_severe_findings(report: Report):
    turned = replace(report, findings=tuple(reversed(report.findings)))

    assert [level for level, _, _ in commands(render(turned))] == ["notice", "error", "warning", *["notice"] * 5]


def test_findings_beyond_github_s_limit_are_counted_and_listed_in_a_group(report: Report):
    error, warning, *notes = report.findings
    found = commands(render(replace(report, findings=(*notes * 4, *[warning] * 12, error))))
    levels = [level for level, _, _ in found]
    group = levels.index("group")

    assert found[0][2].split("\n")[1] == "GitHub shows 10 annotations of a level: 13 more findings in the log of this step"
    assert levels[:group] == ["notice", "error", *["warning"] * 10, *["notice"] * 9]
    assert found[group][2] == "13 more findings"
    assert levels[group + 1 :] == ["warning", "warning", *["notice"] * 11, "endgroup"]


def test_one_annotation_has_the_counts_of_findings_unchecked_steps_and_hidden_findings(report: Report):
    _, where, text = commands(render(report))[0]

    assert where == {"title": "kzcheck 0.0.0"}
    assert text.split("\n") == [
        "1 error · 1 warning · 5 notes · 0 of them known · 1 hidden · 1 check not made",
        "records: 1 of 7 not checked: the audit was run offline",
        "1 finding is hidden by ignores: REF203 ×1",
    ]


def test_a_courtesy_to_readers_is_not_an_annotation(report: Report):
    page = RulePage("REF213", "missing-accessed-date", Severity.NOTE, Confidence.SURE, (), "s", "w", "e", "n", "f", in_ci=False)
    found = commands(render(replace(report, rules=(page,))))

    assert [level for level, _, _ in found] == ["notice", "error", "warning"]
    assert found[0][2].startswith("1 error · 1 warning · 0 notes · ")


def test_a_report_without_findings_says_that_everything_was_checked(report: Report):
    clean = replace(report, findings=(), hidden=(), unchecked=(), missed={})

    assert [text.split("\n")[1] for _, _, text in commands(render(clean))] == ["everything was checked that was to be checked"]


def test_a_known_error_is_a_notice_that_says_so(known: Report):
    levels = {where["title"]: level for level, where, _ in commands(render(known)) if where}

    assert levels["ATTR601 misattributed-quotation (known error)"] == "notice"
    assert "error" not in levels.values()


def test_an_interrupted_audit_is_a_warning(report: Report):
    level, _, text = commands(render(replace(report, partial=True)))[0]

    assert level == "warning"
    assert "interrupted: these are the findings up to that point" in text


def test_columns_are_omitted_if_an_annotation_has_several_lines(report: Report):
    first, *rest = report.findings
    longer = replace(first, location=Location("claims.yaml", 4, 3, 6, 2))
    _, where, _ = commands(render(replace(report, findings=(longer, *rest))))[1]

    assert where.keys() == {"file", "line", "endLine", "title"}


def test_paths_start_at_the_root_of_the_repository(report: Report):
    files = {where["file"] for _, where, _ in commands(render(replace(report, folder="papers/fire, and: more"))) if "file" in where}

    assert files == {"papers/fire, and: more/claims.yaml", "papers/fire, and: more/references.yaml"}


def test_no_text_becomes_a_command(hostile: Report):
    found = commands(render(hostile))

    assert [level for level, _, _ in found] == ["warning", *["error"] * 3, *["notice"] * 3]
    assert not any(char in render(hostile) for char in "\x00\x07\x1b\u202e\ud800\r\u2028")
    assert max(map(len, render(hostile).split("\n"))) < 15_000


def test_a_long_list_is_reported_completely(many: Report):
    assert sum(where.get("title", "").startswith("REF213") for _, where, _ in commands(render(many))) == 3400

"""`kzcheck diff`: new, gone and worse findings, and those that could not be checked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Ignore, Location
from kzcheck.errors import UnreadableError
from kzcheck.evidence import Unchecked
from kzcheck.finding import Confidence, Hidden, RulePage, Severity
from kzcheck.formats.changes import changes, load, render
from kzcheck.formats.changes import markdown as written
from kzcheck.formats.json import render as as_json
from kzcheck.formats.terminal.changes import render as draw
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    from kzcheck.finding import Finding, Report
    from kzcheck.formats.changes import Changes


RAN = ("ATTR601", "REF203", "REF210", "REF213")


@pytest.fixture
def report(report: Report) -> Report:
    """The report of all formats, with the rules behind its findings."""
    return replace(report, rules=tuple(map(page, RAN)))


def page(code: str) -> RulePage:
    return RulePage(code, code.lower(), Severity.WARNING, Confidence.SURE, (), "s", "w", "e", "n", "f")


def between(old: Report, new: Report) -> Changes:
    return changes(load(as_json(old), "old.json"), load(as_json(new), "new.json"))


def without(report: Report, code: str) -> Report:
    return replace(report, findings=tuple(finding for finding in report.findings if finding.code != code), unchecked=())


def first(report: Report) -> Finding:
    return report.findings[0]


def test_a_report_compared_with_itself_has_no_changes(report: Report):
    difference = between(report, report)

    assert [*difference.new, *difference.gone, *difference.worse, *difference.open] == []
    assert difference.same == len(report.findings)
    assert not difference.failing()


def test_a_new_error_fails_and_a_new_note_does_not(report: Report):
    assert between(without(report, "ATTR601"), report).failing()
    assert not between(without(report, "REF213"), report).failing()


def test_a_finding_that_no_longer_occurs_is_gone(report: Report):
    difference = between(report, without(report, "ATTR601"))

    assert [finding.code for finding in difference.gone] == ["ATTR601"]
    assert not difference.failing()


def test_a_finding_that_could_not_be_checked_is_not_gone(report: Report):
    checked = replace(report, unchecked=())
    open_again = replace(without(report, "REF210"), unchecked=(Unchecked("records", ("REF210",), (Reason("offline"),), "2"),))
    difference = between(checked, open_again)

    assert [finding.code for finding in difference.open] == ["REF210"]
    assert not difference.gone


def test_a_new_finding_may_have_existed_when_it_could_not_be_checked(report: Report):
    down = (Unchecked("records", ("REF210",), (Reason("offline"),), "2"),)
    difference = between(replace(without(report, "REF210"), unchecked=down), report)

    assert [finding.code for finding in difference.new] == ["REF210"]
    assert "1 damaged-text (1 of them not looked for the last time)" in written(difference)


def test_a_finding_whose_rule_did_not_run_is_not_gone(report: Report):
    difference = between(report, replace(without(report, "ATTR601"), rules=(page("REF210"), page("REF213"))))

    assert [finding.code for finding in difference.open] == ["ATTR601"]
    assert not difference.gone


def test_a_finding_that_is_now_hidden_is_not_gone(report: Report):
    hidden = Hidden(first(report), Ignore(Location("claims.yaml", 1, 1, 1, 1), ("ATTR601",)))
    difference = between(report, replace(without(report, "ATTR601"), hidden=(hidden,)))

    assert [hidden.code for hidden in difference.hidden] == ["ATTR601"]
    assert not difference.gone
    assert "1 hidden now" in draw(difference)
    assert "\nHIDDEN NOW\nerror    ATTR601 misattributed-quotation  claims.yaml:4\n" in draw(difference)
    assert "### Hidden now" in written(difference)


def test_a_known_finding_does_not_fail_although_the_last_report_lacked_it(report: Report):
    difference = between(without(report, "ATTR601"), replace(report, findings=(replace(first(report), known=True),)))

    assert [finding.code for finding in difference.new] == ["ATTR601"]
    assert not difference.failing()


def test_a_finding_that_became_an_error_is_worse_and_fails(report: Report):
    milder = replace(report, findings=(replace(first(report), severity=Severity.WARNING), *report.findings[1:]))
    difference = between(milder, report)

    assert [(change.finding.code, change.was) for change in difference.worse] == [("ATTR601", "warning")]
    assert difference.failing()
    assert not between(report, milder).worse


def test_a_change_gives_its_place_its_former_severity_and_whether_it_is_known(report: Report):
    milder = replace(first(report), severity=Severity.WARNING)
    worse = between(replace(report, findings=(milder,)), replace(report, findings=(first(report),)))
    known = between(replace(report, findings=()), replace(report, findings=(replace(first(report), known=True),)))

    assert "\nerror    ATTR601 misattributed-quotation · was warning  claims.yaml:4\n" in draw(worse)
    assert "\nerror    ATTR601 misattributed-quotation · known  claims.yaml:4\n" in draw(known)


def test_changes_begin_with_a_summary_line(report: Report):
    text = draw(between(without(report, "ATTR601"), report), width=100)

    assert text.startswith("since 2026-01-02: 1 misattributed-quotation · 6 findings as before\n")
    assert "Water is not an author of [1]" in text


@pytest.mark.parametrize("shown", [draw, written])
def test_hostile_texts_remain_harmless(report: Report, shown: Callable[[Changes], str]):
    text = shown(between(without(report, "REF210"), report))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "REF210" in text


def test_markdown_for_an_issue_contains_no_markup_from_a_title(report: Report):
    text = written(between(without(report, "REF210"), report))

    assert "\\<script>" in text
    assert "- **warning** reference 2:" in text


def test_markdown_for_an_issue_is_never_longer_than_github_allows(report: Report):
    first, *_ = report.findings
    long = [
        replace(first, problem=replace(first.problem, message=f"{number} {'long ' * 120}"), fingerprint=str(number))
        for number in range(200)
    ]
    text = written(between(replace(report, findings=()), replace(report, findings=tuple(long))))

    assert len(text) < 65_536
    assert re.search(r"^- and 1\d\d more$", text, re.MULTILINE)


def test_changes_are_also_available_as_json(report: Report):
    difference = json.loads(render(between(without(report, "ATTR601"), report)))

    assert [finding["code"] for finding in difference["new"]] == ["ATTR601"]
    assert difference["since"] == "2026-01-02T00:00:00Z"


def test_the_command_compares_two_files_and_fails_on_new_errors(kzcheck: Run, report: Report, tmp_path: Path):
    (tmp_path / "old.json").write_text(as_json(without(report, "ATTR601")), "utf-8")
    (tmp_path / "new.json").write_text(as_json(report), "utf-8")

    assert kzcheck("diff", tmp_path / "old.json", tmp_path / "new.json").returncode == 1
    assert kzcheck("diff", tmp_path / "new.json", tmp_path / "old.json").returncode == 0
    assert json.loads(kzcheck("diff", tmp_path / "old.json", tmp_path / "new.json", "--format", "json").stdout)["new"]


@pytest.mark.parametrize("what", ["code", "name", "kzcheck"])
def test_a_report_with_hostile_names_is_not_a_report(report: Report, what: str):
    difference = json.loads(as_json(report))
    (difference if what in difference else difference["findings"][0])[what] = "0\x1b[31m::error::"

    with pytest.raises(UnreadableError, match="not a kzcheck JSON report"):
        load(json.dumps(difference), "old.json")


def test_a_file_that_is_not_a_report_is_one_line_and_code_3(kzcheck: Run, tmp_path: Path):
    (tmp_path / "old.json").write_text("{}", "utf-8")
    done = kzcheck("diff", tmp_path / "old.json", tmp_path / "missing.json")

    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "not a kzcheck JSON report" in done.stderr

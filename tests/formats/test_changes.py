"""`kzcheck diff`: what is new, gone, worse, and what nobody could look for."""

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
    """The report of all formats, by the rules that can have found what is in it."""
    return replace(report, rules=tuple(map(page, RAN)))


def page(code: str) -> RulePage:
    return RulePage(code, code.lower(), Severity.WARNING, Confidence.SURE, (), "s", "w", "e", "n", "f")


def between(old: Report, new: Report) -> Changes:
    return changes(load(as_json(old), "old.json"), load(as_json(new), "new.json"))


def without(report: Report, code: str) -> Report:
    return replace(report, findings=tuple(one for one in report.findings if one.code != code), unchecked=())


def first(report: Report) -> Finding:
    return report.findings[0]


def test_a_report_beside_itself_has_no_changes(report: Report):
    found = between(report, report)

    assert [*found.new, *found.gone, *found.worse, *found.open] == []
    assert found.same == len(report.findings)
    assert not found.failing()


def test_a_new_error_fails_and_a_new_note_does_not(report: Report):
    assert between(without(report, "ATTR601"), report).failing()
    assert not between(without(report, "REF213"), report).failing()


def test_what_is_not_found_any_more_is_gone(report: Report):
    found = between(report, without(report, "ATTR601"))

    assert [one.code for one in found.gone] == ["ATTR601"]
    assert not found.failing()


def test_what_nobody_could_look_for_is_not_gone(report: Report):
    there = replace(report, unchecked=())
    open_again = replace(without(report, "REF210"), unchecked=(Unchecked("records", ("REF210",), (Reason("offline"),), "2"),))
    found = between(there, open_again)

    assert [one.code for one in found.open] == ["REF210"]
    assert not found.gone


def test_what_is_new_may_have_been_there_when_nobody_could_look(report: Report):
    down = (Unchecked("records", ("REF210",), (Reason("offline"),), "2"),)
    found = between(replace(without(report, "REF210"), unchecked=down), report)

    assert [one.code for one in found.new] == ["REF210"]
    assert "1 damaged-text (1 of them not looked for the last time)" in written(found)


def test_what_an_audit_of_fewer_rules_did_not_look_for_is_not_gone(report: Report):
    found = between(report, replace(without(report, "ATTR601"), rules=(page("REF210"), page("REF213"))))

    assert [one.code for one in found.open] == ["ATTR601"]
    assert not found.gone


def test_what_an_ignore_hides_since_is_not_gone(report: Report):
    hidden = Hidden(first(report), Ignore(Location("claims.yaml", 1, 1, 1, 1), ("ATTR601",)))
    found = between(report, replace(without(report, "ATTR601"), hidden=(hidden,)))

    assert [one.code for one in found.hidden] == ["ATTR601"]
    assert not found.gone
    assert "1 hidden now" in draw(found)
    assert "\nHIDDEN NOW\nerror    ATTR601 misattributed-quotation  claims.yaml:4\n" in draw(found)
    assert "### Hidden now" in written(found)


def test_what_is_known_does_not_fail_although_the_last_report_did_not_have_it(report: Report):
    found = between(without(report, "ATTR601"), replace(report, findings=(replace(first(report), known=True),)))

    assert [one.code for one in found.new] == ["ATTR601"]
    assert not found.failing()


def test_a_finding_that_has_become_an_error_is_worse_and_fails(report: Report):
    milder = replace(report, findings=(replace(first(report), severity=Severity.WARNING), *report.findings[1:]))
    found = between(milder, report)

    assert [(one.finding.code, one.was) for one in found.worse] == [("ATTR601", "warning")]
    assert found.failing()
    assert not between(report, milder).worse


def test_a_change_says_where_it_stands_what_it_was_and_that_it_is_known(report: Report):
    milder = replace(first(report), severity=Severity.WARNING)
    worse = between(replace(report, findings=(milder,)), replace(report, findings=(first(report),)))
    known = between(replace(report, findings=()), replace(report, findings=(replace(first(report), known=True),)))

    assert "\nerror    ATTR601 misattributed-quotation · was warning  claims.yaml:4\n" in draw(worse)
    assert "\nerror    ATTR601 misattributed-quotation · known  claims.yaml:4\n" in draw(known)


def test_changes_begin_with_a_line_that_says_it_all(report: Report):
    text = draw(between(without(report, "ATTR601"), report), width=100)

    assert text.startswith("since 2026-01-02: 1 misattributed-quotation · 6 findings as before\n")
    assert "Water is not an author of [1]" in text


@pytest.mark.parametrize("shown", [draw, written])
def test_hostile_texts_stay_harmless(report: Report, shown: Callable[[Changes], str]):
    text = shown(between(without(report, "REF210"), report))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "REF210" in text


def test_markdown_for_an_issue_has_no_markup_of_a_title(report: Report):
    text = written(between(without(report, "REF210"), report))

    assert "\\<script>" in text
    assert "- **warning** reference 2:" in text


def test_markdown_for_an_issue_is_never_longer_than_github_takes(report: Report):
    first, *_ = report.findings
    long = [
        replace(first, problem=replace(first.problem, message=f"{number} {'long ' * 120}"), fingerprint=str(number))
        for number in range(200)
    ]
    text = written(between(replace(report, findings=()), replace(report, findings=tuple(long))))

    assert len(text) < 65_536
    assert re.search(r"^- and 1\d\d more$", text, re.MULTILINE)


def test_changes_are_json_too(report: Report):
    found = json.loads(render(between(without(report, "ATTR601"), report)))

    assert [one["code"] for one in found["new"]] == ["ATTR601"]
    assert found["since"] == "2026-01-02T00:00:00Z"


def test_the_command_compares_two_files_and_fails_on_new_errors(kzcheck: Run, report: Report, tmp_path: Path):
    (tmp_path / "old.json").write_text(as_json(without(report, "ATTR601")), "utf-8")
    (tmp_path / "new.json").write_text(as_json(report), "utf-8")

    assert kzcheck("diff", tmp_path / "old.json", tmp_path / "new.json").returncode == 1
    assert kzcheck("diff", tmp_path / "new.json", tmp_path / "old.json").returncode == 0
    assert json.loads(kzcheck("diff", tmp_path / "old.json", tmp_path / "new.json", "--format", "json").stdout)["new"]


@pytest.mark.parametrize("what", ["code", "name", "kzcheck"])
def test_a_report_whose_names_mean_harm_is_no_report(report: Report, what: str):
    found = json.loads(as_json(report))
    (found if what in found else found["findings"][0])[what] = "0\x1b[31m::error::"

    with pytest.raises(UnreadableError, match="not a kzcheck JSON report"):
        load(json.dumps(found), "old.json")


def test_what_is_no_report_is_one_line_and_code_3(kzcheck: Run, tmp_path: Path):
    (tmp_path / "old.json").write_text("{}", "utf-8")
    done = kzcheck("diff", tmp_path / "old.json", tmp_path / "missing.json")

    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "not a kzcheck JSON report" in done.stderr

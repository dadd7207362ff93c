"""Questions to the author, and findings that an editor settles alone, based on the findings in each rule's own cases."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck.finding import Confidence, Finding, Problem, Report
from kzcheck.formats.asked import ALONE, ASKED
from kzcheck.formats.queries import render
from kzcheck.rules import BY_CODE, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from kzcheck.rule import Rule

QUESTION = "**1.**"


@cache
def cases() -> ModuleType:
    """The cases of the rules, from a test module that cannot be imported by name."""
    path = Path(__file__).parents[1] / "rules" / "test_rules.py"
    spec = importlib.util.spec_from_file_location("rule_cases", path)
    assert spec
    assert spec.loader
    sys.modules["rule_cases"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def finding(rule: Rule, problem: Problem) -> Finding:
    severity = problem.severity or rule.page.severity
    return Finding(rule.code, rule.page.name, severity, Confidence.SURE, problem.location, problem, rule.code)


def letters(code: str) -> Iterator[tuple[Finding, str]]:
    """Yield every finding of a rule in its own cases, with the resulting letter."""
    rule = BY_CODE[code]
    for case in (case for case in cases().CASES if case.code == code and case.found):
        judged, problems = cases().judged(case)
        for problem in problems:
            one = finding(rule, problem)
            yield one, render(Report("0", judged.article, judged.evidence, (one,), rules=(rule.page,)))


def test_each_rule_is_asked_or_settled_alone():
    assert not ASKED.keys() & ALONE.keys()
    assert ASKED.keys() | ALONE.keys() == {rule.code for rule in RULES}
    assert all(ALONE.values())


@pytest.mark.parametrize("code", sorted(ASKED))
def test_a_question_is_asked_in_full_about_the_findings_of_its_rule(code: str):
    question = ASKED[code]
    asked = [(one, letter) for one, letter in letters(code) if QUESTION in letter]

    assert asked
    for one, letter in asked:
        text = letter.partition("**1.**")[2].partition("Answer:")[0]
        assert re.search(r"\*\*[^*]*\?[^*?]*\*\*(\n|$)", text.strip())
        assert code not in letter
        assert one.severity >= question.least
        assert not (question.by_edits and one.problem.fix and one.problem.fix.edits)


@pytest.mark.parametrize("code", ["LINK501", "LINK502", "LINK503", "LINK506"])
def test_a_lost_page_is_not_asked_about_if_there_is_a_copy_to_check(code: str):
    written = list(letters(code))
    copied = [letter for one, letter in written if "archived copy of" in str(one.problem.fix)]

    assert copied
    assert not any(QUESTION in letter for letter in copied)

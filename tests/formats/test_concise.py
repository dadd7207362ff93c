"""One line for each finding, with a place that editors follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.formats.concise import render

if TYPE_CHECKING:
    from kzcheck.finding import Report

LINE = re.compile(r"^([^:]+):(\d+):(\d+): (?:known )?(error|warning|note) (\w+) (.+)$")
"""The pattern that docs/formats.md gives for editors."""


def test_each_finding_is_a_line_with_its_place_from_where_kzcheck_ran(report: Report):
    lines = render(replace(report, folder="papers/fire")).splitlines()

    assert lines[0] == "papers/fire/claims.yaml:4:3: error ATTR601 c1: Water is not an author of [1]"
    assert all(LINE.match(line) for line in lines[: len(report.findings)])


def test_the_last_lines_say_how_much_was_found_and_what_was_not_checked(report: Report):
    lines = render(report).splitlines()[len(report.findings) :]

    assert lines[0] == "kzcheck: 1 error, 1 warning, 5 notes, 1 hidden"
    assert any("not checked" in line for line in lines[1:])


def test_a_known_finding_says_so(report: Report):
    known = replace(report, findings=(replace(report.findings[0], known=True),))

    assert render(known).startswith("claims.yaml:4:3: known error ATTR601 ")

"""The audit as a whole, called from Python."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck import pipeline
from kzcheck.cli.audit import FailOn, exit_code
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.gather.watch import Watch
from kzcheck.settings import IgnoreSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Edit
    from kzcheck.finding import Report

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def stop_after_one(step: str, done: int, _of: int) -> None:
    if (step, done) == ("judging", 1):
        raise KeyboardInterrupt


def audit(folder: Path, **options: object) -> Report:
    return pipeline.audit(folder, Settings(), NOW, offline=True, **options)  # type: ignore[arg-type]


def test_ctrl_c_keeps_what_was_found_until_then(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    report = audit(folder, selected=("CITE101", "CITE102"), watch=Watch(stop_after_one))

    assert report.partial
    assert [finding.code for finding in report.findings] == ["CITE101"]
    assert [page.code for page in report.rules] == ["CITE101"]
    assert exit_code(report, FailOn.NEVER, ()) == 3


def test_a_report_carries_the_rules_that_ran(folder: Path):
    assert [page.code for page in audit(folder, selected=("CITE101", "KZ001")).rules] == ["CITE101", "KZ001"]


def test_the_selection_of_the_command_line_replaces_that_of_the_settings(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    report = pipeline.audit(folder, Settings(select=("REF",)), NOW, offline=True, selected=("CITE",), ignored=("CITE102",))

    assert {finding.code for finding in report.findings} == {"CITE101"}


def test_all_codes_of_the_settings_that_mean_no_rule_are_listed(folder: Path):
    text = (
        "select = ['ONE']\n[severity]\nTWO = 'note'\n[[ignore]]\ncode = 'REF'\nreason = 'x'\n[[ignore]]\nreason = 'x'\ncode = ''\n"
    )
    ignore = (IgnoreSettings("REF", "x"), IgnoreSettings("", "x"))
    with pytest.raises(UsageError) as caught:
        pipeline.audit(folder, Settings(select=("ONE",), severity={"TWO": "note"}, ignore=ignore), NOW, settings_text=text)

    assert [line.partition(": ")[0] for line in str(caught.value).split("\n")] == [
        "kzcheck.toml:3",
        "kzcheck.toml:9",
        "kzcheck.toml:1",
    ]


@pytest.mark.parametrize("text", ["- {id: a, title: T}\n", "- ["])
def test_the_cyclic_collector_runs_again_afterwards(tmp_path: Path, text: str):
    (tmp_path / "references.yaml").write_text(text, "utf-8")
    with suppress(UnreadableError):
        audit(tmp_path)

    assert gc.isenabled()

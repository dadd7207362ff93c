"""The audit as a whole, called from Python."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck import baseline, pipeline
from kzcheck.cli.audit import FailOn, exit_code
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.gather.watch import Watch
from kzcheck.readers import read
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


def known(report: Report) -> baseline.Baseline:
    return baseline.load(baseline.save(report).decode(), "baseline.json")


def test_a_finding_of_the_baseline_that_an_ignore_hides_is_still_there(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    codes = ("CITE101", "KZ001")
    before = known(audit(folder, selected=codes))
    chosen = Settings(ignore=(IgnoreSettings("CITE101", "a proof"),))
    report = pipeline.audit(folder, chosen, NOW, offline=True, selected=codes, baseline=before)

    assert len(report.hidden) == 1
    assert report.findings == ()


def test_what_is_gone_of_the_baseline_is_one_finding_with_all_its_places(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17", "18", "19"]')
    before = known(audit(folder, selected=("CITE101",)))
    edit(folder / "claims.yaml", 'cites: ["17", "18", "19"]', 'cites: ["1", "19"]')
    report = audit(folder, selected=("CITE101", "KZ001"), baseline=before)
    gone, open_one = sorted(report.findings, key=lambda one: one.known)

    assert (open_one.code, open_one.known) == ("CITE101", True)
    assert gone.message == "2 findings of the baseline are not there any more: CITE101"
    assert len({gone.location, *gone.problem.related}) == 2


def test_a_report_tells_whether_it_was_asked_what_is_known(folder: Path):
    report = audit(folder)

    assert not report.compared
    assert audit(folder, baseline=known(report)).compared
    assert audit(folder, before=read(folder)).compared

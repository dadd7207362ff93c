"""The audit as a whole, called from Python."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck import baseline, pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.cli.audit import FailOn, exit_code
from kzcheck.csl import Item
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import Copies, Evidence, Hop, Memento, NotAsked, Page, PageTitle, Visit, digest
from kzcheck.formats.checked import checked
from kzcheck.gather.watch import Watch
from kzcheck.layers import load
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
    chosen = Settings(select=("ONE",), severity={"TWO": "note"}, ignore=ignore)
    with pytest.raises(UsageError) as caught:
        pipeline.audit(
            folder, Settings(select=("ONE",), severity={"TWO": "note"}, ignore=ignore), NOW, layers=load(text, {}).layers
        )

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


GONE = "https://example.org/gone"
RIVERS = Item(id="1", type="webpage", title="A grammar of invented rivers of the steppe", url=GONE, language="en")


def visit(title: str, status: int = 200) -> Visit:
    return Visit(NOW, (Hop(GONE, status),), media_type="text/html", language="en", titles=(PageTitle("title", title),), length=900)


def seen_with(archived: Copies | NotAsked) -> Report:
    """Judge again that the page of one entry was not found at two looks, and what became of its copies."""
    page = Page((visit("Not found", 404), visit("Not found", 404)), archived=archived)
    evidence = Evidence(gathered=NOW, kzcheck="0", items={"1": digest(RIVERS)}, pages={GONE: page})
    article = Article((Reference(RIVERS, Location("references.yaml", 1, 1, 1, 5)),))
    return pipeline.audit(article, Settings(), NOW, selected=("LINK",), evidence=evidence)


def copies(*titles: str | None) -> Copies:
    """Copies that bear these titles; None is of one that was not read."""
    visits = [visit(title) if title else None for title in titles]
    return Copies(tuple(Memento(f"https://web.archive.org/web/{2010 + n}/{GONE}", NOW, one) for n, one in enumerate(visits)))


@pytest.mark.parametrize(
    ("held", "linked"),
    [
        (copies("Best online games of all times and places", RIVERS.title), "web/2011/"),
        (copies("Best online games of all times and places"), None),
        (copies("Best online games of all times and places", None), "web/2011/"),
    ],
)
def test_a_report_links_to_a_copy_that_shows_the_work_or_that_nobody_has_read(held: Copies, linked: str | None):
    copy = seen_with(held).pages[GONE].archived

    assert (copy is None) if linked is None else (copy is not None and linked in copy.url)


def test_a_report_tells_of_pages_how_and_when_they_were_seen_and_that_the_archive_was_not_asked():
    report = seen_with(NotAsked("was not asked: its limits allow no more in one audit"))
    page = report.pages[GONE]

    assert (page.seen, [one.text for one in page.titles]) == (NOW, ["Not found"])
    (links,) = [one for one in checked(report).steps if one.step == "links"]
    assert links.silent == ("The Wayback Machine was not asked: its limits allow no more in one audit (1 page)",)

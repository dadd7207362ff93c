"""The audit as a whole, called from Python."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
from msgspec.structs import replace

from kzcheck import baseline, pipeline, rules
from kzcheck.article import Article, Location, Reference
from kzcheck.cli.audit import FailOn, exit_code, unmet
from kzcheck.csl import Item
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import (
    Asked,
    Copies,
    Evidence,
    Found,
    Hop,
    Memento,
    NotAsked,
    Page,
    PageTitle,
    Record,
    Resolution,
    Visit,
    digest,
)
from kzcheck.finding import Problem, Severity
from kzcheck.formats import LETTERS, Format, render
from kzcheck.formats.checked import checked
from kzcheck.gather.steps import Watch
from kzcheck.layers import load
from kzcheck.pipeline import AuditRequest
from kzcheck.readers import read
from kzcheck.reasons import Reason
from kzcheck.rule import rule
from kzcheck.settings import IgnoreSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Edit
    from kzcheck.case import Case
    from kzcheck.finding import Report

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def stop_after_one(step: str, done: int, *_: object) -> None:
    if (step, done) == ("judging", 1):
        raise KeyboardInterrupt


def audit(folder: Path, watch: Watch = Watch(), **options: object) -> Report:  # noqa: B008 - a value without state
    return pipeline.audit(AuditRequest(path=folder, offline=True, **options), NOW, watch)  # type: ignore[arg-type]


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
    report = pipeline.audit(
        AuditRequest(path=folder, settings=Settings(select=("REF",)), offline=True, selected=("CITE",), ignored=("CITE102",)), NOW
    )

    assert {finding.code for finding in report.findings} == {"CITE101"}


def test_of_very_many_codes_that_mean_no_rule_the_first_are_listed(folder: Path):
    text = "[severity]\n" + "".join(f"Z{number} = 'note'\n" for number in range(20_000))
    configured = load(text, {})
    with pytest.raises(UsageError) as caught:
        pipeline.audit(AuditRequest(path=folder, settings=configured.settings, layers=configured.layers), NOW)

    lines = str(caught.value).split("\n")
    assert len(lines) == 21
    assert lines[0].startswith("kzcheck.toml:2: no rule has the code")
    assert lines[-1] == "there are more such codes"


def test_all_codes_of_the_settings_that_mean_no_rule_are_listed(folder: Path):
    text = (
        "select = ['ONE']\n[severity]\nTWO = 'note'\n[[ignore]]\ncode = 'REF'\nreason = 'x'\n[[ignore]]\nreason = 'x'\ncode = ''\n"
    )
    ignore = (IgnoreSettings("REF", "x"), IgnoreSettings("", "x"))
    chosen = Settings(select=("ONE",), severity={"TWO": "note"}, ignore=ignore)
    with pytest.raises(UsageError) as caught:
        pipeline.audit(AuditRequest(path=folder, settings=chosen, layers=load(text, {}).layers), NOW)

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
    report = pipeline.audit(AuditRequest(path=folder, settings=chosen, offline=True, selected=codes, baseline=before), NOW)

    assert len(report.hidden) == 1
    assert report.findings == ()


def test_what_is_gone_of_the_baseline_is_one_finding_with_all_its_places(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17", "18", "19"]')
    before = known(audit(folder, selected=("CITE101",)))
    edit(folder / "claims.yaml", 'cites: ["17", "18", "19"]', 'cites: ["1", "19"]')
    report = audit(folder, selected=("CITE101", "KZ001"), baseline=before)
    gone, open_one = sorted(report.findings, key=lambda one: one.known)

    assert (open_one.code, open_one.known) == ("CITE101", True)
    assert gone.message == "2 findings of the baseline are no longer found: CITE101"
    assert len({gone.location, *gone.problem.related}) == 2


def test_a_report_tells_whether_it_was_asked_what_is_known(folder: Path):
    report = audit(folder)

    assert not report.compared
    assert audit(folder, baseline=known(report)).compared


GONE = "https://example.org/gone"
RIVERS = Item(id="1", type="webpage", title="A grammar of invented rivers of the steppe", url=GONE, language="en")


def visit(title: str, status: int = 200) -> Visit:
    return Visit(NOW, (Hop(GONE, status),), media_type="text/html", language="en", titles=(PageTitle("title", title),), length=900)


def seen_with(archived: Copies | NotAsked) -> Report:
    """Judge again that the page of one entry was not found at two looks, and what became of its copies."""
    page = Page((visit("Not found", 404), visit("Not found", 404)), archived=archived)
    evidence = Evidence(gathered=NOW, kzcheck="0", items={"1": digest(RIVERS)}, pages={GONE: page})
    article = Article((Reference(RIVERS, Location("references.yaml", 1, 1, 1, 5)),))
    return pipeline.audit(AuditRequest(article=article, selected=("LINK",), evidence=evidence), NOW)


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
    report = seen_with(NotAsked(Reason("limits")))
    page = report.pages[GONE]

    assert (page.seen, [one.text for one in page.titles]) == (NOW, ["Not found"])
    (links,) = [one for one in checked(report).steps if one.step == "links"]
    assert links.silent == ("The Wayback Machine was not asked: its limits allow no more in one audit (1 page)",)


@rule("REF299", "broken-rule", Severity.NOTE, needs=("records",))
def broken(case: Case) -> Iterator[Problem]:
    """A rule with a fault.

    Why:
        Rules are written by people.

    Example:
        1 / 0

    Silent:
        Nothing is divided.

    Fix:
        Report it.
    """
    yield Problem(case.article.references[0].location, "the first of its findings is lost, too")
    raise ZeroDivisionError


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch, folder: Path, edit: Edit) -> Path:
    """An article with an undefined reference, judged by a table of rules of which one is broken."""
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    monkeypatch.setattr(rules, "RULES", (broken, *rules.RULES))
    monkeypatch.setattr(rules, "NAMES", {**rules.NAMES, "REF299": "broken-rule"})
    return folder


def test_a_rule_that_raises_costs_its_own_findings_alone(faulty: Path):
    report = audit(faulty, selected=("CITE101", "REF299"))

    assert {finding.code for finding in report.findings} == {"CITE101"}
    (fault,) = report.faults
    assert (fault.code, fault.error, fault.needs) == ("REF299", "ZeroDivisionError", ("records",))
    assert fault.place.startswith("test_pipeline.py, line ")
    assert "REF299" not in {page.code for page in report.rules}


@pytest.mark.parametrize("form", [form for form in Format if form not in LETTERS.values()])
def test_every_format_says_which_rule_could_not_be_checked(faulty: Path, form: Format):
    text = render(audit(faulty, selected=("CITE101", "REF299")), form)

    assert "REF299" in text
    assert "ZeroDivisionError" in text


def test_a_rule_that_raises_fails_an_audit_only_where_its_step_is_required(faulty: Path):
    report = audit(faulty, selected=("CITE101", "REF299"))

    assert exit_code(report, FailOn.NEVER, ()) == 0
    assert exit_code(report, FailOn.ERROR, ()) == 1
    assert exit_code(report, FailOn.NEVER, ("records",)) == 3
    assert "by a fault of kzcheck itself" in unmet(report, ("records",))["records"]


def test_the_evidence_is_there_before_anything_is_judged(folder: Path):
    heard: list[str] = []
    watch = Watch(lambda step, *_: heard.append(step), gathered=lambda found: heard.append(f"evidence of {found.gathered:%Y}"))
    audit(folder, watch, selected=("CITE101",))

    assert heard[:3] == ["reading", "evidence of 2026", "judging"]


def test_the_collector_is_on_while_evidence_is_gathered(folder: Path):
    collecting: list[tuple[str, bool]] = []
    watch = Watch(
        lambda step, *_: collecting.append((step, gc.isenabled())), gathered=lambda _: collecting.append(("", gc.isenabled()))
    )
    audit(folder, watch, selected=("CITE101",))

    assert dict(collecting) == {"reading": False, "": True, "judging": False}


def test_evidence_is_not_lost_where_nothing_can_be_made_of_it(folder: Path):
    """What was saved of somebody else's services may hold anything: an item that is not one stands for a fault of ours."""
    odd = Record("crossref", "10.5555/x", Item("x", title=cast("str", ["not", "a", "text"])))
    evidence = Evidence(NOW, "1", items={}, resolutions={"1": Resolution((Asked("crossref", "DOI", "10.5555/x", Found((odd,))),))})
    evidence = replace(evidence, items={one.id: digest(one.item, one.printed) for one in read(folder).references})
    heard: list[Evidence] = []
    with pytest.raises(TypeError):
        audit(folder, Watch(gathered=heard.append), evidence=evidence, selected=("WORK",))

    assert [list(one.resolutions) for one in heard] == [["1"]]

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
from kzcheck.layers import SettingsFile, load
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


def test_ctrl_c_keeps_the_findings_so_far(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    report = audit(folder, selected=("CITE101", "CITE102"), watch=Watch(stop_after_one))

    assert report.partial
    assert [finding.code for finding in report.findings] == ["CITE101"]
    assert [page.code for page in report.rules] == ["CITE101"]
    assert exit_code(report, FailOn.NEVER, ()) == 3


def test_a_report_lists_the_rules_that_ran(folder: Path):
    assert [page.code for page in audit(folder, selected=("CITE101", "KZ001")).rules] == ["CITE101", "KZ001"]


def test_codes_on_the_command_line_replace_those_of_the_settings(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    report = pipeline.audit(
        AuditRequest(path=folder, settings=Settings(select=("REF",)), offline=True, selected=("CITE",), ignored=("CITE102",)), NOW
    )

    assert {finding.code for finding in report.findings} == {"CITE101"}


def test_of_very_many_unknown_codes_the_first_are_listed(folder: Path):
    text = "[severity]\n" + "".join(f"Z{number} = 'note'\n" for number in range(20_000))
    configured = load(SettingsFile(text), {})
    with pytest.raises(UsageError) as caught:
        pipeline.audit(AuditRequest(path=folder, settings=configured.settings, layers=configured.layers), NOW)

    lines = str(caught.value).split("\n")
    assert len(lines) == 21
    assert lines[0].startswith("kzcheck.toml:2: no rule has the code")
    assert lines[-1] == "there are more such codes"


def test_all_unknown_codes_in_the_settings_are_listed(folder: Path):
    text = (
        "select = ['ONE']\n[severity]\nTWO = 'note'\n[[ignore]]\ncode = 'REF'\nreason = 'x'\n[[ignore]]\nreason = 'x'\ncode = ''\n"
    )
    ignore = (IgnoreSettings("REF", "x"), IgnoreSettings("", "x"))
    chosen = Settings(select=("ONE",), severity={"TWO": "note"}, ignore=ignore)
    with pytest.raises(UsageError) as caught:
        pipeline.audit(AuditRequest(path=folder, settings=chosen, layers=load(SettingsFile(text), {}).layers), NOW)

    assert [line.partition(": ")[0] for line in str(caught.value).split("\n")] == [
        "kzcheck.toml:3",
        "kzcheck.toml:9",
        "kzcheck.toml:1",
    ]


@pytest.mark.parametrize("text", ["- {id: a, title: T}\n", "- ["])
def test_the_cyclic_collector_is_enabled_again_afterwards(tmp_path: Path, text: str):
    (tmp_path / "references.yaml").write_text(text, "utf-8")
    with suppress(UnreadableError):
        audit(tmp_path)

    assert gc.isenabled()


def known(report: Report) -> baseline.Baseline:
    return baseline.load(baseline.save(report).decode(), "baseline.json")


def test_a_baseline_finding_hidden_by_an_ignore_is_not_stale(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    codes = ("CITE101", "KZ001")
    before = known(audit(folder, selected=codes))
    chosen = Settings(ignore=(IgnoreSettings("CITE101", "a proof"),))
    report = pipeline.audit(AuditRequest(path=folder, settings=chosen, offline=True, selected=codes, baseline=before), NOW)

    assert len(report.hidden) == 1
    assert report.findings == ()


def test_stale_entries_of_a_baseline_are_one_finding_with_all_their_places(folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17", "18", "19"]')
    before = known(audit(folder, selected=("CITE101",)))
    edit(folder / "claims.yaml", 'cites: ["17", "18", "19"]', 'cites: ["1", "19"]')
    report = audit(folder, selected=("CITE101", "KZ001"), baseline=before)
    gone, stale = sorted(report.findings, key=lambda finding: finding.known)

    assert (stale.code, stale.known) == ("CITE101", True)
    assert gone.message == "2 findings in the baseline no longer occur: CITE101"
    assert len({gone.location, *gone.problem.related}) == 2


def test_a_report_records_whether_known_findings_were_requested(folder: Path):
    report = audit(folder)

    assert not report.compared
    assert audit(folder, baseline=known(report)).compared


GONE = "https://example.org/gone"
RIVERS = Item(id="1", type="webpage", title="A grammar of invented rivers of the steppe", url=GONE, language="en")


def visit(title: str, status: int = 200) -> Visit:
    return Visit(NOW, (Hop(GONE, status),), media_type="text/html", language="en", titles=(PageTitle("title", title),), length=900)


def seen_with(archived: Copies | NotAsked) -> Report:
    """Return the report on an entry whose page was not found in two visits, with this result for its copies."""
    page = Page((visit("Not found", 404), visit("Not found", 404)), archived=archived)
    evidence = Evidence(gathered=NOW, kzcheck="0", items={"1": digest(RIVERS)}, pages={GONE: page})
    article = Article((Reference(RIVERS, Location("references.yaml", 1, 1, 1, 5)),))
    return pipeline.audit(AuditRequest(article=article, selected=("LINK",), evidence=evidence), NOW)


def copies(*titles: str | None) -> Copies:
    """Return copies with these titles; None stands for an unread copy."""
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
def test_a_report_links_to_a_copy_that_shows_the_work_or_was_not_read(held: Copies, linked: str | None):
    copy = seen_with(held).pages[GONE].archived

    assert (copy is None) if linked is None else (copy is not None and linked in copy.url)


def test_a_report_records_how_and_when_pages_were_seen_and_that_the_archive_was_not_asked():
    report = seen_with(NotAsked(Reason("limits")))
    page = report.pages[GONE]

    assert (page.seen, [title.text for title in page.titles]) == (NOW, ["Not found"])
    (links,) = [step for step in checked(report).steps if step.step == "links"]
    assert links.silent == ("The Wayback Machine was not used: its limits allow no more requests in one audit (1 page)",)


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
    """An article with an undefined reference, judged by a table of rules that includes a broken one."""
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    monkeypatch.setattr(rules, "RULES", (broken, *rules.RULES))
    monkeypatch.setattr(rules, "NAMES", {**rules.NAMES, "REF299": "broken-rule"})
    return folder


def test_a_rule_that_raises_loses_only_its_own_findings(faulty: Path):
    report = audit(faulty, selected=("CITE101", "REF299"))

    assert {finding.code for finding in report.findings} == {"CITE101"}
    (fault,) = report.faults
    assert (fault.code, fault.error, fault.needs) == ("REF299", "ZeroDivisionError", ("records",))
    assert fault.place.startswith("test_pipeline.py, line ")
    assert "REF299" not in {page.code for page in report.rules}


@pytest.mark.parametrize("form", [form for form in Format if form not in LETTERS.values()])
def test_every_format_names_a_rule_that_failed(faulty: Path, form: Format):
    text = render(audit(faulty, selected=("CITE101", "REF299")), form)

    assert "REF299" in text
    assert "ZeroDivisionError" in text


def test_a_rule_that_raises_fails_an_audit_only_if_its_step_is_required(faulty: Path):
    report = audit(faulty, selected=("CITE101", "REF299"))

    assert exit_code(report, FailOn.NEVER, ()) == 0
    assert exit_code(report, FailOn.ERROR, ()) == 1
    assert exit_code(report, FailOn.NEVER, ("records",)) == 3
    assert "by a fault of kzcheck itself" in unmet(report, ("records",))["records"]


def test_the_evidence_is_handed_out_before_judging(folder: Path):
    heard: list[str] = []
    watch = Watch(lambda step, *_: heard.append(step), gathered=lambda found: heard.append(f"evidence of {found.gathered:%Y}"))
    audit(folder, watch, selected=("CITE101",))

    assert heard[:3] == ["reading", "evidence of 2026", "judging"]


def test_the_collector_is_enabled_while_evidence_is_gathered(folder: Path):
    collecting: list[tuple[str, bool]] = []
    watch = Watch(
        lambda step, *_: collecting.append((step, gc.isenabled())), gathered=lambda _: collecting.append(("", gc.isenabled()))
    )
    audit(folder, watch, selected=("CITE101",))

    assert dict(collecting) == {"reading": False, "": True, "judging": False}


def test_evidence_is_kept_if_a_bug_prevents_judging_it(folder: Path):
    """Evidence from other people's services may contain anything: an item of the wrong type stands for a bug of ours."""
    odd = Record("crossref", "10.5555/x", Item("x", title=cast("str", ["not", "a", "text"])))
    evidence = Evidence(NOW, "1", items={}, resolutions={"1": Resolution((Asked("crossref", "DOI", "10.5555/x", Found((odd,))),))})
    evidence = replace(
        evidence, items={reference.id: digest(reference.item, reference.printed) for reference in read(folder).references}
    )
    heard: list[Evidence] = []
    with pytest.raises(TypeError):
        audit(folder, Watch(gathered=heard.append), evidence=evidence, selected=("WORK",))

    assert [list(one.resolutions) for one in heard] == [["1"]]


def test_an_entry_with_an_unreadable_part_of_a_date_is_reported(folder: Path):
    (folder / "references.yaml").write_text("- {id: a, type: book, title: Rivers, issued: {date-parts: [[{year: 2010}]]}}\n")

    report = audit(folder, selected=("KZ002",))

    assert [finding.message for finding in report.findings][:1] == ["issued: the year is a mapping; expected a number"]
    assert not report.faults

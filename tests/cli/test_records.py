"""Look-ups of references at services, against a loopback server that plays them all.

The command line is tested as a process; the use of answers is tested by calls of the audit, in a tenth of the time.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from kzcheck import evidence, pipeline
from kzcheck.csl import Date, Item, Name, to_json
from kzcheck.evidence import Update
from kzcheck.formats.json import render
from kzcheck.layers import SettingsFile, load
from lab.server import Answer
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conftest import Run

    Audit = Callable[..., dict[str, Any]]

WORKS = tuple(articles(60))
FIRST = WORKS[0]
NAMES = ("crossref", "doi", "datacite", "openalex", "open-library", "k10plus", "dnb")


def listed(folder: Path, works: Sequence[Item]) -> Path:
    file = folder / "references.json"
    file.write_text(json.dumps([to_json(work) for work in works]), "utf-8")
    return file


@pytest.fixture
def audit(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """Return a function that audits a list at given services and returns the JSON report."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))

    def run(services: Services, works: Sequence[Item], saved: bytes = b"", **env: str) -> dict[str, Any]:
        request = pipeline.AuditRequest(
            path=listed(tmp_path, works),
            settings=load(SettingsFile(), services.environment | env).settings,
            selected=("WORK", "ID306", "KZ"),
            evidence=evidence.load(saved, "evidence.json") if saved else None,
        )
        report = pipeline.audit(request, datetime.now(UTC))
        return {**json.loads(render(report)), "saved": evidence.save(report.evidence)}

    return run


def codes(report: dict[str, Any]) -> list[str]:
    return sorted(finding["code"] for finding in report["findings"])


def test_a_list_that_agrees_with_its_records_has_no_findings(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, WORKS)

    assert codes(report) == []
    assert {reference["resolution"] for reference in report["references"]} == {"found"}
    assert report["references"][0]["record"]["item"]["DOI"] == FIRST.doi


def test_dois_are_requested_together(audit: Audit):
    with Services(WORKS) as services:
        audit(services, WORKS)

        assert [name for name, _ in services.asked] == ["crossref", "crossref"]


def test_a_second_audit_sends_no_requests(audit: Audit):
    with Services(WORKS) as services:
        first = audit(services, WORKS)
        services.lab.calls.clear()
        second = audit(services, WORKS)

        assert services.asked == []
    assert first["findings"] == second["findings"]


def test_without_the_cache_everything_is_requested_again(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        path = listed(tmp_path, WORKS[:3])
        kzcheck("audit", path, env=services.environment)
        services.lab.calls.clear()
        kzcheck("audit", path, "--no-cache", env=services.environment)

        assert len(services.asked) == 1


def test_a_work_without_a_doi_is_searched_and_its_doi_suggested(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi="")])

    assert codes(report) == ["ID306"]
    assert report["findings"][-1]["fix"]["edits"][0]["new"] == FIRST.doi


def test_an_invented_work_is_unknown_only_if_all_competent_services_answered(audit: Audit):
    invented = replace(
        FIRST,
        title="On the hidden kinship between teapots and thunder",
        doi="",
        author=(Name("Nobody", "Nora"),),
        container_title="Letters",
    )
    with Services(WORKS) as services:
        assert codes(audit(services, [invented])) == ["WORK401"]
    with Services(WORKS, handlers={"openalex": down()}) as services:
        report = audit(services, [invented])

    assert codes(report) == []
    assert any("OpenAlex" in unchecked["reason"] for unchecked in report["unchecked"])


def test_an_unregistered_doi_is_an_error(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi="10.5555/none.at.all")])

    (finding,) = [finding for finding in report["findings"] if finding["code"] == "WORK402"]
    assert finding["fix"]["edits"][0]["new"] == FIRST.doi
    assert {answer["service"] for answer in finding["evidence"]} >= {"crossref", "doi"}


def test_the_doi_of_another_work_is_reported_with_both_works(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi=WORKS[1].doi)])

    (finding,) = [finding for finding in report["findings"] if finding["code"] == "WORK403"]
    assert WORKS[1].title[:30] in finding["message"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": FIRST.title.replace("The ", "The lost ")}, "WORK411"),
        ({"author": (*FIRST.author, Name("Invented", "Ivan"))}, "WORK412"),
        ({"issued": Date((FIRST.year + 3 if FIRST.year else 0,))}, "WORK413"),
        ({"container_title": "Bulletin of Something Else"}, "WORK414"),
        ({"volume": "777"}, "WORK415"),
    ],
)
def test_each_difference_from_the_record_is_found(audit: Audit, change: dict[str, Any], code: str):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, **change)])

    assert codes(report) == [code]


def test_a_retracted_work_is_an_error(audit: Audit):
    notice = Update("retraction", "10.5555/notice", Date((2020, 5, 1)), "publisher")
    with Services(WORKS, updates={FIRST.doi: (notice,)}) as services:
        report = audit(services, WORKS[:2])

    (finding,) = [finding for finding in report["findings"] if finding["code"] == "WORK421"]
    assert finding["reference"] == FIRST.id
    assert "10.5555/notice" in finding["message"]


def test_a_doi_of_an_agency_without_public_records_counts_as_registered(audit: Audit):
    work = Item(id="1", type="article-journal", title="一个虚构的研究", doi="10.5555/istic.1", issued=Date((2015,)), language="zh")
    with Services((), agencies={work.doi: "ISTIC"}) as services:
        report = audit(services, [work])

    assert codes(report) == []
    assert report["references"][0]["resolution"] == "found"
    assert report["references"][0]["record"] is None


@pytest.mark.parametrize("name", NAMES)
def test_a_service_that_is_down_does_not_make_a_known_work_unknown(audit: Audit, name: str):
    with Services(WORKS, handlers={name: down(404) if name == "doi" else down(500)}) as services:
        report = audit(services, [replace(FIRST, doi=""), WORKS[1]])

    assert set(codes(report)) <= {"ID306"}


def test_if_all_services_are_down_nothing_is_reported_as_wrong_and_all_as_not_checked(kzcheck: Run, tmp_path: Path):
    with Services(WORKS, handlers=dict.fromkeys(NAMES, down(403))) as services:
        done = kzcheck("audit", listed(tmp_path, WORKS[:5]), "--require", "records", "--format", "json", env=services.environment)

    report = json.loads(done.stdout)
    assert not [code for code in codes(report) if code.startswith(("WORK", "ID"))]
    assert {unchecked["reference"] for unchecked in report["unchecked"] if unchecked["step"] == "records"} == {
        work.id for work in WORKS[:5]
    }
    assert done.returncode == 3


def test_saved_evidence_gives_the_same_findings_without_requests(kzcheck: Run, tmp_path: Path):
    changed = [replace(FIRST, volume="777"), replace(WORKS[1], doi="10.5555/none")]
    path, saved = listed(tmp_path, changed), tmp_path / "evidence.json"
    with Services(WORKS) as services:
        first = kzcheck("audit", path, "--format", "json", "--save-evidence", saved, env=services.environment)
        services.lab.calls.clear()
        second = kzcheck("audit", path, "--format", "json", "--evidence", saved, env=services.environment)

        assert services.asked == []
    assert first.stdout == second.stdout
    assert "WORK415" in first.stdout


def test_an_entry_edited_since_gathering_is_not_checked(audit: Audit):
    with Services(WORKS) as services:
        saved = audit(services, [replace(FIRST, volume="777"), WORKS[1]])["saved"]
        report = audit(services, [replace(FIRST, volume="778"), WORKS[1]], saved)

    assert codes(report) == []
    assert {(unchecked["reference"], unchecked["step"]) for unchecked in report["unchecked"] if unchecked["reference"]} >= {
        ("1", "records")
    }
    assert "2" not in {unchecked["reference"] for unchecked in report["unchecked"] if unchecked["step"] == "records"}


def test_keys_and_mail_addresses_are_neither_saved_nor_printed(kzcheck: Run, tmp_path: Path):
    saved = tmp_path / "evidence.json"
    secret = {"KZCHECK_SERVICES_OPENALEX_KEY": "SECRET-KEY", "KZCHECK_CONTACT": "editor@example.org"}
    with Services(WORKS) as services:
        path = listed(tmp_path, [replace(FIRST, doi="", title=FIRST.title.replace("The ", "The lost "))])
        done = kzcheck("audit", path, "--save-evidence", saved, "--format", "json", env=services.environment | secret)
        agents = {seen.call.headers["user-agent"] for seen in services.lab.calls}
        keys = {seen.call.headers.get("authorization") for seen in services.lab.calls}

    assert agents
    assert all("mailto:editor@example.org" in agent for agent in agents)
    assert "Bearer SECRET-KEY" in keys
    for text in (done.stdout, done.stderr, saved.read_text("utf-8")):
        assert "SECRET-KEY" not in text
        assert "editor@example.org" not in text


def test_a_plan_lists_all_requests_and_sends_none(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        done = kzcheck("audit", listed(tmp_path, [FIRST, replace(WORKS[1], doi="")]), "--plan", env=services.environment)

        assert services.asked == []
    assert FIRST.doi in done.stdout
    assert "Crossref" in done.stdout
    assert services.urls["crossref"] in done.stdout


def test_a_plan_lists_the_pages_to_visit_and_the_archive(kzcheck: Run, tmp_path: Path):
    page = Item(id="1", type="webpage", title="A river", url="https://jane:secret@example.org/rivers")
    path = listed(tmp_path, [page])
    wayback = {"KZCHECK_SERVICES_WAYBACK_ENABLED": "true"}
    plan = kzcheck("audit", path, "--plan", "--select", "LINK", env=wayback).stdout
    without = kzcheck("audit", path, "--plan", "--select", "LINK").stdout

    assert "Pages: 1 visit at first" in plan
    assert "example.org/rivers" in plan
    assert "secret" not in plan
    assert "web.archive.org" in plan
    assert "web.archive.org" not in without
    assert kzcheck("audit", path, "--plan", "--select", "LINK", "--offline").stdout == "nothing would be sent\n"


@pytest.mark.parametrize("wanted", [FIRST.doi, f"https://doi.org/{FIRST.doi}"])
def test_a_single_work_is_looked_up_without_a_list(kzcheck: Run, tmp_path: Path, wanted: str):
    with Services(WORKS) as services:
        done = kzcheck("reference", wanted, "--format", "json", cwd=tmp_path, env=services.environment)

    card = json.loads(done.stdout)
    assert card["resolution"] == "found"
    assert card["records"][0]["item"]["title"] == FIRST.title


def test_a_pasted_reference_is_looked_up(kzcheck: Run, tmp_path: Path):
    author = FIRST.author[0]
    pasted = f"{author.family} {author.given[:1]}. {FIRST.title} // {FIRST.container_title}. {FIRST.year}. P. {FIRST.page}."
    with Services(WORKS) as services:
        card = json.loads(kzcheck("reference", pasted, "--format", "json", cwd=tmp_path, env=services.environment).stdout)

    assert card["resolution"] == "found"
    assert card["records"][0]["item"]["DOI"] == FIRST.doi


def test_a_card_shows_the_list_beside_its_record(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        path = listed(tmp_path, [replace(FIRST, volume="777")])
        card = kzcheck("reference", FIRST.id, "--path", path, env=services.environment | {"COLUMNS": "100"}).stdout

    assert "Crossref" in card
    assert f"≠ {FIRST.volume}" in card


def test_a_claim_requests_only_what_it_cites(kzcheck: Run, tmp_path: Path):
    listed(tmp_path, WORKS[:3]).rename(tmp_path / "references.yaml")
    (tmp_path / "claims.yaml").write_text("claims:\n- {id: c1, text: Glaciers matter., cites: ['2']}\n", "utf-8")
    with Services(WORKS) as services:
        kzcheck("claim", "c1", "--path", tmp_path, env=services.environment)

        assert [name for name, _ in services.asked] == ["crossref", "openalex"]  # the latter for an open copy of the text
        assert all("invented.1.2" in path and "invented.1.3" not in path for _, path in services.asked)


def test_a_page_for_bots_is_not_an_answer(audit: Audit):
    page = Answer(200, {"content-type": "text/html"}, b"<html><body>Are you human?</body></html>")
    with Services(WORKS, handlers=dict.fromkeys(NAMES, lambda _: page)) as services:
        report = audit(services, WORKS[:3])

    assert codes(report) == []
    assert {reference["resolution"] for reference in report["references"]} == {"failed"}


def test_only_data_for_the_selected_rules_are_requested(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        kzcheck("audit", listed(tmp_path, WORKS[:3]), "--select", "REF,CITE", env=services.environment)

        assert services.asked == []


def test_an_invalid_mail_address_is_wrong_use(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--mailto", "nobody\nX-Evil: 1")

    assert done.returncode == 2
    assert "is not an e-mail address" in done.stderr

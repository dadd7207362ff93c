"""References are looked up at services, against a loopback web that plays them all.

What the command line adds is tested as a process; what becomes of the answers, by calls of the audit, at a tenth of the time.
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
from kzcheck.layers import load
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
    """Audit a list at these services; the report is the one for programs."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))

    def run(services: Services, works: Sequence[Item], saved: bytes = b"", **env: str) -> dict[str, Any]:
        request = pipeline.AuditRequest(
            path=listed(tmp_path, works),
            settings=load("", services.environment | env).settings,
            selected=("WORK", "ID306", "KZ"),
            evidence=evidence.load(saved, "evidence.json") if saved else None,
        )
        report = pipeline.audit(request, datetime.now(UTC))
        return {**json.loads(render(report)), "saved": evidence.save(report.evidence)}

    return run


def codes(report: dict[str, Any]) -> list[str]:
    return sorted(finding["code"] for finding in report["findings"])


def test_a_list_that_says_what_its_records_say_has_no_findings(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, WORKS)

    assert codes(report) == []
    assert {one["resolution"] for one in report["references"]} == {"found"}
    assert report["references"][0]["record"]["item"]["DOI"] == FIRST.doi


def test_dois_are_asked_for_together(audit: Audit):
    with Services(WORKS) as services:
        audit(services, WORKS)

        assert [name for name, _ in services.asked] == ["crossref", "crossref"]


def test_a_second_audit_asks_nothing(audit: Audit):
    with Services(WORKS) as services:
        first = audit(services, WORKS)
        services.lab.calls.clear()
        second = audit(services, WORKS)

        assert services.asked == []
    assert first["findings"] == second["findings"]


def test_without_the_cache_everything_is_asked_anew(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        path = listed(tmp_path, WORKS[:3])
        kzcheck("audit", path, env=services.environment)
        services.lab.calls.clear()
        kzcheck("audit", path, "--no-cache", env=services.environment)

        assert len(services.asked) == 1


def test_what_has_no_doi_is_searched_and_gets_the_one_that_was_found(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi="")])

    assert codes(report) == ["ID306"]
    assert report["findings"][-1]["fix"]["edits"][0]["new"] == FIRST.doi


def test_an_invented_work_is_unknown_only_when_all_who_could_know_it_answered(audit: Audit):
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
    assert any("OpenAlex" in one["reason"] for one in report["unchecked"])


def test_a_doi_that_nobody_registered_is_an_error(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi="10.5555/none.at.all")])

    (finding,) = [one for one in report["findings"] if one["code"] == "WORK402"]
    assert finding["fix"]["edits"][0]["new"] == FIRST.doi
    assert {answer["service"] for answer in finding["evidence"]} >= {"crossref", "doi"}


def test_a_doi_of_another_work_names_both(audit: Audit):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, doi=WORKS[1].doi)])

    (finding,) = [one for one in report["findings"] if one["code"] == "WORK403"]
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
def test_what_the_list_says_otherwise_is_found(audit: Audit, change: dict[str, Any], code: str):
    with Services(WORKS) as services:
        report = audit(services, [replace(FIRST, **change)])

    assert codes(report) == [code]


def test_a_retracted_work_is_an_error(audit: Audit):
    notice = Update("retraction", "10.5555/notice", Date((2020, 5, 1)), "publisher")
    with Services(WORKS, updates={FIRST.doi: (notice,)}) as services:
        report = audit(services, WORKS[:2])

    (finding,) = [one for one in report["findings"] if one["code"] == "WORK421"]
    assert finding["reference"] == FIRST.id
    assert "10.5555/notice" in finding["message"]


def test_a_doi_of_an_agency_without_public_records_is_registered(audit: Audit):
    work = Item(id="1", type="article-journal", title="一个虚构的研究", doi="10.5555/istic.1", issued=Date((2015,)), language="zh")
    with Services((), agencies={work.doi: "ISTIC"}) as services:
        report = audit(services, [work])

    assert codes(report) == []
    assert report["references"][0]["resolution"] == "found"
    assert report["references"][0]["record"] is None


@pytest.mark.parametrize("name", NAMES)
def test_no_service_that_is_down_makes_a_known_work_unknown(audit: Audit, name: str):
    with Services(WORKS, handlers={name: down(404) if name == "doi" else down(500)}) as services:
        report = audit(services, [replace(FIRST, doi=""), WORKS[1]])

    assert set(codes(report)) <= {"ID306"}


def test_when_all_services_are_down_nothing_is_accused_and_all_is_listed(kzcheck: Run, tmp_path: Path):
    with Services(WORKS, handlers=dict.fromkeys(NAMES, down(403))) as services:
        done = kzcheck("audit", listed(tmp_path, WORKS[:5]), "--require", "records", "--format", "json", env=services.environment)

    report = json.loads(done.stdout)
    assert not [code for code in codes(report) if code.startswith(("WORK", "ID"))]
    assert {one["reference"] for one in report["unchecked"] if one["step"] == "records"} == {one.id for one in WORKS[:5]}
    assert done.returncode == 3


def test_evidence_is_judged_again_with_the_same_findings_and_no_request(kzcheck: Run, tmp_path: Path):
    changed = [replace(FIRST, volume="777"), replace(WORKS[1], doi="10.5555/none")]
    path, saved = listed(tmp_path, changed), tmp_path / "evidence.json"
    with Services(WORKS) as services:
        first = kzcheck("audit", path, "--format", "json", "--save-evidence", saved, env=services.environment)
        services.lab.calls.clear()
        second = kzcheck("audit", path, "--format", "json", "--evidence", saved, env=services.environment)

        assert services.asked == []
    assert first.stdout == second.stdout
    assert "WORK415" in first.stdout


def test_an_entry_that_was_edited_since_is_not_checked(audit: Audit):
    with Services(WORKS) as services:
        saved = audit(services, [replace(FIRST, volume="777"), WORKS[1]])["saved"]
        report = audit(services, [replace(FIRST, volume="778"), WORKS[1]], saved)

    assert codes(report) == []
    assert {(one["reference"], one["step"]) for one in report["unchecked"] if one["reference"]} >= {("1", "records")}
    assert "2" not in {one["reference"] for one in report["unchecked"] if one["step"] == "records"}


def test_neither_the_key_nor_the_address_is_saved_or_printed(kzcheck: Run, tmp_path: Path):
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


def test_a_plan_names_what_would_be_sent_and_sends_nothing(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        done = kzcheck("audit", listed(tmp_path, [FIRST, replace(WORKS[1], doi="")]), "--plan", env=services.environment)

        assert services.asked == []
    assert FIRST.doi in done.stdout
    assert "Crossref" in done.stdout
    assert services.urls["crossref"] in done.stdout


def test_a_plan_names_the_pages_that_would_be_visited_and_the_archive(kzcheck: Run, tmp_path: Path):
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
def test_one_work_is_looked_up_without_any_list(kzcheck: Run, tmp_path: Path, wanted: str):
    with Services(WORKS) as services:
        done = kzcheck("reference", wanted, "--format", "json", cwd=tmp_path, env=services.environment)

    card = json.loads(done.stdout)
    assert card["resolution"] == "found"
    assert card["records"][0]["item"]["title"] == FIRST.title


def test_a_pasted_reference_is_looked_up_as_it_stands(kzcheck: Run, tmp_path: Path):
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


def test_a_claim_asks_only_about_what_it_cites(kzcheck: Run, tmp_path: Path):
    listed(tmp_path, WORKS[:3]).rename(tmp_path / "references.yaml")
    (tmp_path / "claims.yaml").write_text("claims:\n- {id: c1, text: Glaciers matter., cites: ['2']}\n", "utf-8")
    with Services(WORKS) as services:
        kzcheck("claim", "c1", "--path", tmp_path, env=services.environment)

        assert len(services.asked) == 1
        assert "invented.1.2" in services.asked[0][1]
        assert "invented.1.3" not in services.asked[0][1]


def test_an_answer_for_bots_is_no_answer(audit: Audit):
    page = Answer(200, {"content-type": "text/html"}, b"<html><body>Are you human?</body></html>")
    with Services(WORKS, handlers=dict.fromkeys(NAMES, lambda _: page)) as services:
        report = audit(services, WORKS[:3])

    assert codes(report) == []
    assert {one["resolution"] for one in report["references"]} == {"failed"}


def test_only_what_the_selected_rules_need_is_asked(kzcheck: Run, tmp_path: Path):
    with Services(WORKS) as services:
        kzcheck("audit", listed(tmp_path, WORKS[:3]), "--select", "REF,CITE", env=services.environment)

        assert services.asked == []


def test_an_address_that_is_none_is_wrong_use(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--mailto", "nobody\nX-Evil: 1")

    assert done.returncode == 2
    assert "is not an e-mail address" in done.stderr

"""Links of an audit, from first visit to archived copy, in process, against a loopback web."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck import layers, pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date, Item
from kzcheck.evidence import NotAsked, load, save
from kzcheck.finding import Severity
from kzcheck.gather.links import pace
from kzcheck.services import wayback
from kzcheck.settings import HostSettings, LinkSettings
from kzcheck.web.messages import Limit
from lab import Answer, Call, Lab
from lab.archives import Archive, Copy, awkward
from lab.pages import thrown, work
from lab.scenes import html

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kzcheck.finding import Report

TITLE = "Minutes of an invented society of river ferries"
PAGE = f"<html><title>{TITLE}</title><body>{'They met and spoke of ferries. ' * 20}</body></html>".encode()
HTML = {"content-type": "text/html; charset=utf-8"}
NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)


def answer(call: Call) -> Answer:
    """A web with one page."""
    return Answer(200, HTML, PAGE) if call.path == "/minutes" else Answer(404, HTML, b"<title>Not found</title>")


def listed(*items: Item) -> Article:
    """Return an article that cites only these items."""
    return Article(references=tuple(Reference(item, HERE) for item in items), sources={HERE.file: "- x"})


def environment(**more: str) -> Mapping[str, str]:
    """Return settings that only visit pages, without pauses and without a cache."""
    services = "CROSSREF DOI HANDLE DATACITE PUBMED OPENALEX SEMANTIC_SCHOLAR OPEN_LIBRARY K10PLUS DNB WAYBACK".split()
    off = {f"KZCHECK_SERVICES_{name}_ENABLED": "false" for name in services}
    return {**off, "KZCHECK_LINKS_SECOND_LOOK": "0", "KZCHECK_LINKS_INTERVAL": "0", "KZCHECK_NETWORK_CACHE": "false", **more}


def page(url: str, number: int = 1) -> Item:
    return Item(id=str(number), type="webpage", title=TITLE, url=url, accessed=Date((2018, 3, 1)))


def codes(report: Report) -> list[str]:
    return sorted(finding.code for finding in report.findings if finding.code != "KZ003")


@pytest.fixture
def look(monkeypatch, tmp_path):
    """Audit the links of items on a loopback web that may be visited."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))

    def run(lab: Lab, *items: Item, text: str = "", allow: bool = True, now: datetime = NOW, **more: object) -> Report:
        variables = {key: str(value) for key, value in more.items() if key.isupper()}
        allowed = ", ".join(f'"{server}"' for server in lab.servers if allow)
        own = f"[links]\nallow-private = [{allowed}]\n{text}"
        chosen = layers.load(layers.SettingsFile(), environment(**variables), user=layers.SettingsFile(own, "mine.toml")).settings
        options = {key: value for key, value in more.items() if not key.isupper()}
        request = pipeline.AuditRequest(article=listed(*items), settings=chosen, selected=("LINK",), **options)  # type: ignore[arg-type]
        return pipeline.audit(request, now)

    return run


def test_a_working_page_has_no_findings(look):
    with Lab(answer) as lab:
        report = look(lab, page(f"{lab.url}/minutes"))

    assert codes(report) == []
    assert [page.state for page in report.pages.values()] == ["ok"]


def test_a_dead_page_is_visited_twice(look):
    with Lab(answer) as lab:
        report = look(lab, page(f"{lab.url}/gone"))

        assert lab.paths == ["/gone", "/gone"]
    assert codes(report) == ["LINK501"]


def test_a_page_that_was_missing_for_a_moment_is_not_dead(look):
    turns = iter([Answer(404, HTML, b""), Answer(200, HTML, PAGE)])
    with Lab(lambda _: next(turns)) as lab:
        report = look(lab, page(f"{lab.url}/minutes"))

    assert codes(report) == []


def test_an_internal_address_is_not_visited(look):
    with Lab(answer) as lab:
        report = look(lab, page(f"{lab.url}/minutes"), allow=False)

        assert lab.calls == []
    assert codes(report) == ["LINK511"]


@pytest.mark.parametrize("asks", [True, False])
def test_an_allowed_internal_address_is_not_a_finding_even_if_unvisited(look, asks):
    with Lab(answer) as lab:
        host = lab.servers[0]
        skip = f'[links.hosts."{host}"]\nskip = true\n'
        report = look(lab, page(f"{lab.url}/minutes"), page("http://10.0.0.7/minutes", 2), text=skip, offline=not asks)

    assert [(finding.code, finding.reference) for finding in report.findings if finding.code == "LINK511"] == [("LINK511", "2")]


def test_if_no_host_answers_nothing_counts_as_checked(look):
    with Lab(lambda _: Answer(cut=0, reset=True)) as lab:
        report = look(lab, page(f"{lab.url}/a"), page(f"{lab.url}/b", 2))

    assert codes(report) == []
    assert {subject.reference for subject in report.unchecked if subject.step == "links"} == {"1", "2"}


def test_the_users_keys_and_address_are_never_sent_to_a_page(look):
    with Lab(answer) as lab:
        look(lab, page(f"{lab.url}/minutes"), KZCHECK_CONTACT="editor@example.org")
        (agent,) = {received.call.headers["user-agent"] for received in lab.calls}

    assert agent.startswith("Mozilla/5.0 (compatible; kzcheck/")
    assert "editor" not in agent


def test_time_spent_on_services_is_not_available_for_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path))
    with Lab(lambda _: Answer(delay=3)) as slow, Lab(answer) as web:
        service = {"KZCHECK_SERVICES_CROSSREF_ENABLED": "true", "KZCHECK_SERVICES_CROSSREF_URL": slow.url}
        text = f'[links]\nallow-private = ["{web.servers[0]}"]\n[network]\ntimeout = 0.4\n'
        chosen = layers.load(layers.SettingsFile(), environment(**service), user=layers.SettingsFile(text, "mine.toml")).settings
        article = listed(Item(id="1", type="article-journal", title=TITLE, doi="10.5555/ferries"), page(f"{web.url}/minutes", 2))
        report = pipeline.audit(pipeline.AuditRequest(article=article, settings=chosen, selected=("WORK", "LINK")), NOW)

        assert slow.calls
        assert web.calls == []
    assert {"records", "links"} <= {subject.step for subject in report.unchecked}


def test_a_note_on_a_link_never_fails_the_audit(look):
    with Lab(answer) as lab, Lab(Archive({})) as archive:
        service = f'[services.wayback]\nenabled = true\nurl = "{archive.url}"\n'
        report = look(lab, page(f"{lab.url}/minutes"), text=service, KZCHECK_SERVICES_WAYBACK_ENABLED="true")

    assert codes(report) == ["LINK510"]
    assert report.in_ci() == ()
    assert report.failing(Severity.NOTE) == ()


def test_a_skipped_host_is_not_visited(look):
    with Lab(answer) as lab:
        report = look(lab, page(f"{lab.url}/gone"), text=f'[links.hosts."{lab.servers[0]}"]\nskip = true\n')

        assert lab.calls == []
    assert [subject.reason for subject in report.unchecked if subject.step == "links"] == ["the settings exclude its host"]


def test_a_host_can_have_stricter_limits_than_others(look):
    with Lab(lambda _: Answer(200, HTML, PAGE, delay=0.05)) as lab:
        several = [page(f"{lab.url}/{number}", number) for number in range(6)]
        look(lab, *several, text=f'[links.hosts."{lab.servers[0]}"]\nper-host = 1\n')

    assert lab.peak == 1


def test_an_archive_has_its_own_limits_unless_the_settings_change_them():
    chosen = LinkSettings(hosts={"example.org": HostSettings(interval=2.0), "old.example.org": HostSettings(interval=0.0)})
    gentle = LinkSettings(hosts={"web.archive.org": HostSettings(per_host=1)})

    assert pace("https://web.archive.org/web/2018/http://example.org/", chosen) == wayback.ROUTES["web"]
    assert pace("https://web.archive.org/web/2018/http://example.org/", gentle) == Limit(rate=20.0, concurrency=1)
    assert pace("https://example.org/a", chosen) == Limit(rate=0.5, concurrency=4)
    assert pace("https://old.example.org/a", chosen) == Limit(rate=None, concurrency=4)
    assert pace("https://example.com/a", chosen) == Limit(rate=20.0, concurrency=4)


def test_a_page_with_an_accepted_status_counts_as_working(look):
    with Lab(lambda _: Answer(403, HTML, b"<title>Sorry</title>")) as lab:
        blocked = look(lab, page(f"{lab.url}/a"))
        accepted = look(lab, page(f"{lab.url}/a"), text=f'[links.hosts."{lab.servers[0]}"]\naccept = [403]\n')

    assert [page.state for page in blocked.pages.values()] == ["blocked"]
    assert [subject.reference for subject in blocked.unchecked if subject.step == "links"] == ["1"]
    assert [page.state for page in accepted.pages.values()] == ["ok"]
    assert [subject for subject in accepted.unchecked if subject.step == "links"] == []


def test_saved_evidence_is_judged_by_the_currently_accepted_statuses(look):
    with Lab(lambda _: Answer(403, HTML, b"<title>Sorry</title>")) as lab:
        accepts = f'[links.hosts."{lab.servers[0]}"]\naccept = [403]\n'
        before = look(lab, page(f"{lab.url}/a"), text=accepts)
        now = look(lab, page(f"{lab.url}/a"), evidence=before.evidence)
        again = look(lab, page(f"{lab.url}/a"), evidence=now.evidence, text=accepts)

    assert [state.state for report in (before, now, again) for state in report.pages.values()] == ["ok", "blocked", "ok"]


def test_earlier_audits_are_reported_and_stored_only_if_the_settings_allow_it(look):
    with Lab(answer) as lab:
        url = f"{lab.url}/gone"
        look(lab, page(url), KZCHECK_NETWORK_CACHE="true", now=NOW - timedelta(days=30))
        second = look(lab, page(url), KZCHECK_NETWORK_CACHE="true", now=NOW)
        third = look(lab, page(url), now=NOW)

    assert second.pages[url].since == NOW - timedelta(days=30)
    assert third.pages[url].since is None


def test_saved_evidence_of_links_is_judged_without_new_visits(look):
    with Lab(answer) as lab:
        items = page(f"{lab.url}/gone"), page(f"{lab.url}/minutes", 2)
        first = look(lab, *items)
        lab.calls.clear()
        again = look(lab, *items, evidence=load(save(first.evidence), "evidence.json"))
        edited = look(lab, page(f"{lab.url}/gone"), Item(id="2", title="Other", url=items[1].url), evidence=first.evidence)

        assert lab.calls == []
    assert again.findings == first.findings
    assert again.pages == first.pages
    assert [subject.reference for subject in edited.unchecked if subject.step == "links"] == ["2"]


def test_a_saved_page_without_a_visit_is_not_evidence(look):
    with Lab(answer) as lab:
        first = look(lab, page(f"{lab.url}/minutes"))
        emptied = {url: replace(page, visits=()) for url, page in first.evidence.pages.items()}
        again = look(lab, page(f"{lab.url}/minutes"), evidence=replace(first.evidence, pages=emptied))

    assert [subject.reason for subject in again.unchecked if subject.step == "links"] == ["the evidence has nothing on it"]
    assert again.pages == {}


def test_dois_are_looked_up_at_their_registry_and_not_visited(look):
    with Lab(answer) as lab:
        report = look(lab, page("https://doi.org/10.5555/rivers"))

        assert lab.calls == []
    assert [subject.reference for subject in report.unchecked if subject.step == "links"] == ["1"]


LOST = work(thrown(3))
HOLDINGS = sorted(set(awkward(LOST, "http://example.org/x")) - {"hangs"})
"""All holdings except the one that causes a timeout."""


@pytest.mark.parametrize("name", HOLDINGS)
def test_the_right_copy_is_offered_among_awkward_ones(look, name: str):
    holdings: dict[str, object] = {}
    with Lab(Archive(holdings), "127.0.0.9") as keeper, Lab(answer) as lab:  # type: ignore[arg-type]
        cited = f"{lab.url}/gone"
        case = awkward(LOST, cited)[name]
        holdings[cited] = case.holding
        item = Item(id="1", type="webpage", title=LOST.title, url=cited, accessed=Date((LOST.year + 1, 7, 1)))
        report = look(lab, item, KZCHECK_SERVICES_WAYBACK_ENABLED="true", KZCHECK_SERVICES_WAYBACK_URL=keeper.url)
    (finding,) = [finding for finding in report.findings if finding.code == "LINK501"]
    edits = finding.problem.fix.edits if finding.problem.fix else ()

    expected = [f"https://web.archive.org/web/{case.truth}/{cited}"] if case.truth else []
    assert [edit.new for edit in edits] == expected
    assert isinstance(report.evidence.pages[cited].archived, NotAsked) == (case.truth is None)


@pytest.mark.parametrize(("shown", "unchecked"), [(TITLE, []), ("Eleven recipes for a rainy weekend", ["1"])])
def test_a_page_that_blocks_programs_is_checked_by_a_copy_with_the_cited_title(look, shown: str, unchecked: list[str]):
    holdings: dict[str, object] = {}
    with Lab(Archive(holdings), "127.0.0.9") as keeper, Lab(lambda _: Answer(403, HTML, b"")) as lab:  # type: ignore[arg-type]
        cited = page(f"{lab.url}/wall")
        holdings[cited.url] = [Copy("20180201000000", html(f"<title>{shown}</title>" + "<p>They met and spoke of it.</p>" * 30))]
        report = look(lab, cited, KZCHECK_SERVICES_WAYBACK_ENABLED="true", KZCHECK_SERVICES_WAYBACK_URL=keeper.url)

    assert [subject.reference for subject in report.unchecked if subject.step == "links"] == unchecked


def test_many_copies_can_be_read_in_one_audit(look):
    holdings: dict[str, object] = {}
    with Lab(Archive(holdings), "127.0.0.9") as keeper, Lab(answer) as lab:  # type: ignore[arg-type]
        items = [Item(id=str(n), type="webpage", title=LOST.title, url=f"{lab.url}/gone/{n}") for n in range(6)]
        holdings.update((item.url, awkward(LOST, item.url)["all-lost"].holding) for item in items)
        report = look(lab, *items, KZCHECK_SERVICES_WAYBACK_ENABLED="true", KZCHECK_SERVICES_WAYBACK_URL=keeper.url)

    assert all(all(memento.visit for memento in page.archived.mementos) for page in report.evidence.pages.values())

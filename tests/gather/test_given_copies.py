"""Archived copies given in entries: they are visited like links, and spare requests to the archive."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from kzcheck import pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date
from kzcheck.finding import Severity
from kzcheck.gather.links import addresses
from kzcheck.settings import LinkSettings, NetworkSettings, ServiceSettings, Settings
from lab import pages
from lab.archives import Archive, Copy
from lab.scenes import html
from lab.server import Lab

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.finding import Report
    from lab.scenes import Answer
    from lab.server import Call

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
WORK = pages.work(pages.thrown("ferries"))
BETTER = f"{WORK.year + 1}0501093000"


def answer(call: Call) -> Answer:
    """Answer with the work unless the path contains `lost` or `closed`."""
    if "closed" in call.path:
        return html("<h1>Forbidden</h1>", 403)
    return html("<h1>Not Found</h1>", 404) if "lost" in call.path else html(pages.article(WORK))


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Audit an entry with this page and copy; return the report, the paths visited, and the URLs requested from the archive."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path))

    def run(path: str, archived: str) -> tuple[Report, list[str], list[str]]:
        with ExitStack() as stack:
            web = stack.enter_context(Lab(answer))
            url, copy = f"{web.url}{path}", f"{web.url}{archived}"
            keeper = stack.enter_context(Lab(Archive({url: [Copy(BETTER, html(pages.article(WORK)))]})))
            item = replace(pages.item(WORK, 1, url, "webpage", WORK.title), accessed=Date((WORK.year + 1, 6, 15)))
            chosen = Settings(
                links=LinkSettings(allow_private=web.servers, interval=0.0, second_look=0.0),
                network=NetworkSettings(cache=False),
                services={"wayback": ServiceSettings(url=keeper.url)},
            )
            article = Article((Reference(item, HERE, archived=copy),))
            report = pipeline.audit(pipeline.AuditRequest(article=article, settings=chosen, selected=("LINK5",)), NOW)
            requested = [parse_qs(urlsplit(call.path).query).get("url", [call.path])[0] for call in keeper.calls]
            return report, [call.path for call in web.calls], requested

    return run


def findings(report: Report) -> list[tuple[str, Severity]]:
    return [(finding.code, finding.severity) for finding in report.findings if finding.code != "KZ003"]


def test_a_given_copy_is_visited_as_a_link_to_the_same_work():
    item = pages.item(WORK, 1, "https://example.org/a", "webpage", WORK.title)
    copy = "https://archive.example/a"

    assert addresses([Reference(item, HERE, archived=copy)], []) == {item.url: [item], copy: [item]}
    assert addresses([Reference(item, HERE, archived=item.url)], []) == {item.url: [item]}
    assert addresses([Reference(item, HERE, archived="in box 4")], []) == {item.url: [item]}


def test_the_archive_is_not_asked_about_a_dead_page_with_a_good_given_copy(audit):
    report, visited, requested = audit("/a/lost", "/kept/a")

    assert findings(report) == [("LINK501", Severity.NOTE)]
    assert "/kept/a" in visited
    assert requested == []


def test_the_archive_is_not_asked_about_a_working_page_with_a_good_given_copy(audit):
    report, _, requested = audit("/a/rivers", "/kept/a")

    assert findings(report) == []
    assert requested == []


@pytest.mark.parametrize(("archived", "unchecked"), [("/kept/a", []), ("/kept/closed", ["/a/closed", "/kept/closed"])])
def test_a_page_that_blocks_programs_is_checked_by_its_given_copy(audit, archived: str, unchecked: list[str]):
    report, _, _ = audit("/a/closed", archived)

    assert [urlsplit(subject.url or "").path for subject in report.unchecked if subject.step == "links"] == unchecked


def test_the_archive_is_not_asked_for_copies_of_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path))
    archived, live = "http://archive.ph/abcde", "http://example.org/a"
    with Lab(answer) as proxy:
        chosen = Settings(
            links=LinkSettings(interval=0.0, second_look=0.0),
            network=NetworkSettings(cache=False, proxy=proxy.url),
            services={"wayback": ServiceSettings(url="http://archive.example.org")},
        )
        cited = tuple(
            Reference(pages.item(WORK, number, url, "webpage", WORK.title), HERE) for number, url in enumerate((archived, live))
        )
        pipeline.audit(pipeline.AuditRequest(article=Article(cited), settings=chosen, selected=("LINK5",)), NOW)
        requested = [call.path for call in proxy.calls if call.path.startswith("http://archive.example.org")]

    assert [url for path in requested for url in parse_qs(urlsplit(path).query)["url"]] == [live]


@pytest.mark.parametrize(("page", "severities"), [("/a/lost", [Severity.ERROR] * 2), ("/a/rivers", [Severity.NOTE])])
def test_the_archive_is_asked_if_the_given_copy_is_lost(audit, page: str, severities: list[Severity]):
    report, _, requested = audit(page, "/kept/lost")
    edits = [edit for finding in report.findings if finding.problem.fix for edit in finding.problem.fix.edits]

    assert findings(report) == [("LINK501", severity) for severity in severities]
    assert [urlsplit(edit.old or "").path for edit in edits] == ["/kept/lost"]
    assert [f"/web/{BETTER}/" in (edit.new or "") for edit in edits] == [True]
    assert not any(url.endswith("/kept/lost") for url in requested)

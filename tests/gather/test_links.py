"""Links from first visit to archived copy, in process, against the link lab and a web that plays the archive."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from kzcheck import pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date, Item
from kzcheck.evidence import Absent, Asked, Copies, Evidence, Found, NoCopy, NotAsked, Record, Resolution
from kzcheck.gather import gather, history, steps
from kzcheck.gather.steps import Watch
from kzcheck.matching.links.page_states import PageState, states, verified
from kzcheck.settings import LinkSettings, NetworkSettings, ServiceSettings, Settings
from kzcheck.web import cache
from lab import pages
from lab.archives import Archive, Copy, awkward
from lab.modes import MODES, Web
from lab.scenes import Answer, html
from lab.server import Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kzcheck.evidence import Page
    from lab.scenes import Case
    from lab.server import Call

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CODES = {"links": ("LINK501",)}
HERE = Location("references.yaml", 1, 1, 1, 2)
SLOW = {"hang", "drip-head", "drip-body", "tls-silent"}
"""Modes that take ten seconds or more; benchmarks/links.py also covers them."""
FAST = tuple(mode for mode in MODES if mode.name not in SLOW and mode.needs != "dns")
WORK = pages.work(pages.thrown("ferries"))
GONE = html("<h1>Not Found</h1>", 404)
CLOSED = ("excluded", "limited", "closed", "error", "no-list", "hangs")
"""Answers of an archive that replace a list of copies, for one site or for all."""


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


def settings(
    *allowed: str, archive: str = "", cache: bool = False, bundle: str = "", timeout: float = 60.0, **links: object
) -> Settings:
    return Settings(
        links=LinkSettings(allow_private=allowed, interval=0.0, second_look=0.1, **links),  # type: ignore[arg-type]
        network=NetworkSettings(ca_bundle=bundle, cache=cache, timeout=timeout),
        services={"wayback": ServiceSettings(url=archive, enabled=bool(archive))},
    )


def citing(*urls: str) -> Article:
    """Return an article that cites one work at each URL, accessed in the middle of the year after its publication."""
    item = pages.item(WORK, 1, "", "webpage", WORK.title)
    item = replace(item, accessed=Date((WORK.year + 1, 6, 15)))
    return Article(references=tuple(Reference(replace(item, id=str(place), url=url), HERE) for place, url in enumerate(urls)))


def visited(article: Article, chosen: Settings, now: datetime = NOW, kept: Path | None = None) -> dict[str, Page]:
    return gather(article, CODES, now, chosen, kept=kept).evidence.pages


def judged(article: Article, chosen: Settings, now: datetime = NOW, kept: Path | None = None) -> dict[str, PageState]:
    return dict(states(article, visited(article, chosen, now, kept), {}))


def turned(*answers: Answer) -> Callable[[Call], Answer]:
    """Answer each path with one answer after another, the last one for ever."""
    turns: dict[str, int] = {}

    def answer(call: Call) -> Answer:
        turns[call.path] = turns.get(call.path, 0) + 1
        return answers[min(turns[call.path], len(answers)) - 1]

    return answer


# All modes of the lab


class Run(NamedTuple):
    """One run over all modes: the cases by mode, their results, and the number of connections to internal hosts."""

    cases: Mapping[str, list[Case]]
    states: Mapping[str, PageState]
    touched: int


@pytest.fixture(scope="module")
def run(_own_cache: None) -> Run:
    with Web(seed=7, modes=FAST) as web:
        article = Article(references=tuple(Reference(case.item, HERE) for case in web.cases))
        page_states = judged(article, settings(*web.allowed, bundle=str(web.bundle or "")))
        cases: dict[str, list[Case]] = {}
        for case in web.cases:
            cases.setdefault(case.mode.name, []).append(case)
        return Run(cases, page_states, web.touched)


@pytest.mark.parametrize("mode", [pytest.param(mode, id=mode.name) for mode in FAST])
def test_a_link_in_each_mode_gets_the_right_verdict(run: Run, mode: object):
    name = mode.name  # type: ignore[attr-defined]
    if name not in run.cases:
        pytest.skip("there is no openssl to make certificates with")
    for case in run.cases[name]:
        state = run.states[case.url]
        assert case.mode.right(state.state, state.kind), f"{state.state}/{state.kind} ({state.cause}), not {case.mode.truth}"


def test_no_internal_host_is_contacted(run: Run):
    assert run.touched == 0


# Two visits


def test_a_link_is_dead_only_after_two_visits():
    with Lab(turned(GONE)) as dead, Lab(turned(GONE, html(pages.article(WORK)))) as back:
        article = citing(f"{dead.url}/a/one", f"{back.url}/a/one")
        results = visited(article, settings(*dead.servers, *back.servers))

        assert [len(page.visits) for page in results.values()] == [2, 2]
        assert [state.state for state in states(article, results, {}).values()] == ["dead", "ok"]


def test_there_is_a_pause_between_two_visits():
    with Lab(turned(GONE)) as web:
        visited(citing(f"{web.url}/a/one"), settings(*web.servers))

        first, second = (call.started for call in web.calls)
        assert second - first >= 0.1


def test_if_no_host_answers_all_links_are_unchecked():
    with Lab(turned(GONE)) as web:
        closed = web.servers[0]
    article = citing(f"http://{closed}/a/one", f"http://{closed}/b/two", "http://nothing.invalid/three")
    report = pipeline.audit(pipeline.AuditRequest(article=article, settings=settings(closed), selected=("LINK",)), NOW)

    assert report.findings == ()
    assert {subject.url for subject in report.unchecked} == {reference.item.url for reference in article.references}


# Neighbours


def test_a_neighbouring_address_is_requested_once_per_directory():
    with Lab(lambda call: html(pages.page("Home", f"<p>{WORK.unrelated()}</p>" * 20 + call.path))) as web:
        visited(
            citing(*(f"{web.url}/notes/{name}" for name in ("one", "two", "three")), f"{web.url}/texts/four"),
            settings(*web.servers),
        )

        made_up = [call.path for call in web.calls if call.path.rpartition("/")[2] not in {"one", "two", "three", "four"}]
        assert sorted(path.rpartition("/")[0] for path in made_up) == ["/notes", "/texts"]


def test_no_neighbouring_address_is_requested_for_a_page_with_the_cited_title():
    with Lab(turned(html(pages.article(WORK)))) as web:
        visited(citing(f"{web.url}/notes/one"), settings(*web.servers))

        assert [call.path for call in web.calls] == ["/notes/one"]


# Earlier audits


def test_a_link_that_was_alive_in_between_is_not_dead_since_an_earlier_audit(tmp_path: Path):
    with Lab(turned(GONE, GONE, html(pages.article(WORK)), GONE)) as web:
        article, chosen = citing(f"{web.url}/a/one"), settings(*web.servers, cache=True)
        runs = [judged(article, chosen, NOW + timedelta(days=days), tmp_path) for days in range(3)]

    assert [state.state for page_states in runs for state in page_states.values()] == ["dead", "ok", "dead"]
    assert [state.since for state in runs[2].values()] == [None]
    assert (tmp_path / history.FILE).exists()


# Archived copies


def archived(
    holdings: Mapping[str, object], *, limit: int | None = None, timeout: float = 60.0, alive: str = ""
) -> tuple[dict[str, Page], list[str]]:
    """Return the pages for links with these names, all dead except those with `alive` in their name, and the archive's requests."""
    with ExitStack() as stack:
        web = stack.enter_context(Lab(lambda call: html(pages.article(WORK)) if alive and alive in call.path else GONE))
        urls = {name: f"{web.url}/notes/{name}" for name in holdings}
        archive = Archive({urls[name]: holding for name, holding in holdings.items()}, limit=limit)  # type: ignore[misc]
        copies = stack.enter_context(Lab(archive))
        results = visited(citing(*urls.values()), settings(*web.servers, archive=copies.url, timeout=timeout))
        requested = [parse_qs(urlsplit(call.path).query).get("url", [call.path])[0] for call in copies.calls]
        return {name: results[url] for name, url in urls.items()}, [url.rpartition("/")[2] for url in requested]


AWKWARD = awkward(WORK, "http://example.org/notes")
LISTED = {name: holding for name, holding in AWKWARD.items() if name not in CLOSED}


@pytest.fixture(scope="module")
def offered(_own_cache: None) -> dict[str, str]:
    """The timestamps of the copies offered from awkward holdings, by name."""
    results, _ = archived({name: holding.holding for name, holding in LISTED.items()})
    copies = {name: verified("", page, [citing("").references[0].item]) for name, page in results.items()}
    return {name: copy.url.split("/")[4] if copy else "" for name, copy in copies.items()}


@pytest.mark.parametrize("name", LISTED)
def test_the_right_copy_is_offered_from_an_awkward_holding(offered: dict[str, str], name: str):
    assert offered[name] == LISTED[name].truth


@pytest.mark.parametrize("name", CLOSED)
def test_an_archive_that_answers_without_a_list_says_nothing_about_copies(name: str):
    results, _ = archived({name: AWKWARD[name].holding}, timeout=1.5)

    assert isinstance(results[name].archived, NotAsked), results[name].archived


def test_a_page_without_copies_is_recognised():
    results, _ = archived({"one": []})

    assert results["one"].archived == NoCopy()


def test_an_overloaded_archive_is_left_alone_and_the_remaining_links_are_reported():
    copy = [Copy(f"{WORK.year + 1}0501093000", html(pages.article(WORK)))]
    results, requested = archived({f"n{place}": copy for place in range(20)}, limit=6)
    open_ones = [str(page.archived.reason) for page in results.values() if isinstance(page.archived, NotAsked)]

    assert len(requested) <= 6 + 4
    assert len(open_ones) > 10
    assert "asks for a pause (HTTP 429)" in open_ones


def test_copies_of_lost_links_are_requested_first():
    copy = [Copy(f"{WORK.year + 1}0501093000", html(pages.article(WORK)))]
    results, requested = archived({"alive-1": copy, "lost-1": copy, "alive-2": copy, "lost-2": copy}, alive="alive")
    firsts = list(dict.fromkeys(requested))

    assert {name.partition("-")[0] for name in firsts[:2]} == {"lost"}
    assert all(isinstance(page.archived, Copies) for page in results.values())


def test_uncacheable_answers_of_the_archive_give_one_warning(tmp_path: Path):
    (tmp_path / cache.FILE).write_bytes(b"no database" * 999)
    warnings: list[str] = []
    with Lab(lambda _: GONE) as web, Lab(Archive({})) as copies:
        chosen = settings(*web.servers, archive=copies.url, cache=True)
        gather(citing(f"{web.url}/a", f"{web.url}/b"), CODES, NOW, chosen, kept=tmp_path, watch=Watch(warn=warnings.append))

    assert [warning.partition(" (")[0] for warning in warnings] == [f"{tmp_path / cache.FILE}: no answers are kept in this run"]


# Answers of registries


@pytest.mark.parametrize(("known", "calls"), [(True, 0), (False, 1)])
def test_the_page_of_a_doi_is_visited_only_if_no_registry_answered(known: bool, calls: int):
    with Lab(turned(html(pages.article(WORK)))) as web:
        article = citing(f"{web.url}/doi/abs/10.5555/Invented.7")
        answer = Found((Record("crossref", "10.5555/invented.7", Item(id="x")),)) if known else Absent()
        resolution = Resolution((Asked("crossref", "DOI", "10.5555/invented.7", answer),))
        start = Evidence(gathered=NOW, kzcheck="0", resolutions={"0": resolution})
        steps.file_of("links").gather(steps.Run(article, settings(*web.servers), ends=time.monotonic() + 60), start)

        assert len(web.calls) == calls

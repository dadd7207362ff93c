"""An audit that has all answers gives the report of an audit that asked for them, and asks nobody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from tests.gather.conftest import HERE, NOW, listed

from kzcheck import layers, pipeline
from kzcheck.article import Article, Citation, Claim
from kzcheck.csl import Item
from kzcheck.errors import UsageError
from kzcheck.evidence import Copies, Failed, Page
from kzcheck.gather.answers import AnswerFile, Answers, nameless
from kzcheck.pipeline import AuditRequest
from kzcheck.reasons import Reason
from lab import play_crossref
from lab.archives import Archive, Copy
from lab.scenes import html
from lab.server import Answer, Lab
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.evidence import Evidence, Visit
    from kzcheck.finding import Report
    from lab.server import Call

    Audit = Callable[..., Report]

WORKS = tuple(articles(6))
USER = """
[links]
allow-private = ["127.0.0.0/8"]
interval = 0
second-look = 0.05
[network]
cache = false
[services.crossref]
rate = 50
"""
GONE = 404
ALL = ("WORK", "ID306", "LINK", "CITE", "REF", "FACT")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of answers."""
    return tmp_path / "answers.sqlite"


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Audit:
    """Audit an article in process, at the services in the environment and on loopback pages."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))

    def run(environment: Mapping[str, str], article: Article, **more: object) -> Report:
        chosen = layers.load(layers.SettingsFile(), environment, user=layers.SettingsFile(USER, "mine.toml")).settings
        request = AuditRequest(article=article, settings=chosen, **{"selected": ALL, **more})  # type: ignore[arg-type]
        return pipeline.audit(request, NOW)

    return run


def keep(file: Path, *reports: Report) -> None:
    """Put what audits gathered into the file of answers."""
    with AnswerFile(file) as kept:
        for report in reports:
            evidence = report.evidence
            kept.put_silent(evidence.silent)
            for resolution in evidence.resolutions.values():
                kept.put_answers(resolution.asked)
            items = {item.id: item for item in (reference.item for reference in report.article.references)}
            kept.put_pages({url: _named(page, items) for url, page in evidence.pages.items()})
            for url, page in evidence.pages.items():
                if page.archived:
                    kept.put_copies(url, NOW.date(), page.archived, lost=page.visits[-1].status == GONE)


def _named(page: Page, items: Mapping[str, Item]) -> Page:
    """Return a page with the works that it mentions named as in a corpus."""

    def of_all(visit: Visit) -> Visit:
        mentions = (replace(mention, reference=nameless(items[mention.reference]).id) for mention in visit.mentions)
        return replace(visit, mentions=tuple(mentions))

    return replace(page, visits=tuple(map(of_all, page.visits)), archived=None)


def without_places_and_times(evidence: Evidence) -> Evidence:
    """Return evidence without the requests that brought the answers, and without their times."""
    resolutions = {
        name: replace(resolution, asked=tuple(replace(asked, url="", time=None) for asked in resolution.asked))
        for name, resolution in evidence.resolutions.items()
    }
    pages = {
        url: replace(page, visits=tuple(replace(visit, time=NOW) for visit in page.visits)) for url, page in evidence.pages.items()
    }
    return replace(evidence, resolutions=resolutions, pages=pages)


def compared(report: Report) -> Report:
    outcomes = {url: replace(outcome, seen=NOW) for url, outcome in report.pages.items()}
    return replace(report, evidence=without_places_and_times(report.evidence), pages=outcomes)


def quick(works: Sequence[Item], call: Call) -> Answer:
    """Return Crossref's answer without its stated limits."""
    answer = play_crossref.answer(works, call)
    return Answer(answer.status, {}, answer.body)


def web(call: Call) -> Answer:
    """Show pages that say hello to their works, or nothing."""
    if "gone" in call.path:
        return html("<h1>Not Found</h1>", 404)
    number = int(call.path.strip("/").partition("-")[0] or 0)
    return html(f"<title>{WORKS[number].title}</title><h1>{WORKS[number].title}</h1><p>{'Words of it. ' * 60}</p>")


@pytest.fixture
def pages() -> Iterator[Lab]:
    with Lab(web) as lab:
        yield lab


def an_article(lab: Lab, shift: int) -> Article:
    """Return an article with known, unknown and retyped works, with links alive, lost, and in a sentence."""
    known = [replace(WORKS[place], id=f"k{place}") for place in range(shift, shift + 3)]
    searched = replace(WORKS[shift], id="searched", doi="")
    absent = replace(WORKS[0], id="absent", doi="10.5555/absent", title="What was never written about anything at all")
    page = Item("page", "webpage", WORKS[shift].title, url=f"{lab.url}/{shift}-page")
    gone = Item("gone", "webpage", WORKS[1].title, url=f"{lab.url}/gone/{shift}/x")
    article = listed(*known, searched, absent, page, gone)
    claim = Claim("c1", f"See {lab.url}/2-said for more.", HERE)
    return replace(article, claims=(claim,))


def test_articles_are_judged_from_answers_at_hand_as_if_everybody_had_been_asked(audit: Audit, file: Path, pages: Lab):
    with Services(WORKS, handlers={"crossref": partial(quick, WORKS), "dblp": down(404)}) as services:
        environment = {**services.environment, "KZCHECK_SERVICES_WAYBACK_ENABLED": "false"}
        written = [an_article(pages, shift) for shift in (0, 1, 2)]
        online = [audit(environment, article) for article in written]
        keep(file, *online)
        asked, visited = len(services.asked), len(pages.calls)

        with Answers(file) as answers:
            again = [audit(environment, article, answers=answers) for article in written]

        assert (len(services.asked), len(pages.calls)) == (asked, visited)
    assert list(map(compared, again)) == list(map(compared, online))
    assert any(finding.code.startswith("LINK") for report in again for finding in report.findings)


def test_copies_of_lost_pages_are_at_hand_too(audit: Audit, file: Path, pages: Lab):
    url = f"{pages.url}/gone/1/x"
    lost = listed(Item("gone", "webpage", WORKS[1].title, url=url))
    keeper = Archive({url: [Copy("20250801120000", html(f"<title>{WORKS[1].title}</title><p>{'Words of it. ' * 60}</p>"))]})
    with Lab(keeper) as archive:
        environment = {
            "KZCHECK_SERVICES_WAYBACK_URL": archive.url,
            "KZCHECK_SERVICES_WAYBACK_RATE": "50",
        }
        online = audit(environment, lost, selected=("LINK",))
        keep(file, online)
        with Answers(file) as answers:
            again = audit(environment, lost, selected=("LINK",), answers=answers)

    assert isinstance(online.evidence.pages[url].archived, Copies)
    assert [finding.problem.message for finding in again.findings] == [finding.problem.message for finding in online.findings]


def test_what_nobody_was_asked_about_is_unchecked(audit: Audit, file: Path):
    with AnswerFile(file) as kept:
        kept.put_silent({"openalex": Reason("no-key")})
    with Answers(file) as answers:
        report = audit({}, listed(WORKS[0]), answers=answers)

    asked = report.evidence.resolutions[WORKS[0].id].asked
    assert {type(question.answer) for question in asked} == {Failed}
    assert "openalex" not in {question.service for question in asked}
    assert report.evidence.silent == {"openalex": Reason("no-key")}
    assert "records" in {subject.step for subject in report.unchecked}


def test_only_failures_are_forgotten(audit: Audit, file: Path):
    with Services(WORKS, handlers={"crossref": down(500)}) as services:
        report = audit(services.environment, listed(*WORKS))
    keep(file, report)
    with AnswerFile(file) as kept:
        kept.forget_failures()

    with Answers(file) as answers:
        again = audit(services.environment, listed(*WORKS), answers=answers)
    answered = {question.service for question in again.evidence.resolutions["1"].asked if not isinstance(question.answer, Failed)}
    assert {"crossref", "openalex"} & answered == {"openalex"}


def test_a_file_that_is_not_ours_is_named(file: Path):
    file.write_bytes(b"no database at all, but long enough to have a header of one hundred bytes" * 4)

    with pytest.raises(UsageError, match="it cannot be read"):
        Answers(file)
    with pytest.raises(UsageError, match="it cannot be written"):
        AnswerFile(file)


def test_texts_are_not_fetched_and_the_report_says_so(audit: Audit, file: Path, pages: Lab):
    with AnswerFile(file):
        pass
    cited = listed(Item("page", "webpage", WORKS[0].title, url=f"{pages.url}/0-page"))
    claim = Claim("c1", "“Words of it.”", HERE, citations=(Citation("page", HERE),), quotations=("Words of it.",))
    with Answers(file) as answers:
        report = audit({}, replace(cited, claims=(claim,)), selected=("QUOT",), answers=answers)

    assert [subject.reasons for subject in report.unchecked] == [(Reason("not-fetched"),)]
    assert pages.calls == []

"""The step for links: visits the URLs of an article, looks for archived copies, and remembers results for the next audit."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import ARCHIVED
from kzcheck.evidence import NotAsked
from kzcheck.gather.steps import StepFile, Visits
from kzcheck.identifiers import doi_in_url, handle_in_url, normal_arxiv, normal_url, pmid_in_url, shown
from kzcheck.matching.links import anybody_answered, given, original, seen_on, states, verified, wants_copy, works_at
from kzcheck.matching.works import arxiv_doi, known_identifiers
from kzcheck.reasons import Reason
from kzcheck.settings import ServiceSettings
from kzcheck.sources import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.evidence import Evidence, Page, Unchecked
    from kzcheck.gather.answers import Answers
    from kzcheck.gather.archives import Link
    from kzcheck.gather.steps import Explained, Run
    from kzcheck.matching.links import Given, PageState
    from kzcheck.settings import Settings


def gather(run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
    """Add the results of visiting the links to the evidence.

    Raises:
        UsageError: an internal host allowed by the settings is not a host, address or network.
    """
    links = to_visit(run, evidence)
    if not links:
        return evidence, False
    if run.answers:
        return replace(evidence, pages=_at_hand(run, evidence, links, run.answers)), False
    from kzcheck.gather import endpoints, history  # noqa: PLC0415 - with the network's libraries
    from kzcheck.gather.links import Prober  # noqa: PLC0415 - as above
    from kzcheck.web import cache  # noqa: PLC0415 - as above
    from kzcheck.web.transport import Browser  # noqa: PLC0415 - as above

    settings = run.settings
    looks = history.file(run.kept, cache.passage(settings.network)) if run.kept and settings.network.cache else None
    with closing(Browser(endpoints.agent(), settings.network, settings.links.allow_private)) as browser:
        prober = Prober({url: (items,) for url, items in links.items()}, browser, settings.links, evidence.gathered)
        prober.probe(run.left, run.watch)
    pages = {url: prober.pages[url] for url in links if url in prober.pages}  # in the order of the article, not of arrival
    interrupted = prober.interrupted
    if anybody_answered(pages):
        if looks:
            earlier = history.recall(looks, pages)
            pages = {url: replace(page, earlier=earlier.get(url, ())) for url, page in pages.items()}
        if not interrupted:
            pages, interrupted = _archived(replace(evidence, pages=pages), to_archive(run, evidence, pages, links), run)
        if looks:
            history.remember(looks, states(run.article, pages, settings.links.hosts), evidence.gathered)
    return replace(evidence, pages=pages), interrupted


def to_visit(run: Run, evidence: Evidence) -> dict[str, list[Item]]:
    """Return the URLs to visit, with the works that entries give there."""
    from kzcheck.gather.links import addresses  # noqa: PLC0415 - with the network's libraries

    answered = registered(evidence)
    return {
        url: items
        for url, items in addresses(run.references, run.claims).items()
        if not _is_skipped(url, run.settings) and identifier_of(url) not in answered
    }


def seen(answers: Answers, links: Mapping[str, Sequence[Item]]) -> dict[str, Page]:
    """Return what is at hand of the URLs, without archived copies."""
    return {url: page for url, items in links.items() if (page := answers.page(url, items))}


def _at_hand(run: Run, evidence: Evidence, links: Mapping[str, Sequence[Item]], answers: Answers) -> dict[str, Page]:
    """Return what is at hand of the URLs, with the copies that the archive was asked for."""
    from kzcheck.gather import endpoints  # noqa: PLC0415 - with the network's libraries

    pages = seen(answers, links)
    if anybody_answered(pages) and endpoints.archive(run.settings):
        for url, items, day, lost in to_archive(run, evidence, pages, links):
            copies = answers.copies(url, day, items, lost=lost) or NotAsked(Reason("limits"))
            pages[url] = replace(pages[url], archived=copies)
    return pages


def left_open(case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
    """Yield the URLs that could not be visited or that block programs, unless an archived copy shows a cited work."""
    if not (case.evidence.pages or case.evidence.resolutions):
        yield from map(explained, subjects)
        return
    works, pages = works_at(case.article), case.evidence.pages
    settled = registered(case.evidence) | {value for verdict in case.verdicts.values() for _, value in verdict.unregistered}
    for subject in subjects:
        url, reference = subject.url or "", case.references.get(subject.reference or "")
        if page := pages.get(url):
            why = _why_open(url, page, case.pages.get(url), works.get(normal_url(url), ()))
            if why and (reference is None or given(reference, pages) != "shows"):
                yield replace(subject, reasons=(why,))
        elif identifier := identifier_of(url):
            if identifier not in settled:
                yield replace(subject, reasons=(Reason("identifier-not-asked"),))
        else:
            yield explained(subject)


def reason(run: Run, subject: Unchecked, _entry: Reference | Claim | None) -> Reason:
    """Return why a URL was not visited."""
    return run.not_asked(subject) or Reason("skipped-host" if _is_skipped(subject.url or "", run.settings) else "not-visited")


def plan(article: Article, settings: Settings) -> Visits:
    """Return the pages that would be visited."""
    from kzcheck.gather.links import LONGEST, addresses  # noqa: PLC0415 - with the network's libraries
    from kzcheck.services import wayback  # noqa: PLC0415 - as above

    archive = settings.services.get(ARCHIVE.name, ServiceSettings())
    urls = addresses(article.references, article.claims)
    return Visits(
        urls=tuple(shown(url, LONGEST) for url in urls if not _is_skipped(url, settings)),
        archive=(ARCHIVE.title, archive.url or wayback.URL) if archive.enabled else None,
    )


def identifier_of(url: str) -> str:
    """Return the identifier in a URL that a registry can look up, or "".

    It is the DOI of an arXiv preprint, a PubMed number, a DOI in lower case, or another handle.
    """
    arxiv = normal_arxiv(url) if "arxiv.org" in url.lower() else ""
    return arxiv_doi(arxiv) if arxiv else pmid_in_url(url) or doi_in_url(url).lower() or handle_in_url(url)


def registered(evidence: Evidence) -> frozenset[str]:
    """Return the identifiers confirmed by a registry for any entry: their pages need not be visited."""
    return known_identifiers(asked for resolution in evidence.resolutions.values() for asked in resolution.asked)


def _is_skipped(url: str, settings: Settings) -> bool:
    from kzcheck.gather.links import host_of  # noqa: PLC0415 - with the network's libraries

    return host_of(url, settings.links).skip


def _why_open(url: str, page: Page, state: PageState | None, cited: Sequence[Item]) -> Reason | None:
    """Return why a visited page remains unchecked, or None."""
    last = page.visits[-1]
    if state is None:
        return Reason("no-host")
    if last.layer is None and last.status is None and last.reason:
        return Reason("its-host", {"reason": last.reason})
    if state.state == "blocked" and state.cause and verified(url, page, cited) is None:
        return Reason("the-page", {"reason": state.cause})
    return None


def to_archive(run: Run, evidence: Evidence, pages: Mapping[str, Page], links: Mapping[str, Sequence[Item]]) -> list[Link]:
    """Return the links to find copies of: lost pages, to be replaced, and living ones, so that they will not be lost.

    Copies themselves are left out, and pages for which every entry gives a copy that may show the work.
    """
    from kzcheck.gather.archives import Link  # noqa: PLC0415 - with the network's libraries

    article, today = run.article, evidence.gathered.date()
    own: dict[str, set[Given]] = defaultdict(set)
    for reference in article.references:
        own[reference.urls.get("url", "")].add(given(reference, pages))
    copies = {reference.urls.get(ARCHIVED) for reference in article.references}
    wanted = []
    for url, state in states(article, pages, run.settings.links.hosts).items():
        is_copy = url in copies or original(url) is not None
        if is_copy or (own[url] and own[url] <= {"shows", "unsure"}):
            continue
        if wants_copy(state) or state.state in {"ok", "moved"}:
            day = next((seen_on(item, article, today) for item in links[url]), today)
            wanted.append(Link(url, links[url], day, lost=wants_copy(state) or "lost" in own[url]))
    return wanted


def _archived(evidence: Evidence, links: Sequence[Link], run: Run) -> tuple[dict[str, Page], bool]:
    from kzcheck.gather import archives, asking, endpoints  # noqa: PLC0415 - with the network's libraries

    archive = endpoints.archive(run.settings)
    if archive is None or not links:
        return evidence.pages, False
    with asking.session(run, (archive,), min(archives.LONGEST, run.left), "looking for copies") as session:
        archivist = archives.Archivist(session.submit, evidence.gathered)
        archivist.ask(links)
        session.run()
    found = {link.url: replace(evidence.pages[link.url], archived=archivist.archived[link.key]) for link in links}
    return {**evidence.pages, **found}, session.interrupted


STEP = StepFile(reason, gather, left_open, plan)

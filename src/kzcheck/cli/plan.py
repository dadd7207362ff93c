"""`kzcheck audit --plan`: what would be sent to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.api import words
from kzcheck.cli.progress import reading
from kzcheck.cli.run import configuration_of
from kzcheck.formats.naming import count
from kzcheck.formats.text import clean, sentence
from kzcheck.sources import SEARCHES, SOURCES
from kzcheck.steps import in_order
from kzcheck.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.cli.options import Asking
    from kzcheck.gather.steps import Copying, Plan, Visits
    from kzcheck.pipeline import AuditRequest

LONGEST = 100
"""Characters of one value that are shown."""
SEARCHED = "the words"
CENTRAL = "PubMed Central"
"""What is asked for texts at the address at which PubMed is asked for records."""


def planned(request: AuditRequest, asking: Asking, select: Sequence[str], ignore: Sequence[str]) -> str:
    """Return the plan of an audit as text; nothing is sent.

    Raises:
        UsageError: the settings or the codes are wrong.
        UnreadableError: the article could not be read.
    """
    from kzcheck.gather.steps import Copying, Plan, Visits, file_of
    from kzcheck.pipeline import needs
    from kzcheck.readers import read_files
    from kzcheck.readers.folders import ArticleFiles, article_files
    from kzcheck.readers.understood import understood

    settings = configuration_of(request.path, asking).settings
    article, files = request.article, ArticleFiles(request.path, ())
    if article is None:
        with reading():
            article, files = read_files(
                article_files(request.path, request.given, trusted=asking.trust_settings), trusted=asking.trust_settings
            )
    steps = {} if asking.offline else needs(settings, words(select), words(ignore))
    lines: list[str] = []
    for step in in_order(steps):
        part = file_of(step).plan(article, settings)
        if isinstance(part, Plan):
            lines += _of_services(part, settings.contact)
        if isinstance(part, Visits):
            lines += _of_links(part)
        if isinstance(part, Copying):
            lines += _of_texts(part)
    lines = lines or ["nothing would be sent"]
    if files.manuscript:
        lines.insert(0, f"{clean(files.name(files.manuscript))}: {clean(understood(article))}")
    return "".join(f"{line}\n" for line in lines)


def _of_links(visits: Visits) -> Iterator[str]:
    if visits.urls:
        yield f"Pages: {count(len(visits.urls), 'visit')} at first, doubtful ones once more; no page is told your e-mail address"
        for url in visits.urls:
            yield f"  {clean(url, LONGEST)}"
        if visits.archive:
            title, at = visits.archive
            yield f"  {sentence(title)}, {clean(at)}, may be asked for copies of them"


def _of_texts(copying: Copying) -> Iterator[str]:
    if copying.urls:
        yield f"Texts: {count(len(copying.urls), 'page')} would be read whole, except those whose texts are beside the list"
        for url in copying.urls:
            yield f"  {clean(url, LONGEST)}"
    if copying.services:
        titles = {name: CENTRAL if name == "pubmed" else SOURCES[name].title for name, _ in copying.services}
        names = listing([f"{sentence(titles[name])}, {clean(url)}" for name, url in copying.services])
        yield f"Open copies of the others: {names} may be asked by DOI or number; the copies are then read where they are"


def _of_services(plan: Plan, contact: str) -> Iterator[str]:
    for title, snapshot in plan.index.items():
        yield f"The index on this machine is asked first: {title} as of {snapshot.day}, {count(snapshot.works, 'work')}"
    if plan.house:
        yield f"Your OpenSearch, {clean(plan.house)}, is asked first; then nobody else is asked about works that it has"
    for service in plan.first:
        yield f"{sentence(service.title)}, {clean(service.url)}: {count(service.requests, 'request')} at first"
        for by, value in service.values:
            yield f"  {SEARCHED if by in SEARCHES else by} {clean(value, LONGEST)}"
    if not plan.first:
        yield "No service would be asked at first: no reference has an identifier, or is of a kind that one can be expected to know"
    if plan.may_follow:
        yield "What follows depends on the answers, and may go to:"
        for title, url in plan.may_follow:
            yield f"  {sentence(title)}, {clean(url)}"
    if plan.silent:
        yield f"{plan.silent}."
    if contact:
        yield f"Every request says that kzcheck asks for {contact}."
    else:
        yield "Every request says that kzcheck asks; --mailto adds your address, and services answer faster."

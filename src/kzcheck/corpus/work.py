"""What workers do before an article can be audited online: read it, see what is open about it, and visit pages.

All but the visits is pure: it follows from the article and from the answers at hand.
"""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kzcheck import api, pipeline
from kzcheck.article import Article, Claim, Location, Reference
from kzcheck.corpus import packed
from kzcheck.csl import Date, Item  # noqa: TC001 - msgspec reads the annotations
from kzcheck.evidence import Evidence, Failed, NotAsked
from kzcheck.gather import links, works_index
from kzcheck.gather.answers import Answers, nameless, was_not_seen
from kzcheck.gather.steps import Run
from kzcheck.gather.steps import links as links_step
from kzcheck.gather.steps import records as records_step
from kzcheck.identifiers import find_urls, host_and_port
from kzcheck.matching.links import anybody_answered
from kzcheck.readers import read_files
from kzcheck.readers.folders import article_files
from kzcheck.settings import Settings  # noqa: TC001 - as above
from kzcheck.sources import SOURCES
from kzcheck.steps import in_order
from kzcheck.version import __version__
from kzcheck.writing import put

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from kzcheck.evidence import Page
    from kzcheck.finding import Report
    from kzcheck.gather.answers import Key
    from kzcheck.gather.archives import Link
    from kzcheck.gather.questions import Question
    from kzcheck.sources import SourceName

FOLDER = "work"
ANSWERS = "answers.sqlite"
SHARDS = 256
"""Parts of the web, by host: each is visited by one worker at a time. At a million links each has some 4,000."""
LOST = 400
"""The first status of pages that cannot be read."""
NOWHERE = Location("", 1, 1, 1, 1)


class Entry(Struct, frozen=True):
    """What matters of a reference before it is audited."""

    item: Item
    printed: str = ""
    parallel: str = ""
    archived: str = ""
    doubtful: tuple[str, ...] = ()

    @property
    def reference(self) -> Reference:
        """The reference, as far as it matters."""
        known = {"printed": self.printed, "parallel": self.parallel, "archived": self.archived, "doubtful": self.doubtful}
        return Reference(self.item, NOWHERE, **known)  # type: ignore[arg-type]


class Work(Struct, frozen=True):
    """What matters of an article before it is audited: its entries, its claims with URLs, its date, its settings, what is asked."""

    entries: tuple[Entry, ...]
    claims: tuple[str, ...]
    issued: Date | None
    settings: Settings
    records: bool
    links: bool

    def run(self, answers: Answers) -> Run:
        """Return the conditions of gathering for it, as far as they matter here."""
        references = tuple(entry.reference for entry in self.entries)
        claims = tuple(Claim(str(number), text, NOWHERE) for number, text in enumerate(self.claims))
        article = Article(references=references, claims=claims, issued=self.issued)
        return Run(article, self.settings, math.inf, answers=answers)


class Reading(NamedTuple):
    """An article to read: the folder of the corpus, the key, the place, the settings, and the codes of rules.

    An article in an archive has its number, `packed`, in the file of such articles.
    """

    folder: Path
    key: str
    path: Path
    settings: Settings
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    packed: int | None = None


class Survey(NamedTuple):
    """An article to look at, by its key, for an audit at the time `gathered`."""

    folder: Path
    key: str
    gathered: datetime


class Surveyed(NamedTuple):
    """What is open about an article: questions to a house's own OpenSearch, else to services, or else pages to visit."""

    of_house: Collection[Key] = ()
    questions: Sequence[Question] = ()
    links: Mapping[str, Sequence[Item]] = {}


class Looking(NamedTuple):
    """Pages to visit, with the works that each article gives there."""

    shard: int
    links: Mapping[str, Sequence[Sequence[Item]]]
    settings: Settings
    gathered: datetime


def read(job: Reading) -> bool:
    """Read an article and keep what has to be asked about it; return whether there is anything.

    Raises:
        UnreadableError: it cannot be read.
        OSError: the disk is full.
    """
    if kept(job.folder, job.key).exists():
        return True
    steps = in_order(pipeline.needs(job.settings, job.selected, job.ignored))
    if not {"records", "links"} & {*steps}:
        return False
    article = read_files(article_files(job.path))[0] if job.packed is None else packed.article(job.folder, job.packed)
    work = Work(
        tuple(
            Entry(reference.item, reference.printed, reference.parallel, reference.archived, reference.doubtful)
            for reference in article.references
        ),
        tuple(claim.text for claim in article.claims if any(find_urls(claim.text))),
        article.issued,
        job.settings,
        "records" in steps,
        "links" in steps,
    )
    if not (work.entries or work.claims):
        return False
    path = kept(job.folder, job.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, msgspec.msgpack.encode(work), durable=False)
    return True


def kept(folder: Path, key: str) -> Path:
    """Return the path of what is kept of an article."""
    return folder / FOLDER / key[:2] / key


def survey(job: Survey) -> Surveyed:
    """Return what is open about an article."""
    work = _load(job)
    try:
        with Answers(job.folder / ANSWERS) as answers:
            run = work.run(answers)
            evidence, questions, of_house = _records(work, run, job.gathered)
            if of_house:
                return Surveyed(of_house=of_house)
            if questions or not work.links:
                return Surveyed(questions=questions)
            wanted = {url: tuple(map(nameless, items)) for url, items in links_step.to_visit(run, evidence).items()}
            return Surveyed(links={url: items for url, items in wanted.items() if not _was_seen(answers, url, items)})
    finally:
        api.forget()


def copies(job: Survey) -> tuple[Link, ...]:
    """Return the pages of an article of which archived copies are wanted."""
    work = _load(job)
    try:
        with Answers(job.folder / ANSWERS) as answers:
            run = work.run(answers)
            evidence, *_ = _records(work, run, job.gathered)
            cited = links_step.to_visit(run, evidence)
            pages = links_step.seen(answers, cited)
            wanted = links_step.to_archive(run, evidence, pages, cited) if anybody_answered(pages) else []
            return tuple(
                link._replace(items=tuple(map(nameless, link.items)))
                for link in wanted
                if answers.copies(link.url, link.day, link.items, lost=link.lost) is None
            )
    finally:
        api.forget()


def rests_on_failures(report: Report) -> bool:
    """Return whether another run may know more: a service, a host or the archive failed, or a page was not visited."""
    if any(reason.code == "not-visited" for subject in report.unchecked for reason in subject.reasons):
        return True
    evidence = report.evidence
    asked = (asked for resolution in evidence.resolutions.values() for asked in resolution.asked)
    if any(isinstance(one.answer, Failed) and not _is_spared(one.service, evidence) for one in asked):
        return True
    return any(was_not_seen(page) or _lacks_copies(page) for page in evidence.pages.values())


def _is_spared(service: SourceName, evidence: Evidence) -> bool:
    return service in evidence.silent or SOURCES[service].is_spare


def _lacks_copies(page: Page) -> bool:
    """Return whether a page is lost, and the archive did not answer about it."""
    status = page.visits[-1].status
    lost = status is None or status >= LOST
    return lost and isinstance(page.archived, NotAsked) and page.archived.reason.code != "may-not-show"


def _load(job: Survey) -> Work:
    return msgspec.msgpack.decode(kept(job.folder, job.key).read_bytes(), type=Work)


def _records(work: Work, run: Run, gathered: datetime) -> tuple[Evidence, Sequence[Question], Collection[Key]]:
    """Return what is at hand about the references of an article, and the open questions to services and to OpenSearch."""
    evidence = Evidence(gathered=gathered, kzcheck=__version__)
    if not (work.records and run.answers):
        return evidence, (), ()
    of_house: dict[Key, None] = {}
    index = works_index.of_answers(run.settings, run.answers, lambda _: None, of_house.setdefault)
    resolutions, questions = records_step.at_hand(run, index, None, of_house)
    return replace(evidence, resolutions=resolutions), questions, tuple(of_house)


def _was_seen(answers: Answers, url: str, items: Sequence[Item]) -> bool:
    """Return whether a page was visited, and searched for these works if it was read."""
    page = answers.whole_page(url)
    if page is None:
        return False
    last = page.visits[-1]
    return last.status is None or {item.id for item in items} <= {mention.reference for mention in last.mentions}


def shard(url: str) -> tuple[str, int]:
    """Return the host of a URL, and the part of the web that it is in."""
    host = host_and_port(url).partition(":")[0]
    return host, int.from_bytes(blake2b(host.encode("utf-8", "surrogatepass"), digest_size=2).digest()) % SHARDS


def look(job: Looking) -> dict[str, Page]:
    """Visit pages."""
    return links.visited(job.links, job.settings, job.gathered)

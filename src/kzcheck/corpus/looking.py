"""Visits the pages of a corpus, each once for all articles, and then asks the archive about those that are lost.

The web is sharded by host, and only one worker at a time visits a shard: so no host sees more than its limit, however many workers
there are. What each worker saw is kept when it is done, and the rest of a run that was broken off is visited by the next one.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.corpus import work
from kzcheck.corpus.engine import Stopped
from kzcheck.corpus.work import Looking
from kzcheck.evidence import NotAsked
from kzcheck.gather import archives, asking, endpoints, steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.corpus.asking import Gathering
    from kzcheck.corpus.todo import Todo
    from kzcheck.evidence import Page
    from kzcheck.gather.answers import AnswerFile

VISITING, ARCHIVING = "visiting pages", "asking the archive"
MEMORY = 8 << 30
"""Bytes of address space for a job that visits pages: its threads reserve much of it and use little."""
MARGIN = 120.0
"""Seconds for which a job may go on after its time for visits, for second looks and what has to be read."""
LONGEST = 3600.0
"""Seconds that a run asks the archive, which answers some 20 requests a minute: the next run goes on."""
AT_ONCE = 20
"""Pages about which the archive is asked in one session."""
REFUSED = frozenset(("may-not-show",))
"""Reasons of the archive that are an answer."""


def look(gathering: Gathering, todo: Todo, answers: AnswerFile) -> None:
    """Visit all pages that are to be visited."""
    watch, settings = gathering.watch, gathering.settings
    total, done = todo.portion(), 0
    keyless = replace(settings, services={})  # workers may be anywhere

    def jobs() -> Iterator[Looking]:
        for portion, shard in todo.portions():
            yield Looking(shard, todo.links(portion, shard), keyless, gathering.gathered)

    watch.progress(VISITING, done, total)
    for job, pages in _looked(gathering, jobs()):
        if not isinstance(pages, Stopped):
            answers.put_pages(pages)
        done += len(job.links)
        watch.progress(VISITING, done, total)


def _looked(gathering: Gathering, jobs: Iterator[Looking]) -> Iterator[tuple[Looking, Mapping[str, Page] | Stopped]]:
    """Visit pages on workers; but a proxy's password stays here, so with one the client visits them itself."""
    network = gathering.settings.network
    if "@" not in network.proxy:
        seconds = network.timeout + MARGIN
        yield from gathering.cluster.map(work.look, jobs, seconds=seconds, memory=MEMORY, alone=_shard)
        return
    for job in jobs:
        with gathering.cluster.alone(_shard(job)):
            yield job, work.look(job)


def _shard(job: Looking) -> str:
    return f"kzcheck-hosts-{job.shard}"


def archive(gathering: Gathering, todo: Todo, answers: AnswerFile) -> None:
    """Ask the archive for copies, first of lost pages, until the time is over or it does not answer any more.

    Raises:
        KeyboardInterrupt: after Ctrl-C; all answers so far are kept.
    """
    watch, endpoint = gathering.watch, endpoints.archive(gathering.settings)
    if endpoint is None:
        return
    total, done, ends = todo.copies(), 0, time.monotonic() + LONGEST
    rates = [limit.rate for limit in endpoint.routes.values() if limit.rate]
    run = steps.Run(Article(), gathering.settings, math.inf)
    while (wanted := todo.next_copies(AT_ONCE)) and (left := ends - time.monotonic()) > 0:
        watch.progress(ARCHIVING, done, total)
        with asking.session(run, (endpoint,), left, ARCHIVING) as session:
            archivist = archives.Archivist(session.submit, gathering.gathered)
            archivist.ask(wanted)
            session.run()
        answered = 0
        for link in wanted:
            archived = archivist.archived[link.key]
            if not isinstance(archived, NotAsked) or archived.reason.code in REFUSED:
                answers.put_copies(link.url, link.day, archived, lost=link.lost)
                answered += 1
        if session.interrupted:
            raise KeyboardInterrupt
        if not answered:
            return
        todo.archived(wanted)
        done += len(wanted)
        time.sleep(max((1 / rate for rate in rates), default=0.0))  # the next session does not know when this one asked last
    watch.progress(ARCHIVING, done, total)

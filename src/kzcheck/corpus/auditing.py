"""The audit of a corpus: what its articles are, which results are missing, and the tables of all; it can go on at any time.

Whatever is done is a file under a key of all that it is made of. So what an interrupted run has done is not done again, and the
results are the same whether a run was interrupted or not.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import pipeline
from kzcheck.corpus import engine, gathering, judging, manifest, sources
from kzcheck.corpus.asking import Gathering
from kzcheck.corpus.engine import BrokenOffError, Stopped, Watch
from kzcheck.corpus.judging import Job, Order, Part
from kzcheck.corpus.manifest import Entry, Manifest
from kzcheck.corpus.packed import Packed
from kzcheck.corpus.rows import AUDITED, TABLES
from kzcheck.corpus.work import FOLDER, Reading
from kzcheck.errors import UsageError
from kzcheck.formats.naming import count
from kzcheck.readers import configuration, files
from kzcheck.settings import Settings
from kzcheck.writing import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from kzcheck.corpus.engine import Cluster
    from kzcheck.corpus.sources import Place

SLICE = 500
"""Articles in a part of the tables: with 50 references each, these take some 200 MB while they are written."""
TABLES_MEMORY = 8 << 30
"""Bytes of address space for that: Arrow reserves much of it and uses little."""
TOGETHER = 100
"""Articles whose states are written at a time."""
NAMED = 20
"""Articles that a person is told of; the tables have all."""
RESULT = re.compile(r"[0-9a-f]{64}(?:\.html)?")
"""Names of our files about articles."""
PART = re.compile(r"part-([0-9]+)\.parquet")
"""Names of parts of tables."""


class Asked(NamedTuple):
    """What is to be audited, and how: `selected` and `ignored` are codes of rules, `scheduler` is Dask's address or None."""

    sources: Sequence[str]
    folder: Path
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    offline: bool = True
    scheduler: str | None = None
    workers: int | None = None


class Summary(NamedTuple):
    """What became of a corpus: how many articles have which state, and the first that were not audited, each with the reason.

    `resting` is the number of articles that were audited and rest on failures, so that another run may know more.
    """

    states: dict[str, int]
    failed: list[tuple[str, str]]
    resting: int = 0


def audit(asked: Asked, now: datetime, watch: Watch = Watch()) -> Summary:  # noqa: B008 - a value without state
    """Audit all articles of some sources; what an earlier run did is not done again, unless it rests on what failed then.

    The folder gets `results/`, `articles/` (a page for each) and `tables/` (Parquet). Ctrl-C is a pause: KeyboardInterrupt is
    raised, and nothing is lost.

    Raises:
        UsageError: the sources, the folder, the settings or the cluster are wrong.
        OSError: the disk is full; nothing is lost.
        BrokenOffError: the cluster is gone; nothing is lost.
    """
    pipeline.needs(Settings(), asked.selected, asked.ignored)
    folder = asked.folder.absolute()
    for source in asked.sources:
        path = Path(source)
        if path.is_dir() and files.is_in(folder, path):
            raise UsageError(f"--out {asked.folder}: is in {source}, which is audited; name a folder elsewhere")
    with manifest.opened(asked.folder, now) as corpus:
        order = Order(corpus.gathered, asked.selected, asked.ignored, asked.offline)
        if gone := corpus.enter(_entries(asked, order, watch)):
            watch.say(f"{count(gone, 'article')} of an earlier run not in the sources any more; the results are removed at the end")
        _recall(folder, corpus, offline=asked.offline)
        if not asked.offline:
            corpus.reopen_failures(AUDITED)
        missing = corpus.states().get("", 0)
        if missing or any(_parts(folder, corpus)):
            with engine.opened(asked.scheduler, folder / manifest.NAME, asked.workers) as cluster:
                watch.say(_begun(cluster, missing))
                if missing and not asked.offline:
                    own = configuration.load(None, os.environ).settings
                    gathering.gather(Gathering(cluster, folder, own, corpus.gathered, watch), _readings(corpus, folder, order))
                _judge(cluster, corpus, folder, order, watch)
                if lost := _tabulate(cluster, corpus, folder, watch):
                    corpus.reopen(lost)
                    _judge(cluster, corpus, folder, order, watch)
                    if lost := _tabulate(cluster, corpus, folder, watch):
                        raise BrokenOffError(f"what was written about {count(len(lost), 'article')} cannot be read")
        _clean(folder, corpus)
        return Summary(corpus.states(), corpus.failed(AUDITED, NAMED), corpus.failures(AUDITED))


def _begun(cluster: Cluster, missing: int) -> str:
    workers = cluster.workers
    where = f"on {count(workers, 'worker')}" if workers else "as soon as workers come"
    seen = f"; {cluster.dashboard} shows them at work" if cluster.dashboard else ""
    return f"{count(missing, 'article')} to audit, {where}{seen}"


def _entries(asked: Asked, order: Order, watch: Watch) -> Iterator[Entry]:
    """Yield the articles of the sources with the keys of their results.

    Raises:
        UsageError: there are none, or a source is wrong.
    """
    variables = judging.environment()
    at_hand = judging.sources_at_hand(configuration.load(None, variables).settings, offline=asked.offline)
    warned: dict[str, None] = {}
    given = {Path(source) for source in asked.sources}
    number = 0
    with Packed(asked.folder) as archives:
        for place in sources.places(asked.sources):
            configured = judging.configured(place.path, order, variables)
            _warn(configured.warnings, warned, watch)
            before = number
            for name, digest, in_archive in _found(place, archives):
                number += 1
                watch.progress("looking for articles", number, number)
                key = judging.key(name, digest, configured, order, at_hand)
                yield Entry(name, place.path.absolute(), key, in_archive)
            if number == before and place.path in given:
                _warn([f"{sources.name_of(place)}: no JATS article (.xml, .nxml) in this archive"], warned, watch)
    if not number:
        raise UsageError(f"{' '.join(asked.sources)}: no manuscript and no list of references there")


def _found(place: Place, archives: Packed) -> Iterator[tuple[str, str, int | None]]:
    """Yield the article at a place, or those in an archive: the name, the digest of its files, and its number if it is packed."""
    name = sources.name_of(place)
    if not place.is_archive:
        yield name, sources.digest(place), None
        return
    for found in archives.articles(place.path):
        yield "/".join(filter(None, (name, found.name))), found.digest, found.number


def _warn(texts: Sequence[str], warned: dict[str, None], watch: Watch) -> None:
    """Say each warning once, and no more than a person reads."""
    for text in texts:
        if text not in warned and len(warned) < NAMED:
            warned[text] = None
            watch.say(text)


def _recall(folder: Path, corpus: Manifest, *, offline: bool) -> None:
    """Make the manifest agree with the results that are there: whoever keeps them may be killed before it is told.

    Online, a result does not say whether it rests on failures, so it is made again.
    """
    settled, gone = [], []
    for key, state in corpus.outcomes():
        has_page = not state.startswith(AUDITED) or (folder / judging.page(key)).exists()
        if has_page and judging.result(folder, key).exists():
            if offline and not state and (rows := judging.load(folder, key)):
                settled.append((key, rows.articles[0].state, rows.articles[0].reason or ""))
        elif state:
            gone.append(key)
    corpus.settle(settled)
    corpus.reopen(gone)


def _judge(cluster: Cluster, corpus: Manifest, folder: Path, order: Order, watch: Watch) -> None:
    """Audit the articles that have no result yet."""
    total = len(corpus)
    done = total - corpus.states().get("", 0)
    warned: dict[str, None] = {}
    settled: list[tuple[str, str, str]] = []
    watch.progress("auditing", done, total)
    try:
        for job, outcome in cluster.map(
            judging.judge, _jobs(corpus, folder, order), seconds=judging.SECONDS, memory=judging.MEMORY
        ):
            made = judging.keep_stopped(job, outcome) if isinstance(outcome, Stopped) else outcome
            _warn(made.warnings, warned, watch)
            settled.append((job.key, made.state, made.reason))
            if len(settled) == TOGETHER:
                corpus.settle(settled)
                settled.clear()
            done += 1
            watch.progress("auditing", done, total)
    finally:
        corpus.settle(settled)


def _jobs(corpus: Manifest, folder: Path, order: Order) -> Iterator[Job]:
    variables = judging.environment()
    for entry in corpus.open():
        configured = judging.configured(entry.path, order, variables)
        yield Job(
            entry.name, entry.path, entry.key, folder, order, configured.settings, configured.layers, configured.wrong, entry.packed
        )


def _readings(corpus: Manifest, folder: Path, order: Order) -> Iterator[Reading]:
    for job in _jobs(corpus, folder, order):
        if not job.wrong:
            yield Reading(folder, job.key, job.path, job.settings, order.selected, order.ignored, job.packed)


def _parts(folder: Path, corpus: Manifest) -> Iterator[tuple[Part, str]]:
    """Yield the parts of the tables that are missing or out of date, each with the digest of what it will be made of."""
    for number, slice_ in enumerate(_slices(corpus)):
        digest = sha256(repr(slice_).encode()).hexdigest()
        files_there = all((folder / "tables" / table / f"part-{number:05}.parquet").exists() for table in TABLES)
        if corpus.part(number) != digest or not files_there:
            yield Part(folder, number, [key for key, _ in slice_]), digest


def _slices(corpus: Manifest) -> Iterator[list[tuple[str, str]]]:
    slice_: list[tuple[str, str]] = []
    for entry in corpus.outcomes():
        slice_.append(entry)
        if len(slice_) == SLICE:
            yield slice_
            slice_ = []
    if slice_:
        yield slice_


def _tabulate(cluster: Cluster, corpus: Manifest, folder: Path, watch: Watch) -> list[str]:
    """Write the parts of the tables that are missing or out of date; return the keys of articles whose results are damaged."""
    lost: list[str] = []
    digests: dict[int, str] = {}

    def parts() -> Iterator[Part]:
        for part, digest in _parts(folder, corpus):
            digests[part.number] = digest
            yield part

    total = -(-len(corpus) // SLICE)
    for done, (part, outcome) in enumerate(
        cluster.map(judging.tabulate, parts(), seconds=judging.SECONDS, memory=TABLES_MEMORY), 1
    ):
        if isinstance(outcome, Stopped):
            raise BrokenOffError(f"part {part.number} of the tables could not be written ({outcome.why} {outcome.detail})")
        lost += outcome
        digest = digests.pop(part.number)
        if not outcome:
            corpus.made(part.number, digest)
        watch.progress("writing tables", done, total)
    return lost


def _clean(folder: Path, corpus: Manifest) -> None:
    """Remove what no article of the corpus has any more, and what killed processes left; whatever others put there stays."""
    for kept in ("results", "articles", FOLDER):
        for shard in _entries_of(folder / kept):
            used = corpus.used(shard.name)
            for path in _entries_of(shard):
                if path.name.startswith(TEMPORARY) or (RESULT.fullmatch(path.name) and path.stem not in used):
                    path.unlink(missing_ok=True)
    parts = -(-len(corpus) // SLICE)
    for table in TABLES:
        for path in _entries_of(folder / "tables" / table):
            part = PART.fullmatch(path.name)
            if path.name.startswith(TEMPORARY) or (part and int(part[1]) >= parts):
                path.unlink(missing_ok=True)


def _entries_of(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.is_dir() else []

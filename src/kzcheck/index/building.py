"""Builds an index from snapshots: reads each file once, commits now and then, and goes on where an earlier run stopped."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.errors import UsageError
from kzcheck.index import snapshots
from kzcheck.index.shelves import PartRead, Shelf, Writer, names
from kzcheck.index.snapshots import DamagedFileError, OtherKindError
from kzcheck.index.workers import Workers
from kzcheck.index.works import DAMAGED
from kzcheck.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kzcheck.index.snapshots import Part, Works
    from kzcheck.index.works import Entry
    from kzcheck.sources import SourceName

EACH = 500_000
"""Works between two commits: some ten seconds of work, which a kill may cost. More commits make more segments to merge."""
ANEW = "delete the index and build it again"
SAID = 10_000
"""Works of a file between two signs of progress."""


class Built(NamedTuple):
    """What a build did: works by source, damaged works, files read before, files without works, what is wrong with files."""

    works: dict[SourceName, int]
    damaged: int
    known: int
    others: int
    wrong: tuple[str, ...]


def build(
    paths: Sequence[Path],
    folder: Path,
    covers: SourceName | None = None,
    progress: Callable[[str, int], None] = lambda _part, _works: None,
) -> Built:
    """Read snapshots into the index in a folder; files that were read before, and did not change since, are passed over.

    `covers` declares that the snapshots hold all works of a source. `progress` hears of the file and its works so far.

    Raises:
        UnreadableError: a snapshot is missing, or the index is damaged.
        UsageError: another process is writing to the index, or it cannot be written.
    """
    counts: dict[SourceName, int] = {}
    damaged = known = others = 0
    wrong: list[str] = []
    with ExitStack() as stack:
        workers = stack.enter_context(closing(Workers()))
        writers: dict[SourceName, Writer] = {}
        shelves: dict[SourceName, Shelf | Writer] = {name: Shelf(folder, name) for name in names(folder)}

        def writer(source: SourceName) -> Writer:
            if source not in writers:
                shelves[source] = writers[source] = Writer(folder, source)
                stack.callback(writers[source].close)
            return writers[source]

        for path in paths:
            for part in snapshots.parts(path):
                before = next(filter(None, (shelf.part(part.path) for shelf in shelves.values())), None)
                if before and before.done and before.state == part.state:
                    known += 1
                    if covers in shelves and shelves[covers].part(part.path):
                        _declare(writer(covers), path)
                    continue
                try:
                    source, read = _read_part(writer, workers, path, part, covers, progress)
                except OtherKindError:
                    others += 1
                    continue
                except DamagedFileError as error:
                    wrong.append(f"{part.name}: {error}")
                    continue
                counts[source] = counts.get(source, 0) + read.read - read.damaged
                damaged += read.damaged
                if read.wrong:
                    wrong.append(f"{part.name}: {read.wrong}")
    return Built(counts, damaged, known, others, tuple(wrong))


def remembered(folder: Path) -> tuple[str, ...]:
    """Return the paths of the snapshots that an index was built from."""
    return tuple(dict.fromkeys(path for name in names(folder) for path in Shelf(folder, name).state.snapshots))


def check(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with an index, one line each: files not read to the end, works that cannot be read, damaged files.

    Raises:
        UnreadableError: a shelf cannot be opened.
    """
    wrong: list[str] = []
    for name in names(folder):
        shelf = Shelf(folder, name)
        for part in shelf.parts():
            if not part.done:
                why = part.wrong or "was not read to its end"
                wrong.append(f"{part.path}: {why}; kzcheck index update goes on with it")
            if shelf.unreadable(part.path):
                wrong.append(f"{part.path}: some of its works cannot be read in the index; {ANEW}")
        wrong += [f"{folder / name / file}: is damaged; {ANEW}" for file in shelf.damaged_files()]
    return tuple(wrong)


def _read_part(  # noqa: PLR0913, PLR0917 - the parts of one loop
    opened: Callable[[SourceName], Writer],
    workers: Workers,
    path: Path,
    part: Part,
    covers: SourceName | None,
    progress: Callable[[str, int], None],
) -> tuple[SourceName, PartRead]:
    """Read one file of the snapshot at a path; return its source, and what was read now."""
    with snapshots.works(part, workers, partial(_skipped, opened, part), covers or OWN.name) as works:
        if covers and works.source != covers:
            raise UsageError(f"{part.name}: is not a snapshot of {covers}, which --covers names")
        return works.source, _read(opened(works.source), path, part, works, covers, progress)


def _declare(writer: Writer, path: Path) -> None:
    """Declare that a snapshot, which was read before, has all works."""
    writer.state = writer.state.with_more(str(path.absolute()), declared=True)


def _skipped(opened: Callable[[SourceName], Writer], part: Part, source: SourceName) -> int:
    """Return how many works of a part are in the index; those of an earlier state of it are removed."""
    writer = opened(source)
    before = writer.part(part.path)
    if before is not None and before.state == part.state:
        return before.read
    if before is not None:
        writer.forget(part.path)
    return 0


def _read(  # noqa: PLR0913, PLR0917 - as above
    writer: Writer, path: Path, part: Part, works: Works, covers: SourceName | None, progress: Callable[[str, int], None]
) -> PartRead:
    """Read the works of a part; return what was read now. Whatever stops it, the writer notes how far it came."""
    before = writer.part(part.path)
    first = read = before if before is not None and before.state == part.state else PartRead(part.path, part.state)
    snapshot = str(path.absolute())
    writer.state = writer.state.with_more(snapshot, declared=covers is not None)
    today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    number, damaged, day = read.read, read.damaged, ""

    def note() -> None:
        nonlocal read
        writer.state = writer.state.with_more(snapshot, day=day, works=number - read.read)
        read = replace(read, read=number, damaged=damaged)
        writer.note(read)

    try:
        for work in works.entries:
            if not _added(writer, work, part):
                damaged += 1
            elif work is not None and day < work.day <= today:
                day = work.day
            number += 1
            if writer.added >= EACH:
                note()
                writer.commit()
            if number % SAID == 0:
                progress(part.name, number)
        day = day or part.day
        read = replace(read, done=True, wrong="")
    except DamagedFileError as error:
        read = replace(read, wrong=str(error))
    finally:
        note()
    progress(part.name, number)
    return replace(read, read=number - first.read, damaged=damaged - first.damaged)


def _added(writer: Writer, work: Entry | None, part: Part) -> bool:
    """Add a work; return whether it is not damaged."""
    try:
        if work is not None:
            writer.add(work, part.path)
    except DAMAGED:
        return False
    return work is not None

"""Builds an index from snapshots: reads each file once, commits now and then, and goes on where an earlier run stopped."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.errors import UsageError
from kzcheck.index import snapshots
from kzcheck.index.shelves import PartRead, Shelf, SnapshotRead, Writer, names
from kzcheck.index.snapshots import DamagedFileError, OtherKindError
from kzcheck.index.workers import Workers
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
        shelves: dict[SourceName, Shelf | Writer] = {name: Shelf(folder, name) for name in names(folder)}

        def writer(source: SourceName) -> Writer:
            opened = shelves.get(source)
            if not isinstance(opened, Writer):
                opened = shelves[source] = Writer(folder, source)
                stack.callback(opened.close)
            return opened

        for path in paths:
            whole: dict[SourceName, list[tuple[PartRead, Part]]] = {}
            failed = len(wrong)
            for part in snapshots.parts(path):
                before = ((name, shelf.part(part.path)) for name, shelf in shelves.items())
                same = next(((name, read) for name, read in before if read and read.done and read.state == part.state), None)
                if same:
                    known += 1
                    whole.setdefault(same[0], []).append((same[1], part))
                    continue
                try:
                    source, first, read = _read_part(writer, workers, path, part, covers, progress)
                except OtherKindError:
                    others += 1
                    continue
                except DamagedFileError as error:
                    wrong.append(f"{part.name}: {error}")
                    continue
                whole.setdefault(source, []).append((read, part))
                counts[source] = counts.get(source, 0) + (read.read - read.damaged) - (first.read - first.damaged)
                damaged += read.damaged - first.damaged
                if read.wrong:
                    wrong.append(f"{part.name}: {read.wrong}")
            for source in {*shelves}:
                _end(writer, shelves[source], path, whole.get(source, []), declared=source == covers, ended=len(wrong) == failed)
    return Built(counts, damaged, known, others, tuple(wrong))


def remembered(folder: Path) -> tuple[str, ...]:
    """Return the paths of the snapshots that an index was built from."""
    return tuple(dict.fromkeys(path for name in names(folder) for path in Shelf(folder, name).state.snapshots))


def check(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with an index, one line each: files not read to the end, works that cannot be read, damaged files.

    Raises:
        UnreadableError: a shelf cannot be opened.
        UsageError: there is no index.
    """
    wrong: list[str] = []
    if not names(folder):
        raise UsageError(f"{folder}: there is no index; kzcheck index build makes one")
    for name in names(folder):
        shelf = Shelf(folder, name)
        parts = shelf.parts()
        unread = [path for path, read in shelf.state.snapshots.items() if not read.ended]
        if all(part.done for part in parts):  # a file that cannot be opened has no works, and so no source
            wrong += [f"{path}: some of its files were not read; kzcheck index update goes on with it" for path in unread]
        for part in parts:
            if not part.done:
                why = part.wrong or "was not read to its end"
                wrong.append(f"{part.path}: {why}; kzcheck index update goes on with it")
            if shelf.unreadable(part.path):
                wrong.append(f"{part.path}: some of its works cannot be read in the index; {ANEW}")
        wrong += [f"{folder / name / file}: is damaged; {ANEW}" for file in shelf.damaged_files()]
    return tuple(dict.fromkeys(wrong))


def _read_part(  # noqa: PLR0913, PLR0917 - the parts of one loop
    opened: Callable[[SourceName], Writer],
    workers: Workers,
    path: Path,
    part: Part,
    covers: SourceName | None,
    progress: Callable[[str, int], None],
) -> tuple[SourceName, PartRead, PartRead]:
    """Read one file of the snapshot at a path; return its source, and what was read of it before and now."""
    with snapshots.works(part, workers, partial(_skipped, opened, path, part, covers), covers or OWN.name) as works:
        return works.source, *_read(opened(works.source), path, part, works, progress)


def _end(  # noqa: PLR0913 - as above
    opened: Callable[[SourceName], Writer],
    shelf: Shelf | Writer,
    path: Path,
    parts: Sequence[tuple[PartRead, Part]],
    *,
    declared: bool,
    ended: bool,
) -> None:
    """Note what a shelf has of a snapshot, all of whose files were read now or before."""
    snapshot = str(path.absolute())
    before = shelf.state.snapshots.get(snapshot)
    if not parts and before is None:
        return
    day = max((read.day for read, _ in parts), default="") or max((part.day for _, part in parts), default="")
    damaged = sum(read.damaged for read, _ in parts)
    works = sum(read.read for read, _ in parts) - damaged
    after = SnapshotRead(day, works, damaged, declared=declared or (before is not None and before.declared), ended=ended)
    if after != before:
        writer = opened(shelf.source)
        writer.state = writer.state.having(snapshot, after)


def _skipped(opened: Callable[[SourceName], Writer], path: Path, part: Part, covers: SourceName | None, source: SourceName) -> int:
    """Return how many works of a part are in the index; those of an earlier state of it are removed."""
    if covers and source != covers:
        raise UsageError(f"{part.name}: is not a snapshot of {covers}, which --covers names")
    writer = opened(source)
    writer.state = writer.state.begun(str(path.absolute()))
    before = writer.part(part.path)
    if before is not None and before.state == part.state:
        return before.read
    if before is not None:
        writer.forget(part.path)
    return 0


def _read(writer: Writer, path: Path, part: Part, works: Works, progress: Callable[[str, int], None]) -> tuple[PartRead, PartRead]:
    """Read the works of a part; return what was read before and now. Whatever stops it, the writer notes how far it came."""
    before = writer.part(part.path)
    first = read = before if before is not None and before.state == part.state else PartRead(part.path, part.state)
    today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    number, damaged, day = read.read, read.damaged, read.day

    def note() -> None:
        nonlocal read
        writer.state = writer.state.begun(str(path.absolute()), day)
        read = replace(read, read=number, damaged=damaged, day=day)
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
        read = replace(read, done=True, wrong="")
    except DamagedFileError as error:
        read = replace(read, wrong=str(error))
    finally:
        note()
    progress(part.name, number)
    return first, read


def _added(writer: Writer, work: Entry | None, part: Part) -> bool:
    """Add a work; return whether it is not damaged."""
    try:
        if work is not None:
            writer.add(work, part.path)
    except UnicodeError:
        return False
    return work is not None

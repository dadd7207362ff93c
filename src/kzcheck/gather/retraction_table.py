"""Finds, updates and searches the table of retractions on this machine.

The table has some 72,000 rows and 63 MB. It is read once into an index by DOI in the cache folder, and again after a change.
"""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import stat
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

import msgspec

from kzcheck import writing
from kzcheck.csl import Item
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import Absent, Failed, Found, Record, RetractionTable, Update
from kzcheck.reasons import Reason
from kzcheck.sources import RETRACTION_WATCH
from kzcheck.version import __version__
from kzcheck.web import cache, tables
from kzcheck.web.messages import Endpoint, NoReply, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.settings import Settings
    from kzcheck.sources import By

    Looked = tuple[int, Mapping[str, tuple[Update, ...]]]

NAME = "retraction_watch.csv"
CURE = "kzcheck retractions update fetches it anew"
OK = 200
AT_ONCE = 500
"""Values in one query: SQLite accepts at least 999."""
BUSY = 30.0
"""Seconds to wait while another process builds the index, which takes some 2."""
SCHEMA = (
    "CREATE TABLE notices (doi TEXT, notice BLOB)",
    "CREATE TABLE made_of (state TEXT)",
    "CREATE INDEX by_doi ON notices (doi)",
)
EMPTY = ("DROP TABLE IF EXISTS notices", "DROP TABLE IF EXISTS made_of")
LARGEST = 300 << 20
"""Most bytes of the table: five times its size in 2026."""
PATIENCE = 300.0
"""Seconds that the download may take."""


class TableFile(NamedTuple):
    """A table on this machine: its path, its date and its number of notices."""

    path: Path
    updated: datetime
    rows: int


def info(settings: Settings) -> TableFile | None:
    """Return the table on this machine, or None.

    Raises:
        UnreadableError: the file is not a Retraction Watch table.
    """
    folder = cache.folder(os.environ)
    path = place(settings, folder)
    table = path and _look_up(path, folder, ())
    return TableFile(path, table[0].updated, table[0].rows) if path and table else None


def update(settings: Settings) -> TableFile:
    """Download the table, check that it can be read, and put it into the cache folder; a table of the user's is never written.

    Raises:
        UsageError: the settings name a table of the user's, which would be used instead.
        UnreadableError: the table could not be downloaded or written, or is not a Retraction Watch table.
    """
    from kzcheck.gather import asking, endpoints  # noqa: PLC0415 - with all services, which a look-up does not need
    from kzcheck.services import retraction_watch  # noqa: PLC0415 - as above

    if own := settings.retractions.path:
        raise UsageError(f"the setting retractions.path names your own table, {own}: delete the setting to use a fetched one")
    url = _parts(settings.retractions.url or retraction_watch.URL)
    host = endpoints.host(url.geturl())
    origin = f"{url.scheme}://{url.netloc}"
    endpoint = Endpoint("retractions", origin, trusted=bool(settings.retractions.url), contact=("", settings.contact))
    request = Request("retractions", url.path + (f"?{url.query}" if url.query else ""), accept="text/csv, text/plain;q=0.9")
    with asking.transport((endpoint,), settings.network, largest=LARGEST) as connection:
        reply = connection.send(request, PATIENCE)
    if isinstance(reply, NoReply) or reply.status != OK:
        why = reply.reason if isinstance(reply, NoReply) else f"answered with HTTP {reply.status}"
        raise UnreadableError(f"the table of retractions was not fetched: {host} {why}")
    path = cache.folder(os.environ) / NAME
    lines = io.TextIOWrapper(io.BytesIO(reply.content), encoding="utf-8", errors="replace", newline="")
    try:
        if next(retraction_watch.rows(lines), None) is None:
            raise UnreadableError(f"{host} answered with a table of retractions without a readable row")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        writing.put(path, reply.content)
    except ValueError as error:
        raise UnreadableError(f"{host} answered with something that is not a table of retractions: {error}") from None
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be written: {error.strerror}") from None
    state = info(settings)
    if state is None:
        raise UnreadableError(f"{path}: cannot be read")
    return state


def _parts(url: str) -> SplitResult:
    """Split the address in the settings into its parts."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            return parts
    raise UnreadableError("the table of retractions was not fetched: retractions.url in the settings is not a web address")


def place(settings: Settings, folder: Path | None) -> Path | None:
    """Return the path of the table: from the settings, or in the cache folder; None without either."""
    if not settings.retractions.path:
        return folder and folder / NAME
    chosen = Path(settings.retractions.path)
    try:
        return chosen.expanduser()
    except RuntimeError:  # a "~" without a home directory
        return chosen


class Table:
    """The table as a local source; see `services.service.LocalSource`.

    `state` holds its date, size and path after the first answer; None if there is no table.
    """

    def __init__(self, path: Path, folder: Path | None) -> None:
        """Take the path of the table, and the folder for its index, if one is kept."""
        self._path = path
        self._folder = folder
        self.state: RetractionTable | None = None

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return records of the works with these DOIs, which hold only the notices about them.

        Raises:
            UnreadableError: the file cannot be read, or is not a Retraction Watch table.
        """
        table = _look_up(self._path, self._folder, values if by == "DOI" else ())
        if table is None:
            return dict.fromkeys(values, Failed(Reason("no-table")))
        self.state, notices = table
        return {
            doi: Found((Record(RETRACTION_WATCH.name, doi, Item(id=doi, doi=doi), updated_by=about),)) if about else Absent()
            for doi, about in ((value, notices.get(value.lower(), ())) for value in values)
        }

    def search(self, item: Item) -> Answer:  # noqa: ARG002 - a source has a `search`
        """Return `Absent`: the table is not searched by title."""
        return Absent()


def on_this_machine(settings: Settings, folder: Path | None) -> Table | None:
    """Return the table, or None if nothing exists at its path."""
    path = place(settings, folder)
    try:
        return Table(path, folder) if path and path.stat() else None
    except (OSError, ValueError):
        return None


def _look_up(
    table: Path, folder: Path | None, dois: Iterable[str]
) -> tuple[RetractionTable, Mapping[str, tuple[Update, ...]]] | None:
    """Return the table's date and size, and the notices about the works with these DOIs; None if there is no table.

    The index is kept in the folder, if one is given.
    """
    try:
        state = table.stat()
    except (OSError, ValueError):  # missing, or an impossible path
        return None
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableError(f"{table}: is not an ordinary file, so no retractions were looked up; {CURE}")
    index = _Index(table, f"{__version__} {state.st_size} {state.st_mtime_ns}")
    lowered = sorted({doi.lower() for doi in dois})
    try:
        rows, notices = index.look_up(folder, lowered)
    except (OSError, sqlite3.Error, msgspec.MsgspecError) as error:
        if folder and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                index.file(folder).unlink(missing_ok=True)  # damaged: the next run rebuilds it
        rows, notices = index.look_up(None, lowered)
    return RetractionTable(datetime.fromtimestamp(int(state.st_mtime), tz=UTC), rows, _path_in_reports(table)), notices


def _path_in_reports(table: Path) -> str:
    """Return a path as given in reports, without the user's home directory, since reports are passed on."""
    try:
        return f"~/{table.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return table.as_posix()


class _Index(NamedTuple):
    """An index of a table by DOI; `state` combines this version with the table's size and time."""

    table: Path
    state: str

    def look_up(self, folder: Path | None, dois: Sequence[str]) -> Looked:
        """Look up DOIs in the index kept in the folder, or in one in memory; rebuild it if it is not current."""
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = tables.connect(self.file(folder), SCHEMA, busy=BUSY) if folder else sqlite3.connect(":memory:")
        with closing(opened) as index:
            if not self._is_current(index):
                self._fill(index)
            return _notices(index, dois)

    def file(self, folder: Path) -> Path:
        name = hashlib.sha256(os.fsencode(self.table.resolve())).hexdigest()[:16]
        return folder / f"retractions-{name}.sqlite"

    def _is_current(self, index: sqlite3.Connection) -> bool:
        if not index.execute("SELECT 1 FROM sqlite_master WHERE name = 'made_of'").fetchone():
            return False
        return bool(index.execute("SELECT state FROM made_of").fetchone() == (self.state,))

    def _fill(self, index: sqlite3.Connection) -> None:
        """Read the table into the index, in one transaction, unless another process has done so meanwhile."""
        from kzcheck.services import retraction_watch  # noqa: PLC0415 - with all services, only for a new table

        with index:
            index.execute("BEGIN IMMEDIATE")
            if self._is_current(index):
                return
            for statement in (*EMPTY, *SCHEMA[:2]):
                index.execute(statement)
            try:
                with self.table.open(encoding="utf-8", errors="replace", newline="") as lines:
                    rows = ((row.doi, msgspec.json.encode(row.notice)) for row in retraction_watch.rows(lines))
                    index.executemany("INSERT INTO notices VALUES (?, ?)", rows)
            except ValueError as error:
                raise UnreadableError(f"{self.table}: is not a Retraction Watch table: {error}; {CURE}") from None
            except OSError as error:
                raise UnreadableError(f"{self.table}: cannot be read: {error.strerror}; {CURE}") from None
            index.execute(SCHEMA[2])
            index.execute("INSERT INTO made_of VALUES (?)", (self.state,))


def _notices(index: sqlite3.Connection, dois: Sequence[str]) -> Looked:
    """Return the number of notices in an index, and the notices about the works with these DOIs."""
    notices: dict[str, list[Update]] = {}
    for start in range(0, len(dois), AT_ONCE):
        chunk = dois[start : start + AT_ONCE]
        marks = ",".join("?" * len(chunk))
        for doi, notice in index.execute(f"SELECT doi, notice FROM notices WHERE doi IN ({marks}) ORDER BY rowid", chunk):  # noqa: S608
            notices.setdefault(doi, []).append(msgspec.json.decode(notice, type=Update))
    count = index.execute("SELECT count(*) FROM notices").fetchone()[0]
    return count, {doi: tuple(of_work) for doi, of_work in notices.items()}

"""The table of retractions: where it lies, its index by DOI, and the notices about given works.

The table has some 72,000 rows and 63 MB. It is read once into an index beside the kept answers, and again when it has changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.evidence import RetractionTable, Update
from kzcheck.gather import endpoints
from kzcheck.services import retraction_watch
from kzcheck.web import cache
from kzcheck.web.messages import Endpoint, NoReply, Request
from kzcheck.web.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kzcheck.settings import Settings

NAME = "retraction_watch.csv"
CURE = "kzcheck retractions update fetches it anew"
OK = 200
AT_ONCE = 500
"""Values of one query: SQLite takes 999 at least."""
LARGEST = 300 << 20
"""Bytes of the table: five times what it had in 2026."""
PATIENCE = 300.0
"""Seconds that fetching it may take."""


class State(NamedTuple):
    """A table on this machine: where it lies, its day, how many notices it has."""

    path: Path
    updated: datetime
    rows: int


def info(settings: Settings) -> State | None:
    """Return what table there is, None where there is none.

    Raises:
        UnreadableError: the file is no such table.
    """
    folder = cache.folder(os.environ)
    path = place(settings, folder)
    found = look_up(path, folder, ())
    return None if found is None else State(path, found[0].updated, found[0].rows)


def update(settings: Settings) -> State:
    """Fetch the table and put it in the place of the one before, if there was one, once it has been read.

    Raises:
        UnreadableError: it could not be fetched or written, or what came is no such table.
    """
    url = urlsplit(settings.retractions.url or retraction_watch.URL)
    endpoint = Endpoint("retractions", f"{url.scheme}://{url.netloc}", trusted=bool(settings.retractions.url))
    request = Request("retractions", url.path + (f"?{url.query}" if url.query else ""), accept="text/csv, text/plain;q=0.9")
    transport = Transport((endpoint,), agent=endpoints.agent(settings), network=settings.network, largest=LARGEST)
    reply = transport.send(request, PATIENCE)
    transport.close()
    if isinstance(reply, NoReply):
        raise UnreadableError(f"the table of retractions was not fetched: {url.netloc} {reply.reason}")
    if reply.status != OK:
        raise UnreadableError(f"the table of retractions was not fetched: {url.netloc} answered with HTTP {reply.status}")
    path = place(settings, cache.folder(os.environ))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=NAME, delete=False) as file:
            file.write(reply.content)
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be written: {error.strerror}") from None
    fresh = Path(file.name)
    try:
        with fresh.open(encoding="utf-8", errors="replace", newline="") as lines:
            next(retraction_watch.rows(lines), None)
        fresh.replace(path)
    except ValueError as error:
        raise UnreadableError(f"{url.netloc} answered with something that is no table of retractions: {error}") from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    found = info(settings)
    if found is None:
        raise UnreadableError(f"{path}: cannot be read")
    return found


def place(settings: Settings, folder: Path) -> Path:
    """Return where the table lies: as the settings say, else in the folder of what is kept."""
    return Path(settings.retractions.path).expanduser() if settings.retractions.path else folder / NAME


def look_up(table: Path, folder: Path, dois: Iterable[str]) -> tuple[RetractionTable, Mapping[str, tuple[Update, ...]]] | None:
    """Return the table's day and size, and the notices about the works with these DOIs; None where there is no table.

    Raises:
        UnreadableError: the file is no such table.
    """
    try:
        state = table.stat()
    except OSError:
        return None
    with closing(_index(table, folder, f"{table.resolve()} {state.st_size} {state.st_mtime_ns}")) as index:
        count = index.execute("SELECT count(*) FROM notices").fetchone()[0]
        found: dict[str, list[Update]] = {}
        wanted = sorted({doi.lower() for doi in dois})
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            marks = ",".join("?" * len(some))
            for doi, notice in index.execute(f"SELECT doi, notice FROM notices WHERE doi IN ({marks}) ORDER BY rowid", some):  # noqa: S608
                found.setdefault(doi, []).append(msgspec.json.decode(notice, type=Update))
    updated = datetime.fromtimestamp(int(state.st_mtime), tz=UTC)
    return RetractionTable(updated, count), {doi: tuple(notices) for doi, notices in found.items()}


def _index(table: Path, folder: Path, state: str) -> sqlite3.Connection:
    """Open the index of the table as it is now; where it cannot be kept, it is made in memory."""
    name = f"retractions-{hashlib.sha256(state.encode()).hexdigest()[:16]}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("retractions-*.sqlite"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return _filled(sqlite3.connect(folder / name, timeout=30), table)
    except (OSError, sqlite3.Error):
        return _filled(sqlite3.connect(":memory:"), table)


def _filled(index: sqlite3.Connection, table: Path) -> sqlite3.Connection:
    with index:
        index.execute("BEGIN IMMEDIATE")
        if index.execute("SELECT 1 FROM sqlite_master WHERE name = 'notices'").fetchone():
            return index
        index.execute("CREATE TABLE notices (doi TEXT, notice BLOB)")
        try:
            with table.open(encoding="utf-8", errors="replace", newline="") as lines:
                rows = ((row.doi, msgspec.json.encode(row.notice)) for row in retraction_watch.rows(lines))
                index.executemany("INSERT INTO notices VALUES (?, ?)", rows)
        except ValueError as error:
            raise UnreadableError(f"{table}: is no table of Retraction Watch: {error}; {CURE}") from None
        index.execute("CREATE INDEX by_doi ON notices (doi)")
    return index

"""What a corpus consists of: its articles, the keys of their results, and what became of them; a database, for millions of them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "manifest.sqlite"
"""The name of the database in the folder of a corpus; workers know the folder by it."""
FORM = 2
"""The version of the tables below; the folder of a corpus with another one is refused."""
TABLES = """
CREATE TABLE corpus (gathered TEXT NOT NULL);
CREATE TABLE articles (
    name TEXT PRIMARY KEY, path BLOB NOT NULL, key TEXT NOT NULL, packed INTEGER, state TEXT, reason TEXT,
    run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX keys ON articles (key);
CREATE TABLE parts (number INTEGER PRIMARY KEY, digest TEXT NOT NULL);
"""


class Entry(NamedTuple):
    """An article: its name in the corpus, its place, and the key of its result.

    The place of an article in an archive is the archive, and it has a number in the file of such articles, `packed`.
    """

    name: str
    path: Path
    key: str
    packed: int | None = None


class Manifest:
    """The articles of a corpus. `gathered` is the time at which all of them count as audited."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take the database."""
        self._database = database
        (gathered,) = database.execute("SELECT gathered FROM corpus").fetchone()
        self.gathered = datetime.fromisoformat(gathered)
        (self._run,) = database.execute("SELECT coalesce(max(run), 0) + 1 FROM articles").fetchone()

    def enter(self, entries: Iterable[Entry]) -> int:
        """Make these the articles of the corpus; return how many there were that are not among them.

        What became of an article is forgotten if its key has changed. If `entries` raises, all stays as it was.
        """
        with self._database as database:
            database.executemany(
                "INSERT INTO articles (name, path, key, packed, run) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                "state = CASE WHEN key = excluded.key THEN state END, reason = CASE WHEN key = excluded.key THEN reason END, "
                "path = excluded.path, key = excluded.key, packed = excluded.packed, run = excluded.run",
                ((entry.name, os.fsencode(entry.path), entry.key, entry.packed, self._run) for entry in entries),
            )
            return database.execute("DELETE FROM articles WHERE run <> ?", (self._run,)).rowcount

    def __len__(self) -> int:
        """Return the number of articles."""
        (number,) = self._database.execute("SELECT count(*) FROM articles").fetchone()
        return int(number)

    def open(self) -> Iterator[Entry]:
        """Yield the articles in order of which nothing has become yet."""
        for name, path, key, packed in self._pages("name, path, key, packed", "state IS NULL"):
            yield Entry(name, Path(os.fsdecode(path)), key, packed)

    def outcomes(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of all articles in order, each with its state and the reason, or ""."""
        for _, key, state in self._pages("name, key, coalesce(state || ' ' || coalesce(reason, ''), '')", "true"):
            yield key, state

    def _pages(self, columns: str, condition: str) -> Iterator[tuple[Any, ...]]:
        """Yield columns, of which the first is the name, a thousand rows at a time: states may be set meanwhile."""
        query = f"SELECT {columns} FROM articles WHERE {condition} AND name > ? ORDER BY name LIMIT 1000"  # noqa: S608 - all are ours
        last = ""
        while rows := self._database.execute(query, (last,)).fetchall():
            yield from rows
            last = rows[-1][0]

    def settle(self, settled: Iterable[tuple[str, str, str]]) -> None:
        """Keep what became of articles: key, state, and the reason if one was not audited, or was and rests on failures."""
        with self._database as database:
            database.executemany(
                "UPDATE articles SET state = ?, reason = ? WHERE key = ?", ((state, reason, key) for key, state, reason in settled)
            )

    def reopen(self, keys: Iterable[str]) -> None:
        """Forget what became of articles: their results are gone."""
        with self._database as database:
            database.executemany("UPDATE articles SET state = NULL, reason = NULL WHERE key = ?", ((key,) for key in keys))

    def reopen_failures(self, audited: str) -> None:
        """Forget what became of articles in the state `audited` that rest on failures."""
        with self._database as database:
            database.execute("UPDATE articles SET state = NULL, reason = NULL WHERE state = ? AND reason <> ''", (audited,))

    def failures(self, audited: str) -> int:
        """Return the number of articles in the state `audited` that rest on failures."""
        (number,) = self._database.execute("SELECT count(*) FROM articles WHERE state = ? AND reason <> ''", (audited,)).fetchone()
        return int(number)

    def states(self) -> dict[str, int]:
        """Return how many articles there are of each state; "" is that of those still open."""
        return dict(self._database.execute("SELECT coalesce(state, ''), count(*) FROM articles GROUP BY 1 ORDER BY 1"))

    def failed(self, audited: str, most: int) -> list[tuple[str, str]]:
        """Return the first articles in a state other than `audited`, and why they are."""
        return self._database.execute(
            "SELECT name, reason FROM articles WHERE state <> ? ORDER BY name LIMIT ?", (audited, most)
        ).fetchall()

    def used(self, start: str) -> set[str]:
        """Return the keys that begin so."""
        found = self._database.execute("SELECT key FROM articles WHERE key >= ? AND key < ?", (start, start + "g"))
        return {key for (key,) in found}

    def part(self, number: int) -> str:
        """Return the digest of the articles that a part of the tables was made of, or ""."""
        row = self._database.execute("SELECT digest FROM parts WHERE number = ?", (number,)).fetchone()
        return str(row[0]) if row else ""

    def made(self, number: int, digest: str) -> None:
        """Keep of which articles a part of the tables was made."""
        with self._database as database:
            database.execute("INSERT OR REPLACE INTO parts VALUES (?, ?)", (number, digest))


@contextmanager
def opened(folder: Path, now: datetime) -> Iterator[Manifest]:
    """Open the manifest in the folder of a corpus, which is begun `now` if it is new; nobody else has it meanwhile.

    Raises:
        UsageError: the folder cannot be made, has other files, is in use, or is of a version that we do not know.
        OSError: the folder cannot be written.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_strange = not path.exists() and any(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be a folder for results ({error.strerror}); name another one") from None
    if is_strange:
        raise UsageError(f"{folder}: is not empty, and not the folder of a corpus; name another one")
    database = sqlite3.connect(path, timeout=0)
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        with database:
            database.execute("BEGIN EXCLUSIVE")
            (form,) = database.execute("PRAGMA user_version").fetchone()
            if form == 0:
                for statement in TABLES.split(";"):
                    database.execute(statement)
                database.execute("INSERT INTO corpus VALUES (?)", (now.isoformat(timespec="seconds"),))
                database.execute(f"PRAGMA user_version = {FORM}")
        if form not in (0, FORM):
            raise UsageError(f"{folder}: is of another version of kzcheck; name another folder")
        yield Manifest(database)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise UsageError(f"{folder}: another kzcheck is at work there; wait for it, or name another folder") from None
        raise OSError(error.args[0], str(error), str(folder)) from None
    except sqlite3.DatabaseError:
        raise UsageError(f"{path}: is damaged; remove {folder} or name another folder, and the corpus is audited anew") from None
    finally:
        database.close()

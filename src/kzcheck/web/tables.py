"""Opens SQLite files kept between runs, but only if they hold nothing but our own tables.

A file may be damaged, or come from a cache restored by a job: a view in place of a table can run for ever, and a trigger
or an index can compute whatever its author likes.
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import ExitStack, closing
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

PARTS = ("", "-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps for one database."""
LARGEST = 64 << 20
"""Most bytes of one value: eight times the limit for an answer."""
MOST_STEPS = 100_000_000
"""Most SQLite operations per connection, some seconds: dropping the oldest of 700,000 answers takes 3 million,
as does building an index of 72,000 notices; a look-up takes 30."""
AT_ONCE = 1_000_000
"""Operations between two checks of their number."""


def connect(path: Path, schema: Collection[str], *, busy: float) -> sqlite3.Connection:
    """Open a file, or create an empty one; `schema` holds the statements for its tables and indexes, as SQLite stores them.

    Raises:
        OSError: the file cannot be created.
        sqlite3.Error: the file cannot be opened, is not an ordinary file, or holds anything not in `schema`.
    """
    if not all(_is_ordinary(part) for part in parts(path)):
        raise sqlite3.DatabaseError("it is not an ordinary file")
    if not path.exists():
        path.touch(mode=0o600)
    with ExitStack() as stack:
        connection = stack.enter_context(closing(sqlite3.connect(path, timeout=busy, isolation_level=None)))
        harden(connection)
        kept = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        if not {statement for (statement,) in kept} <= set(schema):
            raise sqlite3.DatabaseError("it holds something other than our tables")
        stack.pop_all()
        return connection


def make(connection: sqlite3.Connection, schema: Iterable[str]) -> None:
    """Create the tables if the file is empty; call this within a transaction, so that no other process does the same.

    Raises:
        sqlite3.Error: the tables cannot be created.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in schema:
            connection.execute(statement)


def harden(connection: sqlite3.Connection) -> None:
    """Prevent a file from running code of its own, and any statement from running for ever.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    checks = count(1)
    connection.set_progress_handler(lambda: next(checks) * AT_ONCE >= MOST_STEPS, AT_ONCE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def parts(path: Path) -> list[Path]:
    """Return all files that SQLite may keep for a database."""
    return [path.with_name(path.name + end) for end in PARTS]


def _is_ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True

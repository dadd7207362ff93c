"""Tables that are kept between runs: a file of SQLite is opened only as what we make of it.

A file may be damaged, or have come with a folder that a job restored: a view in the place of a table can run for ever, a trigger
or an index can compute what its author likes.
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
"""What follows the file's name in those that SQLite keeps beside it."""
LARGEST = 64 << 20
"""Bytes of one value: eight times what an answer may have."""
MOST_STEPS = 100_000_000
"""Operations of SQLite that one connection may take, some seconds: it takes 3 million to drop the oldest of 700,000 answers,
as many to make an index of 72,000 notices, and 30 to look something up."""
AT_ONCE = 1_000_000
"""Operations between two looks at how many there were."""


def connect(path: Path, schema: Collection[str], *, busy: float) -> sqlite3.Connection:
    """Open a file, or make an empty one; `schema` are the statements that make its tables and indexes, as SQLite keeps them.

    Raises:
        OSError: it cannot be made.
        sqlite3.Error: it cannot be opened, is not an ordinary file, or holds what none of the statements makes.
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
    """Make the tables, where there are none yet; within a transaction, that others cannot do so at the same time.

    Raises:
        sqlite3.Error: they cannot be made.
    """
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in schema:
            connection.execute(statement)


def harden(connection: sqlite3.Connection) -> None:
    """Let a file have no say in what runs, and nothing run without end.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    looks = count(1)
    connection.set_progress_handler(lambda: next(looks) * AT_ONCE >= MOST_STEPS, AT_ONCE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def parts(path: Path) -> list[Path]:
    """Return the files that belong to one of SQLite."""
    return [path.with_name(path.name + end) for end in PARTS]


def _is_ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True

"""The articles in tar archives: the client keeps them in one file beside the results, where workers read them one by one.

An archive that is packed can only be read from its beginning. It is read once, and again when its size or time has changed. Nothing
is written under a name from an archive, whatever it may be.
"""

from __future__ import annotations

import os
import posixpath
import sqlite3
import zlib
from contextlib import ExitStack, closing, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.corpus.sources import escaped
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import archives, drafts, files, read_manuscript
from kzcheck.readers.kinds import OPENING
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from kzcheck.article import Article

NAME = "packed.sqlite"
SCHEMA = (
    """CREATE TABLE IF NOT EXISTS archives (
    number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, state TEXT NOT NULL, run INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT, archive INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, wrong TEXT,
    content BLOB, UNIQUE (archive, name))""",
)
"""Numbers are not used again: a worker that an interrupted audit left behind may still ask for an old one."""
JATS, LIKELY_JATS = ".nxml", ".xml"
"""Suffixes of articles: the second is that of other files, too."""
QUICK = 1
"""zlib's fastest level: articles become a quarter of their size."""
TOGETHER = 100
"""Articles that are written at a time."""


class Found(NamedTuple):
    """An article in an archive: its path there, the digest of its content, and its number in our file.

    An archive that cannot be read to its end is one, too, without a path; who reads it learns why.
    """

    name: str
    digest: str
    number: int


class Packed:
    """The file, to be written by one process; it is complete without its log after it was closed."""

    def __init__(self, folder: Path) -> None:
        """Open or create the file in the folder of a corpus.

        Raises:
            UsageError: the file is damaged.
            sqlite3.OperationalError: it cannot be written.
        """
        self._path = folder / NAME
        with self._usable(), ExitStack() as opened:
            self._database = sqlite3.connect(self._path)
            opened.callback(self._database.close)
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
                self._database.execute(f"PRAGMA {pragma}")
            for statement in SCHEMA:
                self._database.execute(statement)
            (self._run,) = self._database.execute("SELECT coalesce(max(run), 0) + 1 FROM archives").fetchone()
            opened.pop_all()

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Close the file; without an error, archives that were not asked for are forgotten, and the file is removed if all are."""
        with closing(self._database):
            if error is not None:
                return
            with self._database as database:
                old = "SELECT number FROM archives WHERE run <> ?"
                database.execute(f"DELETE FROM articles WHERE archive IN ({old})", (self._run,))  # noqa: S608 - ours
                database.execute("DELETE FROM archives WHERE run <> ?", (self._run,))
                (left,) = database.execute("SELECT count(*) FROM archives").fetchone()
        if not left:
            self._path.unlink()

    def articles(self, archive: Path) -> Iterator[Found]:
        """Yield the JATS articles in an archive; of several with one name, the last counts, as if they were unpacked.

        Raises:
            UsageError: the file is damaged.
            sqlite3.OperationalError: it cannot be written.
        """
        state, path = _state(archive), os.fsencode(archive.absolute())
        with self._usable():
            with self._database as database:
                database.execute(
                    "INSERT INTO archives (path, state, run) VALUES (?, '', ?) ON CONFLICT (path) DO UPDATE SET run = excluded.run",
                    (path, self._run),
                )
            number, known = database.execute("SELECT number, state FROM archives WHERE path = ?", (path,)).fetchone()
            if not state or known != state:
                yield from self._read(archive, number, state)
                return
            for row in database.execute("SELECT name, digest, number FROM articles WHERE archive = ?", (number,)):
                yield Found(*row)

    def _read(self, archive: Path, number: int, state: str) -> Iterator[Found]:
        """Yield the articles in an archive as they are read and kept; that all were is noted at the end."""
        with self._database as database:
            database.execute("UPDATE archives SET state = '' WHERE number = ?", (number,))
            database.execute("DELETE FROM articles WHERE archive = ?", (number,))
        done = 0
        try:
            for done, (name, content, wrong) in enumerate(_articles(archive), 1):
                yield self._keep(number, name, content, wrong)
                if done % TOGETHER == 0:
                    self._database.commit()
        except archives.UNREADABLE as error:
            if isinstance(error, OSError) and error.errno:
                state, wrong = "", files.reason(error)  # it may be gone when we look again
            elif done:
                wrong = f"cannot be read to its end: {archives.why(error)}; the articles before are audited; fetch it again"
            else:
                wrong = f"cannot be read: {archives.why(error)}; fetch it again"
            yield self._keep(number, "", b"", wrong)
        with self._database as database:
            database.execute("UPDATE archives SET state = ? WHERE number = ?", (state, number))

    def _keep(self, archive: int, name: str, content: bytes, wrong: str) -> Found:
        digest = sha256(wrong.encode() or content).hexdigest()
        row = (archive, name, digest, wrong or None, None if wrong else zlib.compress(content, QUICK))
        kept = self._database.execute("INSERT OR REPLACE INTO articles VALUES (NULL, ?, ?, ?, ?, ?)", row)
        return Found(name, digest, kept.lastrowid or 0)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:  # the disk is full, or the like
            raise
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{self._path}: cannot be used ({error}); remove it, and the archives are read again") from None


def _state(archive: Path) -> str:
    """Return what changes when an archive does, or when it may be read in another way; "" if it cannot be examined."""
    try:
        status = archive.stat()
    except OSError:
        return ""
    return f"{__version__} {status.st_size} {status.st_mtime_ns}"


def _articles(archive: Path) -> Iterator[tuple[str, bytes, str]]:
    """Yield the name and the content of each article in an archive, or what is wrong with it."""
    for member in archives.members(archive):
        name = posixpath.normpath(f"/{member.name}").lstrip("/")
        suffix = posixpath.splitext(name)[1].lower()
        if suffix not in (JATS, LIKELY_JATS) or any(part.startswith(files.HIDDEN) for part in name.split("/")):
            continue
        with member.open() as stream:
            opening = stream.read(OPENING)
            if suffix != JATS and not drafts.has_sign(opening, suffix):
                continue
            if member.size > files.LARGEST:
                yield escaped(name), b"", str(files.too_big(posixpath.basename(escaped(name))))
            else:
                yield escaped(name), opening + stream.read(), ""


def article(folder: Path, number: int) -> Article:
    """Read an article from the file in the folder of a corpus.

    Raises:
        UnreadableError: it cannot be read.
        UsageError: this worker does not see the file.
    """
    path = folder / NAME
    try:
        # "immutable" needs no locks, which some shared file systems lack
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            row = database.execute("SELECT name, wrong, content FROM articles WHERE number = ?", (number,)).fetchone()
        name, wrong, content = row
        unpacked = b"" if wrong else zlib.decompress(content)
    except (sqlite3.Error, zlib.error, TypeError) as error:
        raise UsageError(f"{path}: a worker cannot read it ({error}); workers need this folder at the same path") from None
    if wrong:
        raise UnreadableError(wrong)
    return read_manuscript(unpacked, posixpath.basename(name))

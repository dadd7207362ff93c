"""Caches answers for later runs in an SQLite file in the user's cache folder.

The cache holds replies, not conclusions. A cache is used by one thread. Many processes may share the file.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import time
import zlib
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit, urlunsplit

import msgspec
import platformdirs
from msgspec import Struct
from msgspec.structs import replace

from kzcheck.errors import UsageError
from kzcheck.settings import NetworkSettings
from kzcheck.web import tables
from kzcheck.web.messages import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kzcheck.web.messages import Endpoint, Keep, Request

FILE = "answers.sqlite"
VARIABLE = "KZCHECK_CACHE_DIR"
DAY = 86_400
SECONDS_KEPT: Mapping[Keep, int] = {"found": 7 * DAY, "absent": DAY}
"""Seconds for which answers are kept. Records change slowly, but a work missing today may be registered tomorrow."""
MOST_BYTES = 500 * 2**20
BUSY = 5.0
"""Seconds to wait while another process writes: one answer takes less than 10 ms."""
TIDY_AFTER = 200
"""Answers stored between two checks of the size."""
KEPT = "SELECT value FROM answers WHERE key = ? AND expires > ? AND expires <= ?"
DROP_OLDEST = """
    DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY expires LIMIT (SELECT COUNT(*) / 8 + 1 FROM answers))
"""
SCHEMA = (
    "CREATE TABLE answers (    key TEXT PRIMARY KEY,    value BLOB,     expires INTEGER)",
    "CREATE INDEX expires_idx ON answers(expires)",
)
"""The table of answers. The spaces are those of files made by earlier versions, which used requests-cache."""
HEAD = struct.Struct(">4sQI")
MARK = b"kzr1"
"""The header of a value: this mark, the Unix time of storing, and the CRC of the rest. Other versions have other marks."""


class Info(Struct, frozen=True):
    """The cache's file, its number of answers, its size in bytes, and the time of its oldest answer."""

    path: Path
    entries: int
    bytes: int
    oldest: datetime | None


def folder(environment: Mapping[str, str]) -> Path:
    """Return the cache folder: `KZCHECK_CACHE_DIR`, or kzcheck's folder in the user's cache directory.

    Raises:
        UsageError: the folder is in the home directory of a user without one.
    """
    if chosen := environment.get(VARIABLE):
        try:
            return Path(chosen).expanduser()
        except RuntimeError:
            raise UsageError(f"{VARIABLE}: {chosen} is in an unknown home folder; write the full path") from None
    return platformdirs.user_cache_path("kzcheck", appauthor=False)


def passage(network: NetworkSettings) -> str:
    """Return a name for the proxy and certificates in use, or "" for the system's own.

    Answers obtained through one proxy or certificate authority are not used with another.
    """
    if not (network.proxy or network.ca_bundle):
        return ""
    bundle = Path(network.ca_bundle)
    files = sorted(bundle.iterdir()) if bundle.is_dir() else [bundle] * bool(network.ca_bundle)
    certificates = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()]
    return hashlib.sha256(msgspec.json.encode((network.proxy, certificates))).hexdigest()


class Cache:
    """The answers in one folder that were obtained with the same `network` settings.

    `warning` is "" unless something is wrong with the file; then it explains this in one line, and the run goes on without a cache.
    """

    def __init__(
        self,
        folder: Path,
        network: NetworkSettings = NetworkSettings(),  # noqa: B008 - a value without state
        *,
        now: Callable[[], float] = time.time,
        most_bytes: int = MOST_BYTES,
        busy: float = BUSY,
    ) -> None:
        """Take the folder; files are opened or created only when needed."""
        self.path = folder.absolute() / FILE
        self.warning = ""
        self._passage = passage(network)
        self._now = now
        self._most_bytes = most_bytes
        self._busy = busy
        self._connection: sqlite3.Connection | None = None
        self._is_writable = False
        self._puts = 0

    def get(self, endpoint: Endpoint, request: Request) -> Reply | None:
        """Return the cached reply to a request, or None if it is missing, too old, damaged or another version's."""
        now = int(self._now())
        row = None
        with self._guarded():
            if connection := self._reader():
                values = (self._key(endpoint, request), now, now + max(SECONDS_KEPT.values()))
                row = connection.execute(KEPT, values).fetchone()
        return _decoded(row[0]) if row else None

    def put(self, endpoint: Endpoint, request: Request, reply: Reply, keep: Keep) -> None:
        """Store a reply, with the media type as its only header, and with the user's address removed from its URL."""
        now = int(self._now())
        bare = replace(
            reply,
            url=_remove_address(reply.url, endpoint.contact[1]),
            headers={name: text for name, text in reply.headers.items() if name == "content-type"},
        )
        content = msgspec.msgpack.encode(bare)
        value = HEAD.pack(MARK, now, zlib.crc32(content)) + content
        row = (self._key(endpoint, request), value, now + SECONDS_KEPT[keep])
        with self._guarded():
            if connection := self._writer():
                connection.execute("INSERT OR REPLACE INTO answers (key, value, expires) VALUES (?, ?, ?)", row)
                self._puts += 1
                if self._puts % TIDY_AFTER == 0:
                    self._tidy(connection)

    def prepare(self) -> None:
        """Open the file for writing while the first answers are awaited."""
        with self._guarded():
            self._writer()

    def info(self) -> Info:
        """Return the size of the cache; if the file cannot be read, set `warning` and count nothing."""
        entries, size, oldest = 0, 0, None
        with self._guarded():
            size = sum(path.stat().st_size for path in tables.parts(self.path) if path.is_file())
            if connection := self._reader():
                entries = connection.execute("SELECT COUNT(*) FROM answers").fetchone()[0]
                kept = connection.execute(
                    "SELECT MIN(substr(value, 5, 8)) FROM answers WHERE substr(value, 1, 4) = ?", (MARK,)
                ).fetchone()[0]
                oldest = datetime.fromtimestamp(int.from_bytes(kept, "big"), UTC) if kept else None
        return Info(self.path, entries, size, oldest)

    def clear(self) -> None:
        """Delete all answers. An unreadable file is removed, a readable one only emptied, since another process may have it open.

        Raises:
            UsageError: the file stays in use for too long, or cannot be removed.
        """
        self.close()
        self.warning = ""
        try:
            if connection := self._reader():
                connection.execute("DELETE FROM answers")
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise UsageError(f"{self.path}: another program is using it; try again when that is done") from None
        finally:
            self.close()
        try:
            for path in tables.parts(self.path):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{self.path}: it cannot be removed ({error.strerror})") from None

    def close(self) -> None:
        """Close the file; it is opened again if needed."""
        if self._connection:
            self._connection.close()
        self._connection = None
        self._is_writable = False

    def _key(self, endpoint: Endpoint, request: Request) -> str:
        """Return the key of an answer, which depends on the request, proxy and certificates, but not on who asks."""
        parts = (endpoint.url, request.path, request.accept, self._passage)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

    def _connect(self) -> sqlite3.Connection:
        return tables.connect(self.path, SCHEMA, busy=self._busy)

    def _reader(self) -> sqlite3.Connection | None:
        """Return a connection, or None if no answer was ever stored or something is wrong."""
        if self._connection is None and not self.warning and os.path.lexists(self.path):
            connection = self._connect()
            try:
                has_table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'answers'").fetchone()
            except sqlite3.Error:
                connection.close()
                raise
            if has_table:
                self._connection = connection
            else:
                connection.close()
        return self._connection

    def _writer(self) -> sqlite3.Connection | None:
        """Return a connection to a file that has its table and is not too large, or None if something is wrong."""
        if not self._is_writable and not self.warning:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = self._connection or self._connect()
            self._write_ahead(self._connection)
            self._connection.execute("BEGIN IMMEDIATE")
            tables.make(self._connection, SCHEMA)
            self._connection.execute("COMMIT")
            self._tidy(self._connection)
            self._is_writable = True
        return self._connection

    def _write_ahead(self, connection: sqlite3.Connection) -> None:
        """Switch to write-ahead logging, so that readers and a writer do not block each other.

        SQLite does not wait by itself if two processes do this at once.
        """
        ends = time.monotonic() + self._busy
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                    raise
                time.sleep(0.01)
            else:
                return

    def _tidy(self, connection: sqlite3.Connection) -> None:
        """Delete expired answers, and the oldest ones if the file is too large."""
        connection.execute("DELETE FROM answers WHERE expires <= ?", (int(self._now()),))
        while _used(connection) > self._most_bytes:
            if not connection.execute(DROP_OLDEST).rowcount:
                return

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """On the first error with the file, set `warning` and stop using the file."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, OverflowError) as error:
            self.close()
            cause = (isinstance(error, OSError) and error.strerror) or str(error)
            self.warning = self.warning or (
                f"{self.path}: no answers are kept in this run ({cause}); `kzcheck cache clear` starts afresh, "
                f"{VARIABLE} names another folder"
            )


def _decoded(value: object) -> Reply | None:
    if not isinstance(value, bytes) or len(value) < HEAD.size:
        return None
    mark, _, checksum = HEAD.unpack_from(value)
    content = memoryview(value)[HEAD.size :]
    if mark != MARK or zlib.crc32(content) != checksum:
        return None
    try:
        return replace(msgspec.msgpack.decode(content, type=Reply), kept=True)
    except msgspec.MsgspecError:
        return None


def _remove_address(url: str, address: str) -> str:
    """Remove the query parameters whose value is the user's address from a URL."""
    if not address:
        return url
    parts = urlsplit(url)
    query = [part for part in parts.query.split("&") if unquote_plus(part.partition("=")[2]) != address]
    return urlunsplit(parts._replace(query="&".join(query)))


def _used(connection: sqlite3.Connection) -> int:
    """Return the bytes in use: deleting answers frees space, but does not make the file smaller."""
    size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    return int(size * (pages - free))

"""Answers gathered for many articles at once, in one file: an audit that has them asks nobody.

Services' answers are kept by service, kind of question and value, pages by URL, and archived copies by URL and the day before which
they are wanted. Answers of a house's own OpenSearch are kept as it gave them: what they mean is decided for each article. What a
page shows of the cited works is kept for all works that any article gives at its URL, and cut to those of one article when that is
audited. `Answers` only reads, many at a time, on any machine that sees the file; nobody writes then.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kzcheck.errors import UsageError
from kzcheck.evidence import Answer, Archived, Asked, Copies, Failed, NotAsked, Page, Snapshot
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Self

    from kzcheck.article import Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Visit
    from kzcheck.gather.questions import Question
    from kzcheck.sources import By, ServiceName, SourceName

    Key = tuple[SourceName, By, str]
    """A question about the works of one source: an identifier or, if it is a search, the words as they are searched."""

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS answers (service TEXT, "by" TEXT, value TEXT, failed INTEGER, content BLOB,
    PRIMARY KEY (service, "by", value))""",
    "CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, failed INTEGER, content BLOB)",
    """CREATE TABLE IF NOT EXISTS copies (url TEXT, day TEXT, lost INTEGER, failed INTEGER, content BLOB,
    PRIMARY KEY (url, day, lost))""",
    "CREATE TABLE IF NOT EXISTS silent (service TEXT PRIMARY KEY, content BLOB)",
    "CREATE TABLE IF NOT EXISTS house (source TEXT PRIMARY KEY, content BLOB)",
    """CREATE TABLE IF NOT EXISTS house_answers (source TEXT, "by" TEXT, value TEXT, failed INTEGER, content BLOB,
    PRIMARY KEY (source, "by", value))""",
)
T = TypeVar("T")
TABLES_THAT_FAIL = ("answers", "pages", "copies", "house_answers")
QUICK = 1
"""zlib's fastest level: records become a third of their size, in some 20 µs."""


class _OfHouse(Struct, frozen=True):
    """What is kept of an answer of OpenSearch."""

    answer: Answer


class _Copies(Struct, frozen=True):
    """What is kept of archived copies."""

    archived: Archived


class Answers:
    """The answers in a file, to be read.

    `silent` holds the services that were not to be asked, with the reasons, and `house` what a house's own OpenSearch has.
    """

    def __init__(self, path: Path) -> None:
        """Open a file that nobody writes to.

        Raises:
            UsageError: the file cannot be read.
        """
        self._path = path
        with self._readable(), ExitStack() as opened:
            # "immutable" needs no locks, which some shared file systems lack
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            opened.callback(self._connection.close)
            rows = self._connection.execute("SELECT service, content FROM silent").fetchall()
            self.silent: Mapping[ServiceName, Reason] = {name: _unpacked(content, Reason) for name, content in rows}
            rows = self._connection.execute("SELECT source, content FROM house").fetchall()
            self.house: Mapping[SourceName, Snapshot] = {name: _unpacked(content, Snapshot) for name, content in rows}
            opened.pop_all()

    def __enter__(self) -> Self:
        """Return the answers; the file is closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    def first(self, _reference: Reference) -> tuple[Asked, ...]:
        """Return nothing: each answer is to a question."""
        return ()

    def answer(self, question: Question, _reference: Reference) -> Asked | None:
        """Return the answer to a question, or None if it was never asked."""
        return self._kept('SELECT content FROM answers WHERE service = ? AND "by" = ? AND value = ?', question[:3], Asked)

    def of_house(self, question: Key) -> Answer | None:
        """Return what a house's own OpenSearch answered to a question, or None if it was never asked."""
        query = 'SELECT content FROM house_answers WHERE source = ? AND "by" = ? AND value = ?'
        kept = self._kept(query, question, _OfHouse)
        return kept.answer if kept else None

    def whole_page(self, url: str) -> Page | None:
        """Return what was seen of a URL and of all works that it was searched for, or None if nobody looked."""
        return self._kept("SELECT content FROM pages WHERE url = ?", (url,), Page)

    def page(self, url: str, items: Iterable[Item]) -> Page | None:
        """Return what was seen of a URL and of the works that an article gives there, or None if nobody looked."""
        page = self.whole_page(url)
        return page and replace(page, visits=tuple(_cut(visit, items) for visit in page.visits))

    def copies(self, url: str, day: date, items: Iterable[Item], *, lost: bool) -> Archived | None:
        """Return the archived copies of a page, and what they show of the works of an article, or None if nobody asked."""
        key = (url, day.isoformat(), lost)
        kept = self._kept("SELECT content FROM copies WHERE url = ? AND day = ? AND lost = ?", key, _Copies)
        archived = kept.archived if kept else None
        if not isinstance(archived, Copies):
            return archived
        return Copies(
            tuple(replace(memento, visit=_cut(memento.visit, items)) if memento.visit else memento for memento in archived.mementos)
        )

    def _kept(self, query: str, key: Sequence[object], kind: type[T]) -> T | None:
        with self._readable():
            row = self._connection.execute(query, key).fetchone()
            return _unpacked(row[0], kind) if row else None

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, msgspec.MsgspecError) as error:
            raise UsageError(f"{self._path}: it cannot be read ({error}); remove it, and everybody is asked again") from None


class AnswerFile:
    """The file of answers, to be written by one process: what is put into it is kept even if that process is killed."""

    def __init__(self, path: Path) -> None:
        """Open or create the file.

        Raises:
            UsageError: the file cannot be opened.
        """
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # so the log needs no memory shared between processes
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            for statement in SCHEMA:
                self._connection.execute(statement)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise UsageError(f"{path}: it cannot be written ({error}); remove it, and everybody is asked again") from None

    def __enter__(self) -> Self:
        """Return the file; it is complete without its log after it was closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    def forget_failures(self) -> None:
        """Forget what failed, so that it is asked again."""
        for table in TABLES_THAT_FAIL:
            self._connection.execute(f"DELETE FROM {table} WHERE failed")  # noqa: S608 - a name of ours

    def put_silent(self, silent: Mapping[ServiceName, Reason]) -> None:
        """Keep which services are not asked, and why."""
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM silent")
        self._connection.executemany("INSERT INTO silent VALUES (?, ?)", [(name, _packed(why)) for name, why in silent.items()])
        self._connection.execute("COMMIT")

    def put_house(self, held: Mapping[SourceName, Snapshot]) -> None:
        """Keep what a house's own OpenSearch has of each source; if that is not what it had, its answers are forgotten."""
        known = dict(self._connection.execute("SELECT source, content FROM house").fetchall())
        rows = {name: _packed(snapshot) for name, snapshot in held.items()}
        others = [(name,) for name, content in known.items() if rows.get(name) != content]
        self._connection.execute("BEGIN")
        self._connection.executemany("DELETE FROM house_answers WHERE source = ?", others)
        self._connection.execute("DELETE FROM house")
        self._connection.executemany("INSERT INTO house VALUES (?, ?)", rows.items())
        self._connection.execute("COMMIT")

    def put_house_answers(self, answers: Iterable[tuple[Key, Answer]]) -> None:
        """Keep what a house's own OpenSearch answered."""
        rows = [(*question, isinstance(answer, Failed), _packed(_OfHouse(answer))) for question, answer in answers]
        self._put("house_answers", rows)

    def put_answers(self, answers: Iterable[Asked]) -> None:
        """Keep the answers to questions."""
        rows = [(asked.service, asked.by, asked.value, isinstance(asked.answer, Failed), _packed(asked)) for asked in answers]
        self._put("answers", rows)

    def put_pages(self, pages: Mapping[str, Page]) -> None:
        """Keep what was seen of pages; the works that they mention have the names of `nameless`."""
        self._put("pages", [(url, was_not_seen(page), _packed(page)) for url, page in pages.items()])

    def put_copies(self, url: str, day: date, archived: Archived, *, lost: bool) -> None:
        """Keep the archived copies of a page; the works that they mention have the names of `nameless`."""
        self._put("copies", [(url, day.isoformat(), lost, isinstance(archived, NotAsked), _packed(_Copies(archived)))])

    def has(self, table: str, **key: object) -> bool:
        """Return whether an answer is kept under a key."""
        where = " AND ".join(f'"{name}" = ?' for name in key)
        query = f"SELECT 1 FROM {table} WHERE {where}"  # noqa: S608 - names of ours
        return self._connection.execute(query, tuple(key.values())).fetchone() is not None

    def _put(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._connection.execute("BEGIN")
            self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", rows)  # noqa: S608 - a name of ours
            self._connection.execute("COMMIT")


def nameless(item: Item) -> Item:
    """Return a work as any article could give it: its id is a hash of what it says, without the day on which a page was read."""
    bare = replace(item, id="", accessed=None)
    return replace(bare, id=hashlib.sha256(msgspec.msgpack.encode(bare)).hexdigest()[:16])


def was_not_seen(page: Page) -> bool:
    """Return whether a URL was not visited in the end, such as for lack of time: its host did nothing wrong."""
    last = page.visits[-1]
    return last.status is None and last.layer is None


def _cut(visit: Visit, items: Iterable[Item]) -> Visit:
    """Return a visit with the mentions of some works alone, under their ids in their article."""
    mentions = {mention.reference: mention for mention in visit.mentions}
    own = ((item, mentions.get(nameless(item).id)) for item in items) if mentions else ()
    return replace(visit, mentions=tuple(replace(mention, reference=item.id) for item, mention in own if mention))


def _packed(value: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value), QUICK)


def _unpacked(content: bytes, kind: type[T]) -> T:
    return msgspec.msgpack.decode(zlib.decompress(content), type=kind)

"""What is still to be asked for a corpus, in a database of one run: questions, pages and copies, each once, whoever needs them.

It is made anew by each run: which answers there are is in the file of answers.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kzcheck.csl import Item
from kzcheck.gather.archives import Link
from kzcheck.gather.questions import Question
from kzcheck.services.service import Ask

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from kzcheck.gather.answers import Key
    from kzcheck.sources import By, SourceName

    Links = Iterable[tuple[str, Sequence[Item]]]

NAME = "todo.sqlite"
SETTLED = -1
"""The round of articles without an open question."""
PER_HOST = 50
"""Most pages of one host that a job visits: at the usual pace it takes less than a minute."""
AT_ONCE = 500
"""Rows in memory at a time."""
TABLES = """
CREATE TABLE articles (key TEXT PRIMARY KEY, round INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE questions (service TEXT, "by" TEXT, value TEXT, ask BLOB, tries INTEGER NOT NULL, PRIMARY KEY (service, "by", value));
CREATE INDEX turns ON questions (service, "by", tries, value);
CREATE TABLE of_house (source TEXT, "by" TEXT, value TEXT, PRIMARY KEY (source, "by", value)) WITHOUT ROWID;
CREATE TABLE works (id TEXT PRIMARY KEY, item BLOB);
CREATE TABLE links (url TEXT, host TEXT, shard INTEGER, works TEXT, PRIMARY KEY (url, works));
CREATE TABLE visits (url TEXT PRIMARY KEY, shard INTEGER, portion INTEGER);
CREATE INDEX shards ON visits (portion, shard);
CREATE TABLE copies (url TEXT, day TEXT, lost INTEGER, works TEXT, PRIMARY KEY (url, day, lost, works));
"""


class Todo:
    """The database. Whatever is added twice is kept once."""

    def __init__(self, path: Path) -> None:
        """Make an empty database."""
        path.unlink(missing_ok=True)
        self._path = path
        with ExitStack() as opened:
            self._database = sqlite3.connect(path)
            opened.callback(self._database.close)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                self._database.execute(f"PRAGMA {pragma}")
            self._database.executescript(TABLES)
            opened.pop_all()

    def __enter__(self) -> Self:
        """Return the database; it is removed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the database."""
        self._database.close()
        self._path.unlink(missing_ok=True)

    # Articles

    def enter(self, key: str) -> None:
        """Add an article with open questions."""
        self._database.execute("INSERT OR IGNORE INTO articles VALUES (?, 0)", (key,))

    def count(self, turn: int) -> int:
        """Return the number of articles that have questions in a round."""
        return self._number("SELECT count(*) FROM articles WHERE round = ?", turn)

    def of_round(self, turn: int) -> Iterator[str]:
        """Yield the keys of the articles that have questions in a round; they may be settled meanwhile."""
        return self._keys("round = ?", turn)

    def all(self) -> Iterator[str]:
        """Yield the keys of all articles."""
        return self._keys("round >= ?", SETTLED)

    def _keys(self, condition: str, value: int) -> Iterator[str]:
        query = f"SELECT key FROM articles WHERE {condition} AND key > ? ORDER BY key LIMIT {AT_ONCE}"  # noqa: S608 - all are ours
        last = ""
        while rows := self._database.execute(query, (value, last)).fetchall():
            yield from (key for (key,) in rows)
            (last,) = rows[-1]

    def settle(self, key: str, turn: int) -> None:
        """Note in which round an article has questions, or that it has none."""
        self._database.execute("UPDATE articles SET round = ? WHERE key = ?", (turn, key))

    # Questions

    def ask(self, questions: Iterable[Question]) -> None:
        """Add questions."""
        rows = [(*question[:3], question.ask and msgspec.msgpack.encode(question.ask)) for question in questions]
        self._database.executemany("INSERT OR IGNORE INTO questions VALUES (?, ?, ?, ?, 0)", rows)

    def open(self) -> dict[tuple[SourceName, By], int]:
        """Return the number of open questions of each service and kind."""
        rows = self._database.execute('SELECT service, "by", count(*) FROM questions GROUP BY service, "by"')
        return {(service, by): number for service, by, number in rows}

    def next(self, service: SourceName, by: By, most: int) -> list[tuple[Question, int]]:
        """Return the next questions of a kind to a service, and how often each was asked in vain; these come last."""
        query = 'SELECT value, ask, tries FROM questions WHERE service = ? AND "by" = ? ORDER BY tries, value LIMIT ?'
        rows = self._database.execute(query, (service, by, most)).fetchall()
        return [(Question(service, by, value, _ask(ask)), tries) for value, ask, tries in rows]

    def answered(self, keys: Iterable[tuple[SourceName, By, str]]) -> None:
        """Drop questions."""
        self._database.executemany('DELETE FROM questions WHERE service = ? AND "by" = ? AND value = ?', keys)

    def in_vain(self, keys: Iterable[tuple[SourceName, By, str]]) -> None:
        """Note that questions were asked in vain."""
        self._database.executemany('UPDATE questions SET tries = tries + 1 WHERE service = ? AND "by" = ? AND value = ?', keys)

    # Questions to a house's own OpenSearch

    def ask_house(self, questions: Iterable[Key]) -> None:
        """Add questions."""
        self._database.executemany("INSERT OR IGNORE INTO of_house VALUES (?, ?, ?)", questions)

    def open_of_house(self) -> int:
        """Return the number of open questions."""
        return self._number("SELECT count(*) FROM of_house")

    def next_of_house(self, most: int) -> list[Key]:
        """Return the next questions."""
        return self._database.execute("SELECT * FROM of_house LIMIT ?", (most,)).fetchall()

    def answered_of_house(self, questions: Iterable[Key]) -> None:
        """Drop questions."""
        self._database.executemany('DELETE FROM of_house WHERE source = ? AND "by" = ? AND value = ?', questions)

    # Pages

    def link(self, links: Links, shards: Mapping[str, tuple[str, int]]) -> None:
        """Add URLs to visit, each with the works that one article gives there; `shards` has the host and the shard of each."""
        self._database.executemany(
            "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", [(url, *shards[url], self._ids(items)) for url, items in links]
        )

    def portion(self) -> int:
        """Part the URLs into portions with few pages of each host; return the number of URLs."""
        self._database.execute(
            """INSERT INTO visits SELECT url, shard, (row_number() OVER (PARTITION BY host ORDER BY url) - 1) / ?
            FROM (SELECT DISTINCT url, host, shard FROM links)""",
            (PER_HOST,),
        )
        return self._number("SELECT count(*) FROM visits")

    def portions(self) -> Iterator[tuple[int, int]]:
        """Yield the portions, each with its shard, one of each shard after the other."""
        last = (-1, -1)
        query = "SELECT DISTINCT portion, shard FROM visits WHERE (portion, shard) > (?, ?) ORDER BY portion, shard LIMIT ?"
        while rows := self._database.execute(query, (*last, AT_ONCE)).fetchall():
            yield from rows
            last = rows[-1]

    def links(self, portion: int, shard: int) -> dict[str, tuple[tuple[Item, ...], ...]]:
        """Return the URLs of a portion, with the works that each article gives there."""
        query = """SELECT url, works FROM visits JOIN links USING (url) WHERE visits.portion = ? AND visits.shard = ?
            ORDER BY url, works"""
        groups: dict[str, list[str]] = {}
        for url, works in self._database.execute(query, (portion, shard)):
            groups.setdefault(url, []).append(works)
        items = self._items({works for own in groups.values() for works in own})
        return {url: tuple(tuple(items[name] for name in works.split()) for works in own) for url, own in groups.items()}

    # Copies

    def archive(self, wanted: Iterable[Link]) -> None:
        """Add pages of which copies are wanted."""
        rows = [(page.url, page.day.isoformat(), page.lost, self._ids(page.items)) for page in wanted]
        self._database.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?, ?, ?)", rows)

    def copies(self) -> int:
        """Return of how many pages and days copies are wanted."""
        return self._number("SELECT count(*) FROM (SELECT DISTINCT url, day, lost FROM copies)")

    def next_copies(self, most: int) -> list[Link]:
        """Return the next pages of which copies are wanted: first lost ones, and of these first those that most articles cite."""
        rows = self._database.execute(
            """SELECT url, day, lost, group_concat(works, ' ') FROM copies GROUP BY url, day, lost
            ORDER BY lost DESC, count(*) DESC, url, day LIMIT ?""",
            (most,),
        ).fetchall()
        items = self._items({works for *_, works in rows})
        return [
            Link(url, [items[name] for name in dict.fromkeys(works.split())], date.fromisoformat(day), bool(lost))
            for url, day, lost, works in rows
        ]

    def archived(self, pages: Iterable[Link]) -> None:
        """Drop pages."""
        keys = [(page.url, page.day.isoformat(), page.lost) for page in pages]
        self._database.executemany("DELETE FROM copies WHERE url = ? AND day = ? AND lost = ?", keys)

    def _ids(self, items: Iterable[Item]) -> str:
        """Keep works; return their ids in one text."""
        rows = [(item.id, msgspec.msgpack.encode(item)) for item in items]
        self._database.executemany("INSERT OR IGNORE INTO works VALUES (?, ?)", rows)
        return " ".join(sorted({name for name, _ in rows}))

    def _items(self, works: Collection[str]) -> dict[str, Item]:
        """Return works by their ids; `works` are texts with ids."""
        items: dict[str, Item] = {}
        for name in {name for ids in works for name in ids.split()}:
            (packed,) = self._database.execute("SELECT item FROM works WHERE id = ?", (name,)).fetchone()
            items[name] = msgspec.msgpack.decode(packed, type=Item)
        return items

    def _number(self, query: str, *values: object) -> int:
        (number,) = self._database.execute(query, values).fetchone()
        return int(number)


def _ask(packed: bytes | None) -> Ask | None:
    return msgspec.msgpack.decode(packed, type=Ask) if packed else None

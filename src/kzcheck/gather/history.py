"""Stores the state of links between audits on this machine, beside the cached answers, until the cache is cleared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kzcheck.evidence import Earlier
from kzcheck.web import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kzcheck.matching.links import PageState

FILE = "links.sqlite"
SCHEMA = (
    "CREATE TABLE looks (url TEXT, time INTEGER, state TEXT, kind TEXT)",
    "CREATE INDEX by_url ON looks (url)",
)
KEPT = 20
"""Audits remembered per link, the latest ones."""
BUSY = 5.0
"""Seconds to wait while another audit writes."""
AT_ONCE = 500
"""Values in one query: SQLite accepts at least 999."""
LOOKS = """
    SELECT url, time, state, kind FROM looks WHERE url IN ({}) AND typeof(time) = 'integer' AND typeof(state) = 'text'
    AND typeof(kind) = 'text' ORDER BY time
"""


def file(folder: Path, passage: str) -> Path:
    """Return the file with the visits made through the same proxy and certificates; see `cache.passage`."""
    return folder / (f"links-{passage[:16]}.sqlite" if passage else FILE)


def recall(kept: Path, urls: Iterable[str]) -> dict[str, tuple[Earlier, ...]]:
    """Return the earlier states of these URLs, the oldest first; nothing if the file is missing or unreadable."""
    looks_by_url: dict[str, list[Earlier]] = {}
    ordered = sorted(urls)
    try:
        if not kept.exists():
            return {}
        with closing(tables.connect(kept, SCHEMA, busy=BUSY)) as looks:
            for start in range(0, len(ordered), AT_ONCE):
                chunk = ordered[start : start + AT_ONCE]
                for url, time, state, kind in looks.execute(LOOKS.format(",".join("?" * len(chunk))), chunk):
                    looks_by_url.setdefault(url, []).append(Earlier(datetime.fromtimestamp(time, tz=UTC), state, kind))
    except (OSError, sqlite3.Error, ValueError, OverflowError):
        return {}
    return {url: tuple(earlier[-KEPT:]) for url, earlier in looks_by_url.items()}


def remember(kept: Path, states: Mapping[str, PageState], now: datetime) -> None:
    """Store the state of this audit's links. A failure is ignored: the next audit only knows less."""
    rows = [(url, int(now.timestamp()), state.state, state.kind) for url, state in states.items()]
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(tables.connect(kept, SCHEMA, busy=BUSY)) as looks, looks:
            looks.execute("BEGIN IMMEDIATE")
            tables.make(looks, SCHEMA)
            looks.executemany("INSERT INTO looks VALUES (?, ?, ?, ?)", rows)
            looks.execute(
                "DELETE FROM looks WHERE rowid IN (SELECT rowid FROM (SELECT rowid, row_number() OVER "
                "(PARTITION BY url ORDER BY time DESC) AS place FROM looks) WHERE place > ?)",
                (KEPT,),
            )
    except (OSError, sqlite3.Error):
        return

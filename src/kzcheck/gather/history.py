"""What earlier audits on this machine made of links: kept beside the answers, for as long as nobody clears them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kzcheck.evidence import Earlier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kzcheck.matching.pages import PageState

FILE = "links.sqlite"
KEPT = 20
"""Audits of one link that are remembered, the latest."""
BUSY = 5.0
"""Seconds to wait for another audit that writes."""
AT_ONCE = 500
"""Values of one query: SQLite takes 999 at least."""


def recall(folder: Path, urls: Iterable[str]) -> dict[str, tuple[Earlier, ...]]:
    """Return what earlier audits made of these URLs, the oldest first; nothing where nothing is kept, or it cannot be read."""
    found: dict[str, list[Earlier]] = {}
    wanted = sorted(urls)
    try:
        if not (folder / FILE).exists():
            return {}
        with closing(_open(folder)) as kept:
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = kept.execute(f"SELECT url, time, state, kind FROM looks WHERE url IN ({marks}) ORDER BY time", some)  # noqa: S608
                for url, time, state, kind in rows:
                    found.setdefault(url, []).append(Earlier(datetime.fromtimestamp(time, tz=UTC), state, kind))
    except (OSError, sqlite3.Error, ValueError, OverflowError):
        return {}
    return {url: tuple(looks[-KEPT:]) for url, looks in found.items()}


def remember(folder: Path, states: Mapping[str, PageState], now: datetime) -> None:
    """Keep what this audit made of its links. Where that cannot be, the next audit knows less: no more."""
    rows = [(url, int(now.timestamp()), one.state, one.kind) for url, one in states.items()]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(_open(folder)) as kept, kept:
            kept.executemany("INSERT INTO looks VALUES (?, ?, ?, ?)", rows)
            kept.execute(
                "DELETE FROM looks WHERE rowid IN (SELECT rowid FROM (SELECT rowid, row_number() OVER "
                "(PARTITION BY url ORDER BY time DESC) AS place FROM looks) WHERE place > ?)",
                (KEPT,),
            )
    except (OSError, sqlite3.Error):
        return


def _open(folder: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(folder / FILE, timeout=BUSY)
    kept.execute("CREATE TABLE IF NOT EXISTS looks (url TEXT, time INTEGER, state TEXT, kind TEXT)")
    kept.execute("CREATE INDEX IF NOT EXISTS by_url ON looks (url)")
    return kept

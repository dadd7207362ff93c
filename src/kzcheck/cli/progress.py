"""Progress bars on standard error for work that takes over a second, on a terminal only: one for each thing that is waited for."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

QUIET = 1.0
"""Seconds before a bar appears."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that is told what is being done, how much of it is done, and of how much."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _what, _done, _of: None
        return
    started = time.monotonic()
    shown: list[Progress] = []
    tasks: dict[str, TaskID] = {}
    known: dict[str, tuple[int, int]] = {}

    def tell(what: str, done: int, of: int) -> None:
        for step, (_, total) in known.items():
            if total == 1 and step != what:
                known[step] = (1, 1)
        known[what] = (done, of)
        if time.monotonic() - started < QUIET:
            return
        if not shown:
            shown.append(_bars())
        for name, (made, total) in known.items():
            if name not in tasks:
                tasks[name] = shown[0].add_task(name, total=total)
            shown[0].update(tasks[name], completed=made, total=total, visible=made < total or total > 1)

    try:
        yield tell
    finally:
        for bars in shown:
            bars.stop()


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    bars = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4, speed_estimate_period=60)
    bars.start()
    return bars

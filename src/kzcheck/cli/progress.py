"""A progress bar on standard error for work that takes over a second, on a terminal only."""

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
    """Give a function that is told the step, how much of it is done, and of how much."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _step, _done, _of: None
        return
    started = time.monotonic()
    bars: list[tuple[Progress, TaskID]] = []

    def tell(step: str, done: int, of: int) -> None:
        if time.monotonic() - started < QUIET:
            return
        if not bars:
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = Bar(console=Console(stderr=True), transient=True)
            bar.start()
            bars.append((bar, bar.add_task(step)))
        bar, task = bars[0]
        bar.update(task, description=step, completed=done, total=of)

    try:
        yield tell
    finally:
        for bar, _ in bars:
            bar.stop()

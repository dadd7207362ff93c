"""What an audit is doing at this moment, on standard error: for work that takes over a second, and on a terminal only.

A pipe or a log gets none of it, not even a line now and then: it is read when all is over, and then the report says what was
asked and what took too long. What remains of standard error there is warnings alone.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kzcheck.gather.steps import Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.live import Live

    from kzcheck.gather.steps import Progress, Waiting

QUIET = 0.5
"""Seconds before anything appears."""
WIDEST = 80
"""Columns that are used: a longer bar says no more. In any case two are left for the `^C` that a terminal writes at the end of the
last line: in the next line it would move all that is to be taken away."""
NARROW = 60
"""Columns below which there is no bar: the counts say as much."""
A_SECOND = 4
"""How often it is drawn anew."""
NAMED = 3
"""Services or hosts that are named, those with most open questions first, and of equals the one that was asked first."""
SURE = 5.0
"""Seconds after which the pace of a task tells how long it will take."""
PAUSES = 2
"""Pauses that are shown at once."""


@contextmanager
def progress(*, quiet: bool = False, left: bool = False) -> Iterator[Progress]:
    """Give a function that is told what is being done, how much of it is done, of how much, and whom it waits for.

    With `left`, the time that is left is shown: for work whose parts take about the same time.

    Whatever was drawn is gone in the end, also after Ctrl-C, which from now on raises KeyboardInterrupt: work can be kept.
    """
    if callable(signal.getsignal(signal.SIGINT)):  # it is ignored where a shell runs this in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda *_: None
        return
    display = Display(left=left)
    timer = threading.Timer(QUIET, display.show)
    timer.daemon = True
    timer.start()
    try:
        yield display.tell
    finally:
        timer.cancel()
        display.close()


@contextmanager
def reading() -> Iterator[None]:
    """Show that files are being read."""
    with progress() as tell:
        tell("reading", 0, 1, None)
        yield


class Display:
    """The steps of the work, one line each, and below them whom the last of them waits for.

    It is told from the thread of the work and drawn by one of its own, so a lock guards what it knows.
    """

    def __init__(self, *, left: bool = False) -> None:
        self._lock = threading.RLock()
        self._left = left
        self._started = time.monotonic()
        self._begun = self._started, 0
        self._steps: dict[str, tuple[int, int]] = {}
        self._now = ""
        self._open: dict[str, int] = {}
        self._pauses: dict[str, tuple[float, str]] = {}
        self._live: Live | None = None
        self._over = False

    def tell(self, what: str, done: int, of: int, waiting: Waiting | None = None, /) -> None:
        """Take what has changed."""
        with self._lock:
            if what != self._now:
                self._now = what
                self._begun = time.monotonic(), done
                self._open.clear()
                self._pauses.clear()
            self._steps[what] = (done, of)
            if isinstance(waiting, Unanswered):
                self._open[waiting.name] = waiting.open
                if not waiting.open:
                    del self._open[waiting.name]
                    self._pauses.pop(waiting.name, None)
            elif waiting is not None:
                self._pauses[waiting.name] = (time.monotonic() + waiting.seconds, waiting.why)

    def show(self) -> None:
        """Begin to draw."""
        from rich.console import Console
        from rich.live import Live

        live = Live(self, console=Console(stderr=True), transient=True, refresh_per_second=A_SECOND, redirect_stdout=False)
        with self._lock:
            if not self._over:
                self._live = live
                live.start()

    def close(self) -> None:
        """Take away what was drawn."""
        with self._lock:
            self._over = True
        if self._live is not None:  # outside the lock: the last drawing takes it once more
            self._live.stop()

    def _times(self, now: float, done: int, of: int) -> str:
        """Return the time that the work has taken and, if wanted and known, the time that is left."""
        began, before = self._begun
        taken = _clock(now - self._started)
        if not self._left or now - began < SURE or not before < done < of:
            return taken
        return f"{taken}, {_clock((now - began) * (of - done) / (done - before))} left"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw what is known now."""
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        now = time.monotonic()
        with self._lock:
            steps = [(what, *counts) for what, counts in self._steps.items() if what == self._now or counts[1] > 1]
            paused = {whom: (until - now, why) for whom, (until, why) in self._pauses.items() if until > now}
            asked = sorted((item for item in self._open.items() if item[0] not in paused), key=lambda item: -item[1])
        width = max(1, min(options.max_width - len("^C"), WIDEST))
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.width = width
        grid.add_column(no_wrap=True, overflow="ellipsis", ratio=None if width >= NARROW else 1)
        if width >= NARROW:
            grid.add_column(ratio=1)
        grid.add_column(no_wrap=True, justify="right")
        grid.add_column(no_wrap=True, justify="right", style="dim")
        for what, done, of in steps:
            bar = [ProgressBar(of, done, complete_style="cyan", finished_style="cyan") if of > 1 else ""] if width >= NARROW else []
            counts = f"{done:,} of {of:,}" if of > 1 else ""
            grid.add_row(Text(what), *bar, Text(counts), Text(self._times(now, done, of) if what == self._now else ""))
        yield grid
        for line in (*_waiting(asked, width), *_paused(paused)):
            shown = Text(line, style="dim", no_wrap=True, overflow="ellipsis")
            shown.truncate(width, overflow="ellipsis")
            yield shown


def _waiting(asked: Sequence[tuple[str, int]], width: int) -> Iterator[str]:
    """Yield whom the work waits for, as many of them as a line holds: at least one."""
    from rich.cells import cell_len

    from kzcheck.formats.text import clean

    names = [f"{clean(whom)} ({number:,})" for whom, number in asked[:NAMED]]
    for shown in range(len(names), 0, -1):
        more = f" and {len(asked) - shown:,} more" if len(asked) > shown else ""
        line = f"waiting for {', '.join(names[:shown])}{more}"
        if cell_len(line) <= width or shown == 1:
            yield line
            return


def _paused(paused: Mapping[str, tuple[float, str]]) -> Iterator[str]:
    """Yield for how long nothing is asked of whom: the shortest pauses, which end first."""
    from kzcheck.formats.text import clean

    for whom, (seconds, why) in sorted(paused.items(), key=lambda item: item[1])[:PAUSES]:
        yield f"waiting {math.ceil(seconds)} s for {clean(whom)}{f': {why}' if why else ''}"


def _clock(seconds: float) -> str:
    """Return a time as a clock shows it: 0:07, 12:40, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"  # noqa: PLR2004

"""Reads texts a few at a time, each in a process of its own, within the time that is left."""

from __future__ import annotations

import os
import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from kzcheck.readers.texts import read_text
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.texts import Text

    Then = Callable[[Text | Reason], None]

AT_A_TIME = max(2, min(os.cpu_count() or 1, 4))
"""Texts read at a time: at least two, so that a short one does not wait for a long one; each may take 500 MB."""
LONGEST = 30.0
"""Seconds that the reading of one text may compute."""
A_WHILE = 0.5
"""Most seconds of waiting at a time: on some systems, Ctrl-C does not end the waiting for a queue."""


class Reading:
    """Texts being read. What is done with each is done on the thread that asks for it."""

    def __init__(self, ends: float) -> None:
        """Nothing is read after `ends`, in seconds of `time.monotonic()`."""
        self._ends = ends
        self._waiting: dict[str, list[Then]] = {}
        self._done: SimpleQueue[tuple[str, Text | Reason]] = SimpleQueue()

    def start(self, sha256: str, content: bytes, name: str, media_type: str, then: Then) -> None:
        """Begin to read a file, which is known by its SHA-256; `then` is called with its text, or with the reason for none.

        If `AT_A_TIME` files are being read, wait for one of them, so that no more than these are in memory.
        """
        while sha256 not in self._waiting and len(self._waiting) >= AT_A_TIME:
            self._take()
        if sha256 in self._waiting:
            self._waiting[sha256].append(then)
            return
        self._waiting[sha256] = [then]
        # A thread that hangs does not delay the exit, and its process ends with this one.
        Thread(target=self._read, args=(sha256, content, name, media_type), daemon=True).start()

    def take(self) -> None:
        """Deal with the texts that have been read by now."""
        while not self._done.empty():
            self._take()

    def finish(self) -> None:
        """Deal with all texts, also those that are begun meanwhile."""
        while self._waiting:
            self._take()

    def _take(self) -> None:
        """Wait for the next text, and deal with it."""
        while True:
            try:
                sha256, text = self._done.get(timeout=A_WHILE)
            except Empty:
                continue
            break
        for then in self._waiting.pop(sha256):
            try:
                then(text)
            except Exception:  # noqa: BLE001 - a text that cannot be processed must not affect others
                then(Reason("broke-off"))

    def _read(self, sha256: str, content: bytes, name: str, media_type: str) -> None:
        text: Text | Reason = Reason("broke-off")
        try:
            left = self._ends - time.monotonic()
            if left > 0:
                text = read_text(content, name, media_type=media_type, seconds=min(left, LONGEST), wait=left)
            if isinstance(text, Reason) and time.monotonic() >= self._ends:
                text = Reason("no-time")
        finally:
            self._done.put((sha256, text))

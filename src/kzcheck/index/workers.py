"""Reads works of services on all cores: processes turn lines into entries, which come back in the order of the lines.

The process that writes the index hands out bytes and takes bytes back, since writing keeps it busy. The others end when their input
does, so also if the writer is killed.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, TYPE_CHECKING

import msgspec

from kzcheck.index.works import Entry, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.sources import SourceName

PORTION = 1 << 20
"""Bytes of lines that a process reads at a time, at least, some hundred works. What is shorter is read without a process."""
AHEAD = 3
"""Portions that each process has at once, so that it need not wait for the next."""
MOST = 4
"""Processes: more would read faster than one can write."""
LENGTH = 8
"""Bytes that tell the length of a message."""


class Workers:
    """The processes, which start when there is enough to read."""

    def __init__(self) -> None:
        """Start none yet."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._most = min(cores, MOST) if cores > 1 else 0
        self._processes: deque[_Process] = deque()
        self._waiting: deque[_Process] = deque()

    def entries(self, source: SourceName, portions: Iterator[bytes]) -> Iterator[Entry | None]:
        """Yield the entry of each line in portions of lines, or None if it is damaged.

        What `portions` raises comes after the entries before it.

        Raises:
            OSError: a process was ended from outside.
        """
        while self._waiting:  # left by a file that was given up
            self._answer()
        try:
            for portion in portions:
                if not self._waiting and (not self._most or len(portion) < PORTION):
                    yield from entries(source, portion)
                    continue
                self._send(source, portion)
                if len(self._waiting) >= AHEAD * self._most:
                    yield from self._answer()
        except Exception:
            yield from self._rest()
            raise
        yield from self._rest()

    def close(self) -> None:
        """End the processes."""
        self._waiting.clear()
        while self._processes:
            self._processes.popleft().end()

    def _send(self, source: SourceName, portion: bytes) -> None:
        """Give a portion to the process whose turn it is."""
        if len(self._processes) < self._most:
            self._processes.append(_Process())
        else:
            self._processes.rotate(-1)
        self._processes[-1].send(source, portion)
        self._waiting.append(self._processes[-1])

    def _answer(self) -> list[Entry | None]:
        """Return the oldest answer; if its process has ended, the others are ended, too, and new ones will start."""
        try:
            return self._waiting.popleft().answer()
        except OSError:
            self.close()
            raise

    def _rest(self) -> Iterator[Entry | None]:
        while self._waiting:
            yield from self._answer()


class _Process:
    """A process that answers portions in turn. A thread sends them, since the process may have to be rid of an answer first."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", __name__]
        self._process = subprocess.Popen(  # noqa: S603 - our own code
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=PORTION,
            start_new_session=True,
        )
        if self._process.stdin is None or self._process.stdout is None:  # never: both are pipes
            raise AssertionError
        self._input, self._output = self._process.stdin, self._process.stdout
        self._sender = ThreadPoolExecutor(1)
        self._decoder = msgspec.msgpack.Decoder(list[Entry | None])

    def send(self, source: SourceName, portion: bytes) -> None:
        """Send a portion as soon as those before it are sent."""
        self._sender.submit(_write, self._input, source.encode(), portion)

    def answer(self) -> list[Entry | None]:
        """Return the entries of the oldest portion that was sent."""
        if not (answer := _read(self._output)):
            raise OSError("a process that reads works was ended from outside")
        return self._decoder.decode(answer)

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._sender.shutdown()
        with suppress(BrokenPipeError):
            self._input.close()
        self._output.close()
        self._process.wait()


def _write(pipe: IO[bytes], *messages: bytes) -> None:
    for message in messages:
        pipe.write(len(message).to_bytes(LENGTH, "big"))
        pipe.write(message)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """Return the next message, or nothing at the end."""
    length = int.from_bytes(pipe.read(LENGTH), "big")
    return message if len(message := pipe.read(length)) == length else b""


def main() -> None:
    """Answer portions until there are no more. Nothing here refers to itself, so no garbage need be looked for."""
    gc.disable()
    with suppress(BrokenPipeError):
        while source := _read(sys.stdin.buffer):
            _write(sys.stdout.buffer, msgspec.msgpack.encode(entries(source.decode(), _read(sys.stdin.buffer))))


if __name__ == "__main__":
    main()

"""Answers one task within its bounds.

python -P -m kzcheck.readers.isolated.process < task > answer
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

import msgspec

from kzcheck.readers.isolated import LENGTH, Task
from kzcheck.readers.limits import limit

if TYPE_CHECKING:
    from typing import IO


def main() -> None:
    """Read a task from standard input, and write the answer to standard output."""
    task = received(sys.stdin.buffer)
    Thread(target=_end_with_parent, daemon=True).start()
    answer(task, sys.stdout.buffer)
    os._exit(0)  # Python would wait a second for the thread that reads


def _end_with_parent() -> None:
    """End this process and those it started when the other end of standard input is closed."""
    sys.stdin.buffer.read(1)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def received(source: IO[bytes]) -> Task:
    """Return the task that comes from a pipe or socket."""
    return msgspec.msgpack.decode(source.read(int.from_bytes(source.read(LENGTH), "big")), type=Task)


def answer(task: Task, target: IO[bytes]) -> None:
    """Bound this process for good, and write the answer to a task."""
    limit(task.memory, task.seconds)
    sys.addaudithook(refuse_network)
    target.write(import_module(task.module).answer(task.request))
    target.flush()


def refuse_network(event: str, _arguments: object) -> None:
    """Refuse every use of the network: an audit hook cannot be taken back.

    Raises:
        PermissionError: the network is used.
    """
    if event.startswith("socket."):
        raise PermissionError(event)


if __name__ == "__main__":
    main()

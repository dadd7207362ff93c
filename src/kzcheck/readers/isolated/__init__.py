"""Answers a request in a process of its own, which is bounded, cannot use the network, and ends with the one that waits for it.

Files may be hostile, and their readers are C and C++. On Linux such a process is forked from one that has loaded their readers
(`template`), which takes a hundredth of the time of a new one; elsewhere, what systems load does not work in forks.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import time
from threading import Lock, Timer
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

MOST = 256 << 20
"""Bytes of an answer."""
LENGTH = 8
"""Bytes of the number before a task: how long it is."""
PIECE = 1 << 20
"""Bytes of an answer that are taken at a time."""
NAMES = 1000
"""Most bytes of the names of the modules that a task needs."""
SOON = 0.001
"""The shortest time to wait; none at all would mean not to wait."""
ENDED, SLOW = b"\0", b"\1"
"""Follow an answer: how the process ended that gave it."""


class Task(Struct, frozen=True):
    """A request for the function `answer` of a module, and the bytes of memory and seconds of processor time that it may take."""

    module: str
    request: bytes
    memory: int
    seconds: float


def isolated(task: Task, loads: Sequence[str], wait: float) -> bytes:
    """Return the answer to a task, or no bytes if its process broke off; whatever happens, it is ended, with all that it started.

    Args:
        task: What to answer.
        loads: Names of other modules that the task needs: they are loaded once for all tasks.
        wait: Seconds after which the task is given up.

    Raises:
        TimeoutError: it took longer, or computed longer than it may.
    """
    encoded = msgspec.msgpack.encode(task)
    message = len(encoded).to_bytes(LENGTH, "big") + encoded
    return _forked(message, (task.module, *loads), wait) if sys.platform == "linux" else _started(message, wait)


class _Template:
    """The process that forks for each task; it is started when it is first needed, and again if it is lost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._line: socket.socket | None = None

    def fork(self, names: Sequence[str], theirs: socket.socket) -> None:
        """Have a process forked that has loaded some modules and answers the task that it gets from a socket.

        Raises:
            ConnectionError: it was lost twice.
        """
        import socket  # noqa: PLC0415 - few commands need it

        with self._lock:
            if self._line:
                with contextlib.suppress(ConnectionError):
                    socket.send_fds(self._line, [" ".join(names).encode()], [theirs.fileno()])
                    return
                self._line.close()
            self._line = self._started()
            socket.send_fds(self._line, [" ".join(names).encode()], [theirs.fileno()])

    def _started(self) -> socket.socket:
        import socket  # noqa: PLC0415 - as above

        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own code
                [sys.executable, "-P", "-m", f"{__name__}.template", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for us
            )
        atexit.register(_leave, ours, process, os.getpid())
        return ours


def _leave(line: socket.socket, process: subprocess.Popen[bytes], starter: int) -> None:
    """End the process that forks, which would also end by itself, unless this is a fork of the one that started it."""
    line.close()
    if os.getpid() == starter:
        process.kill()
        process.wait()


_template = _Template()


def _forked(message: bytes, names: Sequence[str], wait: float) -> bytes:
    """Return the answer of a fork. Its end of the socket is closed once it has ended; it ends once ours is closed."""
    import socket  # noqa: PLC0415 - few commands need it

    ends = time.monotonic() + wait
    ours, theirs = socket.socketpair()
    answer = bytearray()
    with ours:
        with theirs:
            _template.fork(names, theirs)
        with contextlib.suppress(ConnectionError):
            ours.settimeout(wait)
            ours.sendall(message)
            while len(answer) <= MOST and (piece := ours.recv(PIECE)):
                answer += piece
                ours.settimeout(max(ends - time.monotonic(), SOON))
    if answer[-1:] == SLOW:
        raise TimeoutError
    return bytes(answer[:-1]) if answer[-1:] == ENDED else b""


def _started(message: bytes, wait: float) -> bytes:
    """Return the answer of a new process."""
    process = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-P", "-m", f"{__name__}.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:  # never: both are pipes
        raise AssertionError
    timer = Timer(wait, _end, (process,))
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(message)
            process.stdin.flush()  # it stays open, since its end tells the process that nobody waits any more
        answer = process.stdout.read(MOST)
    finally:
        late = not timer.is_alive()
        timer.cancel()
        _end(process)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        slow = process.wait() == -getattr(signal, "SIGXCPU", 0)
    if late or slow:
        raise TimeoutError
    return answer


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

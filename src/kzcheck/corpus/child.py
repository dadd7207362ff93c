"""The process of a worker: it makes one call after another, and can be ended at any time."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

Why = Literal["crashed", "too-long", "too-large"]

LENGTH = 8
"""Bytes of the number before a message: how long it is."""


class Stopped(Struct, frozen=True):
    """What became of a job without a result: its process crashed, or it took too long or too much memory.

    `detail` says more, if more is known: the signal, or the place in our code.
    """

    why: Why
    detail: str = ""


class Call(NamedTuple):
    """A pickled function of a module with its argument, and what the call may take: seconds, and bytes of address space."""

    pickled: bytes
    seconds: float
    memory: int


class Reply(NamedTuple):
    """The pickled outcome of a call: a `result`, `Stopped` since the function `raised` or the process `ended`, a `fatal` error."""

    kind: Literal["result", "raised", "ended", "fatal"]
    pickled: bytes


def call_of(function: Callable[[Any], object], argument: object, seconds: float, memory: int) -> Call:
    """Return a call as it is sent."""
    return Call(pickle.dumps((function, argument), pickle.HIGHEST_PROTOCOL), seconds, memory)


class Child:
    """The process of one worker; it is started with the first call, and again after a call that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, call: Call) -> Reply:
        """Return the reply to a call. A call that ended its process is made once more, in a new one."""
        reply = self._do(call)
        return self._do(call) if reply.kind == "ended" else reply

    def _do(self, call: Call) -> Reply:
        process = self._process = self._process or _start()
        if process.stdin is None or process.stdout is None:  # never: both are pipes
            raise AssertionError
        timer = Timer(call.seconds, _kill, (process,))
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                send(process.stdin, call)
            message = receive(process.stdout)
        finally:
            late = not timer.is_alive()
            timer.cancel()
        reply = Reply(*message) if message else None
        if reply is None or reply.kind == "ended":
            self.end()
        return reply or (ended("too-long") if late else ended("crashed", _signal_of(process)))

    def end(self) -> None:
        """End the process and all that it started."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # both are pipes
            process.wait()


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "kzcheck.corpus.calls"]
    return subprocess.Popen(  # noqa: S603 - our own code
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _signal_of(process: subprocess.Popen[bytes]) -> str:
    """Return the name of the signal that ended a process, or ""."""
    try:
        return signal.Signals(-(process.returncode or 0)).name
    except ValueError:
        return ""


def ended(why: Why, detail: str = "") -> Reply:
    """Return the reply to a call that ended its process."""
    return Reply("ended", pickle.dumps(Stopped(why, detail)))


def send(pipe: IO[bytes], message: Call | Reply) -> None:
    """Write a message."""
    packed = pickle.dumps(tuple(message), pickle.HIGHEST_PROTOCOL)
    pipe.write(len(packed).to_bytes(LENGTH, "big") + packed)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 - a call or a reply
    """Return the fields of the next message, or None if the other end is closed."""
    head = pipe.read(LENGTH)
    length = int.from_bytes(head, "big")
    packed = pipe.read(length) if len(head) == LENGTH else b""
    return pickle.loads(packed) if packed and len(packed) == length else None  # noqa: S301 - our own process

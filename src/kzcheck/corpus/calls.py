"""Makes calls in a process of its own, which is bounded and ends with the worker that it belongs to.

python -P -m kzcheck.corpus.calls < calls > replies
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import pickle
import signal
import sys
from queue import Empty, SimpleQueue
from threading import Thread

from kzcheck.corpus.child import Call, Reply, Stopped, ended, receive, send
from kzcheck.errors import UsageError, place_of

IDLE = 60.0
"""Seconds without a call after which the process ends: a cluster that goes on without us gets its memory back."""
LATE = 10
"""Seconds after a deadline when the process ends itself, if the worker that should end it is gone."""
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS))
"""Errors of a disk that takes no more: they are not the fault of a job, and end the whole work."""


def main() -> None:
    """Do what standard input asks for, until nobody asks any more."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is not a reply
    calls: SimpleQueue[Call] = SimpleQueue()
    Thread(target=_take, args=(calls,), daemon=True).start()
    while True:
        try:
            call = calls.get(timeout=IDLE)
        except Empty:
            break
        reply = _reply(call)
        with contextlib.suppress(AttributeError):  # Windows has no alarms
            signal.alarm(0)
        with contextlib.suppress(BrokenPipeError):
            send(replies, reply)
        if reply.kind == "ended":
            break
    os._exit(0)  # Python would wait for the thread that reads


def _take(calls: SimpleQueue[Call]) -> None:
    """Take calls from standard input; when it is closed, end this process and those that it started."""
    while message := receive(sys.stdin.buffer):
        calls.put(Call(*message))
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _reply(call: Call) -> Reply:
    """Make a call within its bounds."""
    _bound(call)
    try:
        function, argument = pickle.loads(call.pickled)  # noqa: S301 - from our own client
        return Reply("result", pickle.dumps(function(argument), pickle.HIGHEST_PROTOCOL))
    except MemoryError:
        return ended("too-large")
    except UsageError as error:
        return Reply("fatal", pickle.dumps(UsageError(str(error))))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one article must not stop the others
        if isinstance(error, OSError) and error.errno in FULL:
            return Reply("fatal", pickle.dumps(OSError(error.errno, error.strerror, error.filename)))
        return Reply("raised", pickle.dumps(Stopped("crashed", f"{place_of(error)}: {type(error).__name__}")))


def _bound(call: Call) -> None:
    """Bound this process where that is possible: its address space, and its time if nobody ends it."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits, others have less to give
        import resource  # noqa: PLC0415

        signal.alarm(math.ceil(call.seconds) + LATE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        hardest = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (call.memory, hardest))


if __name__ == "__main__":
    main()

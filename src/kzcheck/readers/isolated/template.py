"""Loads what reads files, and forks for each task; it reads no file itself, and ends with the process that it works for.

python -P -m kzcheck.readers.isolated.template DESCRIPTOR
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from importlib import import_module

from kzcheck.readers.isolated import ENDED, NAMES, SLOW
from kzcheck.readers.isolated.process import answer, received


def main() -> None:
    """Fork for each message, which has the names of modules to load first, and the socket that the task comes from."""
    line = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while (message := socket.recv_fds(line, NAMES, 1))[1]:
        names, (descriptor,), *_ = message
        for name in names.decode().split():
            import_module(name)
        gc.freeze()  # forks would look through all of it, which copies its pages
        if os.fork() == 0:
            line.close()
            try:
                _guard(socket.socket(fileno=descriptor))
            finally:
                os.killpg(0, signal.SIGKILL)  # with all that the reader started
        os.close(descriptor)


def _guard(asker: socket.socket) -> None:
    """Have a task answered by another fork, and wait until that has ended or nobody waits for the answer any more."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with asker.makefile("rb") as source:
        task = received(source)
    lives, ends = os.pipe()
    if (reader := os.fork()) == 0:
        os.close(lives)
        try:
            with open(asker.fileno(), "wb", closefd=False) as target:
                answer(task, target)
        finally:
            os._exit(0)
    os.close(ends)
    del task
    if lives in select.select([asker.fileno(), lives], [], [])[0]:
        status = os.waitpid(reader, 0)[1]
        asker.sendall(SLOW if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU else ENDED)


if __name__ == "__main__":
    main()

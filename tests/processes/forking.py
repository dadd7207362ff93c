"""A program that has loaded all of kzcheck, and forks for each command that it is asked to run."""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
import time
from importlib import import_module

import kzcheck
from kzcheck.__main__ import main
from kzcheck.readers.texts import read_text


def fork_for_each(listener: socket.socket, deadline: int) -> None:
    """Return in a new process for each request, ready to be kzcheck; end when standard input ends.

    A request has three descriptors, the streams of the command; its reply is the exit code.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
        line = listener.accept()[0]
        if os.fork() == 0:  # waits for the command, so that others can be run meanwhile
            listener.close()
            streams = socket.recv_fds(line, 1, 3)[1]
            with line.makefile() as file:
                arguments, folder, env = json.load(file)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if (child := os.fork()) == 0:
                line.close()
                for number, (name, stream) in enumerate(zip(("stdin", "stdout", "stderr"), streams, strict=True)):
                    os.dup2(stream, number)
                    os.close(stream)
                    former = getattr(sys, name)
                    setattr(sys, name, open(number, former.mode, 1, former.encoding, former.errors))  # noqa: PTH123, SIM115 - it may be a pipe now
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(env)
                time.tzset()
                sys.argv = ["kzcheck", *arguments]
                signal.alarm(deadline)
                return
            line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
            os._exit(0)
        line.close()
    sys.exit()


def leave(code: int | str | None) -> None:
    """End the process as Python does, but without freeing each object, which takes longer than most commands."""
    if isinstance(code, str):
        sys.exit(code)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code or 0)


if __name__ == "__main__":  # processes that kzcheck starts look into this file, too
    for module in pkgutil.walk_packages(kzcheck.__path__, "kzcheck."):
        import_module(module.name)
    read_text(b"A text.", "a.txt")  # starts what forks for each text, which all of them share
    gc.collect()
    gc.freeze()  # forks would look through all of it when they end, which copies its pages
    fork_for_each(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    try:
        main()
    except SystemExit as ended:
        leave(ended.code)

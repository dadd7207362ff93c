"""A program that has loaded all of kzcheck, and forks for each command that it is asked to run."""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import socket
import sys
import time
from importlib import import_module

import kzcheck
from kzcheck.__main__ import main
from kzcheck.readers.texts import read_text


def fork_for_each(line: socket.socket, deadline: int) -> None:
    """Return in a new process for each request, ready to be kzcheck; end when nobody can ask any more.

    A request is five descriptors: the command, the three streams, and where to write the exit code.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while descriptors := socket.recv_fds(line, 1, 5)[1]:
        command, *streams, reply = descriptors
        if os.fork() == 0:  # waits for the command, so that others can be run meanwhile
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if (child := os.fork()) == 0:
                with open(command, encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
                    arguments, folder, env = json.load(file)
                for number, stream in enumerate(streams):
                    os.dup2(stream, number)
                line.close()
                for descriptor in (*streams, reply):
                    os.close(descriptor)
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(env)
                time.tzset()
                sys.argv = ["kzcheck", *arguments]
                signal.alarm(deadline)
                return
            os.write(reply, str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
    sys.exit()


if __name__ == "__main__":  # processes that kzcheck starts look into this file, too
    for module in pkgutil.walk_packages(kzcheck.__path__, "kzcheck."):
        import_module(module.name)
    read_text(b"A text.", "a.txt")  # starts what forks for each text, which all of them share
    gc.collect()
    gc.freeze()  # forks would look through all of it when they end, which copies its pages
    fork_for_each(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
    main()

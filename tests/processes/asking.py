"""Asks for a command to be run in a fork, and waits for it: `python -I -S asking.py SOCKET ARGUMENTS…`, or from within a test."""

from __future__ import annotations

import json
import os
import socket
import sys


def ask(path: str, arguments: list[str], folder: str, env: dict[str, str], streams: list[int]) -> int:
    """Return the exit code of a command, which has the given streams."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        socket.send_fds(line, [b"!"], streams)
        line.sendall(json.dumps([arguments, folder, env]).encode())
        line.shutdown(socket.SHUT_WR)
        return int(line.makefile().read())


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1], sys.argv[2:], os.getcwd(), dict(os.environ), [0, 1, 2]))  # noqa: PTH109 - loads fast

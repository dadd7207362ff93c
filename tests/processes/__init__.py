"""kzcheck as a process of its own, but forked from one that has loaded it: loading is nine tenths of a short command."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile

READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_")
"""How the variables begin that the system or Python reads before it runs a program: for them, a fork comes too late."""
DEADLINE = 120
"""Seconds for one command."""


class Kzcheck:
    """Runs the command line, also from several threads at a time."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", Path(__file__).with_name("forking.py"), str(theirs.fileno()), str(DEADLINE)]
            env = {**os.environ, "PYTHONUTF8": "1"}
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for pytest; this process ends when nobody can ask it any more
            )

    def close(self) -> None:
        self._line.close()
        self._process.wait()

    def run(self, arguments: list[str], cwd: Path, env: dict[str, str], stdin: str) -> subprocess.CompletedProcess[str]:
        """Run one command in a fork, or in a new process if its environment or the system needs one."""
        early = [name for name, value in env.items() if name.startswith(READ_AT_START) and os.environ.get(name) != value]
        if early or sys.platform != "linux":  # the frameworks of macOS do not work in forks
            command, env = [sys.executable, "-m", "kzcheck", *arguments], {"PYTHONUTF8": "1", **env}
            return subprocess.run(
                command, cwd=cwd, env=env, capture_output=True, input=stdin, encoding="utf-8", timeout=DEADLINE, check=False
            )
        with ExitStack() as stack:
            request, given, out, err = (stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(4))
            json.dump([arguments, str(cwd), env], request)
            given.write(stdin)
            for file in (request, given):
                file.seek(0)
            reading, writing = os.pipe()
            reply = stack.enter_context(open(reading, encoding="utf-8"))  # noqa: PTH123 - a descriptor
            socket.send_fds(self._line, [b"!"], [request.fileno(), given.fileno(), out.fileno(), err.fileno(), writing])
            os.close(writing)
            code = int(reply.read())
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())

"""kzcheck as a process of its own, but forked from one that has loaded it: loading is nine tenths of a short command."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from processes.asking import ask

READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_")
"""How the variables begin that the system or Python reads before it runs a program: for them, a fork comes too late."""
FORKS = sys.platform == "linux"
"""The frameworks of macOS do not work in forks."""
HERE = Path(__file__).parent
DEADLINE = 120
"""Seconds for one command."""


class Kzcheck:
    """Runs the command line, also from several threads at a time."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._path = str(Path(self._folder.name) / "line")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self._path)
            listener.listen()
            command = [sys.executable, "-P", HERE / "forking.py", str(listener.fileno()), str(DEADLINE)]
            self._process = subprocess.Popen(
                command,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[listener.fileno()],
                start_new_session=True,  # Ctrl-C is for pytest; this process ends when its input does
            )

    def close(self) -> None:
        self._process.communicate()
        self._folder.cleanup()

    def install(self, folder: Path) -> Path:
        """Write a program that is kzcheck, for scripts."""
        asks = [sys.executable, "-I", "-S", str(HERE / "asking.py"), self._path] if FORKS else [sys.executable, "-m", "kzcheck"]
        program = folder / "kzcheck"
        program.write_text(f'#!/bin/sh\nexec {shlex.join(asks)} "$@"\n', "utf-8")
        program.chmod(0o755)
        return program

    def run(self, arguments: list[str], cwd: Path, env: dict[str, str], stdin: str) -> subprocess.CompletedProcess[str]:
        """Run one command in a fork, or in a new process if its environment or the system needs one."""
        early = [name for name, value in env.items() if name.startswith(READ_AT_START) and os.environ.get(name) != value]
        if early or not FORKS:
            command, env = [sys.executable, "-m", "kzcheck", *arguments], {"PYTHONUTF8": "1", **env}
            return subprocess.run(
                command, cwd=cwd, env=env, capture_output=True, input=stdin, encoding="utf-8", timeout=DEADLINE, check=False
            )
        with ExitStack() as stack:
            given, out, err = streams = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(3)]
            given.write(stdin)
            given.seek(0)
            code = ask(self._path, arguments, str(cwd), env, [file.fileno() for file in streams])
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), err.read())
